from __future__ import annotations

from pathlib import Path

import mido
import numpy as np
import pytest
import torch

from engine.music.chord import parse_chord
from engine.music.note import Role
from engine.music.role_network import load_network
from training.chord_hands import HANDS, broken, comping, walking
from training.chord_songs import Song
from training.role_examples import (
    ACCOMPANIES,
    ANYTHING,
    COMPS,
    LEADS,
    NOTES,
    WALKS,
    ExampleSource,
    Voices,
    read_parts,
    thickened,
    with_hand,
)
from training.role_model import RoleModel
from training.train_roles import batch_of, features_of, loss_of, save_weights, scores_of

BEATS = 64


def solo() -> Song:
    """Sixteen bars of ii-V-I under eighths."""
    chords = tuple(parse_chord(name) for name in ("Dm7", "G7", "Cmaj7", "Cmaj7") * 4 for _ in range(4))
    rows = np.array([(half / 2, half / 2 + 0.5, 72 + half % 7, 80.0) for half in range(2 * BEATS)])
    return Song("wjazzd", rows, np.ones(len(rows), bool), chords, np.arange(BEATS) % 4 == 0)


def line() -> Voices:
    song = solo()
    return Voices("wjazzd", song.notes[:, :3], np.tile(np.array(LEADS), (len(song.notes), 1)), song)


def write_parts(path: Path, *parts: tuple[str, list[tuple[float, float, int]]]) -> Path:
    """A MIDI file of named tracks of (onset, length, pitch) in quarters."""
    file = mido.MidiFile(ticks_per_beat=480)
    for name, notes in parts:
        track = mido.MidiTrack([mido.MetaMessage("track_name", name=name)])
        events = [(onset, 1, pitch) for onset, _, pitch in notes] + [(onset + size, 0, p) for onset, size, p in notes]
        before = 0
        for place, is_on, pitch in sorted(events):
            tick = round(place * 480)
            track.append(mido.Message("note_on", note=pitch, velocity=80 * is_on, time=tick - before))
            before = tick
        file.tracks.append(track)
    file.save(path)
    return path


def may_be(voices: Voices, onset: float, pitch: int) -> tuple[bool, ...]:
    row = np.flatnonzero((voices.notes[:, 0] == onset) & (voices.notes[:, 2] == pitch))
    assert len(row) == 1
    return tuple(voices.may_be[row[0]].tolist())


def test_hands_of_a_score(tmp_path: Path) -> None:
    right = [(0.0, 2.0, 76), (0.0, 2.0, 72), (1.0, 0.5, 67), (2.0, 1.0, 69)]
    left = [
        (0.0, 1.0, 36),
        (1.0, 1.0, 48),
        (1.0, 1.0, 52),
        (1.0, 1.0, 55),
        (2.0, 1.0, 43),
        (2.0, 1.0, 55),
        (9.0, 1, 40),
    ]
    voices = read_parts(write_parts(tmp_path / "score.mid", ("up", right), ("down", left)), "joplin")
    assert voices is not None
    assert may_be(voices, 0, 76) == LEADS
    assert may_be(voices, 0, 72) == COMPS
    assert may_be(voices, 1, 67) == COMPS  # under the held melody
    assert may_be(voices, 2, 69) == LEADS
    assert may_be(voices, 0, 36) == WALKS
    assert may_be(voices, 1, 48) == COMPS
    assert may_be(voices, 2, 43) == WALKS  # with its octave
    assert may_be(voices, 2, 55) == ACCOMPANIES
    assert may_be(voices, 9, 40) == ANYTHING  # the right hand is silent
    crossed = read_parts(write_parts(tmp_path / "crossed.mid", ("up", left), ("down", right)), "joplin")
    assert crossed is None


def test_voice_of_a_song(tmp_path: Path) -> None:
    sung, piano = [(0.0, 1.0, 70), (1.0, 1.0, 72)], [(0.0, 1.0, 82), (20.0, 1.0, 80)]
    song = write_parts(tmp_path / "song.mid", ("MELODY", sung), ("PIANO", piano))
    voices = read_parts(song, "pop909")
    assert voices is not None
    assert may_be(voices, 0, 70) == LEADS
    assert may_be(voices, 0, 82) == ACCOMPANIES
    assert may_be(voices, 20, 80) == ANYTHING
    lied = write_parts(tmp_path / "lied.mid", ("Voice", sung), ("Piano", piano), ("Piano", [(0.0, 1.0, 40)]))
    assert read_parts(lied, "lieder") is not None
    assert read_parts(song, "lieder") is None
    (tmp_path / "broken.mid").write_bytes(b"MThd")
    assert read_parts(tmp_path / "broken.mid", "pop909") is None


@pytest.mark.parametrize("way", HANDS)
def test_made_up_hands_never_lead(way: object) -> None:
    song = solo()
    voices = with_hand(song, np.random.default_rng(0), way)  # type: ignore[arg-type]
    assert (voices.may_be[: len(song.notes)] == LEADS).all()
    assert len(voices.notes) > len(song.notes)
    hand = voices.may_be[len(song.notes) :]
    assert not hand[:, Role.LEAD].any()
    expected = {walking: WALKS, comping: COMPS, broken: ACCOMPANIES}.get(way)  # type: ignore[call-overload]
    if expected:
        assert (hand == expected).mean() > 0.9


def test_notes_under_a_line_are_chords() -> None:
    voices = thickened(line(), np.random.default_rng(1))
    added = len(voices.notes) - len(line().notes)
    assert added > 10
    assert (voices.may_be[-added:] == COMPS).all()
    assert (voices.notes[-added:, 2] < voices.notes[:-added, 2].max()).all()


def test_examples_are_bounded_and_drawn_again_alike() -> None:
    source = ExampleSource([line()])
    for seed in range(8):
        example, again = (source.draw(np.random.default_rng(seed)) for _ in range(2))
        assert 0 < len(example.notes) <= NOTES
        assert np.array_equal(example.notes, again.notes)
        assert (example.notes[:, 1] > example.notes[:, 0]).all()
        assert example.notes[:, 2].min() >= 21
        assert example.notes[:, 2].max() <= 108


def test_the_networks_are_twins(tmp_path: Path) -> None:
    torch.manual_seed(0)
    model = RoleModel(width=12, heard=8, rounds=2)
    save_weights(model, tmp_path / "roles.safetensors", {})
    with torch.no_grad():
        for weight in model.parameters():
            weight.copy_(weight.half().float())
        features, _ = features_of(with_hand(solo(), np.random.default_rng(0), comping))
        wanted = model(*map(torch.from_numpy, features)).numpy()
    assert np.allclose(load_network(tmp_path / "roles.safetensors").logits(features), wanted, atol=1e-4)


def test_a_few_steps_learn_who_leads() -> None:
    torch.manual_seed(0)
    model, rng = RoleModel(), np.random.default_rng(0)
    source = ExampleSource([line()])
    optimizer = torch.optim.Adam(model.parameters(), 3e-3)
    losses = []
    for _ in range(30):
        loss = loss_of(model, batch_of([source.draw(rng) for _ in range(2)]))
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        losses.append(loss.item())
    assert np.mean(losses[-5:]) < 0.5 * losses[0]


def test_scores_count_only_what_is_known() -> None:
    labels = np.array([LEADS, LEADS, COMPS, ACCOMPANIES, WALKS, ANYTHING])
    voices = Voices("x", np.zeros((6, 3)), labels)
    told = np.array([Role.LEAD, Role.CHORDS, Role.LEAD, Role.BASS, Role.BASS, Role.LEAD], np.int8)
    found = scores_of([told], [voices])
    assert (found.precision, found.recall, found.bass) == (0.5, 0.5, 1.0)
    assert found.f1 == pytest.approx(0.5)
