"""Local parts that name a way of their own: a mail server may send such an address on to somebody else."""

from __future__ import annotations

import unicodedata

_MARKS = "%!"


def routes_on(local: str) -> bool:
    """Whether servers may read a local part as an address elsewhere (sendmail's rule set 3, Postfix's rewriting).

    That is ``user%host`` and ``host!user``, dots in the host or not; an @ or a colon, which only quotes allow and which
    relays have been seen to act on without them (``"user@host"``, ``"@host:user"``, ``"host::user"``); and a mark with
    a domain on either side. A mark at an edge, as in ``50%`` and ``hello!``, is a character like others. Compatibility
    forms count as what they stand for.
    """
    if not any_may_route(local):
        return False
    plain = unicodedata.normalize("NFKC", local)
    if "@" in plain or ":" in plain:
        return True
    if not any(mark in plain for mark in _MARKS):
        return False
    inner = plain.strip('"').strip(_MARKS)
    behind_percent = plain.strip('"').partition("%")[2].strip(_MARKS)
    return bool(behind_percent) or any(mark in inner for mark in (*_MARKS, "."))


def any_may_route(text: str) -> bool:
    """Whether it is worth while to ask for each of many local parts, or addresses, in one text."""
    return "%" in text or "!" in text or '"' in text or not text.isascii()  # an @ or a colon stands in quotes only
