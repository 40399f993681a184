"""The judgement before an attempt: where the policy is another than at acceptance, the job must pass it too."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from msgspec.structs import replace

from composer.delivery.follow_up import FollowUp
from composer.delivery.queue.job_document import JobDocument
from composer.delivery.queue.job_state import REACHED, JobProgress
from composer.delivery.queue.journal import Mark, Marked, Returned
from composer.delivery.queue.spool import Spool
from composer.delivery.queue.stored_member import presumed, restored
from composer.drafting.judging import assess
from composer.errors import NotAsApprovedError, StorageError
from composer.reading.message_facts import senders_in
from composer.reading.raw_fields import NotFieldsError, fields_of
from composer.services.clock import Clock
from composer.services.policy_source import PolicySource
from policy.address import parse_field
from policy.draft import Draft, FileFacts
from policy.verdict import Capabilities, Member, Outcome, PolicyInForce, Verdict

_NO_LINKS = Capabilities()
"""A job has its files in itself: no link can be made of them any more, whatever this installation can do."""


class Rejudging:
    """Judges jobs again under the policy in force, and takes back those that may not go; the caller holds the job."""

    def __init__(
        self,
        spool: Spool,
        clock: Clock,
        policy: PolicySource,
        follow_up: FollowUp,
        checkpoint: Callable[[str], None],
    ) -> None:
        self._spool = spool
        self._clock = clock
        self._policy = policy
        self._follow_up = follow_up
        self._checkpoint = checkpoint

    def policy(self) -> PolicyInForce:
        """The policy in force now; raises ``PolicyFaultsError``."""
        return self._policy.current()

    def passes(self, document: JobDocument) -> bool:
        """Whether the job may still go; one that may not becomes a draft again. Raises ``PolicyFaultsError``.

        Once a recipient has it, or may have it, the rest goes on as it was approved: there is nothing to take back.
        """
        progress = self._spool.progress(document)
        if progress.is_cancelled:
            return False
        in_force = self.policy()
        if document.policy_id == in_force.id or progress.indexes(REACHED):
            return True
        member, now = member_of(document), self._clock.now()
        verdict = assess(document.composition, self._found(document), member, in_force, _NO_LINKS, now).verdict
        if verdict.outcome is Outcome.SEND:
            return True
        self._take_back(document, verdict)
        return False

    def _found(self, document: JobDocument) -> Draft:
        files = files_of(document)
        if not document.is_rendered:
            return Draft(files=files)
        return replace(self._senders(document), files=files, envelope_sender=parse_field(document.sender))

    def _senders(self, document: JobDocument) -> Draft:
        with suppress(NotAsApprovedError, NotFieldsError):  # the attempt finds it too, and nothing is sent
            return senders_in(fields_of(self._spool.heads(document)[0]))  # all copies claim the same
        return Draft()

    def policy_it_goes_on_under(self, document: JobDocument, progress: JobProgress) -> str | None:
        """The id of the policy in force, where the rest goes on under another than it was approved under; else None.

        Raises ``PolicyFaultsError``.
        """
        in_force = self.policy()
        is_other = document.policy_id != in_force.id
        return in_force.id if is_other and progress.indexes(REACHED) else None

    def _take_back(self, document: JobDocument, verdict: Verdict) -> None:
        why = Returned(self._clock.now(), verdict.policy_id, verdict.warning.rule, verdict.refusals)
        self._spool.log(document.id, why, Marked(Mark.CANCELLED))
        self._checkpoint("return:cancelled")
        with suppress(StorageError):  # it is cancelled durably; the next start makes up for the rest
            self._follow_up.cancelled(document)


def files_of(document: JobDocument) -> tuple[FileFacts, ...]:
    """The files of a job as the rules see them, as they were copied into it."""
    if document.is_rendered:
        return tuple(FileFacts(kept.name, kept.size, role=kept.role) for kept in document.files)
    chosen = document.composition.files
    return tuple(
        FileFacts(kept.name, kept.size, choice=file.choice) for kept, file in zip(document.files, chosen, strict=False)
    )


def member_of(document: JobDocument) -> Member:
    """The member who sent a job; in a job of a version that kept none, what its verdict tells of them."""
    if document.member is not None:
        return restored(document.member)
    return presumed(document.verdict.get("member"))
