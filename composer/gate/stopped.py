"""Why a message is not sent, and with which exit status; see ``gate.run`` for the table of these."""

from __future__ import annotations

from pathlib import Path

from composer.errors import PolicyFaultsError, PresendError
from composer.exit_status import Exit
from composer.gate.call.intake import fault
from composer.gate.call.options import OptionError
from composer.gate.call.submission import NotFaithfulError
from composer.gate.keeping.kept import KeptFacts, KeptReason, because
from composer.gate.unreadable import UnreadableError
from composer.reasons import Reason, ReasonCode
from composer.sentences.reasons import reason_of
from composer.storage.atomic import storage_error
from composer.threads.abort import AbortedError


class StoppedError(Exception):
    """The message is not sent, and must be kept; with reason, facts and exit status."""

    def __init__(self, exit_status: Exit, reason: KeptReason, facts: KeptFacts, said: str = "") -> None:
        super().__init__(reason.value)
        self.exit = exit_status
        self.reason = reason
        self.facts = facts
        self.said = said
        """What the client is told where that is more than what can be kept."""


def stopped_by(error: Exception | KeyboardInterrupt, path: Path) -> StoppedError:
    """The ``StoppedError`` for an error that kept the message at ``path`` from being accepted."""
    match error:
        case StoppedError():
            return error
        case UnreadableError():
            return StoppedError(Exit.DATA, KeptReason.UNREADABLE, because(reason_of(error)))
        case OptionError():
            return StoppedError(Exit.DATA, KeptReason.BAD_FIELD, because(reason_of(error)))
        case NotFaithfulError():
            return StoppedError(Exit.NO_PERMISSION, KeptReason.REFUSED, because(reason_of(error)))
        case KeyboardInterrupt() | AbortedError():
            return StoppedError(Exit.TEMPORARY, KeptReason.INTERRUPTED, because(Reason(ReasonCode.INTERRUPTED)))
        case PolicyFaultsError():
            return StoppedError(Exit.CONFIGURATION, KeptReason.BROKEN_POLICY, because(reason_of(error)))
        case PresendError():
            return StoppedError(Exit.TEMPORARY, KeptReason.NOT_DELIVERED, because(reason_of(error)), str(error))
        case OSError():
            facts = because(reason_of(storage_error(path, error)))
            return StoppedError(Exit.TEMPORARY, KeptReason.NOT_DELIVERED, facts)
    return StoppedError(Exit.INTERNAL, KeptReason.INTERRUPTED, because(fault(error)))
