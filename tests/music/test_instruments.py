"""Band files as other programs write them: instruments by name, by General MIDI program, by channel."""

from __future__ import annotations

import io

import mido
import pytest

from engine.music.clip import Clip
from engine.music.instruments import Part, is_instrument, part_roles
from engine.music.midi_io import clip_from_bytes, clip_to_bytes
from engine.music.note import Note, Role
from engine.music.roles import infer_roles

BAR = 1920


def line(pitches: list[int], start: int = 0, step: int = 240) -> list[Note]:
    return [Note(start + number * step, pitch, step - 10) for number, pitch in enumerate(pitches)]


def track(notes: list[Note], *, name: str = "", program: int | None = None, channel: int = 0) -> mido.MidiTrack:
    out = mido.MidiTrack()
    if name:
        out.append(mido.MetaMessage("track_name", name=name))
    events = [(0, 0, mido.Message("program_change", channel=channel, program=program))] if program is not None else []
    for note in notes:
        events.append((note.start, 2, mido.Message("note_on", channel=channel, note=note.pitch, velocity=80)))
        events.append((note.end, 1, mido.Message("note_off", channel=channel, note=note.pitch)))
    now = 0
    for tick, _, message in sorted(events, key=lambda event: event[:2]):
        out.append(message.copy(time=tick - now))
        now = tick
    return out


def read(*tracks: mido.MidiTrack, file_type: int = 1) -> Clip:
    file = mido.MidiFile(type=file_type, ticks_per_beat=480, tracks=list(tracks))
    held = io.BytesIO()
    file.save(file=held)
    return clip_from_bytes(held.getvalue(), "Take Nine.mid")


def roles(clip: Clip) -> dict[int, Role]:
    return {note.pitch: note.role for note in clip.notes}


TENOR = line([58, 60, 62, 63, 65, 63, 62, 60] * 4)
"""Eight to the bar, below the pianist's right hand."""
VOICINGS = [Note(bar * BAR + beat * 480, pitch, 200) for bar in range(4) for beat in (1, 3) for pitch in (64, 69, 74)]
WALKING = line([36, 40, 43, 45] * 4, step=480)


@pytest.mark.parametrize(
    ("name", "program", "role"),
    [
        ("Alto Sax", None, Role.LEAD), ("1-Lead Vox", 0, Role.LEAD), ("멜로디", None, Role.LEAD),
        ("Singstimme", 68, Role.LEAD), ("", 65, Role.LEAD), ("Track 3", 56, Role.LEAD),
        ("Bass Clarinet", 71, Role.LEAD), ("Lead Guitar", 27, Role.LEAD), ("Ac. Bass", None, Role.BASS),
        ("BASS 2", 0, Role.BASS), ("Bass Guitar", None, Role.BASS), ("", 32, Role.BASS),
        ("Kontrabass", 43, Role.BASS), ("베이스", None, Role.BASS), ("Jazz Guitar", 26, Role.CHORDS),
        ("", 48, Role.CHORDS), ("comping", None, Role.CHORDS), ("Bassoon", 70, Role.LEAD),
        ("Bassoon", None, None), ("Piano", 0, None), ("Upright Piano", 0, None),
        ("Piano Solo", 0, None), ("Rhodes", 33, None), ("", 0, None),
        ("", None, None), ("Headphones", None, None), ("Grand Piano", None, None),
        ("Vibes", 11, None),
    ],
)  # fmt: skip
def test_what_an_instrument_says(name: str, program: int | None, role: Role | None) -> None:
    assert part_roles([Part(name, program), Part("Piano", 0)])[0] is role


def test_an_instrument_alone_says_nothing_and_a_role_alone_does() -> None:
    assert part_roles([Part("Lead Synth", 80)]) == [None]
    assert part_roles([Part("Chords")]) == [Role.CHORDS]
    clip = read(track([*line([72, 74]), Note(0, 48, 900)], name="Alto Sax"))
    assert {note.role for note in clip.notes} == {Role.LEAD}  # which is what no part states


@pytest.mark.parametrize("named", [True, False])
def test_a_tenor_below_the_right_hand_leads(named: bool) -> None:
    names = ("Tenor Sax", "Piano", "Acoustic Bass") if named else ("", "", "")
    programs = (None, None, None) if named else (66, 0, 32)
    clip = read(
        *(
            track(notes, name=name, program=program, channel=channel)
            for channel, (notes, name, program) in enumerate(
                zip((TENOR, VOICINGS, WALKING), names, programs, strict=True)
            )
        )
    )
    wanted = {(n.start, n.pitch): role for role, notes in
              ((Role.LEAD, TENOR), (Role.CHORDS, VOICINGS), (Role.BASS, WALKING)) for n in notes}  # fmt: skip
    assert {(n.start, n.pitch): n.role for n in clip.notes} == wanted
    told = infer_roles(clip)  # without the instruments the right hand would be heard as the lead
    assert any(note.role == Role.LEAD for note in told.notes if note.pitch == 74)
    assert clip.name == "Take Nine"


def test_all_in_one_track_by_channel() -> None:
    tracks = [
        track(TENOR, program=66, channel=3),
        track(VOICINGS, program=0, channel=1),
        track(WALKING, program=33, channel=2),
    ]
    merged = mido.merge_tracks(tracks)
    for file_type, name in ((0, "Bass Folk Song"), (1, "Lead sheet")):
        one = mido.MidiTrack([mido.MetaMessage("track_name", name=name), *merged])
        found = read(one, file_type=file_type)
        assert (roles(found)[58], roles(found)[74], roles(found)[36]) == (Role.LEAD, Role.CHORDS, Role.BASS)


def test_programs_may_stand_in_a_track_of_their_own() -> None:
    conductor = mido.MidiTrack(
        [mido.Message("program_change", channel=0, program=66), mido.Message("program_change", channel=1, program=0)]
    )
    clip = read(conductor, track(TENOR, channel=0), track(VOICINGS, channel=1))
    assert (roles(clip)[58], roles(clip)[74]) == (Role.LEAD, Role.CHORDS)


def test_the_program_that_a_part_begins_with_counts() -> None:
    tenor = track(TENOR, program=66, channel=0)
    tenor.insert(0, mido.Message("program_change", channel=0, program=33))
    tenor.append(mido.Message("program_change", channel=0, program=48))
    clip = read(tenor, track(VOICINGS, program=0, channel=1))
    assert roles(clip)[58] == Role.LEAD


def test_the_pianist_leads_while_the_horn_rests() -> None:
    solo = line([72, 74, 76, 77, 79, 77, 76, 74] * 4, start=8 * BAR)
    comping = [Note(8 * BAR + bar * BAR + 480, pitch, 200) for bar in range(4) for pitch in (52, 57, 60)]
    low = [Note(8 * BAR + bar * BAR, 40, 400) for bar in range(4)]
    breath = [Note(4 * BAR + 960, pitch, 200) for pitch in (64, 69, 74)]
    piano = track([*VOICINGS, *breath, *solo, *comping, *low], name="Piano")
    clip = read(track(TENOR, name="Tenor Sax"), piano, track(WALKING, name="Bass"))
    by_note = {(n.start, n.pitch): n.role for n in clip.notes}
    assert {by_note[n.start, n.pitch] for n in solo} == {Role.LEAD}
    assert by_note[8 * BAR + 480, 57] == Role.CHORDS
    assert by_note[4 * BAR + 960, 74] == Role.CHORDS  # half a bar after the tenor's last note
    assert {by_note[n.start, n.pitch] for n in low} == {Role.BASS}  # the bass rests, too


def test_of_a_section_the_highest_leads_and_soloists_take_turns() -> None:
    trumpet = line([74, 76, 77, 79])
    tenor = [*line([65, 67, 69, 70]), *line([60, 62, 63, 65], start=BAR)]
    clip = read(track(trumpet, name="Trumpet"), track(tenor, name="Tenor Sax"), track(VOICINGS, name="Piano"))
    by_note = {(n.start, n.pitch): n.role for n in clip.notes}
    assert {by_note[n.start, n.pitch] for n in trumpet} == {Role.LEAD}
    assert {by_note[n.start, n.pitch] for n in tenor[:4]} == {Role.CHORDS}
    assert {by_note[n.start, n.pitch] for n in tenor[4:]} == {Role.LEAD}


def test_a_file_of_our_own_has_one_part_a_role() -> None:
    """Notes that overlap are on a channel more, which is no part more."""
    lead = [Note(0, 72, 960, role=Role.LEAD), Note(240, 72, 960, role=Role.LEAD), Note(480, 60, 240, role=Role.LEAD)]
    bass = [Note(0, 36, 960, role=Role.BASS)]
    clip = Clip(tuple(sorted([*lead, *bass])), length=BAR)
    assert clip_from_bytes(clip_to_bytes(clip, by_role=True), "x.mid").notes == clip.notes


def test_names_of_instruments_are_no_titles() -> None:
    assert all(map(is_instrument, ("Piano", "ALTO SAX", "lead", "Bass")))
    assert not any(map(is_instrument, ("Body and Soul", "", "Take Nine", "All Blues")))
    assert read(track(VOICINGS, name="Piano"), track(WALKING, name="Bass")).name == "Take Nine"
    assert read(track(VOICINGS, name="Body and Soul")).name == "Body and Soul"


def test_drums_are_counted_and_left_out() -> None:
    file = mido.MidiFile(tracks=[track(TENOR), track(line([42] * 7), channel=9)])
    held = io.BytesIO()
    file.save(file=held)
    told: list[int] = []
    clip = clip_from_bytes(held.getvalue(), "x.mid", on_drums=told.append)
    assert (told, len(clip.notes)) == ([7], len(TENOR))
