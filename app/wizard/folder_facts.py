"""What a scan has found in a folder, put together from the events of `tatumflow scan`, and counted for charts. Values
only; the texts are the pages' work.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.training_process import Event, said
from engine.sentences import Sentence

FEWEST_FILES = 3
"""Fewer pieces are no style but copies; learning is not offered."""
FEW_FILES = 10
"""With fewer pieces the style will be rough; this is said."""

TONICS = ("C", "G", "D", "A", "E", "B", "F♯", "D♭", "A♭", "E♭", "B♭", "F")
"""Round the circle of fifths, so that neighbours on the chart are neighbours in music."""
_TONIC_INDEX = {
    name: index
    for index, names in enumerate(
        (("C",), ("G",), ("D",), ("A",), ("E",), ("B", "Cb"), ("F#", "Gb"), ("Db", "C#"), ("Ab", "G#"), ("Eb", "D#"),
         ("Bb", "A#"), ("F",))
    )
    for name in names
}  # fmt: skip
PITCH_NAMES = ("C", "D♭", "D", "E♭", "E", "F", "F♯", "G", "A♭", "A", "B♭", "B")
CHORD_CLASSES = ("", "m", "7", "maj7", "m7", "m7b5", "dim7", "sus4", "aug")


@dataclass(frozen=True, slots=True)
class UsedFile:
    """A file to learn from. What needs its beat is None until it has been studied, and in large folders for good."""

    name: str
    notes: int
    seconds: float
    pitches: tuple[tuple[int, int], ...]
    tempo_bpm: float | None = None
    meter: str = ""
    key: str = ""
    chords: tuple[tuple[str, float], ...] = ()
    band: bool = False
    """Whether its instruments tell who leads."""

    @property
    def notes_per_second(self) -> float:
        """How dense it is."""
        return self.notes / max(1e-3, self.seconds)


@dataclass(frozen=True, slots=True)
class LeftOutFile:
    """A file that is not used. `kind` is "broken", "drums", "short", "duplicate" or another the scan may learn."""

    name: str
    kind: str
    reason: Sentence | str
    notes: int = 0
    same_as: str = ""


@dataclass(frozen=True, slots=True)
class Gpu:
    """A GPU that a style can be learned on; `device` is what the command line calls it."""

    device: str
    title: str
    free_bytes: int | None = None


@dataclass(slots=True)
class FolderFacts:
    """Grows with the events of a scan. `gpus` are those of the machine, the best first."""

    folder: Path
    files: int = 0
    checked: int = 0
    to_study: int = 0
    studied: int = 0
    finished: bool = False
    current: str = ""
    study_seconds: float = 0.0
    used: dict[str, UsedFile] = field(default_factory=dict)
    left_out: list[LeftOutFile] = field(default_factory=list)
    gpus: tuple[Gpu, ...] = ()

    def apply(self, event: Event) -> None:
        """Take in one event of the scan; unknown ones and damaged values change nothing."""
        try:
            self._apply(event)
        except (KeyError, TypeError, ValueError):
            return

    def _apply(self, event: Event) -> None:
        name = str(event.get("file", ""))
        match event["event"]:
            case "found":
                self.files = int(event["files"])
            case "checked":
                self.checked, self.current = int(event["index"]), name
                if event["status"] == "used":
                    pitches = tuple((int(pitch), int(count)) for pitch, count in event["pitches"])
                    band = event.get("roles") == "stated"
                    self.used[name] = UsedFile(name, int(event["notes"]), float(event["seconds"]), pitches, band=band)
                else:
                    self.left_out.append(
                        LeftOutFile(
                            name,
                            str(event["kind"]),
                            said(event, "reason"),
                            int(event.get("notes", 0)),
                            str(event.get("same_as", "")),
                        )
                    )
            case "studied":
                self.studied, self.to_study, self.current = int(event["index"]), int(event["files"]), name
                self.study_seconds += float(event["seconds_taken"])
                self._study(name, event)
            case "devices":
                self.gpus = tuple(
                    Gpu(
                        str(row["device"]),
                        str(row["title"]),
                        None if row["free_bytes"] is None else int(row["free_bytes"]),
                    )
                    for row in event["gpus"]
                )
            case "done":
                self.finished = True

    def _study(self, name: str, event: Event) -> None:
        known = self.used.get(name)
        if known is None or "problem" in event:
            return
        self.used[name] = replace(
            known,
            tempo_bpm=float(event["tempo"]),
            meter=str(event["meter"]),
            key=str(event["key"]),
            chords=tuple((str(quality), float(seconds)) for quality, seconds in event["chords"].items()),
        )

    @property
    def done(self) -> float:
        """How far the scan is, 0..1. Reading is quick, finding the beat is not."""
        if self.finished:
            return 1.0
        read = self.checked / self.files if self.files else 0.0
        return 0.1 * read + 0.9 * (self.studied / self.to_study if self.to_study else 0.0)

    @property
    def notes(self) -> int:
        """All notes to learn from."""
        return sum(file.notes for file in self.used.values())

    @property
    def seconds(self) -> float:
        """Length of all music to learn from."""
        return sum(file.seconds for file in self.used.values())

    @property
    def seconds_to_read(self) -> float:
        """How long this machine needs to find the beat of all files, by what it has taken so far."""
        return self.study_seconds / self.studied * len(self.used) if self.studied else 0.0

    @property
    def bands(self) -> int:
        """Files whose instruments tell who leads; in the others roles are told by ear."""
        return sum(file.band for file in self.used.values())

    @property
    def enough(self) -> bool:
        """Whether a style can be learned from it."""
        return len(self.used) >= FEWEST_FILES


Bars = list[tuple[str, float]]


def _binned(values: list[float], edges: tuple[float, ...], labels: tuple[str, ...]) -> Bars:
    counts = [0.0] * len(labels)
    for value in values:
        counts[sum(value >= edge for edge in edges)] += 1
    return list(zip(labels, counts, strict=True))


def length_bars(facts: FolderFacts) -> Bars:
    """Files by their length in minutes."""
    minutes = [file.seconds / 60 for file in facts.used.values()]
    return _binned(minutes, (1, 2, 3, 4, 6, 8, 12), ("<1", "1", "2", "3", "4–6", "6–8", "8–12", "12+"))


def tempo_bars(facts: FolderFacts) -> Bars:
    """Studied files by tempo."""
    tempi = [file.tempo_bpm for file in facts.used.values() if file.tempo_bpm is not None]
    edges = (60, 80, 100, 120, 140, 160, 180, 200)
    return _binned(tempi, edges, ("<60", "60", "80", "100", "120", "140", "160", "180", "200+"))


def meter_bars(facts: FolderFacts, most: int = 5) -> Bars:
    """Studied files by meter, the commonest first."""
    counts = Counter(file.meter for file in facts.used.values() if file.meter)
    return [(meter, float(count)) for meter, count in counts.most_common(most)]


def key_bars(facts: FolderFacts) -> tuple[Bars, Bars]:
    """Studied files by tonic round the circle of fifths: major, minor."""
    major, minor = [0.0] * 12, [0.0] * 12
    for file in facts.used.values():
        name = file.key.removesuffix("m")
        if name in _TONIC_INDEX:
            (minor if file.key.endswith("m") else major)[_TONIC_INDEX[name]] += 1
    return list(zip(TONICS, major, strict=True)), list(zip(TONICS, minor, strict=True))


def range_bars(facts: FolderFacts) -> Bars:
    """Notes by pitch over the piano's keys 21..108; the C keys have names."""
    counts = Counter[int]()
    for file in facts.used.values():
        counts.update(dict(file.pitches))
    return [(f"C{pitch // 12 - 1}" if pitch % 12 == 0 else "", float(counts[pitch])) for pitch in range(21, 109)]


def density_bars(facts: FolderFacts) -> Bars:
    """Files by notes a second."""
    densities = [file.notes_per_second for file in facts.used.values()]
    return _binned(densities, (2, 4, 6, 8, 10, 12, 14, 16), ("<2", "2", "4", "6", "8", "10", "12", "14", "16+"))


def chord_shares(facts: FolderFacts) -> Bars:
    """Share of the time of each chord class in studied files, 0..1; the labels are those of `CHORD_CLASSES`."""
    seconds = Counter[str]()
    for file in facts.used.values():
        for quality, length in file.chords:
            seconds[quality] += length  # type: ignore[assignment]  # a Counter counts seconds as well
    total = sum(seconds[quality] for quality in CHORD_CLASSES)
    return [(quality, seconds[quality] / total if total else 0.0) for quality in CHORD_CLASSES]


def usual_range(facts: FolderFacts) -> tuple[int, int] | None:
    """The pitches between which nine of ten notes lie; None without notes."""
    counts = Counter[int]()
    for file in facts.used.values():
        counts.update(dict(file.pitches))
    total = sum(counts.values())
    if not total:
        return None
    seen, low, high = 0, None, None
    for pitch in sorted(counts):
        seen += counts[pitch]
        if low is None and seen >= 0.05 * total:
            low = pitch
        if high is None and seen >= 0.95 * total:
            high = pitch
    return (low or 0, high or 127)


def usual_tempi(facts: FolderFacts) -> tuple[int, int] | None:
    """The tempi of the middle half of the studied files, in tens; None where none is known."""
    tempi = sorted(file.tempo_bpm for file in facts.used.values() if file.tempo_bpm is not None)
    if not tempi:
        return None
    quarter = len(tempi) // 4
    return round(tempi[quarter] / 10) * 10, round(tempi[-1 - quarter] / 10) * 10
