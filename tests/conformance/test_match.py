from __future__ import annotations

from pathlib import Path

from codegen.build import protocol_from_file
from codegen.generated import chat, duet, hash, lounge
from codegen.protocol import load
from conformance.model.happening import Due
from conformance.talk.ghosts import Ghosts
from conformance.talk.match import Mismatch, Surplus, compare, is_only_spacing
from conformance.talk.wire import Wire

TEXT = Wire(load("hash"))
FRAMES = Wire(load("chat"))
TIMES = Wire(load("lounge"))
LINES = Wire(load("duet"))
FREE = """\
spec: 1
name: free
title: Free
port: 7000
framing: {kind: line, max: 300}
limits: {sessions: 4, queue_bytes: 1000}
types: {line: {is: text, length: 1..70}}
messages:
  say: {from: client, wire: "{text}", fields: {text: line}}
  said: {from: server, wire: "say {text}", fields: {text: line}}
  notice: {from: server, wire: "{text}", fields: {text: line}, volatile: [text]}
session:
  regions:
    only:
      initial: open
      states:
        open:
          - on: say
            must: A server MUST repeat it.
            do:
              - {reply: said, with: {text: $text}}
              - {reply: notice, with: {text: $text}}
          - {on: eof, must: A server MUST forget.}
"""
RULE = "a/rule"


def dues(*messages: object, rule: str = RULE) -> tuple[Due, ...]:
    return tuple(Due(1, message, rule) for message in messages)


def test_what_was_due_and_came_is_no_mismatch() -> None:
    due = dues(hash.Welcome(), hash.Members(names=("alice",)))

    assert not compare(TEXT, due, b"".join(TEXT.encode(d.message) for d in due))


def test_glued_messages_are_told_apart() -> None:
    due = dues(hash.Joined(name="bob"), hash.Said(sender="bob", text="hi"))
    seen = "[공지]bob 사용자가 접속하였습니다.bob : hi".encode()

    assert not compare(TEXT, due, seen)


def test_what_lies_between_is_surplus() -> None:
    due = dues(hash.Taken(), hash.Goodbye())

    mismatch = compare(TEXT, due, b"101bob : hi102")

    said = hash.Said(sender="bob", text="hi")
    assert mismatch == Mismatch((), (Surplus(b"bob : hi", said),))


def test_bytes_that_are_no_message_are_evidence_too() -> None:
    mismatch = compare(FRAMES, (), b"\x00\x02\xff\xff\x00")

    assert [surplus.data for surplus in mismatch.extra] == [b"\xff\xff", b"\x00"]


def test_a_message_with_other_content_is_paired_with_the_right_one() -> None:
    due = dues(chat.Pong(token=1))

    mismatch = compare(FRAMES, due, FRAMES.encode(chat.Pong(token=2)))

    assert not mismatch.missing
    assert not mismatch.extra
    assert mismatch.paired[0][1].message == chat.Pong(token=2)


def test_messages_of_one_rule_have_an_order() -> None:
    due = dues(chat.Welcome(name="a"), chat.Goodbye())
    seen = FRAMES.encode(chat.Goodbye()) + FRAMES.encode(chat.Welcome(name="a"))

    assert [it.message for it in compare(FRAMES, due, seen).out_of_order] == [
        chat.Goodbye()
    ]


def test_messages_of_different_rules_have_none() -> None:
    due = (*dues(chat.Welcome(name="a")), *dues(chat.Goodbye(), rule="another/rule"))
    seen = FRAMES.encode(chat.Goodbye()) + FRAMES.encode(chat.Welcome(name="a"))

    assert not compare(FRAMES, due, seen)


def test_a_line_without_its_end_is_none_not_even_for_ghosts() -> None:
    due = dues(duet.Busy())
    line = LINES.encode(duet.Busy())

    found = compare(LINES, due, line.removesuffix(b"\n"))

    assert [(it.message, other.data) for it, other in found.paired] == [
        (duet.Busy(), line.removesuffix(b"\n"))
    ]
    assert Ghosts().explain(found, set()) == found
    assert not compare(LINES, due, line)


def test_a_clock_is_compared_by_form() -> None:
    due = dues(chat.Said(sender="a", text="hi", time=0))

    assert not compare(FRAMES, due, FRAMES.encode(chat.Said("a", "hi", 1_700_000_000)))
    assert compare(FRAMES, due, FRAMES.encode(chat.Said("b", "hi", 1_700_000_000)))


def test_a_free_text_may_be_of_any_length() -> None:
    expected = FRAMES.expected((chat.Malformed(reason="truncated"),))

    assert expected.matches(FRAMES.encode(chat.Malformed(reason="what was that?")))
    assert not expected.matches(FRAMES.encode(chat.Goodbye()))


def test_a_clock_has_its_form_within_a_stream() -> None:
    due = dues(lounge.Said(time="00:00:00", sender="al", text="hi"))
    said = b"[12:34:56] al: hi"

    assert TIMES.expected((due[0].message,)).matches(said)
    assert not TIMES.expected((due[0].message,)).matches(b"[noon] al: hi")
    mismatch = compare(TIMES, due, b"[a notice] " + said)
    assert (mismatch.missing, mismatch.paired) == ((), ())
    assert [it.data for it in mismatch.extra] == [b"[a notice] "]


def test_what_is_worded_freely_may_begin_like_another_message() -> None:
    found = lounge.Found(name="al", text="x")
    joined = lounge.Joined(name="bo")
    text = "접속자 목록: 닉네임이 x 님이 채팅방에 참여했습니다."
    seen = TIMES.encode(lounge.Found(name="al", text=text)) + TIMES.encode(joined)

    assert not compare(TIMES, dues(found, joined), seen)
    due = (*dues(joined), *dues(found, rule="another/rule"))
    assert not compare(TIMES, due, seen)


def test_a_message_of_free_wording_is_read_as_what_was_due(tmp_path: Path) -> None:
    path = tmp_path / "free.yaml"
    path.write_text(FREE, encoding="utf-8")
    wire = Wire(protocol_from_file(path))
    notice, said = (
        next(m.cls for m in wire.protocol.messages if m.name == name)
        for name in ("notice", "said")
    )
    said_by_another = dues(said(text="hi"), rule="another/rule")
    due = (*dues(notice(text="what it is")), *said_by_another)

    assert wire.decode(b"say it") == said(text="it")
    assert not compare(wire, due, b"say hi\nsay it\n")
    assert not compare(wire, due[:1], b"say it\n")
    assert wire.expected((due[0].message,)).matches(b"say it\n")
    assert compare(wire, due[1:], b"say it\n")


def test_spacing_and_padding_are_told_from_content() -> None:
    assert is_only_spacing(b"bye\n\0\0", b"bye \r\n")
    assert not is_only_spacing(b"bye", b"by")


def test_every_byte_has_its_field() -> None:
    offer = chat.FileOffered("al", 7, "n.txt", 5, b"\0" * 32)
    said = hash.Said(sender="alice", text="a : b")

    assert FRAMES.spans(offer)["name"] == (9, 15)
    assert FRAMES.field_at(offer, 16) == "size"
    assert TEXT.spans(said) == {"sender": (0, 5), "text": (8, 13)}


def test_strangers_in_a_list_are_nobodys_fault() -> None:
    ghosts, own = Ghosts(), {"alice"}
    due = dues(hash.Members(names=("alice",)))
    seen = TEXT.encode(hash.Members(names=("zed", "alice")))

    assert not ghosts.explain(compare(TEXT, due, seen), own)
    assert ghosts.strangers == {"zed"}


def test_one_of_ours_who_should_be_gone_is_a_fault() -> None:
    due = dues(hash.Members(names=("alice",)))
    seen = TEXT.encode(hash.Members(names=("bob", "alice")))

    assert Ghosts().explain(compare(TEXT, due, seen), {"alice", "bob"})


def test_a_free_text_at_the_end_lasts_until_something_else_begins() -> None:
    lounge = load("lounge")
    text = Wire(lounge)
    no_search, help_text = (
        next(it.cls for it in lounge.messages if it.name == name)
        for name in ("no_search", "prompt")
    )
    due = dues(no_search(reason="?"), help_text())
    seen = text.encode(no_search(reason="no key")) + text.encode(help_text())

    assert not compare(text, due, seen)
