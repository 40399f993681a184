"""Leaving presend while mail waits or is being sent: how many messages, and what will happen to them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from composer.errors import PresendError
from composer.screens.dialogs.ask import Answer, AskScreen
from composer.sentences.waiting_mail import UNSETTLED, left_lines
from composer.services.outbox import Job, Outbox
from composer.words import pgettext


class LeaveSendingScreen(AskScreen[bool]):
    """Asks whether to end presend while jobs are open, and dismisses True = end; Escape dismisses False."""

    def __init__(self, jobs: Sequence[Job]) -> None:
        answers = (
            Answer(True, lambda: pgettext("button", "Leave")),
            Answer(False, lambda: pgettext("button", "Stay")),
        )
        super().__init__(lambda: "\n".join(left_lines(jobs, goes_on=True)), answers, False)


async def still_to_do(outbox: Outbox) -> list[Job]:
    """The jobs to tell of before presend ends, without those in their time to undo.

    None where the outbox cannot be read.
    """
    try:
        jobs = await asyncio.to_thread(outbox.jobs)
    except PresendError:
        return []
    return [job for job in jobs if job.state in UNSETTLED]
