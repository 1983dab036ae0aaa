"""A locked factor comes back: onsets, pitch classes by beat, the top voice, loudness by half beat."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from engine.errors import InputError
from engine.generate.jobs import FACTORS, ContinueJob, Controls, ImproviseJob, InfillJob, Sampling, TransferJob
from engine.generate.locks import halves_of
from engine.model import config
from engine.music.clip import Clip
from engine.music.forms import form_chart
from engine.music.note import Note
from tests.generate.conftest import Take

QUICK = Sampling(steps=4)


def onset_f1(a: Clip, b: Clip) -> float:
    """F1 of onset ticks."""
    there, here = {n.start for n in a.notes}, {n.start for n in b.notes}
    return 2 * len(there & here) / (len(there) + len(here))


def chroma_f1(a: Clip, b: Clip) -> float:
    """F1 of the pitch classes that sound for an eighth of a beat or longer, by beat."""

    def classes(clip: Clip) -> set[tuple[int, int]]:
        return {
            (beat, note.pitch % 12)
            for note in clip.notes
            for beat in range(note.start // 480, (note.end - 1) // 480 + 1)
            if min(note.end, beat * 480 + 480) - max(note.start, beat * 480) >= 60
        }

    there, here = classes(a), classes(b)
    return 2 * len(there & here) / (len(there) + len(here))


def top_agreement(a: Clip, b: Clip) -> float:
    """Share of half beats with the same highest pitch."""

    def top(clip: Clip) -> dict[int, int]:
        out: dict[int, int] = {}
        for note in clip.notes:
            for half in halves_of(note):
                out[half] = max(note.pitch, out.get(half, 0))
        return out

    there, here = top(a), top(b)
    return float(np.mean([here.get(half) == pitch for half, pitch in there.items()]))


def loudness_correlation(a: Clip, b: Clip) -> float:
    """Correlation of mean velocity over half beats in which both have notes."""

    def means(clip: Clip) -> dict[int, float]:
        groups: dict[int, list[int]] = {}
        for note in clip.notes:
            groups.setdefault((note.start + 10) // 240, []).append(note.velocity)
        return {half: float(np.mean(values)) for half, values in groups.items()}

    there, here = means(a), means(b)
    both = sorted(set(there) & set(here))
    return float(np.corrcoef([there[h] for h in both], [here[h] for h in both])[0, 1])


MEASURES = {
    "rhythm": onset_f1,
    "harmony": chroma_f1,
    "melody": top_agreement,
    "dynamics": loudness_correlation,
}


@pytest.mark.parametrize("factor", list(MEASURES))
def test_a_locked_factor_is_kept_and_the_rest_changes(take: Take, demo: Clip, factor: str) -> None:
    measure = MEASURES[factor]
    kept = take(ImproviseJob(demo, creativity=0.9, locks=(factor,), seed=2, sampling=QUICK))
    loose = [take(ImproviseJob(demo, creativity=0.9, seed=seed, sampling=QUICK)) for seed in (2, 3, 4)]
    assert measure(demo, kept) >= 0.95
    # An improvisation is held to its harmony anyway, only not to each note's pitch class.
    alike = [measure(demo, clip) for clip in loose]
    assert np.mean(alike) < 0.94 if factor == "harmony" else max(alike) < 0.9
    assert {(n.start, n.pitch) for n in kept.notes} != {(n.start, n.pitch) for n in demo.notes}


def test_the_names_of_the_factors_are_those_of_the_model() -> None:
    assert FACTORS == config.FACTORS


@pytest.mark.parametrize("locks", list(combinations(MEASURES, 3)), ids="+".join)
def test_three_locks_hold_together(take: Take, demo: Clip, locks: tuple[str, ...]) -> None:
    style = (("McCoy Tyner", 1.0),)
    clip = take(TransferJob(demo, strength=0.8, styles=style, locks=locks, sampling=QUICK))
    assert {factor: MEASURES[factor](demo, clip) for factor in locks if MEASURES[factor](demo, clip) < 0.95} == {}
    assert {(n.start, n.pitch, n.velocity) for n in clip.notes} != {(n.start, n.pitch, n.velocity) for n in demo.notes}


def test_a_locked_rhythm_may_have_a_note_right_before_the_end(take: Take, demo: Clip) -> None:
    late = Note(demo.length - 4, 72, 4, 70)
    clip = take(ImproviseJob(demo.with_notes((*demo.notes, late)), creativity=0.7, locks=("rhythm",), sampling=QUICK))
    assert onset_f1(demo, clip) >= 0.95
    assert max(n.start for n in clip.notes) >= demo.length - 60


def test_a_lock_in_infill_keeps_the_old_rhythm_of_the_new_bars(take: Take, demo: Clip) -> None:
    clip = take(InfillJob(demo, redo_bars=((3, 4),), locks=("rhythm",), sampling=QUICK))
    old, new = ([n for n in c.notes if 3840 <= n.start < 7680] for c in (demo, clip))
    assert {n.start for n in old} == {n.start for n in new}
    assert [(n.start, n.pitch) for n in old] != [(n.start, n.pitch) for n in new]


def in_bars(clip: Clip, first: int, last: int) -> Clip:
    """What sounds in the bars `first` to `last`, from 1; a note that rings into them begins with them."""
    low, high = clip.meter.bar_start(first - 1), clip.meter.bar_start(last)
    inside = []
    for note in clip.notes:
        # An early note means the bar line.
        start = max(note.start, low) if note.start < low - 10 else note.start
        if start < high - 10 and note.end > low:
            inside.append(note.placed(start, min(note.end, high) - start))
    return replace(clip, notes=tuple(sorted(inside)))


def starts_in_bars(clip: Clip, first: int, last: int) -> Clip:
    """The notes that begin in the bars `first` to `last`, from 1."""
    low, high = clip.meter.bar_start(first - 1) - 10, clip.meter.bar_start(last) - 10
    return replace(clip, notes=tuple(note for note in clip.notes if low <= note.start < high))


@pytest.mark.parametrize("factor", list(MEASURES))
@pytest.mark.parametrize("kind", [ImproviseJob, InfillJob])
def test_some_bars_keep_a_factor_and_the_others_do_not(take: Take, demo: Clip, factor: str, kind: type) -> None:
    own = {"redo_bars": ((1, 8),)} if kind is InfillJob else {"creativity": 0.9}
    part = starts_in_bars if factor in ("rhythm", "dynamics") else in_bars
    measure = MEASURES[factor]
    clips = [take(kind(demo, bar_locks=((3, 4, factor),), seed=seed, sampling=QUICK, **own)) for seed in (2, 3, 4)]
    for clip in clips:
        assert measure(part(demo, 3, 4), part(clip, 3, 4)) >= 0.95
        old, new = ([n.pitch for n in starts_in_bars(c, 3, 4).notes] for c in (demo, clip))
        assert old != new
    most = 0.95 if (kind, factor) == (ImproviseJob, "harmony") else 0.9
    for bars in ((1, 2), (5, 8)):
        assert np.mean([measure(part(demo, *bars), part(clip, *bars)) for clip in clips]) < most


def test_different_bars_keep_different_factors(take: Take, demo: Clip) -> None:
    locks = ((3, 4, "rhythm"), (5, 6, "harmony"))
    clip = take(ImproviseJob(demo, creativity=0.9, bar_locks=locks, seed=5, sampling=QUICK))
    assert onset_f1(starts_in_bars(demo, 3, 4), starts_in_bars(clip, 3, 4)) >= 0.95
    assert onset_f1(starts_in_bars(demo, 5, 6), starts_in_bars(clip, 5, 6)) < 0.9
    assert chroma_f1(in_bars(demo, 5, 6), in_bars(clip, 5, 6)) >= 0.95
    # Improvising keeps harmony in the latents everywhere, so the other bars are not far away.
    assert chroma_f1(in_bars(demo, 1, 2), in_bars(clip, 1, 2)) < 0.95


def test_a_lock_of_all_bars_is_the_lock_of_the_whole(take: Take, demo: Clip) -> None:
    by_bar = take(ImproviseJob(demo, bar_locks=((1, 8, "rhythm"),), seed=4, sampling=QUICK))
    assert by_bar.notes == take(ImproviseJob(demo, locks=("rhythm",), seed=4, sampling=QUICK)).notes


@pytest.mark.parametrize(
    ("job", "word"),
    [
        (ImproviseJob(bar_locks=((3, 9, "rhythm"),)), "3:9"),
        (ImproviseJob(bar_locks=((3, 4, "tempo"),)), "'tempo'"),
        (ImproviseJob(bar_locks=((3, 4, "rhythm"),), controls=Controls(density=0.5)), "density"),
        (ImproviseJob(locks=("rhythm",), controls=Controls(swing=0.5)), "swing"),
        (ImproviseJob(locks=("dynamics",), controls=Controls(dynamics=0.5)), "dynamics"),
        (ImproviseJob(locks=("melody",), controls=Controls(no_repeat=4)), "no-repeat"),
        (ImproviseJob(locks=("harmony",), chords=form_chart("jazz blues").spans), "chords"),
        (ContinueJob(bar_locks=((1, 2, "melody"),)), "locked"),
    ],
)
def test_locks_that_make_no_sense_are_told(take: Take, demo: Clip, job: ImproviseJob, word: str) -> None:
    with pytest.raises(InputError, match=word):
        take(replace(job, prompt=demo))


def test_the_kept_melody_has_its_own_notes(take: Take, demo: Clip) -> None:
    from engine.generate.locks import top_voice

    clip = take(ImproviseJob(demo, locks=("melody",), sampling=QUICK))
    there = {(n.start, n.pitch, n.duration, n.velocity) for n in clip.notes}
    melody = top_voice(demo, demo.notes)
    assert len(melody) > 10
    assert all((n.start, n.pitch, n.duration, n.velocity) in there for n in melody)
