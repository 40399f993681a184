"""Short names in the UI language for the things that rules are about."""

from __future__ import annotations

from datetime import datetime

from composer.safe_text import clean
from composer.words import _, date, date_time, pgettext, size
from policy.attachments import DOWNLOADS, FileKind
from policy.draft import Field
from policy.lists.expansion import UnknownReason
from policy.organization import RecipientClass
from policy.settings import Expiry, Level, Surface
from policy.warning import Rule


def level_label(level: Level, name: str = "") -> str:
    """The administrator's name of a level, cleaned, or its built-in name."""
    if name:
        return clean(name)
    match level:
        case Level.GENERAL:
            return pgettext("security level", "General")
        case Level.RESTRICTED:
            return pgettext("security level", "Restricted")
        case Level.CONFIDENTIAL:
            return pgettext("security level", "Confidential")


def expiry_label(expiry: Expiry) -> str:
    """The words for one of the five choices of expiry."""
    match expiry:
        case Expiry.NONE:
            return pgettext("expiry", "None")
        case Expiry.DAY:
            return pgettext("expiry", "1 day")
        case Expiry.WEEK:
            return pgettext("expiry", "1 week")
        case Expiry.MONTH:
            return pgettext("expiry", "1 month")
        case Expiry.QUARTER:
            return pgettext("expiry", "3 months")


def rule_words(rule: Rule) -> str:
    """The rule of the warning in the words of the administrator's page."""
    match rule:
        case Rule.ALWAYS:
            return pgettext("setting", "Always apply")
        case Rule.ATTACHMENTS:
            return _("Apply conditionally: only if attachments are included")
        case Rule.NOT_INDIVIDUALLY:
            return _("Apply conditionally: only if send “individually” is not checked")
        case Rule.ATTACHMENTS_AND_NOT_INDIVIDUALLY:
            return _("Apply conditionally: only if there is an attachment and send “individually” is not checked")
        case Rule.DISABLED:
            return _("The warning is off")
        case Rule.NO_OUTSIDE:
            return _("Nobody outside is addressed")


def class_words(recipient_class: RecipientClass) -> str:
    """The words for a recipient's class: inside, outside, or not known."""
    match recipient_class:
        case RecipientClass.INTERNAL:
            return pgettext("recipient", "inside")
        case RecipientClass.EXTERNAL:
            return pgettext("recipient", "outside")
        case RecipientClass.UNKNOWN:
            return pgettext("recipient", "not known, treated as outside")


def unknown_words(reason: UnknownReason) -> str:
    """Why it is not known whom an address reaches, as a clause."""
    match reason:
        case UnknownReason.NOT_READABLE:
            return _("the members of this list could not be read")
        case UnknownReason.NO_MEMBERS:
            return _("this list has no members")
        case UnknownReason.TOO_DEEP:
            return _("lists are nested too deeply here")
        case UnknownReason.MEMBER_MALFORMED:
            return _("a member of this list is not an address")
        case UnknownReason.ROUTED:
            return _("the part before the @ names a route, so a mail server may send it on")


def field_name(field: Field) -> str:
    """The name of a recipient field."""
    match field:
        case Field.TO:
            # Translators: max-cells: 10
            return pgettext("field", "To")
        case Field.CC:
            # Translators: max-cells: 10
            return pgettext("field", "Cc")
        case Field.BCC:
            # Translators: max-cells: 10
            return pgettext("field", "Bcc")


def surface_label(surface: Surface) -> str:
    """The name of a surface."""
    return pgettext("surface", "PC") if surface is Surface.PC else pgettext("surface", "Mobile")


def kind_label(kind: FileKind) -> str:
    """The words for how a file leaves."""
    match kind:
        case FileKind.NORMAL:
            return pgettext("file kind", "attached")
        case FileKind.TIME_LIMITED:
            return pgettext("file kind", "link with a time limit")
        case FileKind.INLINE:
            return pgettext("file kind", "image in the text")
        case FileKind.SIGNATURE:
            return pgettext("file kind", "signature")
        case FileKind.REFUSED:
            return pgettext("file kind", "cannot be sent")


def download_words(last_day: str) -> str:
    """Until when and how often a file with a time limit can be downloaded; ``last_day`` as the locale writes it."""
    return _("until {date}, at most {count} downloads", date=last_day, count=DOWNLOADS)


def expiry_words(expires_at: datetime | None) -> str:
    """When a message is deleted from mailboxes; ``expires_at`` in the zone it shall be shown in."""
    if expires_at is None:
        return pgettext("expiry", "does not expire")
    return pgettext("expiry", "expires {moment}", moment=date_time(expires_at))


def short_expiry_words(expires_at: datetime | None) -> str:
    """The day on which a message is deleted from mailboxes, in a few cells."""
    if expires_at is None:
        return pgettext("short expiry", "no expiry")
    return pgettext("short expiry", "until {day}", day=date(expires_at, short=True))


def forwarding_words(prohibited: bool) -> str:
    """Whether forwarding is allowed, in words."""
    return pgettext("forwarding", "no forwarding") if prohibited else pgettext("forwarding", "forwarding allowed")


def short_forwarding_words(prohibited: bool) -> str:
    """Whether forwarding is allowed, in a few cells."""
    return pgettext("short forwarding", "no fwd") if prohibited else pgettext("short forwarding", "fwd ok")


def size_words(count: int) -> str:
    """A size in bytes, as the locale writes it."""
    return size(count)
