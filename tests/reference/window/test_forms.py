"""What can be chosen in a window."""

from __future__ import annotations

import pytest

from codegen.protocol import load
from reference.window.forms import Blank, Form, Forms
from tests.reference.parcel import PARCEL


def form(forms: Forms, usage: str) -> Form:
    return next(form for form in forms.commands if form.usage == usage)


def test_each_command_is_a_form_with_a_blank_for_each_field() -> None:
    forms = Forms(PARCEL)

    assert [f.usage for f in forms.chosen] == [
        "/w TO TEXT",
        "/mood MOOD LEVEL",
        "/exit",
    ]
    assert form(forms, "/w TO TEXT").blanks == (Blank("to", (), True), Blank("text"))
    assert form(forms, "/mood MOOD LEVEL").blanks[0].options == ("calm", "wild")
    assert form(forms, "/exit").blanks == ()


def test_a_form_is_called_after_what_it_is_for() -> None:
    forms = Forms(PARCEL)

    assert form(forms, "/exit").title == "Leave"
    assert form(forms, "/mood MOOD LEVEL").title == "/mood MOOD LEVEL"


def test_a_file_is_offered_to_a_person() -> None:
    offered = Forms(PARCEL).file

    assert offered is not None
    assert offered.blanks == (Blank("to", (), True), Blank("path"))
    assert offered.command is None


@pytest.mark.parametrize("name", ["hash", "echo"])
def test_without_messages_for_files_none_is_offered(name: str) -> None:
    assert Forms(load(name)).file is None


def test_what_is_about_one_person() -> None:
    usages = [form.usage for form in Forms(load("chat")).about_people]

    assert {"/w TO TEXT", "/with TO", "/file TO PATH"} <= set(usages)
    assert "/nick NAME" not in usages


@pytest.mark.parametrize(
    ("spec", "name", "line"),
    [
        ("chat", "bob", "/w bob "),
        ("hash", "밥", "/m 밥 "),
        ("echo", "bob", None),
        ("chat", "b ob", None),
        ("chat", "b\u202eob", None),
    ],
)
def test_how_a_line_to_somebody_begins(spec: str, name: str, line: str | None) -> None:
    assert Forms(load(spec)).address(name) == line


@pytest.mark.parametrize(
    ("level", "complaint"),
    [
        ("7", None),
        ("many", "Not sent: level: 'many' is not a whole number"),
        ("256", "Not sent: level: 256 is not within 0..255"),
    ],
)
def test_what_cannot_be_sent_is_said_before(level: str, complaint: str | None) -> None:
    forms = Forms(PARCEL)
    filled = {"mood": "calm", "level": level}

    assert forms.complaint(form(forms, "/mood MOOD LEVEL"), filled, "al") == complaint


def test_a_file_needs_a_path() -> None:
    forms = Forms(PARCEL)
    assert forms.file is not None

    filled = {"to": "bob", "path": ""}

    assert forms.complaint(forms.file, filled, "al") == "Path?"
    assert forms.complaint(forms.file, {**filled, "path": "a"}, "al") is None


def test_a_profile_has_fewer() -> None:
    protocol = load("chat")

    forms = Forms(protocol.in_profile(frozenset()))

    assert len(forms.commands) < len(Forms(protocol).commands)
    assert forms.file is None
