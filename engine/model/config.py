"""Sizes of the model. A configuration travels inside its checkpoint as JSON."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import Any

from engine.model.tokens import PITCHES
from engine.music.grid import STEPS_PER_BEAT

FACTORS = ("harmony", "melody", "rhythm", "dynamics")
"""The four beat factors, in the order of their slices in a beat latent."""
PHRASE_BEATS = 16
"""Beats under one phrase latent: four bars of 4/4."""


@dataclass(frozen=True, slots=True)
class ModelConfig:
    """Everything needed to build the networks.

    Attributes:
        factor_width: latent dimensions of one factor of one beat.
        style_width: dimensions of a clip's style.
        phrase_width: dimensions of a phrase latent.
        codec_hidden: hidden width of the factor, style and phrase encoders.
        decoder_width, decoder_layers, decoder_heads: the causal note decoder; the head size must be a multiple of 4.
        denoiser_width, denoiser_layers, denoiser_heads: the beat denoiser (DiT).
        phrase_hidden, phrase_layers, phrase_heads: the phrase denoiser.
        window_beats: beats the denoiser and decoder see at once in training.
        self_conditioned: the beat denoiser sees its own last estimate where nothing is given (Chen et al. 2023).
        styles: names of the palette, index = label in the style prior.
    """

    factor_width: int = 32
    style_width: int = 64
    phrase_width: int = 32
    codec_hidden: int = 256
    decoder_width: int = 256
    decoder_layers: int = 6
    decoder_heads: int = 4
    denoiser_width: int = 256
    denoiser_layers: int = 6
    denoiser_heads: int = 4
    phrase_hidden: int = 128
    phrase_layers: int = 4
    phrase_heads: int = 4
    window_beats: int = 48
    self_conditioned: bool = False
    styles: tuple[str, ...] = field(default_factory=tuple)

    def __post_init__(self) -> None:
        for width, heads, what in (
            (self.decoder_width, self.decoder_heads, "decoder"),
            (self.denoiser_width, self.denoiser_heads, "denoiser"),
            (self.phrase_hidden, self.phrase_heads, "phrase denoiser"),
        ):
            if width % heads or (width // heads) % 4:
                raise ValueError(f"the {what}'s width {width} does not split into {heads} heads of a multiple of 4")
        if self.window_beats % PHRASE_BEATS:
            raise ValueError(f"window_beats must be a multiple of {PHRASE_BEATS}: {self.window_beats}")

    @property
    def latent_width(self) -> int:
        """Dimensions of one beat latent: all factors side by side."""
        return self.factor_width * len(FACTORS)

    @property
    def head_size(self) -> int:
        """Dimensions of one attention head of the decoder."""
        return self.decoder_width // self.decoder_heads

    def to_json(self) -> dict[str, Any]:
        """The configuration as plain JSON values."""
        return dataclasses.asdict(self) | {"styles": list(self.styles)}

    @staticmethod
    def from_json(values: dict[str, Any]) -> ModelConfig:
        """Read a configuration; fields that an older checkpoint lacks take their defaults, unknown ones are ignored."""
        known = {item.name for item in dataclasses.fields(ModelConfig)}
        kept = {name: value for name, value in values.items() if name in known}
        if "styles" in kept:
            kept["styles"] = tuple(kept["styles"])
        return ModelConfig(**kept)


PRESETS: dict[str, dict[str, int]] = {
    "tiny": {
        "codec_hidden": 32, "decoder_width": 32, "decoder_layers": 2, "decoder_heads": 2, "denoiser_width": 32,
        "denoiser_layers": 2, "denoiser_heads": 2, "phrase_hidden": 32, "phrase_layers": 1, "phrase_heads": 2,
    },
    "small": {"decoder_layers": 6, "denoiser_layers": 6},
    "base": {"decoder_width": 384, "decoder_layers": 7, "decoder_heads": 6, "denoiser_width": 320, "denoiser_heads": 5},
    "small45": {
        "decoder_width": 448, "decoder_layers": 7, "decoder_heads": 7, "denoiser_width": 384, "denoiser_heads": 6,
        "phrase_hidden": 192, "phrase_heads": 6,
    },
    "base110": {
        "decoder_width": 640, "decoder_layers": 8, "decoder_heads": 10, "denoiser_width": 576, "denoiser_layers": 7,
        "denoiser_heads": 9, "phrase_hidden": 256, "phrase_layers": 6, "phrase_heads": 8,
    },
    "large350": {
        "decoder_width": 1024, "decoder_layers": 11, "decoder_heads": 16, "denoiser_width": 896, "denoiser_layers": 9,
        "denoiser_heads": 14, "phrase_hidden": 384, "phrase_layers": 8, "phrase_heads": 12,
    },
}  # fmt: skip
"""Named sizes: keyword arguments of `ModelConfig`. The numbers in names are millions of parameters, all told."""


def preset(name: str, styles: tuple[str, ...] = ()) -> ModelConfig:
    """The configuration called `name`. Raises KeyError for an unknown name."""
    return ModelConfig(styles=styles, self_conditioned=True, **PRESETS[name])


VOCABULARY = {"onset": STEPS_PER_BEAT + 1, "pitch": PITCHES, "duration": 64, "velocity": 32, "micro": 8}
"""Values of each of a note's five attributes; the last onset value means "no more notes in this beat"."""
