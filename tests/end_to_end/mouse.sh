#!/bin/sh
# mouse.sh: what is dragged, wheeled and clicked twice in the real window does what it should, also while it plays and is resized.
. "${0%/*}/../support/on_a_display.sh"

# The mouse at so many percent of the window.
to() { xdotool mousemove --window "$window" $((WIDTH * $1 / 100)) $((HEIGHT * $2 / 100)); }
away() { xdotool mousemove --window "$window" 1 1; }
sized() { eval "$(xdotool getwindowgeometry --shell "$window" | grep -E '^(WIDTH|HEIGHT)=')"; }

# drag FROM_X FROM_Y TO_X TO_Y, in percent: by way of the middle, as a hand does.
drag() {
    to "$1" "$2"
    xdotool mousedown 1
    to $((($1 + $3) / 2)) $((($2 + $4) / 2))
    to "$3" "$4"
    xdotool mouseup 1
    away
}

start gather --no-settings --size 1440x900
sized
wait_for settled beginning || fail 'the window never comes to rest'

# The timeline: pressed, and dragged there from elsewhere and back, the cursor stands at the same moment.
drag 60 80 60 80
shows_other_than beginning 'a press on the timeline'
wait_for settled pressed
drag 30 80 60 80
shows pressed 'a drag along the timeline'
drag 60 80 30 80
shows_other_than pressed 'a drag back'
press Home Escape
shows beginning 'Home after the drags'

# The wheel: with Ctrl it zooms at the pointer; F shows the whole run again.
to 50 80
xdotool keydown ctrl click 4 click 4 keyup ctrl
away
shows_other_than beginning 'Ctrl and the wheel over the timeline'
press f
shows beginning 'the whole run'

# Two clicks at once on a task ask why.
press End
wait_for settled end
to 3 74
xdotool click --repeat 2 --delay 40 1
away
shows_other_than end 'two clicks on a task'
wait_for settled asked
press y Escape
shows end 'the details closed'
press Home
shows beginning 'Home after that'

# The focus goes from panel to panel, and Escape gives the keys back.
press F6
shows_other_than beginning 'F6'
press Escape
shows beginning 'Escape after F6'

# Predict mode: a question stands when the reader goes on, and P ends it.
press p Right Right
wait_for settled asking
press p Home
shows beginning 'predict mode over'

# The border between the program and the loop.
drag 46 30 55 30
shows_other_than beginning 'a dragged border'

# Resized while it plays, four times as fast: at the end it looks as it does when one goes there.
press equal equal
xdotool windowsize "$window" 1280 800
press End
is_sized() { sized && [ "$WIDTH $HEIGHT" = '1280 800' ]; }
wait_for is_sized || fail 'the window is not resized'
wait_for settled there
press Home
shows_other_than there 'Home in the resized window'
press space
for size in '1200 700' '960 600' '1500 950' '1280 800'; do
    # shellcheck disable=SC2086 # two numbers are meant
    xdotool windowsize "$window" $size
done
shows there 'played to the end while it was resized'
press ctrl+q
ends_well 'Ctrl+Q'

[ $failures = 0 ] || exit 1
echo 'the mouse does what it should'
