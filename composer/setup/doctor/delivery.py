"""How mail leaves: whether the server answers, and what waits in the outbox."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence

from composer.errors import PresendError
from composer.safe_text import clean
from composer.services.bundle import Job, JobState
from composer.setup.doctor.finding import Finding, Link, Mark
from composer.services.member_settings import TransportKind, TransportSettings
from composer.words import _, ngettext

PATIENCE = 15.0
"""Seconds the server has for all its answers."""
_WAITING = {JobState.HELD, JobState.QUEUED}
_STOPPED = {JobState.PARTIAL, JobState.FAILED, JobState.UNKNOWN}


def transport_findings(
    settings: TransportSettings, probe: Callable[[], None], own_program: str | None, patience: float = PATIENCE
) -> Iterator[Finding]:
    """Whether mail could leave now; ``probe`` connects and raises ``PresendError``."""
    if own_program is not None and settings.kind is TransportKind.SENDMAIL and _is(own_program, settings.command[:1]):
        words = _("The command that sends is presend itself, which would never end. Correct transport.command.")
        yield Finding(Link.TRANSPORT, Mark.FAULT, words)
        return
    problem = _problem(probe, patience)
    if problem is not None:
        yield Finding(Link.TRANSPORT, Mark.FAULT, problem)
    else:
        yield Finding(Link.TRANSPORT, Mark.WELL, _way(settings))


def outbox_findings(jobs: Callable[[], Sequence[Job]]) -> Iterator[Finding]:
    """What waits and what stopped."""
    try:
        found = jobs()
    except PresendError as error:
        yield Finding(Link.OUTBOX, Mark.FAULT, str(error))
        return
    waiting = sum(job.state in _WAITING for job in found)
    stopped = sum(job.state in _STOPPED for job in found)
    if waiting:
        words = ngettext(
            "{n} message waits in the outbox. presend outbox flush sends what is due.",
            "{n} messages wait in the outbox. presend outbox flush sends what is due.",
            waiting,
        )
        yield Finding(Link.OUTBOX, Mark.NOTE, words)
    if stopped:
        words = ngettext(
            "{n} message in the outbox needs you. presend outbox list shows it.",
            "{n} messages in the outbox need you. presend outbox list shows them.",
            stopped,
        )
        yield Finding(Link.OUTBOX, Mark.NOTE, words)
    if not waiting and not stopped:
        yield Finding(Link.OUTBOX, Mark.WELL, _("Nothing waits in the outbox."))


def _is(program: str, command: Sequence[str]) -> bool:
    """Whether a command starts a program, also by its bare name or through links."""
    return any(os.path.realpath(shutil.which(word) or word) == os.path.realpath(program) for word in command)


def _way(settings: TransportSettings) -> str:
    match settings.kind:
        case TransportKind.SMTP:
            return _("{host} answers at port {port} and takes your mail.", host=settings.host, port=str(settings.port))
        case TransportKind.SENDMAIL:
            return _("The command {command} is there and sends your mail.", command=settings.command[0])
    return _("Mail is delivered into folders on this machine only.")


def _problem(probe: Callable[[], None], patience: float) -> str | None:
    """What the probe raised, or that it did not come back in time; a thread that hangs ends with the program."""
    told: list[str | None] = []

    def look() -> None:
        try:
            probe()
        except PresendError as error:
            told.append(clean(str(error)))
        else:
            told.append(None)

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    thread.join(patience)
    if not told:
        return _("The server did not answer in time. Check its name, its port and the network.")
    return told[0]
