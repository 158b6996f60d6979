#!/bin/sh
# scarce_memory.sh: whichever of its allocations fails first, each of the conformance programs ends in a clean way.
set -eu
build=${LOOPSCOPE_BUILD:-build/release}
count=0 met=0
for program in "$build"/tests/program_*; do
    [ -x "$program" ] || continue
    met=$((met + 1))
    [ -z "${LOOPSCOPE_SANITIZED:-}" ] || [ $((met % 6)) -eq 0 ] || continue # that all end well has been seen: here is looked at what they leave
    if ! said=$("$program" --scarce 2>&1); then
        echo "${program##*/} does not end well: $said" | head -40
        exit 1
    fi
    count=$((count + 1))
done
[ "$count" -gt 0 ] || { echo 'no program was built'; exit 1; }
echo "$count programs end well with too little memory"
