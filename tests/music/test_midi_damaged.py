"""MIDI files made byte by byte, because no writer would make them."""

from __future__ import annotations

import os
import random
import struct
from pathlib import Path

import pytest

from engine.errors import InputError
from engine.music import midi_tracks
from engine.music.clip import Clip
from engine.music.midi_io import clip_from_bytes, read_clip, read_texts
from engine.music.note import Role

END = b"\x00\xff\x2f\x00"


def chunk(kind: bytes, data: bytes) -> bytes:
    return kind + struct.pack(">L", len(data)) + data


def header(file_type: int = 0, tracks: int = 1, division: int = 480) -> bytes:
    return chunk(b"MThd", struct.pack(">HHH", file_type, tracks, division))


def smf(*tracks: bytes, file_type: int | None = None, division: int = 480) -> bytes:
    kind = (0 if len(tracks) == 1 else 1) if file_type is None else file_type
    return header(kind, len(tracks), division) + b"".join(chunk(b"MTrk", track) for track in tracks)


def on(delta: bytes, pitch: int, velocity: int = 80, channel: int = 0) -> bytes:
    return delta + bytes((0x90 | channel, pitch, velocity))


def off(delta: bytes, pitch: int, channel: int = 0) -> bytes:
    return delta + bytes((0x80 | channel, pitch, 64))


def meta(delta: bytes, kind: int, data: bytes) -> bytes:
    return delta + bytes((0xFF, kind, len(data))) + data


QUARTER = b"\x83\x60"  # 480 as a variable-length number
ZERO = b"\x00"
C_QUARTER = on(ZERO, 60) + off(QUARTER, 60)


def notes(data: bytes) -> list[tuple[int, int, int, int]]:
    return [(n.start, n.pitch, n.duration, n.velocity) for n in read(data).notes]


def read(data: bytes) -> Clip:
    return clip_from_bytes(data, "hand.mid")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"RIFF0000WAVEfmt ", "not a MIDI file"),
        (b"plain text that is long enough to look at", "not a MIDI file"),
        (b"MThd\x00\x00\x00\x06\x00", "cut off"),
        (header(), "no tracks"),
        (smf(END), "no notes"),
        (smf(meta(ZERO, 3, b"title") + END), "no notes"),
        (smf(C_QUARTER + END, division=0), "no time division"),
        (smf(on(ZERO, 38, channel=9) + off(QUARTER, 38, channel=9) + END), "only drums"),
    ],
)
def test_unusable_files_are_refused_by_name(tmp_path: Path, data: bytes, reason: str) -> None:
    path = tmp_path / "트리오.mid"
    path.write_bytes(data)
    with pytest.raises(InputError, match=reason) as caught:
        read_clip(path)
    assert "트리오.mid" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_missing_file_and_folder_and_pipe(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not exist"):
        read_clip(tmp_path / "none.mid")
    with pytest.raises(InputError, match="is a folder"):
        read_clip(tmp_path)
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.mid")
        with pytest.raises(InputError, match="not a regular file"):
            read_clip(tmp_path / "pipe.mid")


def test_huge_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.mid"
    with path.open("wb") as out:
        out.truncate(midi_tracks.MAX_FILE_BYTES + 1)
    with pytest.raises(InputError, match="limit 200 MB"):
        read_clip(path)


def test_garbage_and_foreign_chunks_between_tracks() -> None:
    one = chunk(b"MTrk", C_QUARTER + END)
    two = chunk(b"MTrk", on(ZERO, 64) + off(QUARTER, 64) + END)
    expected = [(0, 60, 480, 80), (0, 64, 480, 80)]
    assert notes(header(1, 2) + chunk(b"XFIH", b"vendor") + one + chunk(b"junk", b"abc") + two) == expected
    assert notes(header(1, 2) + one + b"\x00\x13\xfe rubbish \x7f" + two) == expected
    assert notes(b"RIFF\x00\x00\x00\x00RMIDdata\x00\x00\x00\x00" + header(1, 2) + one + two) == expected


@pytest.mark.parametrize("length", [0, 3, 9, 2000, 0xFFFFFFFF])
def test_wrong_track_length(length: int) -> None:
    body = C_QUARTER + END
    second = chunk(b"MTrk", on(ZERO, 64) + off(QUARTER, 64) + END)
    data = header(1, 2) + b"MTrk" + length.to_bytes(4, "big") + body + second
    assert (0, 60, 480, 80) in notes(data)
    assert (0, 64, 480, 80) in notes(data)


def test_every_truncation_reads_or_is_refused() -> None:
    track = (
        meta(ZERO, 0x51, b"\x07\xa1\x20") + b"".join(on(ZERO, 60 + i) + off(QUARTER, 60 + i) for i in range(8)) + END
    )
    whole = smf(track)
    full = notes(whole)
    read_count = 0
    for size in range(len(whole)):
        try:
            found = notes(whole[:size])
        except InputError:
            continue
        read_count += 1
        assert found[:-1] == full[: len(found) - 1]  # the last one may lack its end
        assert found[-1][:2] == full[len(found) - 1][:2]
    assert read_count > len(track) // 2


def test_type_0_1_and_2() -> None:
    second = on(ZERO, 67) + off(QUARTER, 67) + END
    assert notes(smf(C_QUARTER + END)) == [(0, 60, 480, 80)]
    assert notes(smf(C_QUARTER + END, second)) == [(0, 60, 480, 80), (0, 67, 480, 80)]
    waltz = meta(ZERO, 0x58, b"\x03\x02\x18\x08")
    clip = read(smf(waltz + C_QUARTER + END, second, file_type=2))
    # The sequences of type 2 follow each other from bar line to bar line.
    assert [(n.start, n.pitch) for n in clip.notes] == [(0, 60), (1440, 67)]
    assert [(m.tick, m.numerator) for m in clip.meter.changes] == [(0, 3), (1440, 4)]


def test_smpte_division_is_a_clock() -> None:
    division = (0x100 - 25) << 8 | 40  # 25 frames of 40 ticks: 1000 ticks a second
    tempo = meta(ZERO, 0x51, b"\x0f\x42\x40")  # means nothing in such a file
    clip = read(smf(tempo + on(ZERO, 60) + off(b"\x87\x68", 60) + END, division=division))
    assert clip.notes[0].duration == 960
    assert clip.seconds == pytest.approx(1.0)
    drop = (0x100 - 29) << 8 | 100
    clip = read(smf(on(ZERO, 60) + off(b"\x97\x35", 60) + END, division=drop))  # 2997 ticks of 29.97 * 100 a second
    assert clip.notes[0].duration == 960


def test_other_resolutions_stay_legato() -> None:
    # Three notes of 33 ticks at 100 a quarter: 158.4 ticks each; ends and onsets must round together.
    body = b"".join(on(ZERO, 60 + i) + off(b"\x21", 60 + i) for i in range(30)) + END
    clip = read(smf(body, division=100))
    assert all(a.end == b.start for a, b in zip(clip.notes, clip.notes[1:], strict=False))
    assert clip.notes[-1].end == 4752


def test_last_of_several_at_one_tick_wins_and_maps_start_at_zero() -> None:
    tempo_a, tempo_b = meta(ZERO, 0x51, b"\x07\xa1\x20"), meta(ZERO, 0x51, b"\x06\x1a\x80")
    meter_a, meter_b = meta(ZERO, 0x58, b"\x04\x02\x18\x08"), meta(ZERO, 0x58, b"\x07\x03\x18\x08")
    clip = read(smf(tempo_a + tempo_b + meter_a + meter_b + C_QUARTER + END))
    assert [(t.tick, t.us_per_quarter) for t in clip.tempo.changes] == [(0, 400_000)]
    assert [(m.tick, m.numerator, m.denominator) for m in clip.meter.changes] == [(0, 7, 8)]
    late = read(smf(C_QUARTER + tempo_b + meter_b + END))
    assert [t.tick for t in late.tempo.changes] == [0, 480]
    assert [(m.tick, m.numerator) for m in late.meter.changes] == [(0, 4), (480, 7)]


def test_bad_meta_events_cost_only_themselves() -> None:
    bad = (
        meta(ZERO, 0x59, b"\x20\x07")  # no such key
        + meta(ZERO, 0x51, b"\x01")  # tempo cut short
        + meta(ZERO, 0x51, b"\x00\x00\x00")
        + meta(ZERO, 0x58, b"\x00\x02\x18\x08")  # 0/4
        + meta(ZERO, 0x58, b"\x04\xf0\x18\x08")
        + meta(ZERO, 0x54, b"\xff\xff\xff\xff\xff")
        + meta(QUARTER, 0x4B, b"??")  # unknown kind; its delta time still counts
    )
    clip = read(smf(bad + C_QUARTER + END))
    assert [(n.start, n.pitch) for n in clip.notes] == [(480, 60)]
    assert clip.key is None
    assert clip.tempo.changes[0].us_per_quarter == 500_000


def test_missing_note_offs() -> None:
    # The same pitch struck again ends the note before; the last one sounds to the end of the track.
    body = on(ZERO, 60) + on(QUARTER, 60, 70) + on(ZERO, 64, 50) + QUARTER + b"\xff\x2f\x00"
    assert notes(smf(body)) == [(0, 60, 480, 80), (480, 60, 480, 70), (480, 64, 480, 50)]


def test_overlapping_notes_of_one_pitch_end_in_order() -> None:
    body = on(ZERO, 60, 80) + on(QUARTER, 60, 70) + off(QUARTER, 60) + off(QUARTER, 60) + END
    assert notes(smf(body)) == [(0, 60, 960, 80), (480, 60, 960, 70)]


def test_zero_length_notes_are_kept_and_stray_offs_ignored() -> None:
    body = off(ZERO, 50) + on(ZERO, 60) + off(ZERO, 60) + on(QUARTER, 62) + off(QUARTER, 62) + END
    assert notes(smf(body)) == [(0, 60, 1, 80), (480, 62, 480, 80)]


def test_running_status_sysex_and_clipped_data() -> None:
    running = b"\x00\x90\x3c\x50" + b"\x83\x60\x3c\x00" + b"\x00\x40\xff"  # velocity 255 becomes 127
    sysex = b"\x00\xf0\x05\x7e\x7f\x09\x01\xf7"
    body = sysex + running + b"\x00\xf7\x02\x01\x02" + b"\x83\x60\x80\x40\x00" + END
    assert notes(smf(body)) == [(0, 60, 480, 80), (480, 64, 480, 127)]


def test_drums_are_left_out_and_pedal_kept() -> None:
    body = (
        on(ZERO, 36, channel=9) + off(ZERO, 36, channel=9) + b"\x00\xb0\x40\x7f" + C_QUARTER + b"\x00\xb0\x40\x00" + END
    )
    clip = read(smf(body))
    assert [n.pitch for n in clip.notes] == [60]
    assert [(c.tick, c.number, c.value) for c in clip.controllers] == [(0, 64, 127), (480, 64, 0)]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("재즈 발라드".encode(), "재즈 발라드"),
        ("재즈 발라드".encode("cp949"), "재즈 발라드"),
        ("Café für Élise".encode("latin-1"), "Café für Élise"),
        ("Wayne’s".encode(), "Wayne’s"),
        (b"plain\x00", "plain"),
    ],
)
def test_names_and_texts_in_any_charset(tmp_path: Path, raw: bytes, text: str) -> None:
    path = tmp_path / "x.mid"
    path.write_bytes(smf(meta(ZERO, 3, raw) + meta(ZERO, 1, raw) + C_QUARTER + END))
    assert read_clip(path).name == text
    assert read_texts(path) == (text,)


def test_roles_from_track_names() -> None:
    def track(name: bytes, pitch: int) -> bytes:
        return meta(ZERO, 3, name) + on(ZERO, pitch) + off(QUARTER, pitch) + END

    trio = read(smf(track(b"MELODY", 72), track(b"PIANO", 60), track(b"Bass", 40)))
    assert {n.pitch: n.role for n in trio.notes} == {72: Role.LEAD, 60: Role.CHORDS, 40: Role.BASS}
    alone = read(smf(meta(ZERO, 3, b"tune") + END, track(b"Piano", 60)))
    assert alone.notes[0].role == Role.LEAD
    assert alone.name == "tune"


def test_section_letters_are_no_chords() -> None:
    letters = meta(ZERO, 6, b"A") + C_QUARTER + meta(ZERO, 6, b"B") + C_QUARTER + END
    assert read(smf(letters)).chords == ()
    mixed = meta(ZERO, 6, b"Dm7") + C_QUARTER + meta(ZERO, 6, b"Chorus") + meta(ZERO, 6, b"G") + C_QUARTER + END
    spans = read(smf(mixed)).chords
    assert [(s.start, s.end, s.chord.symbol()) for s in spans] == [(0, 480, "Dm7"), (480, 960, "G")]


def test_absurd_times() -> None:
    far = b"\xff\xff\xff\x7f"
    clip = read(smf(C_QUARTER + far + b"\xff\x2f\x00"))
    assert clip.length == 480
    with pytest.raises(InputError, match="times are damaged"):
        read(smf(on(far, 60) + off(QUARTER, 60) + END))


def test_random_bytes_never_raise_anything_but_input_errors() -> None:
    rng = random.Random(7)
    whole = bytearray(smf(b"".join(on(ZERO, 60 + i) + off(QUARTER, 60 + i) for i in range(20)) + END))
    for _ in range(2000):
        broken = bytearray(whole)
        for _ in range(rng.randint(1, 6)):
            broken[rng.randrange(8, len(broken))] = rng.randrange(256)
        try:
            clip = read(bytes(broken))
        except InputError:
            continue
        assert clip.notes
