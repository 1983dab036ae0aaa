from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine.errors import ResourceError
from engine.music.chord import parse_chord, voice
from engine.music.chord_features import BEAT_FEATURES, PITCH_FEATURES, hear_beats
from engine.music.chord_network import OVERLAP, WINDOW, load_network, spread
from engine.music.clip import Clip
from engine.music.grid import MeterMap
from engine.music.harmony import chords_at_a_glance, chords_on_beats, recognise_chords, with_harmony
from engine.music.hearing import clip_downbeats, hear_clip
from engine.music.key import clip_key
from engine.music.key_spelling import ALL_KEYS
from engine.music.note import Note, Role
from engine.music.progression import parse_progression

RHYTHM_CHANGES = (
    "Bb | G7 | Cm7 | F7 | Dm7 | G7 | Cm7 | F7 | Bb | Bb7 | Eb | Ebm | Bb | F7 | Bb | Bb | "
    "D7 | D7 | G7 | G7 | C7 | C7 | F7 | F7 | Bb | G7 | Cm7 | F7 | Bb | F7 | Bb | Bb"
)


def solo(progression: str) -> Clip:
    """A line in eighths, nothing under it: the third on the bar line, then up and down the chord and its scale."""
    notes, spans = [], parse_progression(progression)
    for span in spans:
        third, seventh = span.chord.guide_tones()[0], span.chord.guide_tones()[-1]
        assert span.chord.root is not None
        root, fifth = span.chord.root, (span.chord.root + 7) % 12
        line = (third, fifth, seventh, root + 2, root, seventh, fifth, third)
        for index in range((span.end - span.start) // 240):
            notes.append(Note(span.start + index * 240, 60 + line[index % 8] % 12, 230, 80, Role.LEAD))
    return Clip(tuple(sorted(notes)), length=spans[-1].end)


def left_hand(progression: str) -> Clip:
    """Rootless voicings on the second half of beats two and four, no bass."""
    notes, spans, previous = [], parse_progression(progression), ()
    for span in spans:
        previous = voice(span.chord, 50, 68, notes=3, previous=previous, rootless=True)
        for start in range(span.start + 720, span.end, 960):
            notes += [Note(start, pitch, 240, 70, Role.CHORDS) for pitch in previous]
    return Clip(tuple(sorted(notes)), length=spans[-1].end)


def roots_right(clip: Clip, progression: str) -> float:
    beats = clip.length // 480
    truth = chords_on_beats(parse_progression(progression), beats)
    return float((chords_on_beats(recognise_chords(clip), beats).root == truth.root).mean())


def test_changes_are_heard_in_a_line_alone() -> None:
    assert roots_right(solo(RHYTHM_CHANGES), RHYTHM_CHANGES) > 0.7


def test_rootless_voicings_between_the_beats_are_heard_by_what_surrounds_them() -> None:
    clip = left_hand(RHYTHM_CHANGES)
    found = roots_right(clip, RHYTHM_CHANGES)
    truth = chords_on_beats(parse_progression(RHYTHM_CHANGES), 128)
    glance = chords_on_beats(chords_at_a_glance(clip), 128)
    assert found > 0.8
    assert found > float((glance.root == truth.root).mean())


def test_music_that_is_moved_is_heard_moved() -> None:
    clip = solo("Dm7 | G7 | Cmaj7 | Am7")
    # high up, where it does not matter how low the lowest notes are
    plain = hear_clip(clip.with_notes(note.transposed(12) for note in clip.notes))
    moved = hear_clip(clip.with_notes(note.transposed(17) for note in clip.notes))
    assert plain is not None
    assert moved is not None
    by_root = plain.chord.reshape(-1, 9, 12)
    assert np.allclose(np.roll(by_root, 5, axis=2), moved.chord.reshape(-1, 9, 12), atol=1e-4)
    assert np.allclose(np.roll(plain.key.reshape(2, 12), 5, axis=1), moved.key.reshape(2, 12), atol=1e-4)


def test_all_that_is_said_are_probabilities() -> None:
    heard = hear_clip(left_hand("Dm7 | G7 | Cmaj7 | Cmaj7"))
    assert heard is not None
    assert heard.chord.shape == (16, 108)
    assert np.allclose(np.exp(heard.chord).sum(axis=1), 1, atol=1e-4)
    assert np.exp(heard.key).sum() == pytest.approx(1, abs=1e-4)
    assert heard.downbeats.tolist() == [True, False, False, False] * 4


def test_a_long_piece_is_heard_as_its_parts_are() -> None:
    rounds = " | ".join([RHYTHM_CHANGES] * 5)
    clip = solo(rounds)
    assert clip.length // 480 > WINDOW + OVERLAP
    assert roots_right(clip, rounds) > 0.7
    heard = hear_clip(clip)
    assert heard is not None
    assert heard.chord.shape == (640, 108)
    # the rounds are the same music, heard from different windows
    rounds_heard = heard.chord.reshape(5, 128, 108).argmax(axis=2)
    assert (rounds_heard[1] == rounds_heard[3]).mean() > 0.9


@pytest.mark.parametrize("key", ["C", "Eb", "F#", "Am", "Gm"])
def test_the_key_of_changes(key: str) -> None:
    tonic, minor = parse_chord(key).root, key.endswith("m")
    plain = "Am6 | Dm7 | Bm7b5 | E7 | Am6 | Dm7 | E7 | Am6" if minor else "C6 | Am7 | Dm7 | G7 | C6 | A7 | Dm7 G7 | C6"
    assert tonic is not None
    up = (tonic - (9 if minor else 0)) % 12
    moved = " | ".join(
        " ".join(parse_chord(name).transposed(up).symbol() for name in bar.split()) for bar in plain.split(" | ")
    )
    assert clip_key(left_hand(moved)) == key
    assert key in ALL_KEYS


def test_features_of_known_beats() -> None:
    # one C on the first beat held for two, an E struck late in the second, silence after
    found = hear_beats([0.0, 1.6], [2.0, 2.0], [48, 76], [127, 127], np.array([True, False, False]))
    assert found.pitch.shape == (3, 12, PITCH_FEATURES)
    assert found.beat.shape == (3, BEAT_FEATURES)
    assert found.lowest.tolist() == [48, 48, 128]
    assert found.pitch[0, 0, 0] == 1  # nothing else is heard
    assert found.pitch[0, 0, 2] == pytest.approx(1.5)  # struck on the beat, as loud as can be
    assert found.pitch[1, 0, 2:5].tolist() == [0, 0, 0]  # only held
    assert found.pitch[1, 4, 4] > 0  # struck late
    assert found.pitch[1, 4, 7] == 1  # the highest
    assert not found.pitch[2, :, :8].any()
    assert found.beat[:, 0].tolist() == [1, 0, 0]


def test_bars_that_begin_between_two_quarters() -> None:
    assert clip_downbeats(Clip(meter=MeterMap.constant(7, 8), length=4 * 1680), 14).nonzero()[0].tolist() == [
        0,
        4,
        7,
        10,
    ]


def test_streams_hear_each_other_by_their_distance() -> None:
    weights = np.random.default_rng(0).normal(size=(12, 2, 3)).astype(np.float32)
    matrix = spread(weights).reshape(12, 2, 12, 3)
    assert np.array_equal(matrix[7, :, 4], weights[3])
    assert np.array_equal(matrix[4, :, 7], weights[9])


def test_damaged_weights_are_named(tmp_path: Path) -> None:
    path = tmp_path / "chords.safetensors"
    path.write_bytes(b"nothing of use")
    with pytest.raises(ResourceError, match=r"chords\.safetensors"):
        load_network(path)


def test_what_a_clip_says_of_itself_stays() -> None:
    clip = left_hand("Dm7 | G7 | Cmaj7 | Cmaj7")
    heard = with_harmony(clip)
    assert heard.key == clip_key(clip)
    assert heard.chords == recognise_chords(clip)
    assert heard.notes == clip.notes
    told = replace(clip, key="F#m", chords=parse_progression("Bbm7 | Eb7"))
    assert with_harmony(told) is told
    assert with_harmony(replace(clip, key="F#m")).key == "F#m"
    assert with_harmony(replace(clip, chords=told.chords)).chords == told.chords
    assert with_harmony(Clip()) == Clip()
