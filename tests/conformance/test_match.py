from __future__ import annotations

from codegen.generated import chat, hash
from codegen.protocol import load
from conformance.model.happening import Due
from conformance.talk.ghosts import Ghosts
from conformance.talk.match import Mismatch, Surplus, compare, is_only_spacing
from conformance.talk.wire import Wire

TEXT = Wire(load("hash"))
FRAMES = Wire(load("chat"))
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


def test_a_clock_is_compared_by_form() -> None:
    due = dues(chat.Said(sender="a", text="hi", time=0))

    assert not compare(FRAMES, due, FRAMES.encode(chat.Said("a", "hi", 1_700_000_000)))
    assert compare(FRAMES, due, FRAMES.encode(chat.Said("b", "hi", 1_700_000_000)))


def test_a_free_text_may_be_of_any_length() -> None:
    expected = FRAMES.expected((chat.Malformed(reason="truncated"),))

    assert expected.matches(FRAMES.encode(chat.Malformed(reason="what was that?")))
    assert not expected.matches(FRAMES.encode(chat.Goodbye()))


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
