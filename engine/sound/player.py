"""The player: plays a clip on time through an output, with loop, preview and a playhead.

One thread hands messages to the output shortly before they are due. What is due when comes from `schedule`; how it
sounds is the output's matter.
"""

from __future__ import annotations

import heapq
import logging
import threading
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import NamedTuple

from engine.live.ports import Api, open_output
from engine.music.clip import Clip
from engine.sentences import Sentence
from engine.sound.outputs import Output, PortOutput, SilentOutput, open_speakers
from engine.sound.schedule import (
    ALL_NOTES_OFF,
    CONTROL,
    NOTE_OFF,
    NOTE_ON,
    SUSTAIN_PEDAL,
    Message,
    Timed,
    clicks,
    key_strokes,
    messages,
    pedal_at,
)

log = logging.getLogger(__name__)

_START_DELAY_S = 0.03
"""Between `play` and the first note, so that it can be sent ahead of time like all others."""
_SHORTEST_LOOP_S = 0.01
"""What lasts no longer (at the tempo of a damaged file) is played once: its passes would take longer to begin."""
_ROUNDING_TICKS = 1e-6
"""Far below a tick, and above what two conversions between ticks and seconds can be off."""
_PREVIEW_S = 0.5
_POLL_S = 0.05
"""How often an output that takes messages ahead of time is fed."""
_FINE_SLEEP_S = 0.015
"""Where moments have to be met, the last stretch is slept and not waited for: sleeping wakes up more precisely."""


def _due(event: Timed) -> float:
    return event.at_s


class _Release(NamedTuple):
    """The end of a note that is not among the messages of the present pass."""

    at_s: float
    order: int
    pitch: int
    preview: bool


@dataclass(frozen=True, slots=True)
class _Pass:
    """One run through a part of the clip: the clip's second 0 falls (or would fall) on the output's `origin_s`."""

    clip: Clip
    origin_s: float
    start_tick: int
    end_tick: int
    events: tuple[Timed, ...]

    @property
    def begin_s(self) -> float:
        return self.origin_s + self.clip.tempo.seconds_at(self.start_tick)

    @property
    def end_s(self) -> float:
        return self.origin_s + self.clip.tempo.seconds_at(self.end_tick)

    def tick_at(self, now_s: float) -> float:
        tick = self.clip.tempo.tick_at(max(0.0, now_s - self.origin_s))
        return min(max(tick, self.start_tick), self.end_tick)


class Player:
    """Plays one clip at a time. All methods may be called from any thread, and none of them waits for the music.

    Attributes:
        backend: what sounds, or why nothing does, for people: "FluidSynth (alsa)", "silent (no audio device ...)".
        silent: whether nothing sounds.
    """

    def __init__(self, output: Output) -> None:
        self._output = output
        self.backend = output.name
        self.silent = isinstance(output, SilentOutput)
        self._gone = False
        self._clip = Clip()
        self._loop: tuple[int, int] | None = None
        self._cursor_tick = 0
        self._passes: deque[_Pass] = deque()
        self._next_event = 0
        self._releases: list[_Release] = []
        self._order = count()
        self._held: set[int] = set()
        self._clicking = False
        self._pedal_down = False
        self._closing = False
        self._changed = threading.Condition(threading.RLock())
        self._thread = threading.Thread(target=self._run, name="tatumflow-player", daemon=True)
        self._thread.start()

    @classmethod
    def open(
        cls,
        soundfont: Path | None = None,
        *,
        port: str | None = None,
        api: Api = "system",
        driver: str | None = None,
    ) -> Player:
        """A player with the sound of this machine, or for a MIDI port.

        Args:
            soundfont: the user's own, or None for the default.
            port: name of a MIDI output port; then no synthesiser is used.
            api: where that port is looked for.
            driver: a way to the loudspeakers, as in `outputs.open_speakers`; None chooses.

        Raises:
            ResourceError: if the given SoundFont or port cannot be used. A machine without sound raises nothing: the
                player is silent then and `backend` says why.
        """
        if port is not None:
            return cls(PortOutput(port, open_output(port, api)))
        return cls(open_speakers(soundfont, driver))

    def load(self, clip: Clip) -> None:
        """Make `clip` the one that is played. While playing, the music goes on in it at the same tick."""
        with self._changed:
            self._clip = clip
            if self._passes:
                self._splice()
            else:
                self._cursor_tick = min(self._cursor_tick, clip.length)

    def set_click(self, on: bool) -> None:
        """Click on every beat, from the next play or pass of a loop on; what plays takes it up at once."""
        with self._changed:
            if on != self._clicking:
                self._clicking = on
                if self._passes:
                    self._splice()

    def play(self, from_tick: int = 0, *, count_in_bars: int = 0) -> None:
        """Play from `from_tick` on, or from the start of the loop where that lies behind its end.

        With `count_in_bars`, as many bars of clicks come first.
        """
        with self._changed:
            self._silence()
            start, end = self._bounds(from_tick)
            if start >= end:
                self._cursor_tick = 0
                return
            seconds = self._clip.tempo.seconds_at(start)
            lead = clicks(self._clip, start, start, count_in_bars)
            waits = seconds - lead[0].at_s if lead else 0.0
            self._begin(start, end, self._output.now_s() + _START_DELAY_S + waits - seconds, lead)

    def stop(self) -> None:
        """Stop at once; nothing goes on sounding. The playhead stays where it is."""
        with self._changed:
            if self._passes:
                self._cursor_tick = self.position_tick()
            self._silence()

    def position_tick(self) -> int:
        """Where the playhead is, in ticks of the clip."""
        with self._changed:
            if not self._passes:
                return self._cursor_tick
            now = self._output.now_s()
            current = self._passes[0]
            for later in self._passes:
                if later.begin_s <= now:
                    current = later
            return int(current.tick_at(now) + _ROUNDING_TICKS)

    @property
    def playing(self) -> bool:
        """Whether the playhead moves."""
        return bool(self._passes)

    def set_loop(self, start_tick: int, end_tick: int | None) -> None:
        """Repeat the part from `start_tick` to `end_tick`; None for the end ends the repetition.

        Raises:
            ValueError: if the part is empty or begins before the clip.
        """
        if end_tick is not None and not 0 <= start_tick < end_tick:
            raise ValueError(f"not a part of a clip: {start_tick}..{end_tick}")
        with self._changed:
            self._loop = None if end_tick is None else (start_tick, end_tick)
            if self._passes:
                self._splice()

    def set_volume(self, volume: float) -> None:
        """Loudness, 0 to 1; values outside are brought inside."""
        self._output.set_volume(min(1.0, max(0.0, volume)))

    def preview(self, pitch: int, velocity: int = 80) -> None:
        """Sound one note for half a second, whether or not the clip plays."""
        with self._changed:
            now = self._output.now_s()
            self._send(now, Message(NOTE_ON, pitch, velocity))
            heapq.heappush(self._releases, _Release(now + _PREVIEW_S, next(self._order), pitch, preview=True))
            self._changed.notify_all()

    def close(self) -> None:
        """Stop, end the thread and free the output. Calling it again does nothing."""
        with self._changed:
            if self._closing:
                return
            self._silence()
            self._closing = True
            self._changed.notify_all()
        self._thread.join()
        with self._changed:
            # A late call, from a window that is closing say, must not reach a synthesiser that has been freed.
            output, self._output = self._output, SilentOutput([])
        output.close()

    def _bounds(self, from_tick: int) -> tuple[int, int]:
        """Where a pass that is at `from_tick` begins and ends."""
        from_tick = max(0, from_tick)
        end = self._clip.length
        if self._loop is None:
            return from_tick, end
        loop_start, loop_end = self._loop
        loop_end = min(loop_end, end)
        if loop_start >= loop_end:
            return from_tick, end
        return (from_tick if from_tick < loop_end else loop_start), loop_end

    def _begin(self, start: int, end: int, origin_s: float, lead: Sequence[Timed] = ()) -> None:
        events = [*lead, *messages(self._clip, start, end)]
        if self._clicking:
            events = sorted(events + clicks(self._clip, start, end), key=_due)
        self._passes.append(_Pass(self._clip, origin_s, start, end, tuple(events)))
        self._next_event = 0
        self._changed.notify_all()

    def _splice(self) -> None:
        """Go on in the present clip and loop, from the first moment for which nothing has been sent yet."""
        moment = self._output.now_s() + self._output.lead_s
        self._hand_over(moment)
        last = self._passes[-1]
        if moment < last.begin_s:
            # Nothing of this pass has been sent: another takes its place.
            self._passes.pop()
            begin_s, old_tick = last.begin_s, float(last.start_tick)
            here = last.start_tick
        else:
            begin_s, old_tick = moment, last.tick_at(moment)
            here = int(old_tick + _ROUNDING_TICKS) + 1
        start, end = self._bounds(here)
        if start >= end:
            self._end_at(moment)
            return
        seconds_at = self._clip.tempo.seconds_at
        origin_s = begin_s - seconds_at(old_tick if start == here else start)
        self._carry_over(moment, origin_s, start, end)
        self._begin(start, end, origin_s)

    def _end_at(self, moment: float) -> None:
        """There is nothing to go on with: what has been sent plays out, and what still sounds at `moment` ends then."""
        previews = [release for release in self._releases if release.preview]
        for pitch in sorted(self._held - {release.pitch for release in previews}):
            self._send(moment, Message(NOTE_OFF, pitch, 0))
        self._send(moment, Message(CONTROL, SUSTAIN_PEDAL, 0))
        self._releases = previews
        if self._passes:
            last = self._passes[-1]
            end = min(last.end_tick, int(last.tick_at(moment)) + 1)
            self._passes[-1] = replace(last, end_tick=end, events=())
            self._next_event = 0
        self._changed.notify_all()

    def _carry_over(self, moment: float, origin_s: float, start: int, end: int) -> None:
        """Let what sounds go on where the new clip holds it as well, and end all else at `moment`."""
        previews = [release for release in self._releases if release.preview]
        playing = self._held - {release.pitch for release in previews}
        holds = {note.pitch: note.end for note in key_strokes(self._clip) if note.start < start < note.end}
        for pitch in sorted(playing - holds.keys()):
            self._send(moment, Message(NOTE_OFF, pitch, 0))
        if self._pedal_down and not pedal_at(self._clip, start):
            self._send(moment, Message(CONTROL, SUSTAIN_PEDAL, 0))
        self._releases = previews
        for pitch in sorted(playing & holds.keys()):
            off_s = origin_s + self._clip.tempo.seconds_at(min(holds[pitch], end))
            self._releases.append(_Release(off_s, next(self._order), pitch, preview=False))
        heapq.heapify(self._releases)

    def _silence(self) -> None:
        """Forget what is to come and end all that sounds."""
        self._passes.clear()
        self._releases.clear()
        self._output.forget()
        now = self._output.now_s()
        for pitch in sorted(self._held):
            self._send(now, Message(NOTE_OFF, pitch, 0))
        self._send(now, Message(CONTROL, SUSTAIN_PEDAL, 0))
        self._send(now, Message(CONTROL, ALL_NOTES_OFF, 0))
        self._held.clear()

    def _send(self, at_s: float, message: Message) -> None:
        if message.kind == NOTE_ON:
            self._held.add(message.data1)
        elif message.kind == NOTE_OFF:
            self._held.discard(message.data1)
        elif message.kind == CONTROL and message.data1 == SUSTAIN_PEDAL:
            self._pedal_down = message.data2 > 0
        try:
            self._output.send(at_s, message)
        except (OSError, RuntimeError) as error:
            if not self._gone:
                self._gone = True
                self.backend = Sentence("{output} is gone", output=self._output.name)
                log.warning("%s (%s)", self.backend, error)

    def _hand_over(self, horizon_s: float) -> None:
        """Send everything that is due until `horizon_s`, in order of time, and begin the next pass of a loop."""
        while True:
            timed = self._peek()
            release = self._releases[0] if self._releases else None
            if release is not None and release.at_s <= horizon_s and (timed is None or release.at_s <= timed[0]):
                heapq.heappop(self._releases)
                self._send(release.at_s, Message(NOTE_OFF, release.pitch, 0))
            elif timed is not None and timed[0] <= horizon_s:
                self._next_event += 1
                self._send(*timed)
            elif timed is None and self._passes and self._loop is not None and self._passes[-1].end_s <= horizon_s:
                start, end = self._bounds(self._passes[-1].end_tick)
                start_s = self._clip.tempo.seconds_at(start)
                if self._clip.tempo.seconds_at(end) - start_s <= _SHORTEST_LOOP_S:
                    return
                self._begin(start, end, self._passes[-1].end_s - start_s)
            else:
                return

    def _peek(self) -> tuple[float, Message] | None:
        """The next message of the pass and when it is due."""
        if not self._passes or self._next_event >= len(self._passes[-1].events):
            return None
        current = self._passes[-1]
        timed = current.events[self._next_event]
        return current.origin_s + timed.at_s, timed.message

    def _step(self) -> float | None:
        """Do what is due now. Returns for how many seconds there is nothing to do, or None until somebody calls."""
        now = self._output.now_s()
        lead = self._output.lead_s
        self._hand_over(now + lead)
        while len(self._passes) > 1 and self._passes[1].begin_s <= now:
            self._passes.popleft()
        if len(self._passes) == 1 and self._peek() is None and self._passes[0].end_s <= now:
            self._cursor_tick = min(self._passes[0].end_tick, self._clip.length)
            self._passes.clear()
        timed = self._peek()
        due = [] if timed is None else [timed[0]]
        due += [self._releases[0].at_s] if self._releases else []
        due += [self._passes[-1].end_s] if self._passes and not due else []
        if not due:
            return None
        wait = max(0.0, min(due) - lead - now)
        return wait if lead == 0.0 else max(wait, _POLL_S)

    def _run(self) -> None:
        while True:
            with self._changed:
                if self._closing:
                    return
                wait = self._step()
                if wait is None:
                    self._changed.wait()
                    continue
                if wait > _FINE_SLEEP_S or self._output.lead_s > 0.0:
                    self._changed.wait(wait if self._output.lead_s > 0.0 else wait - _FINE_SLEEP_S)
                    continue
            # Not under the lock: the window asks for the playhead meanwhile.
            if wait > 0.0:
                time.sleep(wait)
