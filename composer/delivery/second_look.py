"""The judgement before a first attempt: where the policy is another than at acceptance, the job must pass it too."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from msgspec.structs import replace

from composer.message.composition import snapshot
from composer.delivery.queue.job_document import JobDocument
from composer.delivery.queue.journal import Mark, Marked, Returned
from composer.delivery.settling import Settling
from composer.delivery.queue.spool import Spool
from composer.delivery.queue.stored_member import presumed, restored
from composer.errors import StorageError
from composer.services.bundle import Clock, PolicySource
from policy.address import parse_field
from policy.draft import Draft, FileFacts
from policy.verdict import Capabilities, Member, Outcome, PolicyInForce, Verdict, judge

_NO_LINKS = Capabilities()
"""A job has its files in itself: no link can be made of them any more, whatever this installation can do."""


class SecondLook:
    """Takes jobs back that may not go under the policy now in force; the caller holds the job."""

    def __init__(
        self,
        spool: Spool,
        clock: Clock,
        policy: PolicySource,
        settling: Settling,
        checkpoint: Callable[[str], None],
    ) -> None:
        self._spool = spool
        self._clock = clock
        self._policy = policy
        self._settling = settling
        self._checkpoint = checkpoint

    def policy(self) -> PolicyInForce:
        """What is in force; raises ``PolicyFaultsError``."""
        return self._policy.current()

    def passes(self, document: JobDocument) -> bool:
        """Whether the job may still go; one that may not is a draft again. Raises ``PolicyFaultsError``.

        A job that was tried already passes: its time to undo is over, and somebody may have it.
        """
        progress = self._spool.progress(document)
        if progress.is_cancelled:
            return False
        if progress.attempts:
            return True
        in_force = self.policy()
        if document.policy_id == in_force.id:
            return True
        verdict = judge(draft_of(document), in_force, member_of(document), _NO_LINKS, self._clock.now())
        if verdict.outcome is Outcome.SEND:
            return True
        self._take_back(document, verdict)
        return False

    def _take_back(self, document: JobDocument, verdict: Verdict) -> None:
        why = Returned(self._clock.now(), verdict.policy_id, verdict.warning.rule, verdict.refusals)
        self._spool.log(document.id, why, Marked(Mark.CANCELLED))
        self._checkpoint("return:cancelled")
        with suppress(StorageError):  # it is cancelled durably; the next start makes up for the rest
            self._settling.cancelled(document)


def draft_of(document: JobDocument) -> Draft:
    """The message of a job as the rules see it, its files as they were copied into the job."""
    if document.is_rendered:
        inside = tuple(FileFacts(kept.name, kept.size, role=kept.role) for kept in document.files)
        draft = snapshot(document.composition, inside)
        return replace(draft, envelope_sender=parse_field(document.sender))
    chosen = document.composition.files
    files = tuple(
        FileFacts(kept.name, kept.size, choice=file.choice) for kept, file in zip(document.files, chosen, strict=False)
    )
    return snapshot(document.composition, files)


def member_of(document: JobDocument) -> Member:
    """Who sent a job."""
    if document.member is not None:
        return restored(document.member)
    return presumed(document.verdict.get("member"))
