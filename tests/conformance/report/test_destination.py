from __future__ import annotations

from pathlib import Path

import pytest

from conformance.report.destination import Destination, Unwritable
from conformance.report.files import wanted


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unwritable, match="there is no folder"):
        Destination(str(tmp_path / "none" / "report.json"))


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(Unwritable, match="is a folder"):
        Destination(str(tmp_path))


def test_what_stands_there_stays_until_the_first_write(
    tmp_path: Path,
) -> None:
    path = tmp_path / "report.json"
    path.write_text("old")

    Destination(str(path))

    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_takes_no_files_is_refused() -> None:
    with pytest.raises(Unwritable, match=r"cannot write /proc/report\.json: "):
        Destination("/proc/report.json")


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real.json", tmp_path / "link.json"
    real.write_text("old")
    link.symlink_to(real)

    Destination(str(link)).write("new")

    assert link.is_symlink()
    assert real.read_text() == "new"


def test_a_device_is_written_at_the_end_and_never_replaced() -> None:
    destination = Destination("/dev/null")

    destination.write("anything")

    assert destination.is_stream
    assert Path("/dev/null").is_char_device()


def test_one_file_is_not_for_two_reports(tmp_path: Path) -> None:
    (tmp_path / "here").symlink_to(tmp_path)

    with pytest.raises(Unwritable, match="--junit and --json both write"):
        wanted({"json": str(tmp_path / "a"), "junit": str(tmp_path / "here" / "a")})
    with pytest.raises(Unwritable, match="both write"):
        wanted({"json": "-", "junit": "-"})


def test_an_option_that_was_not_given_is_no_report() -> None:
    assert wanted({"json": None, "junit": None}).to == {}
