"""The torch runtime: the same musical calls on CUDA, MPS or the CPU. Importing this module imports torch."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import torch

from engine.model.checkpoint import Checkpoint, Weights
from engine.model.devices import title, torch_device
from engine.model.networks.graphs import Networks, all_graphs
from engine.model.runtime import FloatArray, Runtime


class TorchRuntime(Runtime):
    """Runs the graphs of `engine.model.networks.graphs` as torch modules in float32."""

    def __init__(self, checkpoint: Checkpoint, device: str = "cpu") -> None:
        """Build the networks on `device` (cpu, cuda or mps). Raises InputError if the device is not there."""
        super().__init__(checkpoint.config)
        self._device = torch_device(device)
        networks = Networks.build(checkpoint.config)
        networks.load({name: torch.from_numpy(value.copy()) for name, value in checkpoint.weights.items()})
        self._graphs = {name: graph.to(self._device) for name, graph in all_graphs(networks).items()}
        self.checkpoint = checkpoint

    def adapted(self, weights: Weights) -> TorchRuntime:
        """Another runtime with these weights on the same device."""
        return TorchRuntime(replace(self.checkpoint, weights=weights), self._device.type)

    @property
    def device(self) -> str:
        """The device's name for people."""
        return "CPU (torch)" if self._device.type == "cpu" else title(self._device)

    @torch.inference_mode()
    def call(self, graph: str, inputs: dict[str, Any]) -> list[FloatArray]:
        """Run one module."""
        if graph == "head_onset":
            inputs = {**inputs, "drawn": None}
        tensors = {name: self._to_device(value) for name, value in inputs.items()}
        out = self._graphs[graph](**tensors)
        return [item.float().cpu().numpy() for item in (out if isinstance(out, tuple) else (out,))]

    def _to_device(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._to_device(item) for item in value]
        return None if value is None else torch.from_numpy(value).to(self._device)
