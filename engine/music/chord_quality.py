"""The table of chord qualities, and how a quality with tensions is named. No roots, no parsing."""

from __future__ import annotations

from types import MappingProxyType

QUALITIES: MappingProxyType[str, tuple[int, ...]] = MappingProxyType(
    {
        "": (0, 4, 7),
        "m": (0, 3, 7),
        "7": (0, 4, 7, 10),
        "maj7": (0, 4, 7, 11),
        "m7": (0, 3, 7, 10),
        "m7b5": (0, 3, 6, 10),
        "dim": (0, 3, 6),
        "dim7": (0, 3, 6, 9),
        "aug": (0, 4, 8),
        "sus4": (0, 5, 7),
        "7sus4": (0, 5, 7, 10),
        "6": (0, 4, 7, 9),
        "m6": (0, 3, 7, 9),
        "mMaj7": (0, 3, 7, 11),
        "7alt": (0, 4, 10, 13, 15, 18, 20),
        "7b5": (0, 4, 6, 10),
        "7#5": (0, 4, 8, 10),
        "maj7b5": (0, 4, 6, 11),
        "maj7#5": (0, 4, 8, 11),
        "maj7sus4": (0, 5, 7, 11),
        "dimMaj7": (0, 3, 6, 11),
        "sus2": (0, 2, 7),
        "7sus2": (0, 2, 7, 10),
        "5": (0, 7),
    }
)
"""Chord qualities by name: semitones above the root. Extensions beyond these are `Chord.tensions`."""

TENSION_NAMES = {13: "b9", 14: "9", 15: "#9", 17: "11", 18: "#11", 20: "b13", 21: "13"}
"""Tensions by semitones above the root, as they are written."""


def name_steps(steps: set[int], tensions: set[int]) -> tuple[str, tuple[int, ...]]:
    """The quality that holds most of `steps` (0..11, with the root), the others turned into tensions."""
    if not steps & {2, 3, 4, 5} and steps & {10, 11}:
        steps = steps | {4}  # a seventh chord without its third is still read as dominant or major
    best: str | None = None
    for name, intervals in QUALITIES.items():
        if name != "7alt" and set(intervals) <= steps and (best is None or len(intervals) > len(QUALITIES[best])):
            best = name
    if best is None:
        # No listed quality fits inside: the one that shares most and asks least beyond what was written.
        best = max(
            (name for name in QUALITIES if name != "7alt"),
            key=lambda name: 2 * len(set(QUALITIES[name]) & steps) - len(QUALITIES[name]) + (name == ""),
        )
    left = {step + 12 for step in steps - set(QUALITIES[best])} | tensions
    return best, tuple(sorted(left & set(TENSION_NAMES)))


def quality_text(quality: str, tensions: tuple[int, ...]) -> str:
    """Quality and tensions as written after the root: ("7", (14, 21)) is "13"."""
    rest = list(tensions)
    text = quality
    stem, digit, tail = quality.partition("7")
    if digit and quality in ("7", "maj7", "m7", "mMaj7", "7sus4", "7#5", "7b5"):
        if 21 in rest and 17 not in rest and (14 in rest) != (13 in rest or 15 in rest):
            text = f"{stem}13{tail}"
            rest = [t for t in rest if t not in (14, 21)]
        elif 14 in rest and not (13 in rest or 15 in rest):
            number = "11" if quality in ("m7", "mMaj7") and 17 in rest else "9"
            text = f"{stem}{number}{tail}"
            rest = [t for t in rest if t not in (14, 17 if number == "11" else 14)]
    if not rest:
        return text
    names = [TENSION_NAMES[t] for t in rest]
    if quality == "6" and rest == [14]:
        return "6/9"
    if quality in ("7", "9") or text in ("9", "13"):
        if all(not name[0].isdigit() for name in names):
            return text + "".join(names)
    elif not digit and quality not in ("6", "m6"):
        return text + "".join(f"(add{name})" for name in names)
    return f"{text}({','.join(names)})"
