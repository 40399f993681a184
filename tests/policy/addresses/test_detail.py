"""Which part of a piece is wrong, and which character."""

from __future__ import annotations

import pytest

from policy.address import Malformed, parse_field
from policy.addresses.detail import Detail, Flaw, detail
from policy.addresses.fault import AddressFault

ROWS = [
    ("@hanbit.example", Detail(Flaw.NOTHING_BEFORE)),
    ("kim@", Detail(Flaw.NOTHING_AFTER)),
    ("Kim <kim@>", Detail(Flaw.NOTHING_AFTER)),
    ("ki..m@hanbit.example", Detail(Flaw.DOT_BEFORE)),
    (".kim@hanbit.example", Detail(Flaw.DOT_BEFORE)),
    ("kim.@hanbit.example", Detail(Flaw.DOT_BEFORE)),
    ("kim@hanbit..example", Detail(Flaw.DOT_AFTER)),
    ("kim@.example", Detail(Flaw.DOT_AFTER)),
    ("kim@hanbit_trading.example", Detail(Flaw.CHARACTER_AFTER, "_")),
    ("Kim <kim@hanbit/example>", Detail(Flaw.CHARACTER_AFTER, "/")),
    ("kim@-hanbit.example", Detail(Flaw.HYPHEN)),
    ("kim@hanbit-.example", Detail(Flaw.HYPHEN)),
    ("kim@192.0.2.1", Detail(Flaw.NUMBER)),
    ("kim@lee@hanbit.example", Detail(Flaw.SEVERAL_AT)),
    ("kim lee@hanbit.example", Detail(Flaw.SPACE)),
    ("kim@hanbit example", Detail(Flaw.SPACE)),
    ("kim", None),
    ('"kim@hanbit.example', None),
    ("kim@[1.2.3.x]", None),
    ('"a"b@hanbit.example', None),
]


@pytest.mark.parametrize(("text", "expected"), ROWS)
def test_the_flaw_of_a_piece(text: str, expected: Detail | None) -> None:
    (piece,) = parse_field(text)
    assert isinstance(piece, Malformed)
    assert detail(piece.text, piece.fault) == expected


@pytest.mark.parametrize("fault", AddressFault)
def test_a_fault_without_a_flaw_that_can_be_seen_has_no_detail(fault: AddressFault) -> None:
    assert detail("kim@hanbit.example", fault) is None


def test_a_character_that_no_local_part_may_hold() -> None:
    assert detail("k(m@hanbit.example", AddressFault.LOCAL_PART) is None
    assert detail("k\\m@hanbit.example", AddressFault.LOCAL_PART) is None
    assert detail("k,m@hanbit.example", AddressFault.LOCAL_PART) == Detail(Flaw.CHARACTER_BEFORE, ",")
