"""Runs a verb that Ctrl+C ends at once, whatever a server does; the next start makes up for what is left."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TextIO

from composer.errors import PresendError
from composer.services.outbox import Job
from composer.threads.abort import Abort
from composer.threads.background import BackgroundThread

LOOK_EVERY = 0.2
"""Seconds between two looks for a signal."""
LAST_MOMENT = 0.7
"""Seconds that an aborted verb is given to write down how far it came."""
INTERRUPTED = 130


def interruptible_verb(act: Callable[[Abort], int], left: Callable[[], Sequence[Job]], out: TextIO) -> int:
    """Run ``act`` in a thread and return its exit status; raises what it raises. Ctrl+C exits with 130.

    ``left`` reads the outbox without waiting for anybody.
    """
    results: list[int] = []
    faults: list[BaseException] = []

    def run(abort: Abort) -> None:
        try:
            results.append(act(abort))
        except BaseException as fault:
            faults.append(fault)

    thread = BackgroundThread(run)
    try:
        thread.start()  # it is at work before this returns, and may be interrupted here already
        while thread.is_alive():
            thread.join(LOOK_EVERY)
    except KeyboardInterrupt:
        thread.abort.set()
        with suppress(RuntimeError):  # it was not even started
            thread.join(LAST_MOMENT)
        _tell_what_is_left(left, out)
        os._exit(INTERRUPTED)  # an orderly end might wait for what the thread holds
    for fault in faults:
        raise fault
    return results[0]


def _tell_what_is_left(left: Callable[[], Sequence[Job]], out: TextIO) -> None:
    from composer.cli.wiring.columns import columns_of
    from composer.language.wrapping import hung
    from composer.sentences.waiting_mail import left_lines

    with suppress(PresendError, OSError):
        for words in left_lines(left(), goes_on=False):
            for line in hung("", words, columns_of(out)):
                out.write(f"{line}\n")
        out.flush()
