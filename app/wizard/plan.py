"""What is going to be learned, as values: the choices, whether they can be used, what they cost, and the command line
that they mean. No widgets.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from app.i18n import in_words, translate
from engine.errors import InputError
from engine.model.personal import check_name

LEAST_MINUTES, MOST_MINUTES, USUAL_MINUTES = 2, 600, 10
READING_FACTOR = 1.6
"""Reading for learning also finds the hands and the chords; by so much it takes longer than the scan."""
START_S = 8.0
LEARNING_SHARE = 0.75
"""Of the time given, as the training plans it; the rest is for reading, samples and measuring."""
MEASURING_S = 75.0
BASE_BYTES = 2_100_000_000
"""Memory of the learning process with the bundled model, measured."""
GPU_BYTES = BASE_BYTES
"""Memory of the GPU that is enough: what the same learning holds on the processor, libraries included."""
NOTE_BYTES = 600
"""And of each note of the folder, as it is read and compared."""
DISK_BYTES = 400_000_000


@dataclass(frozen=True, slots=True)
class Plan:
    """The choices. `role` is what is learned from ("lead", "chords+bass" ...; empty: all of the music), `expert` holds
    options of `tatumflow train` by name, only those that were changed.
    """

    folder: Path
    name: str
    minutes: int = USUAL_MINUTES
    device: str = "auto"
    threads: int = 1
    expert: dict[str, str] = field(default_factory=dict)
    role: str = ""

    def arguments(self, run: Path) -> list[str]:
        """The command line after `tatumflow`; the same one starts a run and goes on with it."""
        words = ["train", str(self.folder), "--name", self.name, "--out", str(run), "--minutes", str(self.minutes)]
        words += ["--threads", str(self.threads)]
        if self.device != "auto":
            words += ["--device", self.device]
        if self.role:
            words += ["--role", self.role]
        for option, value in sorted(self.expert.items()):
            words += [f"--{option}", value]
        return words


def name_problem(name: str, palette: Iterable[str], own: Iterable[str]) -> tuple[str, bool]:
    """What is wrong with a name, in one sentence, and whether it keeps learning from starting.

    A name of an own style may be used again: the new style takes its place, and this is said.
    """
    if not name.strip():
        return translate("Train", "Give the style a name: it will stand in the mixer under it."), True
    taken = {other.casefold() for other in own}
    try:
        plain = check_name(name, tuple(other for other in palette if other.casefold() not in taken))
    except InputError as error:
        return in_words(error), True
    if plain.casefold() in taken:
        text = translate("Train", "You have a style “{name}” already; the new one will take its place.")
        return text.format(name=plain), False
    return "", False


@dataclass(frozen=True, slots=True)
class Estimate:
    """How long it will take on this machine, in seconds."""

    reading: float
    learning: float
    measuring: float

    @property
    def total(self) -> float:
        """All of it."""
        return self.reading + self.learning + self.measuring


def estimate(minutes: int, seconds_to_read: float) -> Estimate:
    """From the time given and what the scan has measured."""
    reading = START_S + READING_FACTOR * seconds_to_read
    return Estimate(reading, max(20.0, LEARNING_SHARE * 60 * minutes - reading), MEASURING_S)


def memory_needed(notes: int) -> int:
    """Bytes of memory that learning from so many notes needs."""
    return BASE_BYTES + NOTE_BYTES * notes
