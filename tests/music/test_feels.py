"""Which feel a chart means."""

from __future__ import annotations

import pytest

from engine.music.feels import FEELS, feel_of_style
from engine.music.forms import FORMS


@pytest.mark.parametrize(
    ("style", "feel"),
    [
        ("Bossa Nova", "bossa"),
        ("bossa-nova", "bossa"),
        ("Samba", "bossa"),
        ("Latin", "bossa"),
        ("Afro-Cuban", "bossa"),
        ("straight 8ths", "bossa"),
        ("Straight-ahead swing", "swing"),
        ("Even 8ths", "bossa"),
        ("Ballad", "two-beat"),
        ("Two-Beat  Swing", "two-beat"),
        ("Medium Up Swing", "swing"),
        ("Jazz Waltz", "swing"),
        ("", "swing"),
    ],
)
def test_a_style_word_means_a_feel(style: str, feel: str) -> None:
    assert feel_of_style(style) == feel


def test_every_form_has_a_feel() -> None:
    found = {name: feel_of_style(form.style) for name, form in FORMS.items()}
    assert set(found.values()) <= set(FEELS)
    assert found["bossa"] == "bossa"
    assert found["rhythm changes"] == "swing"
