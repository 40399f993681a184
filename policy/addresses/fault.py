"""The faults for which a piece of an address field is not an address."""

from __future__ import annotations

from enum import Enum


class AddressFault(Enum):
    """Why a piece of an address field is not an address."""

    EMPTY = "empty"
    NO_AT = "no_at"
    LOCAL_PART = "local_part"
    DOMAIN = "domain"
    INVISIBLE = "invisible"
    """Soft hyphen, control, format or other ignorable character, or look-alike separator that UTS 46 does not map."""
    UNDECODABLE = "undecodable"
    """Octets that are no UTF-8, anywhere in the piece; or in the address what stands for such octets (U+FFFD)."""
    SYNTAX = "syntax"
    """Unbalanced quotes, comments, brackets; source routes; text after the address."""
    TOO_LONG = "too_long"
