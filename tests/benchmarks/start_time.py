"""How long the app takes from process start to its painted window and to its loaded model, on a virtual screen.

usage: python tests/benchmarks/start_time.py [--runs N]
"""

from __future__ import annotations

import argparse
import platform
import statistics
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.tools.app import start_app
from tests.tools.virtual_screen import VirtualScreen, missing_programs


def main() -> int:
    """Measure and print. Returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    missing = missing_programs()
    if missing:
        print(f"a virtual screen needs {', '.join(missing)}", file=sys.stderr)
        return 2
    print(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {runs} runs")
    measured: dict[str, list[float]] = {"WINDOW": [], "READY": []}
    for _ in range(runs):
        with VirtualScreen() as screen:
            app = start_app(screen, "--print-timing")
            for name, seconds in measured.items():
                try:
                    seconds.append(float(screen.wait_for_line(app, rf"^{name} (\d+\.\d+)$", 30)[1]))
                except TimeoutError as error:
                    print(error, file=sys.stderr)
    for name, seconds in measured.items():
        if seconds:
            print(f"{name} median {statistics.median(seconds):.2f} s, worst {max(seconds):.2f} s, all {seconds}")
    return 0 if all(measured.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
