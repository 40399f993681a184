"""One message through the gate: read, judged, asked about, accepted by the outbox, delivered at once.

Exit statuses and why (sysexits.h; clients take 0 for sent and anything else for not sent, and offer to send again):

0   Every recipient's server has the message, or some have it: a client that sent again would reach those twice. Whom it
    did not reach is named, and the outbox goes on with them, or the member does there. Where the connection was lost
    after the last octet nobody can tell; that counts as sent too, because the member can ask a recipient and retry in
    the outbox, whereas a client that is told "not sent" sends again at once, and the message may arrive twice.
65  No message, or a ``Presend-`` field that cannot be.
69  The server refused every recipient for good. Nothing is queued.
70  A fault of presend itself.
75  Nothing was sent and it may work later. Nothing is queued: what the client believes unsent must never leave later.
77  Refused by the policy or the member, or nobody to ask.
78  Policy or settings cannot be used.

In every case but 0 and what is no message, the message is kept and ``presend drafts finish ID`` goes on with it.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack, suppress

from msgspec.structs import replace

from composer.message.composition import Composition
from composer.errors import NotAcceptedError, PolicyFaultsError, PresendError, StorageError
from composer.exit_status import Exit
from composer.gate.call.arguments import SendmailCall
from composer.gate.asking.protocol import Ask, NobodyToAsk, Send, WentBack
from composer.gate.call.intake import GateResult, fault_words, interrupted_words, taken_in
from composer.gate.keeping.kept import KeptReason
from composer.gate.call.options import OptionError, options_of, require_once
from composer.gate.call.rendered import NotAMessageError, RenderedMessage, open_rendered
from composer.gate.services import GateServices
from composer.gate.call.submission import GateAssessor, GateMessage, composition_of, envelope_call, own_sender
from composer.drafting.judging import Assessment
from composer.message.raw_fields import fields_of
from composer.reading.message_facts import read_file
from composer.message.rendered import envelope_sender_entries
from composer.services.bundle import Consent, Job, JobState, Progress, Submission
from composer.storage.atomic import storage_error
from composer.words import _
from policy.draft import Draft
from policy.questions import QuestionCode

UNKNOWN_COLUMNS = 80
"""The terminal's width as long as nobody was asked."""
MOST_ROUNDS = 5
"""How often a message is judged again because the policy changed while the member answered."""


def _nothing() -> None:
    pass


def run_gate(
    call: SendmailCall, stdin_fd: int, services: GateServices, ask: Ask, settle: Callable[[], None] = _nothing
) -> GateResult:
    """Take a message from a descriptor as sendmail does; everything that can go wrong is in the result.

    ``settle`` is called when it is decided what becomes of the message, and no signal may change that any more.
    """
    rendered = taken_in(stdin_fd, services.kept)
    if isinstance(rendered, GateResult):
        return rendered
    try:
        return _Passage(services, ask, call, rendered, settle=settle).go()
    finally:
        rendered.path.unlink(missing_ok=True)


def finish(kept_id: str, services: GateServices, ask: Ask) -> GateResult:
    """Go on with a kept message; it is gone once it is sent. Raises ``StorageError`` when there is none."""
    with services.kept.claimed(kept_id):
        kept = services.kept.load(kept_id)
        try:
            rendered = open_rendered(services.kept.message(kept_id))
        except (NotAMessageError, OSError) as error:
            raise StorageError(_("The kept message {id} cannot be read. It was left as it is.", id=kept_id)) from error
        return _Passage(services, ask, kept.call, rendered, kept.composition, kept_id).go()


class _StoppedError(Exception):
    """The message is not sent, and must be kept."""

    def __init__(self, exit_status: Exit, reason: KeptReason, sentence: str) -> None:
        super().__init__(sentence)
        self.exit = exit_status
        self.reason = reason
        self.sentence = sentence


class _Passage:
    """One message under way."""

    def __init__(
        self,
        services: GateServices,
        ask: Ask,
        call: SendmailCall,
        rendered: RenderedMessage,
        composition: Composition | None = None,
        kept_id: str | None = None,
        settle: Callable[[], None] = _nothing,
    ) -> None:
        self._settle = settle
        self._services = services
        self._ask = ask
        self._call = call
        self._rendered = rendered
        self._composition = composition
        """Recipients and options as they stand now, repairs included; None = nobody has read them yet."""
        self._kept_id = kept_id
        """Of a message that was kept before, or is while a member is asked."""
        self._subject = ""
        self._claims = ExitStack()

    def go(self) -> GateResult:
        """All of it."""
        with self._claims:
            return self._go()

    def _go(self) -> GateResult:
        try:
            job = self._accepted(self._message())
        except _StoppedError as stopped:
            return self._kept(stopped)
        except KeyboardInterrupt:
            return self._kept(_StoppedError(Exit.TEMPORARY, KeptReason.INTERRUPTED, interrupted_words()))
        except PolicyFaultsError as error:
            return self._kept(_StoppedError(Exit.CONFIGURATION, KeptReason.BROKEN_POLICY, error.faults[0]))
        except PresendError as error:
            return self._kept(_StoppedError(Exit.TEMPORARY, KeptReason.NOT_DELIVERED, str(error)))
        except Exception as error:
            return self._kept(_StoppedError(Exit.INTERNAL, KeptReason.INTERRUPTED, fault_words(error)))
        return self._delivered(job)

    def _message(self) -> GateMessage:
        """What was handed over, read; raises ``_StoppedError`` for options that cannot be."""
        services, call = self._services, self._call
        facts = self._facts()
        self._subject = facts.subject
        if call.sender is not None:
            facts = replace(facts, envelope_sender=envelope_sender_entries(call.sender))
            self._rendered = replace(self._rendered, envelope_sender=call.sender)
        self._rendered = replace(self._rendered, files=facts.files)
        if self._composition is None:
            policy = services.policy.current().policy
            preference = services.settings.preferences.individually
            fields = fields_of(self._rendered.head)
            try:
                require_once(fields)
                options = options_of(fields, call, policy, preference)
            except OptionError as error:
                raise _StoppedError(Exit.DATA, KeptReason.BAD_FIELD, str(error)) from error
            envelope = envelope_call(call, fields)
            self._composition = composition_of(facts, envelope, options, own_sender(call, services.settings))
        composition = replace(self._composition, body=facts.body)
        return GateMessage(composition, self._rendered, facts, GateAssessor(services))

    def _facts(self) -> Draft:
        try:
            with self._rendered.path.open("rb") as file:
                return read_file(file)
        except NotAMessageError as error:
            words = _("The parts of the message lie too deep within each other to be read.")
            raise _StoppedError(Exit.DATA, KeptReason.BAD_FIELD, words) from error
        except OSError as error:
            raise storage_error(self._rendered.path, error) from error

    def _accepted(self, message: GateMessage) -> Job:
        """The outbox has it; whatever is due was asked. Raises ``_StoppedError``."""
        assessment = message.assess(message.composition, UNKNOWN_COLUMNS)
        answered: frozenset[QuestionCode] = frozenset()
        consent: Consent | None = None
        for _round in range(MOST_ROUNDS):
            left = tuple(code for code in assessment.verdict.questions if code not in answered)
            if not assessment.verdict.refusals and (left or (assessment.verdict.warning.shown and consent is None)):
                message = self._made_safe(message)
                sent = self._asked(message, assessment, left)
                assessment, consent = sent.assessment, sent.consent
                answered |= sent.answered
                self._composition = assessment.composition
            try:
                return self._services.outbox.accept(self._submission(message, assessment, answered, consent))
            except NotAcceptedError:
                consent = None
                if assessment.verdict.refusals:
                    raise self._refused(assessment) from None
                assessment = message.assess(assessment.composition, UNKNOWN_COLUMNS)
        from composer.gate.words import kept_changing_words

        raise _StoppedError(Exit.NO_PERMISSION, KeptReason.REFUSED, kept_changing_words())

    def _made_safe(self, message: GateMessage) -> GateMessage:
        """The message where it outlives this process."""
        if self._kept_id is None:
            from composer.gate.keeping.safekeeping import keep_meanwhile

            self._kept_id, self._rendered = keep_meanwhile(
                self._services.kept, self._rendered, self._call, self._subject, self._composition, self._claims
            )
        return replace(message, rendered=self._rendered)

    def _refused(self, assessment: Assessment) -> _StoppedError:
        from composer.gate.words import refused_words

        return _StoppedError(Exit.NO_PERMISSION, KeptReason.REFUSED, refused_words(assessment.verdict))

    def _asked(self, message: GateMessage, assessment: Assessment, questions: tuple[QuestionCode, ...]) -> Send:
        """The answer that sends; raises ``_StoppedError`` for every other."""
        from composer.gate import words

        match self._ask.ask(message, assessment, questions):
            case Send() as answer:
                return answer
            case WentBack(last, milliseconds):
                self._composition = last.composition
                if milliseconds is not None:
                    self._note_going_back(last, milliseconds)
                raise _StoppedError(Exit.NO_PERMISSION, KeptReason.WENT_BACK, words.went_back_words())
            case NobodyToAsk():
                # Without the answers the outbox refuses, and writes so into the audit log.
                with suppress(NotAcceptedError):
                    accepted = self._services.outbox.accept(self._submission(message, assessment))
                    self._services.outbox.undo(accepted.id)
                sentence = words.nobody_words(assessment.verdict)
                raise _StoppedError(Exit.NO_PERMISSION, KeptReason.NOBODY_TO_ASK, sentence)

    def _note_going_back(self, last: Assessment, milliseconds: int) -> None:
        """For the audit log; a log that cannot be written keeps nobody from going back."""
        with suppress(PresendError):
            self._services.outbox.went_back(last.draft, last.verdict, last.member, milliseconds, through_gate=True)

    def _submission(
        self,
        message: GateMessage,
        assessment: Assessment,
        answered: frozenset[QuestionCode] = frozenset(),
        consent: Consent | None = None,
    ) -> Submission:
        return Submission(
            composition=assessment.composition,
            member=assessment.member,
            answered=answered,
            consent=consent,
            draft_id=self._kept_id,
            rendered=message.rendered_for(assessment.composition),
        )

    def _delivered(self, job: Job) -> GateResult:
        """One attempt, now. What reached nobody is taken back, so that it never leaves behind the client's back."""
        outbox = self._services.outbox
        try:
            job = outbox.deliver(job.id, _quietly)
            self._settle()
        except (KeyboardInterrupt, StorageError) as error:
            self._settle()
            # What was reached stands in the journal; from here on the message is the outbox's to keep.
            job = replace(outbox.job(job.id), message=str(error) or interrupted_words())
        if job.state is JobState.SENT:
            return GateResult(Exit.OK)
        from composer.gate.words import delivered, is_reached, told

        exit_status, sentence = delivered(job)
        if exit_status is Exit.OK:
            return GateResult(exit_status, told(sentence))
        kept_id = self._kept_id or job.id
        if not is_reached(job):
            with suppress(StorageError):  # it is never due by itself; the next start takes it back
                outbox.undo(job.id)
                self._services.kept.explain(kept_id, sentence)
        return GateResult(exit_status, told(sentence, self._services.kept.folder / kept_id), kept_id)

    def _kept(self, stopped: _StoppedError) -> GateResult:
        from composer.gate.words import told

        self._settle()

        try:
            folder = self._services.kept.keep(
                self._rendered.path,
                stopped.reason,
                self._call,
                sentence=stopped.sentence,
                subject=self._subject,
                composition=self._composition,
                kept_id=self._kept_id,
            )
        except StorageError as error:
            before = self._services.kept.standing(self._kept_id) if self._kept_id else None
            if before is None:
                return GateResult(stopped.exit, told(f"{stopped.sentence} {error}"))
            folder = before
        return GateResult(stopped.exit, told(stopped.sentence, folder), folder.name)


def _quietly(_progress: Progress) -> None:
    """A client shows no progress."""
