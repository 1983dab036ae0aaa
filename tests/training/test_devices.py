"""Training on a device that is not the CPU: nothing is left behind, the numbers are the CPU's, little is waited for.

No test machine has a GPU, so a pretended one stands in (pretend_gpu.py): real tensors that only torch can reach.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file

from engine.errors import InputError
from engine.model import devices
from engine.model.devices import torch_device
from engine.sentences import Sentence
from tests.training.corpus_files import MAIN, ROOT
from training.devices import mixed_precision


def train(out: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tests.training.pretend_training", str(out), *words],
        cwd=ROOT, capture_output=True, text=True, timeout=280, env=os.environ | {"OMP_NUM_THREADS": "1"},
    )  # fmt: skip


def told(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.slow
def test_a_run_begun_on_a_gpu_goes_on_on_the_cpu_as_if_it_had_always_been_there(tmp_path: Path) -> None:
    told(train(tmp_path / "cpu", "cpu"))
    on_gpu = told(train(tmp_path / "both", "gpu", "1"))
    on_cpu = told(train(tmp_path / "both", "cpu"))
    for name in ("codec", "decoder", "denoiser", "phrase"):
        same(tmp_path, f"run/{name}/state.safetensors")
    for name in ("run/codec/codec.safetensors", "style/adapters/state.safetensors", "baseline/state.safetensors"):
        same(tmp_path, name)
    for name in ("meter", "likelihood", "by heart", "takes"):
        assert on_gpu[name]
        assert on_gpu[name] == on_cpu[name]
    # In each batch (two a step; one of a style) the decoder is asked twice which elements it has to predict, damage is
    # done by numpy, and a style's windows are mixed with the folder's. Nothing else is looked at before the report.
    waits = {name: on_gpu[f"{name} waits"] for name in ("codec", "decoder", "denoiser", "phrase", "style", "baseline")}
    assert waits == {"codec": 0, "decoder": 4, "denoiser": 2, "phrase": 0, "style": 4, "baseline": 0}
    assert (tmp_path / "both" / "lowered" / "denoiser" / "state.safetensors").is_file()


def same(folder: Path, name: str) -> None:
    a, b = load_file(folder / "cpu" / name), load_file(folder / "both" / name)
    assert a.keys() == b.keys()
    assert [key for key in a if not torch.equal(a[key], b[key])] == [], name


@pytest.mark.slow
def test_a_tensor_that_is_left_on_the_cpu_is_noticed(tmp_path: Path) -> None:
    done = train(tmp_path, "leak")
    assert done.returncode != 0
    assert "expected all tensors on the same device" in done.stderr


@pytest.mark.parametrize("kind", ["CPU", "CUDA", "MPS"])
@pytest.mark.parametrize("operation", ["linear", "matmul", "scaled_dot_product_attention"])
def test_autocast_lowers_what_the_networks_multiply_with(kind: str, operation: str) -> None:
    # Attention mixes rotated queries (float32) with values as they leave a product (bfloat16): it must be lowered, too.
    assert torch._C._dispatch_has_kernel_for_dispatch_key(f"aten::{operation}", f"Autocast{kind}")


@pytest.mark.parametrize(
    ("machine", "has_avx512_bf16", "has_amx", "kind"),
    [
        ("x86_64", False, False, torch.float32),
        ("x86_64", True, False, torch.bfloat16),
        ("AMD64", False, True, torch.bfloat16),
    ],
)
def test_bfloat16_is_used_where_it_is_wanted_and_the_processor_multiplies_it(
    monkeypatch: pytest.MonkeyPatch, machine: str, has_avx512_bf16: bool, has_amx: bool, kind: torch.dtype
) -> None:
    monkeypatch.setattr(devices.platform, "machine", lambda: machine)
    monkeypatch.setattr(torch.cpu, "_is_avx512_bf16_supported", lambda: has_avx512_bf16)
    monkeypatch.setattr(torch.cpu, "_is_amx_tile_supported", lambda: has_amx)
    cpu, layer = torch.device("cpu"), torch.nn.Linear(2, 2)
    with mixed_precision(cpu):
        assert layer(torch.ones(1, 2)).dtype == kind
    with mixed_precision(cpu, wanted=False):
        assert layer(torch.ones(1, 2)).dtype == torch.float32


def test_auto_takes_cuda_then_mps_then_the_cpu(monkeypatch: pytest.MonkeyPatch) -> None:
    there: set[str] = {"cuda", "mps"}
    monkeypatch.setattr(devices, "missing", lambda name: None if name in {"cpu"} | there else Sentence("not here"))
    monkeypatch.setattr(devices, "_tried", lambda device: device)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)
    assert torch_device("auto", 1, 2) == torch.device("cuda", 1)
    with pytest.raises(InputError, match="Process 3 of this machine finds 2 GPUs"):
        torch_device("auto", 2, 3)
    there.remove("cuda")
    assert torch_device("auto") == torch.device("mps")
    assert torch_device("auto", 0, 2) == torch.device("cpu")
    with pytest.raises(InputError, match="cannot share"):
        torch_device("mps", 0, 2)
    there.clear()
    assert torch_device("auto") == torch.device("cpu")


@pytest.mark.parametrize("device", ["cuda", "mps"])
@pytest.mark.parametrize(
    "what",
    [
        "tatumflow train . --name Mine",
        "tatumflow train . --base none --out run",
        "tatumflow check-training",
        "tatumflow generate --mode pattern --out take.mid",
        "-m training.baseline train . --out run",
        "-m training.train_meter --out meter --cache cache --asap asap --wjazzd wjazzd",
        "-m training.train_chords . --charts charts.csv --out chords",
    ],
)
def test_a_device_that_is_not_there_is_one_line(tmp_path: Path, device: str, what: str) -> None:
    if not devices.missing(device):
        pytest.skip(f"this machine has {device}")
    done = subprocess.run(
        [sys.executable, *(str(MAIN) if word == "tatumflow" else word for word in what.split()), "--device", device],
        cwd=tmp_path, capture_output=True, text=True, timeout=100, env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.returncode == 2
    assert "give --device cpu" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert list(tmp_path.iterdir()) == []
