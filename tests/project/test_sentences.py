"""What people are told is a template and its values wherever it is made, so that every language can have it."""

from __future__ import annotations

import errno
import json
import pickle
from pathlib import Path

import numpy as np
import pytest

from engine.errors import InputError, ResourceError, missing_package
from engine.music.progression import ChordTextError
from engine.sentences import Sentence, sentence_from, system_reason
from tests.tools.packaging_scripts import packaging_tool

KOREAN = {
    "{file} is damaged: {reason}": "{reason} 때문에 {file}이(가) 손상되었습니다",
    "bar {bar}": "{bar}번째 마디",
}


def in_korean(template: str) -> str:
    return KOREAN.get(template, template)


def test_every_sentence_of_the_sources_can_be_translated() -> None:
    tool = packaging_tool("translations")
    assert tool.mistakes() == []
    assert len(tool.templates()) > 150


@pytest.mark.parametrize(
    ("line", "mistake"),
    [
        ('raise InputError(f"{path} is gone.")', "no plain literal"),
        ('raise InputError("%s is gone." % path)', "no plain literal"),
        ('raise InputError("{} is gone.".format(path))', "no plain literal"),
        ('raise InputError(str(path) + " is gone.")', "no plain literal"),
        ("raise errors.InputError(text)", "no plain literal"),
        ('raise InputError("The file is gone.", path)', "no plain literal"),
        ('raise InputError("{path} is gone.")', "no value for path"),
        ('raise InputError("{path.name} is gone.", path=path)', "nothing else"),
        ('raise InputError("{} is gone.", path=path)', "nothing else"),
        ('raise InputError("{path is gone.", path=path)', "cannot be filled"),
        ('raise Special("{path} is gone.")', "no value for path"),
        ('Sentence("{path} is {what}.", path=path)', "no value for what"),
        ('raise InputError("{path} is gone.", path=path)', ""),
        ('Sentence("{path} is gone.").having(path=path)', ""),
        ("raise ValueError(f'{path}')", ""),
    ],
)
def test_a_sentence_that_nobody_could_translate_is_found(tmp_path: Path, line: str, mistake: str) -> None:
    (tmp_path / "engine").mkdir()
    family = "class InputError(TatumFlowError): ...\nclass Special(InputError): ...\n"
    (tmp_path / "engine" / "room.py").write_text(family + line + "\n")
    (tmp_path / "main.py").write_text("")
    found = packaging_tool("translations").mistakes(tmp_path)
    assert len(found) == (1 if mistake else 0)
    assert all(text.startswith("engine/room.py:3: ") and mistake in text for text in found)


def test_an_error_is_english_for_who_prints_it_and_can_be_said_in_another_language() -> None:
    inner = InputError("bar {bar}", bar=3)
    error = ResourceError("{file} is damaged: {reason}", file=Path("a.mid"), reason=inner)
    assert str(error) == "a.mid is damaged: bar 3"
    assert error.sentence.filled(in_korean) == "3번째 마디 때문에 a.mid이(가) 손상되었습니다"


def test_braces_in_values_mean_nothing() -> None:
    error = InputError("{name} is empty.", name="{name} {0} {nobody} {{}} %s.mid")
    assert str(error) == "{name} {0} {nobody} {{}} %s.mid is empty."
    outer = InputError("The chart {title}: {error}", title="{error}", error=error)
    assert str(outer) == "The chart {error}: {name} {0} {nobody} {{}} %s.mid is empty."


def test_lists_are_told_with_semicolons() -> None:
    sentence = Sentence("no: {reasons}", reasons=[Sentence("bar {bar}", bar=1), "two", 3])
    assert str(sentence) == "no: bar 1; two; 3"
    assert sentence.filled(in_korean) == "no: 1번째 마디; two; 3"


def test_a_sentence_crosses_processes_as_json() -> None:
    sentence = Sentence(
        "{share:.0%} of {count} in {path}: {reason} {all}", share=np.float32(0.25), count=np.int64(4), path=Path("x"),
        reason=Sentence("bar {bar}", bar=2), all=[Sentence("bar {bar}", bar=5)],
    )  # fmt: skip
    told = json.loads(json.dumps({"event": "error", "message": str(sentence), **sentence.plain()}))
    assert told["message"] == "25% of 4 in x: bar 2 bar 5"
    assert sentence_from(told) == sentence
    assert sentence_from(told).filled(in_korean) == "25% of 4 in x: 2번째 마디 5번째 마디"


@pytest.mark.parametrize(
    "plain",
    [
        None, [], "text", {}, {"template": "a"}, {"template": 3, "values": {}}, {"template": "a", "values": []},
        {"template": "{a}", "values": {}}, {"template": "{", "values": {}}, {"template": "{a:d}", "values": {"a": "x"}},
        {"template": "{a.b}", "values": {"a": 1}}, {"template": "{0}", "values": {"0": 1}},
    ],
)  # fmt: skip
def test_what_is_no_sentence_is_left_alone(plain: object) -> None:
    assert sentence_from(plain) is None or str(sentence_from(plain)) == "1"


def test_an_error_comes_whole_out_of_a_worker_process() -> None:
    error = pickle.loads(pickle.dumps(InputError("{name} is {what}", name="{x}", what=Sentence("bar {bar}", bar=1))))
    assert isinstance(error, InputError)
    assert str(error) == "{x} is bar 1"


def test_an_error_about_a_place_keeps_the_place() -> None:
    error = ChordTextError("Bar {bar} begins with {word}", bar=2, start=4, end=6, word="H7")
    assert (str(error), error.bar, error.start, error.end) == ("Bar 2 begins with H7", 2, 4, 6)


def test_the_system_s_reasons_are_sentences_of_ours(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file") as gone:
        (tmp_path / "gone").read_bytes()
    assert system_reason(gone.value) == Sentence("No such file or directory")
    assert system_reason(OSError(errno.ENOSPC, "whatever")) == Sentence("No space left on device")
    assert system_reason(OSError(99_999, "a new kind of trouble")) == "a new kind of trouble"
    assert system_reason(OSError("no number")) == "no number"


def test_a_missing_package_is_named_where_it_is_one_of_training_s() -> None:
    found = missing_package(ModuleNotFoundError("No module named 'torch.nn'", name="torch.nn"))
    assert found is not None
    assert found.sentence.values == {"package": "torch"}
    assert missing_package(ModuleNotFoundError("No module named 'numpi'", name="numpi")) is None
