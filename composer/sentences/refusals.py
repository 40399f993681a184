"""The reasons why a message cannot be sent, a sentence for each."""

from __future__ import annotations

from composer.language.paragraph import paragraph
from composer.sentences import labels
from composer.sentences.address_faults import faulty_words, reason_words
from composer.sentences.named import NAMED, Things, named
from composer.words import _, ngettext, number, size
from policy.addresses.encoded_words import decode_words
from policy.refusal import Refusal, RefusalCode
from policy.settings import Level

_FILES = frozenset({
    RefusalCode.FILE_EMPTY, RefusalCode.FILE_MISSING, RefusalCode.FILE_CHANGED, RefusalCode.FILE_NOT_REGULAR,
    RefusalCode.ATTACHMENT_LIMIT, RefusalCode.TIME_LIMITED_COUNT, RefusalCode.TIME_LIMITED_SIZE,
    RefusalCode.TIME_LIMITED_UNAVAILABLE,
})  # fmt: skip
"""The reasons whose subjects are files; those of the others are addresses."""


def refusal_words(refusal: Refusal) -> str:
    """A refusal as sentences that name what it is about and what would help."""
    said = named(refusal.subjects, Things.FILES if refusal.code in _FILES else Things.ADDRESSES)
    facts = refusal.facts
    match refusal.code:
        case RefusalCode.MALFORMED_ADDRESS:
            return _malformed_words(refusal)
        case RefusalCode.NO_RECIPIENT:
            return _("There is no recipient. Fill in To, Cc or Bcc.")
        case RefusalCode.SENDER_NOT_ALLOWED:
            return _bounce_words(said) if "bounce" in facts else _sender_words(refusal.subjects, said)
        case RefusalCode.LEVEL_DISABLED:
            return _("The security level {level} is not in use.", level=_level_token(refusal.subjects))
        case RefusalCode.LEVEL_EXTERNAL:
            return _("{named}: only General mail may go outside.", named=said)
        case RefusalCode.TOO_MANY_EXTERNAL:
            return _(
                "{total} outside recipients; at most {limit} are allowed.",
                total=number(facts["count"]),
                limit=number(facts["limit"]),
            )
        case _:
            return _file_words(refusal, said)


def _malformed_words(refusal: Refusal) -> str:
    """A sentence for each faulty address with its position and the reason; many are counted."""
    if not refusal.faults:
        return short_refusal_words(refusal)
    lines = [_("{fault}. Correct or remove it.", fault=faulty_words(one)) for one in refusal.faults[:NAMED]]
    rest = len(refusal.faults) - NAMED
    more = [ngettext("{n} more address is not valid.", "{n} more addresses are not valid.", rest)] if rest > 0 else []
    return paragraph([*lines, *more])


def short_refusal_words(refusal: Refusal) -> str:
    """A refusal in one sentence; where one address is faulty, why and what helps, of several only which they are."""
    if refusal.code is RefusalCode.MALFORMED_ADDRESS:
        said = named([decode_words(one) for one in refusal.subjects], Things.ADDRESSES)
        if len(refusal.faults) != 1:
            return _("{named}: not a valid address.", named=said)
        (one,) = refusal.faults
        return _("{named}: {reason}. Correct or remove it.", named=said, reason=reason_words(one.malformed))
    return refusal_words(refusal)


def _sender_words(subjects: tuple[str, ...], said: str) -> str:
    if not subjects:
        return _("There is no sender. Choose one in From.")
    if len(subjects) > 1:
        return _("{named}: a message has one sender.", named=said)
    return _("{named}: you may not send from this address.", named=said)


def _bounce_words(said: str) -> str:
    return _(
        "Forward it instead: a bounce sends a message on in the name of its author, and {named} is not you.",
        named=said,
    )


def _file_words(refusal: Refusal, said: str) -> str:
    facts = refusal.facts
    match refusal.code:
        case RefusalCode.FILE_EMPTY:
            return _("{named}: the file is empty. Remove it.", named=said)
        case RefusalCode.FILE_MISSING:
            return _("{named}: the file is no longer there. Attach it again or remove it.", named=said)
        case RefusalCode.FILE_CHANGED:
            return _("{named}: changed since it was attached. Attach it again.", named=said)
        case RefusalCode.FILE_NOT_REGULAR:
            return _("{named}: not a regular file. Remove it.", named=said)
        case RefusalCode.ATTACHMENT_LIMIT:
            return _(
                "{named}: attachments total {total}; the limit is {limit}.",
                named=said,
                total=size(facts["total"]),
                limit=size(facts["limit"]),
            )
        case RefusalCode.TIME_LIMITED_COUNT:
            return _(
                "{named}: at most {limit} files with a time limit are allowed, these are {total}.",
                named=said,
                limit=number(facts["limit"]),
                total=number(facts["count"]),
            )
        case RefusalCode.TIME_LIMITED_SIZE:
            return _(
                "{named}: larger than {limit}, the limit of one file with a time limit.",
                named=said,
                limit=size(facts["limit"]),
            )
        case _:
            return _(
                "{named}: needs a file service for downloads with a time limit, and none is configured.", named=said
            )


def _level_token(subjects: tuple[str, ...]) -> str:
    return labels.level_label(Level(subjects[0]))
