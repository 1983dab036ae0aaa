"""Whether the chords that are asked for are heard: comping by recognition, leads by chord tones, songs by themselves.

    python tests/benchmarks/chord_hold.py [--checkpoint FOLDER] [--steps 15] [--seeds 1] [--songs 2] [--json OUT]
        [--prompts FILE ...]

Comping: share of beats whose recognised chord is the one asked for (root and class, or the very same notes under
another name); a silent beat goes on with what was heard before it. Leads: share of chord tones on beats 1 and 3, of
notes outside the chord's scale, and of those that move on by a step, and how the line moves (`line_shape.py`); the
bands are what 359 solos of the Weimar Jazz Database measure (10th to 90th percentile, `lead_chord_tones.py`). Songs:
mean cosine of the beats' pitch classes and onsets between sections. Reharmonising: the first eight bars of each of the
`--prompts` over forms in E that have nothing to do with them, once the accompaniment alone and once with the melody
that stays, and notes against the prompt's.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from threading import Event as Flag

import numpy as np
import numpy.typing as npt

sys.path.insert(0, str(Path(__file__).parents[2]))

from engine.generate.chord_masks import StepLane, scale_classes, unheard_chords
from engine.generate.engine import Engine
from engine.generate.jobs import Event, ModeJob, ReharmonizeJob, Sampling, SoloJob, SongJob, TakeReady
from engine.generate.role_writing import looped
from engine.music.clip import ChordSpan, Clip
from engine.music.forms import form_chart
from engine.music.grid import MeterMap
from engine.music.harmony import chord_class, chords_at_a_glance
from engine.music.key_spelling import MAJOR_TONICS
from engine.music.midi_io import read_clip
from engine.music.note import TICKS_PER_QUARTER, Note, Role
from engine.music.roles import infer_roles
from tests.benchmarks.line_shape import line_shape

TEMPI = (100.0, 180.0, 280.0)
FORMS = ("rhythm changes", "jazz blues", "giant steps", "modal vamp", "bossa")
BAND = {
    "strong": (0.40, 0.67), "weak": (0.43, 0.60), "outside": (0.13, 0.29), "resolved": (0.54, 0.81),
    "repeated": (0.01, 0.11), "by_step": (0.45, 0.68), "leaps": (0.06, 0.18), "turns": (0.33, 0.52),
}  # fmt: skip
"""10th to 90th percentile of real solos."""
STEPS_A_BEAT = 24
_MOMENT = 30
"""Ticks by which a note may come early or ring over without belonging to that beat."""


def chord_agreement(notes: Sequence[Note], spans: Sequence[ChordSpan], length: int, meter: MeterMap) -> float:
    """Share of beats with a wanted chord on which that chord is heard."""
    wanted = StepLane.of(spans)
    heard = StepLane.of(chords_at_a_glance(Clip(tuple(notes), meter, length=length)))
    sounding = {
        beat
        for note in notes
        for beat in range((note.start + _MOMENT) // TICKS_PER_QUARTER, -(-(note.end - _MOMENT) // TICKS_PER_QUARTER))
    }
    right, last = [], None
    for beat in range(length // TICKS_PER_QUARTER):
        want = wanted.chord(beat * STEPS_A_BEAT)
        if want.root is None:
            continue
        got = heard.chord(beat * STEPS_A_BEAT)
        if last is not None and (got.root is None or beat not in sounding):
            got = last
        last = got
        named = got.root == want.root and chord_class(got) == chord_class(want)
        plain = replace(want, bass=None, tensions=())
        right.append(
            got.root is not None
            and (named or set(replace(got, bass=None).pitch_classes()) == set(plain.pitch_classes()))
        )
    return float(np.mean(right)) if right else 1.0


def lead_shares(notes: Sequence[Note], spans: Sequence[ChordSpan]) -> dict[str, float]:
    """Chord tones on strong and other places, notes outside the scale, and how many of these move on by a step."""
    lane = StepLane.of(spans)
    strong: list[bool] = []
    weak: list[bool] = []
    outside: list[bool] = []
    resolved: list[bool] = []
    line = sorted(notes)
    for index, note in enumerate(line):
        step = round(note.start / (TICKS_PER_QUARTER / STEPS_A_BEAT))
        chord = lane.chord(step)
        if chord.root is None:
            continue
        beat, place = divmod(step + 2, STEPS_A_BEAT)
        is_strong = place <= 4 and beat % 4 in (0, 2)
        (strong if is_strong else weak).append(note.pitch % 12 in chord.pitch_classes())
        outside.append(note.pitch % 12 not in scale_classes(chord))
        if outside[-1] and index + 1 < len(line):
            resolved.append(abs(line[index + 1].pitch - note.pitch) <= 2)
    values = {"strong": strong, "weak": weak, "outside": outside, "resolved": resolved}
    return {name: float(np.mean(found)) if found else float("nan") for name, found in values.items()}


def section_likeness(clip: Clip, sections: int) -> npt.NDArray[np.float64]:
    """Mean cosine of each pair of sections over their beats, [S, S]; a beat is its pitch classes and its onsets."""
    beats = clip.length // TICKS_PER_QUARTER
    table = np.zeros((beats, 12 + STEPS_A_BEAT))
    for note in clip.notes:
        for beat in range(note.start // TICKS_PER_QUARTER, min(beats, -(-note.end // TICKS_PER_QUARTER))):
            table[beat, note.pitch % 12] += 1
        table[note.start // TICKS_PER_QUARTER, 12 + note.start % TICKS_PER_QUARTER // 20] += 0.5
    parts = table.reshape(sections, -1, table.shape[1])
    parts = parts / np.maximum(np.linalg.norm(parts, axis=2, keepdims=True), 1e-9)
    return np.asarray(np.einsum("abf,cbf->acb", parts, parts).mean(axis=2))


def take(engine: Engine, job: ModeJob) -> Clip:
    """The first take of a job."""
    events: list[Event] = []
    engine.run(job, events.append, Flag())
    return next(event.clip for event in events if isinstance(event, TakeReady))


def reharmonised(engine: Engine, prompts: Sequence[Path], sampling: Sampling) -> dict[str, float]:
    """Means over prompts and forms: agreement of the accompaniment and of all notes, worst accompaniment, density."""
    alone, whole, dense = [], [], []
    for path in prompts:
        clip = infer_roles(read_clip(path).whole_bars())
        clip = clip.slice_bars(0, min(7, clip.bars - 1))
        for form in ("blues", "rhythm changes", "giant steps"):
            job = ReharmonizeJob(clip, chords=form_chart(form, "E").spans, seed=1, sampling=sampling)
            made = take(engine, job)
            comping = [note for note in made.notes if note.role != Role.LEAD]
            alone.append(chord_agreement(comping, made.chords, made.length, made.meter))
            whole.append(chord_agreement(made.notes, made.chords, made.length, made.meter))
            dense.append(len(made.notes) / len(clip.notes))
    return {
        "accompaniment": float(np.mean(alone)), "worst": min(alone), "with melody": float(np.mean(whole)),
        "notes of the prompt's": float(np.mean(dense)),
    }  # fmt: skip


def cases() -> list[tuple[str, str | None]]:
    """Forms with the keys they are asked in."""
    return [("ii v i", key) for key in MAJOR_TONICS] + [(form, None) for form in FORMS]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checkpoint", type=Path)
    parser.add_argument("--steps", type=int, default=15)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--songs", type=int, default=2)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--prompts", nargs="*", type=Path, default=[], metavar="FILE", help="MIDI files to reharmonise")
    args = parser.parse_args()
    engine = Engine.load(args.checkpoint)
    sampling, meter = Sampling(steps=args.steps), MeterMap()
    rows: dict[str, list[dict[str, float]]] = {}
    for tempo_bpm in TEMPI:
        for form, key in cases():
            chart = form_chart(form, key)
            length = max(chart.length, meter.bar_start(8))
            spans = looped(chart.spans, meter, length)
            bars = length // meter.bar_start(1)
            for seed in range(args.seeds):
                row: dict[str, float] = {}
                for role in ("chords", "chords+bass", "lead"):
                    job = SoloJob(
                        role=role, chords=spans, bars=bars, seed=seed, tempo_bpm=tempo_bpm, key=chart.key,
                        sampling=sampling,
                    )  # fmt: skip
                    notes = take(engine, job).notes
                    if role == "lead":
                        row |= lead_shares(notes, spans)
                        line = sorted(notes)
                        row |= line_shape([n.start / TICKS_PER_QUARTER for n in line], [n.pitch for n in line])
                        row["notes a beat"] = len(notes) * TICKS_PER_QUARTER / length
                    else:
                        row[role] = chord_agreement(notes, spans, length, meter)
                    if role == "chords":
                        row["unheard"] = float(len(unheard_chords(notes, spans)))
                rows.setdefault(f"{tempo_bpm:g} BPM {form}", []).append(row)
                print(f"{tempo_bpm:g} BPM {form} {chart.key}: {row}", file=sys.stderr, flush=True)
    names = list(next(iter(rows.values()))[0])
    print(f"{'':28}" + "".join(f"{name:>13}" for name in names))
    means = {
        case: {name: float(np.nanmean([r[name] for r in found])) for name in names} for case, found in rows.items()
    }
    for case, mean in means.items():
        print(f"{case:28}" + "".join(f"{mean[name]:13.2f}" for name in names))
    every = [row for found in rows.values() for row in found]
    overall = {name: float(np.nanmean([row[name] for row in every])) for name in names}
    print(f"{'mean':28}" + "".join(f"{overall[name]:13.2f}" for name in names))
    print("band of real solos: " + ", ".join(f"{name} {low:.2f}..{high:.2f}" for name, (low, high) in BAND.items()))
    songs = []
    for form, key in (("AABA", "F"), ("verse-chorus", "Am"), ("12-bar x 3", "Bb"))[: max(0, args.songs + 1)]:
        for seed in range(args.songs):
            clip = take(engine, SongJob(form=form, key=key, seed=seed, tempo_bpm=160.0, sampling=sampling))
            letters = {"AABA": "AABA", "verse-chorus": "ABAB"}.get(form, "AAA")
            likeness = section_likeness(clip, len(letters))
            pairs = [(a, b) for a in range(len(letters)) for b in range(a)]
            same = [likeness[a, b] for a, b in pairs if letters[a] == letters[b]]
            other = [likeness[a, b] for a, b in pairs if letters[a] != letters[b]]
            songs.append({"form": form, "same letter": float(np.mean(same)),
                          "other letter": float(np.mean(other)) if other else float("nan")})  # fmt: skip
    for song in songs:
        print(f"song {song['form']:14} same letter {song['same letter']:.2f}, other letter {song['other letter']:.2f}")
    changed = reharmonised(engine, args.prompts, sampling) if args.prompts else {}
    print("".join(f"reharmonised: {name} {value:.2f}\n" for name, value in changed.items()), end="")
    if args.json:
        told = {"cases": means, "mean": overall, "songs": songs, "reharmonised": changed}
        args.json.write_text(json.dumps(told, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
