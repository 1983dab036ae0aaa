"""A base of the tiny size with fixed random weights and a folder of small files, for the tests of personal styles."""

from __future__ import annotations

import random
from pathlib import Path

import torch

from engine.model.checkpoint import save_weights
from engine.model.config import preset
from engine.model.networks.graphs import Networks
from tests.training.corpus_files import Note, midi_file


def tiny_base(folder: Path) -> Path:
    """A checkpoint without graphs; the same weights every time."""
    torch.manual_seed(4)
    config = preset("tiny", ("Swing", "Stride"))
    networks = Networks.build(config)
    weights = {
        f"{prefix}.{name}": value.numpy()
        for prefix, network in networks.named().items()
        for name, value in network.state_dict().items()
    }
    save_weights(folder, config, weights, {"size": "tiny"})
    return folder


def tunes(folder: Path, count: int, bars: int = 20) -> Path:
    """`count` different tunes of eighths over half-note chords."""
    for number in range(count):
        rng = random.Random(number)
        notes: list[Note] = []
        for k in range(bars * 8):
            notes.append((k * 240, 200, 62 + rng.choice([0, 2, 3, 5, 7, 9, 10, 12]), rng.randint(50, 100)))
            if k % 4 == 0:
                root = 38 + rng.randrange(10)
                notes += [(k * 240, 900, root + step, 60) for step in (0, 7, 10)]
        midi_file(folder / f"tune {number}.mid", [("piano", notes)])
    return folder
