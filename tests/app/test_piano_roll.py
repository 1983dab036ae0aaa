from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from app.main_window import MainWindow
from app.piano_roll.content import RollContent
from app.piano_roll.coords import Coords
from app.piano_roll.note_raster import Marks, paint_raster
from app.piano_roll.preview import Preview
from app.piano_roll.view import KEYBOARD_PX, RULER_PX, PianoRoll
from app.theme import DARK
from engine.music.clip import Clip
from engine.music.note import Note, Role


def many_notes(count: int, seed: int = 1) -> Clip:
    rng = random.Random(seed)
    notes = [Note(rng.randrange(0, count * 40), rng.randrange(30, 90), rng.randrange(10, 2000)) for _ in range(count)]
    # A pedal note under everything: it must be found wherever one looks.
    return Clip((*notes, Note(0, 24, count * 40, role=Role.BASS)))


def test_visible_notes_are_exactly_those_that_sound() -> None:
    clip = many_notes(3000)
    content = RollContent(clip, clip.length)
    for first, last in ((0, 500), (60_000, 61_000), (119_000, 130_000), (500, 500)):
        expected = [note for note in clip.notes if note.start < last and note.end > first]
        assert list(content.visible(first, last)) == expected


def test_the_latest_of_notes_on_top_of_each_other_is_under_the_pointer() -> None:
    content = RollContent(Clip((Note(0, 60, 1000), Note(500, 60, 1000))), 1500)
    assert content.note_at(700, 60) == Note(500, 60, 1000)
    assert content.note_at(100, 60) == Note(0, 60, 1000)
    assert content.note_at(100, 61) is None


def count_of(colour: str, roll: PianoRoll, step: int = 4) -> int:
    image = roll.viewport().grab().toImage()
    wanted = QColor(colour).rgb()
    return sum(
        image.pixel(x, y) == wanted
        for x in range(KEYBOARD_PX + 2, image.width(), step)
        for y in range(70, image.height(), 2)
    )


def test_roles_have_their_colours_and_the_prompt_behind_a_take_has_none(qtbot: QtBot) -> None:
    roll = PianoRoll(DARK)
    qtbot.addWidget(roll)
    roll.resize(900, 500)
    roll.show()
    clip = Clip((Note(0, 70, 1900, 127, Role.LEAD), Note(0, 60, 1900, 127, Role.CHORDS)), length=3840)
    roll.set_content(RollContent(clip, 3840, "Prompt"))
    roll.fit()
    assert count_of(DARK.lead, roll) > 50
    assert count_of(DARK.chords, roll) > 50
    roll.set_content(RollContent(clip, 3840, "Prompt", "Take 1"))
    assert count_of(DARK.lead, roll) == 0
    assert count_of(DARK.ghost, roll) > 50


def test_a_hundred_thousand_notes_are_painted(qtbot: QtBot) -> None:
    roll = PianoRoll(DARK)
    qtbot.addWidget(roll)
    roll.resize(900, 500)
    roll.show()
    clip = many_notes(100_000)
    roll.set_content(RollContent(clip, clip.length, "Prompt"))
    roll.fit()
    assert count_of(DARK.lead, roll, step=10) > 20


def test_many_notes_lie_where_few_would(qtbot: QtBot) -> None:
    """The picture of many notes has something at each of them, and nothing where there is none."""
    clip = Clip(tuple(Note(240 * i, 40 + (7 * i) % 40, 200, 100, Role(i % 3)) for i in range(200)), length=48_000)
    bare = PianoRoll(DARK)
    roll = PianoRoll(DARK)
    for widget, shown in ((bare, Clip(length=48_000)), (roll, clip)):
        qtbot.addWidget(widget)
        widget.resize(1500, 900)
        widget.show()
        widget.set_content(RollContent(shown, 48_000, "Prompt"))
        widget._set_coords(widget.coords.fitted(0, 48_000, 38, 82))
    coords = roll.coords
    assert coords == bare.coords
    assert roll.content.count_visible(coords.first_tick, coords.last_tick) == 200
    picture, empty = roll.viewport().grab().toImage(), bare.viewport().grab().toImage()
    for note in clip.notes:
        x, y = round(coords.x_at(note.start + 100)), round(coords.y_at(note.pitch) + coords.row_px / 2)
        assert picture.pixel(x, y) != empty.pixel(x, y), note
        other_y = round(coords.y_at(note.pitch + 1) + coords.row_px / 2)
        assert picture.pixel(x, other_y) == empty.pixel(x, other_y), note
    first = clip.notes[0]
    roll.editor.select([first])
    x, y = round(coords.x_at(100)), round(coords.y_at(first.pitch) + coords.row_px / 2)
    assert roll.viewport().grab().toImage().pixel(x, y) != picture.pixel(x, y)
    roll.set_preview(Preview(frozenset([first]), hides=True))
    assert roll.viewport().grab().toImage().pixel(x, y) == empty.pixel(x, y)


@pytest.mark.parametrize(("row_px", "ratio"), [(5.0, 1.0), (3.0, 2.0), (4.0, 1.5)])
def test_low_rows_tell_roles_by_shape_as_well(row_px: float, ratio: float) -> None:
    """In pixels of the screen: a lead has no corners, chords are lit along the top, a bass is hollow."""
    pitches = {Role.LEAD: 90, Role.CHORDS: 80, Role.BASS: 70}
    notes = tuple(Note(480, pitch, 1440, 100, role) for role, pitch in pitches.items())
    coords = Coords(0.1, row_px, left=40, top=20, width=300, height=500)
    image = QImage(round(400 * ratio), round(600 * ratio), QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    paint_raster(painter, coords, RollContent(Clip(notes), 1920), DARK, Marks())
    painter.end()
    left, right = round(coords.x_at(480) * ratio), round(coords.x_at(1920) * ratio)

    def column(role: Role, x: int) -> list[int]:
        """The note's pixels from top to bottom."""
        first = coords.y_at(pitches[role])
        lines = range(round((first - 1) * ratio), round((first + row_px + 1) * ratio))
        return [image.pixel(x, y) for y in lines if image.pixel((left + right) // 2, y)]

    middle = (left + right) // 2
    lead, chords, bass = (column(role, middle) for role in (Role.LEAD, Role.CHORDS, Role.BASS))
    assert len(set(lead)) == 1
    assert not column(Role.LEAD, left)[0]
    assert not column(Role.LEAD, left)[-1]
    assert chords[0] != chords[1]
    assert column(Role.CHORDS, left)[0]
    assert len(set(chords[1:])) == 1
    assert bass[0] == bass[-1] != bass[1]
    assert column(Role.BASS, left)[1] == bass[0]


def test_a_click_in_the_ruler_sets_the_play_position(
    window: MainWindow, open_prompt: Callable[[MainWindow], None], qtbot: QtBot
) -> None:
    open_prompt(window)
    roll = window.roll_panel.roll
    x = round(roll.coords.x_at(1920))
    qtbot.mouseClick(roll.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(x, RULER_PX - 10))
    assert abs(window.controller.playback.cursor_tick - 1920) <= 1 / roll.coords.pixels_per_tick
    assert window.transport.position.text() in ("1.4", "2.1")


def test_a_drag_in_the_ruler_marks_whole_bars_as_loop(
    window: MainWindow, open_prompt: Callable[[MainWindow], None], qtbot: QtBot
) -> None:
    open_prompt(window)
    roll = window.roll_panel.roll
    with qtbot.waitSignal(roll.loop_requested) as marked:
        y = RULER_PX - 10
        qtbot.mousePress(roll.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(round(roll.coords.x_at(2200)), y))
        qtbot.mouseMove(roll.viewport(), QPoint(round(roll.coords.x_at(5000)), y))
        qtbot.mouseRelease(roll.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(round(roll.coords.x_at(5000)), y))
    assert marked.args == [1920, 5760]
    assert window.transport.loop_button.isChecked()


def test_notes_are_described_in_words(window: MainWindow, open_prompt: Callable[[MainWindow], None]) -> None:
    open_prompt(window)
    text = window.roll_panel.roll.describe(Note(1920, 60, 240, 77, Role.CHORDS))
    assert "C4" in text
    assert "2.1" in text
    assert "77" in text
