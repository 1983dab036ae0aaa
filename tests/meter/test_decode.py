"""The search for beats takes many frames at once; here it is done frame by frame."""

from __future__ import annotations

import numpy as np
import pytest

from engine.music import meter_decode
from engine.music.meter_network import HEADS, MeterLogits

SETTINGS = meter_decode.DecodeSettings()
LATEST_START_S = 4.5


def likeliest(logits: MeterLogits, time_s: np.ndarray, frames: int) -> list[float]:
    """Seconds of the likeliest beats: each beat in turn, after each that it may follow."""
    lengths = meter_decode._LENGTHS.tolist()
    fit = meter_decode._event_fit(logits, time_s * 50, frames, SETTINGS)[meter_decode.LONGEST :]
    change = -SETTINGS.tempo_change * np.abs(np.log(np.divide.outer(lengths, lengths)))
    value = np.full((frames, len(lengths)), -np.inf)
    came: dict[tuple[int, int], int | None] = {}
    for end in range(frames):
        for row, length in enumerate(lengths):
            begin = end - length
            if begin < 0:
                continue
            options = value[begin] + change[row]
            before = int(options.argmax())
            first = 0.0 if begin <= LATEST_START_S * 50 else -np.inf
            came[end, row] = before if options[before] >= first else None
            value[end, row] = max(first, options[before]) + fit[begin, row]
    tail = value[-meter_decode.LONGEST :]
    end, at = divmod(int(tail.argmax()), len(lengths))
    end += frames - len(tail)
    beats, row = [end], at
    while row is not None:
        before = came[end, row]
        end -= lengths[row]
        beats.append(end)
        row = before
    return [beat / 50 for beat in reversed(beats)]


@pytest.mark.parametrize("frames", range(330, 340))
def test_the_beats_found_are_the_likeliest(frames: int) -> None:
    rng = np.random.default_rng(frames)
    last_s = (frames - 1.5) / 50 - 0.5
    time_s = np.sort(np.append(rng.uniform(1.0, last_s, 30), last_s))
    heads = (rng.dirichlet(np.full(size, 0.2), len(time_s)) + 1e-6 for size in HEADS)
    logits = MeterLogits(*(np.log(head).astype(np.float32) for head in heads))
    beats = meter_decode.decode_beats(logits, time_s, SETTINGS, LATEST_START_S)
    assert beats.tolist() == likeliest(logits, time_s, frames)
