"""Whole conversations of clients on plain lines with a server, files among them."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from tests.processes import running_server
from tests.reference.typists import typists


def test_four_in_the_last_stage_of_slash_commands(tmp_path: Path) -> None:
    content = Random(6).randbytes(10_000)
    file = tmp_path / "data.bin"
    file.write_bytes(content)
    stage = ("--profile", "stage6")
    with (
        running_server("slash", *stage) as server,
        typists("slash", server.port, tmp_path, "ann", options=stage) as [ann],
    ):
        ann.types("/list")
        ann.hears("00\tann\tO")
        with typists(
            "slash", server.port, tmp_path, "bob", "carol", "dave", options=stage
        ) as (bob, carol, dave):
            for name in ("bob", "carol", "dave"):  # in whatever order they come
                ann._read = 0
                ann.hears(f"[{name}]님이 입장하였습니다.")

            # Dave is asked for a talk and does not decide; nobody waits for him.
            carol.types("/with dave")
            dave.hears("[carol]님이 1:1 대화를 요청했습니다. (y/n)? ")
            ann.types(f"/filesend bob {file}")
            bob.hears("[ann]님이 파일을 보내려고 합니다. 수신 (y/n)? ")
            ann.types(f"/filesend nobody {file}")
            ann.hears("The offer of data.bin to nobody came to nothing.")
            carol.types("/sleep", "/list")
            carol.hears("\tcarol\tS")
            ann.types("/to carol unheard", "/to dave psst")
            dave.hears("[귓속말] [ann] psst")
            carol.types("/wakeup", "/list")
            carol.hears("\tcarol\tO")
            bob.types("hello all")
            for one in (ann, carol, dave):
                one.hears("[bob] hello all")
            assert "unheard" not in carol.printed

            # The file comes while they talk of other things.
            bob.types("y")
            dave.types("y")
            carol.hears("[dave]님과 1:1 대화 시작")
            carol.types("only for you")
            dave.hears("[1:1] [carol] only for you")
            ann.hears("Sent data.bin, 10000 bytes, to bob.")
            bob.hears("Received 10000 bytes from ann")
            assert (tmp_path / "bob" / "data.bin").read_bytes() == content

            # Another one is not wanted.
            ann.types(f"/filesend dave {file}")
            dave.hears("[ann]님이 파일을 보내려고 합니다. 수신 (y/n)? ")
            dave.types("n")
            ann.hears("dave does not want data.bin")
            carol.types("/end")
            dave.hears("[carol]님과 1:1 대화 종료")

            assert [one.leaves("/exit") for one in (bob, carol, dave)] == [0, 0, 0]
            assert "only for you" not in ann.printed + bob.printed
            assert not (tmp_path / "dave").exists()
        assert ann.leaves("/exit") == 0


@pytest.mark.parametrize(
    ("stage", "said"), [("stage1", "hello"), ("stage2", "[ann] hello")]
)
def test_the_stages_without_a_login_can_be_played(
    stage: str, said: str, tmp_path: Path
) -> None:
    profile = ("--profile", stage)
    with (
        running_server("slash", *profile) as server,
        typists("slash", server.port, tmp_path, "ann", options=profile) as [ann],
    ):
        ann.types("hello")
        ann.hears(f"{said}\n")

        assert ann.leaves("exit") == 0
        assert ann.printed == f"{said}\n"


def test_a_file_in_the_lounge_goes_a_piece_at_a_time(tmp_path: Path) -> None:
    content = Random(5).randbytes(3_333)
    file = tmp_path / "사진.png"
    file.write_bytes(content)
    with (
        running_server("lounge") as server,
        typists("lounge", server.port, tmp_path, "ann") as [ann],
    ):
        ann.hears("ann 님이 채팅방에 참여했습니다.")
        with typists("lounge", server.port, tmp_path, "bob") as [bob]:
            ann.hears("bob 님이 채팅방에 참여했습니다.")
            ann.types(f"/file nobody {file}")
            ann.hears("nobody 님에게 파일을 보낼 수 없습니다.")
            ann.hears("came to nothing")
            ann.types(f"/file bob {file}")
            bob.hears("받을까요? (y/n)")
            bob.types("y")
            bob.hears("Received 3333 bytes from ann")
            assert (tmp_path / "bob" / "사진.png").read_bytes() == content
            ann.hears("Sent 사진.png, 3333 bytes, to bob.")
            assert bob.leaves("/exit") == 0
        assert ann.leaves("/exit") == 0
