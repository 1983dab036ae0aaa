from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from engine.music.chord import QUALITIES, Chord, parse_chord, voice
from engine.music.clip import Clip
from engine.music.grid import MeterMap
from engine.music.harmony import CHORD_CLASSES, chord_class, chords_by_beat, chords_on_beats, recognise_chords
from engine.music.key import clip_key, find_key
from engine.music.key_spelling import MAJOR_KEYS, MINOR_KEYS
from engine.music.note import Note, Role
from engine.music.progression import parse_progression


def played(progression: str, meter: MeterMap | None = None) -> Clip:
    """Chords as a pianist's left and right hand would strike them: root in the bass, a voicing in quarters."""
    meter = meter or MeterMap()
    notes: list[Note] = []
    spans = parse_progression(progression, meter)
    previous: tuple[int, ...] = ()
    for span in spans:
        if span.chord.root is None:
            continue
        bass = span.chord.root if span.chord.bass is None else span.chord.bass
        notes.append(Note(span.start, 36 + bass, span.end - span.start, 70, Role.BASS))
        previous = voice(span.chord, 52, 76, previous=previous)
        for start in range(span.start, span.end, 480):
            notes += [Note(start, pitch, min(480, span.end - start), 60, Role.CHORDS) for pitch in previous]
    return Clip(tuple(sorted(notes)), meter, length=spans[-1].end)


TWO_FIVES = "Dm7 | G7 | Cmaj7 | Cmaj7 | Bm7b5 | E7 | Am | Am"


@pytest.mark.parametrize("semitones", range(12))
def test_chords_are_found_in_every_key(semitones: int) -> None:
    plain = parse_progression(TWO_FIVES)
    moved = " | ".join(span.chord.transposed(semitones).symbol() for span in plain)
    clip = played(moved)
    truth = chords_on_beats(parse_progression(moved), 32)
    found = chords_on_beats(recognise_chords(clip), 32)
    assert (found.root == truth.root).all()
    assert (found.quality == truth.quality).mean() > 0.9
    assert (found.bass == truth.bass).all()


@pytest.mark.parametrize("index", range(len(CHORD_CLASSES)))
def test_each_class_is_told_from_the_others(index: int) -> None:
    quality = CHORD_CLASSES[index]
    steps = [0, *(12 + step for step in QUALITIES[quality])]
    pitch = np.array([40 + step for step in steps] * 4)
    onset = np.repeat(np.arange(4.0), len(steps))
    found = chords_by_beat(onset, onset + 1, pitch, np.full(len(pitch), 80), 4)
    assert set(found.quality.tolist()) == {index}
    assert set(found.root.tolist()) <= ({4, 7, 10, 1} if quality == "dim7" else {4, 8, 0} if quality == "aug" else {4})


def test_slash_bass_and_silence() -> None:
    clip = played("C/E | % | F | %")
    spans = recognise_chords(clip)
    assert [span.chord.symbol() for span in spans] == ["C/E", "F"]
    silence = played("N.C. | N.C. | N.C. | C | C")
    spans = recognise_chords(silence)
    assert spans[-1].chord == Chord(0)
    assert spans[0].start >= 4 * 480
    assert recognise_chords(Clip(length=1920)) == ()
    empty = chords_by_beat([], [], [], [], 4)
    assert empty.root.tolist() == [-1] * 4
    assert chords_by_beat([], [], [], [], 0).root.shape == (0,)


def test_spans_follow_odd_meters_and_stay_inside_the_clip() -> None:
    clip = played("Dm7 | G7 | Cmaj7 | Cmaj7", MeterMap.constant(7, 8))
    spans = recognise_chords(clip)
    assert [span.chord.root for span in spans] == [2, 7, 0]
    assert spans[-1].end == clip.length
    assert all(a.end <= b.start for a, b in pairwise(spans))


def test_every_quality_has_a_class() -> None:
    assert all(0 <= chord_class(Chord(0, quality)) < len(CHORD_CLASSES) for quality in QUALITIES)
    assert [chord_class(Chord(0, quality)) for quality in CHORD_CLASSES] == list(range(len(CHORD_CLASSES)))
    assert chord_class(parse_chord("N.C.")) == -1


@pytest.mark.parametrize("tonic", range(12))
def test_keys_in_twelve_transpositions(tonic: int) -> None:
    major = [60 + tonic + step for step in (0, 2, 4, 5, 7, 9, 11, 12, 7, 4, 0, 5, 11, 12)]
    minor = [60 + tonic + step for step in (0, 2, 3, 5, 7, 8, 11, 12, 7, 3, 0, 8, 7, 12)]
    assert find_key(major) == MAJOR_KEYS[tonic]
    assert find_key(minor, [1.0] * len(minor)) == MINOR_KEYS[tonic]


def test_key_of_a_clip() -> None:
    assert clip_key(played("Gm7 | C7 | Fmaj7 | Fmaj7")) == "F"
    assert clip_key(Clip()) is None
    assert find_key([]) == "C"
