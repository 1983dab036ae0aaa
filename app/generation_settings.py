"""How the next takes are written, as one value: mode, styles, music controls and sampling. `app.jobs` makes jobs of it;
the inspector shows it.
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.generate.jobs import QUALITY_STEPS
from engine.music.feels import SWING

MAX_SEED = 2**31 - 1
ROLES = ("lead", "chords", "bass", "chords+bass", "lead+chords+bass", "random")
"""Parts of a solo or a pattern; "random" is for patterns only."""


@dataclass(frozen=True, slots=True)
class ReadStyle:
    """A style that was read off a file: its name for people, what `style_vectors` of a job take, its weight 0..100."""

    name: str
    vector: tuple[float, ...]
    weight: int = 50


@dataclass(frozen=True, slots=True)
class GenerationSettings:
    """How the next takes are written. None among the controls follows the prompt and the style.

    Attributes:
        mode: one of `engine.generate.jobs.MODES`.
        style_weights: (name, 1..100) of palette styles; empty lets the prompt decide.
        read_styles: styles read off files, mixed with the palette's.
        pad_corners: names of the styles in the corners of the pad, at most four (top left, top right, bottom left,
            bottom right); empty while the sliders are used.
        pad_x, pad_y: place on the pad, 0..100, from its top left.
        creativity: 0..100; 0 stays close to the prompt, 100 roams.
        strength: 0..100, how far a transfer goes.
        bars: bars to write, 1..64.
        redo_bars: (first, last) of the bars to write anew, from 1, last included, in what is shown.
        seed: 0..MAX_SEED.
        seed_locked: keep the seed; otherwise each Generate rolls a new one.
        variations: takes for each Generate, 1..8.
        density, swing, dynamics: 0..100 or None.
        register: lowest and highest MIDI pitch, or None.
        polyphony: 1..8 or None.
        no_repeat: 2..16 or None.
        locks: names among `engine.generate.jobs.FACTORS` that are kept from the prompt.
        bar_locks: (first, last, factor): factors that some bars of what is shown keep, from 1, last included.
        role: what a pattern or a solo plays, one of `ROLES`.
        form: letters of a song's sections, such as "AABA".
        section_bars: bars of a section, 1..32.
        feel: how bass, chords and eighths feel the time, one of `engine.music.feels.FEELS`.
        tempo_bpm, meter, key: of music that follows no prompt; None takes the chosen prompt's.
        steps: denoising steps, 1..1000.
        guidance, chord_guidance: pull towards the styles and the chords, 0..10; 1 is none.
        temperature: 0.05..2.
        top_k: 0 (all)..100.
        top_p: above 0, up to 1.
    """

    mode: str = "continue"
    style_weights: tuple[tuple[str, int], ...] = ()
    read_styles: tuple[ReadStyle, ...] = ()
    pad_corners: tuple[str, ...] = ()
    pad_x: int = 50
    pad_y: int = 50
    creativity: int = 50
    strength: int = 50
    bars: int = 8
    redo_bars: tuple[tuple[int, int], ...] = ()
    seed: int = 1
    seed_locked: bool = False
    variations: int = 2
    density: int | None = None
    register: tuple[int, int] | None = None
    polyphony: int | None = None
    swing: int | None = None
    dynamics: int | None = None
    no_repeat: int | None = None
    locks: tuple[str, ...] = ()
    bar_locks: tuple[tuple[int, int, str], ...] = ()
    role: str = "lead"
    form: str = "AABA"
    section_bars: int = 8
    feel: str = SWING
    tempo_bpm: float | None = None
    meter: tuple[int, int] | None = None
    key: str | None = None
    steps: int = QUALITY_STEPS
    guidance: float = 1.5
    chord_guidance: float = 1.5
    temperature: float = 1.0
    top_k: int = 0
    top_p: float = 0.95

    @property
    def styles(self) -> tuple[tuple[str, float], ...]:
        """The chosen palette styles with weights 0..1, as the engine takes them."""
        return tuple((name, weight / 100) for name, weight in self.style_weights if weight)

    @property
    def style_vectors(self) -> tuple[tuple[tuple[float, ...], float], ...]:
        """The styles read off files with weights 0..1, as the engine takes them."""
        return tuple((style.vector, style.weight / 100) for style in self.read_styles if style.weight)
