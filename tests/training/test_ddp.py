"""Several processes learn what one learns with the whole batch, and a streamed dataset keeps few shards in memory."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import load_file

from tests.training.corpus_files import MAIN, ROOT
from tests.training.tiny_base import tunes
from training.shard_stream import DRAWS_A_SEAT, StreamedWindows
from training.shards import iter_pieces, shard_paths, write_shard
from training.windows import WindowSource, load_split

RANK_PROGRAM = """
import json, sys
from pathlib import Path
import torch
from torch import nn
from training.accelerate import Processes
from training.loop import TrainConfig, Trainer
from training.portions import PortionedLoss

together = Processes.join()
torch.manual_seed(1)
net = nn.Sequential(nn.Linear(4, 16), nn.GELU(), nn.Linear(16, 1))

def loss(step, micro, portion):
    x = torch.randn(8, 4, generator=torch.Generator().manual_seed(step * 10 + micro))[portion.rows(8)]
    if sys.argv[2:] and together.rank == 1 and len(x) > 4:
        raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 MiB.")
    return {"loss": ((net(x)[:, 0] - x.sum(-1)) ** 2).mean() * portion.weight(8)}

config = TrainConfig(steps=12, rate=1e-2, warm_up=3, accumulate=2 // together.count, report_every=1, bf16=False)
report = lambda item: print(json.dumps(item))
trainer = Trainer(net, PortionedLoss(8, loss), config, Path(sys.argv[1]), report, processes=together)
trainer.train()
together.leave()
if sys.platform == "linux":  # a thread of the group that is left can abort the process at its exit
    threads = [(task / "comm").read_text().strip() for task in Path("/proc/self/task").iterdir()]
    assert not [name for name in threads if "gloo" in name], threads
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def run_together(words: list[str], count: int) -> list[str]:
    """Start `count` processes as torchrun and accelerate do, by environment; returns what each printed."""
    port = str(free_port())
    group = {"WORLD_SIZE": str(count), "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": port}
    common = os.environ | group | {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    children = [
        subprocess.Popen(
            words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, stdin=subprocess.DEVNULL,
            env=common | {"RANK": str(rank), "LOCAL_RANK": str(rank)},
        )
        for rank in range(count)
    ]  # fmt: skip
    told = [child.communicate(timeout=200) for child in children]
    assert [child.returncode for child in children] == [0] * count, told
    return [out for out, _ in told]


def losses(text: str) -> list[float]:
    heard: list[dict[str, Any]] = [json.loads(line) for line in text.splitlines()]
    return [item["loss"] for item in heard if item["event"] == "step"]


def test_two_processes_have_the_loss_of_one_with_the_double_batch(tmp_path: Path) -> None:
    (one,) = run_together([sys.executable, "-c", RANK_PROGRAM, str(tmp_path / "one")], 1)
    first, second = run_together([sys.executable, "-c", RANK_PROGRAM, str(tmp_path / "two")], 2)
    assert second == ""
    assert len(losses(first)) == 12
    np.testing.assert_allclose(losses(first), losses(one), rtol=1e-5)
    # Where the second has too little memory, both learn in portions.
    short, _ = run_together([sys.executable, "-c", RANK_PROGRAM, str(tmp_path / "short"), "of memory"], 2)
    assert [json.loads(line)["parts"] for line in short.splitlines() if '"memory"' in line] == [2]
    np.testing.assert_allclose(losses(short), losses(one), rtol=1e-5)
    a, b = (load_file(tmp_path / name / "state.safetensors") for name in ("one", "two"))
    assert a.keys() == b.keys()
    for name, value in a.items():
        np.testing.assert_allclose(b[name], value, rtol=1e-4, atol=1e-6, err_msg=name)


@pytest.mark.slow
def test_the_command_trains_in_two_processes(tmp_path: Path) -> None:
    folder = tunes(tmp_path / "folder", 8)
    run = tmp_path / "run"
    words = [sys.executable, str(MAIN), "train", str(folder), "--base", "none", "--size", "tiny", "--steps", "2",
             "--stage", "codec", "--out", str(run)]  # fmt: skip
    first, second = run_together(words, 2)
    assert second == ""
    assert [json.loads(line)["event"] for line in first.splitlines()][-1] == "checkpoint"
    assert (run / "codec" / "codec.safetensors").is_file()
    assert not list(run.rglob("*.tmp"))


@pytest.fixture(scope="module")
def shards(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ten shards of one piece each."""
    from training.prepare import prepare

    place = tmp_path_factory.mktemp("stream")
    prepare(tunes(place / "folder", 10), place / "data")
    pieces = [piece for split in ("train", "valid", "test") for piece in iter_pieces(place / "data", split)]
    many = place / "many"
    many.mkdir()
    names = [write_shard(many, "train", number, [piece]).name for number, piece in enumerate(pieces)]
    index = json.loads((place / "data" / "index.json").read_text())
    (many / "index.json").write_text(json.dumps(index | {"shards": {"train": names, "valid": [], "test": []}}))
    return many


def test_streamed_windows_visit_every_shard_and_hold_two(shards: Path) -> None:
    paths = shard_paths(shards, "train")
    source = StreamedWindows(paths, ("x",), window_beats=16, resident=2)
    seen = set()
    for seat in range(5):
        batch = source.feature_batch(seat * DRAWS_A_SEAT, 3)
        assert batch["keep"].all()
        assert len(source.pieces) == len(source._cache) == 2
        seen |= {piece.piece_id for piece in source.pieces}
    assert len(seen) == len(paths) == 10


def test_a_streamed_batch_depends_on_its_number_alone(shards: Path) -> None:
    paths = shard_paths(shards, "train")
    straight = StreamedWindows(paths, ("x",), window_beats=16, resident=3)
    for seat in range(4):
        straight.feature_batch(seat * DRAWS_A_SEAT, 2)
    number = 3 * DRAWS_A_SEAT + 7
    resumed = StreamedWindows(paths, ("x",), window_beats=16, resident=3)
    for one, two in ((straight.feature_batch(number, 2), resumed.feature_batch(number, 2)),
                     (straight.note_batch(number, 2, 64), resumed.note_batch(number, 2, 64))):  # fmt: skip
        for name in one:
            np.testing.assert_array_equal(one[name], two[name])
    whole = WindowSource(load_split(shards, "train"), ("x",), window_beats=16)
    assert len(whole.pieces) == 10
