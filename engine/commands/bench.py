"""`tatumflow bench`: the speed figures of this machine, with the machine in one line. What is measured is in
`bench_measures`, the machine in `machine`.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from threading import Event as Flag
from typing import Any

from engine.commands import files
from engine.commands.interrupt import cancel_on_interrupt
from engine.commands.options import add_common_options, names_of, whole
from engine.commands.progress import ProgressLine
from engine.errors import Cancelled, InputError, ResourceError

EXAMPLES = """\
examples:
  tatumflow bench
  tatumflow bench --json speed.json
  tatumflow bench --only takes --runs 15
  tatumflow bench --peer gpt2 --peer baseline_run

Seconds are medians; "processor" counts all threads. On a busy machine quote processor times, which leave others' work
out (but not what others push out of the caches).
"""
PARTS = ("takes", "processes", "graphs", "cancel", "beats", "start")
ROOT = Path(__file__).resolve().parents[2]
PROMPT = ROOT / "resources" / "prompts" / "demo.mid"
BUSY = 1.3
"""Wall by processor time of one thread above which others were running, too."""
GPT2 = "gpt2"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.description = (
        "How fast this machine writes music: takes, by two processes as well, the model's parts, cancelling, beats, "
        "the app's start."
    )
    parser.epilog = EXAMPLES
    parser.add_argument(
        "--checkpoint", type=Path, metavar="FOLDER", help="a model of your own (default: the bundled one)"
    )
    parser.add_argument("--runs", type=whole(1, 100), default=7, metavar="N", help="runs of each job (default: 7)")
    parser.add_argument(
        "--only", type=names_of("part", PARTS), default=PARTS, metavar="PART[,PART]",
        help=f"measure these alone: {', '.join(PARTS)}",
    )  # fmt: skip
    parser.add_argument(
        "--peer", action="append", default=[], metavar="RUN",
        help="time another model in the same run: the folder of a trained baseline, or gpt2 (needs the extra 'train')",
    )  # fmt: skip
    parser.add_argument("--force", action="store_true", help="overwrite an existing file")
    add_common_options(parser, json_file=True)


def run(args: argparse.Namespace) -> int:
    """Measure and show. Returns the exit status."""
    if args.json not in (False, True):
        files.check_output(args.json, force=args.force, suffixes=(".json",))
    for peer in args.peer:
        if peer != GPT2 and not Path(peer).is_dir():
            raise InputError("There is no folder {peer} of a trained baseline for --peer (or write gpt2).", peer=peer)
    with cancel_on_interrupt() as cancel, ProgressLine("Measuring") as progress:
        report = measure(args, progress.update, cancel)
    if args.json is True:
        print(json.dumps(report, ensure_ascii=False))
        return 0
    if args.json:
        files.write_text(args.json, json.dumps(report, ensure_ascii=False, indent=1) + "\n")
    print("\n".join(table(report)))
    return 0


def measure(args: argparse.Namespace, on_progress: Callable[[float, str], None], cancel: Flag) -> dict[str, Any]:
    """All figures that the options ask for, as they are written to JSON.

    Raises:
        Cancelled: when `cancel` is set.
        ResourceError: where the model, or a peer, is not there.
    """
    from engine.commands import bench_measures as measures
    from engine.commands.machine import machine, usable_cores
    from engine.generate.engine import Engine
    from engine.music.midi_io import read_clip

    prompt = read_clip(PROMPT).whole_bars()
    engine = Engine.load(args.checkpoint, device=args.device, threads=args.threads)
    report: dict[str, Any] = {"machine": machine(), "checkpoint": engine.checkpoint_hash, "device": engine.device,
                              "runs": args.runs}  # fmt: skip
    threads = sorted({args.threads, usable_cores()}) if engine.device == "CPU" else [args.threads]
    asked = measures.jobs(prompt, engine.styles)
    counts = {"takes": len(threads) * len(asked), "processes": 3, "graphs": 6, "cancel": 1, "beats": 1, "start": 1}
    total = sum(counts[part] for part in args.only) + len(args.peer)
    done = 0

    def step(stage: str) -> None:
        nonlocal done
        if cancel.is_set():
            raise Cancelled
        done += 1
        on_progress(done / total, stage)

    if "takes" in args.only:
        report["takes"] = []
        for number in threads:
            at = engine if number == args.threads else Engine.load(args.checkpoint, device=args.device, threads=number)
            for name, job in asked:
                found = measures.measure_take(at, name, job, number, args.runs, cancel)
                report["takes"].append(asdict(found) | {"notes_a_second": found.notes_a_second})
                step(name)
        report["busy"] = is_busy(report["takes"])
    if "processes" in args.only and engine.device == "CPU":
        both = Engine.load(args.checkpoint, device=args.device, threads=args.threads, processes=2)
        try:
            report["processes"] = measures.side_by_side_times(
                engine, both, prompt, max(1, args.runs // 2), cancel, step
            )
        finally:
            both.close()
    if "graphs" in args.only:
        report["graphs_ms"] = measures.graph_times(engine.runtime, lambda: step("parts of the model"))
        report["decoder_bound_ms"] = measures.decoder_bound_ms(engine.runtime)
    if "cancel" in args.only:
        waits = measures.cancel_latency(engine, prompt, max(3, args.runs), cancel)
        report["cancel_s"] = {"median": sorted(waits)[len(waits) // 2], "worst": max(waits)} if waits else None
        step("cancelling")
    if "beats" in args.only:
        seconds, times = measures.beat_tracker_speed(prompt, max(1, args.runs // 2))
        report["beat_tracker"] = {"music_s": seconds, "times_real_time": times}
        step("beats")
    if "start" in args.only:
        report["app_start"] = measures.app_start(max(1, args.runs // 2), cancel) if measures.has_screen() else None
        step("start of the app")
    notes = next((take["notes"] for take in report.get("takes", ())), 130)
    if args.peer:
        report["peers"] = []
        for peer in args.peer:
            report["peers"].append(time_peer(peer, round(notes), max(1, args.runs // 2), cancel))
            step(f"peer {Path(peer).name}")
    return report


def is_busy(takes: list[dict[str, Any]]) -> bool:
    """Whether one thread had to wait for a processor: its wall time is far above the processor's."""
    single = [take["wall_s"] / take["processor_s"] for take in takes if take["threads"] == 1]
    return bool(single) and sorted(single)[len(single) // 2] > BUSY


def time_peer(peer: str, notes: int, runs: int, cancel: Flag) -> dict[str, Any]:
    """Figures of another model, from a process of its own: this one never loads torch.

    Raises:
        Cancelled: when `cancel` is set.
        ResourceError: where torch is missing or the folder holds no trained baseline.
    """
    words = [sys.executable, "-m", "training.bench_peers", peer, "--notes", str(notes), "--runs", str(runs),
             "--prompt", str(PROMPT)]  # fmt: skip
    child = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        while True:
            try:
                out, errors = child.communicate(timeout=0.2)
                break
            except subprocess.TimeoutExpired:
                if cancel.is_set():
                    raise Cancelled from None
    finally:
        if child.poll() is None:
            child.kill()
            child.communicate()
    if child.returncode:
        last = errors.strip().splitlines()[-1] if errors.strip() else f"exit status {child.returncode}"
        raise ResourceError(
            'The peer {peer} cannot be timed ({last}): it needs pip install "tatumflow[train]".', peer=peer, last=last
        )
    found: dict[str, Any] = json.loads(out)
    return found


def table(report: dict[str, Any]) -> list[str]:
    """The figures as lines for people."""
    lines = [report["machine"]["line"], f"checkpoint {report['checkpoint']}, {report['device']}"]
    if report.get("busy"):
        lines.append("Other programs were running: quote the processor's seconds, not the wall's.")
    if report.get("takes"):
        lines += ["", f"{'takes':30}{'threads':>8}{'notes':>7}{'wall s':>9}{'processor s':>13}{'first bar s':>13}"
                      f"{'notes/s':>9}"]  # fmt: skip
        for take in report["takes"]:
            seconds = (
                f"{take['wall_s']:>9.3f}{take['processor_s']:>13.3f}{take['first_bar_s']:>13.3f}"
                f"{take['notes_a_second']:>9.0f}"
            )
            lines.append(f"{take['name']:30}{take['threads']:>8}{take['notes']:>7.0f}{seconds}")
        lines += ratios(report["takes"])
    if report.get("processes"):
        lines += ["", f"{'side by side':38}{'1 process, s':>14}{'2 processes, s':>16}"]
        lines += [
            f"{row['name']:38}{row['one_process_s']:>14.3f}{row['two_processes_s']:>16.3f}"
            for row in report["processes"]
        ]
    if report.get("graphs_ms"):
        lines += ["", "parts of the model, ms of the processor"]
        lines += [f"  {name:36}{value:>9.3f}" for name, value in report["graphs_ms"].items()]
        lines.append(f"  {'reading the weights of a note once':36}{report['decoder_bound_ms']:>9.3f}")
    if report.get("cancel_s"):
        lines += ["", f"cancelling a job: {1e3 * report['cancel_s']['median']:.1f} ms, at worst "
                      f"{1e3 * report['cancel_s']['worst']:.1f} ms"]  # fmt: skip
    if "beat_tracker" in report:
        lines.append(f"finding beats: {report['beat_tracker']['times_real_time']:.0f} times as fast as it is played")
    if report.get("app_start"):
        start = report["app_start"]
        lines.append(f"start of the app: window after {start['window_s']:.2f} s, model after {start['model_s']:.2f} s")
    elif "app_start" in report:
        lines.append("start of the app: not measured, there is no screen here")
    for peer in report.get("peers", ()):
        lines.append(f"peer {peer['name']}: {peer['notes_a_second']:.1f} notes a second of one core"
                     + _ratio(report.get("takes"), peer["notes_a_second"]))  # fmt: skip
    return lines


def ratios(takes: list[dict[str, Any]]) -> list[str]:
    """What follows from the takes on one thread."""
    single = {take["name"]: take for take in takes if take["threads"] == min(t["threads"] for t in takes)}
    out = []
    fast, long = single.get("8 bars, fast"), single.get("64 bars, fast")
    if fast and fast["library_share"] is not None:
        out.append(f"  {fast['library_share']:.0%} of the fast take's time is the tensor library's")
    if fast and long:
        out.append(f"  64 bars take {long['processor_s'] / fast['processor_s']:.1f} times as long as 8")
    return out


def _ratio(takes: list[dict[str, Any]] | None, notes_a_second: float) -> str:
    fast = next((take for take in takes or () if take["name"] == "8 bars, fast"), None)
    return "" if fast is None else f"; TatumFlow writes {fast['notes_a_second'] / notes_a_second:.0f} times as many"
