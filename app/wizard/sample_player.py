"""Playing the short clips of the Train tab through the app's one synthesiser, and giving it back afterwards."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from app.i18n import in_words
from app.transport.playback import Playback
from engine.errors import TatumFlowError
from engine.music.clip import Clip


class SamplePlayer(QObject):
    """Plays one file at a time; while it does, the transport plays it too."""

    changed = Signal()
    """Something else plays than before."""
    failed = Signal(str)

    def __init__(self, playback: Playback, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._playback = playback
        self._clips: dict[Path, Clip] = {}
        self._playing: Path | None = None
        self._before: tuple[Clip, int, tuple[int, int] | None] | None = None
        playback.playing_changed.connect(self._on_playing_changed)

    @property
    def playing(self) -> Path | None:
        """The file that sounds."""
        return self._playing

    def clip(self, file: Path) -> Clip | None:
        """The clip of a file, read once; None where it cannot be read."""
        if file not in self._clips:
            from engine.music.midi_io import read_clip
            from engine.music.roles import with_roles

            try:
                clip = read_clip(file)
            except TatumFlowError as error:
                self.failed.emit(in_words(error))
                return None
            self._clips[file] = with_roles(clip)
        return self._clips[file]

    def toggle(self, file: Path) -> None:
        """Play `file` from its start, or stop it."""
        if self._playing == file:
            self.stop()
            return
        clip = self.clip(file)
        if clip is None:
            return
        self.stop()
        self._before = (self._playback.clip, self._playback.cursor_tick, self._playback.loop)
        self._playback.set_loop(None)
        self._playback.set_clip(clip)
        self._playback.seek(0)
        self._playing = file
        self._playback.play()
        if not self._playback.playing:
            self._give_back()
        self.changed.emit()

    def stop(self) -> None:
        """Be silent."""
        if self._playing is not None:
            self._playback.stop()

    @Slot(bool)
    def _on_playing_changed(self, playing: bool) -> None:
        if not playing and self._playing is not None:
            self._give_back()
            self.changed.emit()

    def _give_back(self) -> None:
        """The transport has again what it had, unless it has been given something else meanwhile."""
        file, self._playing = self._playing, None
        before, self._before = self._before, None
        if before is not None and file is not None and self._playback.clip is self._clips.get(file):
            clip, tick, loop = before
            self._playback.set_clip(clip)
            self._playback.seek(tick)
            self._playback.set_loop(loop)
