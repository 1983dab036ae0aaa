"""The networks cut into the graphs that generation calls; both runtimes run exactly these.

Each graph takes and returns tensors only. Axis legend: T beats, P phrases, Q new elements, M cached elements, D width.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from engine.model.config import VOCABULARY, ModelConfig
from engine.model.factors import CONTROLS, FEATURE_SIZE, PHRASE_SIZE, STYLE_INPUT_SIZE
from engine.model.networks.codec import Codec
from engine.model.networks.decoder import ATTRIBUTES, Decoder
from engine.model.networks.denoiser import BeatDenoiser, PhraseDenoiser


@dataclass(frozen=True, slots=True)
class Networks:
    """The four networks of a checkpoint."""

    codec: Codec
    decoder: Decoder
    denoiser: BeatDenoiser
    phrase: PhraseDenoiser

    @staticmethod
    def build(config: ModelConfig) -> Networks:
        """Fresh networks in evaluation mode."""
        made = Networks(Codec(config), Decoder(config), BeatDenoiser(config), PhraseDenoiser(config))
        for module in (made.codec, made.decoder, made.denoiser, made.phrase):
            module.requires_grad_(False).eval()
        return made

    def named(self) -> dict[str, nn.Module]:
        """The networks by the prefix of their weights in a checkpoint."""
        return {"codec": self.codec, "decoder": self.decoder, "denoiser": self.denoiser, "phrase": self.phrase}

    def load(self, weights: dict[str, Tensor]) -> None:
        """Load weights whose names begin with the network's prefix."""
        for prefix, module in self.named().items():
            start = f"{prefix}."
            module.load_state_dict({k[len(start) :]: v.float() for k, v in weights.items() if k.startswith(start)})


class _Graph(nn.Module):
    """A graph holds one network under its checkpoint prefix, so that weights keep their names in an exported file."""

    prefix = ""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.add_module(self.prefix, network)


class BeatEncoder(_Graph):
    """features [T, F] to latents [T, Z]."""

    prefix = "codec"
    codec: Codec

    def forward(self, features: Tensor) -> Tensor:
        """Run the graph; shapes as the class says."""
        return self.codec.beat_latents(features)


class BeatReader(_Graph):
    """latents [T, Z] to what the factor decoders read out of them, [T, F]."""

    prefix = "codec"
    codec: Codec

    def forward(self, latents: Tensor) -> Tensor:
        """Run the graph; shapes as the class says."""
        return self.codec.beat_features(latents)


class PhraseEncoder(_Graph):
    """features [P, F] to latents [P, Z]."""

    prefix = "codec"
    codec: Codec

    def forward(self, features: Tensor) -> Tensor:
        """Run the graph; shapes as the class says."""
        return self.codec.phrase_latents(features)


class StyleEncoder(_Graph):
    """features [1, F] to a style [1, S]."""

    prefix = "codec"
    codec: Codec

    def forward(self, features: Tensor) -> Tensor:
        """Run the graph; shapes as the class says."""
        return self.codec.style_latent(features)


class BeatDenoiserGraph(_Graph):
    """The beat denoiser over a batch of guided and unguided copies of one window."""

    prefix = "denoiser"
    denoiser: BeatDenoiser

    def forward(
        self, noisy: Tensor, time: Tensor, known: Tensor, known_mask: Tensor, phrase: Tensor, has_phrase: Tensor,
        chords: Tensor, bars: Tensor, style: Tensor, has_style: Tensor, control: Tensor, has_control: Tensor,
        keep: Tensor, cos: Tensor, sin: Tensor,
    ) -> Tensor:  # fmt: skip
        """Run the graph; shapes as the class says."""
        out: Tensor = self.denoiser(
            noisy, time, known, known_mask, phrase, has_phrase, chords, bars, style, has_style, control, has_control,
            keep, cos, sin,
        )  # fmt: skip
        return out


class PhraseDenoiserGraph(_Graph):
    """The phrase denoiser over a batch of guided and unguided copies of one form."""

    prefix = "phrase"
    phrase: PhraseDenoiser

    def forward(
        self, noisy: Tensor, time: Tensor, known: Tensor, known_mask: Tensor, style: Tensor, has_style: Tensor,
        keep: Tensor, cos: Tensor, sin: Tensor,
    ) -> Tensor:  # fmt: skip
        """Run the graph; shapes as the class says."""
        out: Tensor = self.phrase(noisy, time, known, known_mask, style, has_style, keep, cos, sin)
        return out


class Conditions(_Graph):
    """Beat latents and style to the decoder's condition of each beat, [T, C]."""

    prefix = "decoder"
    decoder: Decoder

    def forward(self, latents: Tensor, style: Tensor, has_latent: Tensor, has_style: Tensor) -> Tensor:
        """Run the graph; shapes as the class says."""
        return self.decoder.beat_conditions(latents[None], style, has_latent[None], has_style)[0]


class Step(_Graph):
    """Q new elements after M cached ones: the trunk's output [Q, D] and their keys and values, 2L tensors [Q, D]."""

    prefix = "decoder"
    decoder: Decoder

    def forward(
        self,
        tokens: Tensor,
        bars: Tensor,
        condition: Tensor,
        cos: Tensor,
        sin: Tensor,
        bias: Tensor,
        past: list[Tensor],
    ) -> tuple[Tensor, ...]:
        """Run the graph; shapes as the class says."""
        x = self.decoder.embed(tokens, bars[:, 0], bars[:, 1])
        h, fresh = self.decoder.cached_trunk(x, condition, cos, sin, bias, list(past))
        return (h, *fresh)


class HeadGraph(_Graph):
    """One attribute's logits [1, values] from the trunk's output [1, D] and the attributes drawn before it [1, 5]."""

    prefix = "decoder"
    decoder: Decoder

    def __init__(self, network: nn.Module, attribute: str) -> None:
        super().__init__(network)
        self.attribute = attribute

    def forward(self, h: Tensor, drawn: Tensor | None = None) -> Tensor:
        """Run the graph; shapes as the class says."""
        known = {} if drawn is None else {name: drawn[:, i] for i, name in enumerate(ATTRIBUTES)}
        return self.decoder.head(self.attribute, h, known)


def all_graphs(networks: Networks) -> dict[str, nn.Module]:
    """Every graph by its name."""
    graphs: dict[str, nn.Module] = {
        "beat_encoder": BeatEncoder(networks.codec),
        "beat_reader": BeatReader(networks.codec),
        "phrase_encoder": PhraseEncoder(networks.codec),
        "style_encoder": StyleEncoder(networks.codec),
        "beat_denoiser": BeatDenoiserGraph(networks.denoiser),
        "phrase_denoiser": PhraseDenoiserGraph(networks.phrase),
        "conditions": Conditions(networks.decoder),
        "step": Step(networks.decoder),
    }
    return graphs | {f"head_{name}": HeadGraph(networks.decoder, name) for name in VOCABULARY}


def example_inputs(
    name: str, config: ModelConfig
) -> tuple[dict[str, Tensor | list[Tensor]], dict[str, dict[int, str]]]:
    """Inputs of a graph by name, for export, and which of their axes vary."""
    t, b, q, m = 32, 2, 3, 5
    z, s = config.latent_width, config.style_width
    if name in ("beat_encoder", "phrase_encoder", "style_encoder"):
        size = {"beat_encoder": FEATURE_SIZE, "phrase_encoder": PHRASE_SIZE, "style_encoder": STYLE_INPUT_SIZE}[name]
        return {"features": torch.zeros(t, size)}, {"features": {0: "rows"}}
    if name == "beat_reader":
        return {"latents": torch.zeros(t, z)}, {"latents": {0: "rows"}}
    if name == "beat_denoiser":
        pairs = config.denoiser_width // config.denoiser_heads // 2
        beat = {
            "noisy": torch.zeros(b, t, z), "time": torch.zeros(b), "known": torch.zeros(b, t, z),
            "known_mask": torch.zeros(b, t, 4), "phrase": torch.zeros(b, t, config.phrase_width),
            "has_phrase": torch.zeros(b, t), "chords": torch.zeros(b, t, 3, dtype=torch.int64),
            "bars": torch.zeros(b, t, 2, dtype=torch.int64), "style": torch.zeros(b, s), "has_style": torch.zeros(b),
            "control": torch.zeros(b, len(CONTROLS)), "has_control": torch.zeros(b, len(CONTROLS)),
            "keep": torch.ones(b, t, dtype=torch.bool),
            "cos": torch.zeros(t, 1, pairs), "sin": torch.zeros(t, 1, pairs),
        }  # fmt: skip
        return dict(beat), _batch_axes(beat, 1)
    if name == "phrase_denoiser":
        pairs = config.phrase_hidden // config.phrase_heads // 2
        phrase = {
            "noisy": torch.zeros(b, t, config.phrase_width), "time": torch.zeros(b),
            "known": torch.zeros(b, t, config.phrase_width), "known_mask": torch.zeros(b, t),
            "style": torch.zeros(b, s), "has_style": torch.zeros(b), "keep": torch.ones(b, t, dtype=torch.bool),
            "cos": torch.zeros(t, 1, pairs), "sin": torch.zeros(t, 1, pairs),
        }  # fmt: skip
        return dict(phrase), _batch_axes(phrase, 1)
    if name == "conditions":
        beats: dict[str, Tensor | list[Tensor]] = {
            "latents": torch.zeros(t, z), "style": torch.zeros(1, s), "has_latent": torch.ones(t), "has_style":
            torch.ones(1),
        }  # fmt: skip
        return beats, {"latents": {0: "beats"}, "has_latent": {0: "beats"}}
    d, pairs = config.decoder_width, config.head_size // 2
    if name == "step":
        step: dict[str, Tensor | list[Tensor]] = {
            "tokens": torch.zeros(q, 6, dtype=torch.int64), "bars": torch.zeros(q, 2, dtype=torch.int64),
            "condition": torch.zeros(q, (4 * config.decoder_layers + 1) * d), "cos": torch.zeros(q, 1, pairs),
            "sin": torch.zeros(q, 1, pairs), "bias": torch.zeros(q, m + q),
            "past": [
                torch.zeros(config.decoder_heads, *((m, config.head_size) if number % 2 else (config.head_size, m)))
                for number in range(2 * config.decoder_layers)
            ],
        }  # fmt: skip
        axes = {name: {0: "new"} for name in ("tokens", "bars", "condition", "cos", "sin")}
        past = [{1 if number % 2 else 2: "cached"} for number in range(2 * config.decoder_layers)]
        return step, axes | {"bias": {0: "new", 1: "total"}} | {f"past_{n}": axis for n, axis in enumerate(past)}
    head: dict[str, Tensor | list[Tensor]] = {"h": torch.zeros(1, d)}
    if name != f"head_{ATTRIBUTES[0]}":
        head["drawn"] = torch.zeros(1, len(ATTRIBUTES), dtype=torch.int64)
    return head, {}


def _batch_axes(inputs: dict[str, Tensor], length_axis: int) -> dict[str, dict[int, str]]:
    axes: dict[str, dict[int, str]] = {}
    for name, value in inputs.items():
        if name in ("cos", "sin"):
            axes[name] = {0: "length"}
        else:
            axes[name] = {0: "batch"} | ({length_axis: "length"} if value.ndim > 1 and value.shape[1] == 32 else {})
    return axes
