#!/bin/sh
# Runs a command with an unlocked, empty Secret Service (gnome-keyring) of its own, without a screen: in the session bus there
# is (xrun.sh), else in a private one with a throw-away home.
# usage: keyring.sh COMMAND...
#   KEYRING_PASSWORD=test   unlocks it; another one than last time in the same home leaves it locked
set -eu

if [ -z "${DBUS_SESSION_BUS_ADDRESS:-}" ]; then
    tmp=$(mktemp -d "${TMPDIR:-/tmp}/keyring.XXXXXX")
    trap 'rm -rf "$tmp"' EXIT
    mkdir -m 700 "$tmp/run"
    unset DISPLAY WAYLAND_DISPLAY
    export HOME="$tmp" XDG_RUNTIME_DIR="$tmp/run" XDG_DATA_HOME="$tmp/data" XDG_CONFIG_HOME="$tmp/config" XDG_CACHE_HOME="$tmp/cache"
    dbus-run-session -- "$0" "$@"
    exit
fi

mkdir -p "$XDG_DATA_HOME"
printf '%s' "${KEYRING_PASSWORD:-test}" |
    gnome-keyring-daemon --unlock --components=secrets --foreground >/dev/null 2>&1 &
daemon=$!
trap 'kill "$daemon" 2>/dev/null || :' EXIT
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    dbus-send --session --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.NameHasOwner \
        string:org.freedesktop.secrets 2>/dev/null | grep -q 'boolean true' && break
    sleep 0.1
done
"$@"
