"""The content of a message written here: its text, and its files as MIME parts."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from composer.delivery.wire.digests import Writes
from composer.delivery.wire.mime_file import write_file
from composer.delivery.wire.mime_text import text_part
from policy.draft import FileFacts


def write_content(body: str, files: Sequence[FileFacts], out: Writes) -> tuple[str, ...]:
    """Write MIME header fields, an empty line and the content; return the SHA-256 (hexadecimal) of each file's bytes.

    Raises ``FileChangedError`` for a file that is no longer what was judged.
    """
    text = text_part(body)
    out.write(b"MIME-Version: 1.0\r\n")
    if not files:
        out.write(text.head + b"\r\n" + text.content)
        return ()
    boundary = f"=_{secrets.token_hex(20)}".encode("ascii")
    out.write(b'Content-Type: multipart/mixed;\r\n boundary="' + boundary + b'"\r\n\r\n')
    out.write(b"--" + boundary + b"\r\n" + text.head + b"\r\n" + text.content)
    digests = []
    for file in files:
        out.write(b"\r\n--" + boundary + b"\r\n")
        digests.append(write_file(file, out))
    out.write(b"\r\n--" + boundary + b"--\r\n")
    return tuple(digests)
