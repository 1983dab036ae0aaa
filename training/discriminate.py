"""Real or made: how well a classifier that saw half of the windows tells the other half apart.

An area under the ROC curve of 0.5 says that it cannot, 1.0 that it always can.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from training.classifier_network import fit

FloatArray = npt.NDArray[np.float64]
SPLITS = 4


def area_under_curve(negative: FloatArray, positive: FloatArray) -> float:
    """Chance that a positive's score lies above a negative's, ties counted half (Mann and Whitney 1947)."""
    if not len(negative) or not len(positive):
        return 0.5
    above = (positive[:, None] > negative[None, :]).mean()
    return float(above + 0.5 * (positive[:, None] == negative[None, :]).mean())


def discriminate(real: FloatArray, made: FloatArray, *, hidden: int = 0, seed: int = 0) -> list[float]:
    """Areas under the curve on held-out halves, one for each of several splits.

    Rows with the same number belong to the same window and fall on the same side.

    Args:
        real: features of real continuations, [N, F].
        made: of made ones, [N, F].
        hidden: width of the classifier's hidden layer; 0 is logistic regression.
        seed: of the splits.
    """
    rng = np.random.default_rng(seed)
    count, out = len(real), []
    for split in range(SPLITS):
        order = rng.permutation(count)
        learned, asked = order[: count // 2], order[count // 2 :]
        features = np.concatenate([real[learned], made[learned]])
        labels = np.repeat(np.array([0, 1]), len(learned))
        network = fit(features, labels, 2, hidden=hidden, decay=0.3, steps=300, seed=seed + split)
        out.append(area_under_curve(network.probabilities(real[asked])[:, 1], network.probabilities(made[asked])[:, 1]))
    return out
