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
        groups = _from_groups(Path("/proc/self/cgroup"), Path("/sys/fs/cgroup"))
        return min((left for left in (_from_meminfo(Path("/proc/meminfo")), *groups) if left is not None), default=None)
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


def _from_groups(membership: Path, groups: Path) -> list[int]:
    """What the control groups of this process (a container, a session with a limit) leave: each that has a limit."""
    try:
        lines = membership.read_text(encoding="utf-8").splitlines()
        own = next(line[3:] for line in lines if line.startswith("0::"))
    except (OSError, StopIteration):
        return []
    left = []
    place = groups / own.strip("/")
    while place.is_relative_to(groups):
        try:
            # Files that are only cached count as used there, but go when memory is wanted.
            facts = dict(line.split() for line in (place / "memory.stat").read_text(encoding="ascii").splitlines())
            used = int((place / "memory.current").read_text(encoding="ascii")) - int(facts.get("inactive_file", 0))
            left.append(max(0, int((place / "memory.max").read_text(encoding="ascii")) - used))
        except (OSError, ValueError):
            pass  # no limit here ("max"), or none that can be read
        place = place.parent
    return left


def memory_kills(file: Path = Path("/proc/vmstat")) -> int:
    """How many programs the system has ended for want of memory since it started; 0 where it does not tell."""
    try:
        lines = file.read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("oom_kill "))
    except (OSError, ValueError, StopIteration, IndexError):
        return 0


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
