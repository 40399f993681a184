"""What every test leaves as it found it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from composer import words


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    """There is one active language in a process; a test that fails in another one must not change the next."""
    words.use("en")
    yield
    words.use("en")
