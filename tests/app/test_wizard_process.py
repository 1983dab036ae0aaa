from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app import training_process
from app.training_process import Ending, LineReader, Outcome, TrainingProcess, sentence_of

CHILD = """
import json, os, signal, sys, time
what = sys.argv[1]
print(json.dumps({"event": "hello", "text": "안녕", "what": what}))
if what == "echo":
    for line in sys.stdin:
        word = line.strip()
        print(json.dumps({"event": "heard", "word": word}))
        if word == "stop":
            sys.exit(130)
elif what == "garbage":
    sys.stdout.flush()
    sys.stdout.buffer.write(b"\\xff\\xfe not json\\n[1, 2]\\n{\\"no\\": 1}\\n" + b"[" * 100000 + b"\\n")
    sys.stdout.buffer.write(b"{\\"event\\": \\"la")
    sys.stdout.buffer.flush()
    time.sleep(0.2)
    print('st"}')
elif what == "fail":
    print("a warning of some library", file=sys.stderr)
    print("tatumflow train: the folder was moved away; choose it again", file=sys.stderr)
    sys.exit(2)
elif what == "silent":
    sys.exit(3)
elif what == "die":
    os.kill(os.getpid(), signal.SIGKILL)
elif what == "wait":
    time.sleep(600)
"""


@pytest.fixture
def process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> TrainingProcess:
    script = tmp_path / "child.py"
    script.write_text(CHILD, encoding="utf-8")
    monkeypatch.setattr(training_process, "MAIN", script)
    process = TrainingProcess()
    process.events = []
    process.outcomes = []
    process.event_received.connect(process.events.append)
    process.ended.connect(process.outcomes.append)
    yield process
    process.close()


def run(process: TrainingProcess, qtbot: QtBot, what: str) -> Outcome:
    process.start([what])
    qtbot.waitUntil(lambda: bool(process.outcomes), timeout=20_000)
    assert not process.running
    return process.outcomes[-1]


def test_words_go_in_and_events_come_out(process: TrainingProcess, qtbot: QtBot) -> None:
    process.start(["echo"])
    qtbot.waitUntil(lambda: bool(process.events), timeout=20_000)
    assert process.events[0]["text"] == "안녕"
    process.send("pause")
    process.stop()
    qtbot.waitUntil(lambda: bool(process.outcomes), timeout=20_000)
    assert [event["word"] for event in process.events[1:]] == ["pause", "stop"]
    assert process.outcomes == [Outcome(Ending.STOPPED)]


def test_garbage_between_the_lines_is_passed_over(process: TrainingProcess, qtbot: QtBot) -> None:
    assert run(process, qtbot, "garbage").ending is Ending.DONE
    assert [event["event"] for event in process.events] == ["hello", "last"]


def test_a_failure_is_told_in_the_child_s_last_sentence(process: TrainingProcess, qtbot: QtBot) -> None:
    outcome = run(process, qtbot, "fail")
    assert outcome.ending is Ending.FAILED
    assert outcome.message.endswith(": The folder was moved away; choose it again.")
    assert "status 3" in run_again(process, qtbot, "silent").message


def run_again(process: TrainingProcess, qtbot: QtBot, what: str) -> Outcome:
    process.outcomes.clear()
    return run(process, qtbot, what)


def test_a_child_that_is_killed_has_died_and_another_can_start(process: TrainingProcess, qtbot: QtBot) -> None:
    assert run(process, qtbot, "die").ending is Ending.DIED
    process.outcomes.clear()
    process.start(["wait"])
    qtbot.waitUntil(lambda: len(process.events) > 1, timeout=20_000)
    os.kill(process.pid, signal.SIGKILL)
    qtbot.waitUntil(lambda: bool(process.outcomes), timeout=20_000)
    assert process.outcomes[0].ending is Ending.DIED
    assert run_again(process, qtbot, "fail").ending is Ending.FAILED


def test_cancelling_ends_the_child_at_once(process: TrainingProcess, qtbot: QtBot) -> None:
    process.start(["wait"])
    qtbot.waitUntil(lambda: bool(process.events), timeout=20_000)
    process.cancel()
    qtbot.waitUntil(lambda: bool(process.outcomes), timeout=20_000)
    assert process.outcomes == [Outcome(Ending.CANCELLED)]


def test_closing_leaves_no_process_behind(process: TrainingProcess, qtbot: QtBot) -> None:
    process.start(["wait"])
    qtbot.waitUntil(lambda: bool(process.events), timeout=20_000)
    pid = process.pid
    process.close()
    assert not Path(f"/proc/{pid}").exists() if sys.platform == "linux" else True
    assert process.outcomes == []
    assert not process.running


def test_a_program_that_is_not_there_is_told(
    process: TrainingProcess, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(training_process.sys, "executable", "/nowhere/python")
    process.start(["echo"], background=False)
    qtbot.waitUntil(lambda: bool(process.outcomes), timeout=20_000)
    assert process.outcomes[0].ending is Ending.FAILED
    assert "could not be started" in process.outcomes[0].message


@pytest.mark.parametrize("size", [1, 2, 7, 1000])
def test_lines_are_read_however_they_are_cut(size: int) -> None:
    wanted = [{"event": "step", "step": i, "text": "코드" * i} for i in range(20)]
    data = b"".join(json.dumps(event, ensure_ascii=False).encode() + b"\r\n" for event in wanted)
    reader = LineReader()
    got = [event for at in range(0, len(data), size) for event in reader.feed(data[at : at + size])]
    assert got == wanted


def test_an_endless_line_costs_no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training_process, "MOST_LINE_BYTES", 1000)
    reader = LineReader()
    for _ in range(50):
        assert reader.feed(b"x" * 500) == []
        assert len(reader._rest) <= 1000
    assert reader.feed(b'{"event": "cut"}\n{"event": "whole"}\n') == [{"event": "whole"}]


def test_the_last_line_is_the_sentence() -> None:
    assert (
        sentence_of(b"tatumflow train: no space left on /data; free some\n\n") == "No space left on /data; free some."
    )
    assert sentence_of(b"MemoryError: 12") == "MemoryError: 12."
    assert sentence_of(b"\n \n") == ""
