"""``presend outbox list|show|retry|cancel|flush``: what waits, what became of it, and what to do with it."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from msgspec import Struct

from composer.words import _, ngettext, pgettext

if TYPE_CHECKING:
    from composer.services.bundle import Clock, Job, Outbox, Progress

LONGEST_WAIT = 60.0
"""Seconds slept at most before the outbox is looked at again: the member may have undone a message meanwhile."""


def add_parser(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The verb with its actions."""
    parser = verbs.add_parser("outbox", help=_("messages that wait, and what became of them"))
    parser.add_argument("--policy", type=Path, metavar="FILE", help=_("work under this policy"))
    parser.set_defaults(run=run)
    actions = parser.add_subparsers(dest="action", metavar=pgettext("argument", "ACTION"), required=True)
    actions.add_parser("list", help=_("one line for each message in the outbox"))
    message, named = pgettext("argument", "ID"), _("as presend outbox list names it")
    actions.add_parser("show", help=_("one message, recipient by recipient")).add_argument(
        "id", metavar=message, help=named
    )
    retry = actions.add_parser("retry", help=_("try again now for the recipients that were not reached"))
    retry.add_argument("id", metavar=message, help=named)
    retry.add_argument(
        "--unknown", action="store_true", help=_("also for those who may have it already; they might get it twice")
    )
    cancel = actions.add_parser("cancel", help=_("take a message back that was not sent yet; it becomes a draft"))
    cancel.add_argument("id", metavar=message, help=named)
    flush = actions.add_parser("flush", help=_("send everything that is due"))
    flush.add_argument("--wait", action="store_true", help=_("wait first until the time to undo is over"))


def run(arguments: argparse.Namespace) -> int:
    """Do what was asked in this installation's outbox: 0, or 75 where something is not sent."""
    from composer.cli.wiring.services import real_services

    if arguments.action == "flush" and arguments.wait:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)  # the terminal it was started from may close meanwhile
    services = real_services(arguments.policy, os.environ)
    return OutboxVerb(services.outbox, services.clock, sys.stdout).run(arguments)


class OutboxVerb(Struct, frozen=True):
    """The actions over one outbox."""

    outbox: Outbox
    clock: Clock
    out: TextIO
    wait: Callable[[float], None] = time.sleep
    """Waits so many seconds."""

    def run(self, arguments: argparse.Namespace) -> int:
        """One action; its exit status."""
        match arguments.action:
            case "list":
                return self.list()
            case "show":
                return self.show(arguments.id)
            case "retry":
                return self.retry(arguments.id, arguments.unknown)
            case "cancel":
                return self.cancel(arguments.id)
        return self.flush(wait=arguments.wait)

    def list(self) -> int:
        """A line for each job, oldest first."""
        from composer.cli.main import Exit

        jobs = self.outbox.jobs()
        for job in jobs:
            self._say(_summary(job))
        if not jobs:
            self._say(_("The outbox is empty."))
        return Exit.OK

    def show(self, job_id: str) -> int:
        """Everything known of one job."""
        from composer.cli.main import Exit

        self._report(self.outbox.job(job_id))
        return Exit.OK

    def retry(self, job_id: str, include_unknown: bool) -> int:
        """Make what failed due again and try; a copy that could not be filed in Sent is filed."""
        self.outbox.retry(job_id, include_unknown)
        job = self.outbox.deliver(job_id, _quietly)
        self._report(job)
        return _status(job)

    def cancel(self, job_id: str) -> int:
        """Turn a job that nobody received back into a draft."""
        from composer.cli.main import Exit

        if self.outbox.undo(job_id) is None:
            self._say(_("It is too late: the message is being sent, or somebody may have it already."))
            return Exit.TEMPORARY
        self._say(_("The message was taken back. It is among your drafts again."))
        return Exit.OK

    def flush(self, *, wait: bool) -> int:
        """Send what is due; with ``wait`` also what can still be undone, as soon as that time is over."""
        tried = {job.id: job for job in self.outbox.flush(_quietly)}
        while wait and (seconds := self._until_the_next()) is not None:
            self.wait(min(seconds, LONGEST_WAIT))
            tried |= {job.id: job for job in self.outbox.flush(_quietly)}
        for job in tried.values():
            self._say(_summary(job))
            self._say_why(job)
        return max(map(_status, tried.values()), default=0)

    def _say_why(self, job: Job) -> None:
        """What kept a message from being tried: it came back, or the policy is broken."""
        from composer.safe_text import clean
        from composer.services.bundle import JobState

        if job.state is JobState.RETURNED or (job.attempts == 0 and job.message):
            for line in clean(job.message, lines=True).splitlines():
                self._say(f"  {line}")

    def _until_the_next(self) -> float | None:
        """Seconds until the next message may leave that is held for undoing."""
        from composer.services.bundle import JobState

        now = self.clock.now()
        held = [job.not_before or now for job in self.outbox.jobs() if job.state is JobState.HELD]
        return max(0.0, (min(held) - now).total_seconds()) if held else None

    def _report(self, job: Job) -> None:
        from composer.sentences.jobs import headline, report

        self._say(_summary(job))
        self._say(headline(job, self.clock.now()))
        for line in report(job):
            self._say(line)

    def _say(self, line: str) -> None:
        self.out.write(f"{line}\n")


def _summary(job: Job) -> str:
    from composer.sentences.jobs import state_label
    from composer.safe_text import clean

    recipients = ngettext("{n} recipient", "{n} recipients", len(job.recipients))
    return "  ".join((job.id, state_label(job.state), recipients, clean(job.subject)))


def _status(job: Job) -> int:
    from composer.cli.main import Exit
    from composer.services.bundle import JobState

    return Exit.OK if job.state in {JobState.SENT, JobState.SENT_NOT_FILED} else Exit.TEMPORARY


def _quietly(_progress: Progress) -> None:
    """A verb has no screen to show progress on."""
