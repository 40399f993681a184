"""Encoded words in display names (RFC 2047), read leniently and in linear time."""

from __future__ import annotations

import binascii
import re
from itertools import groupby

from policy.charsets import decoded

# Compiled when a name has encoded words, which costs what a hundred addresses cost.
_WORD = r"=\?([A-Za-z0-9_.:-]{1,40})(?:\*[A-Za-z0-9-]{0,40})?\?([bBqQ])\?([^?\s]*+)\?="


def decode_words(text: str) -> str:
    """The text with its encoded words decoded; white space between two of them is dropped, unreadable ones stay."""
    if "=?" not in text:
        return text
    pieces: list[str] = []
    place = 0
    for run in _runs(text):
        pieces += [text[place : run[0].start()], _read(run)]
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


def _read(run: list[re.Match[str]]) -> str:
    """The text of a run of encoded words; one charset's are joined first, for some senders cut within a character."""
    pieces: list[str] = []
    for charset, group in groupby(run, lambda word: word[1].lower()):
        words = list(group)
        found = _text(charset, [_octets(word[2], word[3]) for word in words])
        pieces.append(" ".join(word[0] for word in words) if found is None else found)
    return "".join(pieces)


def _text(charset: str, octets: list[bytes | None]) -> str | None:
    whole = [piece for piece in octets if piece is not None]
    return decoded(b"".join(whole), charset) if len(whole) == len(octets) else None


def _octets(encoding: str, text: str) -> bytes | None:
    if not text.isascii():
        return None
    if encoding in "qQ":
        return binascii.a2b_qp(text.encode("ascii"), header=True)
    try:
        return binascii.a2b_base64(text.rstrip("=") + "===")
    except binascii.Error:
        return None
