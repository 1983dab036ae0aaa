"""The torch runtime: the same musical calls on CUDA, MPS or the CPU. Importing this module imports torch."""

from __future__ import annotations

from collections.abc import Callable, Collection
from copy import copy
from dataclasses import replace
from typing import Any

import torch

from engine.model.checkpoint import Checkpoint, Weights
from engine.model.decoding import Decoding
from engine.model.devices import broken, device_reason, title, torch_device
from engine.model.networks.graphs import Networks, all_graphs
from engine.model.runtime import FloatArray, OnnxRuntime, Runtime
from engine.sentences import Sentence


class TorchRuntime(Runtime):
    """Runs the graphs of `engine.model.networks.graphs` as torch modules in float32.

    A GPU may fail in the middle: its memory runs out, its driver goes. Where somebody is to be told, the processor
    stands in from the very call on that failed; elsewhere that is an error.
    """

    def __init__(
        self,
        checkpoint: Checkpoint,
        device: str = "cpu",
        threads: int = 1,
        told: Callable[[Sentence], None] | None = None,
    ) -> None:
        """Build the networks.

        Args:
            checkpoint: with its graphs, if the processor is to stand in.
            device: cpu, cuda or mps.
            threads: of the processor that stands in.
            told: hears that the device has failed and the processor stands in.

        Raises:
            ResourceError: if the device is not there or does not work.
        """
        super().__init__(checkpoint.config)
        self.checkpoint, self._threads, self._told = checkpoint, threads, told
        self._device = torch_device(device)
        self._stand_in: OnnxRuntime | None = None
        self._graphs = self._placed()

    def _placed(self) -> dict[str, Any]:
        networks = Networks.build(self.config)
        networks.load({name: torch.from_numpy(value.copy()) for name, value in self.checkpoint.weights.items()})
        return {name: graph.to(self._device) for name, graph in all_graphs(networks).items()}

    def adapted(self, weights: Weights, changed: Collection[str]) -> Runtime:
        """Another runtime with these weights where this one computes."""
        if self._stand_in is None:
            out = copy(self)
            out.checkpoint = replace(self.checkpoint, weights=weights)
            try:
                out._graphs = out._placed()
            except RuntimeError as error:
                self._stand_in = self._processor(error)
            else:
                return out
        return self._stand_in.adapted(weights, changed)

    @property
    def device(self) -> str:
        """The device's name for people."""
        if self._stand_in is not None:
            return self._stand_in.device
        return "CPU (torch)" if self._device.type == "cpu" else title(self._device)

    def decoding(self) -> Decoding:
        """By the processor's quicker way, where it stands in."""
        return super().decoding() if self._stand_in is None else self._stand_in.decoding()

    def call(self, graph: str, inputs: dict[str, Any]) -> list[FloatArray]:
        """Run one module.

        Raises:
            ResourceError: if the device fails and nobody is there to be told.
        """
        if self._stand_in is None:
            try:
                return self._computed(graph, inputs)
            except RuntimeError as error:
                self._stand_in = self._processor(error)
        return self._stand_in.call(graph, inputs)

    def _processor(self, error: RuntimeError) -> OnnxRuntime:
        """What stands in for a device that has failed with `error`."""
        if self._device.type == "cpu":
            raise error
        if self._told is None:
            raise broken(self._device, error) from error
        self._graphs = {}
        self._told(
            Sentence(
                "The device '{device}' has failed ({reason}); the processor is used from now on.",
                device=self._device.type,
                reason=device_reason(error),
            )
        )
        return OnnxRuntime(self.checkpoint, self._threads)

    @torch.inference_mode()
    def _computed(self, graph: str, inputs: dict[str, Any]) -> list[FloatArray]:
        if graph == "head_onset":
            inputs = {**inputs, "drawn": None}
        tensors = {name: self._to_device(value) for name, value in inputs.items()}
        out = self._graphs[graph](**tensors)
        return [item.float().cpu().numpy() for item in (out if isinstance(out, tuple) else (out,))]

    def _to_device(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._to_device(item) for item in value]
        return None if value is None else torch.from_numpy(value).to(self._device)
