"""A device that is not the CPU, on machines that have none: its tensors can be reached through torch alone.

It computes with the CPU's kernels, so a training on it must give the very numbers of the CPU; but an operation that is
given tensors of both, or asks numpy for one of its own, fails as it does on CUDA. Work that a GPU's host would have to
wait for is counted. Importing this claims torch's place for one foreign device, for good: do it in a child process.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import torch
from torch import Tensor
from torch.utils import backend_registration
from torch.utils._python_dispatch import TorchDispatchMode

NAME = "gpu"
aten = torch.ops.aten


class _Module(backend_registration._DummyBackendModule):
    """What torch asks a device's module for."""

    def get_amp_supported_dtype(self) -> list[torch.dtype]:
        return [torch.bfloat16]


backend_registration._setup_privateuseone_for_python_backend(NAME, backend_module=_Module())
GPU = torch.device(NAME, 0)
waits: Counter[str] = Counter()
"""How often the host needed a result, by operation."""


class Far(Tensor):
    """A tensor of the device; `raw` is where its numbers really are."""

    raw: Tensor

    @staticmethod
    def __new__(cls, raw: Tensor) -> Far:
        if raw.dtype == torch.float64:
            raise TypeError("as MPS, this device has no float64")
        made = Tensor._make_wrapper_subclass(  # type: ignore[attr-defined]
            cls, raw.shape, strides=raw.stride(), storage_offset=raw.storage_offset(), dtype=raw.dtype, device=GPU
        )
        made.raw = raw
        return made  # type: ignore[no-any-return]

    __torch_function__ = torch._C._disabled_torch_function_impl

    @classmethod
    def __torch_dispatch__(cls, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        return _run(func, args, kwargs or {})


class PretendGpu(TorchDispatchMode):
    """While entered, tensors can be made on the device and moved to and from it."""

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        return _run(func, args, kwargs or {})


def _run(func: Any, args: Any, kwargs: dict[str, Any]) -> Any:
    tensors = [value for value in _leaves((*args, *kwargs.values())) if isinstance(value, Tensor)]
    far = [value for value in tensors if isinstance(value, Far)]
    wanted = kwargs.get("device")
    to_far = bool(far) if wanted is None else torch.device(wanted).type == NAME
    if func is aten.copy_.default:
        to_far = isinstance(args[0], Far)
    elif func is not aten._to_copy.default and far:
        # As on CUDA, a number of the CPU (a tensor without axes) may take part.
        near = [value for value in tensors if not isinstance(value, Far) and value.ndim]
        if near:
            raise RuntimeError(f"{func}: expected all tensors on the same device, found {NAME} and cpu")
    _count_waits(func, args, far, to_far)
    if wanted is not None and torch.device(wanted).type == NAME:
        kwargs = kwargs | {"device": torch.device("cpu")}
    out = func(*_mapped(_raw, args), **{name: _mapped(_raw, value) for name, value in kwargs.items()})
    if not to_far:
        return out
    known = {id(value.raw): value for value in far}

    def wrapped(value: Any) -> Any:
        if not isinstance(value, Tensor):
            return value
        return known[id(value)] if id(value) in known else Far(value)

    return _mapped(wrapped, out)


def _leaves(value: Any) -> Iterator[Any]:
    """What stands in tuples and lists: the only containers that operations know. (torch's own trees cost more time than
    all the operations.)
    """
    if isinstance(value, tuple | list):
        for item in value:
            yield from _leaves(item)
    else:
        yield value


def _mapped(change: Callable[[Any], Any], value: Any) -> Any:
    if isinstance(value, tuple | list):
        return type(value)([_mapped(change, item) for item in value])
    return change(value)


def _raw(value: Any) -> Any:
    return value.raw if isinstance(value, Far) else value


def _count_waits(func: Any, args: Any, far: list[Far], to_far: bool) -> None:
    masks = func in (aten.index.Tensor, aten.index_put_.default) and any(
        index is not None and index.dtype == torch.bool for index in args[1]
    )
    comes_back = func in (aten._to_copy.default, aten.copy_.default) and not to_far
    if far and (masks or comes_back or func in (aten._local_scalar_dense.default, aten.nonzero.default)):
        waits[func.overloadpacket.__name__] += 1


def _autocast(name: str) -> Callable[..., Any]:
    operation = getattr(torch.ops.aten, name)
    here = torch._C.DispatchKeySet(torch._C.DispatchKey.AutocastPrivateUse1)

    def lowered(value: Any) -> Any:
        eligible = isinstance(value, Tensor) and value.dtype == torch.float32 and value.device.type == NAME
        return value.to(torch.bfloat16) if eligible else value

    def run(*args: Any, **kwargs: Any) -> Any:
        with torch._C._ExcludeDispatchKeyGuard(here):
            return operation(*_mapped(lowered, args), **{name: lowered(value) for name, value in kwargs.items()})

    return run


_everything = torch.library.Library("_", "IMPL")
_everything.fallback(torch.library.fallthrough_kernel, "AutocastPrivateUse1")
_lowered = torch.library.Library("aten", "IMPL")
for _name in ("linear", "matmul", "bmm", "scaled_dot_product_attention"):
    _lowered.impl(_name, _autocast(_name), "AutocastPrivateUse1")
