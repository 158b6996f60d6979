"""A film holds every step from one moment to another, with its sentence; what goes wrong in the program that makes it is told in a sentence."""

import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from exporting import check, failures, folder, program, run  # noqa: E402


def stand_in(name, text):
    """A folder with an ffmpeg of our own, to be put before the path."""
    tools = folder / name
    tools.mkdir()
    (tools / "ffmpeg").write_text("#!/bin/sh\n" + text)
    (tools / "ffmpeg").chmod(0o755)
    return f"{tools}:{os.environ['PATH']}"


# What it is called with, and each frame that it is given, one file a call.
keeps = stand_in(
    "keeps",
    f'n=$(ls "{folder}" | grep -c "^call"); printf "%s\\n" "$@" >"{folder}/call$n"; cat >"{folder}/frames$n"\n'
    'for last; do case $last in *.vtt) cp "${last#file:}" "' + str(folder) + '/sentences$n" ;; esac; done; printf film >"${last#file:}"\n',
)
width, height = 960, 600
size = width * height * 4


def frames(number):
    data = (folder / f"frames{number}").read_bytes()
    check(len(data) % size == 0, f"call {number}: a frame is not whole")
    return [data[i : i + size] for i in range(0, len(data), size)]


film = str(folder / "a film: 1.mp4")
run("gather", "--to", film, "--size", f"{width}x{height}", "--fps", "5", "--from", "20", "--until", "60", path=keeps)
check(pathlib.Path(film).read_text() == "film", "the film is not what the other program made")
words = (folder / "call0").read_text().splitlines()
check(words[words.index("-s") + 1] == f"{width}x{height}" and words[words.index("-r") + 1] == "5", f"size or rate is wrong: {words}")
check(words[-1] == f"file:{film}.part", f"the film does not go to a name of its own: {words[-1]}")
seen = frames(0)
different = [seen[i] for i in range(len(seen)) if i == 0 or seen[i] != seen[i - 1]]

check(8 <= len(different) <= 40, f"{len(different)} different frames")
check(len(seen) > 5 * len(different) / 2, f"{len(seen)} frames: no time to read")
check(different[0] != different[-1], "nothing moves")

# Each sentence is text as well, for as long as it stands, and nothing stays behind.
sentences = (folder / "sentences0").read_text()
cues = re.findall(r"^00:(\d\d):(\d\d\.\d{3}) --> 00:(\d\d):(\d\d\.\d{3})\n(.+)$", sentences, flags=re.M)
times = [(int(a) * 60 + float(b), int(c) * 60 + float(d)) for a, b, c, d, _ in cues]
check(sentences.startswith("WEBVTT\n\n") and len(cues) == sentences.count("-->"), f"no WebVTT: {sentences[:80]}")
check(times[0][0] == 0 and times[-1][1] == len(seen) / 5, f"the sentences last from {times[0][0]} to {times[-1][1]} s, the film {len(seen) / 5} s")
check(all(before[1] == after[0] and before[0] < before[1] for before, after in zip(times, times[1:])), f"between sentences there is a gap: {times}")
told = subprocess.run([program, "tell", "gather", "--at", "60"], capture_output=True, text=True, check=True).stdout.split("\n")[3]
check(cues[-1][4].replace("&gt;", ">") == told, f"the last sentence is {cues[-1][4]}, and not {told}")
check(not os.path.exists(words[words.index("webvtt") + 2].removeprefix("file:")), "the sentences stay behind")

# Played without movement and twice as fast, each stop is one picture, and the film is shorter.
run("gather", "--to", str(folder / "b.mp4"), "--size", f"{width}x{height}", "--fps", "5", "--from", "20", "--until", "60", "--motion", "reduced", "--speed", "2", path=keeps)
still = frames(1)
stops = [still[i] for i in range(len(still)) if i == 0 or still[i] != still[i - 1]]
check(len(stops) <= len(different) and len(still) < len(seen), "it is neither quieter nor shorter")
check(stops[-1] == different[-1] and stops[0] == different[0], "it begins or ends at another moment")

# A GIF's colours are chosen from each stop once, in a call of its own, and nothing stays behind.
run("gather", "--to", str(folder / "c.gif"), "--size", f"{width}x{height}", "--fps", "5", "--from", "20", "--until", "60", path=keeps)
check(len(frames(2)) == len(stops), f"{len(frames(2))} pictures for the colours, {len(stops)} stops")
colours = (folder / "call2").read_text().splitlines()[-1].removeprefix("file:")
check(f"file:{colours}" in (folder / "call3").read_text(), "the colours are not used")
check(not os.path.exists(colours), "the colours stay behind")
check(len(frames(3)) == len(seen), "the GIF has other frames")

# What there is already stays, and what fails leaves nothing. A long recording is not read for a name that is taken.
run("gather", "--to", film, status=1, says="exists already", path=keeps)
run(str(folder / "unread.loopscope"), "--to", film, status=1, says="exists already", path=keeps)
run("gather", "--to", str(folder / "d.mp4"), status=1, says="sudo apt install ffmpeg", path=str(folder / "nowhere"))
run("gather", "--to", str(folder / "d.mp4"), status=1, says="no such codec", path=stand_in("fails", "exec <&-\necho no such codec >&2\nexit 1\n"))
run("gather", "--to", str(folder / "d.mp4"), status=1, says="does not say why", path=stand_in("silent", "exit 1\n"))
run("gather", "--to", str(folder / "d.gif"), status=1, says="out of paint", path=stand_in("paint", "cat >/dev/null\necho out of paint >&2\nexit 1\n"))
check(not list(folder.glob("d.*")), "what could not be made left something behind")

# Ctrl-C, as a terminal gives it: to the other program as well.
slow = stand_in("slow", 'for last; do :; done; printf film >"${last#file:}"; trap "exit 255" INT\nwhile read -r line || sleep 0.05; do :; done\n')
for signal_number in (signal.SIGINT, signal.SIGTERM):
    process = subprocess.Popen([program, "export", "gather", "--to", str(folder / "s.mp4")], stderr=subprocess.PIPE, text=True, env=dict(os.environ, PATH=slow), start_new_session=True)
    while not (folder / "s.mp4.part").exists() or (folder / "s.mp4.part").read_text() != "film":
        os.sched_yield()
    os.killpg(process.pid, signal_number)
    said = process.communicate()[1]
    check(process.returncode == 1 and said == "loopscope: it was stopped: nothing was written\n", f"after {signal_number}: {process.returncode}, {said}")
    check(not list(folder.glob("s.*")), f"after {signal_number} something stays behind")

if shutil.which("ffprobe"):
    for name, codec in (("e.mp4", "h264"), ("e.gif", "gif")):
        run("gather", "--to", str(folder / name), "--size", "961x601", "--fps", "4", "--until", "20", "--speed", "4")
        asked = ["ffprobe", "-v", "error", "-count_frames", "-select_streams", "v", "-show_entries", "stream=codec_name,width,height,nb_read_frames", "-of", "csv=p=0"]
        found = subprocess.run([*asked, str(folder / name)], capture_output=True, text=True).stdout.strip().split(",")
        sides = ["962", "602"] if codec == "h264" else ["961", "601"]
        check(found[:3] == [codec, *sides] and int(found[3]) > 4, f"{name}: {found}")

    # Players find the sentences in a stream of their own, in the language that they are in, and whatever a program calls its tasks stands there as it is.
    (folder / "own.py").write_text('import asyncio\nasync def main():\n    asyncio.current_task().set_name("<i>{x}</i> & \\\\N")\n    await asyncio.sleep(1)\nasyncio.run(main())\n')
    subprocess.run([program, "record", "-o", str(folder / "own.loopscope"), "--virtual-time", str(folder / "own.py")], capture_output=True)
    for subject, language in (("gather", "en"), ("gather", "de"), (str(folder / "own.loopscope"), "en")):
        name, code = str(folder / f"words-{language}.mp4"), {"en": "eng", "de": "deu"}[language]
        run(subject, "--to", name, "--size", "960x600", "--fps", "4", "--until", "20", "--speed", "4", "--language", language, "--force")
        asked = ["ffprobe", "-v", "error", "-select_streams", "s", "-show_entries", "stream=codec_name:stream_disposition=default:stream_tags=language", "-of", "csv=p=0", name]
        check(subprocess.run(asked, capture_output=True, text=True).stdout.strip() == f"mov_text,0,{code}", f"{name}: no sentences in {language} that are there to be chosen")
        text = subprocess.run(["ffmpeg", "-v", "error", "-i", name, "-map", "0:s", "-f", "srt", "-"], capture_output=True, text=True).stdout
        told = subprocess.run([program, "tell", subject, "--at", "20"], capture_output=True, text=True, check=True).stdout.split("\n")[3]
        check((told if language == "en" else "Bereit-Schlange") in text, f"{name}: in {text[-200:]} there is no {told}")

shutil.rmtree(folder)
print("\n".join(failures))
sys.exit(bool(failures))
