from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from engine.files import replacing


def test_the_file_appears_when_the_block_ends_well(tmp_path: Path) -> None:
    target = tmp_path / "재즈 take.mid"
    with replacing(target) as temporary:
        temporary.write_text("half")
        assert not target.exists()
        temporary.write_text("whole")
    assert target.read_text() == "whole"
    assert list(tmp_path.iterdir()) == [target]


def test_a_failure_leaves_what_was_there(tmp_path: Path) -> None:
    target = tmp_path / "old.txt"
    target.write_text("old")

    def fail() -> None:
        with replacing(target) as temporary:
            temporary.write_text("new")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_the_longest_name_a_disk_takes_is_no_hindrance(tmp_path: Path) -> None:
    target = tmp_path / ("n" * 251 + ".mid")
    with replacing(target) as temporary:
        temporary.write_text("x")
    assert target.is_file()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions and rarely links")
def test_links_are_written_through_and_permissions_stay(tmp_path: Path) -> None:
    real, link = tmp_path / "real.txt", tmp_path / "link.txt"
    real.write_text("old")
    real.chmod(0o640)
    link.symlink_to(real)
    with replacing(link) as temporary:
        temporary.write_text("new")
    assert link.is_symlink()
    assert real.read_text() == "new"
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
