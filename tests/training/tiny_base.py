"""What small trainings of the tests learn on and from: a base of the tiny size with fixed random weights, a folder of
small files, a piece of the beat tracker's.
"""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import torch

from engine.model.checkpoint import save_weights
from engine.model.config import preset
from engine.model.networks.graphs import Networks
from tests.training.corpus_files import Note, midi_file
from training.meter_data import Piece


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


def quarters() -> Piece:
    """64 played quarters, one after the other, in 4/4."""
    beats = np.arange(64) * 0.5
    notes = np.stack([beats, beats + 0.4, 60 + np.arange(64) % 12, np.full(64, 80)], axis=1)
    return Piece("made", "made", notes, beats, np.arange(64) % 4 == 0, np.zeros(0), score=False)
