#!/bin/sh
# cli.sh: every wrong command is answered with exactly one sentence on stderr and the right exit status; right ones do what they say.
set -u
program=${LOOPSCOPE:-build/loopscope}
[ -x "$program" ] || exit 77
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
failures=0

fail() {
    echo "FAILED: $*"
    failures=$((failures + 1))
}

# wrong STATUS WORDS ARGUMENT...: fails with that status, says one sentence that contains the words, and nothing on stdout.
wrong() {
    status=$1
    words=$2
    shift 2
    "$program" "$@" >"$folder/out" 2>"$folder/err" </dev/null
    got=$?
    [ "$got" -eq "$status" ] || fail "loopscope $*: exit status $got, expected $status"
    [ "$(wc -l <"$folder/err")" -eq 1 ] || fail "loopscope $*: not one sentence: $(cat "$folder/err")"
    grep -q '^loopscope: .*: ' "$folder/err" || grep -q '^loopscope: .*; ' "$folder/err" || fail "loopscope $*: says not what to do: $(cat "$folder/err")"
    grep -qF -e "$words" "$folder/err" || fail "loopscope $*: expected '$words' in: $(cat "$folder/err")"
    [ -s "$folder/out" ] && fail "loopscope $*: writes to stdout"
}

# right ARGUMENT...: succeeds in silence on stderr.
right() {
    "$program" "$@" >"$folder/out" 2>"$folder/err" </dev/null
    got=$?
    [ "$got" -eq 0 ] || fail "loopscope $*: exit status $got: $(cat "$folder/err")"
    [ -s "$folder/err" ] && fail "loopscope $*: says on stderr: $(cat "$folder/err")"
}

wrong 2 "did you mean gather" gahter
wrong 2 "did you mean gather" tell gathr
wrong 2 "loopscope list" tell nothing-like-it
wrong 2 "no option --nonsense" gather --nonsense
wrong 2 "no option --fd" gather --fd 3
wrong 2 "tell takes no --theme" tell gather --theme dark
wrong 2 "list takes no --force" list --force
wrong 2 "--at and --state" tell gather --at 3 --state
wrong 2 "--why and --state" tell gather --why main --state
wrong 2 "--ask tells the questions of the whole run" tell gather --ask --at 3
wrong 2 "a policy is first-in, last-in, or random with a seed" tell gather --set policy=lifo
wrong 2 "a policy is first-in, last-in, or random with a seed" tell gather --set policy=random
wrong 2 "picks are up to 64 numbers from 1" tell gather --set picks=0
wrong 2 "picks are up to 64 numbers from 1" tell gather --set picks=3:
wrong 2 "at choice 1 only 3 are ready, and pick 4 is none of them" tell gather --set picks=4
wrong 2 "it has more picks than this run has choices, which are 2" export gather --set picks=1:1:1 --to "$folder/x.png"
wrong 2 "not possible beside a policy" tell gather --set policy=last-in --set picks=1
wrong 2 "not possible beside picks" tell gather --set picks=1 --set policy=last-in
wrong 2 "--orders tries what asyncio's order can show" tell gather --set policy=last-in --orders
wrong 2 "--ask asks about asyncio's order" tell gather --set picks=3 --ask
wrong 2 "--predict asks about asyncio's order" export gather --set picks=3 --predict --to "$folder/x.png"
wrong 2 "a handout asks about asyncio's order" export gather --set picks=3 --to "$folder/x.handout.html"
right tell gather --set picks=3
grep -q "^Not asyncio's order: the ready queue goes as it was picked. Each choice is told where it is made.$" "$folder/out" || fail "another order is not told at the beginning"
grep -q "where asyncio would run API A. The program holds: it prints the same lines, and nothing is stuck.$" "$folder/out" || fail "what comes of picks is not told"
right tell lost_update --set policy=random:7
grep -q "at random, with the seed 7" "$folder/out" || fail "the seed of a random order is not told"
right tell gather
grep -q "asyncio's order" "$folder/out" && fail "asyncio's own order is told as another"
wrong 1 "names no task" tell gather --why nobody
wrong 2 "--python needs a state" tell gather --python
wrong 2 "export takes no --state" export gather --state --to x.png
wrong 2 "--at soon is not understood" tell gather --at soon
wrong 2 "needs to know which run" tell
wrong 2 "needs to know which run" export --to x.png
wrong 2 "needs to know where to" export gather
wrong 2 "needs to know where to" record gather
wrong 2 "needs a value" export gather --to
wrong 2 "--at x is not understood" export gather --to x.png --at x
wrong 2 "--at -1 is not understood" export gather --to x.png --at -1
wrong 2 "--theme pink is not understood" gather --theme pink
wrong 2 "--scale 9 is not understood" gather --scale 9
wrong 2 "--size 10x10 is not possible" gather --size 10x10
wrong 2 "--size wide is not possible" gather --size wide
wrong 2 "give 0.25, 0.5, 1, 2 or 4" gather --speed 3
wrong 2 "give percent from 0, the usual, to 99" gather --program-width wide
wrong 2 "--step needs a value: give event, await, turn or output" gather --step
wrong 2 "--speed and --motion are for films" export gather --to x.png --speed 2
wrong 2 "are for films" export gather --to x.csv --from 3
wrong 2 "give --from and --until" export gather --to x.mp4 --at 3
wrong 2 "--predict hides what comes" export gather --to x.gif --predict
wrong 2 "--from comes before --until" export gather --to x.gif --from 30 --until 20
wrong 2 "--fps 61 is not understood" export gather --to x.gif --fps 61
wrong 1 "--from 900 is behind the end of the run" export gather --to x.gif --from 900
wrong 1 "--at 161 is behind the end of the run: it has 160 events" export gather --to x.png --at 161
wrong 2 "--all-lessons writes each lesson as it stands" export --all-lessons --to "$folder/week" --set delay_a=1
wrong 2 "--all-lessons --to FOLDER" export --all-lessons
wrong 2 "--at is for what is looked at, and data is of the whole run" export gather --to x.csv --at 3
wrong 2 "--theme is for what is looked at, and data is" export gather --to x.json --theme light
wrong 2 "--why is for what is looked at, and a handout has a look" export gather --to x.handout.pdf --why main
wrong 2 "--code is for" export gather --to x.jsonl --python
wrong 2 "a page is as large as where it is shown" export gather --to x.html --size 1200x700
wrong 1 "--why names no task" export gather --to x.png --why nobody
wrong 2 "--timeline is for pictures" export gather --to x.csv --timeline
wrong 2 "leave --size out" export gather --to x.png --timeline --size 1200x700
wrong 2 "tell takes no --handout" tell gather --handout
wrong 2 "takes nothing more" man loopscope
wrong 2 "--axis sideways is not understood" gather --axis sideways
wrong 2 "one run at a time" tell gather say_after
wrong 2 "run comes first, and its options behind it: write loopscope run prog.py" --no-settings run prog.py
wrong 2 "takes nothing more" list gather
wrong 2 "takes nothing more" --version now
wrong 2 "cannot tell what x.tiff is to be" export gather --to x.tiff
wrong 2 "is empty" tell ""
wrong 2 "gather has no knob delay_x: it has delay_a, delay_b, delay_c and together" tell gather --set delay_x=1
wrong 2 "delay_a goes from 0 to 5 s" tell gather --set delay_a=6
wrong 2 "delay_a goes from 0 to 5 s" export gather --to x.png --set delay_a=soon
wrong 2 "together is on or off" record -o x.loopscope gather --set together=2
wrong 2 "give a knob and its value" gather --set delay_a
wrong 2 "--set needs a value" tell gather --set
wrong 2 "list takes no --set" list --set delay_a=1
right tell --help
right run --help
right tell gather --against gather
grep -q 'Both run on the same schedule' "$folder/out" || fail "a run is not the same as itself: $(cat "$folder/out")"
right tell gather --against create_task
grep -q 'the schedules part. The first: main ' "$folder/out" || fail "it is not told where two runs part: $(cat "$folder/out")"
wrong 2 "compares two whole runs" tell gather --against gather --at 3
wrong 2 "did you mean gather" tell gather --against gahter
wrong 2 "run needs to know which program" run
wrong 2 "cannot be read" run nowhere.py
wrong 2 "cannot be run" run --python no-such-python "$0"
wrong 2 "--watch looks at the file" run --watch -m json.tool
wrong 2 "run takes no --to" run --to x.png program.py
wrong 2 "is for loopscope itself" --child gather
wrong 2 "needs a lesson" --python
wrong 2 "there is no lesson" record -o "$folder/x.loopscope" nothing-like-it

: >"$folder/empty"
echo "this is a text and no recording at all, long enough to hold a whole header" >"$folder/text"
wrong 1 "cannot be opened as a recording" tell "$folder/text"
wrong 1 "cannot be opened as a recording" tell "$folder/empty"
echo "print()" >"$folder/program.py"
wrong 1 "program.py cannot be opened as a recording: it is a program, and loopscope run watches it" tell "$folder/program.py"
wrong 1 "is a folder" tell "$folder"
wrong 1 "cannot be written" export gather --to "$folder/no/such/folder.jsonl"
wrong 2 "this is a recording" "$folder/text" --real-time

right --help
for word in tell export record list --version --at --theme --size --scale --axis --python --real-time --reduced-motion --present --predict --force --set --why --ask --language --step --speed --motion --no-settings; do
    grep -q -e "$word" "$folder/out" || fail "--help does not name $word"
done
right glossary task --language de
grep -q "^    Gelehrt in: Lektion 4, " "$folder/out" || fail "--language de does not speak German"
LC_ALL=de_AT.UTF-8
export LC_ALL
right glossary task
grep -q "Lektion" "$folder/out" || fail "LC_ALL=de_AT.UTF-8 does not speak German"
LC_ALL=C.UTF-8
right --version
right list
grep -q '^gather ' "$folder/out" || fail "list does not name gather"
grep -q -e '--set delay_b .*Database B takes 1 s, from 0 to 5 s' "$folder/out" || fail "list does not name a knob"

right record -o "$folder/run.loopscope" gather
right tell "$folder/run.loopscope"
cp "$folder/out" "$folder/told"
right tell gather --why "API A" --at 45
grep -q 'API A called asyncio.sleep(2) at line 16' "$folder/out" || fail "tell --why does not say why"
grep -q 'in fetch_data, line 16' "$folder/out" || fail "tell --why does not tell the coroutine"
grep -q '    source_name = "API A"' "$folder/out" || fail "tell --why does not tell what the variables hold"
right tell gather
cmp -s "$folder/out" "$folder/told" || fail "a recording is told otherwise than its lesson"
wrong 2 "this is a recording" tell "$folder/run.loopscope" --set delay_a=1
right record -o "$folder/turned.loopscope" gather --set delay_b=2.5 --set together=off
right tell "$folder/turned.loopscope"
cp "$folder/out" "$folder/told"
right tell gather --ask
cmp -s "$folder/out" tests/golden/tell_ask_gather.txt || fail "tell --ask asks otherwise than tests/golden/tell_ask_gather.txt"
right tell gather --set together=off --set delay_b=1 --set delay_b=2.5
cmp -s "$folder/out" "$folder/told" || fail "a recording with knobs is told otherwise than its lesson with them"
grep -q '7.500 s' "$folder/out" || fail "the knobs do not reach the run"
right tell gather --at 62
for words in '^After 62 of ' '^Program: *line 17 of ' '^Running: *nobody' '^Ready: *1. the callback of gather for Database B' '^Timers: *t = 2.000 s: ' \
    '^Sleeping: *API A' '^Awaiting: *main .*waits for gather: 0 of 3 done' '^Ended: *Database B: done' '^Output: '; do
    grep -q -e "$words" "$folder/out" || fail "tell --at does not say $words"
done
right tell gather --at 999999
right tell gather --state --python
[ "$(grep -c '^ *Ready: ' "$folder/out")" -eq "$(grep -c '^ *Awaiting: ' "$folder/out")" ] || fail "tell --state leaves panels out"
wrong 1 "add --force" record -o "$folder/run.loopscope" gather
right record -o "$folder/run.loopscope" gather --force
right export "$folder/run.loopscope" --to "$folder/again.loopscope"
cmp -s "$folder/run.loopscope" "$folder/again.loopscope" || fail "a recording of a recording differs"
right export gather --to "$folder/run.jsonl"
head -n 1 "$folder/run.jsonl" | grep -q '^{.*}$' || fail "the JSON Lines are none"
for end in svg json otlp.json csv; do right export "$folder/run.loopscope" --to "$folder/run.$end"; done
for end in json otlp.json; do right export forgotten --to "$folder/forgotten.$end"; done
python3 - "$folder" <<'CHECK' || fail "what is written for other tools is not as they read it"
import csv, json, pathlib, sys, xml.dom.minidom
folder = pathlib.Path(sys.argv[1])
texts = [node.firstChild.data for node in xml.dom.minidom.parse(str(folder / "run.svg")).getElementsByTagName("text")]
assert "Database B" in texts and "TIMELINE" in texts
# As Perfetto reads it: who is drawn has a length, bars of a track do not lie on each other, and an arrow begins and ends in a bar, also one from the loop.
ns = lambda microseconds: round(microseconds * 1000)
for name in "forgotten", "run":
    events = json.loads((folder / f"{name}.json").read_text())["traceEvents"]
    slices = [event for event in events if event["ph"] == "X"]
    assert {event["name"] for event in slices if event["tid"] == 0} >= {"run", "turn 1", "turn 3", "waits"}
    for track in {event["tid"] for event in slices}:
        bars = [(ns(event["ts"]), ns(event["ts"] + event["dur"])) for event in slices if event["tid"] == track]
        assert all(begin < end for begin, end in bars)
        assert track == 0 or all(end <= begin for (_, end), (begin, _) in zip(bars, bars[1:]))
    arrows = [event for event in events if event["ph"] in "sf"]
    assert any(event["tid"] == 0 for event in arrows)
    for arrow in arrows:
        assert any(bar["tid"] == arrow["tid"] and ns(bar["ts"]) <= ns(arrow["ts"]) < ns(bar["ts"] + bar["dur"]) for bar in slices), arrow
assert {event["name"] for event in slices} >= {"running", "ready", "sleeping", "awaiting"}
assert abs(max(event["ts"] + event["dur"] for event in slices) - 3e6) < 1
begun, ended = ({event["id"] for event in events if event["ph"] == phase} for phase in "sf")
assert begun == ended and begun
spans = json.loads((folder / "run.otlp.json").read_text())["resourceSpans"][0]["scopeSpans"][0]["spans"]
ids = {span["spanId"] for span in spans}
assert len(ids) == len(spans) and all(span.get("parentSpanId", span["spanId"]) in ids for span in spans)
forgotten = json.loads((folder / "forgotten.otlp.json").read_text())["resourceSpans"][0]["scopeSpans"][0]["spans"]
assert {(span["events"][-1]["name"], span["status"]["code"]) for span in forgotten} == {("done", 1), ("cancelled", 0), ("failed", 2)}
rows = list(csv.DictReader((folder / "run.csv").open(newline="")))
assert {row["task"] for row in rows} >= {"main", "API A"} and any(float(row["to"]) - float(row["from"]) == 3 for row in rows)
CHECK

# A page: the browser edition with the run where its mark stands; without that edition it is said how to get it, and nothing is left.
LOOPSCOPE_PAGE=$folder/no/such/page wrong 1 "./run web" export gather --to "$folder/run.html"
printf 'without a mark\n' >"$folder/page"
LOOPSCOPE_PAGE=$folder/page wrong 1 "has no place for a run" export gather --to "$folder/run.html"
[ ! -e "$folder/run.html" ] || fail "half a page is left"
printf 'before\n<!-- the run, packed -->\nafter\n' >"$folder/page"
LOOPSCOPE_PAGE=$folder/page right export "$folder/run.loopscope" --at 9 --why '</script>' --theme light --to "$folder/run.html"
LOOPSCOPE_PAGE=$folder/page right export gather --set delay_b=2.5 --predict --to "$folder/lesson.html"
python3 - "$folder" <<'CHECK' || fail "a page does not hold its run"
import base64, gzip, json, pathlib, re, sys
folder = pathlib.Path(sys.argv[1])
page = (folder / "run.html").read_text()
assert page.startswith("before\n<script") and page.endswith("</script>\nafter\n") and page.count("</script>") == 2
run = json.loads(re.search(r'id="run">(.*)</script>', page).group(1))
assert run == {"lesson": "", "title": "Together: gather", "words": ["--at", "9", "--why", "</script>", "--theme", "light"]}, run
assert gzip.decompress(base64.b64decode(re.search(r'id="file-recording">(.*)</script>', page).group(1))) == (folder / "run.loopscope").read_bytes()
run = json.loads(re.search(r'id="run">(.*)</script>', (folder / "lesson.html").read_text()).group(1))
assert run == {"lesson": "gather", "title": "Together: gather", "words": ["--set", "delay_b=2.5", "--predict"]}, run
CHECK

head -c 1500 "$folder/run.loopscope" >"$folder/cut.loopscope"
"$program" tell "$folder/cut.loopscope" >"$folder/out" 2>"$folder/err"
[ $? -eq 1 ] || fail "a cut recording: exit status"
[ "$(wc -l <"$folder/err")" -eq 1 ] || fail "a cut recording: not one sentence"

right export gather --to "$folder/picture.png" --at 20 --theme light --size 1200x700 --python --axis steps
[ "$(head -c 4 "$folder/picture.png" | od -An -tx1 | tr -d ' ')" = 89504e47 ] || fail "the picture is no PNG"
rm -f "$folder/picture.png"
# Nothing of it is outside, however large it is asked for: the least layout has to fit.
right export gather --to "$folder/least.png" --size 960x600
right export gather --to "$folder/large.png" --size 960x600 --scale 2
right export gather --to "$folder/small.png" --size 480x300 # a picture can be as small as can still be read
cmp -s "$folder/least.png" "$folder/large.png" || fail 'a picture that is drawn too large is cut off'
right export gather --to "$folder/timeline.svg" --timeline --at 20
grep -q '>TIMELINE<' "$folder/timeline.svg" || fail "--timeline writes no timeline"
grep -q '>PROGRAM<' "$folder/timeline.svg" && fail "--timeline writes more than the timeline"
SDL_VIDEODRIVER=nonsense wrong 1 "loopscope tell" gather
unset DISPLAY WAYLAND_DISPLAY SDL_VIDEODRIVER
wrong 1 "loopscope export" gather
[ "$(find "$folder" -name '*.part' | wc -l)" -eq 0 ] || fail "half-written files are left behind"
echo 'print("alone")' >"$folder/alone.py"
LOOPSCOPE_TRACER=$folder wrong 1 "name its folder in LOOPSCOPE_TRACER" record -o "$folder/none.loopscope" "$folder/alone.py"
mkfifo "$folder/pipe.py"
wrong 1 "is there to be read once" record -o "$folder/none.loopscope" "$folder/pipe.py"
# What is written beside takes nobody's file.
echo mine >"$folder/beside.csv.part"
right export gather --to "$folder/beside.csv"
[ "$(cat "$folder/beside.csv.part")" = mine ] || fail "an export writes over a file of the user's"
rm -f "$folder/beside.csv" "$folder/beside.csv.part"

right glossary
cmp -s "$folder/out" tests/golden/glossary.txt || fail "glossary tells otherwise than tests/golden/glossary.txt"
right glossary woken
grep -q '^wake-up$' "$folder/out" || fail "glossary does not know a word by its forms"
right glossary "ready queue"
wrong 2 "the glossary has no word nonsense" glossary nonsense
wrong 2 'write "ready queue" if they are one term' glossary ready queue
wrong 2 "glossary takes no --at" glossary task --at 3

right mistakes
cmp -s "$folder/out" tests/golden/mistakes.txt || fail "mistakes tells otherwise than tests/golden/mistakes.txt"
right tell never_task_done --set mended=on
grep -q 'A remark' "$folder/out" && fail "a mistake that is mended has a remark"
wrong 2 "did you mean never_task_done" tell never_task_dona
wrong 2 "mistakes takes nothing more" mistakes spins

right versions
awk '/^Where Python/,/^```/' docs/engine.md | grep -v '^```' >"$folder/documented"
cmp -s "$folder/out" "$folder/documented" || fail "docs/engine.md lists other differences than loopscope versions"
right versions wait-for-in-task --tell
grep -q 'the schedules part. The first: main awaits wait_for. The second: main awaits asyncio.sleep' "$folder/out" || fail "the difference is not told: $(cat "$folder/out")"
right versions aborted-is-passed
grep -q 'There is no example: ' "$folder/out" || fail "nobody says why there is no example"
wrong 2 "there is no difference wait-for" versions wait-for
wrong 2 "needs to know which difference" versions --tell
right tell notify-is-kept --rules 3.12
right tell gather --rules 3.11
right tell gather --rules 3.11.2
wrong 2 "give 3.15, 3.14, 3.13, 3.12 or 3.11" tell gather --rules 2.7
wrong 2 "says as which Python a lesson runs" tell "$folder/run.loopscope" --rules 3.12

[ "$failures" -eq 0 ] || exit 1
