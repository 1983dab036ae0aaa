"""Titles of takes become one tune, and tunes fall on one side of the split in every corpus."""

from __future__ import annotations

from collections import Counter

import pytest

from training.corpus import medley_tunes, plain_title, split_of, tune_of
from training.corpus_readers.base import Source


@pytest.mark.parametrize(
    "title",
    [
        "Body and Soul",
        "Body & Soul",
        "BODY AND SOUL (Take 2)",
        "Body and Soul - Live",
        "Body and Soul - Live At Maybeck Recital Hall, Berkeley, CA  August 1990",
        "Body and Soul - Instrumental",
        "03 Body and Soul",
        "12 - Body and Soul",
        "Body and Soul [alternate take]",
        "Body And Soul take 3",
        "The Body and Soul - Remastered",
        "Three's a Crowd -  Body and Soul",
    ],
)
def test_takes_of_one_tune_have_one_name(title: str) -> None:
    assert plain_title(title) == "bodyandsoul"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("They Can't Take That Away From Me", "They Can't That Away From Me"),
        ("Take the A Train", "Train"),
        ("Sonata no. 1 - Adagio", "Sonata no. 2 - Adagio"),
        ("Prelude bwv 846", "Prelude bwv 847"),
        ("26-2", "2"),
    ],
)
def test_different_tunes_keep_different_names(one: str, other: str) -> None:
    assert plain_title(one) != plain_title(other)


def test_spelling_variants_meet() -> None:
    assert plain_title("'Round Midnight") == plain_title("Round About Midnight") == plain_title("Round Midnight (Live)")
    assert plain_title("Ko-Ko") == plain_title("Ko Ko")
    assert plain_title("Für Elise") == plain_title("Fur Elise")


def test_a_title_of_noise_alone_falls_back_to_the_file() -> None:
    first = tune_of(Source("solos/take 1.mid", "folder", "solos", title="take 1"))
    second = tune_of(Source("solos/take 2.mid", "folder", "solos", title="take 2"))
    assert first
    assert first != second


def test_one_tune_is_on_one_side_in_every_corpus() -> None:
    sources = [
        Source("p/x.mid", "pijama", "pijama", title="Ornithology - Live", artist="A"),
        Source("w/melody/y.csv", "wjazzd", "wjazzd", title="Ornithology", artist="B"),
        Source("o/z.csv", "omnibook", "omnibook", title="Ornithology (Take 2)", artist="C"),
    ]
    assert len({split_of(tune_of(source)) for source in sources}) == 1


def test_the_split_is_eighty_ten_ten() -> None:
    counts = Counter(split_of(f"tune {number}") for number in range(5000))
    assert counts["train"] / 5000 == pytest.approx(0.8, abs=0.03)
    assert counts["valid"] / 5000 == pytest.approx(0.1, abs=0.03)
    assert counts["test"] / 5000 == pytest.approx(0.1, abs=0.03)


def test_a_medley_names_its_tunes() -> None:
    title = "Medley -  April In Paris, The Last Time I Saw Paris - Live At Maybeck Recital Hall, Berkeley"
    assert medley_tunes(title) == ["aprilinparis", "lasttimeisawparis"]
    assert medley_tunes("Medley -  Over The Rainbow  Small World") == ["overrainbow", "smallworld"]
    assert medley_tunes("Blues for Smedley") == []
