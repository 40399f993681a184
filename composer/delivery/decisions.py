"""What a person decides of recipients whom a message did not reach, or of whom nobody knows whether it did."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from msgspec.structs import replace

from composer.delivery.queue.job_document import JobDocument
from composer.delivery.queue.job_state import REACHED, JobProgress, Result
from composer.delivery.queue.journal import Changed, Decided, Event, Mark, Marked
from composer.errors import StorageError
from composer.message.composition import Composition
from composer.reasons import Reason, ReasonCode
from composer.services.outbox import Decision, RecipientState
from composer.words import _
from policy.address import MalformedAddressError, parse_address

CLOSED = frozenset({RecipientState.ACCEPTED, RecipientState.GIVEN_UP})


def open_recipients(document: JobDocument, progress: JobProgress, address: str | None) -> Sequence[int]:
    """Indexes of one recipient, or of all that are not closed.

    Raises ``StorageError`` where there is nothing to decide; what was never tried is taken back, not given up.
    """
    if not progress.attempts:
        raise StorageError(_("This message was not tried yet. Take it back instead."))
    still = [index for index, result in enumerate(progress.results) if result.state not in CLOSED]
    chosen = still if address is None else [index for index in still if same(document.recipients[index], address)]
    if chosen:
        return chosen
    if address is not None:
        raise StorageError(_("{address} is no recipient of this message that is still open.", address=address))
    raise nothing_open(progress)


def nothing_open(progress: JobProgress) -> StorageError:
    """The error for a job whose recipients are all closed, or that was taken back."""
    if progress.is_cancelled:
        return StorageError(_("The message was taken back before it was sent."))
    return StorageError(_("Nothing is open in this message: every recipient has it, or was given up."))


def decided(progress: JobProgress, chosen: Sequence[int], decision: Decision, now: datetime) -> Iterator[Event]:
    """The journal's events for a decision about some recipients (by index).

    A message that nobody has, given up for everybody, is taken back.
    """
    if decision is Decision.GIVE_UP and not progress.indexes(REACHED) and _is_rest(progress, chosen):
        yield Marked(Mark.CANCELLED)
        return
    for index in chosen:
        yield _changed(index, progress.results[index], decision)
    yield Decided(now)


def only_for(document: JobDocument, address: str) -> Composition:
    """The composition of a job, addressed to one of its recipients alone.

    Raises ``StorageError`` for a rendered message.
    """
    if document.is_rendered:
        raise StorageError(
            _(
                "This message came from another mail client. Correct the address and send it again there, then give it "
                "up here."
            )
        )
    return replace(document.composition, to=address, cc="", bcc="")


def same(one: str, other: str) -> bool:
    """Whether two texts are the same address."""
    try:
        return parse_address(one).key == parse_address(other).key
    except MalformedAddressError:
        return one == other


def _changed(index: int, before: Result, decision: Decision) -> Changed:
    match decision:
        case Decision.DELIVERED:
            return Changed(index, RecipientState.ACCEPTED, why=Reason(ReasonCode.ARRIVED))
        case Decision.CORRECTED:
            return Changed(index, RecipientState.GIVEN_UP, why=Reason(ReasonCode.CORRECTED))
    return Changed(index, RecipientState.GIVEN_UP, before.reply, before.code, before.why)


def _is_rest(progress: JobProgress, chosen: Sequence[int]) -> bool:
    """Whether nobody else is left to be reached."""
    rest = {result.state for index, result in enumerate(progress.results) if index not in set(chosen)}
    return rest <= {RecipientState.GIVEN_UP}
