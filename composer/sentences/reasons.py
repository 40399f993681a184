"""Reasons in words: what was kept as a code and facts is said in the language of whoever reads it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from composer.errors import FaultsError, NotAsApprovedError, PresendError
from composer.reasons import Reason, ReasonCode
from composer.safe_text import clean
from composer.sentences import (
    client_mail_reasons,
    command_reasons,
    disk_reasons,
    file_reasons,
    job_reasons,
    saving_reasons,
    server_reasons,
)
from composer.sentences.reason_table import Facts, Sentences
from composer.threads.abort import AbortedError
from composer.words import _

E = TypeVar("E", bound=PresendError)


def reason(code: ReasonCode, **facts: str | int | Path | tuple[str, ...]) -> Reason:
    """A reason with its facts, texts in them cleaned."""
    return Reason(code, {name: _kept(value) for name, value in facts.items()})


def failure(kind: type[E], code: ReasonCode, **facts: str | int | Path | tuple[str, ...]) -> E:
    """An exception with the sentence of a reason, and the reason itself for whoever keeps it."""
    why = reason(code, **facts)
    return kind(reason_words(why), why)


def held_by(code: ReasonCode, cause: Reason) -> Reason:
    """A reason with its cause; ``code`` is one whose facts have ``trouble``."""
    return Reason(code, {"trouble": cause.code.value, **cause.facts})


def reason_of(error: BaseException) -> Reason:
    """The reason of an exception, as it can be kept; without one its sentence (``ReasonCode.OTHER``)."""
    match error:
        case PresendError(why=Reason() as why):
            return why
        case AbortedError():
            return Reason(ReasonCode.BROKEN_OFF)
        case NotAsApprovedError():
            return Reason(ReasonCode.NOT_AS_APPROVED)
        case FaultsError(faults=(first, *_others)):
            return sentence(first)
    return sentence(str(error))


def in_words(error: PresendError) -> Callable[[], str]:
    """A function that says what an exception says, in the language that is active when it is called.

    An exception without a reason is said as it was raised.
    """
    if isinstance(error, FaultsError):
        reasons = error.reasons
        return lambda: "\n".join(map(reason_words, reasons))
    why, said = error.why, str(error)
    return (lambda: said) if why is None else (lambda: reason_words(why))


def sentence(words: str) -> Reason:
    """A reason that is only a sentence, for which there is no code."""
    return Reason(ReasonCode.OTHER, {"words": clean(words, lines=True)})


def reason_words(why: Reason) -> str:
    """The sentence of a reason; of one from another version, or with damaged facts, that it is not known."""
    if why.code is ReasonCode.OTHER:
        return clean(str(why.facts.get("words", "")), lines=True)
    said = _SENTENCES.get(why.code)
    try:
        return said(why.facts) if said else _unknown_words()
    except (LookupError, TypeError, ValueError):
        return _unknown_words()


def _kept(value: str | int | Path | tuple[str, ...]) -> str | int | tuple[str, ...]:
    if isinstance(value, tuple):
        return tuple(map(clean, value))
    return value if isinstance(value, int) else clean(str(value))


def _cause_words(facts: Facts) -> str:
    """Of a reason that another one stands behind; a damaged one could name itself."""
    rest = {name: value for name, value in facts.items() if name != "trouble"}
    return reason_words(Reason(ReasonCode(facts["trouble"]), rest))


def _audit_log_held(facts: Facts) -> str:
    return _("Nothing is sent, because the audit log cannot be written: {reason}", reason=_cause_words(facts))


def _policy_broken(facts: Facts) -> str:
    fault = facts["fault"] if "fault" in facts else _cause_words(facts)
    return _("Nothing is sent while the policy cannot be used: {fault}", fault=fault)


def _unknown_words() -> str:
    return _("Another version of presend noted the reason, and this one does not know it.")


_SENTENCES: Sentences = {
    **job_reasons.SENTENCES,
    **server_reasons.SENTENCES,
    **disk_reasons.SENTENCES,
    **command_reasons.SENTENCES,
    **client_mail_reasons.SENTENCES,
    **file_reasons.SENTENCES,
    **saving_reasons.SENTENCES,
    ReasonCode.POLICY_BROKEN: _policy_broken,
    ReasonCode.AUDIT_LOG_HELD: _audit_log_held,
}
"""Imported at once: where a process has no descriptor left, nothing can be imported to say so."""
