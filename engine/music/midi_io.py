"""Clips from MIDI files and back. Damaged files are read as far as they make sense; nothing here knows the app.

mido decodes and encodes every message. Only the walk over chunks and events is done here, because one bad chunk, key
signature or missing note-off must not cost the user the whole file.
"""

from __future__ import annotations

import io
import struct
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

import mido
from mido.midifiles.meta import build_meta_message

from engine.errors import InputError, ResourceError
from engine.music.chord import Chord, parse_chord
from engine.music.clip import ChordSpan, Clip, Controller
from engine.music.grid import MeterChange, MeterMap, TempoChange, TempoMap
from engine.music.note import TICKS_PER_QUARTER, Note, Role

MAX_FILE_BYTES = 200_000_000
DRUM_CHANNEL = 9
_CHORD_LANE_TAG = (0x7D, *b"TatumFlow chords")
_GAP_MARKER = "(end)"
_ROLE_NAMES = {
    "lead": Role.LEAD,
    "melody": Role.LEAD,
    "chords": Role.CHORDS,
    "comp": Role.CHORDS,
    "comping": Role.CHORDS,
    "bass": Role.BASS,
}
_TEXT, _TRACK_NAME, _MARKER, _END_OF_TRACK = 0x01, 0x03, 0x06, 0x2F
_SET_TEMPO, _TIME_SIGNATURE, _KEY_SIGNATURE, _SEQUENCER = 0x51, 0x58, 0x59, 0x7F
# Data bytes that follow a system status byte; 0xF4, 0xF5 and the realtime bytes have none.
_SYSTEM_DATA_BYTES = {0xF1: 1, 0xF2: 2, 0xF3: 1}


@dataclass(slots=True)
class _Track:
    """What one track chunk holds, in its own ticks."""

    note_events: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    """channel * 128 + pitch -> (tick, velocity), velocity 0 for a note-off."""
    drum_notes: int = 0
    controllers: list[tuple[int, int, int]] = field(default_factory=list)
    tempi: list[tuple[int, int]] = field(default_factory=list)
    meters: list[tuple[int, int, int]] = field(default_factory=list)
    keys: list[tuple[int, str]] = field(default_factory=list)
    markers: list[tuple[int, str]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    name: str = ""
    chord_lane: bool = False
    end: int = 0


def read_clip(path: Path | str) -> Clip:
    """Read a MIDI file of type 0, 1 or 2.

    Times become 480 ticks a quarter; onset and end are rounded alike, so legato stays legato. Drums (channel 10) are
    left out. Tracks named lead or melody, chords or comp, and bass give their notes these roles (and a piano beside
    them plays chords); all other notes are LEAD. Markers that are chord symbols become the chord lane. The sequences of
    a type 2 file follow one another, each from a bar line.

    Raises:
        InputError: for anything that is not a readable MIDI file with notes.
    """
    path = Path(path)
    return clip_from_bytes(_read_bytes(path), path.name)


def clip_from_bytes(data: bytes, name: str) -> Clip:
    """A clip from the bytes of a MIDI file called `name`. As `read_clip`."""
    file_type, division, tracks = _parse(data, name)
    title = Path(name).stem
    if file_type == 2:
        clip: Clip | None = None
        for track in tracks:
            if not track.note_events:
                continue
            part = _assemble([track], division, title, single=True)
            clip = part if clip is None else replace(clip, length=clip.meter.bar_ceil(clip.length)).followed_by(part)
    else:
        clip = _assemble(tracks, division, title, single=file_type == 0)
    if clip is None or not clip.notes:
        if any(track.drum_notes for track in tracks):
            raise InputError(f"{name} holds only drums (channel 10); choose a file with pitched notes.")
        raise InputError(f"{name} holds no notes; choose a MIDI file with notes in it.")
    return clip


def read_texts(path: Path | str) -> tuple[str, ...]:
    """The text events of a MIDI file, in track order. Raises as `read_clip`, but a file without notes will do."""
    path = Path(path)
    tracks = _parse(_read_bytes(path), path.name)[2]
    return tuple(text for track in tracks for text in track.texts)


def write_clip(clip: Clip, path: Path | str, *, by_role: bool = False, texts: Iterable[str] = ()) -> None:
    """Write `clip` as a MIDI file; the file appears whole or not at all. Arguments as `clip_to_bytes`.

    Raises:
        ResourceError: if the file cannot be written.
    """
    path = Path(path)
    data = clip_to_bytes(clip, by_role=by_role, texts=texts)
    temporary = path.with_name(f".{uuid.uuid4().hex[:12]}.tmp")
    try:
        try:
            temporary.write_bytes(data)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise ResourceError(
            f"Cannot write {path}: {error.strerror or error}; choose another folder or free some space."
        ) from error


def clip_to_bytes(clip: Clip, *, by_role: bool = False, texts: Iterable[str] = ()) -> bytes:
    """The clip as a MIDI file of 480 ticks a quarter that ends exactly at `clip.length`.

    Args:
        by_role: one track a role (type 1) in place of one track for all (type 0). Only so do roles survive.
        texts: text events at the start, any Unicode (UTF-8 in the file).
    """
    head = _head_events(clip, texts)
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


def _head_events(clip: Clip, texts: Iterable[str]) -> list[tuple[int, mido.Message | mido.MetaMessage]]:
    """Title, maps, key, texts and chord lane."""
    events: list[tuple[int, mido.Message | mido.MetaMessage]] = []
    if clip.name:
        events.append((0, mido.MetaMessage("track_name", name=_file_text(clip.name))))
    events += [(0, mido.MetaMessage("text", text=_file_text(text))) for text in texts]
    for meter in clip.meter.changes:
        message = mido.MetaMessage("time_signature", numerator=min(255, meter.numerator), denominator=meter.denominator)
        events.append((meter.tick, message))
    for tempo in clip.tempo.changes:
        events.append((tempo.tick, mido.MetaMessage("set_tempo", tempo=min(0xFFFFFF, tempo.us_per_quarter))))
    if clip.key is not None:
        with suppress(ValueError):  # a key without a signature of its own, such as a mode's name, is not written
            events.append((0, mido.MetaMessage("key_signature", key=clip.key)))
    if clip.chords:
        events.append((0, mido.MetaMessage("sequencer_specific", data=_CHORD_LANE_TAG)))
        flats = _spells_flats(clip.key)
        for index, span in enumerate(clip.chords):
            events.append((span.start, mido.MetaMessage("marker", text=span.chord.symbol(flats))))
            following = clip.chords[index + 1].start if index + 1 < len(clip.chords) else clip.length
            if span.end < following:
                events.append((span.end, mido.MetaMessage("marker", text=_GAP_MARKER)))
    return events


def _spells_flats(key: str | None) -> bool | None:
    """Whether a key's signature has flats; None where there is no signature to go by."""
    if key in ("F", "Bb", "Eb", "Ab", "Db", "Gb", "Cb", "Dm", "Gm", "Cm", "Fm", "Bbm", "Ebm", "Abm"):
        return True
    return (
        False if key in ("G", "D", "A", "E", "B", "F#", "C#", "Em", "Bm", "F#m", "C#m", "G#m", "D#m", "A#m") else None
    )


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


def _read_bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise InputError(f"{path} is a folder; choose a MIDI file in it.")
        if not path.exists():
            raise InputError(f"{path} does not exist; check the name.")
        if not path.is_file():
            raise InputError(f"{path} is not a regular file; choose a MIDI file.")
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            raise InputError(
                f"{path} has {size // 1_000_000} MB, more than any MIDI file needs "
                f"(limit {MAX_FILE_BYTES // 1_000_000} MB); choose another file."
            )
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"Cannot read {path}: {error.strerror or error}; check its permissions.") from error


def _parse(data: bytes, name: str) -> tuple[int, int, list[_Track]]:
    """File type, division and tracks of a file's bytes."""
    if len(data) > MAX_FILE_BYTES:
        raise InputError(f"{name} is larger than {MAX_FILE_BYTES // 1_000_000} MB; choose another file.")
    if not data:
        raise InputError(f"{name} is empty; choose a MIDI file with notes in it.")
    # Some files are wrapped (RIFF, MacBinary): the header stands near the start, then.
    begin = data.find(b"MThd", 0, 512)
    if begin < 0:
        raise InputError(f"{name} is not a MIDI file; choose a .mid file.")
    if len(data) < begin + 14:
        raise InputError(f"{name} is cut off inside its header; get a complete copy.")
    header_size, file_type, _, division = struct.unpack_from(">LHHH", data, begin + 4)
    if division in (0, 0x8000) or (division & 0x8000 and not division & 0xFF):
        raise InputError(f"{name} states no time division, so its notes have no times; export it again.")
    tracks = [_read_track(data, start, end) for start, end in _track_chunks(data, begin + 8 + header_size)]
    if not tracks:
        raise InputError(f"{name} holds no tracks; choose a MIDI file with notes in it.")
    return file_type, division, tracks


def _track_chunks(data: bytes, position: int) -> Iterator[tuple[int, int]]:
    """Start and end of each track's events. Foreign chunks and garbage between chunks are stepped over."""
    while position + 8 <= len(data):
        kind = data[position : position + 4]
        end = position + 8 + int.from_bytes(data[position + 4 : position + 8], "big")
        if kind == b"MTrk":
            # A length that runs past the file, or past where the next track plainly begins, is wrong or cut off.
            end = min(end, len(data))
            yield position + 8, end
            position = end
        elif kind.isalnum() and end <= len(data):
            position = end
        else:
            position = data.find(b"MTrk", position + 1)
            if position < 0:
                return


@lru_cache(maxsize=65536)
def _channel_message(message: bytes) -> mido.Message:
    """mido's reading of a channel message; cached, since most notes of a file repeat the same bytes."""
    return mido.Message.from_bytes(message)


def _read_track(data: bytes, position: int, end: int) -> _Track:
    """Walk over the events of one track; stops where the data stops making sense."""
    track = _Track()
    tick = 0
    status = 0
    clipped = bytes(min(value, 127) for value in range(256))
    note_events = track.note_events
    try:
        while position < end:
            delta = data[position]
            position += 1
            if delta & 0x80:
                delta &= 0x7F
                for _ in range(3):
                    value = data[position]
                    position += 1
                    delta = delta << 7 | value & 0x7F
                    if value < 0x80:
                        break
            tick += delta
            value = data[position]
            if value >= 0x80:
                position += 1
                if value == 0xFF:
                    kind = data[position]
                    size, position = _variable_int(data, position + 1)
                    if kind == _END_OF_TRACK:
                        break
                    if position + size > end:
                        tick -= delta
                        break
                    _read_meta(track, tick, kind, data[position : position + size])
                    position += size
                    continue
                if value >= 0xF0:
                    if value in (0xF0, 0xF7):
                        size, position = _variable_int(data, position)
                        position += size
                    else:
                        position += _SYSTEM_DATA_BYTES.get(value, 0)
                    continue
                status = value
            elif not status:
                position += 1  # a data byte before any status means nothing
                continue
            size = 1 if 0xC0 <= status < 0xE0 else 2
            if position + size > end:
                tick -= delta
                break
            message = _channel_message(bytes((status,)) + data[position : position + size].translate(clipped))
            position += size
            kind_name = message.type
            if kind_name == "note_on" or kind_name == "note_off":
                velocity = message.velocity if kind_name == "note_on" else 0
                if message.channel == DRUM_CHANNEL:
                    track.drum_notes += velocity > 0
                    continue
                key = message.channel * 128 + message.note
                if key in note_events:
                    note_events[key].append((tick, velocity))
                elif velocity:
                    note_events[key] = [(tick, velocity)]
            elif kind_name == "control_change" and message.control < 120 and message.channel != DRUM_CHANNEL:
                track.controllers.append((tick, message.control, message.value))
    except IndexError:
        pass  # the data ends inside an event: what came before it is kept
    track.end = tick
    return track


def _variable_int(data: bytes, position: int) -> tuple[int, int]:
    """A variable-length number and the position after it. Raises IndexError where the data ends inside it."""
    number = 0
    for _ in range(4):
        value = data[position]
        position += 1
        number = number << 7 | value & 0x7F
        if value < 0x80:
            break
    return number, position


def _read_meta(track: _Track, tick: int, kind: int, data: bytes) -> None:
    if kind == _TEXT:
        track.texts.append(_decode_text(data))
    elif kind == _TRACK_NAME:
        track.name = track.name or _decode_text(data).strip()
    elif kind == _MARKER:
        track.markers.append((tick, _decode_text(data).strip()))
    elif kind == _SEQUENCER:
        track.chord_lane |= tuple(data) == _CHORD_LANE_TAG
    elif kind in (_SET_TEMPO, _TIME_SIGNATURE, _KEY_SIGNATURE):
        try:
            message = build_meta_message(kind, list(data), tick)
        except Exception:
            return  # mido raises many kinds of error for bad bytes; the event alone is dropped
        if kind == _SET_TEMPO and message.tempo > 0:
            track.tempi.append((tick, message.tempo))
        elif kind == _TIME_SIGNATURE and message.numerator > 0 and message.denominator <= 128:
            track.meters.append((tick, message.numerator, message.denominator))
        elif kind == _KEY_SIGNATURE:
            track.keys.append((tick, message.key))


def _decode_text(data: bytes) -> str:
    """Text of unknown encoding: UTF-8, else Korean (cp949) if all its foreign letters are Hangul, else latin-1."""
    data = data.rstrip(b"\0")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        text = data.decode("cp949")
        if all(letter < "\x80" or "가" <= letter <= "힣" for letter in text):
            return text
    except UnicodeDecodeError:
        pass
    return data.decode("latin-1")


def _assemble(tracks: list[_Track], division: int, title: str, *, single: bool) -> Clip:
    """A clip from tracks that sound together. `single`: the track's name is the title and tells no role."""
    if division & 0x8000:
        # SMPTE: ticks are a clock (29 means 29.97 frames a second), so they are put on a grid of 120 bpm.
        frames = 0x100 - (division >> 8)
        ticks_per_second = (30000 / 1001 if frames == 29 else frames) * (division & 0xFF)
        numerator, denominator = round(1001 * 2 * TICKS_PER_QUARTER), round(1001 * ticks_per_second)
    else:
        numerator, denominator = TICKS_PER_QUARTER, division

    def scaled(tick: int) -> int:
        return (2 * tick * numerator + denominator) // (2 * denominator)

    roles = [Role.LEAD] * len(tracks) if single else _track_roles(tracks)
    notes: list[Note] = []
    for track, role in zip(tracks, roles, strict=True):
        for key, events in track.note_events.items():
            pitch = key & 127
            for start, stop, velocity in _pair(events, track.end):
                begin = scaled(start)
                notes.append(Note(begin, pitch, max(1, scaled(stop) - begin), velocity, role))
    notes.sort(key=lambda note: (note.start, note.pitch))
    smpte = bool(division & 0x8000)
    tempi = {scaled(t): tempo for t, tempo in sorted((e for k in tracks for e in k.tempi), key=_tick) if not smpte}
    meters = {scaled(t): (n, d) for t, n, d in sorted((e for k in tracks for e in k.meters), key=_tick)}
    keys = sorted((event for track in tracks for event in track.keys), key=_tick)
    length = max([scaled(track.end) for track in tracks] + [note.end for note in notes])
    name = tracks[0].name
    if not single and tracks[0].note_events and name.lower() in _ROLE_NAMES:
        name = ""
    return Clip(
        tuple(notes),
        MeterMap(tuple(MeterChange(t, *m) for t, m in sorted(({0: (4, 4)} | meters).items()))),
        TempoMap(tuple(TempoChange(t, u) for t, u in sorted(({0: 500_000} | tempi).items()))),
        _chord_lane(tracks, scaled, length),
        tuple(Controller(scaled(t), n, v) for t, n, v in _merged_controllers(tracks)),
        length,
        name or title,
        keys[0][1] if keys else None,
    )


def _tick(event: tuple[int, ...] | tuple[int, str]) -> int:
    return int(event[0])


def _track_roles(tracks: list[_Track]) -> list[Role]:
    names = [track.name.lower() if track.note_events else "" for track in tracks]
    roles = [_ROLE_NAMES.get(name, Role.LEAD) for name in names]
    if any(name in _ROLE_NAMES for name in names):
        roles = [Role.CHORDS if name == "piano" else role for name, role in zip(names, roles, strict=True)]
    return roles


def _pair(events: list[tuple[int, int]], track_end: int) -> Iterator[tuple[int, int, int]]:
    """(start, end, velocity) of one pitch's notes from its (tick, velocity) events, velocity 0 for a note-off.

    Note-offs end the earliest sounding note. Where some are missing, a note also ends when its pitch is struck again.
    """
    balanced = 2 * sum(velocity > 0 for _, velocity in events) <= len(events)
    open_notes: list[tuple[int, int]] = []
    pairs: list[tuple[int, int, int]] = []
    for tick, velocity in events:
        if velocity:
            if open_notes and not balanced:
                start, loudness = open_notes.pop(0)
                pairs.append((start, tick, loudness))
            open_notes.append((tick, velocity))
        elif open_notes:
            start, loudness = open_notes.pop(0)
            pairs.append((start, tick, loudness))
    pairs += [(start, track_end, velocity) for start, velocity in open_notes]
    return iter(pairs)


def _merged_controllers(tracks: list[_Track]) -> list[tuple[int, int, int]]:
    """Controllers of all tracks in time order; one that several tracks repeat (a pedal for both hands) counts once."""
    merged: list[tuple[int, int, int]] = []
    seen: set[tuple[int, int, int]] = set()
    for track in tracks:
        merged += [item for item in track.controllers if item not in seen]
        seen.update(track.controllers)
    merged.sort(key=_tick)
    return merged


def _chord_lane(tracks: list[_Track], scaled: Callable[[int], int], length: int) -> tuple[ChordSpan, ...]:
    """Chord spans from the markers that are chord symbols."""
    found: dict[int, Chord | None] = {}
    texts = []
    for tick, text in sorted((marker for track in tracks for marker in track.markers), key=_tick):
        try:
            found[scaled(tick)] = None if text == _GAP_MARKER else parse_chord(text)
        except InputError:
            continue  # a rehearsal mark or a comment
        texts.append(text)
    # Single letters alone are the sections of a form ("A", "B"), unless the file says that it has a chord lane.
    if not any(track.chord_lane for track in tracks) and all(len(text) == 1 for text in texts):
        return ()
    starts = sorted(found)
    spans = []
    for start, end in zip(starts, [*starts[1:], length], strict=True):
        chord = found[start]
        if chord is not None and end > start:
            spans.append(ChordSpan(start, end, chord))
    return tuple(spans)
