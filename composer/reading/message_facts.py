"""Reads a message's octets (RFC 5322, MIME) into the draft that the policy judges; decodes no more than it needs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO
from urllib.parse import unquote

from msgspec.structs import replace

from composer.reading.header_addresses import OTHER_SENDERS, entries_of
from composer.reading.mime_leaves import Leaf, leaves_of
from composer.reading.raw_fields import RawField, joined, texts
from composer.reading.text_files import files_in_text
from policy.addresses.encoded_words import decode_words
from policy.charsets import decoded
from policy.draft import Draft, FileFacts, FileRole
from policy.entries import unreadable_in

_CID = re.compile(r"\bcid:([^\"'\s)>]+)", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,2000}>")
_SIGNATURES = {"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"}
_BODY_TYPES = {"text/plain", "text/html", "text/enriched", "text/x-amp-html"}
_ENCODINGS = {"", "7bit", "8bit", "binary", "base64", "quoted-printable"}
"""Whatever has another one is octets, whatever its type says (RFC 2045, 6.4)."""
LARGEST_SIGNATURE = 65_536
"""The most octets of a signature; one with a whole chain of certificates has a fifth of that."""
LONGEST_VERSION = 1_000
"""Octets of what says that PGP/MIME follows (RFC 3156, 4), which is a single field."""
_EXTENSION = re.compile(r"\.([a-z0-9]*[a-z][a-z0-9]*)[.\s]*\Z", re.IGNORECASE)
_OF_SIGNATURES = {"asc", "sig", "pgp", "gpg", "p7s", "p7m", "p7c", "bin", "dat", "txt"}
_OF_IMAGES = {
    "png", "apng", "jpg", "jpeg", "jpe", "jfif", "gif", "bmp", "webp", "svg", "tif", "tiff", "heic", "heif", "avif",
    "ico", "emf", "wmf",
}  # fmt: skip
"""The extensions of images; readers open a file by its name, whatever its type says."""
LONGEST_BODY = 1_000_000
"""Characters of text that are kept to be searched for words about attachments."""


def read_message(fields: Sequence[RawField], content: BinaryIO) -> Draft:
    """The snapshot of a message with this header; ``content`` is a file at the empty line, of which little is held.

    Raises ``StructureError``.
    """
    leaves = leaves_of(joined(fields), content)
    referenced = _referenced(leaves)
    return replace(
        senders_in(fields),
        sender=entries_of(fields, "from"),
        to=entries_of(fields, "to"),
        cc=entries_of(fields, "cc"),
        bcc=entries_of(fields, "bcc"),
        subject=decode_words(" ".join(texts(fields, "subject"))),
        body="\n".join(_text(leaf) for leaf in leaves if _is_body(leaf))[:LONGEST_BODY],
        files=tuple(file for leaf in leaves for file in _files(leaf, referenced)),
        unreadable=unreadable_in((field.name, field.text) for field in fields),
    )


def senders_in(fields: Sequence[RawField]) -> Draft:
    """A draft that holds only the other senders of a header."""
    return Draft(
        other_senders=entries_of(fields, *OTHER_SENDERS),
        is_resent=any(field.name.startswith("resent-") for field in fields),
    )


def _bytes_text(piece: bytes, charset: str) -> str:
    found = decoded(piece, charset)
    return piece.decode("utf-8", "replace") if found is None else found


def _is_body(leaf: Leaf) -> bool:
    """Whether a part is text of the message itself; in doubt it is a file."""
    part = leaf.part
    if part.is_attachment or part.encoding not in _ENCODINGS:
        return False
    inside = leaf.within[-1:]
    if part.kind == "text/calendar" and inside == ("multipart/alternative",):
        return _extension(leaf) in ("", "ics")
    if part.kind == "application/pgp-encrypted" and inside == ("multipart/encrypted",) and leaf.number == 1:
        return part.name is None and leaf.size <= LONGEST_VERSION
    return part.kind in _BODY_TYPES and part.name is None


def _extension(leaf: Leaf) -> str:
    """The extension of a part's file name, in small letters and without its dot; empty where there is none."""
    found = _EXTENSION.search(leaf.part.name or "")
    return found[1].lower() if found else ""


def _text(leaf: Leaf) -> str:
    text = _bytes_text(leaf.octets, leaf.part.charset)
    return _TAG.sub(" ", text) if leaf.part.kind == "text/html" else text


def _referenced(leaves: Iterable[Leaf]) -> set[str]:
    """The Content-IDs that the HTML parts refer to."""
    found: set[str] = set()
    for leaf in leaves:
        if leaf.part.kind == "text/html" and _is_body(leaf):
            text = _bytes_text(leaf.octets, "utf-8")
            found.update(unquote(identifier) for identifier in _CID.findall(text))
    return found


def _files(leaf: Leaf, referenced: set[str]) -> Iterator[FileFacts]:
    """The file that a part is, or the files that are written within its text."""
    if not _is_body(leaf):
        yield FileFacts(name=leaf.part.name or leaf.part.kind, size=leaf.size, role=_role(leaf, referenced))
    elif leaf.part.kind != "text/html":
        yield from files_in_text(leaf.octets, leaf.size)


def _role(leaf: Leaf, referenced: set[str]) -> FileRole:
    part = leaf.part
    if _is_signature(leaf):
        return FileRole.SIGNATURE
    is_image = part.main == "image" and _extension(leaf) in ("", *_OF_IMAGES)
    if is_image and part.identifier and part.identifier in referenced:
        return FileRole.INLINE
    return FileRole.ATTACHMENT


def _is_signature(leaf: Leaf) -> bool:
    """Whether a part is the second of a multipart/signed (RFC 1847), and as large as signatures are."""
    return (
        leaf.part.kind in _SIGNATURES
        and (leaf.within[-1:], leaf.number) == (("multipart/signed",), 2)
        and leaf.size <= LARGEST_SIGNATURE
        and _extension(leaf) in ("", *_OF_SIGNATURES)
    )
