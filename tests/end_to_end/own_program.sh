#!/bin/sh
# own_program.sh: a Python program of one's own: recorded it behaves as if it were alone; in the window it runs, is saved and runs again, and ends with the window.
. "${0%/*}/../support/on_a_display.sh"
command -v python3 >/dev/null || exit 77

# Recorded: arguments, input, output, exit status, a death by signal.
cat >"$folder/talks.py" <<'P'
import asyncio, sys
async def main():
    await asyncio.sleep(0)
    print(sys.argv[1:], input())
    sys.exit(7)
asyncio.run(main())
P
echo hello | python3 "$folder/talks.py" a --force -m >"$folder/alone" 2>"$folder/alone.errors"
alone=$?
echo hello | "$program" record -o "$folder/talks.loopscope" "$folder/talks.py" a --force -m >"$folder/watched" 2>"$folder/watched.errors"
[ $? = $alone ] || fail "the exit status is another one than $alone"
cmp -s "$folder/alone" "$folder/watched" || fail "it prints something else: $(cat "$folder/watched")"
cmp -s "$folder/alone.errors" "$folder/watched.errors" || fail "its errors are others: $(cat "$folder/watched.errors")"
"$program" tell "$folder/talks.loopscope" | grep -q 'main takes its first step' || fail 'what was recorded does not tell of main'
"$program" record -o "$folder/talks.loopscope" "$folder/talks.py" 2>"$folder/errors" && fail 'a file that is there is written over'
grep -q 'add --force' "$folder/errors" || fail "it does not say how to write over a file: $(cat "$folder/errors")"
printf 'import os, signal\nos.kill(os.getpid(), signal.SIGTERM)\n' >"$folder/dies.py"
sh -c '"$1" record -o "$2" "$3"' - "$program" "$folder/dies.loopscope" "$folder/dies.py"
[ $? = 143 ] || fail 'a program that dies of SIGTERM does not die so when it is recorded'
printf 'def (\n' >"$folder/wrong.py"
python3 "$folder/wrong.py" 2>"$folder/alone.errors"
"$program" record -o "$folder/wrong.loopscope" "$folder/wrong.py" 2>"$folder/watched.errors"
cmp -s "$folder/alone.errors" "$folder/watched.errors" || fail "a mistake of syntax is told in other words: $(cat "$folder/watched.errors")"

# In the window: it runs to its end, and again when it is saved; R runs it once more.
cat >"$folder/short.py" <<'P'
import asyncio
async def main():
    await asyncio.sleep(2)
    open(__file__ + ".runs", "a").write("one\n")
asyncio.run(main())
P
runs() { [ -s "$folder/short.py.runs" ] && [ "$(wc -l <"$folder/short.py.runs")" -ge "$1" ]; }
start run --virtual-time --watch "$folder/short.py"
wait_for runs 1 || fail 'the program does not run to its end'
wait_for settled first
sed -i 's/sleep(2)/sleep(5)/' "$folder/short.py"
wait_for runs 2 || fail 'a program that was saved does not run again'
shows_other_than first 'the run after saving'
wait_for settled second
printf 'def (\n' >"$folder/short.py"
shows_other_than second 'a saved program with a mistake in it'
press ctrl+q
ends_well 'Ctrl+Q after watching'

# One that never ends: closing asks, and leaves nobody behind.
cat >"$folder/endless.py" <<'P'
import asyncio, os
async def main():
    open(__file__ + ".process", "w").write(str(os.getpid()))
    while True:
        await asyncio.sleep(0.01)
asyncio.run(main())
P
start run "$folder/endless.py"
wait_for test -s "$folder/endless.py.process" || fail 'the endless program does not start'
press ctrl+q
sleep 0.3
kill -0 "$window_process" 2>/dev/null || fail 'closing the window does not ask while the program runs'
press ctrl+q
ends_well 'Ctrl+Q twice'
gone() { ! kill -0 "$(cat "$folder/endless.py.process")" 2>/dev/null; }
wait_for gone || fail 'the program is left behind'

# One that never ends, watched: when it is saved the old one goes, and the new one is shown while it runs.
rm "$folder/endless.py.process"
start run --watch "$folder/endless.py"
wait_for test -s "$folder/endless.py.process" || fail 'the endless program does not start when it is watched'
old=$(cat "$folder/endless.py.process")
rm "$folder/endless.py.process"
sed -i 's/sleep(0.01)/sleep(0.02)/' "$folder/endless.py"
wait_for test -s "$folder/endless.py.process" || fail 'an endless program that was saved does not run again'
old_gone() { ! kill -0 "$old" 2>/dev/null; }
wait_for old_gone || fail 'the run before the saving is left behind'
sleep 1.5
press ctrl+q
sleep 0.3
kill -0 "$window_process" 2>/dev/null || fail 'closing does not ask while the program that was saved runs'
press ctrl+q
ends_well 'Ctrl+Q twice while watching'
wait_for gone || fail 'the program that was saved is left behind'

[ $failures = 0 ] && echo "a program of one's own runs as it should"
[ $failures = 0 ]
