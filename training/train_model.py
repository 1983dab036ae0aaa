"""Train the model from a prepared dataset in three stages: codec, then note decoder and denoisers on its frozen
latents.

The recipe of the bundled checkpoint is in `training/recipes/`; a stage that has a finished state in the run folder is
not repeated, and a begun one goes on where it was.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from engine.files import replacing
from engine.model.checkpoint import Checkpoint
from engine.model.config import PHRASE_BEATS, ModelConfig
from engine.model.networks.codec import Codec
from engine.model.networks.decoder import Decoder
from engine.model.networks.denoiser import BeatDenoiser, PhraseDenoiser
from training.accelerate import Processes
from training.corruption import Corruptions
from training.loop import Report, TrainConfig, Trainer
from training.objectives import (
    Losses,
    beat_denoiser_loss,
    codec_loss,
    decoder_loss,
    measure_latents,
    phrase_denoiser_loss,
)
from training.portions import Portion, PortionedLoss
from training.run_lock import alone_in, clear_unfinished
from training.shards import write_text
from training.windows import WindowSource

STAGES = ("codec", "decoder", "denoiser", "phrase")
CODEC_FILE = Path("codec", "codec.safetensors")
"""The finished codec, in the folder of a run."""
LONGEST_ELEMENTS = 416
PHRASE_WINDOW_BEATS = 16 * PHRASE_BEATS


def build(stage: str, config: ModelConfig) -> nn.Module:
    """A fresh network of a stage."""
    makers: dict[str, Callable[[ModelConfig], nn.Module]] = {
        "codec": Codec, "decoder": Decoder, "denoiser": BeatDenoiser, "phrase": PhraseDenoiser,
    }  # fmt: skip
    return makers[stage](config)


def streams(seed: int, step: int, micro: int, portion: int = 0) -> tuple[torch.Generator, np.random.Generator]:
    """The noise of one micro batch, or of one portion of it: a function of their numbers alone."""
    number = step * 64 + micro
    return (
        torch.Generator().manual_seed(seed * 1_000_003 + number + (portion << 40)),
        np.random.default_rng([seed, 7, number, portion] if portion else [seed, 7, number]),
    )


def stage_loss(
    stage: str,
    network: nn.Module,
    codec: Codec,
    source: WindowSource,
    batch_size: int,
    seed: int,
    corruptions: Corruptions | None = None,
) -> PortionedLoss:
    """The loss of a stage as a function of step and micro batch; decoder and beat denoiser heed `corruptions`."""

    def unweighted(step: int, micro: int, portion: Portion) -> Losses:
        noise, rng = streams(seed, step, micro, portion.index)
        number = step * 64 + micro
        damage = np.random.default_rng([seed, 11, number, portion.index] if portion.index else [seed, 11, number])
        if stage == "codec":
            assert isinstance(network, Codec)
            return codec_loss(network, portion.of(source.feature_batch(number, batch_size)), noise)
        if stage == "decoder":
            assert isinstance(network, Decoder)
            notes = portion.of(source.note_batch(number, batch_size, LONGEST_ELEMENTS))
            return decoder_loss(network, codec, notes, noise, corruptions=corruptions, rng=damage)
        if stage == "denoiser":
            assert isinstance(network, BeatDenoiser)
            beats = portion.of(source.feature_batch(number, batch_size))
            return beat_denoiser_loss(network, codec, beats, noise, rng, corruptions=corruptions)
        assert isinstance(network, PhraseDenoiser)
        batch = portion.of(source.feature_batch(number, batch_size, PHRASE_WINDOW_BEATS))
        return phrase_denoiser_loss(network, codec, batch, noise, rng)

    def loss(step: int, micro: int, portion: Portion) -> Losses:
        weight = portion.weight(batch_size)
        return {name: value * weight for name, value in unweighted(step, micro, portion).items()}

    return PortionedLoss(batch_size, loss)


def train_stage(
    stage: str,
    config: ModelConfig,
    source: WindowSource,
    run: Path,
    train: TrainConfig,
    *,
    batch_size: int,
    report: Report,
    should_stop: Callable[[], bool] = lambda: False,
    corruptions: Corruptions | None = None,
    processes: Processes | None = None,
    begun: Checkpoint | None = None,
) -> bool:
    """Train one stage in `run/<stage>`; the others need the finished codec. Returns whether all steps are done.

    `begun` is a checkpoint to begin with instead of random weights. Its codec is the finished one of a run that has
    none.

    It trains on the device of `processes`, by default the CPU.

    Raises:
        Cancelled, InputError, ResourceError: as `Trainer.train`, and if another training is at work in the stage.
        OSError: where the disk refuses.
    """
    together = processes or Processes()
    with ExitStack() as held:
        if together.first:
            held.enter_context(alone_in(run / stage))
            clear_unfinished(run / stage)
            write_text(run / "config.json", json.dumps(config.to_json(), indent=1))
            if begun and stage != "codec" and not (run / CODEC_FILE).exists():
                save_codec(run, stage_weights(begun, "codec"))
        together.wait()
        corruptions = Corruptions() if corruptions is None else corruptions
        torch.manual_seed(train.seed)
        network = build(stage, config).to(together.device)
        if begun:
            network.load_state_dict(stage_weights(begun, stage))
        codec = network if isinstance(network, Codec) else load_codec(run, config).to(together.device)
        # The codec is small and its losses are sums of many small terms: full precision costs nothing and is steadier.
        if stage == "codec":
            train = replace(train, bf16=False)
        trainer = Trainer(
            network,
            stage_loss(stage, network, codec, source, batch_size, train.seed, corruptions),
            train,
            run / stage,
            lambda item: report({"stage": stage, **item}),
            corruptions=corruptions,
            processes=together,
        )
        done = trainer.train(should_stop)
        finished = (run / CODEC_FILE).exists()
        if done and isinstance(network, Codec) and not finished and together.first:
            trainer.use_average()
            beats = [source.feature_batch(10**9 + k, 64) for k in range(32)]
            phrases = [source.feature_batch(2 * 10**9 + k, 16, PHRASE_WINDOW_BEATS) for k in range(8)]
            measure_latents(network, beats + phrases)
            save_codec(run, network.state_dict())
        together.wait()
        return done


def stage_weights(checkpoint: Checkpoint, stage: str) -> dict[str, torch.Tensor]:
    """The weights of one network of a checkpoint."""
    own = {name.removeprefix(f"{stage}."): w for name, w in checkpoint.weights.items() if name.startswith(f"{stage}.")}
    return {name: torch.from_numpy(values.copy()) for name, values in own.items()}


def save_codec(run: Path, weights: dict[str, torch.Tensor]) -> None:
    """Write the finished codec of a run."""
    from safetensors.torch import save_file

    (run / CODEC_FILE).parent.mkdir(parents=True, exist_ok=True)
    with replacing(run / CODEC_FILE) as temporary:
        save_file({name: value.cpu() for name, value in weights.items()}, temporary)


def load_codec(run: Path, config: ModelConfig) -> Codec:
    """The finished, frozen codec of a run."""
    from safetensors.torch import load_file

    codec = Codec(config)
    codec.load_state_dict(load_file(run / CODEC_FILE))
    return codec.requires_grad_(False).eval()


def averaged_weights(run: Path, stage: str) -> dict[str, torch.Tensor]:
    """The weights of a stage that ship: the moving average, or the finished codec."""
    from safetensors.torch import load_file

    if stage == "codec":
        return load_file(run / CODEC_FILE)
    tensors = load_file(run / stage / "state.safetensors")
    return {k[8:]: v for k, v in tensors.items() if k.startswith("average.")}


def print_report(item: dict[str, Any]) -> None:
    """One JSON line on stdout, for people and for a parent process."""
    print(json.dumps({k: round(v, 5) if isinstance(v, float) else v for k, v in item.items()}), flush=True)
