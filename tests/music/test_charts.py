"""Charts as text, files and iReal Pro links: repeats, endings, jumps, and errors that point at the wrong symbol."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import InputError
from engine.music.chord import parse_chord
from engine.music.ireal import is_ireal, mirrored, parse_ireal, unscrambled
from engine.music.progression import ChordTextError, parse_chart, parse_progression, progression_text
from engine.music.progression_source import read_chart

BAR = 1920


def bars(text: str) -> list[str]:
    return progression_text(parse_progression(text)).split(" | ")


@pytest.mark.parametrize(
    ("text", "played"),
    [
        ("|: Dm7 | G7 :| C6", "Dm7 | G7 | Dm7 | G7 | C6"),
        ("Dm7 | G7 :|x3 C6", "Dm7 | G7 | Dm7 | G7 | Dm7 | G7 | C6"),
        ("|: Dm7 | G7 |1. Em7 | A7 :|2. C6 | F6 ||", "Dm7 | G7 | Em7 | A7 | Dm7 | G7 | C6 | F6"),
        ("|: Dm7 |1. G7 :|2. A7 :|3. C6 | F7 |", "Dm7 | G7 | Dm7 | A7 | Dm7 | C6 | F7"),
        ("|: C6 :|: F7 :| Bb6", "C6 | % | F7 | % | Bb6"),
        ("C7 | F7 | %%", "C7 | F7 | C7 | F7"),
        ("A: Dm7 | G7\nB: C6 / F7 | Bb7 -", "Dm7 | G7 | C6 / F7 | Bb7"),
        ("C7 (b9, #11) | F", "C7b9#11 | F"),
        ("(Dm7) | N.C. | G7sus", "Dm7 | N.C. | G7sus4"),
    ],
)
def test_signs_of_a_chart(text: str, played: str) -> None:
    assert bars(text) == played.split(" | ")


def test_sections_are_named_where_they_begin() -> None:
    chart = parse_chart("[A] |: Dm7 | G7 :| [B] C6/9 | %")
    assert chart.sections == (("A", 0), ("A", 2 * BAR), ("B", 4 * BAR))
    assert chart.bars == 6


@pytest.mark.parametrize(
    ("symbol", "same"),
    [
        ("Dm7b5", "Dø"), ("DØ7", "D-7b5"), ("DΔ", "Dmaj7"), ("D-7", "Dm7"), ("D7/9", "D9"), ("Cm9(maj7)", "CmMaj9"),
        ("C7(b9,#11)", "C7b9#11"), ("C6/9", "C69"), ("C7sus", "C7sus4"), ("F♯m7", "F#m7"), ("Cm7/11", "Cm11"),
    ],
)  # fmt: skip
def test_ways_to_write_the_same_chord(symbol: str, same: str) -> None:
    assert parse_chord(symbol) == parse_chord(same)


def test_a_wrong_symbol_is_pointed_at() -> None:
    text = "Dm7 | G7\nCmaj7 | Qm7 A7"
    with pytest.raises(ChordTextError, match=r'Bar 4 .*line 2.*"Qm7".*sign 1') as caught:
        parse_chart(text)
    assert text[caught.value.start : caught.value.end] == "Qm7"
    assert caught.value.bar == 4
    with pytest.raises(ChordTextError, match=r'Bar 1 .*"%"'):
        parse_chart("% | C")


PLAIN = "{*AT44C^7   |A-7 D7 |N1D-7   |G7b9   }|N2Gh7   |C-^7/G Db7#11 ][*BF^7   |x   |E-7,A7,D-7,G7,|Z"
PLAYED = "Cmaj7 | Am7 D7 | Dm7 | G7b9 | Cmaj7 | Am7 D7 | Gm7b5 | CmMaj7/G Db7#11 | Fmaj7 | % | Em7 A7 Dm7 G7"


def test_a_plain_link() -> None:
    link = "irealbook://" + quote(f"Blue Bird=Doe Jane=Medium Swing=Bb=n={PLAIN}")
    (chart,) = parse_ireal(link)
    assert (chart.title, chart.composer, chart.style, chart.key) == ("Blue Bird", "Doe Jane", "Medium Swing", "Bb")
    assert progression_text(chart.spans) == PLAYED
    assert [name for name, _ in chart.sections] == ["A", "A", "B"]


def scrambled(text: str) -> str:
    """What an export writes: three abbreviations, then places changed in blocks of fifty."""
    for long, short in (("| x", "Kcl"), (" |", "LZ"), ("   ", "XyQ")):
        text = text.replace(long, short)
    return mirrored(text)


def test_a_scrambled_link_holds_the_same_chart() -> None:
    link = "irealb://" + quote(
        f"Blue Bird=Doe Jane==Medium Swing=G-==1r34LbKcu7{scrambled(PLAIN)}=Jazz-Medium Swing=140=3"
    )
    assert is_ireal(link)
    (chart,) = parse_ireal(f'<a href="{link}">Blue Bird</a>')
    assert (chart.title, chart.style, chart.key, chart.tempo_bpm) == ("Blue Bird", "Medium Swing", "Gm", 140.0)
    assert progression_text(chart.spans) == PLAYED
    plain = "irealbook://" + quote(f"Blue Bird=Doe Jane=Medium Swing=G-=n={PLAIN}")
    assert parse_ireal(plain)[0].spans == chart.spans


@given(st.text(alphabet="ABCDEFG|-^7 {}[]", max_size=160))
def test_scrambling_twice_is_nothing(text: str) -> None:
    assert mirrored(mirrored(text)) == text
    assert unscrambled(scrambled(text)) == text


def test_jumps_and_codas() -> None:
    music = "{*AT44SC^7   |F7   |QBb7   |G7   }<D.S. al Coda>[QEb7   |Ab7   Z"
    (chart,) = parse_ireal("irealbook://" + quote(f"X=Y=Swing=C=n={music}"))
    once = "Cmaj7 | F7 | Bb7 | G7"
    assert progression_text(chart.spans).startswith(f"{once} | {once}")
    music = "[T34C^7  |F7  <D.C. al Fine>|<Fine>Bb6  |G7  <D.C. al Fine>Z"
    (waltz,) = parse_ireal("irealbook://" + quote(f"X=Y=Waltz=C=n={music}"))
    assert waltz.meter.changes[0].numerator == 3


def test_a_link_that_is_cut_or_wrong() -> None:
    with pytest.raises(InputError, match="cut short"):
        parse_ireal("irealbook://Title=Me")
    with pytest.raises(InputError, match="no chart"):
        parse_ireal("irealb://nothing")
    with pytest.raises(InputError, match=r'"X".*bar 2'):
        parse_ireal("irealbook://" + quote("X=Y=Swing=C=n=[C^7   |~~7   Z"))


def test_files(tmp_path: Path) -> None:
    text = tmp_path / "tune.txt"
    text.write_text("Title: Für E\nKey: Eb\nTempo: 132\nMeter: 3/4\n# a remark\nA: Fm7 | Bb7 | Ebmaj7 | %\n", "utf-8")
    chart = read_chart(str(text))
    assert (chart.title, chart.key, chart.tempo_bpm, chart.bars) == ("Für E", "Eb", 132.0, 4)
    assert chart.spans[1].start == 3 * 480
    table = tmp_path / "tune.csv"
    table.write_text("bar,beat,chord\n1,1,Dm7\n1,3,G7\n2,1,Cmaj7\n", "utf-8")
    assert progression_text(read_chart(str(table)).spans) == "Dm7 G7 | Cmaj7"
    table.write_text("start_beat;end_beat;symbol\n0;2;Dm7\n2;4;G7\n4;12;C6\n", "utf-8")
    assert progression_text(read_chart(str(table)).spans) == "Dm7 G7 | C6 | %"
    table.write_text("Dm7,G7\nC6\n%\n", "utf-8")
    assert progression_text(read_chart(str(table)).spans) == "Dm7 G7 | C6 | %"
    table.write_text("bar,beat,chord\n1,1,Dm7\n1,3,Gz7\n", "utf-8")
    with pytest.raises(InputError, match=r'tune\.csv.*row 3.*"Gz7".*"z"'):
        read_chart(str(table))
    with pytest.raises(InputError, match="does not exist"):
        read_chart(str(tmp_path / "none.txt"))


def test_a_form_by_name_is_a_source() -> None:
    assert progression_text(read_chart("jazz-blues", key="Bb").spans).startswith("Bb7 | Eb7 | Bb7 | Fm7 Bb7")
    assert read_chart("251", key="D").spans[0].chord == parse_chord("Em7")


@given(st.text(alphabet="CDFGABm7b5#9|:%/ x()12.[]\n", max_size=60))
def test_any_text_is_read_or_refused_in_one_line(text: str) -> None:
    try:
        spans = parse_progression(text)
    except InputError as error:
        message = str(error)
    else:
        message = ""
        assert all(a.end <= b.start for a, b in pairwise(spans))
        assert spans[0].start == 0
    assert "\n" not in message
