"""Sentences about pieces of an address field that are no address."""

from __future__ import annotations

from composer.safe_text import clean
from composer.sentences import labels
from composer.words import _, number, pgettext
from policy.address import Malformed
from policy.addresses.detail import Detail, Flaw, detail
from policy.addresses.encoded_words import decode_words
from policy.addresses.fault import AddressFault
from policy.draft import Field
from policy.refusal import FaultyAddress

_LONGEST = 60
"""The most characters of a piece that a sentence shows."""


def fault_words(fault: AddressFault) -> str:
    """The fault in words without a full stop, to stand behind the piece and its position."""
    match fault:
        case AddressFault.EMPTY:
            return _("there is no address")
        case AddressFault.NO_AT:
            return _("the @ is missing")
        case AddressFault.LOCAL_PART:
            return _("the part before the @ is not valid")
        case AddressFault.DOMAIN:
            return _("the part after the @ is not valid")
        case AddressFault.INVISIBLE:
            return _("it holds an invisible or look-alike character")
        case AddressFault.UNDECODABLE:
            return _("it holds what could not be read as text")
        case AddressFault.SYNTAX:
            return _("quotes, brackets or the order of its parts are wrong")
        case AddressFault.TOO_LONG:
            return _("it is too long")


def reason_words(malformed: Malformed) -> str:
    """The fault in words; where one unseen character is to blame, with its code point and its position from 1."""
    at = malformed.culprit
    if at is None:
        found = detail(malformed.text, malformed.fault)
        return fault_words(malformed.fault) if found is None else _flaw_words(found)
    code, place = f"U+{ord(malformed.text[at]):04X}", number(malformed.start + at + 1)
    match malformed.fault:
        case AddressFault.UNDECODABLE:
            return _("character {place} could not be read as text", place=place)
        case AddressFault.INVISIBLE:
            return _("character {place} is invisible or looks like another: {code}", place=place, code=code)
        case fault:
            return _(
                "{reason}, and character {place} is invisible or looks like another: {code}",
                reason=fault_words(fault), place=place, code=code,
            )  # fmt: skip


def _flaw_words(found: Detail) -> str:
    """The flaw as a clause."""
    if found.flaw in (Flaw.CHARACTER_BEFORE, Flaw.CHARACTER_AFTER):
        return _character_words(found.flaw, clean(found.character))
    match found.flaw:
        case Flaw.NOTHING_BEFORE:
            return _("nothing stands before the @")
        case Flaw.NOTHING_AFTER:
            return _("nothing stands after the @")
        case Flaw.DOT_BEFORE:
            return _("there is a dot too many before the @")
        case Flaw.DOT_AFTER:
            return _("there is a dot too many after the @")
        case Flaw.HYPHEN:
            return _("no part of the domain may begin or end with a hyphen")
        case Flaw.NUMBER:
            return _("the domain ends in a number")
        case Flaw.SEVERAL_AT:
            return _("there is more than one @")
        case _:
            return _("there is a space in the address")


def _character_words(flaw: Flaw, character: str) -> str:
    if flaw is Flaw.CHARACTER_BEFORE:
        return _("before the @ there may be no {character}", character=character)
    return _("after the @ there may be no {character}", character=character)


def faulty_words(faulty: FaultyAddress) -> str:
    """The field, the position from 1, the piece and why it is no address, without a full stop."""
    malformed = faulty.malformed
    return _(
        "{field}, character {place}: {text}: {reason}",
        field=field_words(faulty.field),
        place=number(malformed.start + 1),
        text=clean(decode_words(malformed.text), longest=_LONGEST),
        reason=reason_words(malformed),
    )


def field_words(name: str) -> str:
    """The name of an address field, given in small letters; rare ones as headers write them (``Reply-To``)."""
    match name:
        case "from":
            return pgettext("field", "From")
        case "to" | "cc" | "bcc":
            return labels.field_name(Field(name))
        case "envelope-from":
            return _("Address for bounces (-f)")
    return "-".join(part.capitalize() for part in name.split("-"))


def address_words(malformed: Malformed) -> str:
    """A sentence about an address that stands alone in its field."""
    reason = reason_words(malformed)
    return _("{text} is not a mail address: {reason}.", text=malformed.text, reason=reason)
