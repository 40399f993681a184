"""``presend outbox list|show|retry|cancel|settle|flush``: what waits, what became of it, and what to do with it."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from msgspec.structs import replace

from composer.cli.outbox_actions import OutboxVerb, list_lines, report_lines
from composer.cli.wiring.environment import machine_of
from composer.cli.wiring.named_file import existing_file
from composer.words import _, pgettext

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from composer.services.clock import Clock
    from composer.services.outbox import Job
    from composer.storage.machine import Machine

_ONLY_LOOKS = ("list", "show")
"""Actions that need neither a policy nor a disk that can be written."""


class JobSource(Protocol):
    """A reader of jobs: the outbox, or an ``OutboxReader``."""

    def jobs(self) -> Sequence[Job]:
        """The jobs of the queue, oldest first."""

    def job(self, job_id: str) -> Job:
        """One job, of the queue or closed; raises ``StorageError``."""


def add_parser(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``presend outbox`` and its actions."""
    parser = verbs.add_parser("outbox", help=_("messages that wait, and what became of them"))
    parser.add_argument("--policy", type=existing_file, metavar="FILE", help=_("work under this policy"))
    parser.set_defaults(run=run)
    actions = parser.add_subparsers(dest="action", metavar=pgettext("argument", "ACTION"), required=True)
    actions.add_parser("list", help=_("one line for each message in the outbox"))
    message, named = pgettext("argument", "ID"), _("as presend outbox list names it")
    actions.add_parser("show", help=_("one message, recipient by recipient")).add_argument(
        "id", metavar=message, help=named
    )
    retry = actions.add_parser(
        "retry", help=_("try again now for the recipients that were not reached, if the policy lets it go")
    )
    retry.add_argument("id", metavar=message, help=named)
    retry.add_argument(
        "--unknown", action="store_true", help=_("also for those who may have it already; they might get it twice")
    )
    cancel = actions.add_parser("cancel", help=_("take a message back that was not sent yet; it becomes a draft"))
    cancel.add_argument("id", metavar=message, help=named)
    _add_settle(actions)
    flush = actions.add_parser("flush", help=_("send everything that is due, and say what became of each message"))
    flush.add_argument(
        "--wait", action="store_true", help=_("stay until everything is sent or was tried for five days")
    )


def _add_settle(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    settle = actions.add_parser(
        "settle", help=_("close a message that did not reach everybody, or of which nobody knows it")
    )
    settle.add_argument("id", metavar=pgettext("argument", "ID"), help=_("as presend outbox list names it"))
    how = settle.add_mutually_exclusive_group(required=True)
    helps = {
        "--delivered": _("it arrived and is not sent again: for this address, or for all who are not known to have it"),
        "--give-up": _("it is not tried any more: for this address, or for all who are not known to have it"),
    }
    for name, said in helps.items():  # each takes the address itself: a word behind an option is no place of its own
        how.add_argument(name, nargs="?", const="", metavar=pgettext("argument", "RECIPIENT"), help=said)


def run(arguments: argparse.Namespace) -> int:
    """Do one action on this installation's outbox: 0, 75 where something is not sent, 78 without a usable policy."""
    from composer.cli.wiring.interruptible_verb import interruptible_verb
    from composer.cli.wiring.services import real_services
    from composer.delivery.outbox_reader import outbox_reader
    from composer.disk.paths import places

    machine = machine_of(arguments)
    if arguments.action in _ONLY_LOOKS:
        return _look(arguments, machine)
    services = real_services(arguments.policy, os.environ, machine)
    verb = OutboxVerb(services.outbox, services.clock, sys.stdout)
    folder = places(os.environ).data / "outbox"
    left = outbox_reader(folder, services.clock).jobs
    if arguments.action == "flush" and arguments.wait:
        from composer.cli.outbox_flush import Flusher
        from composer.storage.atomic import private_folder

        signal.signal(signal.SIGHUP, signal.SIG_IGN)  # the terminal it was started from may close meanwhile
        lock = private_folder(folder) / "flush.lock"
        flusher = Flusher(lambda: real_services(arguments.policy, os.environ, machine), verb, lock)
        return interruptible_verb(flusher.run, left, sys.stdout)
    return interruptible_verb(lambda abort: replace(verb, abort=abort).run(arguments), left, sys.stdout)


def _look(arguments: argparse.Namespace, machine: Machine) -> int:
    """What is on disk is shown in any case; raises afterwards what keeps the outbox from being used."""
    from composer.clock import SystemClock
    from composer.delivery.outbox_reader import outbox_reader
    from composer.disk.paths import places
    from composer.errors import PresendError

    clock = SystemClock(os.environ)
    trouble: PresendError | OSError | None = None
    jobs: JobSource = outbox_reader(places(os.environ).data / "outbox", clock)
    try:
        jobs = _opened(arguments.policy, machine)
    except (PresendError, OSError) as error:
        trouble = error
    for line in _shown(arguments, jobs, clock):
        sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
    if trouble is not None:
        raise trouble
    return os.EX_OK


def _opened(policy: Path | None, machine: Machine) -> JobSource:
    """The outbox, which makes up first for what a killed process left undone."""
    from composer.cli.wiring.services import real_services

    outbox = real_services(policy, os.environ, machine).outbox
    outbox.jobs()
    return outbox


def _shown(arguments: argparse.Namespace, jobs: JobSource, clock: Clock) -> Iterator[str]:
    if arguments.action == "list":
        return list_lines(jobs.jobs())
    return report_lines(jobs.job(arguments.id), clock)
