"""Reads what a terminal answers; nothing of an answer that was begun stays behind, where it would be taken for keys."""

from __future__ import annotations

import os
import re
import select
import time

PIECE = 64
"""Octets that are read at once: what was typed behind the answer is left for whoever reads next."""
SILENCE = 0.05
"""Seconds without an octet after which an answer that is not listened to any more counts as ended."""


def read_answers(terminal: int, end: re.Pattern[bytes], patience: float, longest: int) -> bytes:
    """Everything up to ``end``, for at most ``patience`` seconds and about ``longest`` octets.

    Where the end does not come, the rest of the answer is read and dropped, for as many seconds again at most.
    """
    received = b""
    until = time.monotonic() + patience
    while not end.search(received):
        left = until - time.monotonic()
        data = _piece(terminal, left) if left > 0 and len(received) < longest else b""
        if not data:
            _drop(terminal, patience if received else 0)
            break
        received += data
    return received


def _drop(terminal: int, patience: float) -> None:
    until = time.monotonic() + patience
    while time.monotonic() < until and _piece(terminal, SILENCE):
        continue


def _piece(terminal: int, patience: float) -> bytes:
    """Empty where none came or the terminal is gone."""
    return os.read(terminal, PIECE) if select.select([terminal], [], [], patience)[0] else b""
