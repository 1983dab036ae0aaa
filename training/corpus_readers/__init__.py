"""Readers of corpus layouts, one module a layout: `find(folder)` names its sources, `read(root, source)` reads one.

A layout is recognised by its files, so a corpus may lie anywhere under any name. The order matters: the first reader
that claims a file keeps it, and `folder` takes what is left.
"""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

from training.corpus_readers import asap, folder, omnibook, openewld, pijama, pop909, scores, wjazzd
from training.corpus_readers.base import Reading, Source

SPECIFIC: tuple[ModuleType, ...] = (wjazzd, pop909, pijama, openewld, asap, scores, omnibook)
READERS: dict[str, ModuleType] = {module.NAME: module for module in (*SPECIFIC, folder)}
TRACKED_LAYOUTS = frozenset({pijama.NAME, folder.NAME})
"""Layouts whose readings depend on the beat tracker."""


def read(root: Path, source: Source) -> Reading:
    """Read `source`, which lies below `root`. Raises SkipError with the reason it cannot be used."""
    reading: Reading = READERS[source.layout].read(root, source)
    return reading
