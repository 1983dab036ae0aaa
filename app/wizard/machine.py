"""What this computer has to offer a training: free memory and free disk. Nothing is started or changed."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from pathlib import Path


def free_memory_bytes() -> int | None:
    """Memory that a new program can have without anything being swapped out; None where the system does not tell."""
    if sys.platform.startswith("linux"):
        return _from_meminfo(Path("/proc/meminfo"))
    if sys.platform == "win32":
        return _from_windows()
    try:
        # macOS hands out cached memory at once, but tells only the total; half of it is a careful guess.
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2
    except (ValueError, OSError, AttributeError):
        return None


def _from_meminfo(file: Path) -> int | None:
    try:
        lines = file.read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:"))
    except (OSError, ValueError, StopIteration, IndexError):
        return None


def _from_windows() -> int | None:
    class Status(ctypes.Structure):
        # MEMORYSTATUSEX of the Windows API; the names are ours.
        _fields_ = (
            ("length", ctypes.c_ulong),
            ("load", ctypes.c_ulong),
            ("total", ctypes.c_ulonglong),
            ("free", ctypes.c_ulonglong),
            ("rest", ctypes.c_ulonglong * 5),
        )

    status = Status()
    status.length = ctypes.sizeof(Status)
    library = getattr(ctypes, "windll", None)
    if library is None or not library.kernel32.GlobalMemoryStatusEx(ctypes.byref(status)):
        return None
    return int(status.free)


def free_disk_bytes(folder: Path) -> int | None:
    """Room on the disk that `folder` is or will be on; None where the system does not tell."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return None
