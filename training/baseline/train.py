"""Training the baseline: the same windows and transpositions as the model's, batches a pure function of the step."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from engine.errors import ResourceError
from engine.files import replacing
from engine.model.tokens import GridNotes
from training.baseline.network import Baseline, BaselineConfig, token_nats
from training.baseline.tokens import TOKENIZER_FILE, RemiTokens
from training.devices import CPU, placed
from training.evaluate_windows import HeldPiece, bar_lines, held_pieces, stretches
from training.likelihood import BEATS, measured_windows
from training.loop import TrainConfig, Trainer
from training.objectives import Losses
from training.portions import Portion, PortionedLoss
from training.windows import JAZZ_WEIGHT

CONFIG_FILE, FACTS_FILE = "config.json", "facts.json"
VOCABULARY = 2000
BPE_WINDOWS = 600
BARS = BEATS // 4


class TokenSource:
    """Draws batches of token sequences; `seen` counts the tokens that were learned from."""

    def __init__(self, pieces: list[HeldPiece], tokens: RemiTokens, longest: int, seed: int) -> None:
        self.tokens, self.longest, self.seed, self.seen = tokens, longest, seed, 0
        self.places = [(piece, bar_lines(piece, BEATS)) for piece in pieces]
        self.places = [(piece, lines) for piece, lines in self.places if len(lines)]
        weights = np.array([len(p.bars) * JAZZ_WEIGHT.get(p.corpus, 1.0) for p, _ in self.places])
        self.cumulative = np.cumsum(weights / weights.sum())

    def clip(self, rng: np.random.Generator) -> GridNotes:
        """A window of twelve bars, transposed at random within the piano."""
        index = min(int(np.searchsorted(self.cumulative, rng.random())), len(self.places) - 1)
        piece, lines = self.places[index]
        notes = piece.notes.window(int(rng.choice(lines)), BEATS)
        if not len(notes):
            return notes
        low, high = int(notes.pitch.min()), int(notes.pitch.max())
        return notes.transposed(int(np.clip(rng.integers(-6, 7), min(0, 21 - low), max(0, 108 - high))))

    def batch(self, number: int, size: int) -> npt.NDArray[np.int64]:
        """Token ids [size, N], padded to the longest."""
        rng = np.random.Generator(np.random.Philox(key=[self.seed, number]))
        rows = [self.tokens.encode(self.clip(rng), BARS)[: self.longest] for _ in range(size)]
        return padded(rows, self.tokens.pad)


def padded(rows: list[list[int]], pad: int) -> npt.NDArray[np.int64]:
    """Sequences as one matrix."""
    out = np.full((len(rows), max(len(row) for row in rows)), pad, np.int64)
    for number, row in enumerate(rows):
        out[number, : len(row)] = row
    return out


def portioned_loss(network: Baseline, source: TokenSource, size: int) -> PortionedLoss:
    """Nats a token over batches of `size` windows."""
    pad = source.tokens.pad

    def loss(step: int, micro: int, portion: Portion) -> Losses:
        ids = source.batch(step * 64 + micro, size)
        real = int((ids[:, 1:] != pad).sum())
        rows = placed(ids[portion.rows(size)], network.tokens.weight.device)
        nats = token_nats(network, rows, pad).sum()
        if portion.index + 1 == portion.parts:
            source.seen += real
        return {"loss": nats * portion.parts / real}

    return PortionedLoss(size, loss)


def train_baseline(
    dataset: Path, run: Path, config: TrainConfig, sizes: dict[str, int], *, batch_size: int,
    report: Callable[[dict[str, Any]], None], vocabulary: int = VOCABULARY, held_windows: int = 128,
    device: torch.device = CPU,
) -> dict[str, Any]:  # fmt: skip
    """Train (or go on training) in `run`; returns and writes what was reached, with the loss on the validation part."""
    run.mkdir(parents=True, exist_ok=True)
    pieces = held_pieces(dataset, "train")
    if (run / TOKENIZER_FILE).exists():
        tokens = RemiTokens.load(run)
    else:
        tokens = RemiTokens.train([notes for notes, _ in stretches(pieces, BPE_WINDOWS, BEATS, seed=31)], vocabulary)
        tokens.save(run)
    torch.manual_seed(config.seed)
    network = Baseline(BaselineConfig(tokens.size, **sizes)).to(device)
    with replacing(run / CONFIG_FILE) as temporary:
        temporary.write_text(json.dumps(network.config.to_json()), encoding="utf-8")
    source = TokenSource(pieces, tokens, network.config.longest, config.seed)
    trainer = Trainer(network, portioned_loss(network, source, batch_size), config, run, report)
    trainer.train()
    trainer.use_average()
    facts = {
        "parameters": sum(p.numel() for p in network.parameters()),
        "vocabulary": tokens.size,
        "steps": trainer.step,
        "batch": batch_size,
        "tokens_this_time": source.seen,
        "validation": held_out_nats(network, tokens, held_pieces(dataset, "valid"), held_windows),
    }
    with replacing(run / FACTS_FILE) as temporary:
        temporary.write_text(json.dumps(facts, indent=1), encoding="utf-8")
    return facts


@torch.inference_mode()
def held_out_nats(network: Baseline, tokens: RemiTokens, pieces: list[HeldPiece], count: int) -> dict[str, float]:
    """Nats a token and a note over the windows that the model's likelihood is measured on."""
    network.eval()
    total, ids_seen, notes = 0.0, 0, 0
    for clip, _ in measured_windows(pieces, count):
        ids = placed(torch.tensor([tokens.encode(clip, BARS)[: network.config.longest]]), network.tokens.weight.device)
        if ids.shape[1] < 2:
            continue
        total += float(token_nats(network, ids, tokens.pad).sum())
        ids_seen += ids.shape[1] - 1
        notes += len(clip)
    return {
        "windows": count, "notes": notes, "nats_a_token": round(total / max(1, ids_seen), 4),
        "nats_a_note": round(total / max(1, notes), 4), "tokens_a_note": round(ids_seen / max(1, notes), 3),
    }  # fmt: skip


def load_network(run: Path) -> Baseline:
    """The averaged weights of a run. Raises ResourceError where they are missing or damaged."""
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    try:
        network = Baseline(BaselineConfig(**json.loads((run / CONFIG_FILE).read_text(encoding="utf-8"))))
        tensors = load_file(run / "state.safetensors")
        network.load_state_dict({k[8:]: v for k, v in tensors.items() if k.startswith("average.")})
    except (OSError, ValueError, SafetensorError, RuntimeError, TypeError) as error:
        raise ResourceError(
            "The baseline in {run} cannot be read ({problem}); train it again with: python -m "
            "training.baseline train DATASET --out FOLDER.",
            run=run,
            problem=str(error).splitlines()[0],
        ) from error
    return network.requires_grad_(False).eval()
