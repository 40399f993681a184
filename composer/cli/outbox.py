"""``presend outbox``: what waits, what became of it, trying again, taking back, sending what is due."""

from __future__ import annotations

import argparse
import signal
import sys
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TextIO

from composer.job_words import headline, report, state_label
from composer.safe_text import clean
from composer.services import Clock, Job, JobState, Outbox, Progress
from composer.words import _, date_time

OK, TEMPORARY, CANNOT = 0, 75, 73
"""Exit statuses (sysexits.h): done; something still waits or failed; it could not be taken back."""
_UNSENT = {JobState.HELD, JobState.QUEUED, JobState.PARTIAL, JobState.FAILED, JobState.UNKNOWN}
_LONGEST_SLEEP = 30.0
"""Seconds; a job can be undone or accepted meanwhile."""


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the verb and its actions."""
    parser = subparsers.add_parser("outbox", help=_("show and send messages that wait"))
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    actions.add_parser("list", help=_("list the messages in the outbox"))
    for name, words in (
        ("show", _("show what became of a message, recipient by recipient")),
        ("retry", _("try again to send a message")),
        ("cancel", _("take a message back into the drafts")),
    ):
        actions.add_parser(name, help=words).add_argument("id", metavar="ID", help=_("its name, as list shows it"))
    actions.choices["retry"].add_argument(
        "--unknown",
        action="store_true",
        help=_("also to recipients of whom nobody can tell whether they have it; they may get it twice"),
    )
    flush = actions.add_parser("flush", help=_("send every message that is due"))
    flush.add_argument("--wait", action="store_true", help=_("wait for messages that can still be undone"))
    parser.set_defaults(run=main)


def main(arguments: argparse.Namespace) -> int:
    """Run with the member's own services."""
    from composer.cli.wiring import services

    found = services(arguments)
    return run(arguments, found.outbox, found.clock, sys.stdout)


def run(
    arguments: argparse.Namespace,
    outbox: Outbox,
    clock: Clock,
    out: TextIO,
    sleep: Callable[[float], None] = time.sleep,
) -> int:
    """Do one action; returns the exit status, raises ``StorageError``."""
    now = clock.now()
    match arguments.action:
        case "list":
            _list(outbox.jobs(), now, out)
            return OK
        case "show":
            return _show(outbox.job(arguments.id), now, out)
        case "retry":
            outbox.retry(arguments.id, include_unknown=arguments.unknown)
            return _show(outbox.deliver(arguments.id, _silent), clock.now(), out)
        case "cancel":
            return _cancel(outbox, arguments.id, out)
        case "flush":
            return _flush(outbox, clock, out, sleep if arguments.wait else None)
    raise AssertionError(arguments.action)


def _list(jobs: Sequence[Job], now: datetime, out: TextIO) -> None:
    if not jobs:
        _line(out, _("The outbox is empty."))
    for job in jobs:
        created = date_time(job.created_at.astimezone(now.tzinfo))
        _line(out, f"{clean(job.id)}  {created}  {state_label(job.state)}  {clean(job.subject) or _('(no subject)')}")


def _show(job: Job, now: datetime, out: TextIO) -> int:
    _line(out, clean(job.subject) or _("(no subject)"))
    _line(out, headline(job, now))
    for line in report(job):
        _line(out, line)
    return TEMPORARY if job.state in _UNSENT else OK


def _cancel(outbox: Outbox, job_id: str, out: TextIO) -> int:
    if outbox.undo(job_id) is None:
        _line(out, _("It is too late to take this message back: a server has it, or may have it."))
        return CANNOT
    _line(out, _("The message was taken back. It is in your drafts."))
    return OK


def _flush(outbox: Outbox, clock: Clock, out: TextIO, sleep: Callable[[float], None] | None) -> int:
    """Send what is due; with ``sleep``, go on until nothing can be undone, whatever becomes of the terminal."""
    if sleep is not None and hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
    tried = list(outbox.flush(_silent))
    while sleep is not None and (wait := _until_next(outbox, clock)) is not None:
        sleep(min(wait, _LONGEST_SLEEP))
        tried += outbox.flush(_silent)
    for job in tried:
        _line(out, f"{clean(job.id)}  {headline(job, clock.now())}")
    return TEMPORARY if any(job.state in _UNSENT for job in tried) else OK


def _until_next(outbox: Outbox, clock: Clock) -> float | None:
    """Seconds until the next held message is due; None when there is none."""
    moments = [job.not_before for job in outbox.jobs() if job.state is JobState.HELD and job.not_before is not None]
    return max(0.0, (min(moments) - clock.now()).total_seconds()) if moments else None


def _silent(_progress: Progress) -> None:
    """The result is told, not the way there."""


def _line(out: TextIO, text: str) -> None:
    out.write(f"{text}\n")
