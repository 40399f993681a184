"""The snapshot of a message."""

from __future__ import annotations

import pytest

from policy.address import parse_field
from policy.draft import Draft


@pytest.mark.parametrize(
    ("to", "cc", "bcc", "written"),
    [
        ("", "", "", 0),
        ("a@b.example", "", "", 1),
        ("a@b.example", "a@b.example, c@d.example", "oops", 4),
        ("F: a@b.example, c@d.example, oops;, e@f.example", "", "G:;", 4),
    ],
)
def test_what_is_written_is_counted_as_it_is_written(to: str, cc: str, bcc: str, written: int) -> None:
    assert Draft(to=parse_field(to), cc=parse_field(cc), bcc=parse_field(bcc)).written == written
