"""Turns a clip into timed MIDI messages. Pure: no clock, no thread, no synthesiser."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from engine.music.clip import Clip, Controller
from engine.music.note import Note

NOTE_OFF = 0x80
NOTE_ON = 0x90
CONTROL = 0xB0
SUSTAIN_PEDAL = 64
VOLUME = 7
ALL_SOUND_OFF = 120
ALL_NOTES_OFF = 123


class Message(NamedTuple):
    """A channel message on the first channel: `kind` is one of NOTE_OFF, NOTE_ON, CONTROL; the data are 0..127."""

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
