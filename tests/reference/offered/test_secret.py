"""The administrator's secret."""

import asyncio
from pathlib import Path

import pytest

from codegen.room import Ask
from reference.server.offered.confidential import exposed, read_confidential
from reference.server.offered.option import OptionError
from reference.server.offered.secret import WRONG_A_MINUTE, Secret
from reference.server.services import Refused


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def is_right(service: Secret, secret: str, sid: int = 1) -> bool:
    answer = asyncio.run(_ask(service, secret, sid))
    assert list(answer) == ["right"]
    return answer["right"]


async def _ask(service: Secret, secret: str, sid: int) -> dict[str, bool]:
    return dict(await service(Ask(1, "", sid, {"secret": secret})))


@pytest.mark.parametrize(
    ("said", "right"),
    [
        ("열려라 참깨", True),
        ("열려라 참깨 ", False),
        ("열려라", False),
        ("", False),
        ("\ud800", False),
    ],
)
def test_only_the_secret_itself_is_right(said: str, right: bool) -> None:
    assert is_right(Secret("열려라 참깨"), said) is right


def test_wrong_secrets_are_limited_for_all_together() -> None:
    clock = Clock()
    service = Secret("sesame", now=clock)
    for sid in range(WRONG_A_MINUTE):
        assert is_right(service, "sesame", sid)
        assert not is_right(service, "guess", sid)

    clock.now += 20
    with pytest.raises(Refused, match=r"^too many wrong secrets, try again in 40 s$"):
        is_right(service, "sesame", 1000)
    clock.now += 40
    assert is_right(service, "sesame", 1000)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"sesame\n", "sesame"),
        (b"sesame\r\n", "sesame"),
        (b" two words \n\n", " two words \n"),
        ("비밀".encode(), "비밀"),
    ],
)
def test_the_last_line_break_of_a_file_is_none_of_the_secret(
    tmp_path: Path, data: bytes, text: str
) -> None:
    (tmp_path / "file").write_bytes(data)

    assert read_confidential(tmp_path / "file", "--option") == text


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (None, "cannot read {}: no such file or directory"),
        (b"", "{} is empty"),
        (b" \n", "{} is empty"),
        (b"\xff\n", "{} is no UTF-8 text"),
        (b"x" * 4097, "{} is longer than 4096 bytes"),
    ],
)
def test_a_file_without_a_secret_is_an_error(
    tmp_path: Path, data: bytes | None, complaint: str
) -> None:
    file = tmp_path / "file"
    if data is not None:
        file.write_bytes(data)

    with pytest.raises(OptionError) as caught:
        read_confidential(file, "--option")

    assert str(caught.value) == complaint.format(file)
    assert caught.value.option == "--option"


def test_a_file_that_everybody_can_read_is_told_of(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("sesame")

    file.chmod(0o644)
    assert (
        exposed(file) == f"everybody on this machine can read {file}: chmod 600 {file}"
    )
    file.chmod(0o600)
    assert exposed(file) == ""
