"""The model as generation sees it: musical calls on numpy arrays, whatever computes them.

`OnnxRuntime` here serves the CPU without torch; `engine.model.torch_runtime` is the same interface on CUDA, MPS and
the CPU. Axis legend: T beats, P phrases, Q new elements, D width, Z latent width, S style width.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.errors import ResourceError
from engine.model.checkpoint import Checkpoint, Weights
from engine.model.config import VOCABULARY, ModelConfig
from engine.model.decoding import ELEMENT, VALUES, Decoding, ElementDecoding, PlainDecoding, Tables
from engine.model.quantised import forms, in_forms
from engine.model.rotary import element_angles, order_angles
from engine.sentences import system_reason

FloatArray = npt.NDArray[np.float32]
IntArray = npt.NDArray[np.int64]
ATTRIBUTES = tuple(VOCABULARY)
EIGHT_BIT = "_int8"
"""Ends the file name of a graph with 8-bit weights."""


CACHE_ROOM = 64
"""A cache grows by this many elements at a time: what is free in it costs multiplications."""


@dataclass(slots=True)
class Cache:
    """Keys [H, d, capacity] and values [H, capacity, d] of each layer for the decoder's earlier elements, of which the
    first `length` are filled.
    """

    arrays: list[FloatArray]
    length: int = 0

    @staticmethod
    def empty(config: ModelConfig) -> Cache:
        """An empty cache; it grows as needed."""
        heads, size, room = config.decoder_heads, config.head_size, CACHE_ROOM
        return Cache([np.zeros((heads, *((room, size) if number % 2 else (size, room))), np.float32)
                      for number in range(2 * config.decoder_layers)])  # fmt: skip

    @property
    def capacity(self) -> int:
        """Elements that there is room for."""
        return int(self.arrays[0].shape[2])

    def append(self, fresh: list[FloatArray]) -> None:
        """Add the keys and values of new elements, 2L arrays [Q, D]."""
        new = len(fresh[0])
        last = self.length + new
        missing = last - self.capacity
        if missing > 0:
            room = -(-missing // CACHE_ROOM) * CACHE_ROOM
            self.arrays = [
                np.pad(held, ((0, 0), (0, room), (0, 0)) if number % 2 else ((0, 0), (0, 0), (0, room)))
                for number, held in enumerate(self.arrays)
            ]
        for number, (held, rows) in enumerate(zip(self.arrays, fresh, strict=True)):
            heads = rows.reshape(new, held.shape[0], -1)
            if number % 2:
                held[:, self.length : last] = heads.transpose(1, 0, 2)
            else:
                held[:, :, self.length : last] = heads.transpose(1, 2, 0)
        self.length = last


@dataclass(frozen=True, slots=True)
class BeatConditions:
    """What the beat denoiser is told about a window of T beats (all float32 unless said).

    Attributes:
        known, known_mask: [T, Z] latents that are given, [T, 4] which factors of which beats they are; elsewhere
            `known` is the last estimate of what is sought, or 0 (`engine.model.denoising`).
        phrase, has_phrase: [T, P] the latent of each beat's phrase, [T].
        chords: int64 [T, 3] root, quality, bass as embedding indices.
        bars: int64 [T, 2] position in the bar and length of the bar, in quarter beats.
        style: [S].
        control, has_control: [5] each.
    """

    known: FloatArray
    known_mask: FloatArray
    phrase: FloatArray
    has_phrase: FloatArray
    chords: IntArray
    bars: IntArray
    style: FloatArray
    control: FloatArray = field(default_factory=lambda: np.zeros(5, np.float32))
    has_control: FloatArray = field(default_factory=lambda: np.zeros(5, np.float32))


NO_CHORD = np.array([12, 15, 12], np.int64)
"""Embedding indices that say "no chord is asked for here"."""


class Runtime(ABC):
    """Musical calls on top of `call`, which runs one graph."""

    def __init__(self, config: ModelConfig) -> None:
        self.config = config

    @abstractmethod
    def call(self, graph: str, inputs: dict[str, Any]) -> list[FloatArray]:
        """Run a graph by name; a list among the inputs stands for numbered inputs `name_0`, `name_1`, ..."""

    @property
    @abstractmethod
    def device(self) -> str:
        """The device's name for people."""

    @abstractmethod
    def adapted(self, weights: Weights, changed: Collection[str]) -> Runtime:
        """Another runtime with these weights, of which those named `changed` are not this one's; what they leave as it
        is, is shared with this one, which stays as is."""

    def beat_latents(self, features: FloatArray) -> FloatArray:
        """Features [T, F] to normalised beat latents [T, Z]."""
        return self.call("beat_encoder", {"features": features})[0]

    def beat_features(self, latents: FloatArray) -> FloatArray:
        """What the factor decoders read out of latents [T, Z]: [T, F] on the scale of the features."""
        return self.call("beat_reader", {"latents": latents})[0]

    def phrase_latents(self, features: FloatArray) -> FloatArray:
        """Phrase features [P, F] to phrase latents [P, Z]."""
        return self.call("phrase_encoder", {"features": features})[0]

    def style_latent(self, features: FloatArray) -> FloatArray:
        """Style features [F] to a style [S]."""
        return np.asarray(self.call("style_encoder", {"features": features[None]})[0][0], np.float32)

    def denoise_beats(
        self,
        noisy: FloatArray,
        time: float,
        given: BeatConditions,
        style_guidance: float,
        chord_guidance: float,
        context_guidance: float = 1.0,
    ) -> FloatArray:
        """Predict v [T, Z] with classifier-free guidance: weights of 1 cost nothing extra (Ho and Salimans 2022).

        `context_guidance` weighs what the latents that are given say against a guess made without them.
        """
        without_style, without_chords = style_guidance != 1.0, chord_guidance != 1.0
        without_context = context_guidance != 1.0 and bool(given.known_mask.any())
        copies = 1 + without_style + without_chords + without_context
        beats = len(noisy)
        chords, known, known_mask = (
            np.repeat(values[None], copies, axis=0) for values in (given.chords, given.known, given.known_mask)
        )
        has_style = np.ones(copies, np.float32)
        row = 1
        styleless = chordless = alone = 0
        if without_style:
            styleless, row = row, row + 1
            has_style[styleless] = 0
        if without_chords:
            chordless, row = row, row + 1
            chords[chordless] = NO_CHORD
        if without_context:
            alone = row
            known[alone] *= 1 - np.repeat(given.known_mask, self.config.factor_width, axis=1)
            known_mask[alone] = 0
        pairs = self.config.denoiser_width // self.config.denoiser_heads
        cos, sin = order_angles(beats, pairs)

        def copied(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
            return np.repeat(values[None], copies, axis=0)

        v = self.call(
            "beat_denoiser",
            {
                "noisy": copied(noisy), "time": np.full(copies, time, np.float32), "known": known,
                "known_mask": known_mask, "phrase": copied(given.phrase),
                "has_phrase": copied(given.has_phrase), "chords": chords, "bars": copied(given.bars),
                "style": copied(given.style), "has_style": has_style, "control": copied(given.control),
                "has_control": copied(given.has_control), "keep": np.ones((copies, beats), bool), "cos": cos, "sin":
                sin,
            },
        )[0]  # fmt: skip
        # A guess that was not made has the number 0, which is the full one: no difference.
        out = v[0] + (style_guidance - 1) * (v[0] - v[styleless])
        out += (chord_guidance - 1) * (v[0] - v[chordless])
        out += (context_guidance - 1) * (v[0] - v[alone])
        return np.asarray(out, np.float32)

    def denoise_phrases(
        self, noisy: FloatArray, time: float, known: FloatArray, known_mask: FloatArray, style: FloatArray
    ) -> FloatArray:
        """Predict v [P, Z] of a form; known [P, Z] where known_mask [P] is 1."""
        cos, sin = order_angles(len(noisy), self.config.phrase_hidden // self.config.phrase_heads)
        out = self.call(
            "phrase_denoiser",
            {
                "noisy": noisy[None], "time": np.full(1, time, np.float32), "known": known[None],
                "known_mask": known_mask[None], "style": style[None], "has_style": np.ones(1, np.float32),
                "keep": np.ones((1, len(noisy)), bool), "cos": cos, "sin": sin,
            },
        )[0][0]  # fmt: skip
        return np.asarray(out, np.float32)

    def conditions(self, latents: FloatArray, style: FloatArray, *, has_latent: bool = True) -> FloatArray:
        """The decoder's condition of each beat, [T, C]."""
        flags = np.full(len(latents), float(has_latent), np.float32)
        return self.call(
            "conditions",
            {"latents": latents, "style": style[None], "has_latent": flags, "has_style": np.ones(1, np.float32)},
        )[0]

    def step(self, tokens: IntArray, bars: IntArray, condition: FloatArray, beat_position: FloatArray, cache: Cache
             ) -> FloatArray:  # fmt: skip
        """Feed Q new elements to the decoder; returns its output [Q, D] and lengthens the cache.

        tokens [Q, 6], bars [Q, 2], condition [Q, C] of each element's beat, beat_position [Q] in beats.
        """
        new, past = len(tokens), cache.length
        cos, sin = element_angles(beat_position, np.arange(past, past + new), self.config.head_size)
        room = cache.capacity
        bias = np.zeros((new, room + new), np.float32)
        bias[:, past:room] = -np.inf
        if new > 1:
            bias[:, room:] = np.triu(np.full((new, new), -np.inf, np.float32), 1)
        out = self.call(
            "step",
            {"tokens": tokens, "bars": bars, "condition": condition, "cos": cos, "sin": sin, "bias": bias,
             "past": cache.arrays},
        )  # fmt: skip
        cache.append(out[1:])
        return out[0]

    def head(self, attribute: str, h: FloatArray, drawn: IntArray) -> FloatArray:
        """Logits [values] of an attribute from h [1, D], given the attributes drawn before it in `drawn` [1, 5]."""
        inputs: dict[str, Any] = {"h": h} if attribute == ATTRIBUTES[0] else {"h": h, "drawn": drawn}
        return np.asarray(self.call(f"head_{attribute}", inputs)[0][0], np.float32)

    def decoding(self) -> Decoding:
        """A pass of the decoder over a window, from its beginning: by `step` and `head`, or a quicker way there is."""
        return PlainDecoding(self)


class OnnxRuntime(Runtime):
    """ONNX Runtime on the CPU; torch is never imported. Sessions are made when first used."""

    def __init__(self, checkpoint: Checkpoint, threads: int = 1, *, eight_bit: bool = True) -> None:
        """`eight_bit` takes the graphs with 8-bit weights where the checkpoint has them."""
        super().__init__(checkpoint.config)
        self.checkpoint, self.threads, self.eight_bit = checkpoint, threads, eight_bit
        self._sessions: dict[str, Any] = {}
        self._values: dict[str, Any] = {}
        self._unchanged: OnnxRuntime | None = None
        self._changed: frozenset[str] = frozenset()
        self._asked: dict[Path, dict[str, str]] = {}
        self._tables: Tables | None = None

    @property
    def device(self) -> str:
        """The device's name for people."""
        return "CPU"

    def adapted(self, weights: Weights, changed: Collection[str]) -> OnnxRuntime:
        """Another runtime with these weights: only graphs that use a changed one get sessions of their own."""
        out = OnnxRuntime(replace(self.checkpoint, weights=weights), self.threads, eight_bit=self.eight_bit)
        own = {form for name in changed for form in forms(name)}
        out._values = {name: value for name, value in self._values.items() if name not in own}
        out._unchanged, out._changed, out._asked = self, frozenset(changed), self._asked
        return out

    def prepare(self) -> None:
        """Make every session now, so that the first take is as quick as the next."""
        for name in ("beat_encoder", "phrase_encoder", "style_encoder", "conditions"):
            self._session(name)
        for name in ("beat_denoiser", "phrase_denoiser"):
            self._session(name)
        if isinstance(self.decoding(), PlainDecoding):
            for name in ("step", *(f"head_{name}" for name in ATTRIBUTES)):
                self._session(name)

    def decoding(self) -> Decoding:
        """By the graphs that take one element at a time, where the checkpoint has them and they run here."""
        if not self.eight_bit or not self.checkpoint.graph(f"{ELEMENT}{EIGHT_BIT}").exists():
            return super().decoding()
        try:
            sessions = {name: self._session(name) for name in (ELEMENT, *VALUES.values())}
        except ResourceError:
            return super().decoding()
        if self._tables is None:
            self._tables = Tables(self.checkpoint.weights)
        return ElementDecoding(sessions, self._tables, self.config)

    def _session(self, graph: str) -> Any:
        if graph not in self._sessions:
            self._sessions[graph] = self._shared(graph) or self._load(graph)
        return self._sessions[graph]

    def _shared(self, graph: str) -> Any:
        """The session of the runtime this one was adapted from, where the graph uses none of the changed weights."""
        if self._unchanged is None:
            return None
        same = self._changed.isdisjoint(self._wanted(self._file(graph)).values())
        return self._unchanged._session(graph) if same else None

    def _wanted(self, path: Path) -> dict[str, str]:
        """What a graph asks for, see `_external_names`. Raises OSError where it is not there."""
        if path not in self._asked:
            self._asked[path] = _external_names(path.read_bytes(), self.checkpoint.weights)
        return self._asked[path]

    def _file(self, graph: str) -> Path:
        """The graph's file: the one with 8-bit weights if there is one and it is wanted."""
        small = self.checkpoint.graph(f"{graph}{EIGHT_BIT}")
        return small if self.eight_bit and small.exists() else self.checkpoint.graph(graph)

    def _load(self, graph: str) -> Any:
        import onnxruntime as ort

        ort.disable_telemetry_events()  # on Windows it goes another way than what `engine` turns off
        path = self._file(graph)
        options = ort.SessionOptions()
        options.intra_op_num_threads = self.threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # Threads that spin while they wait collapse as soon as anything else runs beside them.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        weights = self.checkpoint.weights
        try:
            wanted = self._wanted(path)
        except OSError as error:
            raise ResourceError(
                "The checkpoint {folder} lacks its graph {file} ({reason}); install it again.",
                folder=self.checkpoint.folder,
                file=path.name,
                reason=system_reason(error),
            ) from error
        missing: dict[str, list[str]] = {}
        for name, weight in wanted.items():
            if name not in self._values:
                missing.setdefault(weight, []).append(name.removeprefix(weight))
        for weight, suffixes in missing.items():
            for form, values in in_forms(weights[weight], suffixes).items():
                self._values[weight + form] = ort.OrtValue.ortvalue_from_numpy(values)
        options.add_external_initializers(list(wanted), [self._values[name] for name in wanted])
        try:
            return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        except Exception as error:  # onnxruntime's own exceptions share no public base class
            if path != self.checkpoint.graph(graph):
                # A processor without these kernels still has the plain ones.
                self.eight_bit = False
                return self._load(graph)
            raise ResourceError(
                "The graph {path} could not be loaded ({problem}).", path=path, problem=str(error).splitlines()[0]
            ) from error

    def call(self, graph: str, inputs: dict[str, Any]) -> list[FloatArray]:
        """Run one session."""
        feed = {}
        for name, value in inputs.items():
            if isinstance(value, list):
                feed.update({f"{name}_{index}": item for index, item in enumerate(value)})
            else:
                feed[name] = value
        out: list[FloatArray] = self._session(graph).run(None, feed)
        return out


def _external_names(graph: bytes, weights: Collection[str]) -> dict[str, str]:
    """What a weightless graph asks for: the name in the graph to the checkpoint's weight that it is made from.

    The names stand in the file as plain UTF-8 strings behind a length byte (protobuf); reading them so spares the
    `onnx` package on users' machines.
    """
    names = {form.encode(): name for name in weights for form in forms(name)}
    beginnings = {name.partition(b".")[0] for name in names}
    found: dict[str, str] = {}
    for match in re.finditer(rb"[\x01-\x7f](?=(?:" + b"|".join(map(re.escape, sorted(beginnings))) + rb")\.)", graph):
        start = match.end()
        written = graph[start : start + match[0][0]]
        if written in names:
            found[written.decode()] = names[written]
    return found
