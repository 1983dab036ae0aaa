"""The style classifier on styles that any ear could tell, its file, and its answers about a clip."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine.errors import InputError, ResourceError
from engine.model.tokens import GridNotes, notes_from_grid
from engine.music.clip import Clip
from tests.training.music import two_hands
from training.classifier import (
    LEAST_TRAIN,
    StyleClassifier,
    labelled_features,
    recalls,
    style_probability,
    train_classifier,
    trained_on,
    usable_labels,
)
from training.evaluate_windows import HeldPiece
from training.metrics_features import clip_features
from training.shards import INDEX_NAME


def waltzing(seed: int) -> GridNotes:
    """The same hands an octave lower, louder, without the line, each note short."""
    music = two_hands(seed, 64)
    low = music.pitch < 66
    return GridNotes(
        music.onset[low], music.micro[low], music.pitch[low] - 12, music.duration[low] // 2, music.velocity[low] + 20
    )


def pieces(first: int, count: int) -> list[HeldPiece]:
    bars = np.stack([np.arange(64) % 4, np.full(64, 4)], axis=1).astype(np.int8)
    out = []
    for seed in range(first, first + count):
        out.append(HeldPiece(two_hands(seed, 64), bars, "Comping", "x", f"a{seed}"))
        out.append(HeldPiece(waltzing(seed), bars, "Stomp", "x", f"b{seed}"))
        out.append(HeldPiece(two_hands(seed, 64), bars, "Jazz piano", "x", f"c{seed}"))
    return out


@pytest.fixture(scope="module")
def classifier() -> StyleClassifier:
    return train_classifier(pieces(0, 20), ("Comping", "Stomp"))


def test_styles_with_enough_pieces_on_both_sides_can_be_learned() -> None:
    training, held = pieces(0, LEAST_TRAIN), pieces(100, 5)
    assert set(usable_labels(training, held)) == {"Comping", "Stomp"}, "a name that says little is no style"
    assert usable_labels(training[:30], held) == ()
    assert usable_labels(training, held[:6]) == ()


def test_it_recognises_styles_on_new_pieces_and_says_so_in_probabilities(classifier: StyleClassifier) -> None:
    features, names = labelled_features(pieces(200, 6), classifier.labels, 12, 1, lambda done, stage: None)
    assert np.mean(list(recalls(classifier, features, names).values())) > 0.9
    found = style_probability(classifier, waltzing(300))
    assert sum(found.values()) == pytest.approx(1)
    assert found["Stomp"] > 0.8
    clip = Clip(notes_from_grid(two_hands(301)))
    assert style_probability(classifier, clip)["Comping"] > 0.8
    one = style_probability(classifier, clip_features(two_hands(301), 32))
    assert one == pytest.approx(style_probability(classifier, two_hands(301)))
    assert sum(style_probability(classifier, Clip()).values()) == pytest.approx(1)


def test_labels_that_are_wrong_are_not_learned() -> None:
    rng = np.random.default_rng(6)

    def mixed(first: int) -> list[HeldPiece]:
        own = [p for p in pieces(first, 20) if p.style == "Comping"]
        return [replace(p, style=str(rng.choice(["Comping", "Stomp"]))) for p in own]

    classifier = train_classifier(mixed(0), ("Comping", "Stomp"))
    held = mixed(500)
    features, names = labelled_features(held, classifier.labels, 12, 1, lambda done, stage: None)
    assert np.mean(list(recalls(classifier, features, names).values())) < 0.85


def test_it_is_saved_and_read_back(classifier: StyleClassifier, tmp_path: Path) -> None:
    path = tmp_path / "results" / "style.safetensors"
    classifier.save(path)
    read = StyleClassifier.load(path)
    assert read.labels == classifier.labels
    music = two_hands(9)
    assert style_probability(read, music) == pytest.approx(style_probability(classifier, music), abs=1e-4)
    path.write_bytes(path.read_bytes()[:40])
    with pytest.raises(ResourceError, match="train it again"):
        StyleClassifier.load(path)


def test_a_data_set_without_styles_gets_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=INDEX_NAME):
        trained_on(tmp_path, "valid", lambda done, stage: None)
