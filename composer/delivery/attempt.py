"""One attempt at one job: every copy that is still due, with a journal line before and after each step."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from composer.delivery.queue.job_document import JobDocument
from composer.delivery.queue.job_state import DUE, REACHED, JobProgress, Result
from composer.delivery.queue.journal import Changed
from composer.delivery.queue.spool import Spool
from composer.delivery.transports.base import MailObject, Outcomes, PermanentError, Session, Transport
from composer.delivery.wire import digests
from composer.errors import NotAsApprovedError, PolicyFaultsError, StorageError, TransportError
from composer.reasons import Reason, ReasonCode
from composer.sentences.reasons import reason_of
from composer.services.clock import Clock
from composer.services.outbox import Progress, RecipientState, Stage
from composer.threads.abort import Abort, AbortedError

Report = Callable[[Progress], None]
Checkpoint = Callable[[str], None]


class _Due(Struct, frozen=True):
    """One message on the wire, for the recipients that still need it."""

    number: int
    """Of the copy, from 0."""
    recipients: tuple[int, ...]


class DeliveryRun:
    """Sends the copies of one job that are due; the caller holds the locks and has counted the attempt."""

    def __init__(
        self, spool: Spool, clock: Clock, checkpoint: Checkpoint, document: JobDocument, progress: JobProgress
    ) -> None:
        self._spool = spool
        self._clock = clock
        self._checkpoint = checkpoint
        self._document = document
        self._progress = progress
        self._abort = Abort()
        self._heads: tuple[bytes, ...] = ()
        self._before_dot = 0
        """Octets of the journal before it said that the last octets go out."""

    def run(self, transport: Transport, report: Report, abort: Abort) -> Reason | None:
        """Send every copy that is due; return what stopped the attempt, None where nothing did.

        Raises ``StorageError``. The ``JobProgress`` that it was given is updated at every step, also then.
        """
        self._abort = abort
        try:
            self._heads = self._approved_heads()
            left: Sequence[_Due] = self._due()
            while left and not self._expire():
                report(Progress(Stage.CONNECTING, copies=len(self._document.copies)))
                before = len(left)
                left = self._one_session(transport, left, report)
                if left:
                    abort.check()
                if left and len(left) == before:
                    return Reason(ReasonCode.CONNECTION_LOST)
        except (PermanentError, NotAsApprovedError) as error:
            why = reason_of(error)
            self._write(self._open_recipients(), RecipientState.PERMANENT, why)
            return why
        except (TransportError, AbortedError) as error:
            return reason_of(error)
        except PolicyFaultsError as error:  # the local transport asks the policy for its lists
            return reason_of(error)
        return None

    def _approved_heads(self) -> tuple[bytes, ...]:
        """The heads, which with the envelopes must be those that were approved; raises ``NotAsApprovedError``."""
        document, heads = self._document, self._spool.heads(self._document)
        approved = document.digests
        if approved is not None:
            envelope = digests.of_envelope(document.sender, document.recipients, document.copies)
            if (envelope, tuple(map(digests.of, heads))) != (approved.envelope, approved.heads):
                raise NotAsApprovedError
        return heads

    def _one_session(self, transport: Transport, left: Sequence[_Due], report: Report) -> Sequence[_Due]:
        """Send until the connection is gone; what is left then, at least one copy less unless it was lost at once."""
        copies = len(self._document.copies)
        with transport.connect(self._abort, lambda stage: report(Progress(stage, copies=copies))) as session:
            for place, due in enumerate(left):
                if self._abort.is_set or not session.is_open:
                    return left[place:]
                self._one_copy(session, due, report)
        return ()

    def _one_copy(self, session: Session, due: _Due, report: Report) -> None:
        if self._expire():
            return
        document = self._document
        mail = MailObject(
            sender=document.sender,
            recipients=tuple(document.recipients[index] for index in due.recipients),
            head=self._heads[due.number],
            file=self._spool.record(document.id),
            content_at=document.content_at,
            is_8bit=document.is_8bit,
            approved=document.digests.content if document.digests else None,
        )
        self._write(due.recipients, RecipientState.TRYING)
        self._checkpoint("deliver:trying")
        try:
            self._abort.check()
            outcomes = session.send(mail, _SendObserver(self, due, mail, report))
        except Exception:
            self._nothing_went(due)
            raise
        self._checkpoint("deliver:answered")
        self._record(due, mail, outcomes)
        self._checkpoint("deliver:recorded")

    def _nothing_went(self, due: _Due) -> None:
        """What a session raises came before the last octets, whatever the journal says already."""
        is_dotted = any(self._progress.results[index].state is RecipientState.DOT for index in due.recipients)
        for index in due.recipients:
            self._progress.results[index] = Result(RecipientState.PENDING)
        if is_dotted:
            self._take_the_dot_back(*(Changed(index, RecipientState.PENDING) for index in due.recipients))

    def _take_the_dot_back(self, *events: Changed) -> None:
        """Nobody may read later that somebody may have it."""
        try:
            self._spool.log(self._document.id, *events)
        except StorageError:  # the caller hears of the trouble that was first
            self._spool.cut_journal(self._document.id, self._before_dot)

    def _record(self, due: _Due, mail: MailObject, outcomes: Outcomes) -> None:
        events = []
        for index, address in zip(due.recipients, mail.recipients, strict=True):
            found = outcomes[address]
            events.append(Changed(index, found.state, found.reply, why=found.why))
            self._progress.results[index] = Result(found.state, found.reply, found.why)
        try:
            self._spool.log(self._document.id, *events)
        except StorageError:
            if not {event.state for event in events} & REACHED:
                self._take_the_dot_back(*events)
                raise
            # What a server said is worth a second attempt: without it nobody can tell.
            self._spool.log(self._document.id, *events)

    def handing_over(self, due: _Due, addresses: tuple[str, ...]) -> None:
        """Note in the journal, before the final dot, that these recipients may have the message from now on."""
        taken = [index for index in due.recipients if self._document.recipients[index] in addresses]
        self._before_dot = self._spool.journal_size(self._document.id)
        self._write(taken, RecipientState.DOT)
        self._checkpoint("deliver:dot")
        self._abort.check()

    def step(self, due: _Due, sent: int, total: int) -> Progress:
        """The progress of one copy: ``sent`` of ``total`` octets."""
        return Progress(Stage.SENDING, due.number + 1, len(self._document.copies), sent, total)

    def _write(self, indexes: Sequence[int], state: RecipientState, why: Reason | None = None) -> None:
        self._spool.log(self._document.id, *(Changed(index, state, why=why) for index in indexes))
        for index in indexes:
            self._progress.results[index] = Result(state, why=why)

    def _open_recipients(self) -> list[int]:
        return self._progress.indexes(DUE)

    def _due(self) -> list[_Due]:
        return list(self._due_copies())

    def _due_copies(self) -> Iterator[_Due]:
        still = frozenset(self._open_recipients())
        for number, recipients in enumerate(self._document.copies):
            if wanted := tuple(index for index in recipients if index in still):
                yield _Due(number, wanted)

    def _expire(self) -> bool:
        """Whether the message has expired; then nothing more of it is transmitted."""
        expires_at = self._document.expires_at
        if expires_at is None or expires_at > self._clock.now():
            return False
        self._write(self._open_recipients(), RecipientState.EXPIRED, Reason(ReasonCode.EXPIRED))
        return True


class _SendObserver:
    """Tells the run what a session does with one mail object."""

    def __init__(self, run: DeliveryRun, due: _Due, mail: MailObject, report: Report) -> None:
        self._run, self._due, self._report = run, due, report
        self._total = mail.size
        self._done = 0

    def before_handover(self, recipients: tuple[str, ...]) -> None:
        """Durably, before the last octets."""
        self._run.handing_over(self._due, recipients)

    def sent(self, octets: int) -> None:
        """Pass the progress on."""
        self._done += octets
        self._report(self._run.step(self._due, self._done, self._total))
