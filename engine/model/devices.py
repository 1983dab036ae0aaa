"""The devices torch can use here: which one `auto` means, whether one that is asked for is there, what is free on it.

Importing this module does not import torch; its functions do.
"""

from __future__ import annotations

import os
import platform
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.errors import InputError, ResourceError
from engine.sentences import Sentence

if TYPE_CHECKING:
    import torch

GPUS = ("cuda", "mps")
"""The best first."""
DEVICES = ("auto", "cpu", *GPUS)
KINDS = {"cpu": "CPU", "cuda": "NVIDIA GPU (CUDA)", "mps": "Apple GPU (MPS)"}


def torch_device(asked: str, rank: int = 0, processes: int = 1) -> torch.device:
    """The device that a name of `DEVICES` means; `auto` is CUDA where there is one, else MPS, else the CPU.

    Args:
        asked: the name.
        rank: of this process among those of this machine, each of which gets a GPU of its own.
        processes: how many train together, on all machines.

    Raises:
        InputError: if the device cannot be shared by so many processes.
        ResourceError: if the device is not there or does not work.
    """
    import torch

    if asked == "auto":
        there = [name for name in GPUS if not missing(name) and (name == "cuda" or processes == 1)]
        asked = there[0] if there else "cpu"
    if problem := missing(asked):
        raise ResourceError(
            "{problem}; give --device cpu, or leave --device out to take the best there is.", problem=problem
        )
    if asked == "mps" and processes > 1:
        raise InputError("Several processes cannot share the Apple GPU; start one, or give --device cpu.")
    if asked != "cuda":
        return _tried(torch.device(asked))
    count = torch.cuda.device_count()
    if rank >= count:
        raise InputError(
            "Process {number} of this machine finds {gpus} GPUs; start at most one process a GPU, or give "
            "--device cpu.",
            number=rank + 1,
            gpus=count,
        )
    return _tried(torch.device("cuda", rank))


def _tried(device: torch.device) -> torch.device:
    import torch

    try:
        torch.zeros(1, device=device)
    except RuntimeError as error:
        raise broken(device, error) from error
    return device


def broken(device: torch.device, error: Exception) -> ResourceError:
    """The error for a device that refuses to work."""
    return ResourceError(
        "The device '{device}' does not work ({reason}); give --device cpu.",
        device=device.type,
        reason=device_reason(error),
    )


def device_reason(error: Exception) -> str:
    """What a device says is wrong, the first of the many sentences that torch makes of it."""
    return str(error).partition("\n")[0].partition(". ")[0].rstrip(".")


def missing(name: str) -> Sentence | None:
    """Why torch cannot use `cuda` or `mps` here, as the beginning of a sentence; None where it can."""
    import torch

    if name == "cuda" and not torch.cuda.is_available():
        if torch.version.cuda:
            return Sentence("PyTorch {version} finds no NVIDIA GPU with a driver", version=torch.__version__)
        return Sentence("PyTorch {version} is built without CUDA", version=torch.__version__)
    if name == "mps" and not torch.backends.mps.is_available():
        if torch.backends.mps.is_built():
            return Sentence("PyTorch {version} finds no Apple GPU", version=torch.__version__)
        return Sentence("PyTorch {version} is built without MPS (Apple GPUs)", version=torch.__version__)
    return None


def gpus() -> list[dict[str, Any]]:
    """The GPUs that torch can use here, the one that `auto` takes first: {device, title, free_bytes} each.

    torch is imported only where a driver for one is installed: elsewhere the answer would cost a second.
    """
    try:
        found = [torch_device(name) for name in GPUS if has_driver(name) and not missing(name)]
        return [{"device": item.type, "title": title(item), "free_bytes": free_bytes(item)} for item in found]
    except (ImportError, OSError, RuntimeError, ResourceError):
        return []


def has_driver(name: str) -> bool:
    """Whether this machine seems to have a `cuda` or `mps` device; costs next to nothing, for torch is not asked."""
    if sys.platform == "darwin" or name == "mps":
        return name == "mps" and sys.platform == "darwin" and platform.machine() == "arm64"
    if sys.platform == "win32":
        return Path(os.environ.get("SYSTEMROOT", r"C:\Windows"), "System32", "nvcuda.dll").is_file()
    # NVIDIA's driver, Windows' own (WSL) and AMD's, which torch calls CUDA, too.
    return any(Path(path).exists() for path in ("/dev/nvidiactl", "/dev/dxg", "/dev/kfd"))


def supports_bf16(device: torch.device) -> bool:
    """Whether the device computes in bfloat16 itself: NVIDIA from Ampere on, Apple from macOS 14 on, processors that
    multiply it. Others work it out value by value: a product that takes 46 ms in float32 took 526 ms on a Zen 3.
    """
    import torch

    if device.type == "cuda":
        return bool(torch.cuda.is_bf16_supported(including_emulation=False))
    if device.type == "mps":
        return torch.backends.mps.is_macos_or_newer(14, 0)
    return _processor_has_bf16()


def _processor_has_bf16() -> bool:
    """x86 with AVX-512 BF16 or AMX; under Linux, others that oneDNN has such products for (ARM)."""
    import torch

    if platform.machine().lower() in ("x86_64", "amd64"):
        return torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported()
    try:
        return sys.platform == "linux" and bool(torch.ops.mkldnn._is_mkldnn_bf16_supported())
    except (AttributeError, RuntimeError):  # built without oneDNN
        return False


def title(device: torch.device) -> str:
    """The device's name for people."""
    import torch

    if device.type == "cuda" and torch.cuda.is_available():
        return f"{torch.cuda.get_device_name(device)} (CUDA)"
    return KINDS.get(device.type, device.type)


def free_bytes(device: torch.device) -> int | None:
    """Memory of a GPU that nobody uses; None for the CPU, whose memory is the machine's."""
    import torch

    if device.type == "cuda":
        return int(torch.cuda.mem_get_info(device)[0])
    if device.type == "mps":
        return max(0, torch.mps.recommended_max_memory() - torch.mps.driver_allocated_memory())
    return None
