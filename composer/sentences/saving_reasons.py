"""Why a policy was not saved or an earlier one not taken back: a sentence for each reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.reasons import ReasonCode
from composer.sentences.system_reasons import system_words
from composer.words import _

if TYPE_CHECKING:
    from composer.sentences.reason_table import Sentences

SENTENCES: Sentences = {
    ReasonCode.POLICY_BEING_SAVED: lambda facts: _(
        "Somebody else is saving {file} at this moment; nothing was saved. Save again in a moment.", file=facts["file"]
    ),
    ReasonCode.POLICY_READ_ONLY: lambda facts: _(
        "{path} is read-only; nothing was saved. Make it writable (chmod u+w) and save again.", path=facts["path"]
    ),
    ReasonCode.POLICY_CHANGED_UNDERNEATH: lambda facts: _(
        "{file} was changed while you were editing; nothing was saved.", file=facts["file"]
    ),
    ReasonCode.POLICY_BROKEN_UNDERNEATH: lambda facts: _(
        "{file} was changed while you were editing and cannot be used now; nothing was saved.", file=facts["file"]
    ),
    ReasonCode.EARLIER_POLICY_NOT_READ: lambda facts: _(
        "{path} cannot be read: {reason}.", path=facts["path"], reason=system_words(facts["said"])
    ),
    ReasonCode.EARLIER_POLICY_DAMAGED: lambda _facts: _(
        "This earlier version of the policy is damaged. Choose another one."
    ),
    ReasonCode.EARLIER_POLICY_GONE: lambda _facts: _("This earlier version of the policy is no longer there."),
}
