"""The devices of reharmonisation, one function each: where a lane invites them and which chords they would put there.

Melody, sentences for people and applying are `engine.music.reharmony`. All is relative to the tonic, so that a
transposed lane gets the same ideas transposed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from engine.music.chord import Chord
from engine.music.clip import ChordSpan
from engine.music.grid import MeterMap
from engine.music.note import TICKS_PER_QUARTER
from engine.sentences import Sentence

DEVICES: MappingProxyType[str, Sentence] = MappingProxyType(
    {
        "tritone": Sentence("tritone substitution"),
        "two-five": Sentence("ii-V insertion"),
        "secondary-dominant": Sentence("secondary dominant"),
        "backdoor": Sentence("backdoor dominant"),
        "diminished": Sentence("diminished passing chord"),
        "modal-interchange": Sentence("modal interchange"),
        "coltrane": Sentence("Coltrane cycle"),
    }
)
"""Names of the devices: key -> title for people."""

Lane = Sequence[ChordSpan]
_MAJOR = ("", "6", "maj7", "maj7b5")
_MINOR = ("m", "m7", "m6", "mMaj7")
_DOMINANT = ("7", "7alt", "7b5", "7#5", "7sus4")


@dataclass(frozen=True, slots=True)
class Idea:
    """A change as a device has it; `reason` waits for the names of chords: {old}, {new} and {goal}, and {key}."""

    device: str
    chords: tuple[ChordSpan, ...]
    reason: Sentence
    goal: Chord | None = None

    @property
    def start(self) -> int:
        """First tick it rewrites."""
        return self.chords[0].start

    @property
    def end(self) -> int:
        """First tick it leaves alone again."""
        return self.chords[-1].end


def ideas(device: str, lane: Lane, tonic: int, minor: bool, meter: MeterMap) -> Iterator[Idea]:
    """What one device offers for a lane. Raises KeyError for an unknown device."""
    yield from _RULES[device](lane, tonic, minor, meter)


def _is(chord: Chord, qualities: Sequence[str]) -> bool:
    return chord.root is not None and chord.quality in qualities


def _up(chord: Chord, semitones: int, quality: str, tensions: tuple[int, ...] = ()) -> Chord:
    """A chord on the root `semitones` above another's."""
    assert chord.root is not None
    return Chord((chord.root + semitones) % 12, quality, None, tensions)


def _step(here: Chord, there: Chord) -> int | None:
    """Semitones from one root up to the next, 0..11; None where one has no root."""
    return None if here.root is None or there.root is None else (there.root - here.root) % 12


def _neighbours(lane: Lane) -> Iterator[tuple[ChordSpan | None, ChordSpan, ChordSpan | None]]:
    """Each span with those that touch it before and behind."""
    for index, span in enumerate(lane):
        before = lane[index - 1] if index and lane[index - 1].end == span.start else None
        after = lane[index + 1] if index + 1 < len(lane) and lane[index + 1].start == span.end else None
        yield before, span, after


def _middle(span: ChordSpan) -> int | None:
    """The beat that halves a span of two beats or more; None for a shorter one."""
    beats = (span.end - span.start) // TICKS_PER_QUARTER
    return None if beats < 2 else span.start + (beats + 1) // 2 * TICKS_PER_QUARTER


def _tritone(lane: Lane, tonic: int, minor: bool, meter: MeterMap) -> Iterator[Idea]:
    for _, span, after in _neighbours(lane):
        if _is(span.chord, _DOMINANT) and after is not None and _step(span.chord, after.chord) == 5:
            new = ChordSpan(span.start, span.end, _up(span.chord, 6, "7", (18,)))
            reason = Sentence(
                "{new} holds the same third and seventh as {old} and its root falls a semitone to {goal}."
            )
            yield Idea("tritone", (new,), reason, after.chord)


def _two_five(lane: Lane, tonic: int, minor: bool, meter: MeterMap) -> Iterator[Idea]:
    for before, span, after in _neighbours(lane):
        middle = _middle(span)
        if middle is None or not _is(span.chord, ("7", "7alt")):
            continue
        if before is not None and _step(before.chord, span.chord) == 5 and before.chord.quality in ("m7", "m7b5", "m"):
            continue  # its ii is there already
        to_minor = after is not None and _step(span.chord, after.chord) == 5 and _is(after.chord, _MINOR)
        two = _up(span.chord, 7, "m7b5" if to_minor else "m7")
        chords = (ChordSpan(span.start, middle, two), ChordSpan(middle, span.end, span.chord))
        reason = Sentence("{old} is prepared by its own ii, so that a cadence moves where one chord stood.")
        yield Idea("two-five", chords, reason)


def _secondary(lane: Lane, tonic: int, minor: bool, meter: MeterMap) -> Iterator[Idea]:
    for _, span, after in _neighbours(lane):
        middle = _middle(span)
        if middle is None or after is None or after.chord.root is None or span.chord.root is None:
            continue
        if not _is(after.chord, (*_MAJOR, *_MINOR, "7")) or after.chord.root == span.chord.root:
            continue
        if _is(span.chord, _DOMINANT) or span.chord.quality == "dim7" or (after.chord.root - tonic) % 12 in (1, 6, 11):
            continue  # it leads somewhere already, or the goal is outside the key
        tensions = (13,) if _is(after.chord, _MINOR) else ()
        chords = (
            ChordSpan(span.start, middle, span.chord),
            ChordSpan(middle, span.end, _up(after.chord, 7, "7", tensions)),
        )
        reason = Sentence("The second half becomes the dominant of {goal} and pulls to it.")
        yield Idea("secondary-dominant", chords, reason, after.chord)


def _backdoor(lane: Lane, tonic: int, minor: bool, meter: MeterMap) -> Iterator[Idea]:
    for before, span, after in _neighbours(lane):
        if after is None or not _is(span.chord, _DOMINANT) or not _is(after.chord, _MAJOR):
            continue
        if _step(span.chord, after.chord) != 5:
            continue
        new = _up(after.chord, 10, "7")
        if before is not None and before.chord.quality in ("m7", "m") and _step(before.chord, span.chord) == 5:
            four = _up(after.chord, 5, "m7")
            chords: tuple[ChordSpan, ...] = (
                ChordSpan(before.start, before.end, four),
                ChordSpan(span.start, span.end, new),
            )
        else:
            chords = (ChordSpan(span.start, span.end, new),)
        reason = Sentence(
            "{new} comes to {goal} from a whole step below, by the minor fourth degree instead of the dominant."
        )
        yield Idea("backdoor", chords, reason, after.chord)


def _diminished(lane: Lane, tonic: int, minor: bool, meter: MeterMap) -> Iterator[Idea]:
    for _, span, after in _neighbours(lane):
        middle = _middle(span)
        if middle is None or after is None or span.chord.quality == "dim7":
            continue
        step = _step(span.chord, after.chord)
        if step == 2 and _is(after.chord, (*_MINOR, "7", *_MAJOR)):
            passing = _up(span.chord, 1, "dim7")
            reason = Sentence("The bass rises by semitones through a diminished seventh into {goal}.")
        elif step == 10 and _is(span.chord, (*_MINOR, *_MAJOR)) and _is(after.chord, _MINOR):
            passing = _up(span.chord, 11, "dim7")
            reason = Sentence("The bass falls by semitones through a diminished seventh into {goal}.")
        else:
            continue
        chords = (ChordSpan(span.start, middle, span.chord), ChordSpan(middle, span.end, passing))
        yield Idea("diminished", chords, reason, after.chord)


# Degree and qualities of the chord -> degree and quality of what the parallel minor has in its place, and the reason.
_BORROWED: tuple[tuple[int, tuple[str, ...], int, str, Sentence], ...] = (
    (5, _MAJOR, 5, "m6", Sentence("The minor fourth degree is borrowed from {key} minor.")),
    (2, ("m7", "m"), 2, "m7b5", Sentence("The half-diminished second degree is borrowed from {key} minor.")),
    (9, ("m7", "m"), 8, "maj7", Sentence("The lowered sixth degree is borrowed from {key} minor.")),
    (4, ("m7", "m"), 3, "maj7", Sentence("The lowered third degree is borrowed from {key} minor.")),
)


def _interchange(lane: Lane, tonic: int, minor: bool, meter: MeterMap) -> Iterator[Idea]:
    if minor:
        return
    for before, span, _ in _neighbours(lane):
        if span.chord.root is None:
            continue
        degree = (span.chord.root - tonic) % 12
        for wanted, qualities, new, quality, reason in _BORROWED:
            if degree == wanted and span.chord.quality in qualities:
                if quality == "m6" and before is not None and before.chord.root == span.chord.root:
                    continue
                chord = Chord((tonic + new) % 12, quality)
                middle = _middle(span)
                if quality == "m6" and middle is not None:
                    chords: tuple[ChordSpan, ...] = (
                        ChordSpan(span.start, middle, span.chord), ChordSpan(middle, span.end, chord),
                    )  # fmt: skip
                else:
                    chords = (ChordSpan(span.start, span.end, chord),)
                yield Idea("modal-interchange", chords, reason)


def _coltrane(lane: Lane, tonic: int, minor: bool, meter: MeterMap) -> Iterator[Idea]:
    """A ii-V-I of four bars goes through three keys a major third apart: ii bIII7 | bVI VII7 | III V7 | I.

    J. Coltrane, 1959, as M. Levine describes it.
    """
    for index, two in enumerate(lane[:-2]):
        five, one = lane[index + 1], lane[index + 2]
        if two.end != five.start or five.end != one.start:
            continue
        if not (_is(two.chord, ("m7", "m")) and _is(five.chord, ("7",)) and _is(one.chord, _MAJOR)):
            continue
        if _step(two.chord, five.chord) != 5 or _step(five.chord, one.chord) != 5:
            continue
        quarter = five.end - five.start
        end = _until(lane, index + 2)
        if two.end - two.start != quarter or quarter < 2 * TICKS_PER_QUARTER or end - one.start < 2 * quarter:
            continue
        home, half = one.chord, quarter // 2
        wanted = (
            (two.chord, 0), (_up(home, 3, "7"), half), (_up(home, 8, "maj7"), 2 * half), (_up(home, 11, "7"), 3 * half),
            (_up(home, 4, "maj7"), 4 * half), (_up(home, 7, "7"), 5 * half), (one.chord, 6 * half),
        )  # fmt: skip
        edges = [two.start + at for _, at in wanted] + [two.start + 4 * quarter]
        chords = tuple(ChordSpan(edges[at], edges[at + 1], chord) for at, (chord, _) in enumerate(wanted))
        reason = Sentence(
            "The way home to {goal} leads through all keys a major third apart, each reached by its own dominant."
        )
        yield Idea("coltrane", chords, reason, home)


def _until(lane: Lane, index: int) -> int:
    """Where the chord of a span ends, the same chord written again counted in."""
    end = lane[index].end
    for span in lane[index + 1 :]:
        if span.start != end or span.chord != lane[index].chord:
            break
        end = span.end
    return end


_Rule = Callable[[Lane, int, bool, MeterMap], Iterator[Idea]]
_RULES: dict[str, _Rule] = {
    "tritone": _tritone,
    "two-five": _two_five,
    "secondary-dominant": _secondary,
    "backdoor": _backdoor,
    "diminished": _diminished,
    "modal-interchange": _interchange,
    "coltrane": _coltrane,
}
