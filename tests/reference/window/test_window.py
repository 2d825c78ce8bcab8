"""What a person does in the window, on a real display, with real servers."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from codegen.protocol import load
from reference.client.actions import Kind, Show
from reference.client.session import Stage
from reference.statuses import LEFT, LOST, REFUSED
from tests.processes import RunningServer, running_server
from tests.reference.parcel import PARCEL, Member, say
from tests.reference.scripted import Peer, scripted_server
from tests.reference.window.display import Screen, enters, lines, tag

if TYPE_CHECKING:
    from reference.window.window import Window

CHAT = load("chat")
HASH = load("hash")
_numbers = count(1)


def fresh(*stems: str) -> list[str]:
    """Names that nobody else has on the servers that the tests share."""
    number = next(_numbers)
    return [f"{stem}{number}" for stem in stems]


def joined(screen: Screen, server: RunningServer, name: str) -> Window:
    """A window on the chat server that is logged in."""
    window = screen.opens(CHAT, server.port, name)
    screen.until(lambda: window.picture.stage is Stage.IN)
    return window


def two(screen: Screen, server: RunningServer) -> tuple[Window, Window]:
    """Two windows on the chat server that know of each other."""
    alice, bob = (joined(screen, server, name) for name in fresh("앨리스", "bob"))
    screen.until(lambda: bob.picture.name in alice.picture.members)
    return alice, bob


def pressed(window: Window, *keys: str) -> None:
    """Press keys where the focus is."""
    window.entry.focus_force()
    window.root.update()
    for key in keys:
        window.entry.event_generate(f"<{key}>")


def double_clicks(window: Window, name: str) -> None:
    """Click twice on a member of the list."""
    assert window.people is not None
    members = window.people.list
    members.see(window.picture.members.index(name))
    window.root.update()
    box = members.bbox(window.picture.members.index(name))
    assert box is not None
    x, y, width, height = box
    for event in ("<Button-1>", "<ButtonRelease-1>") * 2:
        members.event_generate(event, x=x + width // 2, y=y + height // 2)


# A conversation.


def test_a_name_is_asked_for_until_the_server_takes_it(
    screen: Screen, hash_server: RunningServer
) -> None:
    alice, bob = fresh("alice", "밥")
    first = screen.opens(HASH, hash_server.port, alice)
    second = screen.opens(HASH, hash_server.port)
    screen.until(lambda: first.picture.stage is Stage.IN and second.naming.popup)
    popup = second.naming.popup
    assert popup is not None
    assert second.entry.instate(["disabled"])

    popup.entry.insert(0, alice)
    popup.yes.invoke()
    screen.until(lambda: popup.hint["text"] == "이미 사용 중인 ID입니다.")
    popup.entry.delete(0, "end")
    popup.entry.insert(0, bob)
    popup.yes.invoke()
    screen.until(lambda: second.picture.stage is Stage.IN)

    assert second.naming.popup is None
    assert second.root.title() == f"{bob} · {HASH.title}"
    screen.shows(first, f"[공지]{bob} 사용자가 접속하였습니다.")


def test_whoever_gives_no_name_leaves(
    screen: Screen, hash_server: RunningServer
) -> None:
    window = screen.opens(HASH, hash_server.port)
    screen.until(lambda: window.naming.popup)
    assert window.naming.popup is not None
    window.naming.popup.no.invoke()

    assert screen.ends(window) == LEFT


def test_a_text_conversation_without_framing(
    screen: Screen, hash_server: RunningServer
) -> None:
    names = fresh("앨리스", "bob")
    alice, bob = (screen.opens(HASH, hash_server.port, name) for name in names)
    screen.until(lambda: alice.picture.members == bob.picture.members != ())

    enters(alice, "/b 안녕하세요 👍")
    screen.shows(bob, f"{names[0]} : 안녕하세요 👍")
    screen.shows(alice, f"{names[0]} : 안녕하세요 👍")
    double_clicks(alice, names[1])
    assert alice.entry.get() == f"/m {names[1]} "
    alice.entry.delete(0, "end")
    enters(bob, f"/m {names[0]} psst")
    screen.shows(alice, f"{names[1]}님의 귓속말 : psst")
    enters(alice, "/q")

    assert screen.ends(alice) == LEFT
    screen.shows(bob, f"[공지]{names[0]} 사용자가 퇴장하였습니다.")
    screen.until(lambda: names[0] not in bob.picture.members)


def test_texts_go_both_ways_each_in_its_colour(
    screen: Screen, chat_server: RunningServer
) -> None:
    alice, bob = two(screen, chat_server)
    enters(alice, "hello")
    enters(alice, "/nonsense")
    screen.until(lambda: any(line.endswith(": hello") for line in lines(bob)))
    enters(bob, "한글")
    screen.until(lambda: any(line.endswith(": 한글") for line in lines(alice)))

    tags = {line.partition("] ")[2] or line: tag(alice, line) for line in lines(alice)}
    assert tags[f"{alice.picture.name}: hello"] == Kind.OWN.name
    assert tags[f"{bob.picture.name}: 한글"] == Kind.SAID.name
    assert tags[f"*** {bob.picture.name} is here"] == Kind.NEWS.name
    (unsent,) = (key for key in tags if "/nonsense" in key)
    assert tags[unsent] == Kind.NOTICE.name


def test_a_double_click_on_a_member_begins_a_whisper(
    screen: Screen, chat_server: RunningServer
) -> None:
    alice, bob = two(screen, chat_server)
    double_clicks(alice, bob.picture.name)
    assert alice.entry.get() == f"/w {bob.picture.name} "

    enters(alice, "psst")
    screen.until(lambda: any("whispers: psst" in line for line in lines(bob)))
    assert alice.entry.get() == ""


def test_the_menu_of_a_member_has_what_is_about_one_person(
    screen: Screen, chat_server: RunningServer
) -> None:
    alice, bob = two(screen, chat_server)
    assert alice.people is not None
    menu = alice.people.menu
    alice._offer_about(bob.picture.name, menu)
    last = menu.index("end")
    assert last is not None
    labels = [menu.entrycget(at, "label") for at in range(last + 1)]
    assert {"A text to one user…", "Offer a file…"} <= set(labels)

    menu.invoke(labels.index("Ask for a private talk"))
    screen.until(lambda: bob.asking.dialogs)


def test_lines_are_called_back_with_the_arrows(
    screen: Screen, chat_server: RunningServer
) -> None:
    alice = joined(screen, chat_server, *fresh("alice"))
    for line in ("one", "two"):
        alice.entry.insert(0, line)
        pressed(alice, "Return")
    alice.entry.insert(0, "three")

    pressed(alice, "Up", "Up", "Down")
    assert alice.entry.get() == "two"
    pressed(alice, "Down")
    assert alice.entry.get() == "three"


# Commands, questions, files.


def test_a_command_with_blanks_is_filled_in(
    screen: Screen, chat_server: RunningServer
) -> None:
    alice = joined(screen, chat_server, *fresh("alice"))
    form = next(form for form in alice.forms.chosen if form.usage == "/echo MODE TEXT")
    alice.choose(form)
    (dialog,) = alice.dialogs
    dialog.entries["mode"].set("upper")  # type: ignore[attr-defined]
    dialog.yes.invoke()
    assert dialog.wrong["text"] == "Not sent: text: 0 bytes, at least 1"

    dialog.entries["text"].insert(0, "loud")
    dialog.yes.invoke()
    screen.shows(alice, "*** LOUD")
    assert alice.dialogs == []


def test_a_command_without_blanks_is_sent_at_once(
    screen: Screen, chat_server: RunningServer
) -> None:
    alice = joined(screen, chat_server, *fresh("alice"))
    menu = alice.command_menu
    last = menu.index("end")
    assert last is not None
    usages = [menu.entrycget(at, "accelerator") for at in range(last + 1)]
    assert "TEXT" not in usages

    menu.invoke(usages.index("/sleep"))
    screen.shows(alice, f"*** {alice.picture.name} sleeps")


def test_a_request_is_a_dialog_that_blocks_nothing(
    screen: Screen, chat_server: RunningServer
) -> None:
    alice, bob = two(screen, chat_server)
    enters(alice, f"/with {bob.picture.name}")
    screen.until(lambda: bob.asking.dialogs)
    enters(bob, "y")
    screen.until(lambda: any(line.endswith(": y") for line in lines(alice)))
    enters(alice, "/end")
    screen.until(lambda: not bob.asking.dialogs)

    enters(alice, f"/with {bob.picture.name}")
    screen.until(lambda: bob.asking.dialogs)
    (dialog,) = bob.asking.dialogs.values()
    dialog.yes.invoke()
    for window, peer in ((alice, bob), (bob, alice)):
        name = peer.picture.name
        screen.shows(window, f"*** private talk with {name}; /end ends it")
    assert bob.asking.dialogs == {}


def test_a_file_is_offered_and_received(
    screen: Screen, chat_server: RunningServer, tmp_path: Path
) -> None:
    content = random.Random(1).randbytes(600_000)
    (tmp_path / "그림.bin").write_bytes(content)
    alice, bob = two(screen, chat_server)
    alice.chat_menu.invoke(0)
    (dialog,) = alice.dialogs
    dialog.yes.invoke()
    assert dialog.wrong["text"] == "To?"
    dialog.entries["to"].insert(0, bob.picture.name)
    dialog.entries["path"].insert(0, str(tmp_path / "그림.bin"))
    dialog.yes.invoke()
    screen.until(lambda: bob.asking.dialogs)
    (question,) = bob.asking.dialogs.values()
    question.yes.invoke()

    path = screen.downloads(1) / "그림.bin"
    name = alice.picture.name
    screen.shows(bob, f"Received 600000 bytes from {name}: {path}")
    assert hashlib.sha256(path.read_bytes()).digest() == (
        hashlib.sha256(content).digest()
    )


@pytest.fixture
def scripted(screen: Screen) -> Iterator[tuple[Window, Peer]]:
    """A window that is logged in at a server that does what the test says."""
    with scripted_server() as server:
        window = screen.opens(PARCEL, server.port, "alice")
        peer = server.accepts()
        peer.expects(say("Login", "alice"))
        peer.says(say("Welcome", "alice"))
        screen.until(lambda: window.picture.stage is Stage.IN)
        yield window, peer


def test_progress_is_a_bar_with_a_way_to_stop(
    screen: Screen, scripted: tuple[Window, Peer]
) -> None:
    window, peer = scripted
    assert not window.transfers.winfo_ismapped()
    peer.says(say("Offered", "bob", 7, "a\x1b.png", 40, bytes(32)))
    screen.until(lambda: window.asking.dialogs)
    (dialog,) = window.asking.dialogs.values()
    dialog.yes.invoke()
    peer.expects(say("Accept", 7))
    peer.says(say("Chunk", 7, 0, bytes(10)))
    screen.until(lambda: [t.done for t in window.picture.transfers] == [10])
    (row,) = window.transfers.rows.values()
    assert row.bar["value"] == 250
    assert row.label["text"] == r"bob ← a\x1b.png"

    row.cancel.invoke()
    peer.expects(say("Cancel", 7, "stopped"))
    screen.until(lambda: not window.transfers.rows)
    assert list(screen.downloads(0).iterdir()) == []


def test_few_dialogs_and_bars_at_once(
    screen: Screen, scripted: tuple[Window, Peer]
) -> None:
    window, peer = scripted
    for number in range(1, 7):
        peer.says(say("Offered", "bob", number, f"{number}", 40, bytes(32)))
    screen.until(lambda: len(window.picture.questions) == 6)
    assert len(window.asking.dialogs) == 3

    while window.asking.dialogs:
        next(iter(window.asking.dialogs.values())).yes.invoke()
        screen.until(
            lambda: len(window.asking.dialogs) == min(3, len(window.picture.questions))
        )
    screen.until(lambda: len(window.picture.transfers) == 6)
    assert len(window.transfers.rows) == 4
    assert window.transfers.more["text"] == "… and 2 more"


# What others say, and how much of it.


def test_nothing_that_others_say_harms_the_window(
    screen: Screen, scripted: tuple[Window, Peer]
) -> None:
    window, peer = scripted
    names = ("b\x1bob", "[exit]", "$x", "👩‍👩‍👧 가족", "bob")
    peer.says(say("Users", tuple(Member(name, False) for name in names)))
    hostile = "\0[exit 1] 😀 한글 \u202eabc\n[09:00] eve"
    peer.says(say("Said", "{x}", hostile, 0))
    peer.says(say("Asked", "$bob [exit]"))
    screen.until(lambda: window.asking.dialogs)
    assert window.people is not None

    text = window.pane.text.get("1.0", "end")
    assert r"{x}: \x00[exit 1] 😀 한글 \u202eabc" in text
    assert list(window.people.list.get(0, "end")) == [r"b\x1bob", *names[1:]]
    window._address(names[0])
    assert window.entry.get() == r"b\x1bob"
    (dialog,) = window.asking.dialogs.values()
    assert dialog.body.winfo_children()[0]["text"] == (
        "$bob [exit] wants to talk. Talk?"
    )


def test_the_conversation_follows_unless_one_reads_above_and_never_overflows(
    screen: Screen, scripted: tuple[Window, Peer]
) -> None:
    window, _ = scripted
    pane = window.pane
    window.root.update()
    pane.add(Show(f"{number}") for number in range(400))
    assert pane.text.dlineinfo("end-1c") is not None
    pane.text.yview_moveto(0.5)
    pane.add([Show("below")])
    assert pane.text.dlineinfo("end-1c") is None
    pane.add(Show(f"{number}") for number in range(6_000))

    assert pane.count() == 5_000
    assert lines(window)[-1] == "5999"


def test_what_is_typed_over_the_conversation_goes_into_the_line(
    screen: Screen, scripted: tuple[Window, Peer]
) -> None:
    window, _ = scripted
    window.pane.text.focus_force()
    window.root.update()
    window.pane.text.event_generate("<KeyPress>", keysym="h")

    assert window.entry.get() == "h"
    assert "h" not in lines(window)


def test_pasted_lines_are_lines(scripted: tuple[Window, Peer]) -> None:
    window, peer = scripted
    enters(window, "one\ntwo")

    peer.expects(say("Say", "one") + say("Say", "two"))


# The end.


def test_a_lost_connection_is_said_and_can_be_made_again(screen: Screen) -> None:
    with scripted_server() as server:
        window = screen.opens(PARCEL, server.port, "alice")
        peer = server.accepts()
        peer.says(say("Welcome", "alice") + say("Users", (Member("bob", True),)))
        screen.until(lambda: window.picture.members)
        window.choose(window.forms.chosen[0])
        peer.ends()
        screen.shows(window, "The connection is lost.")
        screen.until(lambda: window.picture.is_over)

        assert tag(window, "The connection is lost.") == Kind.FAILURE.name
        assert window.entry.instate(["disabled"])
        assert window.people is not None
        assert window.people.names == ()
        assert window.dialogs == []
        window.again.invoke()
        again = server.accepts()
        again.expects(say("Login", "alice"))
        again.says(say("Welcome", "alice"))
        screen.until(lambda: window.picture.stage is Stage.IN)
        assert window.entry.instate(["!disabled"])
        assert not window.again.winfo_ismapped()


def test_closing_the_window_is_a_leave_that_the_others_see(
    screen: Screen, chat_server: RunningServer
) -> None:
    alice, bob = two(screen, chat_server)
    name = bob.picture.name
    bob.root.tk.eval(bob.root.protocol("WM_DELETE_WINDOW"))

    assert screen.ends(bob) == LEFT
    screen.until(lambda: name not in alice.picture.members)
    assert any(line.startswith(f"*** {name} left") for line in lines(alice))


def test_closing_after_a_refusal_is_status_1(screen: Screen) -> None:
    with scripted_server() as server:
        window = screen.opens(PARCEL, server.port, "alice")
        server.accepts().says(say("Taken", "alice"))
        screen.until(lambda: window.naming.popup)
        window.leave()

        assert screen.ends(window) == REFUSED


def test_a_protocol_without_members_and_a_server_that_stops(screen: Screen) -> None:
    echo = load("echo")
    with running_server("echo", "--quiet") as server:
        first, second = (screen.opens(echo, server.port, name) for name in "ab")
        screen.until(lambda: first.picture.stage is second.picture.stage is Stage.IN)
        assert first.people is None
        enters(first, "2 hello")
        screen.shows(first, "Server response: 200: HELLO")
        assert lines(first)[0] == "2 hello"
        enters(first, "4")
        assert screen.ends(first) == LEFT

        server.stop()
        screen.shows(second, "The connection was lost.")
        screen.until(lambda: second.picture.is_over)
        second.again.invoke()
        screen.shows(second, "There is no server there.")
        screen.until(lambda: second.picture.is_over)
        second.leave()
        assert screen.ends(second) == LOST


def test_a_fault_of_the_window_is_not_hidden(
    screen: Screen, scripted: tuple[Window, Peer], monkeypatch: pytest.MonkeyPatch
) -> None:
    window, _ = scripted
    monkeypatch.setattr(window, "choose", lambda *_: 1 // 0)
    window.command_menu.invoke(0)

    with pytest.raises(ZeroDivisionError):
        screen.ends(window)


def test_the_font_has_hangul(screen: Screen, scripted: tuple[Window, Peer]) -> None:
    from tkinter import font

    from reference.window.fonts import with_hangul

    window, _ = scripted
    best = with_hangul(font.families(window.root))
    if best is None:
        pytest.skip("no font with Hangul is installed (Debian: fonts-noto-cjk)")

    assert font.nametofont("TkTextFont", window.root).actual("family") == best
    assert with_hangul(["Arial", "NanumGothic"]) == "NanumGothic"
