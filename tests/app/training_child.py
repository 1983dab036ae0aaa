"""A training that takes moments: speaks the line protocol, keeps its place in RUN, and can be killed at any step.

`scan` is the real command. What a real training learns is tested with the real training; here it is its words.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

ROOT = Path(os.environ["TATUMFLOW_TEST_ROOT"])
sys.path.insert(0, str(ROOT))

STEPS = int(os.environ.get("TATUMFLOW_TEST_STEPS", "40"))
GATE, GATE_STEP = os.environ.get("TATUMFLOW_TEST_GATE", ""), 20
"""A file without which it does not get beyond that step."""
PORTIONS_STEP = int(os.environ.get("TATUMFLOW_TEST_PORTIONS", "0"))
"""Where memory runs short, if anywhere."""
EVERY = 10
PAIRS = 3


def say(**event: object) -> None:
    print(json.dumps(event, ensure_ascii=False), flush=True)


def music(first: int, bars: int = 8):  # type: ignore[no-untyped-def]
    from engine.music.clip import Clip
    from engine.music.note import Note, Role

    notes = []
    for bar in range(bars):
        at = bar * 1920
        notes += [Note(at + 320 * i, first + 12 + (bar * 3 + i * 5) % 17, 300, 70 + i, Role.LEAD) for i in range(6)]
        notes += [Note(at, first + step, 1700, 60, Role.CHORDS) for step in (0, 4, 7, 10)]
        notes.append(Note(at, first - 24 + bar % 5, 1900, 75, Role.BASS))
    notes.sort(key=lambda note: (note.start, note.pitch))
    return Clip(tuple(notes), length=bars * 1920)


def words() -> tuple[set[str], threading.Condition]:
    said: set[str] = set()
    changed = threading.Condition()

    def listen() -> None:
        for line in sys.stdin:
            with changed:
                word = line.strip()
                said.discard("pause" if word == "resume" else "")
                if word != "resume":
                    said.add(word)
                changed.notify_all()

    threading.Thread(target=listen, daemon=True).start()
    return said, changed


def train(arguments: list[str]) -> int:
    from engine.music.midi_io import write_clip

    options = dict(zip(arguments[1::2], arguments[2::2], strict=True))
    folder, name, out = Path(arguments[0]), options["--name"], Path(options["--out"])
    if not folder.is_dir():
        message = f"there is no folder {folder}; choose it again"
        say(event="error", message=f"There is no folder {folder}; choose it again.")
        print(f"tatumflow train: {message}", file=sys.stderr)
        return 2
    said, changed = words()
    out.mkdir(parents=True, exist_ok=True)
    state = out / "state.json"
    say(event="scan", done=0.0, stage="reading")
    say(event="scan", done=1.0, stage="reading")
    say(event="data", folder=str(folder), files=4, pieces=4, train=3, held_out=1, split="pieces", notes=400, beats=400,
        seconds=200.0, left_out=[])  # fmt: skip
    first = json.loads(state.read_text())["step"] if state.exists() else 0
    say(event="plan", name=name, base="0123", steps=STEPS, step=first, checkpoint_every=EVERY, parameters=1000, rank=8,
        seconds_per_step=0.02, seconds_left=(STEPS - first) * 0.02, memory_bytes=10**9)  # fmt: skip

    def held(step: int) -> float:
        return 2.0 + 0.6 * 0.93**step

    if first == 0:
        say(event="validation", step=0, loss=held(0), decoder=1.0, denoiser=1.0, best=True)
    keep = False
    for step in range(first + 1, STEPS + 1):
        time.sleep(0.02)
        while GATE and step >= GATE_STEP and not Path(GATE).exists() and not said & {"stop", "keep"}:
            time.sleep(0.02)
        say(event="step", step=step, steps=STEPS, loss=held(step) - 0.1 + (step % 3) * 0.03, decoder=1.0, denoiser=1.0,
            rate=0.001, gradient_norm=1.0, seconds_left=(STEPS - step) * 0.02)  # fmt: skip
        with changed:
            if "pause" in said:
                say(event="paused", step=step)
                changed.wait_for(lambda: "pause" not in said or said & {"stop", "keep"})
                say(event="resumed", step=step)
            stop, keep = "stop" in said, "keep" in said
        if step == PORTIONS_STEP:
            say(event="memory", step=step, parts=2, windows=8, message="Memory is short.")
        if step % EVERY == 0 or step == STEPS or stop or keep:
            part = state.with_suffix(".part")
            part.write_text(json.dumps({"step": step}))
            part.replace(state)
            say(event="validation", step=step, loss=held(step), decoder=1.0, denoiser=1.0, best=True)
            say(event="checkpoint", step=step, file=str(state))
            sample = out / "samples" / f"step-{step:06d}.mid"
            sample.parent.mkdir(exist_ok=True)
            write_clip(music(50 + step % 12), sample)
            say(event="sample", step=step, file=str(sample))
        if stop:
            return 130
        if keep:
            break
    files = []
    for index in range(PAIRS):
        say(event="measuring", done=index / PAIRS, stage=f"prompt {index + 1}")
        names = {}
        for side, shift in (("prompt", 0), ("before", 2), ("after", 5)):
            path = out / "listen" / f"{index}-{side}.mid"
            path.parent.mkdir(exist_ok=True)
            write_clip(replace(music(48 + index + shift, 4 if side == "prompt" else 8), name=path.stem), path)
            names[side] = str(path)
        files.append(names)
    before = {"style_probability": 0.11, "style_probability_own": 0.21, "voicings_expected": 145.0}
    before |= {"pitch_class_kl": 0.41, "pctm_cosine": 0.4, "longest_copy_notes": 6.0}
    after = {"style_probability": 0.14, "style_probability_own": 0.68, "voicings_expected": 142.0}
    after |= {"pitch_class_kl": 0.3, "pctm_cosine": 0.41, "longest_copy_notes": 8.0}
    say(event="figures", before=before, after=after, windows=PAIRS, files=files)
    style = Path(os.environ["TATUMFLOW_STYLES"]) / f"{name}.tatumstyle"
    style.parent.mkdir(parents=True, exist_ok=True)
    style.write_bytes(b"\0" * 100_000)
    say(event="done", name=name, file=str(style), installed=str(style), bytes=100_000, step=step, best_step=step,
        pieces=4, stopped=keep)  # fmt: skip
    return 0


if __name__ == "__main__":
    if sys.argv[1] == "train":
        sys.exit(train(sys.argv[2:]))
    import main

    sys.exit(main.main())
