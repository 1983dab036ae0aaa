from __future__ import annotations

from pathlib import Path

import mido
import pytest

from engine.errors import InputError
from engine.generate.jobs import (
    ContinueJob,
    Controls,
    ImproviseJob,
    InfillJob,
    ModeJob,
    PatternJob,
    ReharmonizeJob,
    Sampling,
    SoloJob,
    SongJob,
    TransferJob,
)
from engine.generate.provenance import JOBS, job_from_provenance, job_provenance
from engine.music.chord import Chord
from engine.music.clip import ChordSpan, Clip
from engine.music.midi_io import read_clip, write_clip
from engine.music.note import Note
from engine.music.provenance import Provenance, read_provenance

PROMPT = Clip((Note(0, 60, 480), Note(480, 64, 480)), chords=(ChordSpan(0, 960, Chord(0, "maj7")),), length=1920)
CHORDS = (ChordSpan(0, 960, Chord(2, "m7")), ChordSpan(960, 1920, Chord(7, "7", None, (13,))))
JOBS_TO_KEEP: tuple[ModeJob, ...] = (
    ContinueJob(PROMPT, seed=7, styles=(("Ballad", 0.7),), style_vectors=(((0.5, -1.25), 0.3),), variations=3),
    InfillJob(PROMPT, seed=8, redo_bars=((2, 3), (5, 5)), sampling=Sampling(15, 2.0, 1.0, 0.9, 5, 0.9)),
    ImproviseJob(PROMPT, seed=9, creativity=0.25, controls=Controls(density=0.4, register=(40, 72), no_repeat=7)),
    TransferJob(
        PROMPT, seed=10, strength=0.8, locks=("melody", "rhythm"), bar_locks=((1, 1, "harmony"), (3, 4, "rhythm"))
    ),
    ReharmonizeJob(PROMPT, seed=11, chords=CHORDS),
    SoloJob(seed=12, chords=CHORDS, role="lead", tempo_bpm=280.0, meter=(3, 4), key="Bb"),
    PatternJob(seed=13, role="bass", tempo_bpm=97.5, bars=4, feel="bossa"),
    SongJob(seed=14, form="ABAC", section_bars=4, key="Am"),
)


@pytest.mark.parametrize("job", JOBS_TO_KEEP, ids=lambda job: type(job).__name__)
def test_a_file_tells_the_job_that_wrote_it(job: ModeJob, tmp_path: Path) -> None:
    file = tmp_path / "take 1.mid"
    told = job_provenance(job, "0123456789ab", 1, name="첫 테이크")
    write_clip(PROMPT, file, texts=(told.text(),), attachments=told.attachments())
    found = read_provenance(file)
    assert found == told
    assert job_from_provenance(found, file) == job
    assert read_clip(file).notes == PROMPT.notes


def test_a_file_that_names_the_weights_alone_is_taken_at_its_word() -> None:
    here = "0123456789ab-c0ffee"
    assert [name for name in (here, "0123456789ab", "0123456789ab-facade", "0123", "") if
            Provenance(1, "solo", checkpoint=name).written_by(here)] == [here, "0123456789ab"]  # fmt: skip


def test_every_mode_has_a_job() -> None:
    assert {type(job) for job in JOBS_TO_KEEP} == set(JOBS.values())


def test_a_file_without_a_word_about_itself_tells_nothing(tmp_path: Path) -> None:
    file = tmp_path / "other.mid"
    write_clip(PROMPT, file, texts=("a comment", "{not json", '{"generator": "Another"}', '{"generator": "TatumFlow"}'))
    assert read_provenance(file) is None


def test_other_programs_read_the_file(tmp_path: Path) -> None:
    file = tmp_path / "take.mid"
    told = job_provenance(JOBS_TO_KEEP[0], "0123456789ab")
    write_clip(PROMPT, file, by_role=True, texts=(told.text(),), attachments=told.attachments())
    texts = [m.text for track in mido.MidiFile(file).tracks for m in track if m.type == "text"]
    assert texts == [told.text()]


def test_a_damaged_source_is_left_out(tmp_path: Path) -> None:
    file = tmp_path / "take.mid"
    told = job_provenance(JOBS_TO_KEEP[0], "0123456789ab")
    write_clip(PROMPT, file, texts=(told.text(),), attachments=(b"source !!!!", b"other"))
    found = read_provenance(file)
    assert found is not None
    assert found.source is None
    with pytest.raises(InputError, match="--prompt"):
        job_from_provenance(found, file)
    assert job_from_provenance(found, file, PROMPT) == JOBS_TO_KEEP[0]


@pytest.mark.parametrize(
    ("mode", "settings", "word"),
    [
        ("dance", {}, "dance"),
        ("infill", {"redo_bars": 3}, "cannot be used"),
        ("continue", {"styles": ["x"]}, "cannot be used"),
        ("continue", {"chords": ["0 x"]}, "cannot be used"),
    ],
)
def test_settings_that_make_no_sense_are_told(mode: str, settings: dict[str, object], word: str) -> None:
    found = Provenance(1, mode, settings, source=PROMPT)
    with pytest.raises(InputError, match=word) as told:
        job_from_provenance(found, Path("take.mid"))
    assert "take.mid" in str(told.value)
