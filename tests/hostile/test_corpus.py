"""The corpus itself is large, varied, and really hostile to what does not clean it; rules survive it."""

from __future__ import annotations

import unicodedata

import pytest

from composer.safe_text import clean
from policy.address import Mailbox, format_entry, parse_field
from tests.hostile.corpus import CORPUS, FILE_NAMES, ONE_LINERS


def test_there_are_many_strings_and_no_two_are_alike() -> None:
    assert len(CORPUS) >= 150
    assert len(set(CORPUS.values())) == len(CORPUS)
    assert len(ONE_LINERS) >= 150
    assert len(FILE_NAMES) >= 100


@pytest.mark.parametrize("category", ["Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Mn", "Me", "So"])
def test_every_kind_of_troublesome_character_occurs(category: str) -> None:
    assert any(unicodedata.category(character) == category for text in CORPUS.values() for character in text[:100])


@pytest.mark.parametrize("text", ONE_LINERS.values(), ids=ONE_LINERS.keys())
def test_hostile_text_in_an_address_field_is_named_or_read_but_never_dropped(text: str) -> None:
    entries = parse_field(text)
    assert entries or set(clean(text)) <= {" ", ",", ";"} or text.isspace()
    for entry in entries:
        if isinstance(entry, Mailbox):
            assert parse_field(format_entry(entry)) == (entry,)
