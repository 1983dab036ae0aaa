"""A clip as the bytes of a MIDI file. Files on disk, and the way back, are in `engine.music.midi_io`."""

from __future__ import annotations

import io
from collections.abc import Iterable
from contextlib import suppress
from functools import lru_cache

import mido

from engine.music.clip import Clip
from engine.music.key_spelling import symbol_of
from engine.music.midi_tracks import ATTACHMENT_TAG, CHORD_LANE_TAG, DRUM_CHANNEL, GAP_MARKER
from engine.music.note import TICKS_PER_QUARTER, Note, Role


def clip_to_bytes(
    clip: Clip, *, by_role: bool = False, texts: Iterable[str] = (), attachments: Iterable[bytes] = ()
) -> bytes:
    """The clip as a MIDI file of 480 ticks a quarter that ends exactly at `clip.length`.

    Args:
        by_role: one track a role (type 1) in place of one track for all (type 0). Only so do roles survive.
        texts: text events at the start, any Unicode (UTF-8 in the file).
        attachments: data that other programs step over.
    """
    head = _head_events(clip, texts, attachments)
    used = [role for role in Role if any(note.role == role for note in clip.notes)]
    controllers = [
        (item.tick, mido.Message("control_change", control=item.number, value=item.value)) for item in clip.controllers
    ]
    tracks = []
    if by_role:
        tracks.append(_track_of(head, [], clip.length))
        for channel, role in enumerate(used):
            notes = [note for note in clip.notes if note.role == role]
            events: list[tuple[int, mido.Message | mido.MetaMessage]] = [
                (0, mido.MetaMessage("track_name", name=role.name.lower()))
            ]
            events += [(tick, message.copy(channel=channel)) for tick, message in controllers]
            tracks.append(_track_of(events, _note_events(notes, channel), clip.length))
    else:
        tracks.append(_track_of(head + controllers, _note_events(clip.notes, 0), clip.length))
    out = io.BytesIO()
    mido.MidiFile(type=1 if by_role else 0, ticks_per_beat=TICKS_PER_QUARTER, tracks=tracks).save(file=out)
    return out.getvalue()


def _head_events(
    clip: Clip, texts: Iterable[str], attachments: Iterable[bytes]
) -> list[tuple[int, mido.Message | mido.MetaMessage]]:
    """Title, maps, key, texts, attachments and chord lane."""
    events: list[tuple[int, mido.Message | mido.MetaMessage]] = []
    if clip.name:
        events.append((0, mido.MetaMessage("track_name", name=_file_text(clip.name))))
    events += [(0, mido.MetaMessage("text", text=_file_text(text))) for text in texts]
    events += [(0, mido.MetaMessage("sequencer_specific", data=tuple(ATTACHMENT_TAG + data))) for data in attachments]
    for meter in clip.meter.changes:
        message = mido.MetaMessage("time_signature", numerator=min(255, meter.numerator), denominator=meter.denominator)
        events.append((meter.tick, message))
    for tempo in clip.tempo.changes:
        events.append((tempo.tick, mido.MetaMessage("set_tempo", tempo=min(0xFFFFFF, tempo.us_per_quarter))))
    if clip.key is not None:
        with suppress(ValueError):  # a key without a signature of its own, such as a mode's name, is not written
            events.append((0, mido.MetaMessage("key_signature", key=clip.key)))
    if clip.chords:
        events.append((0, mido.MetaMessage("sequencer_specific", data=CHORD_LANE_TAG)))
        for index, span in enumerate(clip.chords):
            events.append((span.start, mido.MetaMessage("marker", text=symbol_of(span.chord, clip.key))))
            following = clip.chords[index + 1].start if index + 1 < len(clip.chords) else clip.length
            if span.end < following:
                events.append((span.end, mido.MetaMessage("marker", text=GAP_MARKER)))
    return events


def _file_text(text: str) -> str:
    """Text that mido, which writes latin-1, turns into UTF-8 bytes: its charset switch is not thread-safe."""
    return text.encode("utf-8", "replace").decode("latin-1")


def _note_events(notes: Iterable[Note], channel: int) -> list[tuple[int, int, int, mido.Message]]:
    """(tick, 1 for on, order, message), sorted. A note inside another of its pitch goes to a channel of its own.

    Note-offs carry no name, so readers end the earliest note first; a note that ends before an earlier one of the same
    pitch can only be told apart by its channel.
    """
    last_ends: dict[int, list[int]] = {}
    events: list[tuple[int, int, int, mido.Message]] = []
    for order, note in enumerate(sorted(notes, key=lambda note: (note.start, note.pitch, note.duration))):
        ends = last_ends.setdefault(note.pitch, [])
        lane = next((index for index, end in enumerate(ends) if end <= note.end), len(ends))
        if lane == len(ends):
            ends.append(note.end)
        else:
            ends[lane] = note.end
        number = (channel + lane) % 15
        number += number >= DRUM_CHANNEL
        events.append((note.start, 1, order, _note_message("note_on", note.pitch, note.velocity, number)))
        events.append((note.end, 0, order, _note_message("note_off", note.pitch, 0, number)))
    events.sort(key=lambda event: event[:3])
    return events


@lru_cache(maxsize=65536)
def _note_message(kind: str, pitch: int, velocity: int, channel: int) -> mido.Message:
    return mido.Message(kind, note=pitch, velocity=velocity, channel=channel)


def _track_of(
    events: list[tuple[int, mido.Message | mido.MetaMessage]],
    notes: list[tuple[int, int, int, mido.Message]],
    length: int,
) -> mido.MidiTrack:
    """Events with delta times, ended at `length`. Controllers and maps come before the notes of their tick."""
    timed = [(tick, 0, 0, message) for tick, message in events if tick <= length]
    timed += [(tick, 1 + on, order, message) for tick, on, order, message in notes]
    timed.sort(key=lambda event: event[:3])  # stable: the order within one tick stays
    track = mido.MidiTrack()
    now = 0
    for tick, _, _, message in timed:
        track.append(
            message.copy(skip_checks=True, time=tick - now) if message.is_meta is False else _at(message, tick - now)
        )
        now = tick
    track.append(mido.MetaMessage("end_of_track", time=max(0, length - now)))
    return track


def _at(message: mido.MetaMessage, delta: int) -> mido.MetaMessage:
    copy = message.copy()
    copy.time = delta
    return copy
