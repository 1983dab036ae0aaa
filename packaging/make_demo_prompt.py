"""Writes resources/prompts/demo.mid: eight bars of swinging solo piano in F, composed here and free for any use (CC0).

Run it as `python packaging/make_demo_prompt.py [OUT.mid]`. The chart is ii-V-I-VI, ii-V, iii-VI-ii-V: it turns round: a
continuation begins at the top of a new chorus. The right hand plays a bebop line with approach notes and a diminished
arpeggio over the dominants; the left hand puts roots under rootless voicings.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from engine.music.chord import parse_chord
from engine.music.clip import ChordSpan, Clip
from engine.music.grid import MeterMap, TempoMap
from engine.music.midi_io import write_clip
from engine.music.note import TICKS_PER_QUARTER, Note, Role

TEMPO_BPM = 152.0
SWING_RATIO = 0.63
"""Where the off-beat eighth falls inside the beat: between straight (0.5) and a triplet (0.67), usual at this tempo."""
LAID_BACK_TICKS = 9
"""The line sits a few milliseconds behind the left hand."""
BARS = 8
BAR_TICKS = 4 * TICKS_PER_QUARTER
# (bar, beat, symbol); each lasts until the next.
CHART = (
    (0, 0, "Gm7"), (1, 0, "C7"), (2, 0, "Fmaj7"), (3, 0, "D7b9"),
    (4, 0, "Gm7"), (5, 0, "C7"), (6, 0, "Am7"), (6, 2, "D7b9"), (7, 0, "Gm7"), (7, 2, "C7"),
)  # fmt: skip
SEED = 1909  # the year Art Tatum was born

# (bar, eighth 0..7, length in eighths, pitch, accent -2..2); an eighth of x.33 or x.67 is part of a triplet.
LINE: tuple[tuple[int, float, float, int, int], ...] = (
    # Gm7: a chromatic approach to the fifth, then up the ninth chord.
    (0, 1, 0.9, 73, -1), (0, 2, 0.9, 74, 0), (0, 3, 1.0, 77, 0), (0, 4, 0.9, 81, 0),
    (0, 5, 1.0, 84, 2), (0, 6, 0.9, 82, 0), (0, 7, 1.0, 81, 1),
    # C7: scale down to the third, then the diminished arpeggio up to the flat ninth.
    (1, 0, 0.9, 79, 0), (1, 1, 1.0, 77, 0), (1, 2, 0.9, 76, -1), (1, 3, 1.0, 79, 0),
    (1, 4, 0.9, 82, 0), (1, 5, 1.0, 85, 2), (1, 6, 0.9, 84, 0), (1, 7, 1.0, 82, 1),
    # Fmaj7: home on the third, and a breath.
    (2, 0, 0.9, 81, 1), (2, 1, 1.0, 79, 0), (2, 2, 0.9, 76, -1), (2, 3, 0.6, 72, 1), (2, 4, 2.2, 74, 0),
    (2, 7, 1.0, 76, 0),
    # D7b9: the arpeggio again a step away, down through the flat sixth.
    (3, 0, 0.9, 78, 0), (3, 1, 1.0, 81, 0), (3, 2, 0.9, 84, 0), (3, 3, 1.0, 87, 2),
    (3, 4, 0.9, 86, 0), (3, 5, 1.0, 84, 1), (3, 6, 0.9, 82, -1), (3, 7, 1.0, 78, 1),
    # Gm7: resolved, with a triplet into the top note.
    (4, 0, 0.9, 79, 0), (4, 1, 1.0, 81, 0), (4, 2, 0.65, 82, 0), (4, 2.67, 0.65, 84, 0), (4, 3.33, 0.65, 86, 1),
    (4, 4, 0.9, 84, 0), (4, 5, 1.0, 81, 1), (4, 6, 0.9, 77, -1), (4, 7, 1.0, 74, 0),
    # C7 with its flat thirteenth.
    (5, 0, 0.9, 76, 0), (5, 1, 1.0, 77, 0), (5, 2, 0.9, 79, 0), (5, 3, 1.0, 82, 1),
    (5, 4, 0.9, 80, 1), (5, 5, 1.0, 79, 0), (5, 6, 0.9, 77, -1), (5, 7, 1.0, 75, 0),
    # Am7, D7b9: up to the minor third, down the altered scale.
    (6, 0, 0.9, 76, 0), (6, 1, 1.0, 79, 0), (6, 2, 0.9, 84, 1), (6, 3, 1.0, 83, 0),
    (6, 4, 0.9, 78, 0), (6, 5, 1.0, 75, 1), (6, 6, 0.9, 74, -1), (6, 7, 1.0, 72, 0),
    # Gm7, C7: a last rise, left open.
    (7, 0, 0.9, 70, 0), (7, 1, 1.0, 74, 0), (7, 2, 0.9, 77, 0), (7, 3, 1.0, 81, 1),
    (7, 4, 0.9, 80, 0), (7, 5, 0.6, 79, 2),
)  # fmt: skip

# (bar, eighth, length in eighths, pitches, accent): roots alone, voicings together.
COMPING: tuple[tuple[int, float, float, tuple[int, ...], int], ...] = (
    (0, 0, 1.8, (43,), 0), (0, 3, 1.4, (58, 62, 65), 1),
    (1, 0, 1.6, (36,), 0), (1, 2, 0.6, (58, 62, 64), -1), (1, 5, 1.6, (58, 61, 64), 1),
    (2, 0, 1.8, (41,), 0), (2, 3, 3.4, (57, 60, 64, 67), 0),
    (3, 0, 1.8, (38,), 0), (3, 2, 0.6, (54, 60, 63), 0), (3, 4, 1.2, (45,), -1), (3, 7, 1.0, (58, 62, 65), 1),
    (4, 1, 1.4, (43,), -1), (4, 5, 1.2, (58, 62, 65, 69), 0),
    (5, 0, 1.6, (36,), 0), (5, 2, 0.7, (58, 62, 64), 0), (5, 5, 1.8, (58, 61, 64, 68), 1),
    (6, 0, 1.4, (45,), 0), (6, 2, 0.8, (55, 59, 60, 64), 0), (6, 4, 1.2, (38,), 0), (6, 6, 0.8, (54, 60, 63), 0),
    (7, 0, 1.4, (43,), 0), (7, 2, 0.8, (53, 57, 58, 62), 0), (7, 4, 1.0, (36,), 0), (7, 5, 2.4, (52, 57, 58, 62), 1),
)  # fmt: skip


def swung_tick(bar: int, eighth: float) -> int:
    """Tick of an eighth of a bar with swing; triplet positions are where they are written."""
    beat, rest = divmod(eighth, 2.0)
    inside = SWING_RATIO if rest == 1.0 else rest / 2.0
    return bar * BAR_TICKS + round((beat + inside) * TICKS_PER_QUARTER)


def demo_clip() -> Clip:
    """The eight bars, with the small unevenness of a hand; the same at every call."""
    chance = random.Random(SEED)
    notes = []
    for bar, eighth, length, pitch, accent in LINE:
        start = swung_tick(bar, eighth) + LAID_BACK_TICKS + round(chance.gauss(0, 4))
        end = swung_tick(bar, eighth + length) if length == 1.0 else start + round(length * TICKS_PER_QUARTER / 2)
        off_beat = 4 if eighth % 2 == 1 else 0
        velocity = 76 + 7 * accent + off_beat + (pitch - 77) // 2 + round(chance.gauss(0, 3))
        notes.append(Note(start, pitch, max(60, end + round(chance.gauss(6, 5)) - start), velocity, Role.LEAD))
    for bar, eighth, length, pitches, accent in COMPING:
        start = swung_tick(bar, eighth)
        for index, pitch in enumerate(pitches):
            role = Role.BASS if len(pitches) == 1 else Role.CHORDS
            base = 66 if role is Role.BASS else 55 + 3 * (index == len(pitches) - 1)
            velocity = base + 5 * accent + round(chance.gauss(0, 3))
            onset = max(0, start + round(chance.gauss(0, 3)))
            duration = round(length * TICKS_PER_QUARTER / 2) + round(chance.gauss(0, 8))
            notes.append(Note(onset, pitch, duration, velocity, role))
    end = BARS * BAR_TICKS
    kept = [
        note if note.end <= end else Note(note.start, note.pitch, end - note.start, note.velocity, note.role)
        for note in notes
    ]
    starts = [bar * BAR_TICKS + beat * TICKS_PER_QUARTER for bar, beat, _ in CHART]
    chords = tuple(
        ChordSpan(start, then, parse_chord(symbol))
        for start, then, (_, _, symbol) in zip(starts, [*starts[1:], end], CHART, strict=True)
    )
    tempo = TempoMap.constant(TEMPO_BPM)
    return Clip(tuple(kept), MeterMap.constant(4, 4), tempo, chords, length=end, name="TatumFlow demo", key="F")


def main() -> None:
    """Write the file."""
    default = Path(__file__).resolve().parent.parent / "resources" / "prompts" / "demo.mid"
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else default
    write_clip(demo_clip(), out, texts=("TatumFlow demo prompt, CC0 1.0: free for any use",))
    print(out)


if __name__ == "__main__":
    main()
