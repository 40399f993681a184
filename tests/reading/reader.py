"""A message in one piece, read as the gate reads it from a file."""

from __future__ import annotations

import re
from io import BytesIO

from composer.reading.message_facts import read_message
from composer.reading.mime_leaves import Leaf, leaves_of
from composer.reading.raw_fields import fields_of
from policy.draft import Draft


def _apart(raw: bytes) -> tuple[bytes, BytesIO]:
    """The header with CRLF, and a file that stands at the empty line."""
    found = re.search(rb"\r?\n\r?\n", raw)
    end = raw.index(b"\n", found.start()) + 1 if found else len(raw)
    return raw[:end].replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"), BytesIO(raw[end:])


def draft_in(raw: bytes) -> Draft:
    """The snapshot of a message."""
    head, file = _apart(raw)
    return read_message(fields_of(head), file)


def leaves_in(raw: bytes) -> list[Leaf]:
    """The leaves of a message."""
    head, file = _apart(raw)
    return leaves_of(head, file)
