"""Playing what is shown: owns the player once it is open, and tells where the playhead is. Draws nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.i18n import in_words
from engine.music.clip import Clip

if TYPE_CHECKING:
    from engine.sound.player import Player

POLL_MS = 16


class Playback(QObject):
    """Transport state over one clip."""

    playing_changed = Signal(bool)
    position_changed = Signal(float)
    silence_noticed = Signal(str)
    """Playing begins for the first time on a machine without sound; the text says why there is none."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._player: Player | None = None
        self._clip = Clip()
        self._loaded: Clip | None = None
        self._cursor_tick = 0
        self._loop: tuple[int, int] | None = None
        self._playing = False
        self._goes_on = False
        self._volume = 0.8
        self._metronome = False
        self._count_in = False
        self._silence_told = False
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self._on_poll)

    @property
    def playing(self) -> bool:
        """Whether the clip is being played."""
        return self._playing

    @property
    def ready(self) -> bool:
        """Whether a player is open."""
        return self._player is not None

    @property
    def backend(self) -> str:
        """What sounds, in words; empty while no player is open."""
        return "" if self._player is None else in_words(self._player.backend)

    @property
    def silent(self) -> bool:
        """Whether the player has nothing to sound through."""
        return self._player is not None and self._player.silent

    @property
    def clip(self) -> Clip:
        """What the next play plays."""
        return self._clip

    @property
    def loop(self) -> tuple[int, int] | None:
        """The ticks that are repeated, if any."""
        return self._loop

    @property
    def cursor_tick(self) -> int:
        """Where the next play begins."""
        return self._cursor_tick

    def set_player(self, player: Player) -> None:
        """Take over an open player."""
        self.close()
        self._player = player
        player.set_volume(self._volume)
        player.set_click(self._metronome)

    def close(self) -> None:
        """Stop and close the player."""
        self.stop()
        if self._player is not None:
            self._player.close()
            self._player = None
            self._loaded = None

    def set_clip(self, clip: Clip) -> None:
        """What the next play plays; another clip stops the one that sounds."""
        if clip is self._clip:
            return
        if self._playing and self._goes_on and self._player is not None and clip.notes:
            self._player.load(clip)
            self._clip = self._loaded = clip
            return
        self.stop()
        self._clip = clip
        self.seek(min(self._cursor_tick, clip.length))

    @contextmanager
    def going_on(self) -> Iterator[None]:
        """Within this, another clip does not stop the music: it goes on in that clip at the same tick."""
        self._goes_on = True
        try:
            yield
        finally:
            self._goes_on = False

    def seek(self, tick: int) -> None:
        """Move the play position; while playing, playing goes on from there."""
        self._cursor_tick = max(0, tick)
        if self._playing and self._player is not None:
            self._player.play(self._cursor_tick)
        self.position_changed.emit(float(self._cursor_tick))

    def play(self) -> None:
        """Play from the play position; from the start where that is the end."""
        if self._player is None or not self._clip.notes:
            return
        if self._loaded is not self._clip:
            self._player.load(self._clip)
            self._loaded = self._clip
        self._apply_loop()
        if self._cursor_tick >= self._clip.length:
            self._cursor_tick = 0
        self._player.play(self._cursor_tick, count_in_bars=1 if self._count_in else 0)
        self._playing = True
        self._timer.start()
        self.playing_changed.emit(True)
        if self.silent and not self._silence_told:
            self._silence_told = True
            self.silence_noticed.emit(self.backend)

    def stop(self) -> None:
        """Stop; the playhead goes back to where playing began."""
        if not self._playing:
            return
        self._playing = False
        self._timer.stop()
        if self._player is not None:
            self._player.stop()
        self.playing_changed.emit(False)
        self.position_changed.emit(float(self._cursor_tick))

    def toggle(self) -> None:
        """Play or stop."""
        if self._playing:
            self.stop()
        else:
            self.play()

    def set_loop(self, loop: tuple[int, int] | None) -> None:
        """Repeat these ticks, or nothing."""
        self._loop = loop
        if self._player is not None and self._loaded is not None:
            self._apply_loop()

    def set_volume(self, volume: float) -> None:
        """Loudness 0..1."""
        self._volume = volume
        if self._player is not None:
            self._player.set_volume(volume)

    def set_metronome(self, on: bool) -> None:
        """Click on the beats while playing."""
        self._metronome = on
        if self._player is not None:
            self._player.set_click(on)

    def set_count_in(self, on: bool) -> None:
        """Click one bar before the next play begins."""
        self._count_in = on

    def preview(self, pitch: int, velocity: int = 80) -> None:
        """Sound one note."""
        if self._player is not None:
            self._player.preview(pitch, velocity)

    def _apply_loop(self) -> None:
        assert self._player is not None
        if self._loop is None:
            self._player.set_loop(0, None)
        else:
            self._player.set_loop(*self._loop)

    def _on_poll(self) -> None:
        if self._player is None:
            return
        if not self._player.playing:
            self.stop()
            return
        self.position_changed.emit(float(self._player.position_tick()))
