"""Takes the message of one transaction into the outbox: reads it, judges it, asks about it, hands it in."""

from __future__ import annotations

from contextlib import suppress

from msgspec.structs import replace

from composer.drafting.attempt import Attempt
from composer.drafting.judging import MOST_ROUNDS, Assessment
from composer.exit_status import Exit
from composer.gate.asking.answers import Ask
from composer.gate.call.submission import GateMessage, composed, with_facts
from composer.gate.keeping.keeper import Keeper
from composer.gate.keeping.kept import KeptFacts, KeptReason, because
from composer.gate.services import GateServices, Process
from composer.gate.stopped import StoppedError
from composer.gate.transaction import Transaction
from composer.reasons import Reason, ReasonCode
from composer.services.outbox import Job, Submission
from composer.services.outbox_errors import NotAcceptedError, NotAcceptedReason
from composer.threads.abort import Abort
from policy.settings import Surface


class GateAcceptance:
    """Takes the message of one transaction into the outbox."""

    def __init__(
        self,
        services: GateServices,
        ask: Ask,
        process: Process,
        transaction: Transaction,
        keeper: Keeper,
        abort: Abort,
    ) -> None:
        """``abort`` is set by a request to end, from acceptance on."""
        self._services = services
        self._ask = ask
        self._process = process
        self._transaction = transaction
        self._keeper = keeper
        self._abort = abort

    def accepted(self) -> Job:
        """The job that the outbox accepted, after everything due was asked.

        Raises ``StoppedError``, and the errors that ``stopped_by`` makes one of.
        """
        message = self._read()
        surface = self._services.settings.surface or Surface.PC  # as long as nobody was asked
        assessment = message.assess(message.composition, surface)
        attempt = Attempt()
        for _round in range(MOST_ROUNDS):
            if not assessment.verdict.refusals and not attempt.is_complete(assessment.verdict):
                message, assessment = self._asked(message, assessment, attempt)
            try:
                return self._handed_in(message.submission(assessment, attempt, self._transaction.kept_id))
            except NotAcceptedError as error:
                self._require_another_try(error, assessment)
                attempt.consent = None
                assessment = message.assess(assessment.composition, surface)
        why = because(Reason(ReasonCode.POLICY_KEPT_CHANGING))
        raise StoppedError(Exit.NO_PERMISSION, KeptReason.REFUSED, why)

    def _read(self) -> GateMessage:
        """What was handed over, read; raises ``UnreadableError``, ``OptionError`` and ``NotFaithfulError``."""
        services, mail = self._services, self._transaction
        # Whatever changes from here on is not what goes: the digest comes before the reading.
        mail.rendered = replace(mail.rendered, sha256=mail.rendered.digest())
        mail.rendered = with_facts(mail.rendered, mail.call)
        facts = mail.rendered.read
        mail.subject = facts.subject
        if mail.composition is None:
            mail.composition = composed(mail.rendered, mail.call, services.policy.current().policy, services.settings)
        mail.digest = self._content_digest()
        return GateMessage(replace(mail.composition, body=facts.body), mail.rendered, services)

    def _content_digest(self) -> bytes:
        """The digest of what the message shows; empty where the file cannot be read, of which acceptance tells."""
        if self._services.kept.is_empty:
            return b""
        from composer.gate.keeping.already_sent import content_digest

        with suppress(OSError):
            return content_digest(self._transaction.rendered)
        return b""

    def _asked(self, message: GateMessage, assessment: Assessment, attempt: Attempt) -> tuple[GateMessage, Assessment]:
        """The message where it is safe, and what the member agreed to send of it, which ``attempt`` notes."""
        from composer.gate.asking.outcome import agreed

        mail = self._transaction
        self._keeper.make_safe()
        message = replace(message, rendered=mail.rendered)
        questions = attempt.open_questions(assessment.verdict)
        sent = agreed(self._ask, self._services, mail, message, assessment, questions)
        attempt.consent = sent.consent and replace(sent.consent, digest=mail.rendered.sha256)
        attempt.answered |= sent.answered
        mail.composition = sent.assessment.composition
        return message, sent.assessment

    def _handed_in(self, submission: Submission) -> Job:
        """The outbox has it. From here on a request to end breaks off what waits, instead of tearing it in two."""
        self._process.on_ending(self._abort.set)
        try:
            return self._services.outbox.accept(submission, self._abort)
        except NotAcceptedError:
            self._abort.check()
            self._process.interrupt_again()
            raise

    def _require_another_try(self, error: NotAcceptedError, assessment: Assessment) -> None:
        """Raises ``StoppedError`` where judging again would change nothing."""
        if error.reason is NotAcceptedReason.FILE_CHANGED:
            why = because(Reason(ReasonCode.CHANGED_ON_DISK))
            raise StoppedError(Exit.TEMPORARY, KeptReason.INTERRUPTED, why) from None
        if assessment.verdict.refusals:
            facts = KeptFacts(refusals=assessment.verdict.refusals)
            raise StoppedError(Exit.NO_PERMISSION, KeptReason.REFUSED, facts) from None
