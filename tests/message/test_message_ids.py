"""What counts as a message id in the text of a stranger."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.delivery.wire.header_fields import ids_field
from composer.message.message_ids import LONGEST_ID, is_message_id, message_ids
from tests.hostile.corpus import CORPUS

IDS = [
    "<1@x.example>", "<3469A91.D10AF4C@example.com>", "<a+b=c/d$e@x>", "<a@[127.0.0.1]>", "<a@[IPv6:::1]>", "<1.2@3.4>",
    f"<{'a' * (LONGEST_ID - 4)}@x>",
]  # fmt: skip
OTHERS = [
    "", "a@x.example", "<a>", "<@x>", "<a@>", "<a@x", "a@x>", "<a b@x>", "<a@x y>", "<a@b@c>", "<.a@x>", "<a.@x>",
    "<a..b@x>", "<a@x.>", "<a@[x\\]>", "<a@[x]y>", "<é@x>", "<a@é>", '<"a"@x>', "<a,b@x>", "<a@x>\r\n", "<a\r\n@x>",
    "<a@x>\nBcc: b@x.example", "<a\x1b@x>", "<a\u202e@x>", "<=?utf-8?q?a?=@x>", "<a@=?utf-8?q?a?=>", "<a@x> (b)",
    f"<{'a' * (LONGEST_ID - 3)}@x>",
]  # fmt: skip


@pytest.mark.parametrize("text", IDS)
def test_an_id_is_taken_as_it_is(text: str) -> None:
    assert is_message_id(text)
    assert message_ids(text, 1) == (text,)
    assert message_ids(f"(odd) {text}, {text}{text}\r\n Bcc: a@x.example", 9) == (text,)


@pytest.mark.parametrize("text", OTHERS)
def test_nothing_else_is_one(text: str) -> None:
    assert not is_message_id(text)
    assert message_ids(text, 1) in {(), ("<a@x>",)}


def test_of_too_many_the_first_and_the_last_stay() -> None:
    ids = [f"<{number}@x>" for number in range(100)]
    assert message_ids(" ".join(ids), 10) == ("<0@x>", *ids[91:])
    assert message_ids("".join(ids), 100) == tuple(ids)
    assert message_ids(" ".join(ids), 1) == ("<0@x>",)


@pytest.mark.parametrize("text", CORPUS.values(), ids=CORPUS.keys())
def test_hostile_text_brings_nothing_but_plain_letters(text: str) -> None:
    for found in (*message_ids(text, 5), *message_ids(f"<{text}@x.example>", 5)):
        assert found.isascii()
        assert found.isprintable()
        assert not set(found[1:-1]) & set(' <>,;:"()\\')


@given(st.one_of(st.text(), st.text(st.sampled_from("<>@.a[]=? \r\n\\"))))
def test_what_is_found_is_safe_in_a_header(text: str) -> None:
    found = message_ids(text, 3)
    assert len(found) <= 3
    assert all(map(is_message_id, found))
    lines = ids_field("References", found).split("\r\n")
    assert lines.pop() == ""
    assert all(line.isascii() and line.isprintable() and len(line) <= 998 for line in lines)


@pytest.mark.parametrize("text", ["<" * 50_000, "<a" * 25_000, "<a.a@" * 10_000, "<a@[" * 12_000, "<" + "a." * 25_000])
def test_a_long_text_is_read_to_its_end(text: str) -> None:
    assert message_ids(text, 5) == ()
