#!/bin/sh
# scarce_memory.sh: whichever of its allocations fails first, each of the conformance programs ends in a clean way.
set -eu
build=${LOOPSCOPE_BUILD:-build/release}
count=0
for program in "$build"/tests/program_*; do
    [ -x "$program" ] || continue
    if ! said=$("$program" --scarce 2>&1); then
        echo "${program##*/} does not end well: $said" | head -40
        exit 1
    fi
    count=$((count + 1))
done
[ "$count" -gt 0 ] || { echo 'no program was built'; exit 1; }
echo "$count programs end well with too little memory"
