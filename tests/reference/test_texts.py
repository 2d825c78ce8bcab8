"""The client's own sentences, and the list of them that specs are held against."""

from __future__ import annotations

from string import Formatter

from codegen.load.client import TEXTS as KEYS
from codegen.protocol import CLIENT_TEXTS
from reference.client.texts import TEXTS


def test_a_spec_may_replace_every_sentence_that_there_is() -> None:
    assert set(TEXTS) == set(CLIENT_TEXTS) == set(KEYS.all)


def test_a_sentence_tells_only_what_it_can_know() -> None:
    for key, text in TEXTS.items():
        told = {name for _, name, _, _ in Formatter().parse(text) if name is not None}

        assert told <= set(CLIENT_TEXTS[key])
