"""What all commands share in reading their options: the one-line errors, the common options, the value types."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from engine.model.devices import DEVICES
from engine.music.beat_source import BEAT_SOURCES

MAX_THREADS = 256
_NO_SIGNATURE = {"G#", "D#", "A#", "E#", "B#", "Fb", "Dbm", "Gbm", "Cbm", "Fbm", "E#m", "B#m"}
"""Keys of more than seven sharps or flats."""


class CommandParser(argparse.ArgumentParser):
    """A parser whose errors are one clear line on standard error and exit status 2."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog=prog, allow_abbrev=False, formatter_class=argparse.RawDescriptionHelpFormatter)

    def error(self, message: str) -> NoReturn:
        """Print one line, without the usage, and leave."""
        sys.stderr.write(f"{self.prog}: {' '.join(message.split())} ({self.prog} --help shows the options)\n")
        sys.exit(2)


def add_beats_option(parser: argparse.ArgumentParser) -> None:
    """--beats, of commands that put a file on bars."""
    parser.add_argument(
        "--beats",
        choices=BEAT_SOURCES,
        default="auto",
        help="whose beats count: the file's (recorded to a click), those heard in the playing, or as measured "
        "(default: auto)",
    )


def add_common_options(parser: argparse.ArgumentParser, *, json_file: bool = False) -> None:
    """The options that every command takes: --device, --threads, --json (True or False).

    With `json_file`, --json may name a file: then it is that path, and standard output is for people as usual.
    """
    group = parser.add_argument_group("common options")
    group.add_argument(
        "--device",
        choices=DEVICES,
        default="auto",
        help="where the model runs; `tatumflow doctor` tells what is there (default: auto)",
    )
    group.add_argument(
        "--threads",
        type=whole(1, MAX_THREADS),
        default=1,
        metavar="N",
        help="processor threads of the model (default: 1)",
    )
    told = "one JSON object on standard output, nothing else"
    if json_file:
        group.add_argument(
            "--json", nargs="?", type=Path, const=True, default=False, metavar="FILE", help=f"{told}; or into FILE"
        )
    else:
        group.add_argument("--json", action="store_true", help=told)


def whole(low: int, high: int | None = None) -> Callable[[str], int]:
    """A whole number in low..high (no upper end where `high` is None)."""
    limits = f"from {low}" if high is None else f"{low}..{high}"

    def parse(text: str) -> int:
        try:
            value = int(text)
        except ValueError:
            raise argparse.ArgumentTypeError(f"{text!r} is not a whole number ({limits})") from None
        if value < low or (high is not None and value > high):
            raise argparse.ArgumentTypeError(f"{value} is outside {limits}")
        return value

    return parse


def real(low: float, high: float, *, low_open: bool = False) -> Callable[[str], float]:
    """A number in low..high; `low_open` leaves `low` itself out."""
    limits = f"above {low:g}, up to {high:g}" if low_open else f"{low:g}..{high:g}"

    def parse(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            raise argparse.ArgumentTypeError(f"{text!r} is not a number ({limits})") from None
        # A "not a number" compares as false with everything, so it is refused here too.
        if not low <= value <= high or (low_open and value == low):
            raise argparse.ArgumentTypeError(f"{text} is not {limits}" if low_open else f"{text} is outside {limits}")
        return value

    return parse


def meter(text: str) -> tuple[int, int]:
    """A time signature such as 4/4, 7/8: (numerator, denominator)."""
    found = re.fullmatch(r"(\d{1,2})/(\d{1,2})", text.strip())
    numerator, denominator = (int(found[1]), int(found[2])) if found else (0, 0)
    if not 1 <= numerator <= 32 or denominator not in {1, 2, 4, 8, 16, 32}:
        raise argparse.ArgumentTypeError(f"{text!r} is not a meter such as 4/4, 3/4 or 7/8")
    return numerator, denominator


def key(text: str) -> str:
    """A key such as C, Eb, F#m, as it is written into files: G#, which no signature can say, is Ab."""
    from engine.music.key_spelling import ALL_KEYS, key_tonic

    found = re.fullmatch(r"([A-Ga-g])([#b♯♭]?)(m|min|maj)?", text.strip())
    if not found:
        raise argparse.ArgumentTypeError(f"{text!r} is not a key such as C, Eb, Am or F#m")
    accidental = found[2].replace("♯", "#").replace("♭", "b")
    name = found[1].upper() + accidental + ("m" if found[3] in {"m", "min"} else "")
    if name not in _NO_SIGNATURE:
        return name
    return next(other for other in ALL_KEYS if key_tonic(other) == key_tonic(name))


def bar_range(text: str) -> tuple[int, int]:
    """`A:B`, bars counted from 1 and B included (a single number is one bar): (A, B)."""
    found = re.fullmatch(r"(\d{1,6})(?::(\d{1,6}))?", text.strip())
    first = int(found[1]) if found else 0
    last = int(found[2]) if found and found[2] else first
    if not 1 <= first <= last:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a range of bars such as 1:4 (counted from 1, the last included)"
        )
    return first, last


def bar_ranges(text: str) -> tuple[tuple[int, int], ...]:
    """`A:B[,C:D...]`: several ranges of bars."""
    return tuple(bar_range(part) for part in text.split(","))


def register(text: str) -> tuple[int, int]:
    """`LOW:HIGH`, MIDI pitches or note names with their octave (C4 is 60): (low, high)."""
    low, colon, high = text.partition(":")
    found = (_pitch(low), _pitch(high))
    if not colon or found[0] >= found[1]:
        raise argparse.ArgumentTypeError(f"{text!r} is not LOW:HIGH such as 48:72 or C3:C5, the lower one first")
    return found


def _pitch(text: str) -> int:
    """A MIDI pitch 0..127 from its number or name."""
    named = re.fullmatch(r"([A-Ga-g])([#b♯♭]?)(-?\d)", text.strip())
    if named:
        letter = "C D EF G A B".index(named[1].upper())
        value = 12 * (int(named[3]) + 1) + letter + (named[2] in {"#", "♯"}) - (named[2] in {"b", "♭"})
    else:
        value = int(text) if re.fullmatch(r"\s*\d{1,3}\s*", text) else -1
    if not 0 <= value <= 127:
        raise argparse.ArgumentTypeError(f"{text.strip()!r} is not a pitch such as 60 or C4 (0..127)")
    return value


def names_of(what: str, known: Sequence[str]) -> Callable[[str], tuple[str, ...]]:
    """Names of `known` separated by commas, each once."""

    def parse(text: str) -> tuple[str, ...]:
        names = tuple(part.strip() for part in text.split(","))
        for name in names:
            if name not in known:
                raise argparse.ArgumentTypeError(f"there is no {what} {name!r}: choose among {', '.join(known)}")
        return tuple(dict.fromkeys(names))

    return parse


def bar_locks(known: Sequence[str]) -> Callable[[str], tuple[tuple[int, int, str], ...]]:
    """`A:B:NAME[,...]` (or A-B:NAME, or A:NAME for one bar): bars, and which name of `known` they keep."""

    def parse(text: str) -> tuple[tuple[int, int, str], ...]:
        found = []
        for part in text.split(","):
            bars, _, name = part.strip().rpartition(":")
            if name not in known:
                raise argparse.ArgumentTypeError(
                    f"{part.strip()!r} is not bars and a factor such as 3:4:rhythm; factors are {', '.join(known)}"
                )
            found.append((*bar_range(bars.replace("-", ":")), name))
        return tuple(found)

    return parse


def weighted_styles(text: str) -> tuple[tuple[str, float], ...]:
    """`NAME[:WEIGHT],...`: the styles with their weights, which need not add up to 1."""
    styles = []
    for part in text.split(","):
        name, colon, weight_text = part.strip().rpartition(":")
        if not colon:
            name, weight_text = part.strip(), "1"
        try:
            weight = float(weight_text)
        except ValueError:
            raise argparse.ArgumentTypeError(
                f"{part.strip()!r}: the weight of a style is a number, as in NAME:0.7"
            ) from None
        if not name.strip() or not 0 < weight < float("inf"):
            raise argparse.ArgumentTypeError(f"{part.strip()!r} is not NAME or NAME:WEIGHT with a weight above 0")
        styles.append((name.strip(), weight))
    if len({name for name, _ in styles}) != len(styles):
        raise argparse.ArgumentTypeError(f"{text!r} names a style twice")
    return tuple(styles)
