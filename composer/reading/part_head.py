"""What the header of a MIME part says about its content (RFC 2045, RFC 2183)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from composer.reading.parameters import Parameters, parameters_of
from policy.addresses.encoded_words import decode_words

LONGEST_VALUE = 16_384
"""Octets of one of these fields that are read; who writes more hides something in it."""
LONGEST_BOUNDARY = 998
OCTETS = "application/octet-stream"
"""The media type of content whose type is unknown or contradictory: it counts as a file."""
SEALED = {
    "multipart/signed", "multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime",
    "application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-encrypted",
    "application/pgp-signature",
}  # fmt: skip
_STAMPS = {b"dkim-signature", b"domainkey-signature", b"arc-message-signature", b"arc-seal"}
_NAMES = {b"content-type", b"content-disposition", b"content-transfer-encoding", b"content-id"}
_FIELD = re.compile(rb"([!-9;-~]*)[ \t]*:(.*+)", re.DOTALL)
_FOLD = re.compile(rb"\r?\n(?=[ \t])")
_KIND = re.compile(r"[!-.0-~]+/[!-.0-~]+")


class PartHead(Struct, frozen=True):
    """The fields of a part's header that decide how its content is read."""

    kind: str = "text/plain"
    """The media type (``text/plain``) in small letters."""
    boundary: bytes | None = None
    """The boundary of a multipart; None where readers could take different ones."""
    encoding: str = ""
    """The transfer encoding in small letters; empty where none is named."""
    charset: str = ""
    name: str | None = None
    """The file's name, decoded, which may be empty; None where it is not said that it has one."""
    is_attachment: bool = False
    """Whether the part asks to be shown as one, or in a way nobody knows, which counts as that (RFC 2183, 2.8)."""
    identifier: str = ""
    """The Content-ID without its angle brackets."""
    is_stamped: bool = False
    """Whether a signature of a mail server covers header and content (DKIM, ARC)."""

    @property
    def is_sealing(self) -> bool:
        """Whether a signature or an encryption covers the part's content."""
        return self.is_stamped or self.kind in SEALED

    @property
    def main(self) -> str:
        """The media type's first half (``text``)."""
        return self.kind.partition("/")[0]


def part_head(lines: Sequence[bytes], default: str = "text/plain") -> PartHead:
    """The meaning of a part's header lines, each with its end; ``default`` is the media type where none is named."""
    found = list(_fields(lines))
    is_odd = any(len(value) > LONGEST_VALUE for _name, value in found)
    types = _each(found, b"content-type")
    dispositions = _each(found, b"content-disposition")
    kind = OCTETS if is_odd else _kind(types, default)
    return PartHead(
        kind=kind,
        boundary=_boundary(types) if kind.startswith("multipart/") else None,
        encoding=_one_word(found, b"content-transfer-encoding"),
        charset=_charset(types),
        name=_name(dispositions, types),
        is_attachment=is_odd or any(one.front != "inline" for one in dispositions),
        identifier=_one_word(found, b"content-id").strip("<>"),
        is_stamped=any(name_of(line) in _STAMPS for line in lines),
    )


def _fields(lines: Sequence[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """Name in small letters and unfolded value of each field in ``_NAMES``."""
    whole: list[bytes] = []
    for line in (*lines, b":"):
        if line[:1] in (b" ", b"\t") and whole:
            whole.append(line)
            continue
        found = _FIELD.match(b"".join(whole))
        if found and found[1].lower() in _NAMES:
            yield found[1].lower(), _FOLD.sub(b"", found[2]).strip()
        whole = [line]


def name_of(line: bytes) -> bytes:
    """The name of a field's first line, in small letters."""
    return line.partition(b":")[0].rstrip().lower()


def _each(found: Sequence[tuple[bytes, bytes]], name: bytes) -> list[Parameters]:
    """The parsed values of one field, each different one once and empty ones left out."""
    written = dict.fromkeys(value for field, value in found if field == name and value)
    return [parameters_of(value[:LONGEST_VALUE]) for value in written]


def _kind(types: Sequence[Parameters], default: str) -> str:
    """The media type; a word that is none is text (RFC 2045, 5.2); two that differ, and pieces, are anybody's guess."""
    if len(types) > 1:
        return OCTETS
    if not types:
        return default
    kind = types[0].front
    if "/" not in kind:
        return OCTETS if "/" in types[0].opening else "text/plain"
    return kind if _KIND.fullmatch(kind) else OCTETS


def _boundary(types: Sequence[Parameters]) -> bytes | None:
    values = {value.octets.rstrip() for value in types[0].values.get("boundary", ())}
    boundary = values.pop() if len(values) == 1 else b""
    return boundary if 0 < len(boundary) <= LONGEST_BOUNDARY else None


def _charset(types: Sequence[Parameters]) -> str:
    found = [one.first("charset") for one in types]
    return next((value.octets.decode("latin-1").strip() for value in found if value), "")


def _name(dispositions: Sequence[Parameters], types: Sequence[Parameters]) -> str | None:
    """The first file name that is not empty; empty where only empty ones are given, None where none is."""
    values = [value for one in dispositions for value in one.values.get("filename", ())]
    values += [value for one in (*types, *dispositions) for value in one.values.get("name", ())]
    names = [decode_words(value.text) for value in values]
    return next(filter(None, names), "") if names else None


def _one_word(found: Sequence[tuple[bytes, bytes]], name: bytes) -> str:
    value = next((value for field, value in found if field == name), b"")
    return parameters_of(value[:LONGEST_VALUE]).front if name != b"content-id" else value.decode("utf-8", "replace")
