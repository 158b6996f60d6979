#!/bin/sh
# export.sh: what the window writes to a file is what it shows; a film can be stopped, also by closing the window, and then leaves nothing behind.
. "${0%/*}/../support/on_a_display.sh"

mkdir "$folder/tools" "$folder/out"
# A film that takes long, without a program that makes one.
cat >"$folder/tools/ffmpeg" <<'TOOL'
#!/bin/sh
for last; do :; done
printf film >"${last#file:}"
while dd bs=65536 count=16 of=/dev/null 2>"$0.log" && ! grep -q '^0+0' "$0.log"; do sleep 0.05; done
TOOL
chmod +x "$folder/tools/ffmpeg"
PATH="$folder/tools:$PATH"

# write NAME: in the sheet that is open, under that name.
write() {
    press ctrl+a
    xdotool type --window "$window" "$1" 2>/dev/null || xdotool type "$1"
    press Return
}

start gather
press Right Right Right Right Right
wait_for settled seen || fail 'the window never comes to rest'
press ctrl+e
shows_other_than seen 'the sheet that writes a file'
write "$folder/out/seen.png"
wait_for test -s "$folder/out/seen.png" || fail 'no picture is written'
wait_for settled after
[ "$(identify -format '%wx%h' "$folder/out/seen.png")" = "$(identify -format '%wx%h' "$folder/seen.png")" ] || fail 'the picture has another size than the window'
[ "$(compare -metric AE "$folder/out/seen.png" "$folder/seen.png" "$folder/apart.png" 2>&1)" = 0 ] || fail 'the picture is not what the window showed'

# The same name once more: it is asked for.
press ctrl+e
write "$folder/out/seen.png"
wait_for settled asked
is_empty() { [ ! -s "$folder/out/seen.png" ]; }
is_empty && fail 'a file was written over'
: >"$folder/out/seen.png"
press Return
is_written() { ! is_empty; }
wait_for is_written || fail 'Enter once more does not write over it'
wait_for settled over
[ "$(compare -metric AE "$folder/out/seen.png" "$folder/seen.png" "$folder/apart.png" 2>&1)" = 0 ] || fail 'a notice of the writing stands in what is written'

# As data, and what cannot be written.
press ctrl+e Right Right Right Right
write "$folder/out/run.csv"
wait_for grep -q 'Database B' "$folder/out/run.csv" || fail 'no table is written'
press ctrl+e
write "$folder/nowhere/run.csv"
wait_for settled failed
[ ! -e "$folder/nowhere" ] || fail 'a folder was made'
press Escape

# A film is stopped.
press ctrl+e Left Left
write "$folder/out/long.mp4"
wait_for test -e "$folder/out/long.mp4.part" || fail 'no film is begun'
press Escape
gone() { [ ! -e "$folder/out/long.mp4.part" ] && [ ! -e "$folder/out/long.mp4" ]; }
wait_for gone || fail 'a film that was stopped leaves something behind'

# And the window closed over it. The sheet is still open; as soon as it knows that the first one has been stopped, Enter begins another.
begun() { press Return && [ -e "$folder/out/long.mp4.part" ]; }
wait_for begun || fail 'no film is begun again'
press ctrl+q
ends_well 'Ctrl+Q while a film is made'
gone || fail 'closing the window leaves half a film behind'

exit $failures
