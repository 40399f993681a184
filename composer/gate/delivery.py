"""One attempt to deliver what was just accepted, and what the client is told afterwards."""

from __future__ import annotations

from contextlib import ExitStack, suppress

from msgspec.structs import replace

from composer.errors import PolicyFaultsError, StorageError
from composer.exit_status import Exit
from composer.gate.call.intake import GateResult, fault, recoded_words
from composer.gate.keeping.keeper import Keeper
from composer.gate.keeping.kept import KeptFacts, because
from composer.gate.services import GateServices, Process
from composer.gate.transaction import Transaction
from composer.reasons import Reason, ReasonCode
from composer.sentences.reasons import reason_of, reason_words
from composer.services.outbox import Job, JobState, Progress, Stage
from composer.services.outbox_errors import BrokenDeliveryError
from composer.threads.abort import Abort

_INTERRUPTED = Reason(ReasonCode.INTERRUPTED)
_WAITING = frozenset({Stage.WAITING, Stage.SECRET})
"""What a client is told of, because it looks like a fault."""


class Delivery:
    """Delivers one job now; what reached no recipient is taken back.

    It must never leave later without its client's knowing.
    """

    def __init__(
        self, services: GateServices, process: Process, transaction: Transaction, keeper: Keeper, abort: Abort
    ) -> None:
        self._services = services
        self._process = process
        self._transaction = transaction
        self._keeper = keeper
        self._abort = abort
        self._told = ExitStack()
        """What the member is told meanwhile, until it is over."""

    def deliver(self, job: Job) -> GateResult:
        """Deliver the accepted job, and return the answer to its client."""
        try:
            job, trouble = self._attempted(job)
        except Exception as error:  # a fault of presend itself, after which the journal still says what was reached
            return self._faulty(job, error)
        self._process.ignore_ending()
        if job.state is JobState.SENT:
            self._keeper.forget_what_was_sent()
        if job.state is JobState.SENT and not trouble:
            return GateResult(Exit.OK, recoded_words() if self._transaction.rendered.is_recoded else "")
        from composer.gate.words import delivered, is_reached, stderr_line, with_trouble

        if is_reached(job):
            exit_status, sentence = delivered(job)
            return GateResult(exit_status, stderr_line(with_trouble(sentence, trouble)))
        return self._taken_back(job, *self._unsent(job))

    def _taken_back(self, job: Job, exit_status: Exit, sentence: str, facts: KeptFacts) -> GateResult:
        from composer.gate.words import stderr_line

        folder = self._keeper.take_back(self._services.outbox, job, facts)
        return GateResult(exit_status, stderr_line(sentence, folder), folder.name)

    def _faulty(self, job: Job, error: Exception) -> GateResult:
        from composer.gate.words import delivered, is_reached, stderr_line, with_trouble

        self._process.ignore_ending()
        with suppress(StorageError):
            job = self._services.outbox.job(job.id)
        if is_reached(job):
            exit_status, sentence = delivered(job)
            return GateResult(exit_status, stderr_line(with_trouble(sentence, reason_words(fault(error)))))
        return self._taken_back(job, Exit.INTERNAL, reason_words(fault(error)), because(fault(error)))

    def _attempted(self, job: Job) -> tuple[Job, str]:
        """What became of it, and what went wrong on this machine."""
        outbox = self._services.outbox
        try:
            with self._told:
                after = outbox.deliver(job.id, self._heard, self._abort)
        except BrokenDeliveryError as error:
            return replace(error.job, reasons=(reason_of(error),)), str(error)
        except (KeyboardInterrupt, StorageError) as error:
            # What was reached stands in the journal; from here on the message is the outbox's to keep.
            with suppress(StorageError):
                job = outbox.job(job.id)
            why = reason_of(error) if isinstance(error, StorageError) else _INTERRUPTED
            return replace(job, reasons=(why,)), str(error)
        return after, ""

    def _heard(self, progress: Progress) -> None:
        """A client shows no progress, but waiting looks like a fault."""
        self._told.close()
        if progress.stage in _WAITING:
            from composer.gate.terminal.waiting import waiting

            self._told.enter_context(waiting(progress, self._process, self._abort.set))

    def _unsent(self, job: Job) -> tuple[Exit, str, KeptFacts]:
        """Why nobody has it: a policy that broke after it was accepted comes before what the server said."""
        from composer.gate.words import delivered, facts_of

        exit_status, sentence, facts = *delivered(job), facts_of(job)
        try:
            self._services.policy.current()
        except PolicyFaultsError as error:
            why = reason_of(error)
            exit_status, sentence, facts = Exit.CONFIGURATION, reason_words(why), because(why)
        if self._abort.is_set and job.state is JobState.QUEUED:
            return exit_status, reason_words(_INTERRUPTED), because(_INTERRUPTED)
        return exit_status, sentence, facts
