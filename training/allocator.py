"""glibc's allocator, told to keep what training uses again and again."""

from __future__ import annotations

import os
import sys

MALLOC = {
    "MALLOC_MMAP_THRESHOLD_": "2000000000",
    "MALLOC_TRIM_THRESHOLD_": "8000000000",
    "MALLOC_TOP_PAD_": "500000000",
}
"""glibc gives large buffers back to the system after every use; with these a decoder step is three times as quick."""


def keep_large_buffers() -> None:
    """Start this process again with allocator settings that must be there from its beginning (glibc only)."""
    if sys.platform == "linux" and "MALLOC_TOP_PAD_" not in os.environ:
        os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], {**os.environ, **MALLOC})
