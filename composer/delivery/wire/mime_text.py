"""The body of a message as a MIME part: plain text in UTF-8, always in seven bits, no line over 998 octets."""

from __future__ import annotations

import base64
import binascii
import re

from msgspec import Struct

LONGEST_LINE = 998
"""Octets without the CRLF (RFC 5322, 2.1.1)."""
_LINE_BREAK = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]")


class TextPart(Struct, frozen=True):
    """Header fields and content of a text part, both with CRLF line ends."""

    head: bytes
    content: bytes


def text_part(body: str) -> TextPart:
    """The body as ``text/plain``, ending in a line break; seven bits pass every server unconverted."""
    lines = _LINE_BREAK.split(body)
    if lines[-1]:
        lines.append("")
    data = "\n".join(lines).encode("utf-8", "replace")
    encoding, content = _encoded(data)
    character_set = "us-ascii" if data.isascii() else "utf-8"
    head = f"Content-Type: text/plain; charset={character_set}\r\nContent-Transfer-Encoding: {encoding}\r\n"
    return TextPart(head.encode("ascii"), content)


def base64_lines(data: bytes) -> bytes:
    """Base64 in lines of 76 characters with CRLF; ``data`` in multiples of 57 octets can be concatenated."""
    lines = (base64.b64encode(data[place : place + 57]) for place in range(0, len(data), 57))
    return b"".join(line + b"\r\n" for line in lines)


def _encoded(data: bytes) -> tuple[str, bytes]:
    if data.isascii() and not _CONTROLS.search(data) and max(map(len, data.split(b"\n"))) <= LONGEST_LINE:
        return "7bit", data.replace(b"\n", b"\r\n")
    quoted = binascii.b2a_qp(data, istext=True)
    if len(quoted) <= len(data) * 4 // 3:
        return "quoted-printable", quoted.replace(b"\n", b"\r\n")
    return "base64", base64_lines(data.replace(b"\n", b"\r\n"))
