"""``mailto:`` URIs (RFC 6068) as compositions: addresses, subject and body, and nothing else a stranger may ask for."""

from __future__ import annotations

from urllib.parse import unquote_to_bytes

from composer.message.composition import Composition
from composer.errors import PresendError
from composer.safe_text import clean
from composer.words import _

_SCHEME = "mailto:"
_ADDRESS_FIELDS = frozenset({"to", "cc", "bcc"})
_OVERRIDES = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
_TAGS = range(0xE0000, 0xE0080)


def parse(uri: str) -> Composition:
    """Read one URI; raises ``PresendError`` when it is none.

    Header fields other than to, cc, bcc, subject and body are ignored, ``attach`` before all; a fragment means
    nothing here, and ``+`` is no space.
    """
    if uri[: len(_SCHEME)].casefold() != _SCHEME:
        raise PresendError(_("{text} is no mailto: address. One looks like mailto:name@company.example.", text=uri))
    target, _mark, query = uri[len(_SCHEME) :].partition("#")[0].partition("?")
    fields: dict[str, list[str]] = {"to": _addresses(target), "cc": [], "bcc": [], "subject": [], "body": []}
    for part in query.split("&"):
        name, _equals, value = part.partition("=")
        name = _decoded(name).casefold()
        if name in _ADDRESS_FIELDS:
            fields[name] += _addresses(value)
        elif name in fields:
            fields[name].append(body_text(_decoded(value)) if name == "body" else subject_text(_decoded(value)))
    return Composition(
        to=", ".join(fields["to"]),
        cc=", ".join(fields["cc"]),
        bcc=", ".join(fields["bcc"]),
        subject=next(iter(fields["subject"]), ""),
        body="\n".join(fields["body"]),
    )


def field_text(text: str) -> str:
    """What a stranger or the shell gave for an address field, made one clean line."""
    return clean(text).strip()


def subject_text(text: str) -> str:
    """A subject in one line, so that nothing in it can begin a header field; joiners that scripts need stay."""
    return " ".join(body_text(text).split())


def body_text(text: str) -> str:
    """A body of any length: line breaks as LF, tabs and joiners kept, controls and bidi overrides gone."""
    return text.replace("\r\n", "\n").translate(_KEPT_OUT)


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
