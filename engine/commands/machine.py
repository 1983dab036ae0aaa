"""The machine in one line: what figures are worth nothing without. Read from the system, never from the network."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

PACKAGES = ("onnxruntime", "numpy")


def machine() -> dict[str, Any]:
    """Processor, cores, memory, system and the versions of what computes; `line` says it all for people."""
    found: dict[str, Any] = {
        "processor": processor_name(),
        "cores": usable_cores(),
        "memory_gb": memory_gb(),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "packages": {name: _version(name) for name in PACKAGES},
    }
    memory = "" if found["memory_gb"] is None else f", {found['memory_gb']:.0f} GB"
    versions = ", ".join(f"{name} {number}" for name, number in found["packages"].items())
    found["line"] = (
        f"{found['processor']}, {found['cores']} core{'s' if found['cores'] != 1 else ''}{memory}, {found['system']}, "
        f"Python {found['python']}, {versions}"
    )
    return found


def usable_cores() -> int:
    """Cores that this process may run on."""
    if sys.platform.startswith("linux"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def processor_name() -> str:
    """The processor's own name, or the architecture where the system does not tell."""
    if sys.platform.startswith("linux"):
        try:
            lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            lines = []
        names = [
            line.partition(":")[2].strip() for line in lines if line.lower().startswith(("model name", "hardware"))
        ]
        if names and names[0]:
            return names[0]
    if sys.platform == "darwin":
        asked = subprocess.run(
            ["/usr/sbin/sysctl", "-n", "machdep.cpu.brand_string"], capture_output=True, text=True, check=False
        )
        if asked.stdout.strip():
            return asked.stdout.strip()
    return platform.processor() or platform.machine() or "unknown processor"


def memory_gb() -> float | None:
    """Memory of the machine in GB; None where the system does not tell."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    except (AttributeError, ValueError, OSError):
        return None


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "absent"
