"""Several processes that train one model together: `torchrun` or `accelerate launch` start them, this joins them.

Each process of a machine has a GPU of its own, that of its local rank. Gradients are averaged where they lie: over NCCL
on CUDA, over gloo on the CPU. What is agreed on beside them goes over gloo, so that no GPU is waited for. Without a
launcher there is one process and nothing happens.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass

import torch
import torch.distributed as dist

# Imported before there is a group: its functions take the group of that moment as a default. Imported later (an
# optimiser does) they would keep the group, whose threads then outlive `leave` and can abort the process at its exit.
import torch.distributed.nn
from torch import Tensor, nn

from engine.model.devices import torch_device
from training.devices import CPU


@dataclass(frozen=True, slots=True)
class Processes:
    """This process among those that train together.

    Attributes:
        rank: its number, 0 is the one that reports and writes.
        count: how many there are.
        device: where it trains.
    """

    rank: int = 0
    count: int = 1
    device: torch.device = CPU

    @staticmethod
    def join(asked: str = "cpu") -> Processes:
        """Join the group that RANK, WORLD_SIZE and MASTER_ADDR describe (as torchrun and accelerate set them).

        Args:
            asked: the device, as `engine.model.devices.torch_device` takes it.

        Raises:
            InputError, ResourceError: as `torch_device`.
        """
        count = int(os.environ.get("WORLD_SIZE", "1"))
        device = torch_device(asked, int(os.environ.get("LOCAL_RANK", "0")), count)
        if device.type == "cuda":
            torch.cuda.set_device(device)
        if count < 2:
            return Processes(device=device)
        if not dist.is_initialized():
            dist.init_process_group("cpu:gloo,cuda:nccl" if device.type == "cuda" else "gloo")
        return Processes(dist.get_rank(), dist.get_world_size(), device)

    @property
    def first(self) -> bool:
        """Whether this process reports and writes files."""
        return self.rank == 0

    def leave(self) -> None:
        """End the group, if there is one."""
        if self.count > 1 and dist.is_initialized():
            dist.destroy_process_group()

    def average_gradients(self, parameters: Iterable[nn.Parameter]) -> None:
        """Replace each gradient by its mean over all processes."""
        if self.count == 1:
            return
        for parameter in parameters:
            # A parameter without a gradient here may have one elsewhere; all must take part in the same sums.
            if parameter.grad is None:
                parameter.grad = torch.zeros_like(parameter)
            dist.all_reduce(parameter.grad)
            parameter.grad /= self.count

    def mean(self, values: dict[str, float]) -> dict[str, float]:
        """The mean of each value over all processes, which must have the same names in the same order."""
        if self.count == 1:
            return values
        numbers = torch.tensor(list(values.values()), dtype=torch.float64)
        dist.all_reduce(numbers)
        return dict(zip(values, (numbers / self.count).tolist(), strict=True))

    def any(self, flag: bool) -> bool:
        """Whether the flag is set in any process; all get the same answer."""
        if self.count == 1:
            return flag
        number: Tensor = torch.tensor(float(flag))
        dist.all_reduce(number, op=dist.ReduceOp.MAX)
        return bool(number.item())

    def wait(self) -> None:
        """Until all processes are here."""
        self.any(False)
