#!/bin/sh
# Runs a command as on a desktop of its own: a private virtual screen, a private session bus, a private home. Nothing of the
# machine's own session is seen or touched, so a test or a photograph is the same everywhere.
#
# usage: xrun.sh COMMAND...
#   SCREEN=1280x800x24   size of the screen
#   WM=openbox           a window manager: needed for keyboard focus and for several windows
#   A11Y=0               without the accessibility bus
#
# The session bus can start the accessibility bus and nothing else: with the usual configuration GTK would wake portals,
# a keyring and dconf. Fonts are pinned (with a machine's own choice one launch in some thirty had other headings), drawing
# is done by cairo (a software OpenGL is ten times as slow), animations are off.
set -eu

tmp=$(mktemp -d "${TMPDIR:-/tmp}/xrun.XXXXXX")
command= xvfb=
clean_up ()
{
    [ -z "$command" ] || kill -- "-$command" 2>/dev/null || :
    [ -z "$xvfb" ] || kill "$xvfb" 2>/dev/null || :
    wait
    rm -rf "$tmp"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

mkdir -m 700 "$tmp/run"
mkdir -p "$tmp/home/.config/gtk-4.0" "$tmp/services" "$tmp/fonts"

if [ "${A11Y:-1}" = 1 ]; then
    cp /usr/share/dbus-1/services/org.a11y.Bus.service "$tmp/services/"
else
    export GTK_A11Y="${GTK_A11Y:-none}"
fi
cat >"$tmp/bus.conf" <<EOF
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
  "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir=$tmp/run</listen>
  <auth>EXTERNAL</auth>
  <servicedir>$tmp/services</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
EOF
cat >"$tmp/fonts.conf" <<EOF
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts/truetype/dejavu</dir>
  <dir>/usr/share/fonts/opentype/cantarell</dir>
  <cachedir>$tmp/fonts</cachedir>
  <alias><family>sans</family><prefer><family>Cantarell</family><family>DejaVu Sans</family></prefer></alias>
  <alias><family>Sans</family><prefer><family>Cantarell</family><family>DejaVu Sans</family></prefer></alias>
  <alias><family>monospace</family><prefer><family>DejaVu Sans Mono</family></prefer></alias>
</fontconfig>
EOF
cat >"$tmp/home/.config/gtk-4.0/settings.ini" <<EOF
[Settings]
gtk-font-name=Cantarell 11
gtk-icon-theme-name=Adwaita
gtk-cursor-theme-name=Adwaita
gtk-enable-animations=false
EOF

unset WAYLAND_DISPLAY DISPLAY DBUS_SESSION_BUS_ADDRESS AT_SPI_BUS_ADDRESS
export HOME="$tmp/home" XDG_RUNTIME_DIR="$tmp/run" XDG_CONFIG_HOME="$tmp/home/.config"
export XDG_CACHE_HOME="$tmp/home/.cache" XDG_DATA_HOME="$tmp/home/.local/share" XDG_STATE_HOME="$tmp/home/.local/state"
export FONTCONFIG_FILE="$tmp/fonts.conf" GDK_BACKEND=x11 GSK_RENDERER=cairo LIBGL_ALWAYS_SOFTWARE=1
export ADW_DISABLE_PORTAL=1 GTK_USE_PORTAL=0 GSETTINGS_BACKEND=memory GIO_USE_VFS=local NO_AT_BRIDGE=0

# Xvfb picks a free number itself and says which: two that start together never meet. The cookie keeps other users out.
cookie=$(mcookie)
xauth -q -f "$tmp/server" add :0 . "$cookie" 2>/dev/null
mkfifo "$tmp/number"
Xvfb -displayfd 3 -screen 0 "${SCREEN:-1280x800x24}" -nolisten tcp -noreset -auth "$tmp/server" \
    3>"$tmp/number" >"$tmp/xvfb" 2>&1 &
xvfb=$!
read -r number <"$tmp/number" || { cat "$tmp/xvfb" >&2; exit 1; }
export DISPLAY=":$number" XAUTHORITY="$tmp/client"
xauth -q -f "$XAUTHORITY" add "$DISPLAY" . "$cookie" 2>/dev/null

# shellcheck disable=SC2016 # expanded inside the session
# A group of its own, so that the session's bus ends with it.
setsid dbus-run-session --config-file="$tmp/bus.conf" -- sh -c '
    manager=
    if [ -n "${WM:-}" ]; then
        "$WM" >/dev/null 2>&1 &
        manager=$!
        for i in 1 2 3 4 5 6 7 8 9 10; do
            xprop -root _NET_SUPPORTING_WM_CHECK 2>/dev/null | grep -q 0x && break
            sleep 0.1
        done
    fi
    status=0
    "$@" || status=$?
    [ -z "$manager" ] || kill "$manager" 2>/dev/null
    exit $status' sh "$@" 2>"$tmp/errors" &
command=$!
status=0
wait "$command" || status=$?
command=
grep -v -E '^dbus-daemon\[|SpiRegistry daemon is running|^discover_other_daemon' "$tmp/errors" >&2 || :
exit $status
