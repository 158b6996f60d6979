#!/bin/sh
# tell_programs.sh: each conformance program's run, on the engine and on CPython, can be followed to its end: all is told in
# sentences that can be read aloud, nothing breaks the loop's rules.
set -eu
build=${LOOPSCOPE_BUILD:-build/release}
loopscope=${LOOPSCOPE:-$build/loopscope}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export LOOPSCOPE_CERTIFICATE="$folder/certificate.pem"
tests/conformance/certificate.sh "$LOOPSCOPE_CERTIFICATE"

# A recording of what its arguments name.
check() {
    "$loopscope" tell "$folder/run.loopscope" >"$folder/told" 2>"$folder/errors" || { echo "$*: $(cat "$folder/errors")"; exit 1; }
    if [ -s "$folder/errors" ] || grep 'breaks the rules' "$folder/told"; then
        echo "$*: $(cat "$folder/errors")"
        exit 1
    fi
    if ! grep -Eq 'The run has ended|Deadlock' "$folder/told"; then # after that the interpreter may still free things
        echo "$* is not told to its end: $(tail -n 1 "$folder/told")"
        exit 1
    fi
    "$build/tests/check_sentences" "$folder/run.loopscope" >"$folder/wrong" || { echo "$*:"; head -n 20 "$folder/wrong"; exit 1; }
}

python=
for one in python3 python3.11; do
    if [ -z "$python" ] && "$one" -c 'import sys; sys.exit(sys.version_info[:2] < (3, 11))' 2>/dev/null; then python=$one; fi
done
count=0 met=0
for program in "$build"/tests/program_*; do
    [ -x "$program" ] || continue
    met=$((met + 1))
    [ -z "${LOOPSCOPE_SANITIZED:-}" ] || [ $((met % 3)) -eq 0 ] || continue # a sanitized run looks at memory: all sentences have been read in the other
    name=${program##*/program_}
    "$program" --recording >"$folder/run.loopscope" || [ $? -eq 3 ] || [ $? -eq 1 ] || { echo "$name cannot be run"; exit 1; }
    check "$name on the engine"
    script=$(find tests/conformance/programs -name "$name.py")
    [ -f "$script" ] && needs=$(sed -n '1s/.*since Python 3\.\([0-9]*\).*/\1/p' "$script") && [ -n "$needs" ] && [ -n "$python" ] && ! "$python" -c "import sys; sys.exit(sys.version_info < (3, $needs))" && script=
    if [ -n "$python" ] && [ -z "${LOOPSCOPE_SANITIZED:-}" ] && [ -f "$script" ]; then
        clock=--virtual-time
        ! head -n 1 "$script" | grep -q 'by the real clock' || clock=
        PYTHONPATH=tracer "$python" -m loopscope_trace $clock --record "$folder/run.loopscope" "$script" >"$folder/printed" 2>&1 ||
            [ $? -eq 3 ] || [ $? -eq 1 ] || { echo "$name.py cannot be traced: $(tail -n 3 "$folder/printed")"; exit 1; }
        check "$name on CPython"
    fi
    count=$((count + 1))
done
[ "$count" -gt 0 ] || { echo 'no program was built'; exit 1; }
echo "$count programs are told to their end"
