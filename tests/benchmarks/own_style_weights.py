"""What it costs to apply a trained style at a weight that it has not had yet: seconds, and memory that stays taken.

usage: python tests/benchmarks/own_style_weights.py FILE.tatumstyle
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from engine.generate.engine import Engine
from engine.model.adapters import KEPT_MIXES
from engine.model.personal import FOLDER_VARIABLE, StyleLibrary, load_style
from engine.model.runtime import OnnxRuntime


def resident_mb() -> float:
    """Memory of this process, as Linux tells it."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE") / 1e6


def main() -> None:
    """Print the medians."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("style", type=Path, metavar="FILE.tatumstyle")
    style = load_style(parser.parse_args().style)
    with tempfile.TemporaryDirectory() as folder:
        os.environ[FOLDER_VARIABLE] = folder  # not the styles of whoever runs this
        StyleLibrary().install(style)
        engine = Engine.load()
        assert isinstance(engine.runtime, OnnxRuntime)
        engine.runtime.prepare()
        seconds, before = [], resident_mb()
        for tenths in range(1, KEPT_MIXES + 1):
            began = time.perf_counter()
            runtime, _ = engine.personal.applied(((style.name, tenths / 10),))
            assert isinstance(runtime, OnnxRuntime)
            runtime.prepare()
            seconds.append(time.perf_counter() - began)
        taken = (resident_mb() - before) / KEPT_MIXES
    print(f"a new weight of {style.name}: {statistics.median(seconds):.3f} s, {taken:.0f} MB")


if __name__ == "__main__":
    main()
