"""The truth table of a policy in words: which mail a region is about, and why it cannot be sent."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from composer.sentences import labels
from composer.sentences.joined import clauses
from composer.words import _, alternatives, pgettext
from policy.organization import RecipientClass
from policy.refusal import RefusalCode
from policy.settings import Level
from policy.truth_table.matrix import SenderKind
from policy.truth_table.regions import Region

LISTS = (SenderKind.LIST_INSIDE, SenderKind.LIST_OUTSIDE, SenderKind.LIST_UNKNOWN)
ALLOWED = (SenderKind.OWN, *LISTS)
"""Every kind of sender that the member may use."""
WARNED = (SenderKind.OWN, SenderKind.LIST_INSIDE, SenderKind.LIST_UNKNOWN)
"""Senders whose mail can show the warning under some policy."""
OUTSIDE = (RecipientClass.EXTERNAL, RecipientClass.UNKNOWN)

WARNABLE = Region(senders=WARNED, recipients=OUTSIDE, levels=(Level.GENERAL,))
"""The mail that some policy could warn of: what a sentence about the warning need not say each time."""
SENDABLE = Region(senders=ALLOWED)
"""The mail that some policy could let go."""
UNREFUSED = Region(senders=ALLOWED, levels=(Level.GENERAL,))
"""The mail to the outside that no policy refuses because of its sender or level."""
ANY = Region()


class MailNames(Struct, frozen=True):
    """What mail is called under one policy."""

    senders: tuple[SenderKind, ...] = tuple(SenderKind)
    """The kinds of senders that there are, in order; no others are in a region."""
    levels: tuple[tuple[Level, str], ...] = ()
    """The administrator's own names of levels."""

    def among(self, kinds: tuple[SenderKind, ...]) -> tuple[SenderKind, ...]:
        """Those of some kinds of senders that there are."""
        return tuple(kind for kind in kinds if kind in self.senders)

    def level(self, level: Level) -> str:
        """The level by its own name, or by the built-in one."""
        return labels.level_label(level, dict(self.levels).get(level, ""))


USUAL = MailNames()


def mail_words(region: Region, known: Region = ANY, names: MailNames = USUAL) -> str:
    """What a region is about, as the subject of a sentence; what is as in ``known`` goes without saying."""
    parts = {
        "sender": "" if region.senders == names.among(known.senders) else _from_words(region.senders, names),
        "recipient": _to_words(region.recipients),
        "attachment": _attachment_words(region.attachment),
        "individually": _individually_words(region.individually),
        "level": "" if region.levels == known.levels else _level_words(region.levels, names),
    }
    if not any(parts.values()):
        return pgettext("which mail", "All mail")
    # The parts stand where the language puts them; those that are empty leave spaces behind.
    phrase = pgettext("which mail", "Mail {sender} {recipient} {attachment} {individually} {level}", **parts)
    return " ".join(phrase.split())


def sender_label(kind: SenderKind) -> str:
    """The words for a kind of sender."""
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


def senders_label(kinds: tuple[SenderKind, ...], names: MailNames = USUAL) -> str:
    """The words for several kinds of senders; usual sets have a name of their own."""
    match kinds:
        case (kind,):
            return sender_label(kind)
        case _ if kinds == names.senders:
            return pgettext("which mail", "any sender")
        case _ if kinds == names.among(ALLOWED):
            return _("any sender the member may use")
        case _ if kinds == names.among(WARNED):
            return _("the member's own address or a list without known outsiders")
        case _ if kinds == names.among(LISTS):
            return pgettext("which mail", "any list")
    return alternatives([sender_label(kind) for kind in kinds])


def refusal_label(code: RefusalCode) -> str:
    """The reason for a refusal as a clause; reasons that need a real message are all about its files."""
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
    """The reasons for refusals as clauses, separated by semicolons."""
    return clauses([refusal_label(code) for code in codes])


def _from_words(kinds: tuple[SenderKind, ...], names: MailNames) -> str:
    if kinds == names.senders:
        return ""
    return pgettext("which mail", "from {senders}", senders=senders_label(kinds, names))


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


def _level_words(chosen: tuple[Level, ...], names: MailNames) -> str:
    if chosen == tuple(Level):
        return ""
    return pgettext("which mail", "at the level {levels}", levels=alternatives([*map(names.level, chosen)]))
