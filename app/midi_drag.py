"""Dragging a take into a DAW: the finished file first, then a drag of its file URL. No lazy export and no private
MIME type.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDrag, QMouseEvent, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from engine.errors import ResourceError
from engine.music.clip import Clip
from engine.music.provenance import Provenance, write_told
from engine.sentences import system_reason


class TakeFiles:
    """Writes takes as files below one folder. They stay there until a later start sweeps old ones away."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._written: dict[str, tuple[object, Path]] = {}

    def file_for(self, clip: Clip, name: str, told: Provenance | None = None, kept_as: object | None = None) -> Path:
        """A finished file "<name>.mid" with exactly the notes of `clip`, in a folder of its own.

        `told` is written into it. The same clip gives the same file again while that file exists; a changed clip gets a
        new one, because a DAW may still be reading the old. `kept_as` is compared in place of the clip, where that is
        made anew each time.

        Raises:
            ResourceError: if the file cannot be written.
        """
        kept_as = clip if kept_as is None else kept_as
        old = self._written.get(name)
        if old is not None and (old[0] is kept_as or old[0] == kept_as) and old[1].is_file():
            return old[1]
        import tempfile  # not needed before the first drag

        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            file = Path(tempfile.mkdtemp(prefix="", dir=self._folder)) / f"{name}.mid"
        except OSError as error:
            raise ResourceError(
                "{name} could not be written to {folder} ({reason}); free some space there.",
                name=name,
                folder=self._folder,
                reason=system_reason(error),
            ) from error
        write_told(clip, file, told, name)
        self._written[name] = (kept_as, file)
        return file


class Press:
    """A press of the left button on something that can be dragged away: it ends as a click or becomes a drag."""

    def __init__(self) -> None:
        self._place: QPointF | None = None

    def begin(self, event: QMouseEvent) -> None:
        """A button went down."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._place = event.position()

    def end(self) -> bool:
        """The press is over; says whether there was one that has not become a drag."""
        there, self._place = self._place is not None, None
        return there

    def becomes_drag(self, event: QMouseEvent) -> bool:
        """Whether the pointer has now moved far enough; the press is over then."""
        if self._place is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return False
        far = (event.position() - self._place).manhattanLength() >= QApplication.startDragDistance()
        return far and self.end()


def mime_data(file: Path) -> QMimeData:
    """The data of a drag: one file URL."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    return data


def drag_file(source: QWidget, file: Path, picture: QPixmap) -> Qt.DropAction:
    """Drag `file` from `source` until the user lets go; the file is only ever copied."""
    drag = QDrag(source)
    drag.setMimeData(mime_data(file))
    drag.setPixmap(picture)
    drag.setHotSpot(QPoint(12, 12))
    return drag.exec(Qt.DropAction.CopyAction)
