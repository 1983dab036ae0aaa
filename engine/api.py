"""The Python interface: a model loaded once, and plain calls that take files or clips and return clips.

Everything here is a thin cover of the engine's jobs; `docs/python_api.md` shows it in use. Needs neither Qt nor torch.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from engine.api_theory import Components, components_of, write_components
from engine.api_tokens import TatumFlowTokenizer, clip_of_grid
from engine.errors import InputError
from engine.generate.engine import Engine
from engine.generate.jobs import (
    ContinueJob,
    Event,
    ImproviseJob,
    ModeJob,
    Sampling,
    SoloJob,
    TakeReady,
    TransferJob,
)
from engine.generate.style_reading import read_style
from engine.generate.window_setup import LENGTH_SHARE, PITCH_SHARE, bar_labels, mixed_on_sphere, random_stream
from engine.model.runtime import FloatArray
from engine.model.sampler import DrawSettings
from engine.music.clip import Clip
from engine.music.feels import feel_of_style
from engine.music.grid import MeterMap
from engine.music.progression_chart import Chart

Music = str | Path | Clip | Sequence[int]
"""A MIDI file, a clip, or tokens of `TatumFlowTokenizer`."""
Style = str | Mapping[str, float] | FloatArray
"""A style's name, names with weights, or a vector of `encode_style`."""


def as_clip(music: Music) -> Clip:
    """Music as a clip on a bar grid, with roles and chords; a clip is taken as it is.

    Raises:
        InputError: if a file cannot be read or tokens are out of place.
    """
    if isinstance(music, Clip):
        return music
    if not isinstance(music, str | Path):
        return _understood(TatumFlowTokenizer().decode(music))
    from engine.music.meter import on_grid
    from engine.music.midi_io import read_clip

    return _understood(on_grid(read_clip(Path(music))).whole_bars())


def _understood(clip: Clip) -> Clip:
    from engine.music.harmony import with_harmony
    from engine.music.roles import with_roles

    return with_harmony(with_roles(clip))


class TatumFlow:
    """A loaded model with its palette."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.tokenizer = TatumFlowTokenizer()

    @staticmethod
    def from_checkpoint(
        checkpoint: str | Path | None = None, device: str = "auto", threads: int = 1, processes: int = 1
    ) -> TatumFlow:
        """Load a checkpoint folder, or the bundled one. Raises ResourceError if it or the device is not there.

        With two `processes` several takes, and the parts of a solo or song, are written side by side on the CPU; the
        script that asks for it keeps its own work under `if __name__ == "__main__":`, as Python's `multiprocessing` has
        it.
        """
        return TatumFlow(Engine.load(Path(checkpoint) if checkpoint else None, device, threads, processes=processes))

    @property
    def styles(self) -> tuple[str, ...]:
        """Names of the palette and of the user's own styles."""
        return self.engine.styles

    def encode_style(self, music: Music) -> FloatArray:
        """Where music lies in the style space, [S]: to compare, to mix, or to write in.

        Raises:
            InputError: if there is too little music.
        """
        return np.asarray(read_style(self.engine.runtime, as_clip(music)), np.float32)

    def style_vector(self, name: str) -> FloatArray:
        """The vector of a style by its name, [S]. Raises InputError for an unknown one."""
        _, view = self.engine.personal.applied(((name, 1.0),))
        if name not in view.config.styles:
            raise InputError(
                "There is no style '{name}'; the palette has {styles}.", name=name, styles=", ".join(self.styles)
            )
        return view.style_mean(view.config.styles.index(name))

    def components(self, music: Music) -> Components:
        """Harmony, melody, rhythm and dynamics of every beat, [T, F] each: to look at, to edit, to write from."""
        return components_of(self.engine.runtime, as_clip(music))

    def run(self, job: ModeJob) -> list[Clip]:
        """The takes of any of the engine's jobs (`engine.generate.jobs`). Raises InputError for bad settings."""
        takes: list[Clip] = []

        def hear(event: Event) -> None:
            if isinstance(event, TakeReady):
                takes.append(event.clip)

        self.engine.run(job, hear, threading.Event())
        return takes


class TatumFlowGenerator:
    """Writes music with a model. Every call returns its takes as a list of clips that end on a bar line.

    What all calls take: `style` (a name, a mapping of names to weights, or a vector), `seed` (same call, same notes),
    `variations` (how many takes), `steps` (50: quality, 15: fast), `temperature`, `top_k`, `top_p`, `guidance`.
    """

    def __init__(self, model: TatumFlow | None = None) -> None:
        self.model = model or load_model_from_checkpoint()

    def generate_continuation(
        self, prompt: Music | None = None, bars: int = 8, *, creativity: float = 0.5, style: Style | None = None,
        only_generated: bool = True, seed: int = 0, variations: int = 1, **sampling: float,
    ) -> list[Clip]:  # fmt: skip
        """Continue a prompt for `bars` bars, or write from nothing. Raises InputError for bad settings."""
        return self.model.run(
            ContinueJob(
                prompt=as_clip(prompt) if prompt is not None else Clip(), bars=bars, creativity=creativity, seed=seed,
                variations=variations, only_generated=only_generated, sampling=_sampling(sampling), **_styled(style),
            )
        )  # fmt: skip

    def style_transfer(
        self, music: Music, style: Style, *, strength: float = 0.5, locks: Sequence[str] = ("harmony", "melody"),
        seed: int = 0, variations: int = 1, **sampling: float,
    ) -> list[Clip]:  # fmt: skip
        """The same music in another style: `strength` 0 changes next to nothing; the factors in `locks` stay.

        Raises:
            InputError: for bad settings or music without notes.
        """
        return self.model.run(
            TransferJob(
                prompt=as_clip(music), strength=strength, locks=tuple(locks), seed=seed, variations=variations,
                sampling=_sampling(sampling), **_styled(style),
            )
        )  # fmt: skip

    def improvise(
        self, music: Music, *, creativity: float = 0.5, chords: str | None = None, locks: Sequence[str] = (),
        style: Style | None = None, seed: int = 0, variations: int = 1, **sampling: float,
    ) -> list[Clip]:  # fmt: skip
        """Play over the music again, as far away as `creativity` says; its harmony stays, or `chords` replace it.

        Raises:
            InputError: for bad settings, chords that cannot be read, or music without notes.
        """
        clip = as_clip(music)
        return self.model.run(
            ImproviseJob(
                prompt=clip, creativity=creativity, chords=_chart(chords, clip.meter).spans if chords else (),
                locks=tuple(locks), seed=seed, variations=variations, sampling=_sampling(sampling), **_styled(style),
            )
        )  # fmt: skip

    def generate_from_chords(
        self, chords: str, *, role: str = "lead", bars: int | None = None, tempo_bpm: float = 120.0,
        meter: tuple[int, int] = (4, 4), key: str | None = None, style: Style | None = None, feel: str = "",
        seed: int = 0, variations: int = 1, **sampling: float,
    ) -> list[Clip]:  # fmt: skip
        """A lead, chords or bass over changes such as "Dm7 | G7 | Cmaj7 | %".

        `bars` defaults to the length of the changes; `feel`, one of `engine.music.feels.FEELS`, to that of the chart.

        Raises:
            InputError: for bad settings or a chord that cannot be read, which is named.
        """
        chart = _chart(chords, MeterMap.constant(*meter))
        return self.model.run(
            SoloJob(
                chords=chart.spans, bars=bars or chart.bars, role=role, tempo_bpm=tempo_bpm, meter=meter, key=key,
                feel=feel or feel_of_style(chart.style), seed=seed, variations=variations,
                sampling=_sampling(sampling), **_styled(style),
            )
        )  # fmt: skip

    def generate_with_theory(
        self, components: Mapping[str, FloatArray], *, tempo_bpm: float = 120.0, meter: tuple[int, int] = (4, 4),
        style: Style | None = None, seed: int = 0, variations: int = 1, **sampling: float,
    ) -> list[Clip]:  # fmt: skip
        """Write notes for components of `TatumFlow.components`, as they are or edited; those left out are invented.

        Args:
            components: "harmony", "melody", "rhythm", "dynamics", any of them: [T, F] each, T beats from a bar line.

        Raises:
            InputError: for an unknown component, shapes that do not agree, or none at all.
        """
        if not components:
            raise InputError("generate_with_theory needs a component: harmony, melody, rhythm or dynamics.")
        drawn = _sampling(sampling)
        beats = max(len(values) for values in components.values())
        runtime = self.model.engine.runtime
        vector = self._vector(style)
        settings = DrawSettings(drawn.temperature, drawn.top_k, drawn.top_p, PITCH_SHARE, LENGTH_SHARE)
        bars = bar_labels(MeterMap.constant(*meter), 0, beats)
        out = []
        for variation in range(variations):
            rng = random_stream(ModeJob(seed=seed), variation)
            grid = write_components(runtime, components, bars, vector, rng, settings, drawn.steps)
            out.append(_understood(clip_of_grid(grid, beats, tempo_bpm, meter)))
        return out

    def tokens_to_midi(self, tokens: Sequence[int], path: str | Path, *, tempo_bpm: float = 120.0) -> Path:
        """Write tokens of `TatumFlowTokenizer` as a MIDI file. Raises InputError if they are out of place."""
        return save_midi(self.model.tokenizer.decode(tokens, tempo_bpm), path)

    def _vector(self, style: Style | None) -> FloatArray:
        """One style vector; the mean of the palette without a style."""
        if style is None:
            return np.asarray(self.model.engine.checkpoint.weights["codec.style_means"].mean(axis=0), np.float32)
        if isinstance(style, str):
            return self.model.style_vector(style)
        if isinstance(style, Mapping):
            return mix_styles(style, self.model)
        return np.asarray(style, np.float32)


def load_model_from_checkpoint(
    checkpoint: str | Path | None = None, device: str = "auto", threads: int = 1, processes: int = 1
) -> TatumFlow:
    """`TatumFlow.from_checkpoint`."""
    return TatumFlow.from_checkpoint(checkpoint, device, threads, processes)


def encode_style(music: Music, model: TatumFlow | None = None) -> FloatArray:
    """Where music lies in the style space of a model (the bundled one by default), [S].

    Raises:
        InputError: if there is too little music.
    """
    return (model or load_model_from_checkpoint()).encode_style(music)


def mix_styles(weights: Mapping[str, float], model: TatumFlow) -> FloatArray:
    """Styles by name mixed on the sphere, [S]: the mixer's own way. Raises InputError for unknown names."""
    parts = [(model.style_vector(name), weight) for name, weight in weights.items() if weight > 0]
    if not parts:
        raise InputError("Mixing needs a style with a weight above 0.")
    return mixed_on_sphere(parts)


def _chart(text: str, meter: MeterMap) -> Chart:
    """Chords as text, a chart file, an iReal link or the name of a form.

    Raises:
        InputError: naming the bar and sign that cannot be read.
    """
    from engine.music.progression_source import read_chart

    return read_chart(text, meter=meter)


def save_midi(clip: Clip, path: str | Path) -> Path:
    """Write a clip as a MIDI file, whole or not at all. Raises ResourceError where the disk refuses."""
    from engine.music.midi_io import write_clip

    target = Path(path)
    write_clip(clip, target)
    return target


def _styled(style: Style | None) -> dict[str, Any]:
    """A style as the fields of a job."""
    if style is None:
        return {}
    if isinstance(style, str):
        return {"styles": ((style, 1.0),)}
    if isinstance(style, Mapping):
        return {"styles": tuple((name, float(weight)) for name, weight in style.items())}
    return {"style_vectors": ((tuple(float(x) for x in style), 1.0),)}


def _sampling(values: Mapping[str, float]) -> Sampling:
    """Sampling settings by name. Raises InputError for an unknown name."""
    known = Sampling.__dataclass_fields__
    for name in values:
        if name not in known:
            raise InputError("There is no setting '{name}'; sampling has {known}.", name=name, known=", ".join(known))
    whole = {name: int(value) if name in ("steps", "top_k") else float(value) for name, value in values.items()}
    return Sampling(**whole)  # type: ignore[arg-type]  # the names were checked
