"""Message ids (RFC 5322, 3.6.4), in the form that new messages must have."""

from __future__ import annotations

import re

LONGEST_ID = 250
"""Octets of an id, brackets included: several of them stand in a line of at most 998."""
MOST_PARENTS = 10
"""Ids of In-Reply-To that are kept."""
MOST_REFERENCES = 50
"""Ids of References that are kept."""
_LONGEST_TEXT = 50_000
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_DOT_ATOM = rf"{_ATOM}(?:\.{_ATOM})*+"
_ID = re.compile(rf"<(?![^>]*=\?){_DOT_ATOM}@(?:{_DOT_ATOM}|\[[!-Z^-~]*\])>")
"""Without what looks like an encoded word, which some readers would decode."""


def message_ids(text: str, most: int) -> tuple[str, ...]:
    """The different ids in the text of a header field, at most so many: the first, which began it all, and the last.

    Whatever else stands there is left out.
    """
    found = (one for one in _ID.findall(text[:_LONGEST_TEXT]) if len(one) <= LONGEST_ID)
    ids = tuple(dict.fromkeys(found))
    return ids if len(ids) <= most else (ids[0], *ids[len(ids) - most + 1 :])


def is_message_id(text: str) -> bool:
    """Whether a text is one id and nothing else."""
    return len(text) <= LONGEST_ID and _ID.fullmatch(text) is not None
