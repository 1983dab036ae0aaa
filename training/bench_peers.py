"""Other models of music timed for `tatumflow bench --peer`: `python -m training.bench_peers PEER --notes N [--runs R]`.

PEER is the folder of a trained baseline (`python -m training.baseline train`), or `gpt2`: a decoder of the usual small
size (8 layers, 8 heads, width 512) on flat tokens with a cache, untrained, as the time of a token does not depend on
the weights. Prints one JSON object. torch runs on one thread.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from pathlib import Path
from typing import Any

GPT2 = {"vocabulary": 512, "width": 512, "layers": 8, "heads": 8, "longest": 1024}
TOKENS_A_NOTE = 3.7
"""Of flat REMI tokens: a position now and then, pitch, velocity, duration."""
PROMPT_TOKENS = 200


def time_gpt2(notes: int, runs: int) -> dict[str, Any]:
    """Seconds of one core for the tokens of `notes` notes after a prompt, one token at a time."""
    import torch

    from training.baseline.network import Baseline, BaselineConfig

    network = Baseline(BaselineConfig(**GPT2)).eval()
    tokens = min(round(notes * TOKENS_A_NOTE), GPT2["longest"] - PROMPT_TOKENS - 1)
    times = []
    with torch.inference_mode():
        for number in range(runs + 1):
            started = time.process_time()
            ids = torch.zeros((1, PROMPT_TOKENS), dtype=torch.int64)
            logits, cache = network(ids)
            for _ in range(tokens):
                logits, cache = network(logits[:, -1].argmax(-1)[None], cache)
            if number:
                times.append(time.process_time() - started)
    seconds = statistics.median(times)
    return {
        "name": "GPT-2 type, 8 layers, 8 heads, width 512, flat tokens, cache (untrained)",
        "parameters": sum(p.numel() for p in network.parameters()),
        "tokens": tokens, "notes": tokens / TOKENS_A_NOTE, "processor_s": seconds,
        "tokens_a_second": tokens / seconds, "notes_a_second": tokens / TOKENS_A_NOTE / seconds,
    }  # fmt: skip


def time_baseline(folder: Path, prompt: Path, runs: int) -> dict[str, Any]:
    """Seconds of one core in which a trained baseline continues four bars of `prompt` by eight."""
    from engine.generate.window_setup import grid_of
    from engine.music.midi_io import read_clip
    from training.baseline.sample import BaselineWriter
    from training.evaluate_windows import PROMPT_BEATS

    writer = BaselineWriter.load(folder)
    grid = grid_of(read_clip(prompt).notes).window(0, PROMPT_BEATS)
    times, notes = [], []
    for number in range(runs + 1):
        started = time.process_time()
        made = writer.continuation(grid, number)
        if number:
            times.append(time.process_time() - started)
            notes.append(len(made))
    rate = [count / seconds for count, seconds in zip(notes, times, strict=True)]
    return {
        "name": f"baseline {folder.name}", "parameters": sum(p.numel() for p in writer.network.parameters()),
        "notes": statistics.median(notes), "processor_s": statistics.median(times),
        "notes_a_second": statistics.median(rate),
    }  # fmt: skip


def main() -> int:
    """Measure and print. Returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("peer")
    parser.add_argument("--notes", type=int, default=130)
    parser.add_argument("--prompt", type=Path, required=True)
    parser.add_argument("--runs", type=int, default=3)
    args = parser.parse_args()
    import torch

    torch.set_num_threads(1)
    torch.manual_seed(0)
    if args.peer == "gpt2":
        found = time_gpt2(args.notes, args.runs)
    else:
        found = time_baseline(Path(args.peer), args.prompt, args.runs)
    print(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
