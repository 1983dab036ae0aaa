"""Harmony of a clip: how many of its notes belong to the chord they sound in, and to that chord's scale.

The chords are those that `engine.music.harmony` hears, found in real and in made music by the same function; a chord
lane may be given instead.
"""

from __future__ import annotations

from engine.model.tokens import GridNotes
from engine.music.chord import QUALITIES
from engine.music.grid import STEPS_PER_BEAT
from engine.music.harmony import CHORD_CLASSES, BeatChords, chords_by_beat

SCALES: dict[str, tuple[int, ...]] = {
    "": (0, 2, 4, 5, 7, 9, 11),
    "m": (0, 2, 3, 5, 7, 9, 10),
    "7": (0, 2, 4, 5, 7, 9, 10),
    "maj7": (0, 2, 4, 5, 7, 9, 11),
    "m7": (0, 2, 3, 5, 7, 9, 10),
    "m7b5": (0, 1, 3, 5, 6, 8, 10),
    "dim7": (0, 2, 3, 5, 6, 8, 9, 11),
    "sus4": (0, 2, 4, 5, 7, 9, 10),
    "aug": (0, 2, 4, 6, 8, 10),
}
"""The scale usually taught for each chord class, semitones above the root: Ionian, Dorian, Mixolydian, Locrian,
whole-half, whole-tone (Levine 1995)."""


def heard_chords(clip: GridNotes, beats: int) -> BeatChords:
    """The chord of each beat of a clip whose beat 0 is a downbeat of 4/4."""
    onset, end = clip.onset / STEPS_PER_BEAT, (clip.onset + clip.duration) / STEPS_PER_BEAT
    return chords_by_beat(onset, end, clip.pitch, clip.velocity, beats)


def share_inside(clip: GridNotes, chords: BeatChords, *, scales: bool) -> float:
    """Share of the notes whose pitch class belongs to the chord of their beat, or to its scale.

    Notes in beats without a chord are left out; 0 where nothing is left.
    """
    inside = counted = 0
    for onset, pitch in zip(clip.onset, clip.pitch, strict=True):
        beat = int(onset) // STEPS_PER_BEAT
        if beat >= len(chords.root) or chords.root[beat] < 0:
            continue
        name = CHORD_CLASSES[int(chords.quality[beat])]
        steps = SCALES[name] if scales else QUALITIES[name]
        inside += (int(pitch) - int(chords.root[beat])) % 12 in steps
        counted += 1
    return inside / counted if counted else 0.0


def chord_tone_share(clip: GridNotes, beats: int) -> float:
    """Share of the notes that are tones of the chord heard in their beat, 0..1."""
    return share_inside(clip, heard_chords(clip, beats), scales=False)


def scale_tone_share(clip: GridNotes, beats: int) -> float:
    """Share of the notes in the scale of the chord heard in their beat, 0..1."""
    return share_inside(clip, heard_chords(clip, beats), scales=True)
