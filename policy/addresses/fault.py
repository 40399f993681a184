"""Why a piece of an address field is not an address."""

from __future__ import annotations

from enum import Enum


class AddressFault(Enum):
    """Why a piece of an address field is not an address."""

    EMPTY = "empty"
    NO_AT = "no_at"
    LOCAL_PART = "local_part"
    DOMAIN = "domain"
    INVISIBLE = "invisible"
    """Soft hyphen, control, format or look-alike separator that UTS 46 does not map."""
    SYNTAX = "syntax"
    """Unbalanced quotes, comments, brackets; source routes; text after the address."""
    TOO_LONG = "too_long"
