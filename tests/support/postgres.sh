#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Runs a command beside a PostgreSQL of its own: on a socket in a new folder, gone when the command ends. What connects to it
# finds its words for libpq in SCHOOLZICHT_POSTGRESQL.
# usage: postgres.sh COMMAND [ARG ...]
set -eu
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -x "$bin/initdb" ] || { echo "PostgreSQL is not installed: data/setup/packages names it" >&2; exit 1; }
folder=$(mktemp -d /tmp/schoolzicht-pg.XXXXXX)

# The server refuses to be root.
as ()
{
    if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}
stop ()
{
    as "$bin/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null 2>&1 || true
    rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT TERM

[ "$(id -u)" != 0 ] || chown postgres "$folder"
cd "$folder"
as "$bin/initdb" -D "$folder/data" -U schoolzicht --auth=trust --no-sync --encoding=UTF8 --locale=C.UTF-8 --data-checksums >"$folder/log" 2>&1 ||
    { cat "$folder/log" >&2; exit 1; }
as sh -c 'cat >>"$1/data/postgresql.conf"' sh "$folder" <<CONF
listen_addresses = ''
unix_socket_directories = '$folder'
unix_socket_permissions = 0777
fsync = off
shared_buffers = 64MB
CONF
chmod 755 "$folder"
as "$bin/pg_ctl" -D "$folder/data" -l "$folder/server.log" -w -t 60 start >/dev/null || { cat "$folder/server.log" >&2; exit 1; }
cd - >/dev/null
SCHOOLZICHT_POSTGRESQL="host=$folder user=schoolzicht"
export SCHOOLZICHT_POSTGRESQL
"$@"
