"""Each corpus layout, made here file by file, is recognised by its files and read as what it is."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

from engine.music.harmony import CHORD_CLASSES
from engine.music.note import Role
from tests.training.corpus_files import midi_file, table, tune
from training.corpus import scan
from training.corpus_readers import read
from training.corpus_readers.base import SkipError, Source
from training.pieces import make_piece
from training.shards import Piece


def _only(root: Path) -> Source:
    sources = scan(root)
    assert len(sources) == 1, [source.path for source in sources]
    return sources[0]


def _piece(root: Path, source: Source) -> Piece:
    return make_piece(source, read(root, source))


def _wjazzd(root: Path, *, signature: str = "4/4") -> list[tuple[float, int]]:
    """A solo over 8 bars whose tempo drifts; returns (beat, pitch) of its notes."""
    beats, time = [], 1.3
    for number in range(33):
        per_bar = int(signature.partition("/")[0])
        beats.append(
            {"onset": time, "duration": 0.4, "bar": number // per_bar, "beat": number % per_bar + 1,
             "signature": signature, "chord": ["F-7", "Bb79b", "Ebj7", "NC"][number // 4 % 4], "form": "A1",
             "chorus_id": 1, "bass": 40}
        )  # fmt: skip
        time += 0.4 + 0.004 * number
    rng = random.Random(5)
    times = [float(str(row["onset"])) for row in beats]
    notes, placed = [], []
    for index in range(48):
        beat = index * 0.625 + 0.0625
        onset = float(np.interp(beat, range(33), times))
        pitch = 60 + rng.randrange(18)
        placed.append((beat, pitch))
        notes.append(
            {"onset": onset, "duration": 0.1, "period": 4, "division": 1, "bar": 0, "beat": 1, "tatum": 1,
             "beat_duration": 0.4, "signature": signature, "pitch": pitch, "loud_max": 1.0,
             "loud_median": 55 + index / 4, "phrase_id": 1, "phrase_begin": 0, "chorus_id": 1, "chord": "F-7",
             "form": "A1", "idea": "line"}
        )  # fmt: skip
    table(root / "melody" / "X_Solo.csv", notes)
    table(root / "beat" / "X_Solo.csv", beats)
    return placed


def test_jazz_solos_with_annotated_beats(tmp_path: Path) -> None:
    placed = _wjazzd(tmp_path)
    table(
        tmp_path / "metadata.csv",
        [{"file": "X_Solo.csv", "performer": "Xavier", "title": "Solo (Take 1)", "composer": "C", "style": "HARDBOP",
          "key": "Eb-maj"}],
    )  # fmt: skip
    source = _only(tmp_path)
    piece = _piece(tmp_path, source)
    assert (source.layout, source.artist, piece.meta["key"], piece.meta["tune"]) == ("wjazzd", "Xavier", "Eb", "solo")
    assert piece.meta["genres"][0] == "Hardbop"
    assert piece.meta["grid"] == "annotated"
    true = np.array([beat for beat, _ in placed]) * 24
    assert np.abs(piece.onset + (piece.micro + 0.5) / 8 - 0.5 - true).max() < 0.1
    assert piece.pitch.tolist() == [pitch for _, pitch in placed]
    assert set(piece.role.tolist()) == {int(Role.LEAD)}
    assert piece.chord_root[:16].tolist() == [5] * 4 + [10] * 4 + [3] * 4 + [-1] * 4
    names = [CHORD_CLASSES[index] for index in piece.chord_quality[[0, 4, 8]]]
    assert names == ["m7", "7", "maj7"]
    assert 40 <= piece.velocity.min() < piece.velocity.max() <= 110
    assert np.corrcoef(piece.velocity, np.arange(len(piece.velocity)))[0, 1] > 0.9


def test_free_solos_that_count_every_beat_as_a_bar_get_bars_of_four(tmp_path: Path) -> None:
    _wjazzd(tmp_path, signature="1/4")
    piece = _piece(tmp_path, _only(tmp_path))
    assert set(piece.bar_length.tolist()) == {4}


def test_quantised_solos(tmp_path: Path) -> None:
    rows = [
        {"onset_beats": 122.5 + index / 2, "duration_beats": 0.5, "duration_source": "legato", "pitch": 60 + index % 7,
         "bar": 31, "beat": 3, "division": 2, "tatum": 1, "chord": "Ab" if index < 8 else "Em7b5", "chord_type": ""}
        for index in range(40)
    ]  # fmt: skip
    table(tmp_path / "Any_Name.csv", rows)
    table(
        tmp_path / "metadata.csv",
        [{"file": "Any_Name.csv", "title": "Any Name", "performer": "P", "composer": "P", "key": "F-maj",
          "signature": "4/4", "tempo": "200", "style": "BEBOP"}],
    )  # fmt: skip
    source = _only(tmp_path)
    piece = _piece(tmp_path, source)
    assert source.layout == "omnibook"
    assert piece.onset[:3].tolist() == [60, 72, 84]  # beat 122.5 is 2.5 beats into its bar
    assert set(piece.micro.tolist()) == {4}
    assert piece.meta["tempo"] == pytest.approx(200, abs=0.5)
    assert piece.chord_root[2] == 8
    assert (piece.chord_root[8], CHORD_CLASSES[piece.chord_quality[8]]) == (4, "m7b5")


def test_performances_with_annotations(tmp_path: Path) -> None:
    folder = tmp_path / "Haydn" / "Sonatas" / "6-1_no_repeat"
    midi_file(folder / "Pianist01.mid", [("", tune(4))])  # eighths of 0.25 s
    beats = [(0.5 * number, "db,3/4,0" if number == 0 else "db" if number % 3 == 0 else "b") for number in range(34)]
    text = "".join(f"{time}\t{time}\t{label}\n" for time, label in beats)
    (folder / "Pianist01_annotations.txt").write_text(text, encoding="utf-8")
    source = _only(tmp_path)
    piece = _piece(tmp_path, source)
    assert (source.layout, source.artist, source.composer) == ("asap", "Pianist01", "Haydn")
    assert source.title == "Haydn Sonatas 6-1"
    assert piece.meta["grid"] == "annotated"
    assert set(piece.bar_length.tolist()) == {3}
    assert np.all(piece.onset % 12 == 0)
    assert np.allclose(np.diff(piece.beat_time), 0.5, atol=1e-3)


def test_songs_with_melody_bridge_and_piano(tmp_path: Path) -> None:
    melody = [(480 * index, 400, 72 + index % 5, 90) for index in range(32)]
    piano = [(960 * index, 900, pitch, 60) for index in range(16) for pitch in (48, 64, 67)]
    midi_file(tmp_path / "midi" / "001.mid", [("MELODY", melody), ("PIANO", piano)])
    table(
        tmp_path / "chords" / "001.csv",
        [{"start_beat": 0, "end_beat": 4, "chord": "N"}, {"start_beat": 4, "end_beat": 32, "chord": "Bbm7/Db"}],
    )
    source = _only(tmp_path)
    piece = _piece(tmp_path, source)
    assert (source.layout, piece.meta["texture"]) == ("pop909", "lead+piano")
    assert set(piece.role[piece.pitch >= 72].tolist()) == {int(Role.LEAD)}
    assert int(Role.LEAD) not in piece.role[piece.pitch < 72].tolist()
    assert piece.chord_root[:5].tolist() == [-1, -1, -1, -1, 10]
    assert (piece.chord_bass[4], CHORD_CLASSES[piece.chord_quality[4]]) == (1, "m7")


def test_lead_sheets(tmp_path: Path) -> None:
    midi_file(tmp_path / "A Author" / "A Song.mid", [("MELODY", [(480 * i, 400, 60 + i % 9, 90) for i in range(24)])])
    table(
        tmp_path / "A Author" / "A Song.chords.csv",
        [{"start_beat": 0, "end_beat": 9, "symbol": "C"}, {"start_beat": 9, "end_beat": 24, "symbol": "G7"}],
    )
    source = _only(tmp_path)
    piece = _piece(tmp_path, source)
    assert (source.layout, source.title, piece.meta["texture"]) == ("openewld", "A Song", "lead")
    assert piece.chord_root[[0, 8, 9]].tolist() == [0, 0, 7]


def test_songs_for_voice_and_piano(tmp_path: Path) -> None:
    voice = [(480 * index, 400, 67 + index % 5, 90) for index in range(16, 32)]
    piano = [(480 * index, 400, pitch, 90) for index in range(32) for pitch in (43, 59, 62)]
    piano += [(240 * index, 220, 71 + (0, 1, 3, 5, 3, 1)[index % 6], 90) for index in range(24)]
    midi_file(tmp_path / "songs" / "S" / "1 Lied.mid", [("Voice", voice), ("Piano", piano)])
    table(
        tmp_path / "songs" / "metadata.csv",
        [{"path": "S/1 Lied.mid", "title": "1 Lied", "composer": "S, F", "licence": "CC0 1.0", "set": ""}],
    )
    source = _only(tmp_path)
    piece = _piece(tmp_path, source)
    assert (source.layout, source.corpus, source.licence) == ("scores", "songs", "CC0 1.0")
    assert piece.meta["texture"] == "lead+piano"
    assert set(piece.role[piece.pitch >= 67].tolist()) == {int(Role.LEAD)}
    under_voice = (piece.onset >= 18 * 24) & (piece.pitch < 67)
    assert int(Role.LEAD) not in piece.role[under_voice].tolist()
    assert int(Role.LEAD) in piece.role[piece.onset < 12 * 24].tolist()  # the piano leads while the voice rests


def test_transcribed_performances_and_their_agreement(tmp_path: Path) -> None:
    for name in ("good", "bad"):
        midi_file(tmp_path / "live" / f"{name}.mid", [("", tune(7))])
    table(
        tmp_path / "metadata.csv",
        [{"artist": "Ann", "album": "L", "title": name, "path": f"live/{name}.mid", "split": "val",
          "agreement": value} for name, value in (("good", 0.91), ("bad", 0.41))],
    )  # fmt: skip
    table(
        tmp_path / "artist_styles.csv",
        [{"artist": "Ann", "genre": "Stride", "weight": 3}, {"artist": "Ann", "genre": "Swing", "weight": 8}],
    )
    good, bad = sorted(scan(tmp_path), key=lambda source: source.skip)
    assert (good.layout, good.artist, good.genres) == ("pijama", "Ann", (("Swing", 8.0), ("Stride", 3.0)))
    assert good.note == "source split val"
    assert "agreement below" in bad.skip


def test_chord_charts_are_named_and_left_out(tmp_path: Path) -> None:
    table(tmp_path / "irb.csv", [{"tune_id": 1, "title": "T", "bar": 1, "beat": 1, "duration_beats": 4, "chord": "C"}])
    assert _only(tmp_path).skip == "chord chart without notes"


def test_a_damaged_table_is_a_reason_and_not_a_crash(tmp_path: Path) -> None:
    _wjazzd(tmp_path)
    text = (tmp_path / "melody" / "X_Solo.csv").read_text(encoding="utf-8").replace("4/4", "4/4,oops", 3)
    (tmp_path / "melody" / "X_Solo.csv").write_text(text.replace("0.1,", "zero,"), encoding="utf-8")
    source = _only(tmp_path)
    with pytest.raises(SkipError, match="broken table"):
        read(tmp_path, source)
