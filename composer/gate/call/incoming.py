"""The octets of a message as a client hands them over, also when it asks presend to end meanwhile.

What is there already is read then, because a client that has handed everything over may not have it any more; what
comes later is not waited for.
"""

from __future__ import annotations

import os
import select
import time
from collections.abc import Iterator

from composer.gate.terminal.signals import interrupted, was_asked_to_end

CHUNK = 262_144
LOOK_EVERY = 500
"""Milliseconds between two looks whether presend is asked to end; for so long a client may pause after that."""
LAST_MOMENT = 0.5
"""Seconds for what a client goes on writing after that."""


def chunks(descriptor: int) -> Iterator[bytes]:
    """The octets of a descriptor up to its end; raises ``KeyboardInterrupt`` where presend is asked to end before."""
    begun = time.monotonic()
    while chunk := _next(descriptor):
        last = time.monotonic() - LAST_MOMENT
        if begun < last and was_asked_to_end(before=last):
            raise interrupted()
        yield chunk


def _next(descriptor: int) -> bytes:
    waiting = select.poll()
    waiting.register(descriptor, select.POLLIN)
    while not waiting.poll(LOOK_EVERY):
        if was_asked_to_end():
            raise interrupted()
    return os.read(descriptor, CHUNK)
