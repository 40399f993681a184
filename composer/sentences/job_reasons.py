"""Why a job of the outbox is in its state: a sentence for each reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.reasons import ReasonCode
from composer.threads.abort import broken_off_words
from composer.words import _, ngettext

if TYPE_CHECKING:
    from composer.sentences.reason_table import Facts, Sentences


def _not_as_approved(_facts: Facts) -> str:
    return _(
        "What lies in the outbox is no longer the message that was approved: somebody changed it there. Nothing of it "
        "was sent. Take it back and look at it."
    )


def _went_on(_facts: Facts) -> str:
    return _(
        "The policy has changed since this message was approved. Because some recipients may have it already, the rest "
        "went on as it was approved."
    )


def _stopped(facts: Facts) -> str:
    return ngettext(
        "presend broke off in the midst of {n} attempt and stops here. Try again in the outbox.",
        "presend broke off in the midst of {n} attempts in a row and stops here. Try again in the outbox.",
        facts["n"],
    )


def _tried_for_days(facts: Facts) -> str:
    return ngettext(
        "It has not been possible to send this message for {n} day.",
        "It has not been possible to send this message for {n} days.",
        facts["n"],
    )


def _overridden(facts: Facts) -> str:
    file, variable = facts["file"], facts.get("variable")
    if variable is None:
        return _("This machine's policy {file} cannot be replaced by another. Leave out --policy.", file=file)
    return _(
        "This machine's policy {file} cannot be replaced by another. Unset {variable}.", file=file, variable=variable
    )


def _busy(facts: Facts) -> str:
    return ngettext(
        "Another presend has been at work in the outbox for {n} second. Nothing was sent; try again when it has ended.",
        "Another presend has been at work in the outbox for {n} seconds. Nothing was sent; try again when it has "
        "ended.",
        facts["n"],
    )


SENTENCES: Sentences = {
    ReasonCode.BROKEN_OFF: lambda _facts: broken_off_words(),
    ReasonCode.EXPIRED: lambda _facts: _("The message expired before it could be sent."),
    ReasonCode.NOT_AS_APPROVED: _not_as_approved,
    ReasonCode.RECORD_CHANGED: lambda _facts: _(
        "The copy for your Sent folder is no longer what was approved: somebody changed it in the outbox."
    ),
    ReasonCode.WENT_ON: _went_on,
    ReasonCode.STOPPED: _stopped,
    ReasonCode.TRIED_FOR_DAYS: _tried_for_days,
    ReasonCode.ARRIVED: lambda _facts: _("It arrived, as you said."),
    ReasonCode.CORRECTED: lambda _facts: _("The message went to a corrected address."),
    ReasonCode.OTHER_VERSION: lambda facts: _(
        "The message {id} was written by another version of presend. It was left as it is.", id=facts["id"]
    ),
    ReasonCode.BUSY: _busy,
    ReasonCode.NO_FILE_SERVICE: lambda _facts: _(
        "Files with a download time limit cannot be sent yet: no file service is set up. Remove them."
    ),
    ReasonCode.HEADER_MISMATCH: lambda _facts: _(
        "The message was not sent: its header would not name exactly the recipients you approved."
    ),
    ReasonCode.NO_POLICY: lambda facts: _(
        "There is no policy, and without one nothing is sent. Write {file}, or name one with --policy.",
        file=facts["file"],
    ),
    ReasonCode.POLICY_OVERRIDDEN: _overridden,
}
