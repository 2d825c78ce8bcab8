"""Files of others on the own disk."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from reference.client.files.downloads import MOST_NAME_BYTES, PartialFile, safe_name


@pytest.mark.parametrize(
    ("wish", "name"),
    [
        ("photo.png", "photo.png"),
        ("사진 1.png", "사진 1.png"),
        ("../../etc/passwd", "passwd"),
        ("/etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("C:\\boot.ini", "boot.ini"),
        ("C:boot.ini", "C_boot.ini"),
        ("..", "file"),
        (".", "file"),
        ("", "file"),
        ("a/", "file"),
        ("a/..", "file"),
        (" . ", "file"),
        (".bashrc", "bashrc"),
        ("end. ", "end"),
        ("a\0b", "a_b"),
        ("a\nb\x1b[2J", "a_b_[2J"),
        ("x\u202egnp.exe", "x_u202egnp.exe"),
        ("x\x9b2J", "x_x9b2J"),
        ("a\udcffb", "a_udcffb"),
        ("con", "_con"),
        ("NUL.txt", "_NUL.txt"),
        ("com1", "_com1"),
        ("console", "console"),
        ("\u1112\u1161\u11ab", "한"),
    ],
)
def test_a_name_is_made_plain(wish: str, name: str) -> None:
    assert safe_name(wish) == name


def test_a_long_name_is_cut_before_its_suffix() -> None:
    name = safe_name("가" * 200 + ".png")

    assert name.endswith("가.png")
    assert len(name.encode()) <= MOST_NAME_BYTES
    assert len(safe_name("a." + "b" * 300).encode()) == MOST_NAME_BYTES


def test_until_it_is_whole_a_file_has_another_name(tmp_path: Path) -> None:
    partial = PartialFile(tmp_path, "a.txt")
    partial.write(b"hel")

    (found,) = tmp_path.iterdir()
    assert found.name.startswith(".a.txt.part-")

    partial.write(b"lo")
    kept = partial.keep()

    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]
    assert kept.read_bytes() == b"hello"


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("mine")
    (tmp_path / "a (1).txt").symlink_to(tmp_path / "nowhere")
    partial = PartialFile(tmp_path, "a.txt")

    assert partial.keep().name == "a (2).txt"
    assert (tmp_path / "a.txt").read_text() == "mine"
    assert not (tmp_path / "nowhere").exists()


def test_nothing_is_overwritten_where_there_are_no_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: Any) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    (tmp_path / "a.txt").write_text("mine")
    partial = PartialFile(tmp_path, "a.txt")
    partial.write(b"theirs")

    assert partial.keep().name == "a (1).txt"
    assert (tmp_path / "a.txt").read_text() == "mine"
    assert (tmp_path / "a (1).txt").read_bytes() == b"theirs"
    assert len(list(tmp_path.iterdir())) == 2


def test_what_is_discarded_is_gone(tmp_path: Path) -> None:
    partial = PartialFile(tmp_path, "a.txt")
    partial.write(b"hel")

    partial.discard()
    partial.discard()

    assert list(tmp_path.iterdir()) == []


def test_the_folder_is_made_when_the_first_file_comes(tmp_path: Path) -> None:
    assert PartialFile(tmp_path / "x" / "y", "a").keep() == tmp_path / "x" / "y" / "a"


def test_a_full_disk_is_an_error_at_once() -> None:
    partial = PartialFile.__new__(PartialFile)
    partial._file = open("/dev/full", "wb", buffering=0)  # noqa: SIM115

    with partial._file, pytest.raises(OSError, match="No space left"):
        partial.write(b"x")
