"""A GPU that fails in the middle: the processor stands in where somebody is told, elsewhere it is one sentence.

torch's own device "meta" stands for the GPU: it takes whatever is put on it and gives no result.
"""

from __future__ import annotations

from pathlib import Path
from threading import Event as Flag
from typing import Any

import pytest
import torch

from engine.errors import ResourceError
from engine.generate.engine import Engine
from engine.generate.jobs import ContinueJob, Event, Sampling, TakeReady
from engine.model.checkpoint import Checkpoint, load_checkpoint
from engine.model.devices import device_reason
from engine.model.runtime import FloatArray, OnnxRuntime, Runtime
from engine.model.torch_runtime import TorchRuntime
from engine.music.clip import Clip
from engine.music.midi_io import read_clip
from engine.sentences import Sentence

DEMO = Path(__file__).resolve().parents[2] / "resources" / "prompts" / "demo.mid"


class BreaksDown(TorchRuntime):
    """Works on the CPU until, in its 60th call, it is on a device that gives nothing."""

    calls = 0

    def call(self, graph: str, inputs: dict[str, Any]) -> list[FloatArray]:
        self.calls += 1
        if self.calls == 60:
            self._device = torch.device("meta")
        return super().call(graph, inputs)


@pytest.fixture(scope="module")
def checkpoint() -> Checkpoint:
    return load_checkpoint()


def take(checkpoint: Checkpoint, runtime: Runtime) -> Clip:
    heard: list[Event] = []
    job = ContinueJob(prompt=read_clip(DEMO), bars=1, seed=3, sampling=Sampling(steps=2))
    Engine(checkpoint, runtime).run(job, heard.append, Flag())
    (found,) = (event for event in heard if isinstance(event, TakeReady))
    return found.clip


def test_a_device_that_gives_nothing_leaves_the_very_take_to_the_processor(checkpoint: Checkpoint) -> None:
    told: list[Sentence] = []
    runtime = TorchRuntime(checkpoint, "meta", told=told.append)
    assert take(checkpoint, runtime) == take(checkpoint, OnnxRuntime(checkpoint))
    assert runtime.device == "CPU"
    assert [str(sentence) for sentence in told] == [
        "The device 'meta' has failed (Cannot copy out of meta tensor; no data!); the processor is used from now on."
    ]


def test_a_take_that_was_begun_on_the_device_is_finished(checkpoint: Checkpoint) -> None:
    told: list[Sentence] = []
    runtime = BreaksDown(checkpoint, told=told.append)
    clip = take(checkpoint, runtime)
    assert runtime.calls > 60
    assert len(told) == 1
    assert clip.bars == 1
    assert clip.notes


@pytest.mark.parametrize("gpu", ["meta", "ipu"], ids=["gives nothing", "has no room"])
def test_a_style_of_one_s_own_is_written_by_the_processor(checkpoint: Checkpoint, gpu: str) -> None:
    told: list[Sentence] = []
    runtime = TorchRuntime(checkpoint, told=told.append)
    runtime._device = torch.device(gpu)
    name = "decoder.heads.pitch.out.weight"
    weights = {**checkpoint.weights, name: -checkpoint.weights[name]}
    onnx = OnnxRuntime(checkpoint).adapted(weights, {name})
    first, second = runtime.adapted(weights, {name}), runtime.adapted(weights, {name})
    assert take(checkpoint, first) == take(checkpoint, second) == take(checkpoint, onnx)
    assert take(checkpoint, onnx) != take(checkpoint, OnnxRuntime(checkpoint))
    assert told


def test_the_first_sentence_of_what_torch_says_is_told() -> None:
    error = torch.OutOfMemoryError(
        "CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total capacity of 8 GiB."
    )
    assert device_reason(error) == "CUDA out of memory"
    assert device_reason(RuntimeError("CUDA error: device lost\nFor debugging ...")) == "CUDA error: device lost"


def test_where_nobody_is_told_it_is_an_error_of_one_sentence(checkpoint: Checkpoint) -> None:
    with pytest.raises(ResourceError, match=r"'meta' does not work .*give --device cpu"):
        take(checkpoint, TorchRuntime(checkpoint, "meta"))
