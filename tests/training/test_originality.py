"""The originality index: what it finds of a copied passage, what it does not, and what it costs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine.errors import ResourceError
from engine.generate import originality
from engine.generate.originality import Match, OriginalityIndex, longest_run
from engine.music.clip import Clip
from engine.music.midi_io import write_clip
from engine.music.note import Note
from training.originality import build_index, false_positive_rate, lengths, match_of, matched_notes


def tune(seed: int, notes: int = 200) -> Clip:
    """A walk through random pitches on eighths and sixteenths, with a chord now and then."""
    rng = np.random.default_rng(seed)
    start, out = 0, []
    for _ in range(notes):
        start += int(rng.choice([0, 120, 240, 360]))
        out.append(Note(start, int(rng.integers(40, 90)), 100, 80))
    # Two notes of one pitch at one time would be one key struck twice.
    return Clip(tuple({(n.start, n.pitch): n for n in out}.values()))


@pytest.fixture(scope="module")
def index() -> OriginalityIndex:
    clips = [tune(seed) for seed in range(40)]
    return OriginalityIndex.build(
        [originality._sorted_notes(clip)[:2] for clip in clips], expected_notes=8000, facts={"limit_notes": 20}
    )


def passage(clip: Clip, first: int, last: int) -> tuple[Note, ...]:
    begin = clip.notes[first].start
    return tuple(note.moved(-begin) for note in clip.notes[first:last])


def test_a_copied_passage_is_found_where_it_stands_in_another_key_and_touch(index: OriginalityIndex) -> None:
    copied = passage(tune(7), 50, 90)
    head = tuple(Note(k * 200, 30 + k % 5, 90, 70) for k in range(12))
    moved = tuple(Note(n.start + 4800, n.pitch + 5, n.duration + 60, 40) for n in copied)
    match = index.longest_match(Clip(head + moved))
    # Two notes of slack at either end: the index keeps every other figure.
    assert 36 <= match.notes <= 42
    assert 4800 - 200 <= match.start_tick <= 4800 + 480
    assert match.end_tick <= max(n.end for n in moved)
    assert match.marked
    assert match.bars(Clip(head + moved))[0] == 3


def test_micro_timing_does_not_hide_a_copy(index: OriginalityIndex) -> None:
    rng = np.random.default_rng(1)
    copied = [note.moved(480 + int(rng.integers(-9, 8))) for note in passage(tune(9), 20, 70)]
    assert index.longest_match(Clip(tuple(copied))).notes >= 46


def test_new_music_has_no_match_and_changed_notes_break_one(index: OriginalityIndex) -> None:
    assert index.longest_match(tune(1000)).notes < 12
    copied = [note.transposed(1) if k % 10 == 9 else note for k, note in enumerate(passage(tune(3), 0, 100))]
    assert index.longest_match(Clip(tuple(copied))).notes < 14
    assert index.longest_match(Clip()) == Match(limit_notes=20)


def test_runs_of_known_figures_by_hand() -> None:
    def run(*values: int) -> tuple[int, int]:
        return longest_run(np.array(values, np.int8))

    assert run(0, 0, 0) == (0, 0)
    assert run(0, 1, 0) == (1, 8)
    assert run(1, 1, 0, 1, 1, 1) == (3, 10)
    # Figures that are not kept join two known ones, but do not lengthen a stretch at its ends.
    assert run(-1, 1, -1, 1, -1, 0) == (1, 10)
    assert run(-1, -1) == (0, 0)


def test_false_positives_are_rare(index: OriginalityIndex) -> None:
    assert false_positive_rate(index, 50_000) < 0.01


def test_it_is_saved_whole_and_read_back(index: OriginalityIndex, tmp_path: Path) -> None:
    path = tmp_path / "checkpoint" / originality.INDEX_FILE
    assert originality.index_of(path.parent) is None
    index.save(path)
    read = originality.index_of(path.parent)
    assert read is not None
    assert (read.every, read.limit_notes) == (2, 20)
    np.testing.assert_array_equal(read.bits, index.bits)
    assert path.stat().st_size < 2 * 8000
    for damage in (path.read_bytes()[:50], b""):
        path.write_bytes(damage)
        with pytest.raises(ResourceError, match="damaged"):
            OriginalityIndex.load(path)
    with pytest.raises(ResourceError, match="cannot be read"):
        OriginalityIndex.load(tmp_path / "nothing")


def test_a_users_own_folder(tmp_path: Path) -> None:
    mine = tune(77)
    write_clip(mine, tmp_path / "mine.mid")
    (tmp_path / "broken.mid").write_bytes(b"not music")
    index, refused = OriginalityIndex.of_files(sorted(tmp_path.glob("*.mid")))
    assert [path.name for path in refused] == ["broken.mid"]
    assert index.longest_match(Clip(passage(mine, 10, 60))).notes == 50
    assert index.longest_match(tune(78)).notes < 12


def test_an_index_of_a_training_part_knows_its_own_pieces() -> None:
    from engine.model.tokens import grid_from_notes

    pieces = [grid_from_notes(tune(seed).notes) for seed in range(20)]
    index = build_index(pieces, sum(map(len, pieces)))
    assert index.facts == {"pieces": 20, "notes": sum(map(len, pieces))}
    own = lengths(index, pieces)
    other = lengths(index, [grid_from_notes(tune(seed).notes) for seed in range(100, 120)])
    assert own["share_mean"] > 0.97
    assert other["notes_most"] < 12
    assert match_of(index, pieces[0]).notes == matched_notes(index, pieces[0])


def test_generate_reports_the_longest_match_and_marks_a_long_one(tmp_path: Path) -> None:
    import json
    import shutil
    import subprocess
    import sys

    from engine.model.checkpoint import BUNDLED
    from engine.music.midi_io import read_clip
    from tests.training.corpus_files import MAIN, ROOT

    def generate(checkpoint: Path, out: str, *more: str) -> subprocess.CompletedProcess[str]:
        words = ["generate", "--mode", "continue", "--bars", "2", "--steps", "2", "--seed", "5", "--tempo", "120"]
        words += ["--out", str(tmp_path / out), "--checkpoint", str(checkpoint)]
        return subprocess.run(
            [sys.executable, str(MAIN), *words, *(["--json"] if out.startswith("json") else []), *more],
            cwd=ROOT, capture_output=True, text=True, timeout=200,
        )  # fmt: skip

    model = tmp_path / "model"
    shutil.copytree(BUNDLED, model)
    (model / originality.INDEX_FILE).unlink(missing_ok=True)
    first = json.loads(generate(model, "json1.mid").stdout)
    assert first["takes"][0]["longest_match"] is None
    made = read_clip(tmp_path / "json1.mid")
    # An index of the take itself: it is written again, as the same seed copies all of it.
    OriginalityIndex.of_clips([made]).save(model / originality.INDEX_FILE)
    found = json.loads(generate(model, "json4.mid").stdout)["takes"][0]["longest_match"]
    assert not found["marked"]
    # An index in which everything is: there is no other take.
    OriginalityIndex(np.full(64, 255, np.uint8), 1, {"limit_notes": 9}).save(model / originality.INDEX_FILE)
    found = json.loads(generate(model, "json2.mid").stdout)["takes"][0]["longest_match"]
    assert found["notes"] == len(read_clip(tmp_path / "json2.mid").notes) >= 9
    assert (found["marked"], found["bars"]) == (True, [1, 2])
    told = generate(model, "text.mid").stderr
    assert f"{found['notes']} notes in bars 1 to 2 stand like this" in told
    assert "--mode infill --redo-bars 1:2" in told
    mine = tmp_path / "mine"
    mine.mkdir()
    (tmp_path / "json1.mid").rename(mine / "a.mid")
    take = json.loads(generate(BUNDLED, "json3.mid", "--own-music", str(mine)).stdout)["takes"][0]
    assert take["longest_own_match"]["notes"] == len(made.notes)
    assert "holds no MIDI files" in generate(BUNDLED, "x.mid", "--own-music", str(model)).stderr
