from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import InputError
from engine.music.clip import ChordSpan
from engine.music.grid import MeterChange, MeterMap
from engine.music.progression import parse_progression, progression_text

BAR = 1920


def shape(text: str, meter: MeterMap | None = None) -> list[tuple[int, int, str]]:
    return [(span.start, span.end, span.chord.symbol()) for span in parse_progression(text, meter)]


def test_bars_repeats_and_shares() -> None:
    assert shape("Dm7 | G7 | Cmaj7 | %") == [
        (0, BAR, "Dm7"),
        (BAR, 2 * BAR, "G7"),
        (2 * BAR, 3 * BAR, "Cmaj7"),
        (3 * BAR, 4 * BAR, "Cmaj7"),
    ]
    assert shape("| Dm7 G7 | % |") == [(0, 960, "Dm7"), (960, BAR, "G7"), (BAR, 2880, "Dm7"), (2880, 2 * BAR, "G7")]
    assert shape("C / / G7") == [(0, 1440, "C"), (1440, BAR, "G7")]
    assert shape("C\nF | / G") == [
        (0, BAR, "C"),
        (BAR, 2 * BAR, "F"),
        (2 * BAR, 2880 + BAR, "F"),
        (2880 + BAR, 3 * BAR, "G"),
    ]
    assert [s[2] for s in shape("[A] |: Dm7 | G7 :| [B] C6/9 ||")] == ["Dm7", "G7", "Dm7", "G7", "C6/9"]
    assert [s[2] for s in shape("N.C. | C7(b9, #11)".replace(", ", ","))] == ["N.C.", "C7b9#11"]


def test_bars_follow_the_meter() -> None:
    meter = MeterMap((MeterChange(0, 3, 4), MeterChange(1440, 7, 8)))
    assert shape("C | F G", meter) == [(0, 1440, "C"), (1440, 2280, "F"), (2280, 3120, "G")]


@pytest.mark.parametrize(
    ("text", "reason"), [("", "no chords"), (" | | ", "no chords"), ("C | Dm7 Hx", "Bar 2.*H"), ("% | C", "Bar 1")]
)
def test_errors_name_the_bar(text: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        parse_progression(text)


CHORDS = st.sampled_from(["Dm7", "G7b9", "Cmaj7", "C6/9", "F#m7b5", "Bb13", "C/E", "N.C.", "Csus4", "E7alt"])


@given(
    st.lists(st.lists(CHORDS, min_size=1, max_size=4, unique=True), min_size=1, max_size=8), st.sampled_from([3, 4, 5])
)
def test_text_reads_back(bars: list[list[str]], numerator: int) -> None:
    meter = MeterMap.constant(numerator)
    spans = parse_progression(" | ".join(" ".join(bar) for bar in bars), meter)
    assert parse_progression(progression_text(spans, meter), meter) == spans


def test_gaps_are_written_as_no_chord() -> None:
    span = parse_progression("G7")[0].chord
    text = progression_text([ChordSpan(480, 960, span), ChordSpan(2 * BAR, 3 * BAR, span)])
    assert text == "N.C. G7 N.C. / | N.C. | G7"
    assert progression_text([]) == ""
