"""Clips from MIDI files and back. Damaged files are read as far as they make sense.

Single events are read in `engine.music.midi_tracks` and written in `engine.music.midi_encode`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from engine.errors import InputError, ResourceError
from engine.files import replacing
from engine.music.chord import Chord, parse_chord
from engine.music.clip import ChordSpan, Clip, Controller
from engine.music.grid import MeterChange, MeterMap, TempoChange, TempoMap
from engine.music.instruments import Parts, is_instrument
from engine.music.midi_encode import clip_to_bytes
from engine.music.midi_tracks import GAP_MARKER, MAX_FILE_BYTES, TrackEvents, parse_tracks
from engine.music.note import TICKS_PER_QUARTER, Note
from engine.sentences import system_reason

__all__ = [
    "MAX_FILE_BYTES",
    "clip_from_bytes",
    "clip_to_bytes",
    "read_attachments",
    "read_clip",
    "read_texts",
    "write_clip",
]

MAX_CLIP_TICKS = 200_000 * TICKS_PER_QUARTER
"""Over a day at 120 bpm: later times only come from damaged files, and would cost gigabytes further on."""


def read_clip(
    path: Path | str,
    on_progress: Callable[[float], None] = lambda done: None,
    on_drums: Callable[[int], None] = lambda notes: None,
) -> Clip:
    """Read a MIDI file of type 0, 1 or 2.

    Times become 480 ticks a quarter; onset and end are rounded alike, so legato stays legato. Drums (channel 10) are
    left out. Instruments that lead, accompany or play the bass give their notes that role (`engine.music.instruments`);
    what plays beside them gets one by its pitch and time. Where no instrument says anything, all notes are LEAD.
    Markers that are chord symbols become the chord lane. The sequences of a type 2 file follow one another, each from
    a bar line. `on_progress` is told the share that is done, 0..1, and may raise to end it; `on_drums` how many notes
    of drums were left out, if any.

    Raises:
        InputError: for anything that is not a readable MIDI file with notes.
    """
    path = Path(path)
    return clip_from_bytes(_read_bytes(path), path.name, on_progress, on_drums)


def clip_from_bytes(
    data: bytes,
    name: str,
    on_progress: Callable[[float], None] = lambda done: None,
    on_drums: Callable[[int], None] = lambda notes: None,
) -> Clip:
    """A clip from the bytes of a MIDI file called `name`. As `read_clip`."""
    file_type, division, tracks = parse_tracks(data, name, lambda done: on_progress(0.5 * done))
    # A name that is no Unicode (from an old archive) has signs that no file and no screen takes.
    title = Path(name).stem.encode(errors="replace").decode()
    if file_type == 2:
        clip: Clip | None = None
        for track in tracks:
            if not track.note_events:
                continue
            part = _assemble([track], division, title, single=True, on_progress=on_progress)
            clip = part if clip is None else replace(clip, length=clip.meter.bar_ceil(clip.length)).followed_by(part)
    else:
        clip = _assemble(tracks, division, title, single=file_type == 0, on_progress=on_progress)
    drums = sum(track.drum_notes for track in tracks)
    if clip is None or not clip.notes:
        if drums:
            raise InputError("{name} holds only drums (channel 10); choose a file with pitched notes.", name=name)
        raise InputError("{name} holds no notes; choose a MIDI file with notes in it.", name=name)
    if drums:
        on_drums(drums)
    return clip


def read_texts(path: Path | str) -> tuple[str, ...]:
    """The text events of a MIDI file, in track order. Raises as `read_clip`, but a file without notes will do."""
    path = Path(path)
    tracks = parse_tracks(_read_bytes(path), path.name)[2]
    return tuple(text for track in tracks for text in track.texts)


def read_attachments(path: Path | str, naming: bytes) -> tuple[tuple[str, ...], tuple[bytes, ...]]:
    """The text events and the attachments of a MIDI file in which `naming` stands anywhere; others are not looked into.

    Raises as `read_texts`.
    """
    path = Path(path)
    data = _read_bytes(path)
    if naming not in data:
        return (), ()
    tracks = parse_tracks(data, path.name)[2]
    return (
        tuple(text for track in tracks for text in track.texts),
        tuple(data for track in tracks for data in track.attachments),
    )


def write_clip(
    clip: Clip,
    path: Path | str,
    *,
    by_role: bool = False,
    texts: Iterable[str] = (),
    attachments: Iterable[bytes] = (),
) -> None:
    """Write `clip` as a MIDI file; the file appears whole or not at all. Arguments as `clip_to_bytes`.

    Raises:
        ResourceError: if the file cannot be written.
    """
    path = Path(path)
    data = clip_to_bytes(clip, by_role=by_role, texts=texts, attachments=attachments)
    try:
        with replacing(path) as temporary:
            temporary.write_bytes(data)
    except OSError as error:
        raise ResourceError(
            "Cannot write {path}: {reason}; choose another folder or free some space.",
            path=path,
            reason=system_reason(error),
        ) from error


def _read_bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise InputError("{path} is a folder; choose a MIDI file in it.", path=path)
        if not path.exists():
            raise InputError("{path} does not exist; check the name.", path=path)
        if not path.is_file():
            raise InputError("{path} is not a regular file; choose a MIDI file.", path=path)
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            raise InputError(
                "{path} has {size} MB, more than any MIDI file needs (limit {most} MB); choose another file.",
                path=path,
                size=size // 1_000_000,
                most=MAX_FILE_BYTES // 1_000_000,
            )
        return path.read_bytes()
    except OSError as error:
        raise InputError(
            "Cannot read {path}: {reason}; check its permissions.", path=path, reason=system_reason(error)
        ) from error


def _assemble(
    tracks: list[TrackEvents], division: int, title: str, *, single: bool, on_progress: Callable[[float], None]
) -> Clip:
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

    parts = Parts.of(tracks, named=not single)
    notes: list[Note] = []
    parts_of_notes: list[int] = []
    pitches = [(number, track, key) for number, track in enumerate(tracks) for key in track.note_events]
    for done, (number, track, key) in enumerate(pitches):
        on_progress(0.5 + 0.5 * done / len(pitches))
        part = parts.numbers[number, key >> 7]
        for start, stop, velocity in _pair(track.note_events[key], track.end):
            begin = scaled(start)
            notes.append(Note(begin, key & 127, max(1, scaled(stop) - begin), velocity))
            parts_of_notes.append(part)
    if parts.state_roles:
        notes = parts.with_roles(notes, parts_of_notes)
    notes.sort(key=lambda note: (note.start, note.pitch))
    smpte = bool(division & 0x8000)
    tempi = {scaled(t): tempo for t, tempo in sorted((e for k in tracks for e in k.tempi), key=_tick) if not smpte}
    meters = {scaled(t): (n, d) for t, n, d in sorted((e for k in tracks for e in k.meters), key=_tick)}
    keys = sorted((event for track in tracks for event in track.keys), key=_tick)
    last = max((note.end for note in notes), default=0)
    if last > MAX_CLIP_TICKS:
        raise InputError(
            "{title} has notes {quarters} quarters after its start, so its times are damaged; export it again.",
            title=title,
            quarters=last // TICKS_PER_QUARTER,
        )
    # An end of track that lies days after the last note is a slip of the program that wrote it.
    length = max([last, *(end for track in tracks if (end := scaled(track.end)) <= MAX_CLIP_TICKS)])
    name = tracks[0].name
    if not single and tracks[0].note_events and is_instrument(name):
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


def _pair(events: list[tuple[int, int]], track_end: int) -> list[tuple[int, int, int]]:
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
    return pairs


def _merged_controllers(tracks: list[TrackEvents]) -> list[tuple[int, int, int]]:
    """Controllers of all tracks in time order; one that several tracks repeat (a pedal for both hands) counts once."""
    merged: list[tuple[int, int, int]] = []
    seen: set[tuple[int, int, int]] = set()
    for track in tracks:
        merged += [item for item in track.controllers if item not in seen]
        seen.update(track.controllers)
    merged.sort(key=_tick)
    return merged


def _chord_lane(tracks: list[TrackEvents], scaled: Callable[[int], int], length: int) -> tuple[ChordSpan, ...]:
    """Chord spans from the markers that are chord symbols."""
    found: dict[int, Chord | None] = {}
    texts = []
    for tick, text in sorted((marker for track in tracks for marker in track.markers), key=_tick):
        try:
            found[scaled(tick)] = None if text == GAP_MARKER else parse_chord(text)
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
