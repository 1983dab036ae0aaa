"""What a training does on a disk that is really full: a small one (tmpfs) is filled up under it. Needs root, on Linux.

The real command trains on a disk of a few megabytes. Another file takes the rest of it when the first checkpoint is
there; the training must end with one sentence and its checkpoint must be whole. Then there is room again, and the same
command must go on and give the style that a training on a large disk gives.

usage: python tests/benchmarks/full_disk.py FOLDER [--files N] [--steps N] [--megabytes N]
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.benchmarks.kill_training import NAME, Ledger, Session, copy_music, same_style, train_command


def fill(disk: Path) -> Path:
    """A file that takes all the room there is."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while file.write(b"\0" * 65536):
                pass
        except OSError as error:
            print(f"  the disk: {error.strerror}")
    return filler


def main() -> int:
    """Fill, look, make room, go on, compare. Returns 0 where nothing was lost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--files", type=int, default=6)
    parser.add_argument("--steps", type=int, default=8)
    parser.add_argument("--megabytes", type=int, default=48)
    options = parser.parse_args()
    faults = []
    with tempfile.TemporaryDirectory(prefix="tatumflow-full-") as folder:
        place = Path(folder)
        music = copy_music(options.folder, place / NAME, options.files)
        disk = place / "disk"
        disk.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={options.megabytes}m", "tmpfs", disk], check=True)
        try:
            run = disk / "run"
            session = Session(train_command(music, run, options.steps), place)
            session.wait_until_heard("sample")
            filler = fill(disk)
            status = session.end()
            print(f"full: status {status}, step {max(item['step'] for item in session.events if 'step' in item)}")
            print(f"  {session.said}")
            ledger = Ledger({}, 1)
            step = ledger.check_state(run, "full disk")
            print(f"  the checkpoint of step {step} is whole" if step else "  there is no checkpoint")
            faults += ledger.faults
            lines = [line for line in session.said.splitlines() if line.startswith("tatumflow")]
            if status != 2 or len(lines) != 1 or "No space left" not in lines[0] or not step:
                faults.append("a full disk is not told in one sentence")
            filler.unlink()
            session = Session(train_command(music, run, options.steps), place)
            status = session.end()
            begun = next((item["step"] for item in session.events if item["event"] == "plan"), -1)
            print(f"room again: status {status}, began at step {begun}, {session.events[-1]['event']}")
            if status or begun != step:
                faults.append("it did not go on where the checkpoint was")
            session = Session(train_command(music, place / "unharmed", options.steps), place)
            session.end()
            if not same_style(run / f"{NAME}.tatumstyle", place / "unharmed" / f"{NAME}.tatumstyle"):
                faults.append("the style is not that of a run on a large disk")
        finally:
            subprocess.run(["umount", disk], check=True)
    for fault in faults:
        print(f"FAULT {fault}")
    print(f"{len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
