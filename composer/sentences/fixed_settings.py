"""Sentences about the settings that a machine's administrator has fixed for the member."""

from __future__ import annotations

from composer.services.member_settings import Fixed
from composer.words import _, listing, pgettext


def fixed_words(fixed: frozenset[Fixed]) -> list[str]:
    """One sentence that names every fixed setting; empty where there is none."""
    named = [label(one) for one in Fixed if one in fixed]
    return [_("Set by your administrator: {things}.", things=listing(named))] if named else []


def label(fixed: Fixed) -> str:
    """A fixed setting as a part of a sentence."""
    match fixed:
        case Fixed.IDENTITIES:
            return _("the addresses you write from")
        case Fixed.TRANSPORT:
            return _("how your mail leaves")
        case Fixed.MAILBOX:
            return pgettext("setting", "your mailbox")
        case Fixed.INDIVIDUALLY:
            return _("whether a message begins as single copies")
        case Fixed.UNDO_SECONDS:
            return _("how long sending can be undone")
        case Fixed.BLOCK_EXTERNAL_CONTENT:
            return _("whether images and links from outside are blocked")
        case Fixed.ATTACHMENT_REMINDER:
            return _("whether a forgotten attachment is asked about")
        case Fixed.KEEP_UNSENT_DAYS:
            return _("how long messages that were not sent are kept")
        case Fixed.AUDIT:
            return _("where the audit log is kept")
