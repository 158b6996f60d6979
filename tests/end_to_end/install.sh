#!/bin/sh
# install.sh: what is installed is whole: a program of one's own compiles against it and runs, in both spellings of the include.
set -eu
build=${LOOPSCOPE_BUILD:-build/release}
command -v pkg-config >/dev/null || exit 77
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

cmake --install "$build" --prefix "$folder/usr" >"$folder/log" || { cat "$folder/log"; exit 1; }
PKG_CONFIG_PATH=$(dirname "$(find "$folder/usr" -name loopscope-engine.pc)")
export PKG_CONFIG_PATH
cat >"$folder/ticks.c" <<'C'
#include <loopscope/async.h>

CORO(tick, const char *name; double delay;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(self->delay));
    async_print("%s", self->name);
    CORO_END;
}

CORO(main_, int unused;)
{
    CORO_BEGIN;
    AWAIT(async_gather(call(tick, "slow", 0.002), call(tick, "fast", 0.001)));
    CORO_END;
}

int main(void)
{
    async_use(&(async_settings){.virtual_time = true});
    return async_run(call(main_));
}
C
flags=$(pkg-config --cflags --libs loopscope-engine)
# A build with sanitizers makes an archive that needs them.
case "$(sed -n 's/^LOOPSCOPE_SANITIZE:BOOL=//p' "$build/CMakeCache.txt")" in ON) flags="$flags -fsanitize=address,undefined" ;; esac
# shellcheck disable=SC2086 # several words are meant
cc -std=c11 -Wall -Wextra -Wpedantic -Werror "$folder/ticks.c" $flags -o "$folder/ticks"
[ "$("$folder/ticks")" = 'fast
slow' ]
# shellcheck disable=SC2086
cc -std=c11 "$folder/usr/share/loopscope/lessons/first_steps/gather.c" $flags -o "$folder/gather"
[ -x "$folder/usr/bin/loopscope" ]
"$folder/usr/bin/loopscope" --version | grep -q '^loopscope [0-9]'
for file in applications/loopscope.desktop icons/hicolor/scalable/apps/loopscope.svg icons/hicolor/128x128/apps/loopscope.png; do
    [ -s "$folder/usr/share/$file" ] || { echo "missing: $file"; exit 1; }
done
manual=$folder/usr/share/man/man1/loopscope.1
for word in '--theme' '--why' 'record' 'XDG_CONFIG_HOME' 'EXIT STATUS'; do
    tr -d '\\' <"$manual" | grep -q -e "$word" || { echo "the manual does not name $word"; exit 1; }
done
if command -v mandoc >/dev/null; then
    faults=$(mandoc -T lint -W warning "$manual" | grep -v 'missing date' || true) # the version says how old it is
    [ -z "$faults" ] || { echo "$faults"; exit 1; }
fi
echo 'what is installed works'
