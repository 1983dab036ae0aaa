"""Controls of the texture (density, register, polyphony, swing, dynamics): how model and writing follow them."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.generate.jobs import Controls
from engine.model import factors


def plan_controls(controls: Controls) -> dict[str, Any]:
    """Arguments of a `Canvas` that make its new notes follow `controls`."""
    control = np.zeros(len(factors.CONTROLS), np.float32)
    has = np.zeros(len(factors.CONTROLS), np.float32)
    return {"control": control, "has_control": has}
