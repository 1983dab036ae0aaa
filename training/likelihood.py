"""How likely real notes are to the decoder, with and without its latents: nats a note and an attribute.

A note has five attributes (onset, pitch, duration, velocity, micro-timing). The end of every beat is an event too; its
nats are part of the onset's, so that the total is the whole window's.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from engine.model.checkpoint import Checkpoint
from training.evaluate_windows import PROMPT_BEATS, TRUTH_BEATS, HeldPiece, held_pieces, stretches

BEATS = PROMPT_BEATS + TRUTH_BEATS
BATCH = 8
ATTRIBUTES = 5


def measured_windows(pieces: list[HeldPiece], count: int) -> list[Any]:
    """The windows that likelihoods are measured on, [(notes, piece)]: the same for every model."""
    return list(stretches(pieces, count, BEATS, seed=21))


def measure_likelihood(
    checkpoint: Checkpoint,
    dataset: Path,
    split: str,
    count: int,
    progress: Callable[[float, str], None] = lambda done, stage: None,
    device: str = "cpu",
) -> dict[str, Any]:
    """Nats of held-out notes under the decoder of `checkpoint`, computed in float32 on a device.

    Returns:
        windows, notes, and for "unconditional" and "with_latents" the nats a note of each attribute, `nats_a_note`,
        `nats_an_attribute` (a fifth of it) and `nats_a_note_without_micro` (what a token model without micro-timing
        has to be compared with).
    """
    import torch

    from engine.model.devices import torch_device
    from engine.model.networks.graphs import Networks

    networks = Networks.build(checkpoint.config)
    networks.load({name: torch.from_numpy(value.copy()) for name, value in checkpoint.weights.items()})
    for network in (networks.codec, networks.decoder):
        network.to(torch_device(device))
    chosen = measured_windows(held_pieces(dataset, split), count)
    totals: dict[str, dict[str, float]] = {"unconditional": {}, "with_latents": {}}
    for begin in range(0, len(chosen), BATCH):
        progress(begin / len(chosen), f"likelihood, window {begin + 1} of {len(chosen)}")
        for kind, parts in totals.items():
            for name, value in _batch_nats(networks, chosen[begin : begin + BATCH], kind == "with_latents").items():
                parts[name] = parts.get(name, 0.0) + value
    notes = sum(len(item[0]) for item in chosen)
    out: dict[str, Any] = {"windows": len(chosen), "notes": notes}
    for kind, parts in totals.items():
        row = {name: round(value / notes, 4) for name, value in parts.items()}
        total = sum(parts.values()) / notes
        row["nats_a_note"] = round(total, 4)
        row["nats_an_attribute"] = round(total / ATTRIBUTES, 4)
        row["nats_a_note_without_micro"] = round(total - parts["micro"] / notes, 4)
        out[kind] = row
    return out


def _batch_nats(networks: Any, items: list[Any], has_latents: bool) -> dict[str, float]:
    """Summed nats of each attribute over some windows."""
    import torch
    import torch.nn.functional as F  # noqa: N812 - torch's own convention

    from engine.model import factors
    from engine.model.networks.decoder import ATTRIBUTES as NAMES
    from engine.model.networks.decoder import next_targets
    from engine.model.tokens import END_OF_BEAT, elements_from_grid
    from training.devices import placed
    from training.windows import batch_angles, token_matrix

    elements = [elements_from_grid(notes, BEATS) for notes, _ in items]
    width = max(len(e) for e in elements)
    tokens, beat = np.zeros((len(items), width, 6), np.int64), np.zeros((len(items), width), np.int64)
    keep = np.zeros((len(items), width), bool)
    features = np.stack([factors.features(factors.beat_facts(notes, BEATS)) for notes, _ in items])
    for row, e in enumerate(elements):
        tokens[row, : len(e)], beat[row, : len(e)], keep[row, : len(e)] = token_matrix(e), e.beat, True
    with torch.inference_mode():
        decoder, codec = networks.decoder, networks.codec
        device = decoder.no_latent.device
        latents = codec.beat_latents(placed(features, device))
        style = codec.style.encode(placed(np.stack([factors.style_features(f) for f in features]), device))[0]
        flag = torch.full((), float(has_latents), device=device)
        condition = decoder.beat_conditions(latents, style, flag.expand(latents.shape[:2]), flag.expand(len(items)))
        places, given = placed(beat, device), placed(tokens, device)
        at = torch.gather(condition, 1, places[..., None].expand(-1, -1, condition.shape[-1]))
        cos, sin = (placed(x, device) for x in batch_angles(tokens, beat, decoder.config.head_size))
        h = decoder.trunk(decoder.embed(given, places % 4, torch.full_like(places, 4)), at, cos, sin)
        target = next_targets(given)
        # Padding reads as a BEAT, so the last element of a window is followed by the end of its beat.
        chosen = placed(keep, device)
        h, target = h[chosen], target[chosen]
        out = {"onset": float(F.cross_entropy(decoder.head("onset", h, {}), target[:, 0], reduction="sum"))}
        is_note = target[:, 0] != END_OF_BEAT
        h, target = h[is_note], target[is_note]
        drawn = {name: target[:, index] for index, name in enumerate(NAMES)}
        for name in NAMES[1:]:
            out[name] = float(F.cross_entropy(decoder.head(name, h, drawn), drawn[name], reduction="sum"))
    return out
