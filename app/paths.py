"""Where the app keeps its own files: settings, finished takes for dragging, logs. Not where users save theirs."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

APP_NAME = "TatumFlow"
RESOURCES = Path(__file__).resolve().parent.parent / "resources"
DEMO_PROMPT = RESOURCES / "prompts" / "demo.mid"
DRAG_FILE_AGE_S = 7 * 24 * 3600.0
"""A DAW may read a dropped file late or refer to it in place, so a later start removes only files older than this,
unless they hold more of the disk than the settings allow.
"""


@dataclass(frozen=True, slots=True)
class AppPaths:
    """The app's folders; they are made when first written to."""

    config: Path
    cache: Path
    log: Path
    data: Path

    @staticmethod
    def for_user() -> AppPaths:
        """The folders the platform keeps for this user."""
        import appdirs  # a millisecond, and only the real start needs it

        return AppPaths(
            Path(appdirs.user_config_dir(APP_NAME, False)),
            Path(appdirs.user_cache_dir(APP_NAME, False)),
            Path(appdirs.user_log_dir(APP_NAME, False)),
            Path(appdirs.user_data_dir(APP_NAME, False)),
        )

    @staticmethod
    def under(folder: Path) -> AppPaths:
        """All folders below `folder`, for a portable copy or a test."""
        return AppPaths(folder / "config", folder / "cache", folder / "log", folder / "data")

    @property
    def settings_file(self) -> Path:
        """The JSON file of `app.settings`."""
        return self.config / "settings.json"

    @property
    def drag_folder(self) -> Path:
        """Parent of the folders that hold takes written for dragging."""
        return self.cache / "takes"

    @property
    def runs_folder(self) -> Path:
        """Parent of the folders of trainings, finished or not."""
        return self.data / "runs"

    @property
    def recovery_folder(self) -> Path:
        """Holds the unsaved work of each running app, see `app.autosave`."""
        return self.data / "recovery"

    @property
    def log_file(self) -> Path:
        """Where unexpected errors are written down."""
        return self.log / "tatumflow.log"


def sweep_drag_folder(folder: Path, most_bytes: int, now_s: float | None = None) -> int:
    """Remove the take folders in `folder` that are older than `DRAG_FILE_AGE_S`, and the oldest of the others until
    `most_bytes` hold the rest; returns how many went.
    """
    limit = (time.time() if now_s is None else now_s) - DRAG_FILE_AGE_S
    gone = held = 0
    if not folder.is_dir():
        return 0
    import shutil  # not on the start path

    for changed_s, size, child in sorted(_measured(folder), reverse=True):
        held += size
        if changed_s >= limit and held <= most_bytes:
            continue
        try:
            shutil.rmtree(child)
            gone += 1
        except OSError:
            continue  # another copy of the app, or a DAW that still holds the file: the next start tries again
    return gone


def _measured(folder: Path) -> Iterator[tuple[float, int, Path]]:
    """When each folder in `folder` was changed, how many bytes it holds, and where it is."""
    for child in folder.iterdir():
        try:
            if child.is_dir():
                yield child.stat().st_mtime, sum(file.stat().st_size for file in child.iterdir()), child
        except OSError:
            continue  # another copy of the app has just removed it
