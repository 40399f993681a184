"""What would have led to another outcome, in words that explain and recommend nothing."""

from __future__ import annotations

from composer.safe_text import clean
from composer.sentences import labels
from composer.sentences.domains import both_forms
from composer.sentences.levels import level_name
from composer.words import _, listing, ngettext, pgettext, size
from policy.settings import Policy
from policy.verdict import Outcome
from policy.warning import Rule
from policy.what_if.changes import (
    AtLevel,
    Change,
    ConditionChosen,
    DomainInside,
    Individually,
    LevelUsed,
    Limit,
    LimitRaised,
    ListOutsiders,
    MessageChange,
    PolicyChange,
    SentFrom,
    TimeLimitedAllowed,
    WarningSwitched,
    WithoutFile,
    WithoutFiles,
    WithoutMalformed,
    WithoutOutsiders,
    WithoutRecipient,
)
from policy.what_if.counterfactual import Counterfactual


def sentence(found: Counterfactual, policy: Policy) -> str:
    """The changes and the outcome they lead to; ``policy`` is the one in force."""
    changes = listing([change_words(change, policy) for change in found.changes])
    return pgettext("what if", "{changes}: {outcome}.", changes=changes, outcome=_outcome(found.outcome))


def change_words(change: Change, policy: Policy) -> str:
    """One change as a phrase; ``policy`` is the one in force."""
    return _of_message(change, policy) if isinstance(change, MessageChange) else _of_policy(change, policy)


def _outcome(outcome: Outcome) -> str:
    match outcome:
        case Outcome.SEND:
            return pgettext("what if", "it would be sent without a warning")
        case Outcome.WARN:
            return pgettext("what if", "the warning would be shown")
        case Outcome.REFUSE:
            return pgettext("what if", "it could not be sent")


def _of_message(change: MessageChange, policy: Policy) -> str:
    match change:
        case WithoutOutsiders():
            return pgettext("what if", "with inside recipients only")
        case WithoutRecipient(address):
            return pgettext("what if", "without {address}", address=str(address))
        case WithoutMalformed():
            return pgettext("what if", "without what is no address")
        case WithoutFiles():
            return pgettext("what if", "without all files")
        case WithoutFile(file):
            return pgettext("what if", "without the file {name}", name=file.name)
        case Individually(on):
            return pgettext("what if", "sent individually") if on else pgettext("what if", "not sent individually")
        case AtLevel(level):
            return pgettext("what if", "at the security level {level}", level=level_name(level, policy))
        case SentFrom(address):
            return pgettext("what if", "sent from {address}", address=str(address))


def _of_policy(change: PolicyChange, policy: Policy) -> str:
    match change:
        case WarningSwitched(on):
            return pgettext("what if", "with the warning on") if on else pgettext("what if", "with the warning off")
        case ConditionChosen(apply):
            rule = labels.rule_words(Rule(apply.value))
            return pgettext("what if", "under the condition “{rule}”", rule=rule)
        case LevelUsed(level):
            return pgettext("what if", "with the level {level} in use", level=level_name(level, policy))
        case TimeLimitedAllowed(allowed):
            return _time_limited(allowed=allowed)
        case ListOutsiders(address, present):
            return _outsiders(clean(str(address)), present=present)
        case DomainInside(domain):
            return pgettext("what if", "with {domain} as a domain of the company", domain=both_forms(domain))
        case LimitRaised(limit, value):
            return _limit(limit, value)


def _time_limited(*, allowed: bool) -> str:
    if allowed:
        return pgettext("what if", "with files with a time limit allowed")
    return pgettext("what if", "with files with a time limit not allowed")


def _outsiders(address: str, *, present: bool) -> str:
    if present:
        return pgettext("what if", "with an outside member in the list {address}", address=address)
    return pgettext("what if", "without outside members in the list {address}", address=address)


def _limit(limit: Limit, value: int) -> str:
    match limit:
        case Limit.OUTSIDE_RECIPIENTS:
            return ngettext(
                "with at most {n} outside recipient allowed", "with at most {n} outside recipients allowed", value
            )
        case Limit.TIME_LIMITED_FILES:
            return ngettext(
                "with at most {n} file with a time limit allowed",
                "with at most {n} files with a time limit allowed",
                value,
            )
        case Limit.ATTACHMENT_SIZE:
            return _("with an attachment size limit of {size}", size=size(value))
        case Limit.TIME_LIMITED_SIZE:
            return _("with a limit of {size} for one file with a time limit", size=size(value))
