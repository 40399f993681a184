"""The truth table of a policy in words: which mail a region is about, and why it cannot be sent."""

from __future__ import annotations

from collections.abc import Iterable

from composer.sentences import labels
from composer.words import _, alternatives, pgettext
from policy.truth_table.matrix import SenderKind
from policy.organization import RecipientClass
from policy.refusal import RefusalCode
from policy.truth_table.regions import Region
from policy.settings import Level

LISTS = (SenderKind.LIST_INSIDE, SenderKind.LIST_OUTSIDE, SenderKind.LIST_UNKNOWN)
ALLOWED = (SenderKind.OWN, *LISTS)
"""Every sender but one the member may not use."""
WARNED = (SenderKind.OWN, SenderKind.LIST_INSIDE, SenderKind.LIST_UNKNOWN)
"""Senders whose mail can show the warning under some policy."""
OUTSIDE = (RecipientClass.EXTERNAL, RecipientClass.UNKNOWN)

WARNABLE = Region(senders=WARNED, recipients=OUTSIDE, levels=(Level.GENERAL,))
"""The mail that any policy could warn of: what a sentence about the warning need not say each time."""
SENDABLE = Region(senders=ALLOWED)
"""The mail that any policy could let go."""
ANY = Region()


def mail_words(region: Region, known: Region = ANY) -> str:
    """What a region is about, as the subject of a sentence; what is as in ``known`` goes without saying."""
    parts = {
        "sender": "" if region.senders == known.senders else _from_words(region.senders),
        "recipient": _to_words(region.recipients),
        "attachment": _attachment_words(region.attachment),
        "individually": _individually_words(region.individually),
        "level": "" if region.levels == known.levels else _level_words(region.levels),
    }
    if not any(parts.values()):
        return pgettext("which mail", "All mail")
    # The parts stand where the language puts them; those that are empty leave spaces behind.
    phrase = pgettext("which mail", "Mail {sender} {recipient} {attachment} {individually} {level}", **parts)
    return " ".join(phrase.split())


def sender_label(kind: SenderKind) -> str:
    """Whom a message is from."""
    match kind:
        case SenderKind.OWN:
            return _("the member's own address")
        case SenderKind.LIST_INSIDE:
            return _("a list with everybody inside")
        case SenderKind.LIST_OUTSIDE:
            return _("a list with outsiders")
        case SenderKind.LIST_UNKNOWN:
            return _("a list nobody can resolve")
        case SenderKind.NOT_ALLOWED:
            return _("an address the member may not use")


def senders_label(kinds: tuple[SenderKind, ...]) -> str:
    """Several kinds of senders, the usual sets by a name of their own."""
    match kinds:
        case _ if kinds == tuple(SenderKind):
            return pgettext("which mail", "any sender")
        case _ if kinds == ALLOWED:
            return _("any sender the member may use")
        case _ if kinds == WARNED:
            return _("the member's own address or a list without known outsiders")
        case _ if kinds == LISTS:
            return pgettext("which mail", "any list")
    return alternatives([sender_label(kind) for kind in kinds])


def refusal_label(code: RefusalCode) -> str:
    """Why mail of a region cannot be sent, as a clause; other reasons than these need a real message."""
    match code:
        case RefusalCode.SENDER_NOT_ALLOWED:
            return _("the member may not send from this address")
        case RefusalCode.LEVEL_DISABLED:
            return _("the level is not in use")
        case RefusalCode.LEVEL_EXTERNAL:
            return _("only General mail may go outside")
        case RefusalCode.TOO_MANY_EXTERNAL:
            return _("too many outside recipients")
        case _:
            return _("the files cannot be sent")


def refusals_label(codes: Iterable[RefusalCode]) -> str:
    """Several reasons, separated by semicolons."""
    return "; ".join(refusal_label(code) for code in codes)


def _from_words(kinds: tuple[SenderKind, ...]) -> str:
    return "" if kinds == tuple(SenderKind) else pgettext("which mail", "from {senders}", senders=senders_label(kinds))


def _to_words(classes: tuple[RecipientClass, ...]) -> str:
    if classes == tuple(RecipientClass):
        return ""
    if classes == OUTSIDE:
        return pgettext("which mail", "to outside recipients")
    if classes == (RecipientClass.INTERNAL,):
        return pgettext("which mail", "to inside recipients")
    words = [labels.class_words(one) for one in classes]
    return pgettext("which mail", "to recipients that are {classes}", classes=alternatives(words))


def _attachment_words(values: tuple[bool, ...]) -> str:
    match values:
        case (True,):
            return pgettext("which mail", "with attachments")
        case (False,):
            return pgettext("which mail", "without attachments")
    return ""


def _individually_words(values: tuple[bool, ...]) -> str:
    match values:
        case (True,):
            return pgettext("which mail", "sent individually")
        case (False,):
            return pgettext("which mail", "not sent individually")
    return ""


def _level_words(chosen: tuple[Level, ...]) -> str:
    if chosen == tuple(Level):
        return ""
    return pgettext(
        "which mail", "at the level {levels}", levels=alternatives([labels.level_label(level) for level in chosen])
    )
