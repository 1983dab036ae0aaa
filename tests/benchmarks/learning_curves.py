"""Where more computing would go: the note decoder's loss over its size, the number of pieces and the steps trained.

Decoders of several sizes learn from all training pieces, and one size learns from fewer and fewer of them, all from
random weights on the latents of one checkpoint's codec. Every figure is the loss of the averaged weights on the same
validation windows, at the end of a whole learning-rate schedule. A run that is there already goes on where it was.

usage: python tests/benchmarks/learning_curves.py DATASET --out FOLDER [--steps N] [--threads N]
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

import torch

from engine.model.checkpoint import Checkpoint, load_checkpoint
from engine.model.config import ModelConfig
from engine.model.networks.decoder import Decoder
from training.loop import TrainConfig
from training.objectives import decoder_loss
from training.train_model import (
    CODEC_FILE,
    LONGEST_ELEMENTS,
    averaged_weights,
    load_codec,
    save_codec,
    stage_weights,
    train_stage,
)  # fmt: skip
from training.windows import LoadedPiece, WindowSource, load_split

BATCH = 8
HELD_OUT_BATCHES = 24
MIDDLE = (128, 4)
"""Width and layers of the decoder that learns from fewer pieces."""
SIZES = ((64, 2), MIDDLE, (256, 6))
SHARES = (1 / 256, 1 / 32, 1 / 4)


@dataclass(frozen=True, slots=True)
class Setting:
    """One decoder to train: its width and layers, the share of the training pieces, the steps."""

    width: int
    layers: int
    share: float
    steps: int

    @property
    def name(self) -> str:
        """The folder of its run."""
        return f"{self.width}x{self.layers}-{self.share:.4f}-{self.steps}"


def settings(steps: int) -> list[Setting]:
    """The runs: a quarter of the steps and all of them for each size, then fewer pieces."""
    sizes = [Setting(width, layers, 1.0, count) for count in (steps // 4, steps) for width, layers in SIZES]
    return sizes + [Setting(*MIDDLE, share, steps) for share in SHARES]


def held_out(config: ModelConfig, run: Path, windows: WindowSource) -> dict[str, float]:
    """Nats an attribute of the validation windows, without latents and with them."""
    decoder, codec = Decoder(config), load_codec(run, config)
    decoder.load_state_dict(decoder.state_dict() | averaged_weights(run, "decoder"))
    decoder.eval()
    out = {}
    with torch.inference_mode():
        for name, drop in (("unconditional", 1.0), ("with_latents", 0.0)):
            nats = [
                decoder_loss(
                    decoder, codec, windows.note_batch(number, BATCH, LONGEST_ELEMENTS),
                    torch.Generator().manual_seed(number), drop_latents=drop,
                )["nats"].item()
                for number in range(HELD_OUT_BATCHES)
            ]  # fmt: skip
            out[name] = round(float(np.mean(nats)), 4)
    return out


def measured(
    setting: Setting, base: Checkpoint, pieces: list[LoadedPiece], valid: WindowSource, out: Path
) -> dict[str, Any]:
    """Train one decoder, or take the one that is there, and measure it."""
    config = replace(base.config, decoder_width=setting.width, decoder_layers=setting.layers)
    run = out / setting.name
    if not (run / CODEC_FILE).exists():
        save_codec(run, stage_weights(base, "codec"))
    # Every so many-th piece, so that each corpus keeps its share.
    chosen = pieces[:: round(1 / setting.share)]
    windows = WindowSource(chosen, config.styles, window_beats=config.window_beats)
    train = TrainConfig(
        steps=setting.steps, rate=1e-3, warm_up=setting.steps // 20, ema=0.995, decay=0.02,
        checkpoint_every=setting.steps,
    )  # fmt: skip
    began = time.perf_counter()
    train_stage("decoder", config, windows, run, train, batch_size=BATCH, report=lambda item: None)
    minutes = (time.perf_counter() - began) / 60
    parameters = sum(p.numel() for p in Decoder(config).parameters())
    return {
        "width": setting.width, "layers": setting.layers, "parameters": parameters, "pieces": len(chosen),
        "steps": setting.steps, "minutes": round(minutes, 1),
        **held_out(config, run, valid),
    }  # fmt: skip


def draw(rows: list[dict[str, Any]], path: Path) -> None:
    """The loss over the decoder's parameters, a line for each number of steps, and over the number of pieces."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9, 3.4), layout="constrained")
    by_size, by_pieces = figure.subplots(1, 2, sharey=True)
    whole, steps = max(row["pieces"] for row in rows), max(row["steps"] for row in rows)
    lines = [
        (by_size, "parameters", [row for row in rows if row["pieces"] == whole and row["steps"] == count], count)
        for count in sorted({row["steps"] for row in rows})
    ]
    middle = [row for row in rows if (row["width"], row["layers"]) == MIDDLE and row["steps"] == steps]
    lines.append((by_pieces, "pieces", sorted(middle, key=lambda row: row["pieces"]), steps))
    for axis, name, line, count in lines:
        for kind, style in (("unconditional", "o-"), ("with_latents", "s--")):
            label = f"{kind.replace('_', ' ')}, {count} steps"
            axis.plot([row[name] for row in line], [row[kind] for row in line], style, label=label)
        axis.set(xscale="log", xlabel=name)
        places = [row[name] for row in line]
        axis.set_xticks(places, [f"{place / 1e6:.1f} M" if place > 1e5 else f"{place:,}" for place in places])
        axis.minorticks_off()
        axis.grid(alpha=0.3)
    by_size.set_ylabel("nats an attribute")
    by_size.legend(fontsize=7)
    figure.savefig(path, dpi=110)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dataset", type=Path, metavar="DATASET", help="made by `tatumflow prepare`")
    parser.add_argument("--out", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--steps", type=int, default=1200)
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    base = load_checkpoint()
    pieces = load_split(args.dataset, "train")
    valid = WindowSource(
        load_split(args.dataset, "valid"), base.config.styles, window_beats=base.config.window_beats, seed=1
    )
    args.out.mkdir(parents=True, exist_ok=True)
    rows = []
    for setting in settings(args.steps):
        rows.append(measured(setting, base, pieces, valid, args.out))
        print(json.dumps(rows[-1]), flush=True)
        (args.out / "learning_curves.json").write_text(json.dumps(rows, indent=1), encoding="utf-8")
        draw(rows, args.out / "learning_curves.png")


if __name__ == "__main__":
    main()
