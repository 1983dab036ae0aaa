"""Clips as plain values for JSON, one readable line an event, and back without a change."""

from __future__ import annotations

from typing import Any

from engine.music.chord import parse_chord
from engine.music.clip import ChordSpan, Clip, Controller
from engine.music.grid import MeterChange, MeterMap, TempoChange, TempoMap
from engine.music.note import Note, Role

_ROLES = {role.name.lower(): role for role in Role}


def clip_to_json(clip: Clip) -> dict[str, Any]:
    """The clip as text lines.

    Notes are "start pitch duration velocity role", chords "start end symbol", controllers "tick number value", meters
    "tick 4/4" and tempi "tick microseconds-a-quarter", all times in ticks of 480 a quarter.
    """
    names = {role: name for name, role in _ROLES.items()}
    plain: dict[str, Any] = {
        "name": clip.name,
        "key": clip.key,
        "length": clip.length,
        "meter": [f"{item.tick} {item.numerator}/{item.denominator}" for item in clip.meter.changes],
        "tempo": [f"{item.tick} {item.us_per_quarter}" for item in clip.tempo.changes],
        "notes": [f"{n.start} {n.pitch} {n.duration} {n.velocity} {names[n.role]}" for n in clip.notes],
    }
    if clip.chords:
        plain["chords"] = [chord_line(span) for span in clip.chords]
    if clip.controllers:
        plain["controllers"] = [f"{item.tick} {item.number} {item.value}" for item in clip.controllers]
    return plain


def clip_from_json(plain: dict[str, Any]) -> Clip:
    """The clip that `clip_to_json` wrote.

    Raises:
        ValueError, TypeError, KeyError or InputError: for anything else.
    """
    notes = []
    for line in plain["notes"]:
        start, pitch, duration, velocity, role = line.split()
        notes.append(Note(int(start), int(pitch), int(duration), int(velocity), _ROLES[role]))
    meters = []
    for line in plain["meter"]:
        tick, meter = line.split()
        numerator, denominator = meter.split("/")
        meters.append(MeterChange(int(tick), int(numerator), int(denominator)))
    tempi = [TempoChange(*map(int, line.split())) for line in plain["tempo"]]
    key = plain.get("key")
    return Clip(
        tuple(notes),
        MeterMap(tuple(meters)),
        TempoMap(tuple(tempi)),
        tuple(chord_from_line(line) for line in plain.get("chords", ())),
        tuple(Controller(*map(int, line.split())) for line in plain.get("controllers", ())),
        int(plain["length"]),
        str(plain.get("name", "")),
        None if key is None else str(key),
    )


def chord_line(span: ChordSpan) -> str:
    """A chord span as "start end symbol"."""
    return f"{span.start} {span.end} {span.chord.symbol()}"


def chord_from_line(line: str) -> ChordSpan:
    """The span that `chord_line` wrote. Raises ValueError or InputError for anything else."""
    start, end, symbol = line.split(maxsplit=2)
    return ChordSpan(int(start), int(end), parse_chord(symbol))
