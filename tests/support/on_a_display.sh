#!/bin/sh
# on_a_display.sh: what the tests of the real window share: a display of their own, pictures of the window, keys. To be sourced.
set -u
program=$(realpath "${LOOPSCOPE:-build/release/loopscope}")
[ -x "$program" ] || exit 77
for tool in Xvfb xdotool import identify; do
    command -v $tool >/dev/null || { echo "$tool is not installed"; exit 77; }
done
folder=$(mktemp -d) || exit 1
failures=0
display_process=''
window_process=''

clean_up() {
    [ -z "$window_process" ] || kill "$window_process" 2>/dev/null
    [ -z "$display_process" ] || kill "$display_process" 2>/dev/null
    rm -rf "$folder"
}
trap clean_up EXIT

fail() {
    echo "FAILED: $*"
    failures=$((failures + 1))
}

# wait_for COMMAND...: asks again until the command succeeds; gives up after a time that no machine needs.
wait_for() {
    asked=0
    until "$@"; do
        asked=$((asked + 1))
        [ $asked -lt 300 ] || return 1
        sleep 0.05
    done
}

unset WAYLAND_DISPLAY SDL_VIDEODRIVER
# What is kept belongs to this test alone.
export XDG_DATA_HOME="$folder/data" XDG_CONFIG_HOME="$folder/config"
# -noreset: without it the server starts anew whenever its last client goes, and refuses who comes at that moment.
Xvfb -noreset -displayfd 3 -screen 0 1600x1000x24 -nolisten tcp 3>"$folder/number" 2>"$folder/xvfb.log" &
display_process=$!
wait_for test -s "$folder/number" || { cat "$folder/xvfb.log"; exit 1; }
DISPLAY=:$(cat "$folder/number")
export DISPLAY

find_window() {
    window=$(xdotool search --onlyvisible --pid "$window_process" 2>/dev/null | tail -n 1)
    [ -n "$window" ]
}

# picture NAME: the window as it is now.
picture() { import -silent -window "$window" "$folder/$1.png"; }

pixels() { identify -format '%#' "$folder/$1.png"; }

# A picture is taken once two in a row are alike: then every movement is over.
settled() {
    picture "$1" && cp "$folder/$1.png" "$folder/before.png" && sleep 0.1 && picture "$1" && [ "$(pixels "$1")" = "$(pixels before)" ]
}

is_like() { picture now && [ "$(pixels now)" = "$(pixels "$1")" ]; }
is_unlike() { picture now && [ "$(pixels now)" != "$(pixels "$1")" ]; }

shows() { wait_for is_like "$1" || fail "$2: the picture is not that of '$1'"; }
shows_other_than() { wait_for is_unlike "$1" || fail "$2: the picture is still that of '$1'"; }

press() { xdotool key --clearmodifiers "$@"; }

start() {
    "$program" "$@" 2>"$folder/errors" &
    window_process=$!
    wait_for find_window || { fail "loopscope $*: no window opened: $(cat "$folder/errors")"; exit 1; }
    xdotool windowfocus "$window" mousemove --window "$window" 1 1
}

ends_well() {
    wait "$window_process"
    status=$?
    window_process=''
    [ $status = 0 ] || fail "$1: exit status $status: $(cat "$folder/errors")"
}
