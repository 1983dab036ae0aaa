"""Performances with annotated beats: NAME.mid beside NAME_annotations.txt (times, "db" or "b", signatures)."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from engine.files import is_midi_name
from training.corpus_readers import clips
from training.corpus_readers.bars import Bar, build_grid
from training.corpus_readers.base import Folder, Reading, SkipError, Source

NAME = "asap"
_SUFFIX = "_annotations.txt"
_SCORE = "midi_score"


def find(folder: Folder) -> list[Source]:
    """Sources of this layout directly in `folder`."""
    sources = []
    names = set(folder.files)
    for name in folder.files:
        stem = Path(name).stem
        if not is_midi_name(name) or stem + _SUFFIX not in names:
            continue
        parts = Path(folder.relative(name)).parts[-4:-1]
        composer = parts[0] if len(parts) == 3 else ""
        # Folders ending in _no_repeat hold the same piece played without a repeat.
        title = " ".join(parts[1:] or parts).replace("_no_repeat", "").replace("_", " ")
        sources.append(
            Source(
                path=folder.relative(name),
                layout=NAME,
                corpus=NAME,
                companions=(folder.relative(stem + _SUFFIX),),
                title=f"{composer} {title}".strip(),
                artist="" if stem == _SCORE else stem,
                composer=composer,
                genres=(("Classical", 1.0),),
                licence="CC BY-NC-SA 4.0",
            )
        )
    return sources


def beat_quarters(numerator: int, denominator: int) -> float:
    """Quarters an annotated beat: compound meters (6/8, 12/8, 6/4) are counted in groups of three."""
    unit = 4.0 / denominator
    return unit * 3 if numerator > 3 and numerator % 3 == 0 else unit


def parse_annotations(text: str) -> list[tuple[float, bool, float, float]]:
    """(seconds, downbeat, quarters a beat, quarters a whole bar) of each annotated beat."""
    beats: list[tuple[float, bool, float, float]] = []
    quarters, bar = 1.0, 4.0
    for line in text.splitlines():
        fields = line.split("\t")
        if len(fields) < 3:
            continue
        labels = fields[2].split(",")
        for label in labels[1:]:
            top, slash, bottom = label.partition("/")
            if slash and top.isdigit() and bottom.isdigit() and int(bottom):
                quarters = beat_quarters(int(top), int(bottom))
                bar = int(top) * 4.0 / int(bottom)
        beats.append((float(fields[0]), labels[0] == "db", quarters, bar))
    return beats


def annotated_bars(beats: list[tuple[float, bool, float, float]]) -> list[Bar]:
    """Bars from annotated beats; those before the first downbeat are the pickup."""
    bars: list[Bar] = []
    begin = 0
    for index in range(1, len(beats) + 1):
        if index < len(beats) and not beats[index][1]:
            continue
        part = beats[begin:index]
        quarters, nominal = part[0][2], part[0][3]
        length = quarters * len(part)
        is_pickup = begin == 0 and (not part[0][1] or length < nominal)
        bars.append(
            Bar(
                length,
                tuple(quarters * number for number in range(len(part))),
                tuple(beat[0] for beat in part),
                max(nominal, length) if is_pickup else length,
            )
        )
        begin = index
    return bars


def read(root: Path, source: Source) -> Reading:
    """Read one performance or score. Raises SkipError where it or its annotations do not hold one."""
    clip = clips.load(root / source.path)
    try:
        beats = parse_annotations((root / source.companions[0]).read_text(encoding="utf-8", errors="replace"))
    except (OSError, ValueError) as error:
        raise SkipError(f"broken annotations: {error}") from error
    if len(beats) < 4:
        raise SkipError("no beats are annotated")
    times = np.array([beat[0] for beat in beats])
    if np.any(np.diff(times) <= 0):
        keep = np.concatenate([[True], np.diff(np.maximum.accumulate(times)) > 0])
        beats = [beat for beat, good in zip(beats, keep, strict=True) if good]
        times = times[keep]
    last = float(times[-1] + np.median(np.diff(times[-9:])))
    is_score = Path(source.path).stem == _SCORE
    start = clips.columns(clip)[0]
    first = float(clips.Ticks(clip).seconds(start[:1])[0])
    grid = build_grid(annotated_bars(beats), last, first)
    return clips.by_beats(clip, grid, "file" if is_score else "annotated")
