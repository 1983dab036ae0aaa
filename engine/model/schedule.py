"""The diffusion process: cosine schedule, v-prediction and two deterministic samplers, on arrays of any shape.

Sources: Nichol and Dhariwal 2021 (cosine schedule), Salimans and Ho 2022 (v), Song et al. 2021 (DDIM), Lu et al. 2022
(DPM-Solver++, the second-order multistep form in log-SNR).
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]
TRAIN_STEPS = 1000
_OFFSET = 0.008


def signal_and_noise(t: npt.ArrayLike) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """alpha and sigma at time t in 0..1 (0 clean, 1 noise), with alpha^2 + sigma^2 = 1."""
    angle = (np.asarray(t, np.float64) + _OFFSET) / (1 + _OFFSET) * (math.pi / 2)
    start = math.cos(_OFFSET / (1 + _OFFSET) * math.pi / 2)
    alpha = np.clip(np.cos(angle) / start, 1e-4, 1.0)
    return alpha, np.sqrt(1 - alpha**2)


def clean_from_v(noisy: FloatArray, v: FloatArray, t: float) -> FloatArray:
    """The model's estimate of the clean latents, alpha * noisy - sigma * v."""
    alpha, sigma = signal_and_noise(t)
    return np.asarray(float(alpha) * noisy - float(sigma) * v, np.float32)


Denoise = Callable[[FloatArray, float], FloatArray]
"""Predicts v from (noisy, t)."""
OnStep = Callable[[int, FloatArray], FloatArray]
"""Called after each step with its number and the latents; returns the latents to go on with. May raise to cancel."""


def times(steps: int, start: float = 1.0, end: float = 0.0) -> npt.NDArray[np.float64]:
    """`steps` + 1 times from `start` down to `end`."""
    return np.linspace(start, end, steps + 1)


def likely_clean(noisy: FloatArray, t: float) -> FloatArray:
    """The mean of the clean latents given those at time t, for latents of unit variance: alpha * noisy."""
    return np.asarray(float(signal_and_noise(t)[0]) * noisy, np.float32)


def ddim(
    noisy: FloatArray, denoise: Denoise, on_step: OnStep, *, steps: int, start: float = 1.0, end: float = 0.0
) -> FloatArray:
    """Deterministic DDIM (eta 0) from time `start` to the latents at time `end` (0: clean)."""
    grid = times(steps, start, end)
    x = noisy
    for number in range(steps):
        now, then = float(grid[number]), float(grid[number + 1])
        clean = clean_from_v(x, denoise(x, now), now)
        alpha, sigma = (float(value) for value in signal_and_noise(now))
        alpha_next, sigma_next = (float(value) for value in signal_and_noise(then))
        noise = (x - alpha * clean) / max(sigma, 1e-8)
        x = clean if then <= 0 else np.asarray(alpha_next * clean + sigma_next * noise, np.float32)
        x = on_step(number, x)
    return x


def dpm_solver(
    noisy: FloatArray, denoise: Denoise, on_step: OnStep, *, steps: int, start: float = 1.0, end: float = 0.0
) -> FloatArray:
    """DPM-Solver++(2M) from time `start` to the latents at time `end`: second-order, one evaluation a step; for few
    steps."""
    grid = times(steps, start, end)
    x, before, ratio_before = noisy, None, 0.0
    for number in range(steps):
        now, then = float(grid[number]), float(grid[number + 1])
        clean = clean_from_v(x, denoise(x, now), now)
        alpha, sigma = (float(value) for value in signal_and_noise(now))
        alpha_next, sigma_next = (float(value) for value in signal_and_noise(then))
        if then <= 0:
            x = on_step(number, clean)
            break
        span = math.log(alpha_next / sigma_next) - math.log(max(alpha, 1e-8) / max(sigma, 1e-8))
        estimate = clean
        if before is not None:
            weight = span / (2 * ratio_before)
            estimate = (1 + weight) * clean - weight * before
        x = np.asarray((sigma_next / sigma) * x - alpha_next * math.expm1(-span) * estimate, np.float32)
        before, ratio_before = clean, span
        x = on_step(number, x)
    return x
