"""What an edit of a long clip does not work out anew is the same as if it had."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.document import DocumentState, Prompt, Take, split_at
from app.generation_settings import GenerationSettings
from app.note_changes import same_ends
from app.piano_roll.content import RollContent
from app.piano_roll.editor import RollEditor
from engine.music import edits
from engine.music.clip import Clip
from engine.music.note import Note, Role


def a_clip(count: int, seed: int, bars: int = 64) -> Clip:
    rng = random.Random(seed)
    length = bars * 1920
    notes = []
    for i in range(count):
        start = rng.randrange(0, length - 10, 60)
        duration = min(rng.randrange(60, 2000), length - start)
        notes.append(Note(start, rng.randrange(40, 80), duration, rng.randrange(1, 128), Role(i % 3)))
    return Clip(tuple(notes), length=length, name="Long")


@given(st.lists(st.integers(0, 3), max_size=40), st.lists(st.integers(0, 3), max_size=40))
def test_the_same_ends_are_the_same(old: list[int], new: list[int]) -> None:
    a, b = (tuple(Note(0, pitch, 1) for pitch in pitches) for pitches in (old, new))
    first, last = same_ends(a, b)
    assert first + last <= min(len(a), len(b))
    assert a[:first] == b[:first]
    assert a[len(a) - last :] == b[len(b) - last :]
    # No more notes could be counted.
    assert first + last == min(len(a), len(b)) or (a[first] != b[first] and a[-last - 1] != b[-last - 1])


@pytest.mark.parametrize("seed", range(6))
def test_an_index_that_followed_an_edit_is_the_one_made_anew(seed: int) -> None:
    clip = a_clip(3000, seed)
    content = RollContent(clip, clip.length)
    content.columns()
    content.count_visible(0, 1)
    rng = random.Random(seed)
    for step in range(4):
        at = rng.choice((0, 900, len(content.clip.notes) - 200))
        chosen = frozenset(rng.sample(content.clip.notes[at : at + 200], 1 + 20 * step))
        edited = (
            edits.move(content.clip, chosen, rng.choice((-480, 120, 960)), rng.choice((-3, 0, 5)))
            if step % 2
            else edits.erase(content.clip, chosen)
        )
        followed, fresh = (RollContent(edited.clip, edited.clip.length) for _ in range(2))
        followed.follow(content)
        assert followed._index
        for a, b in zip(followed.columns(), fresh.columns(), strict=True):
            assert a.tolist() == b.tolist()
        assert followed._indexed() == fresh._indexed()
        assert list(followed.visible(9000, 9500)) == [n for n in edited.clip.notes if n.start < 9500 and n.end > 9000]
        content = followed


@pytest.mark.parametrize("seed", range(6))
def test_an_edited_take_is_the_one_that_is_parted_at_the_seam(seed: int) -> None:
    take = Take(1, a_clip(300, seed, 16), a_clip(200, seed + 100, 8), 1, GenerationSettings())
    seam = take.prompt.length
    rng = random.Random(seed)
    for _ in range(5):
        whole = take.in_context
        own = [note for note in whole.notes if note.start >= seam + 2000]
        edited = edits.move(whole, frozenset(rng.sample(own, 3)), rng.choice((-240, 240)), rng.choice((-2, 1)))
        quick = take.with_edited_notes(edited.clip)
        assert quick is not None
        before, after = split_at(edited.clip, seam)
        assert quick.clip == after
        assert quick.prompt == replace(before, name=take.prompt.name) == take.prompt
        assert quick.edited
        assert quick.source == take.source
        # What is remembered as a whole is what would be put together.
        assert quick.in_context == replace(quick).in_context
        take = quick


def test_an_edit_in_front_of_the_seam_parts_the_clip() -> None:
    take = Take(1, a_clip(30, 1, 4), a_clip(30, 2, 4), 1, GenerationSettings())
    whole = take.in_context
    edited = edits.erase(whole, [whole.notes[0]])
    assert take.with_edited_notes(edited.clip) is None
    state = DocumentState((Prompt(1, take.prompt),), 1, (take,), 1)
    changed = state.with_shown(edited.clip).take(1)
    assert changed is not None
    assert changed.prompt.notes == take.prompt.notes[1:]
    assert changed.in_context == edited.clip


@pytest.mark.parametrize("seed", range(4))
def test_few_edited_notes_lie_where_sorting_would_put_them(seed: int) -> None:
    clip = a_clip(400, seed, 8)
    rng = random.Random(seed)
    for count in (1, 5, 390):
        moved = edits.move(
            clip, frozenset(rng.sample(clip.notes, count)), 60 * rng.randrange(-8, 8), rng.randrange(-3, 3)
        )
        assert moved.clip.notes == tuple(sorted(moved.clip.notes))
        assert moved.clip.length >= max(note.end for note in moved.clip.notes)
        assert moved.notes <= set(moved.clip.notes)


def test_whole_bars_cut_what_rings_over_and_stay_sorted() -> None:
    notes = (Note(0, 60, 1925), Note(1900, 60, 100), Note(1900, 60, 15, 90), Note(1900, 64, 60))
    clip = Clip(notes).whole_bars()
    assert clip.length == 1920
    assert clip.notes == (
        Note(0, 60, 1920), Note(1900, 60, 15, 90), Note(1900, 60, 20), Note(1900, 64, 20),
    )  # fmt: skip
    assert clip.whole_bars() is clip


def test_the_selection_of_a_long_clip_is_in_order_and_holds_only_what_is_there() -> None:
    clip = a_clip(3000, 1)
    editor = RollEditor()
    shown = RollContent(clip, clip.length)
    editor.show(shown)
    editor.clip_edited.connect(lambda edited: editor.show(RollContent(edited, edited.length)))
    editor.select_all()
    assert editor.selected == sorted(set(clip.notes))
    editor.transpose(1)
    moved = editor.content
    assert frozenset(editor.selected) == frozenset(note.transposed(1) for note in clip.notes) == editor.selection
    assert editor.selected == sorted(editor.selection)
    editor.show(shown)  # undone
    assert editor.selection == frozenset(clip.notes) & frozenset(moved.clip.notes)
    editor.select(clip.notes[:2000])
    editor.show(moved)  # redone
    assert editor.selection == frozenset(clip.notes[:2000]) & frozenset(moved.clip.notes)


@given(st.integers(0, 40), st.integers(-3, 3), st.integers(-1000, 1000))
def test_notes_that_move_make_room_as_if_each_pair_were_looked_at(seed: int, semitones: int, ticks: int) -> None:
    clip = a_clip(300, seed, bars=4)
    chosen = frozenset(random.Random(seed).sample(clip.notes, 150))
    edited = edits.move(clip, chosen, ticks, semitones)
    for note in (note for note in clip.notes if note not in chosen):
        others = [other for other in edited.notes if (other.pitch, other.role) == (note.pitch, note.role)]
        under = any(other.start <= note.start < other.end for other in others)
        end = min((other.start for other in others if note.start < other.start < note.end), default=note.end)
        assert under or note.placed(note.start, end - note.start) in edited.clip.notes
