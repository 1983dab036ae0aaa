"""The bundled prompt: made by its script, and playing what it says it plays."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise
from pathlib import Path

from engine.music.key import clip_key
from engine.music.meter import played_beats
from engine.music.midi_io import read_clip, read_texts

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "resources" / "prompts" / "demo.mid"
BAR = 1920


def test_the_file_is_what_its_script_makes(tmp_path: Path) -> None:
    again = tmp_path / "demo.mid"
    script = str(ROOT / "packaging" / "make_demo_prompt.py")
    subprocess.run([sys.executable, script, str(again)], capture_output=True, check=True)
    assert again.read_bytes() == DEMO.read_bytes()


def test_it_is_eight_bars_in_f_on_the_grid() -> None:
    clip = read_clip(DEMO)
    assert clip.length == 8 * BAR
    assert played_beats(clip) is None
    assert clip.key == clip_key(clip) == "F"
    assert [span.chord.symbol() for span in clip.chords[:4]] == ["Gm7", "C7", "Fmaj7", "D7b9"]
    assert any("CC0" in text for text in read_texts(DEMO))


def test_it_swings() -> None:
    """Off-beat eighths of the line fall between straight (0.5) and the dotted eighth (0.75) of the beat."""
    line = [note for note in read_clip(DEMO).notes if note.pitch >= 70]
    off_beats = [note.start % 480 / 480 for note in line if 0.4 < note.start % 480 / 480 < 0.8]
    median = sorted(off_beats)[len(off_beats) // 2]
    assert 0.58 < median < 0.70
    assert len(set(off_beats)) > 10


def test_one_pianist_can_play_it() -> None:
    """Never more than ten keys at once, nor a hand's span of more than a tenth for the chords."""
    notes = read_clip(DEMO).notes
    for note in notes:
        sounding = [other for other in notes if other.start <= note.start < other.end]
        assert len(sounding) <= 10
        left = [other.pitch for other in sounding if other.pitch < 70 and abs(other.start - note.start) < 30]
        if len(left) > 1:
            assert max(left) - min(left) <= 16
    for pitch in {note.pitch for note in notes}:
        struck = sorted((note for note in notes if note.pitch == pitch), key=lambda note: note.start)
        assert all(here.end <= then.start for here, then in pairwise(struck))


def test_nothing_else_lies_beside_it() -> None:
    assert [path.name for path in DEMO.parent.glob("[!.]*")] == [DEMO.name]
