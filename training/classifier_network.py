"""A small classifier of feature vectors in numpy: logistic regression, or one hidden layer.

Training is full-batch and deterministic; it is meant for hundreds to some thousands of rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class SmallNetwork:
    """Weights of a trained classifier of F features into C classes.

    Attributes:
        mean, scale: of the features in training, [F].
        layers: (weight [in, out], bias [out]) of each layer, the last one to the classes.
    """

    mean: FloatArray
    scale: FloatArray
    layers: tuple[tuple[FloatArray, FloatArray], ...]

    def probabilities(self, features: FloatArray) -> FloatArray:
        """Features [N, F] to class probabilities [N, C]."""
        x = np.clip((features - self.mean) / self.scale, -6, 6)
        for weight, bias in self.layers[:-1]:
            x = np.maximum(0, x @ weight + bias)
        weight, bias = self.layers[-1]
        return softmax(x @ weight + bias)


def softmax(logits: FloatArray) -> FloatArray:
    """Rows of logits as probabilities."""
    shifted = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=1, keepdims=True))


def fit(
    features: FloatArray, labels: IntArray, classes: int, *, hidden: int = 0, decay: float = 1e-2, steps: int = 400,
    rate: float = 0.01, seed: int = 0, row_weights: FloatArray | None = None,
) -> SmallNetwork:  # fmt: skip
    """Fit by Adam (Kingma and Ba 2015) on the whole set, with weight decay.

    Args:
        features: [N, F].
        labels: [N], 0..classes-1.
        classes: C.
        hidden: width of the hidden layer; 0 is logistic regression.
        decay: pull of the weights towards zero, a step.
        steps: full-batch steps.
        rate: learning rate.
        seed: of the first weights and of what is dropped out of the hidden layer.
        row_weights: how much each row counts, [N]; equally where None.
    """
    rng = np.random.default_rng(seed)
    mean, scale = features.mean(axis=0), features.std(axis=0) + 1e-3
    x = np.clip((features - mean) / scale, -6, 6)
    widths = [x.shape[1], *([hidden] if hidden else []), classes]
    parameters = []
    for inner, outer in pairwise(widths):
        parameters += [rng.normal(0, np.sqrt(1.0 / inner), (inner, outer)), np.zeros(outer)]
    if not hidden:
        parameters[0] *= 0
    target = np.eye(classes)[labels]
    weights = np.full(len(x), 1 / len(x)) if row_weights is None else row_weights / row_weights.sum()
    first, second = [np.zeros_like(p) for p in parameters], [np.zeros_like(p) for p in parameters]
    for step in range(1, steps + 1):
        # Dropping features at random (Srivastava et al. 2014) keeps a few hundred rows from being learned by heart.
        seen = x * (rng.random(x.shape) < 0.8) / 0.8 if hidden else x
        layers = [seen]
        if hidden:
            layers.append(np.maximum(0, seen @ parameters[0] + parameters[1]))
        error = (softmax(layers[-1] @ parameters[-2] + parameters[-1]) - target) * weights[:, None]
        gradients = [layers[-1].T @ error, error.sum(axis=0)]
        if hidden:
            back = (error @ parameters[-2].T) * (layers[-1] > 0)
            gradients = [seen.T @ back, back.sum(axis=0), *gradients]
        for index, gradient in enumerate(gradients):
            first[index] += 0.1 * (gradient - first[index])
            second[index] += 0.001 * (gradient**2 - second[index])
            move = first[index] / (1 - 0.9**step) / (np.sqrt(second[index] / (1 - 0.999**step)) + 1e-8)
            if index % 2 == 0:
                parameters[index] *= 1 - rate * decay
            parameters[index] -= rate * move
    pairs = tuple((parameters[k], parameters[k + 1]) for k in range(0, len(parameters), 2))
    return SmallNetwork(mean, scale, pairs)
