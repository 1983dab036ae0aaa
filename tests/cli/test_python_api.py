"""The Python interface: the examples of its guide run as they stand, tokens come back, bad calls are one sentence."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from engine import TatumFlow, TatumFlowGenerator, TatumFlowTokenizer
from engine.errors import InputError
from engine.model.tokens import grid_from_notes
from engine.music.midi_io import read_clip
from tests.cli.helpers import DEMO, ROOT

GUIDE = ROOT / "docs" / "python_api.md"


@pytest.fixture(scope="module")
def generator() -> TatumFlowGenerator:
    return TatumFlowGenerator()


@pytest.mark.slow
def test_the_guides_examples_run_from_top_to_bottom(tmp_path: Path) -> None:
    blocks = re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) >= 8
    program = (
        "\n".join(blocks) + "\nimport sys\nassert not {'torch', 'PySide6', 'app', 'training'} & set(sys.modules)\n"
    )
    shutil.copy(DEMO, tmp_path / "verse.mid")
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, timeout=280,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "OMP_NUM_THREADS": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    for name in ("answer-1", "answer-2", "verse-like-garner", "verse-improvised", "solo", "study", "again"):
        assert read_clip(tmp_path / f"{name}.mid").notes, name
    assert read_clip(tmp_path / "answer-1.mid").notes != read_clip(tmp_path / "answer-2.mid").notes


def test_importing_the_package_loads_nothing() -> None:
    code = "import engine, sys; print('numpy' in sys.modules, 'engine.api' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


def test_tokens_come_back_as_the_same_notes() -> None:
    tokenizer = TatumFlowTokenizer()
    clip = read_clip(DEMO)
    tokens = tokenizer.encode(clip)
    assert tokens.count(0) == 32
    assert len(tokens) == 32 + 5 * len(clip.notes)
    assert 0 <= min(tokens) <= max(tokens) < tokenizer.vocab_size
    back = tokenizer.decode(tokens)
    before, after = grid_from_notes(clip.notes), grid_from_notes(back.notes)
    for name in ("onset", "micro", "pitch"):
        np.testing.assert_array_equal(getattr(before, name), getattr(after, name))
    assert tokenizer.encode(back) == tokens
    assert tokenizer.decode(tokens[:-2]).notes == back.notes[:-1]


@pytest.mark.parametrize("tokens", [[1], [0, 1, 2, 3, 4, 5], [0, 999], [0, -3]])
def test_tokens_out_of_place_are_named(tokens: list[int]) -> None:
    with pytest.raises(InputError, match="place"):
        TatumFlowTokenizer().decode(tokens)


def test_components_given_whole_keep_the_rhythm_they_came_from(generator: TatumFlowGenerator) -> None:
    components = generator.model.components(DEMO)
    one, again = (generator.generate_with_theory(components, seed=2, steps=4)[0] for _ in range(2))
    assert one == again
    original = {note.start // 120 for note in read_clip(DEMO).notes}
    made = {note.start // 120 for note in one.notes}
    assert len(original & made) / len(original | made) > 0.7
    assert one.length == 8 * 1920


def test_a_chart_brings_its_feel(generator: TatumFlowGenerator) -> None:
    def places(feel: str = "") -> set[int]:
        """Where in the bar, in half quarters, the notes of a bass begin."""
        bass = generator.generate_from_chords("bossa", role="bass", bars=4, feel=feel, steps=2)[0]
        return {round(note.start % 1920 / 240) % 8 for note in bass.notes}

    assert places() == places("bossa") == {0, 3, 4, 7}
    assert 3 not in places("two-beat")


@pytest.mark.parametrize("case", ["unknown component", "shape", "nothing", "style", "setting", "chord", "no file"])
def test_bad_calls_are_one_sentence(generator: TatumFlowGenerator, tmp_path: Path, case: str) -> None:
    row = np.zeros((4, 32), np.float32)
    calls: dict[str, Callable[[], object]] = {
        "unknown component": lambda: generator.generate_with_theory({"groove": row}, steps=2),
        "shape": lambda: generator.generate_with_theory({"harmony": row, "melody": row[:3]}, steps=2),
        "nothing": lambda: generator.generate_with_theory({}),
        "style": lambda: generator.generate_with_theory({"harmony": row}, style="Nobody"),
        "setting": lambda: generator.generate_continuation(DEMO, bars=1, tempratur=1.0),
        "chord": lambda: generator.generate_from_chords("Dm7 | Hm7"),
        "no file": lambda: generator.improvise(tmp_path / "nowhere.mid"),
    }
    with pytest.raises(InputError) as caught:
        calls[case]()
    assert "\n" not in str(caught.value)


def test_a_style_can_be_read_named_and_mixed(generator: TatumFlowGenerator) -> None:
    from engine import mix_styles

    model: TatumFlow = generator.model
    first, second = model.styles[:2]
    vector = model.encode_style(DEMO)
    assert vector.shape == (model.engine.checkpoint.config.style_width,)
    np.testing.assert_array_equal(mix_styles({first: 1.0}, model), model.style_vector(first))
    half = mix_styles({first: 0.5, second: 0.5}, model)
    lengths = [float(np.linalg.norm(model.style_vector(name))) for name in (first, second)]
    assert min(lengths) * 0.99 <= float(np.linalg.norm(half)) <= max(lengths) * 1.01
