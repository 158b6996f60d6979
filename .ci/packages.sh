# packages.sh: what ./run and ./check need from Debian, a line a package: its name, then what it is for. To be sourced.

run_packages='gcc             compiles the program
libc6-dev       the C library to compile against
cmake           describes the build
ninja-build     carries the build out
pkg-config      tells the build where the libraries are
libsdl2-dev     opens the window and draws
libsdl2-ttf-dev draws text
libfontconfig-dev finds the fonts
libpng-dev      writes pictures
libmd4c-dev     reads the pages of the lessons
gettext         compiles the catalogues of words
libglib2.0-dev  keeps settings and progress in files
libssl-dev      encrypts connections with TLS
zlib1g-dev      makes recordings small enough for links
fonts-inter     the typeface of words
fonts-jetbrains-mono the typeface of code and numbers
fonts-dejavu-core the typeface that stands in for characters the others lack
python3         runs Python programs so that they can be watched
python3-dev     compiles the part of the tracer that is in C, so that they run fast meanwhile'

check_packages='hunspell        spells the words of the lessons, with
hunspell-en-us  an English dictionary
hunspell-de-de  and a German one
clang           compiles once more, with other warnings
lld             links the tests, in half of the time
libclang-rt-dev what its fuzzer and its sanitizers need at run time
clang-format    holds the C to one form
clang-tidy      looks for mistakes in the C
libcmocka-dev   the tests are written with it
libcjson-dev    reads the random programs that are compared with CPython
valgrind        runs the engine'"'"'s tests on memory it watches
xvfb            a display of its own for the test that drives the window
x11-xkb-utils   other keyboards on that display
xdotool         presses keys and clicks in the window
mandoc          looks for mistakes in the manual page
imagemagick     takes and compares pictures of the window
weasyprint      makes the PDFs that are exported
poppler-utils   reads their text
ffmpeg          makes the films that are exported, and counts their frames
python3-pytest  tries the plugin that records tests which fail
python3-pip     builds the wheel of the tracer, with
python3-setuptools which knows how
python3-wheel   and what a wheel is
openssl         makes certificates for the tests of TLS, and is one of those they talk with
curl            fetches over HTTPS as others do
git             lists the files of the project'
# Debian names this one by the Python that it is of.
case $(. /etc/os-release && echo "$ID $VERSION_ID") in
'debian 12') python_minor=11 ;;
'debian 13') python_minor=13 ;;
*) python_minor='' ;;
esac
[ -z "$python_minor" ] || check_packages="$check_packages
libpython3.$python_minor-testsuite CPython's own tests, which run the same under the tracer"

# The browser edition, ./run web and ./check --web; all else does without them.
web_packages='emscripten      compiles the program for browsers
gettext         compiles the catalogues of words
dpkg-dev        unpacks the source packages of the libraries that are compiled for browsers too
cmake           describes the build
ninja-build     carries the build out
pkg-config      tells the build where the libraries are
python3         puts the page together and serves it
fonttools       packs of the typefaces what is needed
fonts-inter     the typeface of words
fonts-jetbrains-mono the typeface of code and numbers
fonts-dejavu-core the typeface that stands in for characters the others lack'
command -v npm >/dev/null || web_packages="$web_packages
npm             fetches what the editor is made of"
web_check_packages='chromium        the browser that the tests drive'

# The engine's peers, for the table of how fast it is. ./run and ./check do without them.
bench_packages='g++             compiles the C++20 coroutines
golang-go       goroutines
libuv1-dev      timers
libev-dev       timers
libst-dev       threads with a scheduler in the process
libboost-fiber-dev fibers
libboost-dev    Boost.Asio
python3-uvloop  asyncio on libuv'

# install_packages LIST: installs those of the list that are missing, and says which and why.
install_packages() {
    missing=''
    while read -r package reason; do
        state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) || state=''
        if [ "$state" != installed ]; then
            printf 'installing %-22s %s\n' "$package" "$reason"
            missing="$missing $package"
        fi
    done <<LIST
$1
LIST
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" = 0 ]; then
        as_root=''
    elif command -v sudo >/dev/null; then
        as_root=sudo
    else
        echo "These packages are missing, and there is no sudo to install them with:$missing" >&2
        return 1
    fi
    log=$(mktemp)
    # shellcheck disable=SC2086 # a list of words is meant
    if $as_root env DEBIAN_FRONTEND=noninteractive apt-get update -q >"$log" 2>&1 &&
        $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $missing >>"$log" 2>&1; then
        rm -f "$log"
    else
        tail -n 20 "$log" >&2
        echo "apt-get could not install the packages: the whole of what it said is in $log" >&2
        return 1
    fi
}

# build PRESET [CMAKE OPTIONS]: quiet when it works, all of the output when it fails.
build() {
    preset=$1
    shift
    mkdir -p build
    if cmake --preset "$preset" "$@" >"build/$preset.log" 2>&1 && cmake --build --preset "$preset" >>"build/$preset.log" 2>&1; then
        return 0
    fi
    grep -E -A 6 'error|FAILED|undefined reference|CMake Error' "build/$preset.log" | head -n 60 >&2
    echo "The build failed: the whole of what it said is in build/$preset.log" >&2
    return 1
}

# build_web [TARGET]: the browser edition, with what it needs.
build_web() {
    install_packages "$web_packages" || return 1
    .ci/web_libraries || return 1
    .ci/web_editor
    [ -e build/web/site/index.html ] || echo "building (about two minutes, once)"
    build web && { [ $# = 0 ] || cmake --build --preset web --target "$@" >>build/web.log 2>&1 || { tail -n 30 build/web.log >&2; return 1; }; }
}
