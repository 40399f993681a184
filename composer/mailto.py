"""``mailto:`` URIs (RFC 6068) as compositions: addresses, subject and body, and nothing else a stranger may ask for."""

from __future__ import annotations

from urllib.parse import unquote_to_bytes

from composer.composition import Composition
from composer.errors import PresendError
from composer.safe_text import clean
from composer.words import _

_SCHEME = "mailto:"
_ADDRESS_FIELDS = frozenset({"to", "cc", "bcc"})


def parse(uri: str) -> Composition:
    """Read one URI; raises ``PresendError`` when it is none.

    Header fields other than to, cc, bcc, subject and body are ignored, ``attach`` before all; a fragment means
    nothing here, and ``+`` is no space.
    """
    if uri[: len(_SCHEME)].casefold() != _SCHEME:
        raise PresendError(_("{text} is no mailto: address. It should look like mailto:name@company.example.", text=uri))
    target, _mark, query = uri[len(_SCHEME) :].partition("#")[0].partition("?")
    fields: dict[str, list[str]] = {"to": _addresses(target), "cc": [], "bcc": [], "subject": [], "body": []}
    for part in query.split("&"):
        name, _equals, value = part.partition("=")
        name = _decoded(name).casefold()
        if name in _ADDRESS_FIELDS:
            fields[name] += _addresses(value)
        elif name in fields:
            fields[name].append(body_text(_decoded(value)) if name == "body" else one_line(_decoded(value)))
    return Composition(
        to=", ".join(fields["to"]),
        cc=", ".join(fields["cc"]),
        bcc=", ".join(fields["bcc"]),
        subject=next(iter(fields["subject"]), ""),
        body="\n".join(fields["body"]),
    )


def one_line(text: str) -> str:
    """Foreign text fit for a field of one row: no controls, so that nothing can begin a header field."""
    return clean(text).strip()


def body_text(text: str) -> str:
    """Foreign text fit for the body, of any length: lines and tabs kept, controls gone."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join("\t".join(_of_any_length(piece) for piece in line.split("\t")) for line in lines)


def _of_any_length(text: str) -> str:
    step = 50_000  # ``clean`` cuts what is longer than it shows, and a body is not cut
    return "".join(clean(text[start : start + step], lines=True) for start in range(0, len(text), step))


def _addresses(value: str) -> list[str]:
    """A comma separates addresses; one that belongs to an address is percent-encoded (RFC 6068, section 2)."""
    decoded = (one_line(_decoded(piece)) for piece in value.split(","))
    return [address for address in decoded if address]


def _decoded(text: str) -> str:
    return unquote_to_bytes(text.encode("utf-8", "surrogateescape")).decode("utf-8", "replace")
