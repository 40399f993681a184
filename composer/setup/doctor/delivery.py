"""Checks whether the mail server answers, and what waits in the outbox."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence

from composer.errors import PresendError
from composer.safe_text import clean
from composer.sentences.progress import secret_late_words
from composer.services.member_settings import TransportKind, TransportSettings
from composer.services.outbox import Job, JobState, Stage
from composer.setup.doctor.finding import Finding, Link, Mark
from composer.setup.doctor.own_program import is_presend
from composer.threads.abort import Abort
from composer.words import _, ngettext

PATIENCE = 15.0
"""Seconds that the server is given for all its answers."""
ENDS_WITHIN = 3.0
"""Seconds that a command for a password is given to end after it was stopped."""
Probe = Callable[[Abort, Callable[[Stage], None]], None]
"""Connects without sending, and reports the stage it waits in; raises ``PresendError``."""
_WAITING = {JobState.HELD, JobState.QUEUED}
_STOPPED = {JobState.PARTIAL, JobState.FAILED, JobState.UNKNOWN}


def transport_findings(
    settings: TransportSettings, probe: Probe, own_program: str | None, patience: float = PATIENCE
) -> Iterator[Finding]:
    """Whether mail could leave now; ``probe`` connects and raises ``PresendError``, within ``patience`` seconds."""
    command = settings.command[:1] if settings.kind is TransportKind.SENDMAIL else ()
    if any(is_presend(program, own_program) for program in command):
        words = _("The command that sends is presend itself, which would never end. Correct transport.command.")
        yield Finding(Link.TRANSPORT, Mark.FAULT, words)
        return
    problem = _problem(probe, patience)
    if problem is not None:
        yield Finding(Link.TRANSPORT, Mark.FAULT, problem)
    else:
        yield Finding(Link.TRANSPORT, Mark.WELL, _way(settings))


def outbox_findings(jobs: Callable[[], Sequence[Job]]) -> Iterator[Finding]:
    """How many messages wait in the outbox, and how many need the member."""
    try:
        found = jobs()
    except PresendError as error:
        yield Finding(Link.OUTBOX, Mark.FAULT, str(error))
        return
    notes = tuple(_outbox_notes([job.state for job in found]))
    for words in notes:
        yield Finding(Link.OUTBOX, Mark.NOTE, words)
    if not notes:
        yield Finding(Link.OUTBOX, Mark.WELL, _("Nothing waits in the outbox."))


def _outbox_notes(states: Sequence[JobState]) -> Iterator[str]:
    if waiting := sum(state in _WAITING for state in states):
        yield ngettext(
            "{n} message waits in the outbox. presend outbox flush sends what is due.",
            "{n} messages wait in the outbox. presend outbox flush sends what is due.",
            waiting,
        )
    if unfiled := states.count(JobState.SENT_NOT_FILED):
        yield ngettext(
            "{n} message is sent, but not filed in Sent. presend outbox flush files it.",
            "{n} messages are sent, but not filed in Sent. presend outbox flush files them.",
            unfiled,
        )
    if stopped := sum(state in _STOPPED for state in states):
        yield ngettext(
            "{n} message in the outbox needs you. presend outbox list shows it.",
            "{n} messages in the outbox need you. presend outbox list shows them.",
            stopped,
        )


def _way(settings: TransportSettings) -> str:
    match settings.kind:
        case TransportKind.SMTP:
            return _("{host} answers at port {port} and takes your mail.", host=settings.host, port=str(settings.port))
        case TransportKind.SENDMAIL:
            return _("The command {command} is there and sends your mail.", command=settings.command[0])
    return _("Mail is delivered into folders on this machine only.")


def _problem(probe: Probe, patience: float) -> str | None:
    """The sentence of what the probe raised, or that it took too long and was stopped; None where all is well."""
    abort = Abort()
    outcomes: list[str | None] = []
    stages: list[Stage] = []

    def look() -> None:
        try:
            probe(abort, stages.append)
        except PresendError as error:
            outcomes.append(clean(str(error)))
        else:
            outcomes.append(None)

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    thread.join(patience)
    if not outcomes:
        abort.set()
        thread.join(ENDS_WITHIN)
        if stages[-1:] == [Stage.SECRET]:
            return secret_late_words()
        return _("The server did not answer in time. Check its name, its port and the network.")
    return outcomes[0]
