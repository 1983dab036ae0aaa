"""What holds for every mode, meter, length and seed: whole bars, clean loops, the same notes again."""

from __future__ import annotations

import io
from dataclasses import replace

import mido
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from engine.errors import InputError
from engine.generate.engine import Engine
from engine.generate.jobs import (
    ContinueJob,
    Controls,
    ImproviseJob,
    InfillJob,
    ModeJob,
    Sampling,
    TransferJob,
)
from engine.generate.originality import OriginalityIndex
from engine.music.clip import Clip
from engine.music.midi_encode import clip_to_bytes
from engine.music.midi_io import clip_from_bytes
from tests.generate.conftest import Take, piece

QUICK = Sampling(steps=2)
METERS = st.sampled_from([(4, 4), (3, 4), (5, 4), (6, 8), (7, 8)])
# Without shrinking: a failure would be made smaller for minutes, with a model run at each try.
FEW = settings(
    max_examples=6,
    derandomize=True,
    database=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def assert_whole(clip: Clip, bars: int, like: Clip) -> None:
    """Exactly `bars` bars in the meter and tempo of `like`; nothing rings over the end; a file of it loops."""
    change = like.meter.changes[-1]
    assert clip.length == bars * change.bar_ticks
    assert all(note.start >= 0 and note.end <= clip.length for note in clip.notes)
    assert (clip.meter.changes[-1].numerator, clip.meter.changes[-1].denominator) == (
        change.numerator,
        change.denominator,
    )
    assert clip.tempo.at(0).tempo_bpm == pytest.approx(like.tempo.at(0).tempo_bpm, rel=1e-3)
    starts = {(note.start, note.pitch) for note in clip.notes}
    assert len(starts) == len(clip.notes)
    data = clip_to_bytes(clip)
    midi = mido.MidiFile(file=io.BytesIO(data))
    assert max(sum(message.time for message in track) for track in midi.tracks) == clip.length
    kinds = {message.type for track in midi.tracks for message in track}
    assert {"set_tempo", "time_signature"} <= kinds
    if clip.notes:
        assert {"key_signature", "marker"} <= kinds
    again = clip_from_bytes(data, "again")
    as_rows = [[(n.start, n.pitch, n.duration, n.velocity) for n in c.notes] for c in (clip, again)]
    assert sorted(as_rows[0]) == sorted(as_rows[1])


@FEW
@given(METERS, st.integers(1, 6), st.integers(1, 20), st.integers(0, 2**32))
def test_continuing_writes_whole_bars(take: Take, meter: tuple[int, int], heard: int, bars: int, seed: int) -> None:
    prompt = piece(heard, *meter)
    assert_whole(take(ContinueJob(prompt, bars=bars, seed=seed, sampling=QUICK)), bars, prompt)


@FEW
@given(METERS, st.integers(1, 14), st.integers(0, 2**32), st.data())
def test_infill_keeps_all_other_bars_note_for_note(
    take: Take, meter: tuple[int, int], bars: int, seed: int, data: st.DataObject
) -> None:
    prompt = piece(bars, *meter, early=data.draw(st.sampled_from([0, 7, 19])))
    first = data.draw(st.integers(1, bars))
    last = data.draw(st.integers(first, bars))
    clip = take(InfillJob(prompt, redo_bars=((first, last),), seed=seed, sampling=QUICK))
    assert_whole(clip, bars, prompt)
    low, high = prompt.meter.bar_start(first - 1), prompt.meter.bar_start(last)
    kept = [note for note in prompt.notes if not low <= note.start < high]
    assert [note for note in clip.notes if not low <= note.start < high] == kept
    assert all(note.end <= high for note in clip.notes if low <= note.start < high)
    assert [s for s in clip.chords if s.end <= low] == [s for s in prompt.chords if s.end <= low]


@FEW
@given(METERS, st.integers(1, 12), st.integers(0, 2**32), st.floats(0, 1), st.booleans())
def test_varying_keeps_length_meter_and_tempo(
    take: Take, meter: tuple[int, int], bars: int, seed: int, distance: float, improvise: bool
) -> None:
    prompt = piece(bars, *meter)
    job: ModeJob = ImproviseJob(prompt, creativity=distance, seed=seed, sampling=QUICK)
    if not improvise:
        job = TransferJob(prompt, strength=distance, styles=(("Art Tatum", 1.0),), seed=seed, sampling=QUICK)
    clip = take(job)
    assert_whole(clip, bars, prompt)
    assert clip.notes


@FEW
@given(METERS, st.integers(1, 5), st.integers(0, 2**32), st.integers(1, 8), st.integers(21, 90), st.integers(8, 30))
def test_limits_are_never_broken(
    take: Take, meter: tuple[int, int], bars: int, seed: int, voices: int, low: int, width: int
) -> None:
    controls = Controls(polyphony=voices, register=(low, low + width), density=0.6)
    clip = take(ContinueJob(piece(4, *meter), bars=bars, seed=seed, controls=controls, sampling=QUICK))
    assert clip.notes
    assert all(low <= note.pitch <= low + width for note in clip.notes)
    for note in clip.notes:
        assert sum(other.start <= note.start < other.end for other in clip.notes) <= voices


@pytest.mark.parametrize("bars", [64])
def test_the_longest_clip(take: Take, bars: int) -> None:
    prompt = piece(bars)
    job = InfillJob(prompt, redo_bars=((1, 1), (30, 31), (64, 64)), sampling=QUICK)
    assert_whole(take(job), bars, prompt)
    with pytest.raises(InputError, match="64 bars"):
        take(ImproviseJob(piece(65), sampling=QUICK))


def test_every_mode_repeats_itself_and_obeys_its_seed(take: Take, demo: Clip) -> None:
    prompt = demo.slice_bars(0, 3)
    for job in (
        InfillJob(prompt, redo_bars=((2, 2),), sampling=QUICK),
        ImproviseJob(prompt, controls=Controls(density=0.5, swing=1.0, dynamics=0.4), sampling=QUICK),
        TransferJob(prompt, styles=(("McCoy Tyner", 1.0),), locks=("harmony",), sampling=QUICK),
    ):
        first, again, other = take(job), take(job), take(replace(job, seed=1))
        assert first == again
        assert first.notes != other.notes


@pytest.mark.parametrize(
    ("job", "words"),
    [
        (InfillJob(redo_bars=((1, 1),)), "infill needs a prompt with notes"),
        (ImproviseJob(), "improvise needs a prompt with notes"),
        (TransferJob(styles=(("Art Tatum", 1.0),)), "transfer needs a prompt with notes"),
        (TransferJob(piece(1)), "style"),
        (TransferJob(piece(1), strength=1.5, styles=(("Art Tatum", 1.0),)), "strength"),
        (InfillJob(piece(2)), "redo-bars"),
        (InfillJob(piece(2), redo_bars=((2, 3),)), "2:3"),
        (ImproviseJob(piece(1), locks=("tempo",)), "'tempo'"),
        (ImproviseJob(piece(1), locks=("rhythm",), controls=Controls(density=0.5)), "density"),
        (ImproviseJob(piece(1), locks=("harmony",), chords=piece(1).chords), "chords"),
        (ContinueJob(piece(1), locks=("melody",)), "locked"),
        (ContinueJob(piece(1), controls=Controls(density=1.2)), "density"),
        (ContinueJob(piece(1), controls=Controls(polyphony=9)), "polyphony"),
        (ContinueJob(piece(1), controls=Controls(register=(70, 60))), "70:60"),
        (ContinueJob(piece(1), controls=Controls(no_repeat=1)), "no-repeat"),
        (ImproviseJob(piece(1), locks=("melody",), controls=Controls(no_repeat=5)), "no-repeat"),
        (ContinueJob(piece(1), style_vectors=(((0.0, 1.0), 1.0),)), "style"),
    ],
)
def test_jobs_that_cannot_be_done_are_one_sentence(take: Take, job: ModeJob, words: str) -> None:
    with pytest.raises(InputError, match=words) as caught:
        take(job)
    assert "\n" not in str(caught.value)


def test_what_is_kept_of_a_prompt_is_no_match(loaded: Engine, demo: Clip) -> None:
    known = Engine(loaded.checkpoint, loaded.runtime)
    known.own_music = OriginalityIndex.of_clips([demo])
    for job in (InfillJob(demo, redo_bars=((2, 2),)), ImproviseJob(demo, locks=("melody",))):
        _, match = known.matches(job, demo)
        assert match is not None
        assert match.notes == 0
    _, match = known.matches(ContinueJob(demo), demo)
    assert match is not None
    assert match.notes == len(demo.notes)
