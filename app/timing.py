"""Seconds since this process began, for `--print-timing`. Start-up is measured from the operating system's own
clock.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

_IMPORTED_S = time.monotonic()


def seconds_since_start() -> float:
    """Seconds since the process was started (Linux), elsewhere since this module was imported.

    Linux counts the start in clock ticks since boot (proc(5), field 22 of /proc/self/stat), a resolution of 10 ms.
    """
    try:
        stat = Path("/proc/self/stat").read_text(encoding="ascii", errors="replace")
        started_s = int(stat.rpartition(")")[2].split()[19]) / os.sysconf("SC_CLK_TCK")
        return time.clock_gettime(time.CLOCK_BOOTTIME) - started_s
    except (OSError, ValueError, IndexError, AttributeError):
        return time.monotonic() - _IMPORTED_S
