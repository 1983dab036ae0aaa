"""Small real files for the tests of `prepare`: MIDI files made byte by byte, and the tables of the known corpora."""

from __future__ import annotations

import csv
import random
import struct
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
MAIN = ROOT / "main.py"
Note = tuple[int, int, int, int]
"""Start tick, length, pitch, velocity."""


def _delta(ticks: int) -> bytes:
    out = [ticks & 127]
    while ticks := ticks >> 7:
        out.append(128 | ticks & 127)
    return bytes(reversed(out))


def _track(events: list[tuple[int, bytes]]) -> bytes:
    now, body = 0, b""
    for tick, message in sorted(events, key=lambda event: event[0]):
        body += _delta(tick - now) + message
        now = tick
    body += b"\x00\xff\x2f\x00"
    return b"MTrk" + struct.pack(">L", len(body)) + body


def midi_file(
    path: Path,
    tracks: Sequence[tuple[str, Iterable[Note]]],
    *,
    tempo_bpm: float = 120.0,
    meter: tuple[int, int] = (4, 4),
    channel: int = 0,
    division: int = 480,
) -> Path:
    """Write a type 1 MIDI file."""
    us = round(60e6 / tempo_bpm)
    head = [
        (0, b"\xff\x51\x03" + us.to_bytes(3, "big")),
        (0, bytes([0xFF, 0x58, 4, meter[0], meter[1].bit_length() - 1, 24, 8])),
    ]
    chunks = [_track(head)]
    for name, notes in tracks:
        events: list[tuple[int, bytes]] = [(-1, b"\xff\x03" + bytes([len(name)]) + name.encode())]
        for start, length, pitch, velocity in notes:
            events.append((start, bytes([0x90 | channel, pitch, velocity])))
            events.append((start + length, bytes([0x80 | channel, pitch, 0])))
        events = [(max(0, tick), message) for tick, message in events]
        chunks.append(_track(events))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"MThd" + struct.pack(">LHHH", 6, 1, len(chunks), division) + b"".join(chunks))
    return path


def tune(seed: int, notes: int = 64, *, step: int = 240) -> list[Note]:
    """A melody in eighths over half-note chords; another seed is another melody."""
    rng = random.Random(seed)
    out: list[Note] = []
    for index in range(notes):
        start = index * step
        out.append((start, step - 20, 60 + rng.randrange(20), 60 + rng.randrange(40)))
        if index % 4 == 0:
            root = 36 + rng.randrange(12)
            out += [(start, 4 * step - 40, root, 60), (start, 4 * step - 40, root + 7, 55)]
    return sorted(out)


def played(notes: Sequence[Note], seed: int = 1, *, pace: float = 1.17) -> list[Note]:
    """The same notes off the grid, at a pace that knows no ticks: a performance without bars."""
    rng = random.Random(seed)
    return [
        (max(0, round(start * pace + rng.gauss(0, 12))) + 60, max(20, round(length * pace)), pitch, velocity)
        for start, length, pitch, velocity in notes
    ]


def table(path: Path, rows: Sequence[dict[str, Any]]) -> Path:
    """Write a CSV file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def command(*arguments: str | Path) -> list[str]:
    """`tatumflow prepare` as a child process would be called."""
    return [sys.executable, str(MAIN), "prepare", *map(str, arguments)]


def run_prepare(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run `tatumflow prepare` and wait."""
    return subprocess.run(
        command(*arguments), capture_output=True, text=True, timeout=120, cwd=ROOT, encoding="utf-8", check=False
    )


def start_prepare(*arguments: str | Path) -> subprocess.Popen[str]:
    """Start `tatumflow prepare` in a process group of its own."""
    return subprocess.Popen(
        command(*arguments),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        start_new_session=True,
    )
