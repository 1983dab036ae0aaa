"""Turns a clip into timed MIDI messages. Pure: no clock, no thread, no synthesiser."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from engine.music.clip import Clip, Controller
from engine.music.grid import MeterChange
from engine.music.note import TICKS_PER_QUARTER, Note

NOTE_OFF = 0x80
CLICK = 0x99
"""A stroke on the drum channel, 10; it ends by itself."""
DRUM_CHANNEL = 9
HIGH_WOODBLOCK, LOW_WOODBLOCK = 76, 77
NOTE_ON = 0x90
CONTROL = 0xB0
SUSTAIN_PEDAL = 64
VOLUME = 7
ALL_SOUND_OFF = 120
ALL_NOTES_OFF = 123


class Message(NamedTuple):
    """A channel message: `kind` is NOTE_OFF, NOTE_ON or CONTROL (first channel), or CLICK; the data are 0..127."""

    kind: int
    data1: int
    data2: int

    def to_bytes(self) -> bytes:
        """The three bytes that a MIDI port takes."""
        return bytes(self)


class Timed(NamedTuple):
    """A message `at_s` seconds after the start of the clip."""

    at_s: float
    message: Message


def key_strokes(clip: Clip) -> list[Note]:
    """The notes of `clip` as one keyboard can play them.

    A key that is down cannot go down again: a note that is still held when its pitch is struck anew ends there, and of
    two notes with the same pitch and onset the longer one stays, with the higher velocity.
    """
    by_pitch: dict[int, list[Note]] = {}
    for note in clip.notes:
        line = by_pitch.setdefault(note.pitch, [])
        if line and line[-1].start == note.start:
            both = line.pop()
            longer = max(both, note, key=lambda one: one.duration)
            note = Note(note.start, note.pitch, longer.duration, max(both.velocity, note.velocity), longer.role)
        elif line and line[-1].end > note.start:
            held = line[-1]
            line[-1] = Note(held.start, held.pitch, note.start - held.start, held.velocity, held.role)
        line.append(note)
    return sorted(note for line in by_pitch.values() for note in line)


def messages(clip: Clip, start_tick: int = 0, end_tick: int | None = None) -> list[Timed]:
    """The messages that play `clip` from `start_tick` to `end_tick` (default: its length), in time order.

    Notes that begin before `start_tick` are left out; notes that outlast `end_tick` end there, and so does a held
    pedal. Controllers set before `start_tick` take effect at it. At one instant, note-offs come first, then
    controllers, then note-ons.
    """
    end_tick = clip.length if end_tick is None else end_tick
    out: list[tuple[int, int, Message]] = []
    for note in key_strokes(clip):
        if start_tick <= note.start < end_tick:
            out.append((note.start, 2, Message(NOTE_ON, note.pitch, note.velocity)))
            out.append((min(note.end, end_tick), 0, Message(NOTE_OFF, note.pitch, 0)))
    pedal = 0
    for item in _chased(clip, start_tick, end_tick):
        out.append((item.tick, 1, Message(CONTROL, item.number, item.value)))
        if item.number == SUSTAIN_PEDAL:
            pedal = item.value
    if pedal:
        out.append((end_tick, 1, Message(CONTROL, SUSTAIN_PEDAL, 0)))
    out.sort()
    seconds_at = clip.tempo.seconds_at
    return [Timed(seconds_at(tick), message) for tick, _, message in out]


def clicks(clip: Clip, start_tick: int, end_tick: int, count_in_bars: int = 0) -> list[Timed]:
    """Metronome strokes on the beats from `start_tick` to `end_tick`, a high one on each downbeat.

    A beat is what musicians count: a dotted quarter in 6/8, 9/8 and 12/8, else the meter's denominator. With
    `count_in_bars`, as many bars of strokes come before the start, at times that may lie before the clip's own start.
    """
    out: list[Timed] = []
    seconds_at = clip.tempo.seconds_at
    meter = clip.meter.at(start_tick)
    beat = _beat_ticks(meter)
    beat_s = beat * clip.tempo.at(start_tick).us_per_quarter / (TICKS_PER_QUARTER * 1e6)
    beats = max(1, meter.bar_ticks // beat) * count_in_bars
    a_bar = max(1, meter.bar_ticks // beat)
    for number in range(beats):
        out.append(_stroke(seconds_at(start_tick) - (beats - number) * beat_s, number % a_bar == 0))
    bar = clip.meter.bar_at(start_tick)
    while (line := clip.meter.bar_start(bar)) < end_tick:
        step = _beat_ticks(clip.meter.at(line))
        for tick in range(line, clip.meter.bar_start(bar + 1), step):
            if start_tick <= tick < end_tick:
                out.append(_stroke(seconds_at(tick), tick == line))
        bar += 1
    return out


def _beat_ticks(meter: MeterChange) -> int:
    compound = meter.denominator == 8 and meter.numerator % 3 == 0
    return 3 * meter.beat_ticks if compound else meter.beat_ticks


def _stroke(at_s: float, downbeat: bool) -> Timed:
    return Timed(at_s, Message(CLICK, HIGH_WOODBLOCK if downbeat else LOW_WOODBLOCK, 100 if downbeat else 75))


def pedal_at(clip: Clip, tick: int) -> int:
    """Value of the sustain pedal at `tick`: 0 is up."""
    values = [item.value for item in clip.controllers if item.number == SUSTAIN_PEDAL and item.tick <= tick]
    return values[-1] if values else 0


def _chased(clip: Clip, start_tick: int, end_tick: int) -> list[Controller]:
    """The controllers of the part, those that were set earlier moved to its start."""
    ticks = [item.tick for item in clip.controllers]
    first = bisect_right(ticks, start_tick)
    standing = {item.number: item.value for item in clip.controllers[:first]}
    chased = [Controller(start_tick, number, value) for number, value in sorted(standing.items())]
    # The pedal change at the very end belongs to this part: it is the release of what sounds in it.
    return chased + [
        item
        for item in clip.controllers[first:]
        if item.tick < end_tick or (item.tick == end_tick and item.number == SUSTAIN_PEDAL and item.value == 0)
    ]
