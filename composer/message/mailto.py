"""``mailto:`` URIs (RFC 6068) as compositions: addresses, subject, body and thread, and nothing else."""

from __future__ import annotations

import re
from urllib.parse import unquote_to_bytes

from composer.errors import PresendError
from composer.message.composition import Composition
from composer.message.message_ids import MOST_PARENTS, MOST_REFERENCES, message_ids
from composer.words import _
from policy.foreign_text import header_text

_SCHEME = "mailto:"
_ADDRESS_FIELDS = frozenset({"to", "cc", "bcc"})
_FIELDS = ("cc", "bcc", "subject", "body", "in-reply-to", "references")
_OVERRIDES = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
_TAGS = range(0xE0000, 0xE0080)
_FLAG = re.compile("(\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f)")
"""The flag of a part of a country, such as Wales: a black flag and tags that spell its code (UTS 51, ED-14a)."""
_GAP = re.compile(r" *[\t\n][ \t\n]*")


def parse(uri: str) -> Composition:
    """Read one URI; raises ``PresendError`` when it is none.

    Header fields other than to, cc, bcc, subject, body, in-reply-to and references are ignored, ``attach`` before all;
    a fragment means nothing here, and ``+`` is no space. The last two are how archives let one answer a message (6.1);
    only message ids are taken from them, which nobody is shown. Most give In-Reply-To alone; what is answered belongs
    into References as well (RFC 5322, 3.6.4).
    """
    if uri[: len(_SCHEME)].casefold() != _SCHEME:
        raise PresendError(_("{text} is no mailto: address. One looks like mailto:name@company.example.", text=uri))
    target, _mark, query = uri[len(_SCHEME) :].partition("#")[0].partition("?")
    fields: dict[str, list[str]] = {"to": _addresses(target)} | {name: [] for name in _FIELDS}
    for part in query.split("&"):
        name, _equals, value = part.partition("=")
        name = _decoded(name).casefold()
        if name in _ADDRESS_FIELDS:
            fields[name] += _addresses(value)
        elif name in fields:
            fields[name].append(_decoded(value))
    parents = message_ids(" ".join(fields["in-reply-to"]), MOST_PARENTS)
    thread = message_ids(" ".join(fields["references"]), MOST_REFERENCES)
    return Composition(
        to=", ".join(fields["to"]),
        cc=", ".join(fields["cc"]),
        bcc=", ".join(fields["bcc"]),
        subject=next(map(subject_text, fields["subject"]), ""),
        body="\n".join(map(body_text, fields["body"])),
        in_reply_to=parents,
        references=message_ids(" ".join((*thread, *parents)), MOST_REFERENCES),
    )


def field_text(text: str) -> str:
    """What a stranger or the shell gave for an address field, made one clean line."""
    return header_text(text).strip()


def subject_text(text: str) -> str:
    """A subject in one line, so that nothing in it can begin a header field; joiners that scripts need stay."""
    return _GAP.sub(" ", body_text(text)).strip(" ")


def body_text(text: str) -> str:
    """A body of any length: line breaks as LF, tabs, joiners and flags kept; controls, bidi overrides and tags gone."""
    pieces = _FLAG.split(text.replace("\r\n", "\n"))
    pieces[::2] = [piece.translate(_KEPT_OUT) for piece in pieces[::2]]
    return "".join(pieces)


def _kept_out() -> dict[int, str | None]:
    table: dict[int, str | None] = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), *_OVERRIDES, *_TAGS))
    table.update(dict.fromkeys((0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029), "\n"))
    table.update(dict.fromkeys(range(0xD800, 0xE000), "\N{REPLACEMENT CHARACTER}"))
    table[0x09] = "\t"
    return table


_KEPT_OUT = _kept_out()


def _addresses(value: str) -> list[str]:
    """A comma separates addresses; one that belongs to an address is percent-encoded (RFC 6068, section 2)."""
    decoded = (field_text(_decoded(piece)) for piece in value.split(","))
    return [address for address in decoded if address]


def _decoded(text: str) -> str:
    return unquote_to_bytes(text.encode("utf-8", "surrogatepass")).decode("utf-8", "replace")
