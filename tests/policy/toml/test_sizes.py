from __future__ import annotations

import pytest

from policy.toml.sizes import size_in_bytes

SIZES = {
    "25 MB": 25_000_000,
    "25MB": 25_000_000,
    "1.5 GB": 1_500_000_000,
    "2 GB": 2_000_000_000,
    "1 kB": 1_000,
    "2 TB": 2_000_000_000_000,
    "1 KiB": 1_024,
    "1 TiB": 1_099_511_627_776,
    "1 MiB": 1_048_576,
    "0.5 GiB": 536_870_912,
    "7 B": 7,
    "0.0009 kB": 0,
    "1.9999 kB": 1_999,
    "9223372036854775808 B": 2**63,
    "25 mb": None,
    "25 KB": None,
    "25": None,
    "MB": None,
    "": None,
    "-1 MB": None,
    "1,5 MB": None,
    "1. MB": None,
    ".5 MB": None,
    "1e3 MB": None,
    "25  MB": None,
    " 25 MB": None,
    "25 MB\n": None,
    "２５ MB": None,
    "25\u00a0MB": None,
}


@pytest.mark.parametrize(("text", "size"), SIZES.items())
def test_a_size_is_a_number_and_a_unit(text: str, size: int | None) -> None:
    assert size_in_bytes(text) == size
