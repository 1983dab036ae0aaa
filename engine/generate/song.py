"""A song of sections: lead, chords and bass over one harmony. Sections with the same letter share their material.

The first section of a letter is written from noise; when the letter comes back, each of its parts is noised a little
and denoised again, so that it is recognised and yet varied. Capital letters state a tune; over the harmony of a small
one the lead plays a solo, a new one each time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import numpy as np

from engine.errors import InputError
from engine.generate.constraints import Near
from engine.generate.feels import feel_named
from engine.generate.jobs import MAX_BARS, SongJob, in_capitals
from engine.generate.part_tasks import Bars, Notes, PartTask, part_streams, write_parts
from engine.generate.role_writing import Part, looped
from engine.generate.second_process import SecondProcess
from engine.generate.side_by_side import Planned
from engine.generate.solo import empty_frame, style_for
from engine.generate.streaming import Ensemble, OnPart
from engine.generate.theme import themed
from engine.generate.window import OnProgress
from engine.generate.window_setup import check_job, grid_of, random_stream
from engine.model.checkpoint import Checkpoint
from engine.model.runtime import FloatArray, Runtime
from engine.music.clip import ChordSpan, Clip
from engine.music.forms import form_chart, transposed_spans
from engine.music.grid import MeterMap
from engine.music.key_spelling import key_tonic
from engine.music.note import ROLES, Note

SONG_ROLES = ("bass", "chords", "lead")
_VARIED_FROM = {"bass": 0.25, "chords": 0.2, "lead": 0.35}
"""How far each part is noised when its section comes back, at creativity 0.5."""
_NEAR = {"bass": 2.0, "chords": 3.0, "lead": 3.0}
"""Nats by which the notes of the first time are preferred then."""
MOST_SONG_BARS = 4 * MAX_BARS
_FORM_OF = {"bossa": "bossa"}
"""The form whose harmony a song in a feel has where none is given; in others rhythm changes."""
_NAMED = {"verse-chorus": "ABAB", "versechorus": "ABAB", "blues": "AaA"}


@dataclass(frozen=True, slots=True)
class Plan:
    """The layout of a song: its letters (small ones are solos), the bars of a section and the chords of each capital
    letter's section."""

    letters: str
    section_bars: int
    lanes: dict[str, tuple[ChordSpan, ...]]
    key: str

    @property
    def harmony(self) -> str:
        """The letter of each section's chords."""
        return self.letters.upper()

    def first_alike(self, number: int, role: str) -> int:
        """The section of which a role plays a variation in section `number`; that one itself where it plays anew."""
        if role != "lead":
            return self.harmony.index(self.harmony[number])
        letter = self.letters[number]
        return number if letter.islower() else self.letters.index(letter)


def song_clip(
    runtime: Runtime, checkpoint: Checkpoint, job: SongJob, variation: int, on_progress: OnProgress,
    on_part: OnPart | None = None, second: SecondProcess | None = None,
) -> Clip:  # fmt: skip
    """A song; its length is that of the form, `job.bars` is not looked at.

    `job.chords` may fill one section (played in all), the whole form, or anything that is then played over and over.
    Without chords the harmony is that of a form that jazz musicians share, in `job.key` (`plan_song`).

    `on_part` is told the bars of each role in the first section, then section by section. `second` writes some of the
    parts, where there is one.

    Raises:
        InputError: for settings out of range, a form that cannot be read or a song that is too long.
        Cancelled: from `on_progress`.
    """
    check_job(job, checkpoint)
    plan = plan_song(job)
    frame = empty_frame(job.meter, job.tempo_bpm, plan.key, plan.section_bars * len(plan.letters))
    length = frame.meter.bar_start(plan.section_bars)
    lanes = [_lane_of(job, plan, number, length) for number in range(len(plan.letters))]
    chords = [
        replace(span, start=span.start + number * length, end=span.end + number * length)
        for number, lane in enumerate(lanes)
        for span in lane
    ]
    rng = random_stream(job, variation)
    styles = {role: style_for(runtime, checkpoint, job, role, rng) for role in SONG_ROLES}
    theme = themed(checkpoint, job)
    sung = None if theme is None else (theme, style_for(runtime, checkpoint, theme, "lead", rng))
    take = Ensemble(replace(frame, chords=tuple(chords)), ROLES.values(), on_part)
    parts = [(number, role) for number in range(len(plan.letters)) for role in SONG_ROLES]
    planned = []
    for (number, role), stream in zip(parts, part_streams(rng, len(parts)), strict=True):
        before = plan.first_alike(number, role)
        tune = sung if role == "lead" and plan.letters[number].isupper() else None

        def task(
            notes: Notes | None, number: int = number, role: str = role, stream: np.random.Generator = stream,
            tune: tuple[SongJob, FloatArray] | None = tune,
        ) -> PartTask:  # fmt: skip
            part = _part(job, role, lanes[number], frame.meter, length, notes)
            if tune is not None:
                asked, style = tune
                return PartTask.of(asked, replace(part, theme=True), style, stream)
            return PartTask.of(job, part, styles[role], stream)

        planned.append(Planned(task, None if before == number else parts.index((before, role))))

    def on_bars(number: int, bars: Bars) -> None:
        section, role = parts[number]
        if not section:
            take.begin(ROLES[role], *bars)

    def on_written(number: int, notes: Notes) -> None:
        section, role = parts[number]
        shift, before = section * length, take.end
        take.add(ROLES[role], [note.moved(shift) for note in notes], shift, shift + length)
        if not section or take.end > max(before, length):
            take.tell()

    write_parts(runtime, planned, second, on_progress, on_bars, on_written)
    return take.clip


def _part(
    job: SongJob, role: str, lane: tuple[ChordSpan, ...], meter: MeterMap, length: int, before: tuple[Note, ...] | None
) -> Part:
    controls = replace(job.controls, register=None, polyphony=None)
    part = Part(
        role=role,
        spans=lane,
        meter=meter,
        length=length,
        rooted=False,
        ensemble=True,
        feel=feel_named(job.feel),
        controls=controls,
        tempo_bpm=job.tempo_bpm,
    )
    if before is None:
        return part
    source = grid_of(before)
    start = float(np.clip(_VARIED_FROM[role] * (0.5 + job.creativity), 0.05, 0.9))
    wish = Near.to(source, _NEAR[role] * (1.5 - job.creativity))
    return replace(part, source=source, start=start, wishes=(wish,))


def _lane_of(job: SongJob, plan: Plan, number: int, length: int) -> tuple[ChordSpan, ...]:
    """The chords of a section, from its own start: a given lane is cut, or the letter's own."""
    letters = plan.harmony
    if not job.chords:
        return plan.lanes[letters[number]]
    meter = MeterMap.constant(*job.meter)
    whole = looped(job.chords, meter, length * len(letters))
    start, end = number * length, (number + 1) * length
    # Where the lane does not follow the form, a letter keeps the chords of its first section.
    if letters.index(letters[number]) != number and not _follows_form(whole, letters, length):
        start = letters.index(letters[number]) * length
        end = start + length
    return _cut(whole, start, end)


def _cut(spans: tuple[ChordSpan, ...], start: int, end: int) -> tuple[ChordSpan, ...]:
    return tuple(
        ChordSpan(max(span.start, start) - start, min(span.end, end) - start, span.chord)
        for span in spans
        if span.start < end and span.end > start
    )


def _follows_form(whole: tuple[ChordSpan, ...], letters: str, length: int) -> bool:
    """Whether a lane written out for the whole form gives each returning letter about the chords it had."""
    for number, letter in enumerate(letters):
        before = letters.index(letter)
        here = {(s.start, s.chord) for s in _cut(whole, number * length, (number + 1) * length)}
        there = {(s.start, s.chord) for s in _cut(whole, before * length, (before + 1) * length)}
        if before != number and len(here & there) * 2 < len(here | there):
            return False
    return True


def plan_song(job: SongJob) -> Plan:
    """Letters, lengths and harmony of a song.

    `form` is letters ("AABA", small ones for solos: "AABA aaba AABA"), "verse-chorus", or "12-bar x 4" (also
    "blues x 4"): four choruses of a blues, the tune in the first and the last, solos between. Without chords the
    harmony is a common one. A 12-bar section is a jazz blues; else A is the A section of rhythm changes and B its
    bridge, in the feel of a bossa nova those of one (in minor: two-fives, in B a fourth higher). Further letters are A
    a fourth, a seventh ... higher.

    Raises:
        InputError: for a form that cannot be read, or a song that is too long.
    """
    letters, bars = read_form(job.form, job.section_bars)
    if len(letters) * bars > MOST_SONG_BARS:
        raise InputError(
            "The form '{form}' has {bars} bars, more than {most}: shorten it.",
            form=job.form,
            bars=len(letters) * bars,
            most=MOST_SONG_BARS,
        )
    key = job.key or "C"
    tonic, minor = key_tonic(key)
    meter = MeterMap.constant(*job.meter)
    shared = _FORM_OF.get(job.feel, "rhythm changes")
    lanes = {}
    for letter in dict.fromkeys(letters.upper()):
        lanes[letter] = _in_bars(_section_text(letter, bars, minor, tonic, shared), meter, bars)
    return Plan(letters, bars, lanes, key)


def read_form(form: str, section_bars: int = 8) -> tuple[str, int]:
    """Letters and bars of a section: "AABA" is ("AABA", 8), "12-bar x 4" is ("AaaA", 12), "AABA aaba" ("AABAaaba", 8).

    Small letters are solos beside capital ones; where all are small, they are meant as capitals. Of choruses that are
    counted, those between the first and the last are solos.

    Raises:
        InputError: for a form that cannot be read.
    """
    plain = form.strip().lower().replace(" ", "")
    found = re.fullmatch(r"(?:(\d{1,2})-?bars?|blues)[x×*](\d{1,2})", plain)
    if found is not None and 1 <= int(found[2]) <= 16 and (found[1] is None or 1 <= int(found[1]) <= 32):
        choruses = int(found[2])
        return ("A" + "a" * (choruses - 2) + "A" if choruses > 2 else "A" * choruses), int(found[1] or 12)
    if plain in _NAMED:
        return _NAMED[plain], 12 if plain == "blues" else section_bars
    letters = in_capitals(re.sub(r"[\s-]", "", form))
    if not re.fullmatch(r"[A-Ha-h]{1,16}", letters):
        raise InputError(
            "The form '{form}' cannot be read: write letters A to H such as AABA, verse-chorus, or 12-bar x 3.",
            form=form,
        )
    if not 1 <= section_bars <= 32:
        raise InputError("A section has 1 to 32 bars, not {section_bars}.", section_bars=section_bars)
    return letters, section_bars


def _section_text(letter: str, bars: int, minor: bool, tonic: int, form: str) -> tuple[ChordSpan, ...]:
    """Chords of a section, a lane in 4/4 in the key on `tonic`; in major those of a form of 32 bars."""
    if bars == 12 and letter == "A":
        chart = form_chart("minor blues" if minor else "jazz blues", "Cm" if minor else "C")
        return transposed_spans(chart.spans, tonic)
    if minor:
        chart = form_chart("minor ii v i", "Cm")
        up = {"A": 0, "B": 5}.get(letter, 3 * (ord(letter) - ord("A")))
        return transposed_spans(chart.spans, (tonic + up) % 12)
    chart = form_chart(form, "C")
    section = 2 if letter == "B" else 1  # the second A comes home at its end
    start = chart.sections[section][1]
    spans = _cut(chart.spans, start, start + 8 * 1920)
    up = {"A": 0, "B": 0}.get(letter, 5 * (ord(letter) - ord("B")))
    return transposed_spans(spans, (tonic + up) % 12)


def _in_bars(spans: tuple[ChordSpan, ...], meter: MeterMap, bars: int) -> tuple[ChordSpan, ...]:
    """A lane in 4/4 moved bar by bar into another meter, played over and over to fill `bars`."""
    four = MeterMap()
    bar = meter.changes[0].bar_ticks

    def place(tick: int) -> int:
        number = four.bar_at(tick)
        inside = tick - four.bar_start(number)
        return meter.bar_start(number) + (0 if not inside else max(1, round(inside / 1920 * bar / 480)) * 480)

    moved = tuple(ChordSpan(place(s.start), place(s.end), s.chord) for s in spans if place(s.end) > place(s.start))
    return looped(moved, meter, meter.bar_start(bars))
