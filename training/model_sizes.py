"""How large each preset is and what it needs: parameters counted on the real networks, memory computed from them.

Networks are built on torch's meta device, which allocates nothing, so that the largest can be counted anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch

from engine.model.config import PRESETS, preset
from training.train_model import STAGES, build


@dataclass(frozen=True, slots=True)
class Size:
    """One preset.

    Attributes:
        name: of the preset.
        parameters: of each network.
    """

    name: str
    parameters: dict[str, int]

    @property
    def total(self) -> int:
        """Parameters of all networks."""
        return sum(self.parameters.values())

    @property
    def file_bytes(self) -> int:
        """Size of a checkpoint, in half precision."""
        return 2 * self.total

    @property
    def training_bytes(self) -> int:
        """Memory of the state while the largest network is trained, in float32; activations come on top.

        Weights, gradients, two moments and the moving average, and the frozen codec.
        """
        return 4 * (5 * max(self.parameters.values()) + self.parameters["codec"])

    @property
    def using_bytes(self) -> int:
        """Memory of the weights while generating, in float32."""
        return 4 * self.total


def sizes() -> list[Size]:
    """All presets, in their order."""
    out = []
    for name in PRESETS:
        config = preset(name, tuple(f"style {k}" for k in range(32)))
        with torch.device("meta"):
            counts = {stage: sum(p.numel() for p in build(stage, config).parameters()) for stage in STAGES}
        out.append(Size(name, counts))
    return out


def table() -> str:
    """The sizes as Markdown."""
    lines = [
        "| size | codec | decoder | beat denoiser | phrase denoiser | all | checkpoint | training state | in use |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for size in sizes():
        cells = [f"{size.parameters[stage] / 1e6:.1f} M" for stage in STAGES]
        numbers = (size.file_bytes, size.training_bytes, size.using_bytes)
        cells += [f"{size.total / 1e6:.1f} M", *(f"{number / 1e6:,.0f} MB" for number in numbers)]
        lines.append(f"| {size.name} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"
