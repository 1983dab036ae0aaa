"""Personal styles at work: their low-rank changes merged into a base's weights by weight, and the palette with them.

The base's own weights, sessions and style means are never touched, so without a style it is what it was, bit for bit.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from engine.errors import InputError
from engine.model.checkpoint import Checkpoint, Weights
from engine.model.personal import PLACES, FloatArray, PersonalStyle, StyleLibrary, load_style
from engine.model.runtime import Runtime
from engine.model.style_examples import tensor_name

Mix = tuple[tuple[str, float], ...]
WEIGHT_STEPS = 10
"""The learned changes count in tenths of a weight, so that moving a slider back finds the sessions it left.

A new weight costs a fifth of a second at the bundled size; the place in the style space follows the slider without
steps.
"""
KEPT_MIXES = 6
"""Adapted runtimes kept in memory; each holds changed weights, most in eight bits, and sessions: 46 MB at the bundled
size."""


class MergedWeights(Mapping[str, FloatArray]):
    """Weights with W + sum of weight x up @ down (Hu et al. 2022, equation 3) where a style changes them.

    A changed one is made anew each time it is asked for, so that none is kept beside the form that is made from it;
    all others are the arrays of the base.
    """

    def __init__(self, base: Weights, styles: Sequence[tuple[PersonalStyle, float]]) -> None:
        """Raises InputError if a style's matrices do not fit."""
        self._base, self._styles = base, styles
        for style, _ in styles:
            for name, (down, up) in style.matrices.items():
                own = base.get(name)
                if own is None or own.shape != (up.shape[0], down.shape[1]) or up.shape[1] != down.shape[0]:
                    raise InputError(
                        "The style '{name}' does not fit this model; train it again on this one.", name=style.name
                    )
        self.changed = frozenset(name for style, _ in styles for name in style.matrices)
        """The names of the weights that are not the base's."""

    def __getitem__(self, name: str) -> FloatArray:
        out = self._base[name]
        if name in self.changed:
            for style, share in self._styles:
                if name in style.matrices:
                    down, up = style.matrices[name]
                    change = np.asarray(up @ down, np.float32)
                    change *= np.float32(share)
                    out = np.add(change, out, out=change)
        return out

    def __iter__(self) -> Iterator[str]:
        return iter(self._base)

    def __len__(self) -> int:
        return len(self._base)


class PersonalPalette:
    """The installed styles that fit one checkpoint, and runtimes with them applied."""

    def __init__(self, checkpoint: Checkpoint, runtime: Runtime, library: StyleLibrary | None = None) -> None:
        self.checkpoint, self.runtime = checkpoint, runtime
        self.library = library or StyleLibrary()
        self._styles: dict[str, PersonalStyle] = {}
        self._runtimes: OrderedDict[Mix, Runtime] = OrderedDict()
        self._names: tuple[str, ...] = ()
        self.reload()

    @property
    def names(self) -> tuple[str, ...]:
        """Styles that can be used with this checkpoint, as of the last `reload`."""
        return self._names

    def reload(self) -> tuple[str, ...]:
        """Look into the folder again; returns the names. Styles read before are read again when next used."""
        palette = set(self.checkpoint.config.styles)
        self._styles.clear()
        self._runtimes.clear()
        self._names = tuple(
            entry.name
            for entry in self.library.entries()
            if entry.base == self.checkpoint.digest and entry.name not in palette
        )
        return self._names

    def applied(self, styles: Mix) -> tuple[Runtime, Checkpoint]:
        """Runtime and checkpoint for a job's styles: with personal ones merged in and on the palette, else the base's.

        Raises:
            InputError: if a named style belongs to another checkpoint or is damaged.
        """
        palette = self.checkpoint.config.styles
        personal = [(name, weight) for name, weight in styles if name not in palette]
        if any(name not in self._names for name, _ in personal):
            self.reload()
        found = [(self._style(name), weight) for name, weight in personal if name in self._names]
        for name, _ in personal:
            entry = None if name in self._names else self.library.find(name)
            if entry is not None and entry.base != self.checkpoint.digest:
                raise InputError(
                    "The style '{name}' was learned on another model ({base}, this is {digest}); train it again "
                    "on this one.",
                    name=entry.name,
                    base=entry.base,
                    digest=self.checkpoint.digest,
                )
        if not found:
            return self.runtime, self.checkpoint  # unknown names are told by the mode, which knows the palette
        means = np.concatenate([self.checkpoint.weights["codec.style_means"], *(s.mean[None] for s, _ in found)])
        view = replace(
            self.checkpoint,
            config=replace(self.checkpoint.config, styles=(*palette, *(style.name for style, _ in found))),
            weights={**self.checkpoint.weights, "codec.style_means": np.asarray(means, np.float32)},
            own_examples={
                style.name if kind == PLACES else tensor_name(style.name, kind): values
                for style, _ in found
                for kind, values in style.examples.items()
            },
        )
        return self._adapted(found), view

    def _style(self, name: str) -> PersonalStyle:
        if name not in self._styles:
            entry = self.library.find(name)
            if entry is None:
                raise InputError("The style '{name}' has been removed; choose another one.", name=name)
            style = load_style(entry.file)
            if style.mean.shape != (self.checkpoint.config.style_width,):
                raise InputError("The style '{name}' does not fit this model; train it again on this one.", name=name)
            self._styles[name] = style
        return self._styles[name]

    def _adapted(self, found: list[tuple[PersonalStyle, float]]) -> Runtime:
        mix = tuple(sorted((s.name, round(w * WEIGHT_STEPS) / WEIGHT_STEPS) for s, w in found if s.matrices and w > 0))
        mix = tuple((name, weight) for name, weight in mix if weight > 0)
        if not mix:
            return self.runtime
        if mix not in self._runtimes:
            parts = [(self._styles[name], weight) for name, weight in mix]
            merged = MergedWeights(self.checkpoint.weights, parts)
            self._runtimes[mix] = self.runtime.adapted(merged, merged.changed)
        self._runtimes.move_to_end(mix)
        while len(self._runtimes) > KEPT_MIXES:
            self._runtimes.popitem(last=False)
        return self._runtimes[mix]
