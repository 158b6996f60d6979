#!/bin/sh
# window.sh: the real window, driven by keys and the mouse on a display of its own, shows what it should and ends well.
. "${0%/*}/../support/on_a_display.sh"

# The very first start: the first lesson with hints, which go and are not shown again; what was reached is kept.
start
wait_for settled hints || fail 'the first window never comes to rest'
press Escape
shows_other_than hints 'Escape takes the hints away'
press Right
press ctrl+q
ends_well 'Ctrl+Q after the hints'
grep -q 'hints_seen=true' "$XDG_DATA_HOME/loopscope/progress" || fail 'the hints are not noted as seen'
grep -q 'lesson calling' "$XDG_DATA_HOME/loopscope/progress" || fail 'the step into the first lesson is not kept'

start gather
wait_for settled beginning || fail 'the window never comes to rest'

press End
shows_other_than beginning 'End'
wait_for settled end
press Home
shows beginning 'Home'
press Right
shows_other_than beginning 'a step forward'
press Left
shows beginning 'a step back'
press Right Right Right Right Right
wait_for settled five
press Right Right Left Left
shows five 'two steps and back'
press End
shows end 'End again'
press Home
shows beginning 'Home again'

press Tab
shows_other_than beginning 'the program in Python'
press Tab
shows beginning 'the program in C again'
press t
shows_other_than beginning 'the light theme'
wait_for settled light
press t
shows_other_than light 'the high-contrast theme'
press t
shows beginning 'the dark theme again'
press F1
shows_other_than beginning 'the help'
press Escape
shows beginning 'the help is gone'
press g
shows_other_than beginning 'the line to write into'
press 5
press Return
shows five 'the fifth await point, written'
press Home
shows beginning 'Home after that'

# The scrubber: a drag along the transport at the bottom of the window.
eval "$(xdotool getwindowgeometry --shell "$window" | grep -E '^(WIDTH|HEIGHT)=')"
# shellcheck disable=SC2153 # WIDTH and HEIGHT come from xdotool
scrub() { xdotool mousemove --window "$window" $((WIDTH * $1 / 100)) $((HEIGHT - ${bottom:-26})); }
scrub 45
xdotool mousedown 1
scrub 70
xdotool mouseup 1 mousemove --window "$window" 1 1
shows_other_than beginning 'a drag of the scrubber'
wait_for settled scrubbed
press Home
shows beginning 'Home after a drag'

# A knob turned: another run and the ghost of this one. As in the text and run again: the first picture.
press k End Escape
shows_other_than beginning 'a turned knob'
press BackSpace r
shows beginning 'the knob as in the text, run again'

xdotool windowsize "$window" 960 600
shows_other_than beginning 'a small window'
press t
press ctrl+q
ends_well 'Ctrl+Q'

# What was chosen is kept: the theme and the size of the window. An option beats it, and is not kept.
start gather --scale 1.25
eval "$(xdotool getwindowgeometry --shell "$window" | grep -E '^(WIDTH|HEIGHT)=')"
[ "$WIDTH"x"$HEIGHT" = 960x600 ] || fail "the size is not kept: $WIDTH x $HEIGHT"
press ctrl+q
ends_well 'Ctrl+Q with settings'
grep -q '^theme=light$' "$XDG_CONFIG_HOME/loopscope/settings" || fail 'the theme is not kept'
grep -q '^scale' "$XDG_CONFIG_HOME/loopscope/settings" && fail 'an option is kept'
rm "$XDG_CONFIG_HOME/loopscope/settings"

# A remark: its card opens, goes with the next step, and comes back.
start say_after
wait_for settled beginning || fail 'the second window never comes to rest'
press n
shows_other_than beginning 'the next remark'
wait_for settled remark
press Right
shows_other_than remark 'a step away from the remark'
press n
shows remark 'the remark again'
press Home
shows beginning 'Home after the remark'
press ctrl+q
ends_well 'Ctrl+Q after the remark'

# The menu: open a lesson from it.
start
wait_for settled menu
press Return
shows_other_than menu 'Return in the menu'
press ctrl+m
shows menu 'the menu again'
press g a t h
shows_other_than menu 'a search in the menu'
press Escape Home Down
shows menu 'the menu without the search'
press ctrl+q
ends_well 'Ctrl+Q in the menu'

# Another keyboard: the help shows the letters that are printed on it, at once, and again those of the first.
if command -v setxkbmap >/dev/null; then
    setxkbmap us
    start gather
    wait_for settled us_before || fail 'the window never comes to rest'
    press F1
    shows_other_than us_before 'F1'
    wait_for settled us
    setxkbmap fr
    shows_other_than us 'a French keyboard'
    setxkbmap us
    shows us 'a US keyboard again'
    press ctrl+q
    ends_well 'Ctrl+Q after another keyboard'
else
    echo 'the keyboard is not changed: setxkbmap is not installed'
fi

is_titled() { xdotool getwindowname "$window" | grep -qF "$1"; }
titled() { wait_for is_titled "$1" || fail "$2: the window is called '$(xdotool getwindowname "$window")'"; }
is_kept() { grep -qF "$1" "$XDG_DATA_HOME/loopscope/progress"; }

# A question that is answered wrong is kept with its day; on a later one the menu has it first, and opens its lesson.
start gather
wait_for settled whole
press shift+p Right
shows_other_than whole 'the first question'
press 1 ctrl+q
ends_well 'Ctrl+Q after a wrong answer'
is_kept 'question start 1=' || fail 'the answer is not kept'
sed -i 's/^question start 1=.*/question start 1=20000 0/' "$XDG_DATA_HOME/loopscope/progress"
start
wait_for settled menu
press Home Return
titled 'Together: gather' 'what is due again'
press ctrl+q
ends_well 'Ctrl+Q in what is due again'

# Files dropped on the window: a recording opens, wherever one is; what is none leaves everything as it was.
dropper=${LOOPSCOPE_BUILD:-build/release}/tests/drop_files
drop() { "$dropper" "$window" "$@" || fail "the window does not take $*"; }
if [ -x "$dropper" ]; then
    "$program" record -o "$folder/gone.loopscope" gather || fail 'no recording can be made'
    "$program" record -o "$folder/t w=o.loopscope" create_task || fail 'no second recording can be made'
    echo 'no recording' >"$folder/none.loopscope"
    start
    wait_for settled menu
    drop "$folder/none.loopscope"
    shows_other_than menu 'a file that is no recording, in the menu'
    wait_for settled said
    drop "$folder"
    shows_other_than said 'a folder, in the menu'
    titled 'A coroutine is not a call' 'what is no recording, in the menu'
    drop "$folder/gone.loopscope"
    titled 'Together: gather' 'a recording, in the menu'
    press ctrl+m
    drop "$folder/t w=o.loopscope" "$folder/none.loopscope" "$folder/gone.loopscope" "$folder/t w=o.loopscope"
    titled 'Two tasks, awaited in turn' 'several files, in the menu'
    press ctrl+q
    ends_well 'Ctrl+Q after the drops'
    is_kept "path=$folder/gone.loopscope" || fail 'the recording is not among the recent ones'
    is_kept "path=$folder/t w=o.loopscope" || fail 'the second recording is not among the recent ones'
    ! is_kept none.loopscope || fail 'what is no recording is among the recent ones'

    start --real-time gather
    drop "$folder/none.loopscope"
    titled 'Together: gather' 'what is no recording, while a lesson runs live'
    drop "$folder/t w=o.loopscope"
    titled 'Two tasks, awaited in turn' 'a recording, while a lesson runs live'
    rm "$folder/gone.loopscope"
    press ctrl+m
    press g o n e Return
    wait_for eval '! is_kept gone.loopscope' || fail 'a recording that is gone stays among the recent ones'
    titled 'Two tasks, awaited in turn' 'a recording that is gone'
    press ctrl+q
    ends_well 'Ctrl+Q after a recording that is gone'
else
    echo 'nothing is dropped: X11 was not there to build tests/drop_files'
fi

# With no display, or one that does not answer, there is one sentence and no crash. (libwayland may add a line of its own.)
no_window() {
    if timeout 20 env "$@" "$program" gather >"$folder/out" 2>"$folder/errors"; then
        fail "without a display ($*) it does not fail"
    fi
    [ "$(grep -c '^loopscope: ' "$folder/errors")" -eq 1 ] || fail "without a display ($*): not one sentence: $(cat "$folder/errors")"
    grep -q 'tell' "$folder/errors" || fail "without a display ($*): no way out is named: $(cat "$folder/errors")"
}
no_window -u DISPLAY
no_window DISPLAY=:65000

[ $failures = 0 ] || exit 1
echo 'the window does what it should'
