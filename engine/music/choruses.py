"""Choruses heard together: a solo goes round a form again and again, and what one chorus leaves open another tells."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

UNSURE_NATS = 1.2
"""Mean entropy of the chords from which on choruses are looked for: notes that tell their chords need no others."""
FORM_BARS = (12, 16, 18, 20, 24, 32, 36, 40, 48, 64)
FEWEST_BARS, MOST_BARS = 4, 75
"""Lengths that are compared with those of forms: what comes round after another number of bars is no chorus."""
LIKENESS, STANDS_OUT, NEARLY = 0.1, 2.0, 0.05
"""How alike the rounds must be (correlation), by how many standard deviations more than after other lengths, and how
much less than after the length after which they are most alike. Found on solos of the Weimar Jazz Database, lead sheets
and melodies of songs, all of the validation part."""
TRUST = 0.7
"""The answers of n rounds are added and divided by n to this power: 0 would take them as independent, 1 as one."""

Nats = NDArray[np.float64]


def together(chances: Nats, downbeats: NDArray[np.bool_]) -> Nats:
    """Log-probabilities of each beat's chord (T, classes), those of the same place in all choruses put together.

    As they are where they are sure enough, where bars differ in length, or where no form comes round.
    """
    beats = form_beats(chances, downbeats)
    if beats is None:
        return chances
    place = np.arange(len(chances)) % beats
    sums = np.zeros((beats, chances.shape[1]))
    np.add.at(sums, place, chances)
    rounds = np.bincount(place, minlength=beats)[:, None]
    return np.asarray((sums / np.maximum(rounds, 1) ** TRUST)[place])


def form_beats(chances: Nats, downbeats: NDArray[np.bool_]) -> int | None:
    """Beats of a chorus, or None; arguments as those of `together`."""
    lengths = np.diff(np.flatnonzero(downbeats))
    shares = np.exp(chances)
    if len(lengths) < 2 * FORM_BARS[0] - 1 or -(shares * chances).sum(axis=1).mean() < UNSURE_NATS:
        return None
    bar = int(np.bincount(lengths).argmax())
    if (lengths != bar).mean() > NEARLY:
        return None
    bars = np.arange(FEWEST_BARS, min(len(chances) // (2 * bar), MOST_BARS + 1))
    if len(bars) < FEWEST_BARS:
        return None
    centred = shares - shares.mean(axis=0)
    likeness = np.array([_correlation(centred[lag:], centred[:-lag]) for lag in bars * bar])
    forms = np.where(np.isin(bars, FORM_BARS), likeness, -1.0)
    best = int(forms.argmax())
    stands_out = forms[best] >= likeness.mean() + STANDS_OUT * likeness.std()
    if forms[best] < max(LIKENESS, likeness.max() - NEARLY) or not stands_out:
        return None
    return int(bars[best]) * bar


def _correlation(a: Nats, b: Nats) -> float:
    return float((a * b).sum() / np.sqrt((a * a).sum() * (b * b).sum() + 1e-9))
