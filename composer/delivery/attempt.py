"""One attempt at one job: every copy that is still due, with a journal line before and after each step."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from composer.delivery.queue.job_document import JobDocument
from composer.delivery.queue.job_state import DUE, JobProgress
from composer.delivery.queue.journal import Changed
from composer.delivery.queue.spool import Spool
from composer.delivery.transports.base import HopelessError, Outcomes, Parcel, Session, Transport
from composer.errors import PolicyFaultsError, TransportError
from composer.safe_text import clean
from composer.services.bundle import Clock, Progress, RecipientState, Stage
from composer.words import _

Report = Callable[[Progress], None]
Checkpoint = Callable[[str], None]


class _Due(Struct, frozen=True):
    """One message on the wire, for the recipients that still need it."""

    number: int
    """Of the copy, from 0."""
    recipients: tuple[int, ...]


class DeliveryRun:
    """Sends what is due of one job; the caller holds the locks and has counted the attempt."""

    def __init__(
        self, spool: Spool, clock: Clock, checkpoint: Checkpoint, document: JobDocument, progress: JobProgress
    ) -> None:
        self._spool = spool
        self._clock = clock
        self._checkpoint = checkpoint
        self._document = document
        self._progress = progress
        self._heads: tuple[bytes, ...] = ()

    def run(self, transport: Transport, report: Report) -> str:
        """Send every due copy; the words about what stopped it, empty when nothing did. Raises ``StorageError``."""
        self._heads = self._spool.heads(self._document)
        try:
            left: Sequence[_Due] = self._due()
            while left and not self._expire():
                report(Progress(Stage.CONNECTING, copies=len(self._document.copies)))
                before = len(left)
                left = self._one_session(transport, left, report)
                if left and len(left) == before:
                    return _("The connection to the server was lost.")
        except HopelessError as error:
            self._write(self._open_recipients(), RecipientState.PERMANENT, str(error))
            return str(error)
        except (TransportError, PolicyFaultsError) as error:  # the local transport asks the policy for its lists
            return str(error)
        return ""

    def _one_session(self, transport: Transport, left: Sequence[_Due], report: Report) -> Sequence[_Due]:
        """Send until the connection is gone; what is left then, at least one copy less unless it was lost at once."""
        with transport.connect() as session:
            for place, due in enumerate(left):
                if not session.is_open:
                    return left[place:]
                self._one_copy(session, due, report)
        return ()

    def _one_copy(self, session: Session, due: _Due, report: Report) -> None:
        if self._expire():
            return
        document = self._document
        parcel = Parcel(
            sender=document.sender,
            recipients=tuple(document.recipients[index] for index in due.recipients),
            head=self._heads[due.number],
            file=self._spool.record(document.id),
            content_at=document.content_at,
            is_8bit=document.is_8bit,
        )
        self._write(due.recipients, RecipientState.TRYING)
        self._checkpoint("deliver:trying")
        outcomes = session.send(parcel, _Watch(self, due, parcel, report))
        self._checkpoint("deliver:answered")
        self._record(due, parcel, outcomes)
        self._checkpoint("deliver:recorded")

    def _record(self, due: _Due, parcel: Parcel, outcomes: Outcomes) -> None:
        events = []
        for index, address in zip(due.recipients, parcel.recipients, strict=True):
            found = outcomes[address]
            events.append(Changed(index, found.state, found.reply))
            self._progress.results[index] = (found.state, found.reply)
        self._spool.log(self._document.id, *events)

    def handing_over(self, due: _Due, addresses: tuple[str, ...]) -> None:
        """Note that the last octets are about to go out for these recipients."""
        taken = [index for index in due.recipients if self._document.recipients[index] in addresses]
        self._write(taken, RecipientState.DOT)
        self._checkpoint("deliver:dot")

    def step(self, due: _Due, sent: int, total: int) -> Progress:
        """How far the run is."""
        return Progress(Stage.SENDING, due.number + 1, len(self._document.copies), sent, total)

    def _write(self, indexes: Sequence[int], state: RecipientState, reply: str = "") -> None:
        words = clean(reply, lines=True)
        for index in indexes:
            self._progress.results[index] = (state, words)
        self._spool.log(self._document.id, *(Changed(index, state, words) for index in indexes))

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
        words = _("The message expired before it could be sent.")
        self._write(self._open_recipients(), RecipientState.EXPIRED, words)
        return True


class _Watch:
    """Tells the run what a session does with one parcel."""

    def __init__(self, run: DeliveryRun, due: _Due, parcel: Parcel, report: Report) -> None:
        self._run, self._due, self._report = run, due, report
        self._total = parcel.size
        self._done = 0

    def before_handover(self, recipients: tuple[str, ...]) -> None:
        """Durably, before the last octets."""
        self._run.handing_over(self._due, recipients)

    def sent(self, octets: int) -> None:
        """Pass the progress on."""
        self._done += octets
        self._report(self._run.step(self._due, self._done, self._total))
