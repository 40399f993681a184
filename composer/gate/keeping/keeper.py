"""Keeps one message on disk: while its member is asked, and where it is not sent."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path

from composer.errors import StorageError
from composer.gate.call.intake import GateResult
from composer.gate.keeping.kept import KeptFacts, KeptMessages, KeptReason
from composer.gate.stopped import StoppedError
from composer.gate.transaction import Transaction
from composer.language.paragraph import paragraph
from composer.services.outbox import Job, Outbox


class Keeper:
    """Keeps the message of one transaction."""

    def __init__(self, kept: KeptMessages, transaction: Transaction, ignore_ending: Callable[[], None]) -> None:
        """``ignore_ending`` is that of ``Process``."""
        self._kept = kept
        self._transaction = transaction
        self._ignore_ending = ignore_ending
        self.claims = ExitStack()
        """Until this is closed nobody else finishes the message."""

    def make_safe(self) -> None:
        """Keep the message on disk, so that it outlives this process while its member is asked."""
        mail = self._transaction
        if mail.kept_id is None:
            from composer.gate.keeping.while_asking import keep_meanwhile

            mail.kept_id, mail.rendered = keep_meanwhile(
                self._kept, mail.rendered, mail.call, mail.subject, mail.composition, self.claims
            )

    def keep(self, stopped: StoppedError) -> GateResult:
        """Keep a message that is not sent, and return the answer to its client."""
        from composer.gate.words import kept_words, stderr_line

        sentence = stopped.said or kept_words(stopped.reason, stopped.facts)
        self._ignore_ending()
        kept_id = self._transaction.kept_id
        try:
            folder = self._written(stopped.reason, stopped.facts, kept_id)
        except StorageError as error:
            before = self._kept.standing(kept_id) if kept_id else None
            if before is None:
                return GateResult(stopped.exit, stderr_line(paragraph((sentence, str(error)))))
            folder = before
        return GateResult(stopped.exit, stderr_line(sentence, folder), folder.name)

    def take_back(self, outbox: Outbox, job: Job, facts: KeptFacts) -> Path:
        """Take the message out of the outbox and keep it; return its folder.

        Where the disk fails the next start does it; nothing of it is due before.
        """
        kept_id = self._transaction.kept_id or job.id
        try:
            outbox.undo(job.id)
            self._kept.explain(kept_id, facts)
        except StorageError:
            with suppress(StorageError):
                self._written(KeptReason.NOT_DELIVERED, facts, kept_id)
        return self._kept.folder / kept_id

    def forget_what_was_sent(self) -> None:
        """Delete kept messages that are the one just sent: its client may have tried before, in vain."""
        mail = self._transaction
        if not mail.digest or self._kept.is_empty:
            return
        from composer.gate.keeping.already_sent import delete_what_was_sent

        delete_what_was_sent(self._kept, mail.rendered, mail.digest, mail.call, mail.composition, mail.kept_id)

    def _written(self, reason: KeptReason, facts: KeptFacts, kept_id: str | None) -> Path:
        mail = self._transaction
        return self._kept.keep(
            mail.rendered.path,
            reason,
            mail.call,
            facts=facts,
            subject=mail.subject,
            composition=mail.composition,
            kept_id=kept_id,
        )
