"""The note decoder: a causal transformer over a window's elements, conditioned on beat latents and style.

With its latents dropped it is a plain autoregressive model, and it is trained so part of the time.
Axis legend: B batch, N elements, T beats, D width, L layers, H heads.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F  # noqa: N812 - torch's own convention
from torch import Tensor, nn

from engine.model.config import VOCABULARY, ModelConfig
from engine.model.networks.attention import FeedForward, Projections, attend
from engine.model.tokens import BEAT, END_OF_BEAT, NOTE
from engine.music.grid import STEPS_PER_BEAT

ATTRIBUTES = tuple(VOCABULARY)
BAR_POSITIONS = 16


class Layer(nn.Module):
    """Attention and feed-forward; the beat's condition scales and shifts both inputs."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.norm_attention = nn.LayerNorm(width, elementwise_affine=False)
        self.attention = Projections(width, heads)
        self.norm_feed = nn.LayerNorm(width, elementwise_affine=False)
        self.feed = FeedForward(width)


class Head(nn.Module):
    """Logits of one attribute from the trunk's output and the attributes that were drawn before it."""

    def __init__(self, width: int, values: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.hidden = nn.Linear(width, width)
        self.out = nn.Linear(width, values)

    def forward(self, x: Tensor) -> Tensor:
        """[..., D] to [..., values]."""
        out: Tensor = self.out(F.gelu(self.hidden(self.norm(x)), approximate="tanh"))
        return out


class Decoder(nn.Module):
    """Elements and beat conditions to the logits of the next element's five attributes."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.config = config
        width = config.decoder_width
        self.kind = nn.Embedding(2, width)
        self.bar_position = nn.Embedding(BAR_POSITIONS, width)
        self.bar_length = nn.Embedding(BAR_POSITIONS, width)
        self.values = nn.ModuleDict({name: nn.Embedding(size, width) for name, size in VOCABULARY.items()})
        # A beat's condition: its own latent, the next beat's, and the style.
        self.latent_in = nn.Linear(2 * config.latent_width, width)
        self.style_in = nn.Linear(config.style_width, width)
        self.no_latent = nn.Parameter(torch.zeros(width))
        self.no_style = nn.Parameter(torch.zeros(width))
        self.condition = nn.Sequential(nn.GELU(), nn.Linear(width, width), nn.GELU())
        self.modulation = nn.Linear(width, (4 * config.decoder_layers + 1) * width)
        nn.init.zeros_(self.modulation.weight)
        nn.init.zeros_(self.modulation.bias)
        self.layers = nn.ModuleList(Layer(width, config.decoder_heads) for _ in range(config.decoder_layers))
        self.norm = nn.LayerNorm(width, elementwise_affine=False)
        # What was drawn before an attribute reaches its head through embeddings of the head's own.
        self.drawn = nn.ModuleDict({name: nn.Embedding(size, width) for name, size in VOCABULARY.items()})
        self.heads = nn.ModuleDict({name: Head(width, size) for name, size in VOCABULARY.items()})

    def beat_conditions(self, latents: Tensor, style: Tensor, has_latent: Tensor, has_style: Tensor) -> Tensor:
        """The condition of each beat.

        latents [B, T, Z], style [B, S], has_latent [B, T] and has_style [B] as 0 or 1; returns [B, T, (4L + 1) D].
        """
        following = torch.cat([latents[:, 1:], torch.zeros_like(latents[:, :1])], dim=1)  # [B, T, Z]
        following = following * torch.cat([has_latent[:, 1:], torch.zeros_like(has_latent[:, :1])], dim=1)[..., None]
        seen = has_latent[..., None]
        x = seen * self.latent_in(torch.cat([latents * seen, following], dim=-1)) + (1 - seen) * self.no_latent
        styled = has_style[:, None, None]
        x = x + styled * self.style_in(style)[:, None] + (1 - styled) * self.no_style  # [B, T, D]
        out: Tensor = self.modulation(self.condition(x))
        return out

    def embed(self, tokens: Tensor, bar_position: Tensor, bar_length: Tensor) -> Tensor:
        """tokens [B, N, 6] (kind, onset, pitch, duration, velocity, micro), bar_* [B, N] to [B, N, D]."""
        is_note = (tokens[..., 0] == NOTE).to(self.no_latent.dtype)[..., None]
        x: Tensor = self.kind(tokens[..., 0])
        for index, name in enumerate(ATTRIBUTES):
            x = x + is_note * self.values[name](tokens[..., index + 1])
        bar: Tensor = self.bar_position(bar_position) + self.bar_length(bar_length)
        return x + (1 - is_note) * bar

    def trunk(self, x: Tensor, condition: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
        """x [B, N, D], condition [B, N, (4L + 1) D] of each element's beat, cos and sin [B, N, 1, R] to [B, N, D]."""
        # Unbinding has one gradient for all parts; slicing would make a zeroed tensor of the whole size for each.
        parts = condition.reshape(*condition.shape[:-1], 4 * len(self.layers) + 1, x.shape[-1]).unbind(-2)
        for index, layer in enumerate(self.layers):
            assert isinstance(layer, Layer)
            scale_a, shift_a, scale_f, shift_f = parts[4 * index : 4 * index + 4]
            q, k, v = layer.attention.split(layer.norm_attention(x) * (1 + scale_a) + shift_a, cos, sin)
            x = x + layer.attention.out(attend(q, k, v, causal=True))
            x = x + layer.feed(layer.norm_feed(x) * (1 + scale_f) + shift_f)
        out: Tensor = self.norm(x) + parts[-1]
        return out

    def cached_trunk(
        self, x: Tensor, condition: Tensor, cos: Tensor, sin: Tensor, bias: Tensor, past: list[Tensor]
    ) -> tuple[Tensor, list[Tensor]]:
        """The trunk over Q new elements of one sequence, given the keys and values of M earlier ones.

        x [Q, D], condition [Q, (4L + 1) D], cos and sin [Q, 1, R], bias [Q, M + Q] (0, or -inf where an element is
        not to be seen), past: keys [H, d, M] and values [H, M, d] of each layer, laid out as they are multiplied.
        Returns [Q, D] and 2L tensors [Q, D] to append.
        """
        size = self.config.head_size
        parts = condition.reshape(*condition.shape[:-1], 4 * len(self.layers) + 1, x.shape[-1])
        fresh: list[Tensor] = []
        for index, layer in enumerate(self.layers):
            assert isinstance(layer, Layer)
            scale_a, shift_a, scale_f, shift_f = (parts[..., 4 * index + k, :] for k in range(4))
            q, k, v = layer.attention.split(layer.norm_attention(x) * (1 + scale_a) + shift_a, cos, sin)
            fresh += [k.flatten(1), v.flatten(1)]
            queries = q.transpose(0, 1) * size**-0.5  # [H, Q, d]
            # The past is multiplied where it lies: joining it with the new would copy it at every step.
            earlier = torch.matmul(queries, past[2 * index])  # [H, Q, M]
            scores = torch.cat([earlier, torch.matmul(queries, k.permute(1, 2, 0))], dim=-1) + bias  # [H, Q, M + Q]
            weight, cached = scores.softmax(dim=-1), earlier.shape[-1]
            mixed = torch.matmul(weight[..., :cached], past[2 * index + 1])  # [H, Q, d]
            mixed = mixed + torch.matmul(weight[..., cached:], v.transpose(0, 1))
            x = x + layer.attention.out(mixed.transpose(0, 1).flatten(1))
            x = x + layer.feed(layer.norm_feed(x) * (1 + scale_f) + shift_f)
        return self.norm(x) + parts[..., -1, :], fresh

    def head(self, name: str, h: Tensor, drawn: dict[str, Tensor]) -> Tensor:
        """Logits of attribute `name` from h [..., D], given the attributes drawn before it (values [...])."""
        for before in ATTRIBUTES[: ATTRIBUTES.index(name)]:
            h = h + self.drawn[before](drawn[before])
        out: Tensor = self.heads[name](h)
        return out

    def losses(self, h: Tensor, target: Tensor, keep: Tensor) -> dict[str, Tensor]:
        """Mean negative log likelihood of each attribute in nats.

        h [B, N, D] is the trunk's output, target [B, N, 5] the next element's attributes (onset may be END_OF_BEAT,
        which has no further attributes), keep [B, N] marks elements that have a successor.
        """
        # Row numbers instead of masks: a GPU is waited for once for each mask, however many tensors it is used on.
        rows = keep.nonzero(as_tuple=True)
        h, target = h[rows], target[rows]
        out = {"onset": F.cross_entropy(self.head("onset", h, {}).float(), target[:, 0])}
        notes = (target[:, 0] != END_OF_BEAT).nonzero()[:, 0]
        h, target = h[notes], target[notes]
        drawn = {name: target[:, index] for index, name in enumerate(ATTRIBUTES)}
        for name in ATTRIBUTES[1:]:
            out[name] = F.cross_entropy(self.head(name, h, drawn).float(), drawn[name])
        return out


def next_targets(tokens: Tensor) -> Tensor:
    """tokens [B, N, 6] to the attributes of each element's successor [B, N, 5]; a BEAT successor reads END_OF_BEAT."""
    following = torch.roll(tokens, -1, dims=1)
    target = following[..., 1:].clone()
    ends = following[..., 0] == BEAT
    ends[:, -1] = True
    target[..., 0] = torch.where(ends, torch.full_like(target[..., 0], END_OF_BEAT), target[..., 0])
    assert END_OF_BEAT == STEPS_PER_BEAT
    return target
