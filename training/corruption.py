"""Corruptions: what is done in training to the latents a network is *given*, never to what it shall predict.

A network that has seen damaged prompts learns to write around the damage. Each function sees the four factors apart, so
a corruption can strike the melody and spare the harmony. Users add their own with `Trainer.add_corruption_function`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.errors import InputError
from engine.model.config import FACTORS

FloatArray = npt.NDArray[np.float32]
Latents = dict[str, FloatArray]
"""Factor name (harmony, melody, rhythm, dynamics) to the given latents of a batch, [B, T, F], about unit deviation."""
CorruptionFunction = Callable[[Latents, np.random.Generator], Latents]
"""Takes the given latents and a random stream, returns the damaged ones (same names and shapes). May change its input.

All randomness must come from the stream: training that was resumed then sees what it would have seen.
"""


@dataclass(frozen=True, slots=True)
class _Entry:
    function: CorruptionFunction
    probability: float
    factors: tuple[str, ...]


class Corruptions:
    """The corruption functions of a run, each applied to a batch with its own probability, in the order added."""

    def __init__(self) -> None:
        self._entries: list[_Entry] = []

    def __len__(self) -> int:
        return len(self._entries)

    def add(self, function: CorruptionFunction, *, probability: float = 0.3, factors: Sequence[str] = FACTORS) -> None:
        """Apply `function` to this share of the batches, showing it only these factors.

        Raises:
            InputError: for a probability outside 0..1 or an unknown factor.
        """
        if not 0 <= probability <= 1:
            raise InputError(
                "The probability of a corruption must be between 0 and 1, not {probability:g}.", probability=probability
            )
        unknown = [name for name in factors if name not in FACTORS]
        if unknown or not factors:
            raise InputError(
                "A corruption works on {factors}, not on {wrong}.",
                factors=", ".join(FACTORS),
                wrong=", ".join(unknown) or "nothing",
            )
        self._entries.append(_Entry(function, probability, tuple(factors)))

    def apply(self, latents: FloatArray, rng: np.random.Generator) -> FloatArray:
        """The latents [B, T, Z] with the corruptions that fall on this batch; the input stays as it is.

        Raises:
            InputError: if a function returns other factors or shapes than it was given.
        """
        if not self._entries:
            return latents
        parts = dict(zip(FACTORS, np.split(latents.copy(), len(FACTORS), axis=-1), strict=True))
        for entry in self._entries:
            if rng.random() >= entry.probability:
                continue
            shown = {name: parts[name].copy() for name in entry.factors}
            shapes = {name: values.shape for name, values in shown.items()}
            answer = entry.function(shown, rng)
            if {name: np.shape(values) for name, values in answer.items()} != shapes:
                called = getattr(entry.function, "__name__", "a corruption")
                raise InputError(
                    "The corruption '{called}' must return the factors it was given, in their shapes.", called=called
                )
            parts |= {name: np.asarray(values, np.float32) for name, values in answer.items()}
        return np.concatenate([parts[name] for name in FACTORS], axis=-1)


def blur(amount: float = 0.3) -> CorruptionFunction:
    """Gaussian noise of this deviation on all beats."""

    def blurred(known: Latents, rng: np.random.Generator) -> Latents:
        return {
            name: values + amount * rng.standard_normal(values.shape).astype(np.float32)
            for name, values in known.items()
        }

    return blurred


def drop_beats(share: float = 0.15) -> CorruptionFunction:
    """Whole beats of a factor set to zero, each with this probability: as if the player had held still."""

    def dropped(known: Latents, rng: np.random.Generator) -> Latents:
        return {
            name: values * (rng.random((*values.shape[:2], 1)) >= share).astype(np.float32)
            for name, values in known.items()
        }

    return dropped


def shift_beats(most: int = 1) -> CorruptionFunction:
    """A factor moved against the others by up to this many beats: chords that come early, a melody that drags."""

    def shifted(known: Latents, rng: np.random.Generator) -> Latents:
        return {name: np.roll(values, int(rng.integers(-most, most + 1)), axis=1) for name, values in known.items()}

    return shifted


def trade_windows() -> CorruptionFunction:
    """A factor taken from the batch's next window: this rhythm under that melody."""

    def traded(known: Latents, _: np.random.Generator) -> Latents:
        return {name: np.roll(values, 1, axis=0) for name, values in known.items()}

    return traded


BUILT_IN: dict[str, Callable[..., CorruptionFunction]] = {
    "blur": blur, "drop": drop_beats, "shift": shift_beats, "trade": trade_windows,
}  # fmt: skip


def corruption_named(text: str) -> tuple[CorruptionFunction, tuple[str, ...]]:
    """`NAME[:FACTOR[+FACTOR...]]` of a built-in corruption, such as `drop:melody+rhythm`, and its factors.

    Raises:
        InputError: for an unknown name or factor.
    """
    name, _, chosen = text.partition(":")
    if name not in BUILT_IN:
        raise InputError(
            "There is no corruption '{name}'; choose one of {known}.", name=name, known=", ".join(BUILT_IN)
        )
    factors = tuple(chosen.split("+")) if chosen else FACTORS
    unknown = [factor for factor in factors if factor not in FACTORS]
    if unknown:
        raise InputError(
            "There is no factor '{name}'; a corruption works on {factors}.",
            name=unknown[0],
            factors=", ".join(FACTORS),
        )
    return BUILT_IN[name](), factors
