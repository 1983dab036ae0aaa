"""What a style is made from: the place of a clip in the style space, to be mixed with others, and the typical windows
of somebody's music that a personal style keeps (`engine.model.personal`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np

from engine.errors import InputError
from engine.generate.manner import counted_for_style, hands_numbers, manner_numbers, style_numbers
from engine.model import factors
from engine.model.personal import PLACES
from engine.model.personal_key import own_style_features
from engine.model.runtime import FloatArray, Runtime
from engine.model.style_examples import ROLE_KINDS, role_count
from engine.model.tokens import GridNotes, grid_from_notes
from engine.music.clip import Clip
from engine.music.grid import STEPS_PER_BEAT
from engine.music.note import ROLES, TICKS_PER_QUARTER, Role
from engine.music.roles import role_array, with_roles

LEAST_NOTES = 16
LONE = "lead"
"""The role that is played alone."""
EXAMPLES = 16
"""Typical windows that a personal style keeps."""
EXAMPLE_BEATS = 32
MOST_WINDOWS = 96
"""That are looked at for them."""


def typical_examples(
    pieces: Iterable[GridNotes],
    latents_of: Callable[[FloatArray], FloatArray],
    palette: FloatArray,
    mean: FloatArray,
) -> dict[str, FloatArray]:
    """What `PersonalStyle.examples` holds of the music that a style is made from; empty where there is too little.

    Of up to `MOST_WINDOWS` windows, spread over the pieces, those are taken that are likeliest to be of this style and
    of none of the palette (`style_log_odds`). As in the palette's own examples, the surest are heard as the style best.

    Args:
        pieces: grid notes of the pieces that it is made from.
        latents_of: the codec, style features [N, F] to styles [N, S].
        palette: [P, S] the means of the palette's styles.
        mean: [S] of the new style.
    """
    windows = list(_windows(pieces))
    if not windows:
        return {}
    windows = [windows[k] for k in np.unique(np.linspace(0, len(windows) - 1, MOST_WINDOWS).astype(int))]
    styles = latents_of(np.stack([own_style_features(notes, EXAMPLE_BEATS) for notes in windows]))
    surest = np.sort(np.argsort(-style_log_odds(styles, mean, palette), kind="stable")[:EXAMPLES])
    chosen = [windows[number] for number in surest]
    return {PLACES: styles[surest]} | example_counts(chosen) | role_examples(chosen, latents_of)


def example_counts(windows: Sequence[GridNotes]) -> dict[str, FloatArray]:
    """How often each value of a kind comes in windows of `EXAMPLE_BEATS`, [K, values] by name of the kind; K > 0."""
    counts = [counted_for_style(notes, EXAMPLE_BEATS) for notes in windows]
    return {kind: np.stack([row[kind] for row in counts]).astype(np.float32) for kind in counts[0]}


def role_examples(
    windows: Sequence[GridNotes], latents_of: Callable[[FloatArray], FloatArray]
) -> dict[str, FloatArray]:
    """Places in the style space [K, S] of what each role plays in windows of `EXAMPLE_BEATS`, under `ROLE_KINDS`, and
    the counts [K, values] of the lead, under `role_count`.

    Roles are told by ear. Windows in which a role hardly plays are left out, and a role that never does.
    """
    out = {}
    for role, kind in ROLE_KINDS.items():
        parts = [_played_by(ROLES[role], notes) for notes in windows]
        parts = [notes for notes in parts if len(notes) >= LEAST_NOTES]
        if not parts:
            continue
        out[kind] = latents_of(np.stack([own_style_features(notes, EXAMPLE_BEATS) for notes in parts]))
        if role == LONE:
            out |= {role_count(role, name): counts for name, counts in example_counts(parts).items()}
    return out


def _played_by(role: Role, notes: GridNotes) -> GridNotes:
    ends = (notes.onset + notes.duration) / STEPS_PER_BEAT
    mine = role_array(notes.onset / STEPS_PER_BEAT, ends, notes.pitch) == role
    return GridNotes(*(getattr(notes, name)[mine] for name in GridNotes.__slots__))


def style_log_odds(styles: FloatArray, mean: FloatArray, palette: FloatArray) -> FloatArray:
    """Log-odds [N] that music at `styles` [N, S] is of the style about `mean` [S] rather than of the palette, [P, S].

    A Gaussian of unit deviation around the mean against the mixture of those around the palette's, which is the style
    prior the base was trained with; both sides are as likely beforehand.
    """

    def log_density(centres: FloatArray) -> FloatArray:
        return np.asarray(-0.5 * ((centres - styles[:, None]) ** 2).sum(axis=-1))  # [N, centres]

    others = np.logaddexp.reduce(log_density(palette), axis=1) - np.log(len(palette))
    return np.asarray(log_density(mean[None])[:, 0] - others)


def _windows(pieces: Iterable[GridNotes]) -> Iterator[GridNotes]:
    """All windows with notes enough, one after the other."""
    for notes in pieces:
        beats = int(notes.onset.max()) // STEPS_PER_BEAT + 1 if len(notes) else 0
        for first in range(0, max(1, beats - EXAMPLE_BEATS + 1), EXAMPLE_BEATS):
            part = notes.window(first, EXAMPLE_BEATS)
            if len(part) >= LEAST_NOTES:
                yield part


def read_whole_style(runtime: Runtime, clip: Clip) -> tuple[float, ...]:
    """The style of `clip` with its manner and what single roles play, as `style_vectors` of a job take it
    (`style_numbers`). Raises InputError as `read_style`.
    """
    place = read_style(runtime, clip)
    notes = grid_from_notes(clip.notes)
    beats = int(np.ptp(notes.onset)) // STEPS_PER_BEAT + 1  # what is silent around the notes tells nothing
    places: dict[str, tuple[float, ...]] = {}
    line: tuple[float, ...] = ()
    heard = with_roles(clip)
    for role in ROLE_KINDS:
        alone = clip.with_notes(note for note in heard.notes if note.role == ROLES[role])
        if len(alone.notes) < LEAST_NOTES:
            continue
        places[role] = read_style(runtime, alone)
        if role == LONE:
            line = manner_numbers(counted_for_style(grid_from_notes(alone.notes), beats))
    counts = counted_for_style(notes, beats)
    return style_numbers(place, manner_numbers(counts), places, line, hands_numbers(counts))


def read_style(runtime: Runtime, clip: Clip) -> tuple[float, ...]:
    """The style of `clip`, a clip on a bar grid: the mean over its windows of the length the model was trained on.

    Raises:
        InputError: if there is too little music to tell a style from.
    """
    if len(clip.notes) < LEAST_NOTES:
        raise InputError(
            "'{name}' has only {notes} notes, but a style needs at least {least}; choose another file.",
            name=clip.name,
            notes=len(clip.notes),
            least=LEAST_NOTES,
        )
    grid = grid_from_notes(clip.notes)
    beats = -(-clip.length // TICKS_PER_QUARTER)
    width = runtime.config.window_beats
    found = []
    for first in range(0, beats, width):
        part = grid.window(first, min(width, beats - first))
        if len(part.onset) >= LEAST_NOTES:
            seen = factors.features(factors.beat_facts(part, min(width, beats - first)))
            found.append(runtime.style_latent(factors.style_features(seen)))
    if not found:
        seen = factors.features(factors.beat_facts(grid, beats))
        found.append(runtime.style_latent(factors.style_features(seen)))
    return tuple(float(value) for value in np.mean(found, axis=0))
