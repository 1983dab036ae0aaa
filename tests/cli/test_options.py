from __future__ import annotations

import argparse
import io
from contextlib import suppress

import mido
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.commands import options
from engine.commands.progress import ProgressLine
from engine.music.key_spelling import key_tonic


@given(st.integers(-1000, 1000))
def test_whole_numbers_are_limited(value: int) -> None:
    parse = options.whole(-5, 70)
    if -5 <= value <= 70:
        assert parse(str(value)) == value
    else:
        with pytest.raises(argparse.ArgumentTypeError, match=r"outside -5\.\.70"):
            parse(str(value))


@given(st.floats())
def test_numbers_are_limited_and_never_nan(value: float) -> None:
    parse = options.real(0, 1)
    if 0 <= value <= 1:
        assert parse(repr(value)) == value
    else:
        with pytest.raises(argparse.ArgumentTypeError):
            parse(repr(value))


@given(st.text(max_size=12))
def test_odd_text_is_refused_and_nothing_else_is_raised(text: str) -> None:
    for parse in (
        options.meter,
        options.key,
        options.bar_range,
        options.weighted_styles,
        options.whole(0),
        options.real(0, 1),
    ):
        with suppress(argparse.ArgumentTypeError):
            parse(text)


@pytest.mark.parametrize(
    ("text", "styles"),
    [
        ("Tatum", (("Tatum", 1.0),)),
        ("Tatum:0.5, Bud Powell:2", (("Tatum", 0.5), ("Bud Powell", 2.0))),
        ("Ahmad: the trio:1", (("Ahmad: the trio", 1.0),)),
    ],
)
def test_styles_with_weights(text: str, styles: tuple[tuple[str, float], ...]) -> None:
    assert options.weighted_styles(text) == styles


@pytest.mark.parametrize("text", ["", ":1", "A:0", "A:-1", "A:nan", "A:inf", "A,A:2", "A,,B"])
def test_styles_that_make_no_sense(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError):
        options.weighted_styles(text)


@pytest.mark.parametrize(("text", "key"), [("c", "C"), ("Am", "Am"), ("ebmaj", "Eb"), ("F#min", "F#m"), ("B♭", "Bb")])
def test_keys(text: str, key: str) -> None:
    assert options.key(text) == key


def test_every_key_has_a_signature_and_its_own_tonic() -> None:
    names = [f"{letter}{sign}{mode}" for letter in "ABCDEFG" for sign in ("", "#", "b") for mode in ("", "m")]
    for name in names:
        key = options.key(name)
        assert mido.MetaMessage("key_signature", key=key).key == key
        assert key_tonic(key) == key_tonic(name)


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_plain_lines_without_a_terminal() -> None:
    log = io.StringIO()
    with ProgressLine("Working", log) as progress:
        for step in range(1001):
            progress.update(step / 1000)
    assert log.getvalue() == "".join(f"Working {share}%\n" for share in (0, 25, 50, 75, 100))


def test_progress_is_a_bar_on_a_terminal_that_goes_away() -> None:
    screen = _Terminal()
    with ProgressLine("Working", screen) as progress:
        progress.update(0.5, "beats")
    text = screen.getvalue()
    assert "\n" not in text
    assert "50%" in text
    assert text.endswith("\r")
    assert text.split("\r")[-2].strip() == ""
