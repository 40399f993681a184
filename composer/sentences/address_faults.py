"""Why a piece of an address field is no address, in words."""

from __future__ import annotations

from composer.words import _
from policy.address import AddressFault, Malformed


def fault_words(fault: AddressFault) -> str:
    """The reason alone, to stand behind the piece and its position."""
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
        case AddressFault.SYNTAX:
            return _("quotes, brackets or the order of its parts are wrong")
        case AddressFault.TOO_LONG:
            return _("it is too long")


def address_words(malformed: Malformed) -> str:
    """A sentence about an address that stands alone in its field."""
    reason = fault_words(malformed.fault)
    return _("{text} is not a mail address: {reason}.", text=malformed.text, reason=reason)
