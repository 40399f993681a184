"""What every test finds as it is for a person at a terminal, and leaves as it found it."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest

from composer import words


def pytest_configure() -> None:
    """Started in the background or by nohup, the tests would hand ignored signals on to every program they start."""
    for number, usual in (
        (signal.SIGINT, signal.default_int_handler),
        (signal.SIGHUP, signal.SIG_DFL),
        (signal.SIGTERM, signal.SIG_DFL),
    ):
        if signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, usual)


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    """There is one active language in a process; a test that fails in another one must not change the next."""
    words.use("en")
    yield
    words.use("en")
