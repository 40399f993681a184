"""What becomes of one message on this disk: safe while somebody is asked, kept where it is not sent, else gone."""

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

    def __init__(self, kept: KeptMessages, transaction: Transaction, settle: Callable[[], None]) -> None:
        """``settle``: it is decided what becomes of the message, see ``Process``."""
        self._kept = kept
        self._transaction = transaction
        self._settle = settle
        self.claims = ExitStack()
        """Until this is closed nobody else finishes the message."""

    def make_safe(self) -> None:
        """Have the message where it outlives this process."""
        mail = self._transaction
        if mail.kept_id is None:
            from composer.gate.keeping.while_asking import keep_meanwhile

            mail.kept_id, mail.rendered = keep_meanwhile(
                self._kept, mail.rendered, mail.call, mail.subject, mail.composition, self.claims
            )

    def keep(self, stopped: StoppedError) -> GateResult:
        """Keep what is not sent, and what the client is told of that."""
        from composer.gate.words import kept_words, told

        sentence = stopped.said or kept_words(stopped.reason, stopped.facts)
        self._settle()
        kept_id = self._transaction.kept_id
        try:
            folder = self._written(stopped.reason, stopped.facts, kept_id)
        except StorageError as error:
            before = self._kept.standing(kept_id) if kept_id else None
            if before is None:
                return GateResult(stopped.exit, told(paragraph((sentence, str(error)))))
            folder = before
        return GateResult(stopped.exit, told(sentence, folder), folder.name)

    def take_back(self, outbox: Outbox, job: Job, facts: KeptFacts) -> Path:
        """Out of the outbox, and kept; where a disk says no, the next start does it, from which nothing is due."""
        kept_id = self._transaction.kept_id or job.id
        try:
            outbox.undo(job.id)
            self._kept.explain(kept_id, facts)
        except StorageError:
            with suppress(StorageError):
                self._written(KeptReason.NOT_DELIVERED, facts, kept_id)
        return self._kept.folder / kept_id

    def forget_what_was_sent(self) -> None:
        """The client may have tried the same message before, in vain."""
        mail = self._transaction
        if not mail.digest or self._kept.is_empty:
            return
        from composer.gate.keeping.sent_since import delete_what_was_sent

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
