"""Runs `main.py ARGUMENTS` as somebody whom file permissions bind: root, as whom tests may run, passes them over.

usage: python tests/tools/bound_by_permissions.py ARGUMENTS
"""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

MAIN = Path(__file__).resolve().parents[2] / "main.py"
PR_CAPBSET_DROP = 24
CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH = 1, 2

if __name__ == "__main__":
    if os.geteuid() == 0:
        libc = ctypes.CDLL(None, use_errno=True)
        for capability in (CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH):
            if libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0):
                sys.exit(f"the capability {capability} cannot be dropped: {os.strerror(ctypes.get_errno())}")
    os.execv(sys.executable, [sys.executable, str(MAIN), *sys.argv[1:]])
