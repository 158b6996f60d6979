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

# check WHAT RECORDING
check() {
    "$loopscope" tell "$2" >"$folder/told" 2>"$folder/errors" || { echo "$1: $(cat "$folder/errors")"; exit 1; }
    if [ -s "$folder/errors" ] || grep 'breaks the rules' "$folder/told"; then
        echo "$1: $(cat "$folder/errors")"
        exit 1
    fi
    if ! grep -Eq 'The run has ended|Deadlock' "$folder/told"; then # after that the interpreter may still free things
        echo "$1 is not told to its end: $(tail -n 1 "$folder/told")"
        exit 1
    fi
    "$build/tests/check_sentences" "$2" >"$folder/wrong" || { echo "$1:"; head -n 20 "$folder/wrong"; exit 1; }
}

python= minor=0
for one in python3 python3.11; do
    if [ -z "$python" ] && "$one" -c 'import sys; sys.exit(sys.version_info[:2] < (3, 11))' 2>/dev/null; then python=$one; fi
done
[ -z "$python" ] || minor=$("$python" -c 'import sys; print(sys.version_info[1])')
count=0 met=0 scripts=
for program in "$build"/tests/program_*; do
    [ -x "$program" ] || continue
    met=$((met + 1))
    [ -z "${LOOPSCOPE_SANITIZED:-}" ] || [ $((met % 3)) -eq 0 ] || continue # a sanitized run looks at memory: all sentences have been read in the other
    name=${program##*/program_}
    status=0
    "$program" --recording >"$folder/run.loopscope" || status=$?
    if [ $status -ge 64 ] && [ $status -ne 130 ]; then # how it ends else is the program's affair
        echo "$name cannot be run"
        exit 1
    fi
    check "$name on the engine" "$folder/run.loopscope"
    script=$(find tests/conformance/programs -name "$name.py")
    needs=$([ ! -f "$script" ] || sed -n '1s/.*since Python 3\.\([0-9]*\).*/\1/p' "$script")
    if [ -f "$script" ] && { [ -z "$needs" ] || [ "$needs" -le "$minor" ]; }; then scripts="$scripts $script"; fi
    count=$((count + 1))
done
if [ -n "$python" ] && [ -z "${LOOPSCOPE_SANITIZED:-}" ]; then
    # shellcheck disable=SC2086 # the names have no spaces
    "$python" tests/tools/record_programs.py "$folder" $scripts
    for script in $scripts; do
        name=$(basename "$script" .py)
        check "$name on CPython" "$folder/$name.loopscope"
    done
fi
[ "$count" -gt 0 ] || { echo 'no program was built'; exit 1; }
echo "$count programs are told to their end"
