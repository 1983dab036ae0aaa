"""One pass of the note decoder over a window: elements in, logits of the next element's attributes out.

`PlainDecoding` runs on any runtime. `ElementDecoding` runs graphs made for feeding one element at a time, which are
written by `training/element_graphs.py`. What is drawn from the logits is decided in `engine.model.sampler`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from engine.model.checkpoint import Weights
from engine.model.config import VOCABULARY, ModelConfig
from engine.model.rotary import element_angles
from engine.model.tokens import NOTE

if TYPE_CHECKING:
    from engine.model.runtime import Runtime

FloatArray = npt.NDArray[np.float32]
IntArray = npt.NDArray[np.int64]
ATTRIBUTES = tuple(VOCABULARY)
ELEMENT = "element"
"""The graph of an element: its embedding and condition to the trunk's output and the logits of the next onset."""
VALUES = {name: f"value_{name}" for name in ATTRIBUTES[1:]}
"""The graphs of the other attributes: the trunk's output with what was drawn added, to logits."""
FIRST_ROOM = 512
"""Elements that a cache has room for at first; it doubles."""


class Decoding(ABC):
    """Q new elements at a time, in order, and logits after the last one."""

    @abstractmethod
    def feed(self, tokens: IntArray, bars: IntArray, condition: FloatArray, beat_position: FloatArray) -> None:
        """Take in elements: tokens [Q, 6], bars [Q, 2], condition [Q, C] of each one's beat, beat_position [Q]."""

    @abstractmethod
    def logits(self, attribute: str, drawn: IntArray) -> FloatArray:
        """Logits [values] of an attribute of the next element, given those drawn before it in `drawn` [1, 5].

        They may be overwritten by the next call.
        """


class PlainDecoding(Decoding):
    """Through `Runtime.step` and `Runtime.head`."""

    def __init__(self, runtime: Runtime) -> None:
        from engine.model.runtime import Cache

        self._runtime, self._cache = runtime, Cache.empty(runtime.config)
        self._h = np.zeros((1, 1), np.float32)

    def feed(self, tokens: IntArray, bars: IntArray, condition: FloatArray, beat_position: FloatArray) -> None:
        """See `Decoding`."""
        self._h = self._runtime.step(tokens, bars, condition, beat_position, self._cache)[-1:]

    def logits(self, attribute: str, drawn: IntArray) -> FloatArray:
        """See `Decoding`."""
        return self._runtime.head(attribute, self._h, drawn)


class Tables:
    """The decoder's embeddings as arrays, so that a graph need not look them up node by node."""

    def __init__(self, weights: Weights) -> None:
        self.drawn = [weights[f"decoder.drawn.{name}.weight"] for name in ATTRIBUTES]
        position, length = (weights[f"decoder.bar_{name}.weight"] for name in ("position", "length"))
        width, self._lengths = position.shape[1], len(length)
        # What is added up for an element: its kind and five more rows. Those of a beat are one of its place in the bar,
        # and nothing.
        beats = [(position[:, None] + length).reshape(-1, width), *[np.zeros((1, width), np.float32)] * 4]
        notes = [weights[f"decoder.values.{name}.weight"] for name in ATTRIBUTES]
        parts = [weights["decoder.kind.weight"], *notes, *beats]
        starts = np.cumsum([0, *(len(part) for part in parts)])[:-1]
        self._rows = np.concatenate(parts)
        self._note, self._beat = starts[:6], starts[[0, *range(6, 11)]]

    def embedded(self, tokens: IntArray, bars: IntArray) -> FloatArray:
        """tokens [Q, 6] and bars [Q, 2] to [Q, D]."""
        if len(tokens) == 1 and tokens[0, 0] == NOTE:
            return np.asarray(self._rows.take(tokens[0] + self._note, axis=0).sum(axis=0)[None])
        rows = tokens + self._note
        beats = np.flatnonzero(tokens[:, 0] != NOTE)
        if len(beats):
            rows[beats] = self._beat
            rows[beats, 0] += tokens[beats, 0]
            rows[beats, 1] += bars[beats, 0] * self._lengths + bars[beats, 1]
        return np.asarray(self._rows[rows].sum(axis=1))


class ElementDecoding(Decoding):
    """Through the graphs `ELEMENT` and `VALUES` of ONNX Runtime, on buffers that stay where they are.

    The past's keys and values [1, H, room, d] are lengthened in place, so no step copies them.
    """

    def __init__(self, sessions: dict[str, Any], tables: Tables, config: ModelConfig) -> None:
        self._sessions, self._tables, self._config = sessions, tables, config
        width, layers = config.decoder_width, config.decoder_layers
        self._parts = 4 * layers + 1
        self._length, self._room = 0, FIRST_ROOM
        self._x = np.zeros((1, 1, width), np.float32)
        self._condition = np.zeros((1, 1, self._parts * width), np.float32)
        self._h = np.zeros((1, 1, width), np.float32)
        self._onset = np.zeros((1, 1, VOCABULARY["onset"]), np.float32)
        self._before, self._total = np.zeros(1, np.int32), np.zeros((), np.int32)
        self._past = [self._empty() for _ in range(2 * layers)]
        self._angles = [np.zeros((self._room, config.head_size // 2), np.float32) for _ in range(2)]
        self._mixed = np.zeros((1, width), np.float32)
        self._known = 0
        self._out = {name: np.zeros((1, VOCABULARY[name]), np.float32) for name in VALUES}
        self._binding = self._bound(self._x, self._condition, self._h, self._onset)
        self._heads = {name: self._head_bound(name) for name in VALUES}

    def _empty(self) -> FloatArray:
        return np.zeros((1, self._config.decoder_heads, self._room, self._config.head_size), np.float32)

    def _bound(self, x: FloatArray, condition: FloatArray, h: FloatArray, onset: FloatArray) -> Any:
        """Input and output buffers for the graph of an element; arrays are shared, not copied."""
        from onnxruntime import OrtValue

        binding = self._sessions[ELEMENT].io_binding()
        given = {"x": x, "condition": condition, "before": self._before, "total": self._total,
                 "cos": self._angles[0], "sin": self._angles[1]}  # fmt: skip
        for name, array in given.items():
            binding.bind_ortvalue_input(name, OrtValue.ortvalue_from_numpy(array))
        for name, array in (("h", h), ("onset", onset)):
            binding.bind_ortvalue_output(name, OrtValue.ortvalue_from_numpy(array))
        for number, array in enumerate(self._past):
            held = OrtValue.ortvalue_from_numpy(array)
            binding.bind_ortvalue_input(f"past_{number}", held)
            binding.bind_ortvalue_output(f"present_{number}", held)
        return binding

    def _head_bound(self, name: str) -> Any:
        from onnxruntime import OrtValue

        binding = self._sessions[VALUES[name]].io_binding()
        binding.bind_ortvalue_input("h", OrtValue.ortvalue_from_numpy(self._mixed))
        binding.bind_ortvalue_output("logits", OrtValue.ortvalue_from_numpy(self._out[name]))
        return binding

    def _grow(self, wanted: int) -> None:
        while self._room < wanted:
            self._room *= 2
        for number, array in enumerate(self._past):
            self._past[number] = self._empty()
            self._past[number][:, :, : array.shape[2]] = array
        self._angles = [np.pad(array, ((0, self._room - len(array)), (0, 0))) for array in self._angles]
        self._binding = self._bound(self._x, self._condition, self._h, self._onset)

    def feed(self, tokens: IntArray, bars: IntArray, condition: FloatArray, beat_position: FloatArray) -> None:
        """See `Decoding`."""
        new, first = len(tokens), self._length
        last = first + new
        if last > self._room:
            self._grow(last)
        self._length = last
        cos, sin = element_angles(beat_position, np.arange(first, last), self._config.head_size)
        self._angles[0][first:last], self._angles[1][first:last] = cos[:, 0], sin[:, 0]
        self._before[0], self._total[...] = last - 1, last
        x, session = self._tables.embedded(tokens, bars), self._sessions[ELEMENT]
        if new == 1:
            self._x[0] = x
            self._condition[0] = condition
            session.run_with_iobinding(self._binding)
        else:
            h = np.zeros((1, new, x.shape[1]), np.float32)
            onset = np.zeros((1, new, self._onset.shape[2]), np.float32)
            # Buffers are not kept alive by what is bound to them.
            whole, at_beat = x[None], np.ascontiguousarray(condition[None], np.float32)
            session.run_with_iobinding(self._bound(whole, at_beat, h, onset))
            self._h[0, 0], self._onset[0, 0] = h[0, -1], onset[0, -1]
        self._known = 0

    def logits(self, attribute: str, drawn: IntArray) -> FloatArray:
        """See `Decoding`."""
        number = ATTRIBUTES.index(attribute)
        if number == 0:
            return np.asarray(self._onset[0, 0])
        # What was drawn is added attribute by attribute; asking for an earlier one again begins anew.
        if self._known == 0 or self._known >= number:
            self._mixed[0] = self._h[0, 0]
            self._known = 0
        for index in range(self._known, number):
            self._mixed[0] += self._tables.drawn[index][drawn[0, index]]
        self._known = number
        self._sessions[VALUES[attribute]].run_with_iobinding(self._heads[attribute])
        return np.asarray(self._out[attribute][0])
