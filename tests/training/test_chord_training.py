from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from engine.errors import InputError
from engine.music import role_network
from engine.music.chord import Chord, parse_chord
from engine.music.chord_network import load_network
from engine.music.harmony import chord_class
from engine.music.key_spelling import ALL_KEYS
from tests.training.corpus_files import ROOT, run_prepare, table
from training.chord_alignment import MARGIN, align, aligned_states
from training.chord_examples import ExampleSource, example_of
from training.chord_hands import HANDS, accompany
from training.chord_lines import LINE_RANGE, LineLibrary
from training.chord_model import ChordModel
from training.chord_songs import SIGNATURES, Song, aligned_songs, chart_songs, key_index, labelled_songs
from training.train_chords import UNKNOWN, accuracy, batch_of, key_loss, loss_of, save_weights

CHORDS = tuple(parse_chord(name) for name in ("Dm7", "G7", "Cmaj7", "Cmaj7") * 4)
BAR = np.arange(64) % 4 == 0


def solo(up: int = 0, corpus: str = "wjazzd") -> Song:
    """Sixteen bars of ii-V-I, a chord a bar, under eighths from its chord tones."""
    chords = tuple(chord.transposed(up) for chord in CHORDS for _ in range(4))
    rows = [
        (half / 2, half / 2 + 0.5, 60 + chords[half // 2].pitch_classes()[half % 4], 80.0)
        for half in range(2 * len(chords))
    ]
    return Song(corpus, np.array(rows), np.ones(len(rows), bool), chords, BAR, key=up)


def chart() -> Song:
    chords = tuple(chord for chord in CHORDS for _ in range(4))
    return Song("charts", np.zeros((0, 4)), np.zeros(0, bool), chords, BAR)


@pytest.mark.parametrize("way", HANDS)
def test_hands_play_the_chords_that_they_are_given(way: object) -> None:
    rng = np.random.default_rng(3)
    chords = tuple(chord for chord in CHORDS for _ in range(4))
    notes = np.concatenate([accompany(chords, BAR, rng, way) for _ in range(6)])  # type: ignore[arg-type]
    assert len(notes) > 40
    assert notes[:, 0].min() > -0.2
    assert notes[:, 0].max() < 64
    assert (notes[:, 1] > notes[:, 0]).all()
    assert (notes[:, 2] >= 21).all()
    assert (notes[:, 2] <= 96).all()
    inside = [
        (int(pitch) - (chords[int(onset + 0.1)].root or 0)) % 12 in (0, 2, 3, 4, 5, 6, 7, 9, 10, 11)
        for onset, _, pitch, _ in notes
    ]
    assert np.mean(inside) > 0.75


def test_a_beat_without_a_chord_is_silent() -> None:
    chords: list[Chord | None] = [None] * 8 + [Chord(None)] * 8 + [parse_chord("C")] * 8
    for way in HANDS:
        notes = accompany(chords, np.arange(24) % 4 == 0, np.random.default_rng(0), way)
        assert (notes[:, 0] > 15.8).all()


def test_lines_are_what_was_played_over_the_same_chords() -> None:
    library = LineLibrary([solo()])
    rng = np.random.default_rng(0)
    wanted = Song("charts", np.zeros((0, 4)), np.zeros(0, bool), tuple(c.transposed(7) for c in chart().chords), BAR)
    line = library.line(wanted, rng)
    assert len(line) > 64
    assert line[:, 2].min() >= LINE_RANGE[0]
    assert line[:, 2].max() <= LINE_RANGE[1]
    for onset, _, pitch, _ in line:
        chord = wanted.chords[int(onset)]
        assert chord is not None
        assert int(pitch) % 12 in chord.pitch_classes()


def test_songs_and_their_parts() -> None:
    song = solo()
    assert song.spans()[:3] == [(0, 4), (4, 8), (8, 16)]
    assert song.states[0] == chord_class(parse_chord("Dm7")) * 12 + 2
    part = song.part(4, 12)
    assert part.notes[0, 0] == 0
    assert len(part.notes) == 16
    assert part.chords[0] == parse_chord("G7")
    unknown = Song("wjazzd", song.notes, song.voice, (None, Chord(None)), BAR[:2])
    assert unknown.states.tolist() == [UNKNOWN, UNKNOWN]
    assert key_index("Db") == key_index("C#") == 1
    assert ALL_KEYS[key_index("F#m")] == "F#m"
    assert key_index("dorian") == -1


def test_examples_have_a_truth_for_every_beat() -> None:
    source = ExampleSource([solo(), solo(3, "pop909"), chart()])
    rng = np.random.default_rng(1)
    for _ in range(40):
        example = source.draw(rng)
        count = len(example.states)
        assert 16 <= count <= 192
        assert example.features.pitch.shape[0] == example.features.beat.shape[0] == count
        assert np.isfinite(example.features.pitch).all()
        assert (example.states >= 0).all()


def test_the_app_runs_what_was_trained(tmp_path: Path) -> None:
    torch.manual_seed(0)
    model = ChordModel(16)
    for parameter in model.parameters():  # blocks begin without effect
        torch.nn.init.normal_(parameter, std=0.2)
    model.half().float()
    path = tmp_path / "chords.safetensors"
    save_weights(model, path, {})
    example = example_of(solo(5))
    with torch.no_grad():
        chord, key = model.eval()(*batch_of([example])[:3])
    found = load_network(path)(example.features)
    assert np.allclose(found.chord, chord[0].log_softmax(-1).numpy(), atol=2e-3)
    assert np.allclose(found.key, key[0].log_softmax(-1).numpy(), atol=2e-3)
    assert found.chord.std() > 0.1


def test_rows_that_are_filled_up_change_nothing() -> None:
    torch.manual_seed(0)
    model = ChordModel(16).eval()
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter, std=0.2)
    short, long = example_of(solo().part(0, 24)), example_of(solo(2))
    with torch.no_grad():
        alone = model(*batch_of([short])[:3])
        beside = model(*batch_of([short, long])[:3])
    assert torch.allclose(alone[0][0], beside[0][0, :24], atol=1e-4)
    assert torch.allclose(alone[1][0], beside[1][0], atol=1e-4)


def test_it_learns() -> None:
    torch.manual_seed(0)
    source, rng = ExampleSource([solo(), solo(4), chart()]), np.random.default_rng(0)
    model = ChordModel(16, dropout=0.0)
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-2)
    first = last = 0.0
    for step in range(30):
        loss = loss_of(model, batch_of([source.draw(rng) for _ in range(4)]))
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        last = float(loss.detach())
        first = first or last
        assert np.isfinite(last), step
    assert first > 4.5  # 108 chords
    assert last < 2.5
    # a key that it has not met, since it hears all keys alike
    found = accuracy(model.eval(), {"moved": [example_of(solo(7))]})["moved"]
    assert found[0] > 0.7


def charts_file(path: Path) -> Path:
    columns = ["tune_id", "title", "key", "meter", "duration_beats", "chord"]
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, columns)
        writer.writeheader()
        for tune in range(30):
            for chord in ("Dm7", "G7", "Cmaj7", "nonsense" if tune == 0 else "A7b9"):
                writer.writerow(dict(zip(columns, (tune, f"Tune {tune}", "C-maj", "4/4", 4.0, chord), strict=True)))
    return path


def test_charts_are_split_by_title_and_read_whole(tmp_path: Path) -> None:
    path = charts_file(tmp_path / "charts.csv")
    songs = {split: chart_songs(path, split) for split in ("train", "valid", "test")}
    assert sum(map(len, songs.values())) == 29  # one has a chord that is none
    assert len(songs["train"]) > 15
    song = songs["train"][0]
    assert [str(song.chords[beat]) and song.chords[beat].symbol() for beat in (0, 4, 8, 12)] == [
        "Dm7", "G7", "Cmaj7", "A7b9",
    ]  # fmt: skip
    assert song.key == 0
    (tmp_path / "bad.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"bad\.csv is no table of chord charts"):
        chart_songs(tmp_path / "bad.csv", "train")
    with pytest.raises(InputError, match="cannot be read"):
        chart_songs(tmp_path / "none.csv", "train")


def test_the_command_says_what_is_missing(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "training.train_chords", str(tmp_path), "--charts", "none.csv", "--out", "x"],
        cwd=ROOT, capture_output=True, text=True, timeout=100,
    )  # fmt: skip
    assert done.returncode == 2
    assert "tatumflow prepare" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_signature_is_either_of_its_keys() -> None:
    sure = torch.full((1, 24), -20.0)
    sure[0, ALL_KEYS.index("Am")] = 20.0
    for key, nats in (("Am", 0.0), ("C", 40.0)):
        assert float(key_loss(sure, torch.tensor([ALL_KEYS.index(key)]))) == pytest.approx(nats, abs=0.01)
    assert float(key_loss(sure, torch.tensor([SIGNATURES + 0]))) == pytest.approx(0, abs=0.01)  # no sharps, no flats
    assert float(key_loss(sure, torch.tensor([SIGNATURES + 9]))) > 30


def chances_of(states: np.ndarray, sure: float, seed: int = 0) -> np.ndarray:
    """Log-probabilities of a listener who gives the right chord `sure` more nats than others, give or take."""
    scores = np.random.default_rng(seed).normal(size=(len(states), 108))
    scores[np.arange(len(states)), states] += sure
    return np.asarray(scores - np.log(np.exp(scores).sum(axis=1, keepdims=True)))


def test_a_chart_is_followed_through_keys_slips_and_an_introduction() -> None:
    chart = np.array([song.states for song in [solo()]])[0]
    up = chart // 12 * 12 + (chart % 12 + 5) % 12
    intro = np.random.default_rng(1).integers(0, 108, 24)
    played = np.concatenate([intro, up, up[:30], up[31:]])  # the second round loses a beat
    found = align(chances_of(played, 4.0), chart)
    assert (found.states[24:] == played[24:]).mean() > 0.95
    assert (found.states[:16] == -1).mean() > 0.8
    slow = align(chances_of(np.repeat(played, 2), 4.0), chart)
    assert (slow.states == np.repeat(played, 2))[48:].mean() > 0.95
    other = np.random.default_rng(2).integers(0, 108, 64)
    assert found.score > align(chances_of(played, 4.0), other).score + MARGIN


def test_only_recordings_that_follow_their_chart_get_its_chords(tmp_path: Path) -> None:
    weights = ROOT / "resources" / "models" / "chords.safetensors"
    song, rng = solo(), np.random.default_rng(0)
    hand = accompany(song.chords, song.downbeats, rng, HANDS[5])
    rounds = Song(
        "pijama", np.concatenate([song.notes, hand]), np.ones(len(song.notes) + len(hand), bool), song.chords, BAR
    )
    others = [rng.integers(0, 108, 64) for _ in range(3)]
    found = aligned_states({"right": (rounds, song.states), "wrong": (rounds, others[0])}, others[1:], weights, 0)
    assert list(found) == ["right"]
    assert (found["right"] == song.states).mean() > 0.9
    with pytest.raises(InputError, match="no aligned chords"):
        aligned_songs(tmp_path, tmp_path / "none.npz")


def symbol_of(song: Song, onset: float) -> str:
    chord = song.chords[int(onset)]
    assert chord is not None
    return chord.symbol()


def test_from_a_folder_to_weights(tmp_path: Path) -> None:
    folder = tmp_path / "solos" / "omnibook"
    names = [f"Tune_{number}" for number in range(12)]
    for number, name in enumerate(names):
        song = solo(number)
        rows = [
            {"onset_beats": onset, "duration_beats": 0.5, "duration_source": "legato", "pitch": int(pitch), "bar": 1,
             "beat": 1, "division": 2, "tatum": 1, "chord": symbol_of(song, onset), "chord_type": ""}
            for onset, _, pitch, _ in song.notes
        ]  # fmt: skip
        table(folder / f"{name}.csv", rows)
    about = {"performer": "P", "composer": "P", "key": "C-maj", "signature": "4/4", "tempo": "200", "style": "BEBOP"}
    table(
        folder / "metadata.csv", [{"file": f"{name}.csv", "title": name.replace("_", " "), **about} for name in names]
    )
    assert run_prepare(tmp_path / "solos", "--out", tmp_path / "data").returncode == 0
    assert len(labelled_songs(tmp_path / "data", "train")) >= 6
    charts, out = charts_file(tmp_path / "charts.csv"), tmp_path / "chords.safetensors"
    done = subprocess.run(
        [sys.executable, "-m", "training.train_chords", str(tmp_path / "data"), "--charts", str(charts), "--out",
         str(out), "--steps", "3", "--width", "16", "--batch", "2"],
        cwd=ROOT, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "step 3" in done.stdout
    assert "charts root" in done.stdout
    example = example_of(labelled_songs(tmp_path / "data", "train")[0])
    assert np.isfinite(load_network(out)(example.features).chord).all()
    roles = tmp_path / "roles.safetensors"
    done = subprocess.run(
        [sys.executable, "-m", "training.train_roles", str(tmp_path / "data"), str(tmp_path / "solos"), "--out",
         str(roles), "--steps", "3", "--batch", "2"],
        cwd=ROOT, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "step 3" in done.stdout
    assert role_network.load_network(roles).rounds == 3
