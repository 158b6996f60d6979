"""fonts.py: packs the typefaces: of each the characters that are needed, and of the last, which stands in for the others, those that they lack; its Python is the one that has fonttools."""
import pathlib
import sys

from fontTools import subset
from fontTools.ttLib import TTFont

# What a program in European languages, its output and our signs are written in.
RANGES = ("20-24F,300-36F,370-3FF,400-4FF,1E00-1EFF,2000-206F,20A0-20BF,2100-214F,2190-21FF,2200-22FF,2300-23FF,2500-25FF,2600-26FF,2713-2718,FFFD")


def wanted():
    for part in RANGES.split(","):
        first, _, last = part.partition("-")
        yield from range(int(first, 16), int(last or first, 16) + 1)


def pack(path, folder, characters):
    """Outlines as in TrueType are hinted by the program itself, whatever the file says of it; those of the other kind as the file says."""
    hints = [] if path.suffix == ".otf" else ["--no-hinting"]
    codes = ",".join(f"{code:X}" for code in sorted(characters))
    subset.main([str(path), f"--unicodes={codes}", "--layout-features=", *hints, f"--output-file={folder / path.name}"])


def main():
    folder, *paths = map(pathlib.Path, sys.argv[1:])
    characters = set(wanted())
    for path in paths[:-1]:
        pack(path, folder, characters)
    words = [set(TTFont(path).getBestCmap()) for path in paths if path.suffix == ".otf"]  # which stand in for those of code, too
    pack(paths[-1], folder, characters - set.intersection(*words))


if __name__ == "__main__":
    main()
