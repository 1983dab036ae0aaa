from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from app import settings as declared
from app.crash_log import install_excepthook, log_exception, use_log_file
from app.settings import Settings
from engine.errors import ResourceError


def test_values_come_back(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "settings.json"
    settings = Settings(file)
    settings.set(declared.THEME, "light")
    settings.set(declared.LAST_FOLDER, "/음악")
    no_unicode = os.fsdecode(b"\xc0\xe7.mid")
    settings.set(declared.RECENT_FILES, [no_unicode])
    settings.save()
    again = Settings(file)
    assert again.get(declared.THEME) == "light"
    assert again.get(declared.LAST_FOLDER) == "/음악"
    assert again.get(declared.RECENT_FILES) == [no_unicode]
    assert again.get(declared.THREADS) == 1
    assert [path.name for path in file.parent.iterdir()] == ["settings.json"]


@pytest.mark.parametrize("text", ["", "{broken", "[1, 2]", '{"theme": "pink", "threads": "many", "volume": true}'])
def test_a_damaged_file_reads_as_the_defaults(tmp_path: Path, text: str) -> None:
    file = tmp_path / "settings.json"
    file.write_text(text, encoding="utf-8")
    settings = Settings(file)
    assert all(settings.get(setting) == setting.default for setting in declared.ALL)


def test_settings_of_another_version_stay_in_the_file(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_text('{"theme": "light", "hologram": [1, 2], "threads": 0}', encoding="utf-8")
    settings = Settings(file)
    settings.set(declared.VOLUME, 30)
    settings.save()
    assert json.loads(file.read_text(encoding="utf-8")) == {"theme": "light", "hologram": [1, 2], "volume": 30}


def test_wrong_values_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="threads"):
        Settings(tmp_path / "settings.json").set(declared.THREADS, 0)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ResourceError, match="settings"):
        Settings(tmp_path / "file" / "settings.json").save()


def test_uncaught_errors_are_logged_and_told_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    log = tmp_path / "log" / "tatumflow.log"
    use_log_file(log)
    told: list[str] = []
    install_excepthook(told.append, lambda file: f"See {file}.")
    try:
        raise KeyError("pedal")
    except KeyError as error:
        sys.excepthook(KeyError, error, error.__traceback__)
    assert told == [f"See {log}."]
    assert "KeyError: 'pedal'" in log.read_text(encoding="utf-8")
    assert capsys.readouterr().err == ""
    (tmp_path / "file").write_text("")
    use_log_file(tmp_path / "file" / "x.log")
    assert log_exception(ValueError()) is None


def test_a_value_for_one_run_is_not_kept(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.json")
    settings.set_once(declared.THEME, "light")
    assert settings.get(declared.THEME) == "light"
    settings.save()
    assert Settings(tmp_path / "settings.json").get(declared.THEME) == "system"
