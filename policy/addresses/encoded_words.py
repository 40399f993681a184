"""Encoded words in display names (RFC 2047), read leniently and in linear time."""

from __future__ import annotations

import binascii
import re
from itertools import groupby

# Compiled when a name has encoded words, which costs what a hundred addresses cost.
_WORD = r"=\?([A-Za-z0-9_.:-]{1,40})(?:\*[A-Za-z0-9-]{0,40})?\?([bBqQ])\?([^?\s]*+)\?="
_MAIL_CHARSET = (
    r"utf-?8|(?:us-)?ascii|iso-8859-[0-9]{1,2}|iso-2022-[a-z0-9-]{2,10}|windows-[0-9]{3,4}|cp[0-9]{3,4}"
    r"|euc-?kr|euc-?jp|ks_c_5601-1987|shift[_-]?jis|gb2312|gbk|gb18030|big5(?:-hkscs)?|koi8-[ru]|tis-620"
)
"""Other codecs of Python are no charsets of mail, and some take quadratic time."""


def decode_words(text: str) -> str:
    """The text with its encoded words decoded; white space between two of them is dropped, unreadable ones stay."""
    if "=?" not in text:
        return text
    pieces: list[str] = []
    place = 0
    for run in _runs(text):
        pieces += [text[place : run[0].start()], _decoded(run)]
        place = run[-1].end()
    pieces.append(text[place:])
    return "".join(pieces)


def _runs(text: str) -> list[list[re.Match[str]]]:
    """Encoded words with nothing but white space between them."""
    runs: list[list[re.Match[str]]] = []
    for word in re.finditer(_WORD, text):
        if runs and not text[runs[-1][-1].end() : word.start()].strip():
            runs[-1].append(word)
        else:
            runs.append([word])
    return runs


def _decoded(run: list[re.Match[str]]) -> str:
    """One charset's words are joined before decoding: some senders cut in the middle of a character."""
    pieces: list[str] = []
    for charset, group in groupby(run, lambda word: word[1].lower()):
        words = list(group)
        found = _text(charset, [_octets(word[2], word[3]) for word in words])
        pieces.append(" ".join(word[0] for word in words) if found is None else found)
    return "".join(pieces)


def _text(charset: str, octets: list[bytes | None]) -> str | None:
    if not re.fullmatch(_MAIL_CHARSET, charset, re.IGNORECASE) or None in octets:
        return None
    try:
        return b"".join(piece for piece in octets if piece is not None).decode(charset, "replace")
    except (LookupError, UnicodeError):
        return None


def _octets(encoding: str, text: str) -> bytes | None:
    if not text.isascii():
        return None
    if encoding in "qQ":
        return binascii.a2b_qp(text.encode("ascii"), header=True)
    try:
        return binascii.a2b_base64(text.rstrip("=") + "===")
    except binascii.Error:
        return None
