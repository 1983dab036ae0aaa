from __future__ import annotations

from itertools import combinations, product

import pytest

from engine.errors import InputError
from engine.music.chord import NO_CHORD, QUALITIES, Chord, parse_chord, pitch_class_name, voice
from engine.music.key_spelling import ALL_KEYS, symbol_of

WRITTEN = {
    "Dm7b5": (2, "m7b5", None, ()),
    "DØ": (2, "m7b5", None, ()),
    "Dø7": (2, "m7b5", None, ()),
    "Dh7": (2, "m7b5", None, ()),
    "D-7b5": (2, "m7b5", None, ()),
    "Dm7-5": (2, "m7b5", None, ()),
    "DΔ": (2, "maj7", None, ()),
    "D^": (2, "maj7", None, ()),
    "D^7": (2, "maj7", None, ()),
    "DM7": (2, "maj7", None, ()),
    "Dma7": (2, "maj7", None, ()),
    "DMaj7": (2, "maj7", None, ()),
    "Dmaj9": (2, "maj7", None, (14,)),
    "Dmaj7#11": (2, "maj7", None, (18,)),
    "DM": (2, "", None, ()),
    "Dmaj": (2, "", None, ()),
    "D-7": (2, "m7", None, ()),
    "D−7": (2, "m7", None, ()),
    "Dmi7": (2, "m7", None, ()),
    "Dmin7": (2, "m7", None, ()),
    "D-": (2, "m", None, ()),
    "D-9": (2, "m7", None, (14,)),
    "Dm11": (2, "m7", None, (14, 17)),
    "D-6": (2, "m6", None, ()),
    "D7alt": (2, "7alt", None, ()),
    "Dalt": (2, "7alt", None, ()),
    "C7#9": (0, "7", None, (15,)),
    "C7+9": (0, "7", None, (15,)),
    "C7-9": (0, "7", None, (13,)),
    "C7b9b13": (0, "7", None, (13, 20)),
    "C7(b9,#11)": (0, "7", None, (13, 18)),
    "C7 b9": (0, "7", None, (13,)),
    "C13b9": (0, "7", None, (13, 21)),
    "C13#11": (0, "7", None, (14, 18, 21)),
    "C9b5": (0, "7b5", None, (14,)),
    "C13": (0, "7", None, (14, 21)),
    "C11": (0, "7sus4", None, (14,)),
    "C/E": (0, "", 4, ()),
    "C7/Bb": (0, "7", 10, ()),
    "C6/9/E": (0, "6", 4, (14,)),
    "C6/9": (0, "6", None, (14,)),
    "C69": (0, "6", None, (14,)),
    "Bb": (10, "", None, ()),
    "B♭7": (10, "7", None, ()),
    "F#": (6, "", None, ()),
    "Cb": (11, "", None, ()),
    "C##m": (2, "m", None, ()),
    "Bbb7": (9, "7", None, ()),
    "Co": (0, "dim", None, ()),
    "C°7": (0, "dim7", None, ()),
    "Co7": (0, "dim7", None, ()),
    "Cdim7": (0, "dim7", None, ()),
    "C+": (0, "aug", None, ()),
    "Caug": (0, "aug", None, ()),
    "C+7": (0, "7#5", None, ()),
    "C7+": (0, "7#5", None, ()),
    "C7#5#9": (0, "7#5", None, (15,)),
    "Csus": (0, "sus4", None, ()),
    "C7sus": (0, "7sus4", None, ()),
    "C9sus4": (0, "7sus4", None, (14,)),
    "Csus2": (0, "sus2", None, ()),
    "Cadd9": (0, "", None, (14,)),
    "C5": (0, "5", None, ()),
    "CmMaj7": (0, "mMaj7", None, ()),
    "Cm(maj7)": (0, "mMaj7", None, ()),
    "C-Δ": (0, "mMaj7", None, ()),
    # as the Weimar Jazz Database writes: accidentals behind the number
    "Gbj7": (6, "maj7", None, ()),
    "C-j7": (0, "mMaj7", None, ()),
    "C79b": (0, "7", None, (13,)),
    "C79b13": (0, "7", None, (13, 21)),
    "C79b13b": (0, "7", None, (13, 20)),
    "C7911#": (0, "7", None, (14, 18)),
    "Cj7911#": (0, "maj7", None, (14, 18)),
    "C6911#": (0, "6", None, (14, 18)),
    "C+79#": (0, "7#5", None, (15,)),
    "C-7911": (0, "m7", None, (14, 17)),
    "Csus7913": (0, "7sus4", None, (14, 21)),
    "C79bb5": (0, "7b5", None, (13,)),
    # Harte's syntax
    "C:maj7/3": (0, "maj7", 4, ()),
    "Ab:min(9)": (8, "m", None, (14,)),
    "D:1(b3,b7)": (2, "m7", None, ()),
    "E:hdim7/b5": (4, "m7b5", 10, ()),
    "G:sus4(b7,9)": (7, "7sus4", None, (14,)),
    "A:7(#9)": (9, "7", None, (15,)),
    "C7no3": (0, "7", None, ()),
    "CmM7": (0, "mMaj7", None, ()),
}


@pytest.mark.parametrize("text", WRITTEN)
def test_symbols_as_they_are_written(text: str) -> None:
    chord = parse_chord(text)
    assert (chord.root, chord.quality, chord.bass, chord.tensions) == WRITTEN[text]


@pytest.mark.parametrize("text", ["N.C.", "NC", "N", " N.C. "])
def test_no_chord(text: str) -> None:
    assert parse_chord(text) == NO_CHORD
    assert NO_CHORD.pitch_classes() == ()
    assert NO_CHORD.symbol() == "N.C."


@pytest.mark.parametrize(
    ("text", "sign", "place"),
    [("H7", "H", 1), ("Dm7x", "x", 4), ("Cmaj8", "8", 5), ("C7/H", "/", 3), ("C:major7", "m", 3), ("c7", "c", 1)],
)
def test_the_wrong_sign_is_named(text: str, sign: str, place: int) -> None:
    with pytest.raises(InputError) as caught:
        parse_chord(text)
    assert f'"{text}"' in str(caught.value)
    assert f'cannot read "{sign}" (sign {place})' in str(caught.value)


@pytest.mark.parametrize("text", ["", "   ", "C7b"])
def test_incomplete_symbols(text: str) -> None:
    with pytest.raises(InputError, match="not a chord symbol"):
        parse_chord(text)


def test_every_symbol_reads_back() -> None:
    for quality in QUALITIES:
        for size in range(4):
            for tensions in combinations((13, 14, 15, 17, 18, 20, 21), size):
                for root, bass in ((0, None), (1, 3), (6, 10), (10, None)):
                    chord = Chord(root, quality, bass, tensions)
                    for flats in (None, True, False):
                        assert parse_chord(chord.symbol(flats)) == chord, chord


@pytest.mark.parametrize(
    "text",
    ["E/G#", "A7/C#", "B/D#", "D/F#", "F#/A#", "Ab/C", "Db/F", "Eb/G", "Fm/Ab", "Cm/Eb", "F#m7/C#", "Bm7b5/F", "G7/F",
     "Eb7/Db", "Caug/G#", "Eaug/G#", "Bdim7/Ab", "D/E", "F/G", "Am/F#", "C/Db", "G/Ab", "B/Bb",
     "Db7", "Abmaj7", "Ebm7", "Bbm7"],
)  # fmt: skip
def test_a_bass_is_spelled_under_its_root(text: str) -> None:
    chord = parse_chord(text)
    assert chord.symbol() == text


@pytest.mark.parametrize("key", ALL_KEYS)
def test_every_inversion_reads_back_in_every_key(key: str) -> None:
    for quality in ("", "m", "7", "m7b5", "dim7", "aug", "maj7"):
        for root, bass in product(range(12), repeat=2):
            chord = Chord(root, quality, bass)
            assert parse_chord(symbol_of(chord, key)) == chord


def test_a_key_spells_the_root_and_the_root_its_bass() -> None:
    spelled = {"C": ("A7/C#", "E7/G#", "B7/D#", "C/Db"), "F": ("A7/C#", "D7/F#"), "Db": ("Gb/Bb", "Ab7/C", "Gb7/Fb"),
               "E": ("E/G#", "A/C#", "C#m/E"), "Dm": ("A7/C#", "E7/G#", "Gm/Bb")}  # fmt: skip
    for key, texts in spelled.items():
        assert tuple(symbol_of(parse_chord(text), key) for text in texts) == texts
    assert symbol_of(parse_chord("E/G#"), None) == symbol_of(parse_chord("E/G#"), "E dorian") == "E/G#"


def test_usual_spellings() -> None:
    for text in ("Dm7", "G7b9", "Cmaj7", "F#m7b5", "Bb13", "C6/9", "Ebmaj9", "A7#5", "C/E", "G9sus4", "Dm11", "C7alt"):
        assert parse_chord(text).symbol() == text
    assert parse_chord("Db7").symbol(flats=False) == "C#7"
    assert pitch_class_name(6, flats=True) == "Gb"


def test_pitch_classes_and_guide_tones() -> None:
    assert parse_chord("Dm7").pitch_classes() == (2, 5, 9, 0)
    assert parse_chord("G7b9/F").pitch_classes() == (7, 11, 2, 5, 8)
    assert parse_chord("C/D").pitch_classes() == (0, 4, 7, 2)
    assert parse_chord("Dm7").guide_tones() == (5, 0)
    assert parse_chord("C6").guide_tones() == (4, 9)
    assert parse_chord("Gsus4").guide_tones() == (0, 2)
    assert set(parse_chord("G7alt").guide_tones()) == {11, 5}


def test_transposing_keeps_the_shape() -> None:
    chord = parse_chord("Eb7b9/G")
    for semitones in range(-14, 15):
        moved = chord.transposed(semitones)
        assert {(pc + semitones) % 12 for pc in chord.pitch_classes()} == set(moved.pitch_classes())
        assert moved.transposed(-semitones) == chord
    assert NO_CHORD.transposed(3) == NO_CHORD


def test_fields_are_checked() -> None:
    for wrong in (
        (12, "", None, ()),
        (0, "xyz", None, ()),
        (0, "", -1, ()),
        (0, "", None, (12,)),
        (None, "7", None, ()),
    ):
        with pytest.raises(ValueError, match=r"not|without"):
            Chord(*wrong)
    assert Chord(0, "", 0).bass is None
    assert Chord(0, "m", None, (15,)).tensions == ()  # it doubles the third


@pytest.mark.parametrize("text", ["Dm7", "G13", "Cmaj7", "F#m7b5", "Bb7alt", "C", "Esus4"])
def test_voicings_hold_the_guide_tones_in_range(text: str) -> None:
    chord = parse_chord(text)
    for low in (43, 48, 55):
        pitches = voice(chord, low, low + 22)
        assert list(pitches) == sorted(set(pitches))
        assert all(low <= pitch <= low + 22 for pitch in pitches)
        classes = {pitch % 12 for pitch in pitches}
        assert set(chord.guide_tones()) <= classes <= set(chord.pitch_classes())
        assert len(pitches) >= min(3, len(chord.pitch_classes()))


def test_voicings_move_little() -> None:
    first = voice(parse_chord("Dm7"), 50, 74)
    then = voice(parse_chord("G7"), 50, 74, previous=first)
    assert sum(min(abs(a - b) for b in first) for a in then) <= 6
    assert voice(parse_chord("Dm7"), 50, 74, rootless=True) != first
    assert 2 not in {pitch % 12 for pitch in voice(parse_chord("Dm9"), 50, 74, rootless=True)}
    assert voice(NO_CHORD) == ()
    assert voice(parse_chord("C"), 61, 61) == ()
