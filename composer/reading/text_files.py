"""Files written within a text, which mail programs show as attachments: uuencode (POSIX) and yEnc."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from composer.reading.uuencoded import letters_for, promised
from policy.draft import FileFacts

_UUENCODED = rb"begin [0-7]{3,4} ([^\r\n]+)\r?\n([ -`]+)\r?$"
_YENC = rb"=ybegin [^\r\n]*?\bname=([^\r\n]+)"
_BEGINNING = re.compile(rb"^(?:" + _UUENCODED + rb"|" + _YENC + rb")", re.MULTILINE)

MOST_FILES = 200
"""The most files of one text that are told apart; the last one stands for all behind it."""


def files_in_text(text: bytes, size: int) -> Iterator[FileFacts]:
    """Every file that begins in a text of ``size`` octets, of which ``text`` is the first part; sizes are estimates."""
    found = list(islice((one for one in _BEGINNING.finditer(text) if one[3] or _is_uuencoded(one[2])), MOST_FILES))
    ends = [one.start() for one in found[1:]]
    for one, end in zip(found, [*ends, max(size, len(text))], strict=False):
        octets = end - one.start()
        name = (one[1] or one[3]).decode("utf-8", "replace").strip()
        yield FileFacts(name=name, size=octets if one[3] else octets * 3 // 4)


def _is_uuencoded(line: bytes) -> bool:
    """Whether a line has the length that its first character promises, or up to two octets more."""
    length = promised(line)
    return length > 0 and 0 <= len(line) - 1 - letters_for(length) <= 2
