"""`tatumflow analyze` on files whose content is known because the test wrote it."""

from __future__ import annotations

import json
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest

from engine.music.clip import Clip
from engine.music.grid import MeterMap, TempoMap
from engine.music.midi_io import write_clip
from engine.music.note import Note, Role
from tests.cli.helpers import DEMO, Cli

KEYS = {"file", "notes", "seconds", "gridded", "tempo", "meter", "key", "beats", "downbeats", "chords"}


def cadence(meter: tuple[int, int] = (4, 4), tempo_bpm: float = 100.0) -> Clip:
    """Dm7 G7 Cmaj7 Cmaj7, one bar each, struck on every quarter."""
    bar = MeterMap.constant(*meter).at(0).bar_ticks
    chords = ((50, 57, 60, 65), (43, 59, 62, 65), (48, 59, 64, 67), (48, 59, 64, 67))
    notes = [
        Note(index * bar + tick, pitch, min(440, bar - tick), 80)
        for index, pitches in enumerate(chords)
        for tick in range(0, bar - 1, 480)
        for pitch in pitches
    ]
    return Clip(tuple(sorted(notes)), MeterMap.constant(*meter), TempoMap.constant(tempo_bpm), length=4 * bar)


def test_one_file_as_json(cli: Cli, tmp_path: Path) -> None:
    write_clip(cadence(), tmp_path / "cadence.mid")
    result = cli("analyze", "cadence.mid", "--json")
    assert result.returncode == 0, result.stderr
    report = json.loads(result.stdout)
    assert set(report) >= KEYS
    assert report["file"] == "cadence.mid"
    assert report["notes"] == 64
    assert report["seconds"] == pytest.approx(16 * 0.6)
    assert report["gridded"] is True
    assert report["tempo"] == pytest.approx(100, abs=0.01)
    assert report["meter"] == "4/4"
    assert report["key"] == "C"
    assert report["beats"] == pytest.approx([0.6 * beat for beat in range(16)], abs=1e-3)
    assert report["downbeats"] == pytest.approx([2.4 * bar for bar in range(4)], abs=1e-3)
    assert [symbol for _, _, symbol in report["chords"]] == ["Dm7", "G7", "Cmaj7"]
    assert [start for start, _, _ in report["chords"]] == pytest.approx([0, 2.4, 4.8], abs=1e-3)


def test_who_plays_what_and_who_says_so(cli: Cli, tmp_path: Path) -> None:
    lead = [Note(beat * 480, 60, 400, 80, Role.LEAD) for beat in range(16)]
    under = [note.with_role(Role.CHORDS) for note in cadence().notes]
    write_clip(cadence().with_notes([*lead, *under]), tmp_path / "band.mid", by_role=True)
    report = json.loads(cli("analyze", "band.mid", "--json").stdout)
    assert report["roles"] == {"lead": 16, "chords": 64, "bass": 0}
    assert report["roles_by"] == "instruments"
    line = [Note(half * 240, 72 + (0, 2, 4, 7, 9, 7, 4, 2)[half % 8], 230, 80) for half in range(32)]
    comping = [Note(beat * 480, pitch, 200, 80) for beat in range(1, 16, 2) for pitch in (55, 59, 64)]
    low = [Note(beat * 480, 36 + beat % 3, 450, 80) for beat in range(0, 16, 2)]
    write_clip(cadence().with_notes([*line, *comping, *low]), tmp_path / "piano.mid")
    assert "32 lead, 24 chords, 8 bass (told by ear)" in cli("analyze", "piano.mid").stdout


@pytest.mark.parametrize(
    ("meter", "beats", "downbeats"), [((3, 4), 12, 4), ((6, 8), 8, 4), ((7, 8), 28, 4), ((5, 4), 20, 4)]
)
def test_beats_follow_the_meter(cli: Cli, tmp_path: Path, meter: tuple[int, int], beats: int, downbeats: int) -> None:
    write_clip(cadence(meter), tmp_path / "a.mid")
    report = json.loads(cli("analyze", "a.mid", "--json").stdout)
    assert report["meter"] == f"{meter[0]}/{meter[1]}"
    assert len(report["beats"]) == beats
    assert len(report["downbeats"]) == downbeats
    assert set(report["downbeats"]) <= set(report["beats"])


def test_a_free_performance_is_tracked(cli: Cli, tmp_path: Path) -> None:
    """The demo at a tempo that its file denies: the beats are still found where they sound."""
    from engine.music.midi_io import read_clip

    demo = read_clip(DEMO)
    # 152 bpm written as 120 bpm with other ticks: what a recording without a click looks like.
    notes = tuple(
        Note(
            round(demo.tempo.seconds_at(note.start) * 960), note.pitch, max(1, note.duration * 96 // 152), note.velocity
        )
        for note in demo.notes
    )
    write_clip(Clip(notes, tempo=TempoMap.constant(120)), tmp_path / "free.mid")
    report = json.loads(cli("analyze", "free.mid", "--json").stdout)
    assert report["gridded"] is False
    # Twice and half the tempo are the same beat to a listener.
    assert min(abs(report["tempo"] * factor - 152) for factor in (0.5, 1, 2)) < 6
    assert all(later > earlier for earlier, later in zip(report["beats"], report["beats"][1:], strict=False))


def test_whose_beats_count_can_be_said(cli: Cli) -> None:
    played = json.loads(cli("analyze", str(DEMO), "--beats", "played", "--json").stdout)
    kept = json.loads(cli("analyze", str(DEMO), "--beats", "file", "--json").stdout)
    assert played["gridded"] is False
    assert kept["gridded"] is True
    assert abs(kept["tempo"] - 152) < 0.1


def test_a_folder_reports_broken_and_double_files_with_reasons(cli: Cli, tmp_path: Path) -> None:
    folder = tmp_path / "songs"
    (folder / "more").mkdir(parents=True)
    write_clip(cadence(), folder / "a.mid")
    write_clip(cadence(), folder / "more" / "same notes.mid", texts=("another file with the same music",))
    write_clip(cadence(tempo_bpm=90), folder / "slower.MID")
    (folder / "broken.mid").write_bytes(b"MThd")
    (folder / "notes.txt").write_text("no MIDI", encoding="utf-8")
    result = cli("analyze", folder, "--json")
    assert result.returncode == 0, result.stderr
    report = {Path(entry["file"]).name: entry for entry in json.loads(result.stdout)}
    assert set(report) == {"a.mid", "same notes.mid", "slower.MID", "broken.mid"}
    assert set(report["a.mid"]) >= KEYS
    assert "broken.mid" in report["broken.mid"]["error"]
    assert report["same notes.mid"]["duplicate_of"] == str(folder / "a.mid")
    assert report["slower.MID"]["tempo"] == pytest.approx(90, abs=0.01)
    assert "2 analysed, 1 broken, 1 duplicate" in result.stderr


class _Page(HTMLParser):
    """What a page is made of, and what it would fetch from elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.fetched: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.fetched += [
            value or "" for name, value in attrs if name in {"src", "href"} and not (value or "").startswith("#")
        ]


def test_the_html_report_is_one_file_with_drawings(cli: Cli, tmp_path: Path) -> None:
    folder = tmp_path / "<songs>"
    folder.mkdir()
    shutil.copy(DEMO, folder / "demo.mid")
    (folder / "broken.mid").write_bytes(b"MThd")
    result = cli("analyze", folder, "--html", "report.html")
    assert result.returncode == 0, result.stderr
    assert result.stdout == "report.html\n"
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    page = _Page()
    page.feed(text)
    assert page.fetched == []
    assert "script" not in page.tags
    assert page.tags.count("svg") == 3
    assert page.tags.count("rect") > 116
    assert "<songs>" not in text
    assert "&lt;songs&gt;" in text
    assert "broken.mid" in text


def test_text_for_people(cli: Cli, tmp_path: Path) -> None:
    write_clip(cadence(), tmp_path / "cadence.mid")
    result = cli("analyze", "cadence.mid")
    assert "100.0 bpm, 4/4" in result.stdout
    assert "Dm7 G7 Cmaj7" in result.stdout
