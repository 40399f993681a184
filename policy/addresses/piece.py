"""One piece of an address field taken apart: its name, its comment, and what should be the address."""

from __future__ import annotations

import re
from typing import NamedTuple

from policy.addresses.encoded_words import decode_words
from policy.addresses.syntax import BREAK, QUOTED, comment_end
from policy.foreign_text import header_text, is_blank

_TOKEN = re.compile(rf'{QUOTED}|\[[^\[\]\\{BREAK}]*+\]|[()<>"\[\]\\]')
_QUOTED = re.compile(QUOTED)
_ENCODED = re.compile(r"=\?[^?\s]+\?[bBqQ]\?[^?\s]*\?=")
_NOT_IN_A_PHRASE = re.compile(r"[@:;\[\]]")
_PLAIN_NAME = re.compile(r"(?:[A-Za-z0-9!#$%&'*+/?^_`{|}~. -]|[^\x00-\x7f])+")


class Parts(NamedTuple):
    """A piece without its comments; ``address`` is not judged yet."""

    name: str
    address: str


def take_apart(piece: str) -> Parts | None:
    """Name and address of one piece; None = brackets, quotes or comments that do not fit."""
    spans = _spans(piece)
    if spans is None:
        return None
    before, inside, behind, comment = spans
    if inside is None:
        return Parts(clean_name(comment), _around_at(before))
    if behind.strip() or not _is_phrase(before):
        return None
    return Parts(phrase_text(before) or clean_name(comment), _around_at(inside))


def clean_name(text: str) -> str:
    """A display name on one line, spaces in it never doubled, empty if blank; the same again when read back.

    It stands as it was written, and is cleaned where it is shown.
    """
    name = re.sub(" {2,}", " ", header_text(text)).strip()
    return "" if is_blank(name) else name


def phrase_text(phrase: str) -> str:
    """A phrase decoded: quoted strings unescaped, encoded words outside of them decoded (RFC 2047, section 5)."""
    pieces: list[str] = []
    place = 0
    for quoted in _QUOTED.finditer(phrase):
        pieces += [decode_words(phrase[place : quoted.start()]), re.sub(r"\\(.)", r"\1", quoted[0][1:-1])]
        place = quoted.end()
    pieces.append(decode_words(phrase[place:]))
    return clean_name("".join(pieces))


def is_plain(name: str) -> bool:
    """Whether a name, of at least one character, needs neither quotes nor decoding."""
    return _PLAIN_NAME.fullmatch(name) is not None


def name_as_phrase(name: str) -> str:
    """A name as a phrase that reads back as this name and as nothing else."""
    cleaned = clean_name(name)
    if is_plain(cleaned):
        return cleaned
    return '"' + re.sub(r'(["\\])', r"\\\1", cleaned) + '"'


def _spans(piece: str) -> tuple[str, str | None, str, str] | None:
    """What stands before, inside and behind the angle brackets, and the last comment."""
    texts: list[list[str]] = [[]]  # before; then inside; then behind
    comment = ""
    place = 0
    known: dict[int, int] = {}
    while token := _TOKEN.search(piece, place):
        mark, end = token[0], token.end()
        texts[-1].append(piece[place : token.start()])
        if mark == "(":
            end = comment_end(piece, token.start(), known) or 0
            comment = piece[token.start() + 1 : end - 1]
            if not end or "@" in comment:  # an address in a comment could have been meant as a recipient
                return None
            texts[-1].append(" ")
        elif mark in "<>":
            if len(texts) != " <>".index(mark):
                return None
            texts.append([])
        elif len(mark) == 1:
            return None
        else:
            texts[-1].append(mark)
        place = end
    texts[-1].append(piece[place:])
    whole = ["".join(text) for text in texts]
    if len(whole) == 2:
        return None
    return (whole[0], None, "", comment) if len(whole) == 1 else (whole[0], whole[1], whole[2], comment)


def _is_phrase(text: str) -> bool:
    """Whether words and quoted strings stand apart and nothing unquoted in them belongs to an address.

    RFC 5322 lets quotes touch words; where a quote was forgotten they always do, and what it hid would be lost.
    """
    for quoted in _QUOTED.finditer(text):
        neighbours = text[max(0, quoted.start() - 1) : quoted.start()] + text[quoted.end() : quoted.end() + 1]
        if neighbours.strip():
            return False
    return not _NOT_IN_A_PHRASE.search(_ENCODED.sub("", _QUOTED.sub("", text)))


def _around_at(text: str) -> str:
    """The addr-spec without the white space that the grammar allows around its @."""
    local, at, domain = text.rpartition("@")
    return (local.rstrip() + at + domain.lstrip()).strip()
