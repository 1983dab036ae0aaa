"""Other chords for a lane: what each device of reharmonisation would put where, why, and what the melody says to it.

Proposals are values; `apply` makes a new lane of those that are taken. The devices are in `reharmony_devices`.
Sources for the devices: M. Levine, "The Jazz Theory Book" (1995), chapters 13 to 16.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from engine.errors import InputError
from engine.music.chord import QUALITIES, Chord
from engine.music.clip import ChordSpan
from engine.music.grid import MeterMap
from engine.music.key_spelling import key_name, key_tonic, spelled, symbol_in_key
from engine.music.note import TICKS_PER_QUARTER, Note, Role
from engine.music.reharmony_devices import DEVICES, Idea, ideas
from engine.sentences import Sentence

__all__ = ["DEVICES", "Clash", "Proposal", "apply", "melody_clashes", "propose"]

_SHORTEST_CLASH = TICKS_PER_QUARTER // 2
_AVAILABLE = {
    # Tensions that sound well over a quality without being written, in semitones above the root.
    "": (2, 9), "6": (2, 6, 11), "maj7": (2, 6, 9), "m": (2, 5, 10), "m7": (2, 5, 9), "m6": (2, 5, 11),
    "mMaj7": (2, 5, 9), "7": (1, 2, 3, 6, 8, 9), "7sus4": (2, 9, 4), "m7b5": (2, 5, 8), "dim7": (2, 5, 8, 11),
    "dim": (2, 5, 8, 9, 11), "7alt": (6, 8), "7#5": (1, 2, 3, 6), "7b5": (1, 2, 3, 8, 9), "aug": (2, 6, 10, 11),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Clash:
    """A melody note that a proposed chord would rub against, and did not before.

    Attributes:
        note: the note.
        chord: the chord it would sound over.
        bar: number of the bar it begins in, from 1.
        text: one clause for people: "Ab in bar 3 is a semitone above the G of Cmaj7".
    """

    note: Note
    chord: Chord
    bar: int
    text: Sentence


@dataclass(frozen=True, slots=True)
class Proposal:
    """One change that can be taken or left.

    Attributes:
        start, end: ticks that it rewrites; both are ends of spans or the middle of one.
        device: key of `DEVICES`.
        title: the device's name for people.
        chords: what is played there instead, filling start..end.
        reason: one sentence why it works.
        clashes: melody notes it would rub against.
    """

    start: int
    end: int
    device: str
    title: Sentence
    chords: tuple[ChordSpan, ...]
    reason: Sentence
    clashes: tuple[Clash, ...] = ()


def propose(
    spans: Sequence[ChordSpan],
    key: str | None = None,
    melody: Iterable[Note] = (),
    meter: MeterMap | None = None,
    *,
    devices: Sequence[str] = tuple(DEVICES),
) -> tuple[Proposal, ...]:
    """All changes that the devices offer for a lane, sorted by start.

    Args:
        spans: the lane, sorted, without overlaps.
        key: of the passage; where None it is taken from the chords.
        melody: notes that stay; those of the lead where any has that role.
        meter: 4/4 where None.
        devices: which to try, keys of `DEVICES`.

    Raises:
        InputError: for an unknown device or key.
    """
    unknown = [name for name in devices if name not in DEVICES]
    if unknown:
        raise InputError(
            "There is no device '{name}'; choose from {devices}.", name=unknown[0], devices=", ".join(DEVICES)
        )
    meter = meter or MeterMap()
    lane = tuple(sorted(spans, key=lambda span: span.start))
    every = list(melody)
    notes = [note for note in every if note.role == Role.LEAD] or every
    name = key if key is not None else lane_key(lane)
    tonic, minor = key_tonic(name)
    found: dict[tuple[int, int, tuple[ChordSpan, ...]], Proposal] = {}
    for device in devices:
        for idea in ideas(device, lane, tonic, minor, meter):
            proposal = _proposal(idea, lane, name, notes, meter)
            found.setdefault((proposal.start, proposal.end, proposal.chords), proposal)
    return tuple(sorted(found.values(), key=lambda item: (item.start, item.end, list(DEVICES).index(item.device))))


def _proposal(idea: Idea, lane: Sequence[ChordSpan], key: str, notes: Sequence[Note], meter: MeterMap) -> Proposal:
    def name(chord: Chord) -> str:
        return symbol_in_key(chord, key)

    reason = idea.reason.having(
        old=" ".join(name(span.chord) for span in lane if span.start < idea.end and span.end > idea.start),
        new=" ".join(name(span.chord) for span in idea.chords),
        goal=name(idea.goal) if idea.goal is not None else "",
        key=key,
    )
    clashes = melody_clashes(idea.chords, notes, key, meter, before=lane)
    return Proposal(idea.start, idea.end, idea.device, DEVICES[idea.device], idea.chords, reason, clashes)


def apply(spans: Sequence[ChordSpan], chosen: Iterable[Proposal]) -> tuple[ChordSpan, ...]:
    """The lane with the chosen proposals in place; what they do not touch stays as it is.

    Raises:
        InputError: if two of them rewrite the same beats.
    """
    taken = sorted(chosen, key=lambda item: item.start)
    for first, second in pairwise(taken):
        if second.start < first.end:
            raise InputError(
                "{first} and {second} both rewrite the same beats: take one of the two.",
                first=first.title,
                second=second.title,
            )
    out: list[ChordSpan] = []
    for span in sorted(spans, key=lambda item: item.start):
        start = span.start
        for item in taken:
            if item.end <= start or item.start >= span.end:
                continue
            if item.start > start:
                out.append(ChordSpan(start, item.start, span.chord))
            start = min(span.end, item.end)
        if start < span.end:
            out.append(replace(span, start=start))
    out += [span for item in taken for span in item.chords]
    return tuple(sorted(out, key=lambda span: span.start))


def melody_clashes(
    spans: Sequence[ChordSpan],
    melody: Iterable[Note],
    key: str = "C",
    meter: MeterMap | None = None,
    *,
    before: Sequence[ChordSpan] = (),
) -> tuple[Clash, ...]:
    """Melody notes that rub against the chords they sound over, those left out that already did over `before`.

    A note counts that is heard for at least an eighth over the chord or begins on a beat, and is neither a chord tone
    nor an available tension.
    """
    meter = meter or MeterMap()
    found = []
    for span in spans:
        for note in melody:
            heard = min(note.end, span.end) - max(note.start, span.start)
            on_beat = note.start % TICKS_PER_QUARTER < TICKS_PER_QUARTER // 8 and note.start >= span.start
            if heard <= 0 or (heard < _SHORTEST_CLASH and not (on_beat and heard > TICKS_PER_QUARTER // 8)):
                continue
            bar = meter.bar_at(note.start) + 1
            rub = _rub(span.chord, note.pitch, key, bar)
            if rub is None:
                continue
            was = next((old for old in before if old.start <= max(note.start, span.start) < old.end), None)
            if was is not None and _rub(was.chord, note.pitch, key, bar) is not None:
                continue
            found.append(Clash(note, span.chord, bar, rub))
    return tuple(found)


def _rub(chord: Chord, pitch: int, key: str, bar: int) -> Sentence | None:
    """Why a pitch in a bar does not fit a chord; None where it does."""
    if chord.root is None or pitch % 12 in chord.pitch_classes():
        return None
    step = (pitch - chord.root) % 12
    # A written #11 without other alterations means the lydian dominant, whose ninth and thirteenth are natural.
    lydian = chord.quality == "7" and 18 in chord.tensions and not {13, 15, 20} & set(chord.tensions)
    if step in ((2, 9) if lydian else _AVAILABLE.get(chord.quality, (2, 9))):
        # A natural tension beside its own altered form, or an unwritten one against a written, does rub.
        written = {tension % 12 for tension in chord.tensions}
        if not any((step - other) % 12 in (1, 11) for other in written):
            return None
    note, symbol = spelled(pitch, key), symbol_in_key(chord, key)
    for tone in QUALITIES[chord.quality]:
        if (step - tone) % 12 == 1:
            return Sentence(
                "{note} in bar {bar} is a semitone above the {tone} of {chord}",
                note=note,
                bar=bar,
                tone=spelled(chord.root + tone, key),
                chord=symbol,
            )
    for tone in QUALITIES[chord.quality]:
        if (tone - step) % 12 == 1:
            return Sentence(
                "{note} in bar {bar} is a semitone below the {tone} of {chord}",
                note=note,
                bar=bar,
                tone=spelled(chord.root + tone, key),
                chord=symbol,
            )
    return Sentence("{note} in bar {bar} is no note of {chord}", note=note, bar=bar, chord=symbol)


def lane_key(spans: Sequence[ChordSpan]) -> str:
    """The key that a lane's chords fit best, weighed by their length; "C" for an empty lane."""
    best: tuple[float, int, bool] | None = None
    for tonic in range(12):
        for minor, scale in ((False, (0, 2, 4, 5, 7, 9, 11)), (True, (0, 2, 3, 5, 7, 8, 10, 11))):
            score = 0.0
            for index, span in enumerate(spans):
                root = span.chord.root
                if root is None:
                    continue
                classes = span.chord.pitch_classes()
                inside = sum((pc - tonic) % 12 in scale for pc in classes) / len(classes)
                weight = min(span.end - span.start, 8 * TICKS_PER_QUARTER) / TICKS_PER_QUARTER
                at_home = root == tonic and (span.chord.quality[:1] == "m" and span.chord.quality[:3] != "maj") == minor
                ends = root == tonic and index in (0, len(spans) - 1)
                score += weight * (inside + 0.35 * at_home + 0.4 * (at_home and ends)) + 0.8 * (ends and index == 0)
            if best is None or score > best[0] + 1e-9:
                best = (score, tonic, minor)
    return "C" if best is None or best[0] == 0 else key_name(best[1], minor=best[2])
