"""Forms in every key, spelling, and reharmonisation: what the devices offer, why, and what the melody says to it."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import InputError
from engine.music.chord import Chord, parse_chord
from engine.music.clip import ChordSpan
from engine.music.forms import form_chart, form_names, transposed_chart, transposed_spans
from engine.music.key_spelling import ALL_KEYS, key_name, key_tonic, spelled, symbol_in_key
from engine.music.note import Note
from engine.music.progression import parse_progression, progression_text
from engine.music.reharmony import DEVICES, apply, lane_key, melody_clashes, propose

BAR = 1920


def test_keys_and_spelling() -> None:
    assert key_tonic("F#m") == (6, True)
    assert [spelled(11, key) for key in ("C", "F#", "Ebm", "Db")] == ["B", "B", "Cb", "Cb"]
    assert [spelled(8, key) for key in ("Am", "Eb", "E")] == ["G#", "Ab", "G#"]
    assert symbol_in_key(parse_chord("Dbdim7"), "C") == "C#dim7"
    assert symbol_in_key(parse_chord("Db7#11"), "C") == "Db7#11"
    assert symbol_in_key(parse_chord("Ebmaj7"), "B") == "Ebmaj7"
    assert len({key_tonic(key) for key in ALL_KEYS}) == 24
    for tonic in range(12):
        assert key_tonic(key_name(tonic)) == (tonic, False)
        assert key_tonic(key_name(tonic, minor=True)) == (tonic, True)
    with pytest.raises(InputError, match="not a key"):
        key_tonic("H")


@pytest.mark.parametrize("name", form_names())
def test_a_form_in_all_keys_is_the_same_form(name: str) -> None:
    home = form_chart(name, "C")
    for tonic in range(12):
        moved = form_chart(name, key_name(tonic))
        assert moved.spans == transposed_spans(home.spans, tonic)
        assert moved.bars == home.bars
        text = progression_text(moved.spans, moved.meter, key=moved.key)
        assert parse_progression(text)[0].chord == moved.spans[0].chord


def test_forms_have_their_lengths_and_landmarks() -> None:
    lengths = {"blues": 12, "jazz blues": 12, "rhythm changes": 32, "giant steps": 16, "modal vamp": 32, "bossa": 32}
    assert {name: form_chart(name).bars for name in lengths} == lengths
    steps = {span.chord.root for span in form_chart("giant steps", "B").spans if span.chord.quality == "maj7"}
    assert steps == {11, 7, 3}
    assert transposed_chart(form_chart("bossa", "F"), "C").spans == form_chart("bossa", "C").spans
    with pytest.raises(InputError, match="rhythm changes"):
        form_chart("polka")


@pytest.mark.parametrize("name", form_names())
def test_the_key_of_a_form_is_heard_in_its_chords(name: str) -> None:
    if name != "giant steps":  # it has three
        chart = form_chart(name)
        assert chart.key is not None
        assert key_tonic(lane_key(chart.spans)) == key_tonic(chart.key)


def offered(text: str, device: str, key: str = "C", melody: tuple[Note, ...] = ()) -> list[str]:
    spans = parse_progression(text)
    return [progression_text(apply(spans, [p])) for p in propose(spans, key, melody) if p.device == device]


@pytest.mark.parametrize(
    ("device", "text", "wanted"),
    [
        ("tritone", "Dm7 | G7 | Cmaj7", "Dm7 | Db7#11 | Cmaj7"),
        ("two-five", "Cmaj7 | A7 | Dm7", "Cmaj7 | Em7b5 A7 | Dm7"),
        ("two-five", "C6 | G7 | C6", "C6 | Dm7 G7 | C6"),
        ("secondary-dominant", "Cmaj7 | Dm7 | G7", "Cmaj7 A7b9 | Dm7 | G7"),
        ("backdoor", "Dm7 | G7 | Cmaj7", "Fm7 | Bb7 | Cmaj7"),
        ("diminished", "Cmaj7 | Dm7 | G7", "Cmaj7 Dbdim7 | Dm7 | G7"),
        ("modal-interchange", "Fmaj7 | Cmaj7", "Fmaj7 Fm6 | Cmaj7"),
        ("coltrane", "Dm7 | G7 | Cmaj7 | %", "Dm7 Eb7 | Abmaj7 B7 | Emaj7 G7 | Cmaj7"),
    ],
)
def test_each_device(device: str, text: str, wanted: str) -> None:
    assert wanted in offered(text, device)


def test_a_proposal_says_why_and_what_clashes() -> None:
    spans = parse_progression("Dm7 | G7 | Cmaj7 | %")
    melody = (Note(BAR, 74, 960), Note(2 * BAR, 76, BAR))  # D over the dominant, E over the tonic
    (tritone,) = [p for p in propose(spans, "C", melody) if p.device == "tritone"]
    assert str(tritone.title) == "tritone substitution"
    assert "Db7#11" in str(tritone.reason)
    assert "Cmaj7" in str(tritone.reason)
    assert [(c.bar, c.note) for c in tritone.clashes] == [(2, melody[0])]
    assert str(tritone.clashes[0].text) == "D in bar 2 is a semitone above the Db of Db7#11"
    fitting = (Note(BAR, 67, 960),)  # G is the sharp eleventh of Db7
    assert not next(p for p in propose(spans, "C", fitting) if p.device == "tritone").clashes


def test_a_clash_that_was_there_before_is_not_held_against_a_proposal() -> None:
    spans = parse_progression("G7 | Cmaj7")
    note = Note(0, 72, BAR)  # C over G7 rubs against its third already
    assert melody_clashes(spans, [note])
    assert not melody_clashes(parse_progression("G7"), [note], before=spans)


def test_two_proposals_for_the_same_beats_are_refused() -> None:
    spans = parse_progression("Dm7 | G7 | Cmaj7")
    over = [p for p in propose(spans, "C") if p.start < 2 * BAR and p.end > BAR]
    with pytest.raises(InputError, match="same beats"):
        apply(spans, over[:2])
    with pytest.raises(InputError, match="no device"):
        propose(spans, "C", devices=("magic",))


ROOTS = st.integers(0, 11)
QUALITY = st.sampled_from(["maj7", "m7", "7", "m7b5", "dim7", "6", "m6", "7alt", ""])
LANES = st.lists(st.tuples(ROOTS, QUALITY, st.sampled_from([2, 4, 4, 8])), min_size=2, max_size=8)


def lane(rows: list[tuple[int, str, int]]) -> tuple[ChordSpan, ...]:
    spans, at = [], 0
    for root, quality, beats in rows:
        spans.append(ChordSpan(at, at + beats * 480, Chord(root, quality)))
        at += beats * 480
    return tuple(spans)


@given(LANES, st.integers(0, 11), st.booleans(), st.integers(0, 11))
def test_transposed_chords_get_the_same_ideas(
    rows: list[tuple[int, str, int]], tonic: int, minor: bool, up: int
) -> None:
    spans = lane(rows)
    here = propose(spans, key_name(tonic, minor=minor))
    there = propose(transposed_spans(spans, up), key_name(tonic + up, minor=minor))
    assert [(p.start, p.end, p.device, transposed_spans(p.chords, up)) for p in here] == [
        (p.start, p.end, p.device, p.chords) for p in there
    ]


@given(LANES, st.data())
def test_what_is_taken_fills_its_span_and_leaves_the_rest(
    rows: list[tuple[int, str, int]], data: st.DataObject
) -> None:
    spans = lane(rows)
    found = propose(spans, "C")
    chosen, end = [], 0
    for proposal in found:
        assert proposal.chords[0].start == proposal.start
        assert proposal.chords[-1].end == proposal.end
        assert all(a.end == b.start for a, b in pairwise(proposal.chords))
        assert str(proposal.reason).endswith(".")
        assert proposal.title == DEVICES[proposal.device]
        if proposal.start >= end and data.draw(st.booleans()):
            chosen.append(proposal)
            end = proposal.end
    new = apply(spans, reversed(chosen))
    assert apply(spans, []) == spans
    assert new[0].start == 0
    assert new[-1].end == spans[-1].end
    assert all(a.end == b.start for a, b in pairwise(new))
    for tick in range(0, spans[-1].end, 240):
        if not any(p.start <= tick < p.end for p in chosen):
            chord = next(s.chord for s in new if s.start <= tick < s.end)
            assert chord == next(s.chord for s in spans if s.start <= tick < s.end)


def test_the_example_of_the_notes_on_theory_runs(capsys: pytest.CaptureFixture[str]) -> None:
    text = (Path(__file__).resolve().parents[2] / "docs" / "jazz_theory.md").read_text("utf-8")
    (example,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    exec(compile(example, "jazz_theory.md", "exec"), {})
    out = capsys.readouterr().out
    assert out.startswith("tritone substitution - Db7#11 holds")
    assert out.splitlines()[-1] == re.findall(r"# (Dm7 .*)", example)[0]
