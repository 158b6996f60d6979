#!/bin/sh
# 25_tell_programs.sh: each conformance program's run can be followed to its end: every event is told, none breaks the rules of the loop.
set -eu
build=${LOOPSCOPE_BUILD:-build/release}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
count=0
for program in "$build"/tests/program_*; do
    [ -x "$program" ] || continue
    name=${program##*/program_}
    "$program" --recording >"$folder/run.loopscope" || [ $? -eq 3 ] || { echo "$name cannot be run"; exit 1; }
    "${LOOPSCOPE:-$build/loopscope}" tell "$folder/run.loopscope" >"$folder/told" 2>"$folder/errors" || { cat "$folder/errors"; exit 1; }
    if [ -s "$folder/errors" ] || grep -n 'breaks the rules' "$folder/told"; then
        echo "$name: $(cat "$folder/errors")"
        exit 1
    fi
    tail -n 1 "$folder/told" | grep -Eq 'The run has ended|Deadlock' || { echo "$name is not told to its end"; exit 1; }
    count=$((count + 1))
done
[ "$count" -gt 0 ] || { echo 'no program was built'; exit 1; }
echo "$count programs are told to their end"
