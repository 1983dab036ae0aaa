"""The samplers against a case with a known answer: Gaussian data, whose perfect denoiser is a formula."""

from __future__ import annotations

import numpy as np
import pytest

from engine.model import schedule

MEAN, DEVIATION = 0.7, 0.3


def perfect_v(noisy: np.ndarray, t: float) -> np.ndarray:
    """v of the ideal denoiser for data N(MEAN, DEVIATION^2): E[clean | noisy] by Bayes, turned into v."""
    alpha, sigma = (float(x) for x in schedule.signal_and_noise(t))
    variance = alpha**2 * DEVIATION**2 + sigma**2
    clean = MEAN + alpha * DEVIATION**2 / variance * (noisy - alpha * MEAN)
    noise = (noisy - alpha * clean) / max(sigma, 1e-8)
    return np.asarray(alpha * noise - sigma * clean, np.float32)


@pytest.mark.parametrize(("solver", "steps", "tolerance"), [(schedule.ddim, 50, 0.03), (schedule.dpm_solver, 15, 0.03)])
def test_gaussian_data_is_reproduced(solver, steps, tolerance) -> None:
    noise = np.random.default_rng(0).standard_normal(20_000).astype(np.float32)
    out = solver(noise, perfect_v, lambda _, x: x, steps=steps)
    assert out.mean() == pytest.approx(MEAN, abs=tolerance)
    assert out.std() == pytest.approx(DEVIATION, abs=tolerance)


@pytest.mark.parametrize(("solver", "steps"), [(schedule.ddim, 50), (schedule.dpm_solver, 15)])
def test_denoising_that_ends_early_leaves_the_noise_of_that_time(solver, steps) -> None:
    end = 0.4
    alpha, sigma = (float(x) for x in schedule.signal_and_noise(end))
    noise = np.random.default_rng(0).standard_normal(20_000).astype(np.float32)
    out = solver(noise, perfect_v, lambda _, x: x, steps=steps, end=end)
    assert out.mean() == pytest.approx(alpha * MEAN, abs=0.03)
    assert out.std() == pytest.approx(np.hypot(alpha * DEVIATION, sigma), abs=0.03)


def test_what_noised_latents_were_is_their_mean_under_a_normal_prior() -> None:
    rng = np.random.default_rng(1)
    clean, noise = rng.standard_normal((2, 200_000)).astype(np.float32)
    alpha, sigma = (float(x) for x in schedule.signal_and_noise(0.5))
    noisy = alpha * clean + sigma * noise
    slope = float(noisy @ clean / (noisy @ noisy))  # the best linear guess, which is the mean for normal variables
    np.testing.assert_allclose(schedule.likely_clean(noisy, 0.5), slope * noisy, atol=0.03)


def test_the_second_order_solver_is_nearer_with_few_steps() -> None:
    # The exact solution of the probability-flow equation maps noise z to MEAN + DEVIATION * z (to the schedule's ends).
    noise = np.linspace(-2, 2, 41).astype(np.float32)
    exact = MEAN + DEVIATION * noise
    error = {
        solver: np.abs(solver(noise, perfect_v, lambda _, x: x, steps=8) - exact).mean()
        for solver in (schedule.ddim, schedule.dpm_solver)
    }
    assert error[schedule.dpm_solver] < error[schedule.ddim]


def test_schedule_runs_from_clean_to_noise() -> None:
    alpha, sigma = schedule.signal_and_noise(np.linspace(0, 1, 11))
    assert (np.diff(alpha) < 0).all()
    np.testing.assert_allclose(alpha**2 + sigma**2, 1)
    assert alpha[0] == 1
    assert alpha[-1] <= 1e-3


def test_cancelling_from_a_step_leaves_at_once() -> None:
    seen = []

    def on_step(number: int, x: np.ndarray) -> np.ndarray:
        seen.append(number)
        if number == 3:
            raise KeyboardInterrupt
        return x

    with pytest.raises(KeyboardInterrupt):
        schedule.ddim(np.zeros(4, np.float32), perfect_v, on_step, steps=50)
    assert seen == [0, 1, 2, 3]
