"""How much memory a training needs when the corpus grows: once with the data, once with many times as much of it.

The data set's own shards are linked several times over into a temporary data set. The real command trains a stage from
it with a few shards in memory, under a limit for the memory of its process (RLIMIT_DATA) that the larger data set,
loaded whole, would not fit under: which is tried as well, and must end in one sentence.

usage: python tests/benchmarks/stream_memory.py DATASET [--times N] [--resident N] [--steps N] [--stage NAME]
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

MARGIN_BYTES = 48_000_000
"""More than the small data set needed: for what differs from shard to shard."""


@dataclass(frozen=True, slots=True)
class Life:
    """One training: how it ended, what it said, the most memory it held and had been given, in bytes."""

    status: int
    said: str
    steps: int
    resident: int
    promised: int


def many_times(dataset: Path, folder: Path, times: int) -> int:
    """A data set in `folder` with `dataset`'s training shards so many times over; returns their number."""
    index = json.loads((dataset / "index.json").read_text(encoding="utf-8"))
    names = index["shards"]["train"]
    index["shards"]["train"], index["shard_bytes"]["train"] = [], {}
    folder.mkdir()
    for number in range(times * len(names)):
        name = f"train-{number:05d}.npz"
        (folder / name).symlink_to((dataset / names[number % len(names)]).absolute())
        index["shards"]["train"].append(name)
        index["shard_bytes"]["train"][name] = (folder / name).stat().st_size
    for split in ("valid", "test"):
        for name in index["shards"][split]:
            (folder / name).symlink_to((dataset / name).absolute())
    for word in ("pieces", "notes", "beats"):
        index[word]["train"] *= times
    (folder / "index.json").write_text(json.dumps(index), encoding="utf-8")
    return times * len(names)


def live(dataset: Path, run: Path, options: argparse.Namespace, *, resident: int, limit: int, steps: int) -> Life:
    """Train in a process of its own that may have `limit` bytes (0: no limit); `resident` 0 loads everything."""
    words = [
        "train", str(dataset), "--base", "none", "--size", "tiny", "--stage", options.stage, "--steps", str(steps),
        "--out", str(run), *(["--resident", str(resident)] if resident else []),
    ]  # fmt: skip
    # The command keeps large buffers for speed by asking for half a gigabyte more than it needs: not under a limit.
    environment = {**os.environ, "MALLOC_TOP_PAD_": "1000000", "MALLOC_ARENA_MAX": "1", "OMP_NUM_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, __file__, "--child", str(limit), *words],
        cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip
    lines = done.stderr.strip().splitlines()
    peak = json.loads(lines.pop()) if lines and lines[-1].startswith("{") else {"resident": 0, "promised": 0}
    events = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    reached = max((int(item["step"]) for item in events if item["event"] == "step"), default=0)
    return Life(done.returncode, lines[-1] if lines else "", reached, peak["resident"], peak["promised"])


def be_the_child(words: list[str]) -> int:
    """The command under its limit; the last line of standard error says how much memory it had."""
    import resource

    limit = int(words[0])
    if limit:
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    from main import main as tatumflow

    promised = 0
    ended = threading.Event()

    def watch() -> None:
        nonlocal promised
        while not ended.wait(0.02):
            with Path("/proc/self/status").open(encoding="ascii") as file:
                promised = max(promised, next(int(line.split()[1]) for line in file if line.startswith("VmData")))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        return tatumflow(words[1:])
    finally:
        ended.set()
        watcher.join()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        print(json.dumps({"resident": peak, "promised": promised * 1024}), file=sys.stderr)


def main() -> int:
    """Measure and print. Returns 0 where the larger data set needed no more memory than the small one."""
    if sys.argv[1:2] == ["--child"]:
        return be_the_child(sys.argv[2:])
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dataset", type=Path, help="made by `tatumflow prepare`")
    parser.add_argument("--times", type=int, default=4)
    parser.add_argument("--resident", type=int, default=2)
    parser.add_argument("--steps", type=int, default=200)
    parser.add_argument("--stage", default="codec")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tatumflow-stream-") as place:
        folder = Path(place)

        def measure(times: int, *, resident: int, limit: int = 0, steps: int) -> Life:
            dataset = folder / f"data-{times}"
            if not dataset.exists():
                print(f"{times}x the data: {many_times(options.dataset, dataset, times)} shards", flush=True)
            run = folder / f"run-{times}-{resident}-{limit}"
            found = live(dataset, run, options, resident=resident, limit=limit, steps=steps)
            how = f"{resident} shards in memory" if resident else "all in memory"
            under = f"limit {limit / 1e6:.0f} MB" if limit else "no limit"
            print(
                f"  {times}x, {how}, {under}: {found.steps} steps, peak {found.resident / 1e6:.0f} MB resident, "
                f"{found.promised / 1e6:.0f} MB of its own"
                + (f"; status {found.status}: {found.said}" if found.status else ""),
                flush=True,
            )
            return found

        once = measure(1, resident=options.resident, steps=options.steps)
        limit = once.promised + MARGIN_BYTES
        many = measure(options.times, resident=options.resident, limit=limit, steps=options.steps)
        whole = measure(options.times, resident=0, steps=1)
        refused = measure(options.times, resident=0, limit=limit, steps=1)
    print(
        f"{options.times}x the data, streamed: {many.resident / once.resident:.2f} times the memory of 1x; "
        f"loaded whole it takes {(whole.resident - many.resident) / 1e6:.0f} MB more"
    )
    good = not once.status and not many.status and many.steps == options.steps
    return 0 if good and many.resident < 1.15 * once.resident and refused.status == 2 else 1


if __name__ == "__main__":
    sys.exit(main())
