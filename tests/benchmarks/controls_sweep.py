"""Do the controls do what they say? Requested against realised over a sweep, on prompts that the model has not seen.

    python tests/benchmarks/controls_sweep.py PROMPT.mid ... [--out FOLDER] [--steps 15]

Each prompt (its first eight bars) is continued with each value of each control; the table gives the mean realised value
and Pearson's r over all takes. Creativity is measured as the mean distance between variations of an improvisation,
strength as the distance of a transfer from its prompt. Writes controls.json, controls.md and controls.png.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from itertools import combinations
from pathlib import Path
from threading import Event as Flag
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from engine.commands.prompt import ClipSettings, read_prompt
from engine.generate.constraints import REPEAT_BEATS
from engine.generate.engine import Engine
from engine.generate.jobs import ContinueJob, Controls, Event, ImproviseJob, ModeJob, Sampling, TakeReady, TransferJob
from engine.model.tokens import grid_from_notes
from engine.music.clip import Clip
from engine.music.grid import STEPS_PER_BEAT

SWEEPS: dict[str, list[Any]] = {
    "density": [0.05, 0.1, 0.25, 0.4, 0.55, 0.7],
    "register": [(36, 60), (45, 69), (54, 78), (63, 87), (72, 96)],
    "polyphony": [1, 2, 3, 4, 6, 8],
    "swing": [0.0, 0.25, 0.5, 0.75, 1.0],
    "dynamics": [0.25, 0.4, 0.55, 0.7, 0.85],
    "no_repeat": [2, 3, 4, 6, None],
    "creativity": [0.0, 0.25, 0.5, 0.75, 1.0],
    "strength": [0.0, 0.25, 0.5, 0.75, 1.0],
}


def density(clip: Clip) -> float:
    """Notes a quarter, of twelve."""
    return len(clip.notes) / (clip.length / 480) / 12


def mean_pitch(clip: Clip) -> float:
    """Mean pitch."""
    return float(np.mean([note.pitch for note in clip.notes]))


def most_voices(clip: Clip) -> float:
    """Most notes that sound at once."""
    return max(sum(other.start <= note.start < other.end for other in clip.notes) for note in clip.notes)


def swing(clip: Clip) -> float:
    """Place of the off-beat eighth, 0 straight, 1 dotted: mean over the beats that are played in eighths."""
    beats: dict[int, list[float]] = {}
    for note in clip.notes:
        beats.setdefault((note.start + 30) // 480, []).append((note.start + 30) % 480 - 30)
    places = [
        np.mean([p for p in inside if p > 170])
        for inside in beats.values()
        if any(170 < p < 420 for p in inside) and not any(50 < p <= 170 for p in inside)
    ]
    return float(np.clip((np.mean(places) - 240) / 120, -0.2, 1.2)) if places else float("nan")


def loudness(clip: Clip) -> float:
    """Mean velocity, of 127."""
    return float(np.mean([note.velocity for note in clip.notes]) / 127)


def longest_repeat(clip: Clip) -> float:
    """How many notes the longest run of the top line has whose pitches come twice within eight bars of 4/4."""
    grid = grid_from_notes(clip.notes)
    tops = dict(zip(grid.onset.tolist(), grid.pitch.tolist(), strict=True))  # notes of an onset rise: the top is last
    steps = sorted(tops)
    line, longest = [tops[step] for step in steps], 0
    for first, again in combinations(range(len(line)), 2):
        length = 0
        while (
            again + length < len(line)
            and line[first + length] == line[again + length]
            and steps[again + length] - steps[first] <= REPEAT_BEATS * STEPS_PER_BEAT
        ):
            length += 1
        longest = max(longest, length)
    return float(longest)


def distance(a: Clip, b: Clip) -> float:
    """1 - F1 of notes that have the same pitch and begin within a sixteenth's half (60 ticks)."""
    there: dict[int, list[int]] = {}
    for note in b.notes:
        there.setdefault(note.pitch, []).append(note.start)
    hits = 0
    for note in a.notes:
        near = [start for start in there.get(note.pitch, []) if abs(start - note.start) <= 60]
        if near:
            there[note.pitch].remove(near[0])
            hits += 1
    return 1 - 2 * hits / max(1, len(a.notes) + len(b.notes))


MEASURES: dict[str, Callable[[Clip], float]] = {
    "density": density, "register": mean_pitch, "polyphony": most_voices, "swing": swing, "dynamics": loudness,
    "no_repeat": longest_repeat,
}  # fmt: skip


def takes(engine: Engine, job: ModeJob) -> list[Clip]:
    """All takes of a job."""
    heard: list[Event] = []
    engine.run(job, heard.append, Flag())
    return [event.clip for event in heard if isinstance(event, TakeReady)]


def realised(engine: Engine, name: str, value: Any, prompt: Clip, seed: int, sampling: Sampling) -> float:
    """What comes out when `value` is asked of control `name`."""
    if name == "creativity":
        clips = takes(engine, ImproviseJob(prompt, creativity=value, seed=seed, variations=3, sampling=sampling))
        return float(np.mean([distance(a, b) for a, b in combinations(clips, 2)]))
    if name == "strength":
        style = ((engine.styles[seed % len(engine.styles)], 1.0),)
        (clip,) = takes(engine, TransferJob(prompt, strength=value, styles=style, seed=seed, sampling=sampling))
        return distance(prompt, clip)
    (clip,) = takes(
        engine, ContinueJob(prompt, bars=8, seed=seed, controls=Controls(**{name: value}), sampling=sampling)
    )
    return MEASURES[name](clip) if clip.notes else float("nan")


def sweep(engine: Engine, prompts: Sequence[Clip], sampling: Sampling, names: Sequence[str]) -> dict[str, Any]:
    """The table of all controls."""
    out: dict[str, Any] = {}
    for name in names:
        asked, got, rows = [], [], []
        for value in SWEEPS[name]:
            values = np.array([realised(engine, name, value, p, k, sampling) for k, p in enumerate(prompts)])
            if value is not None:
                asked += [float(np.mean(value))] * len(prompts)
                got += values.tolist()
            rows.append({"asked": value, "mean": float(np.nanmean(values)), "deviation": float(np.nanstd(values))})
        real = np.isfinite(got)
        r = float(np.corrcoef(np.array(asked)[real], np.array(got)[real])[0, 1])
        out[name] = {"pearson": r, "rows": rows, "asked": asked, "realised": got}
        means = ", ".join(f"{row['asked']}: {row['mean']:.3f}" for row in rows)
        print(f"{name:11s} r {r:.3f}   {means}", flush=True)
    return out


def draw(table: dict[str, Any], path: Path) -> None:
    """One small picture a control."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, len(table), figsize=(3.2 * len(table), 3.2), squeeze=False)
    for axis, (name, result) in zip(axes[0], table.items(), strict=True):
        axis.scatter(result["asked"], result["realised"], s=8, alpha=0.4)
        rows = [row for row in result["rows"] if row["asked"] is not None]
        axis.plot([np.mean(row["asked"]) for row in rows], [row["mean"] for row in rows], "k-")
        axis.set_title(f"{name}  r = {result['pearson']:.2f}")
        axis.set_xlabel("asked")
    axes[0][0].set_ylabel("realised")
    figure.tight_layout()
    figure.savefig(path, dpi=110)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("prompts", nargs="+", type=Path)
    parser.add_argument("--checkpoint", type=Path)
    parser.add_argument("--out", type=Path, default=Path("results"))
    parser.add_argument("--steps", type=int, default=15)
    parser.add_argument("--only", default=",".join(SWEEPS), help="controls to measure, separated by commas")
    args = parser.parse_args()
    engine = Engine.load(args.checkpoint)
    prompts = []
    for path in args.prompts:
        clip = read_prompt(path, ClipSettings())
        prompts.append(clip.slice_bars(0, min(8, clip.bars) - 1))
    table = sweep(engine, prompts, Sampling(steps=args.steps), args.only.split(","))
    args.out.mkdir(parents=True, exist_ok=True)
    head = {"checkpoint": engine.checkpoint_hash, "prompts": len(prompts), "steps": args.steps}
    (args.out / "controls.json").write_text(json.dumps({**head, "controls": table}, indent=1), encoding="utf-8")
    lines = [f"Checkpoint {engine.checkpoint_hash}, {len(prompts)} prompts, {args.steps} steps.", "",
             "| control | Pearson r | asked: realised (mean) |", "|---|---|---|"]  # fmt: skip
    for name, result in table.items():
        cells = ", ".join(f"{row['asked']}: {row['mean']:.3g}" for row in result["rows"])
        lines.append(f"| {name} | {result['pearson']:.3f} | {cells} |")
    (args.out / "controls.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    draw(table, args.out / "controls.png")


if __name__ == "__main__":
    main()
