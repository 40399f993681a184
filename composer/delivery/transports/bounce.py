"""The report that a mail server sends back when a message cannot be delivered (RFC 3464)."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime

from composer.delivery.wire.encoded_text import folded
from composer.delivery.wire.header_fields import date_field
from composer.delivery.wire.mime_text import text_part
from policy.address import Address


def bounce(sender: Address, failed: Sequence[tuple[Address, str]], head: bytes, now: datetime) -> bytes:
    """A delivery status message to ``sender``; ``failed`` holds each address with the server's reply.

    The text is English like that of other servers: it speaks for the organization's server, not for presend's screens.
    """
    boundary = f"=_{secrets.token_hex(20)}"
    domain = sender.domain
    fields = [
        folded("From", ["MAILER-DAEMON", f"<MAILER-DAEMON@{domain}>"]),
        folded("To", [str(sender)]),
        date_field("Date", now),
        folded("Subject", ["Undelivered", "mail", "returned", "to", "sender"]),
        folded("Message-ID", [f"<{secrets.token_hex(16)}@{domain}>"]),
        folded("Auto-Submitted", ["auto-replied"]),
        "MIME-Version: 1.0\r\n",
        f'Content-Type: multipart/report; report-type=delivery-status;\r\n boundary="{boundary}"\r\n',
    ]
    parts = [_text(failed), _status(domain, failed), _original(head)]
    delimiter = f"\r\n--{boundary}\r\n".encode("ascii")
    body = b"".join(delimiter + part for part in parts)
    return "".join(fields).encode("utf-8") + body + f"\r\n--{boundary}--\r\n".encode("ascii")


def _text(failed: Sequence[tuple[Address, str]]) -> bytes:
    lines = "\n".join(f"<{address}>: {reply}" for address, reply in failed)
    part = text_part(f"Your message could not be delivered to these recipients:\n\n{lines}\n")
    return part.head + b"\r\n" + part.content


def _status(domain: str, failed: Sequence[tuple[Address, str]]) -> bytes:
    blocks = [f"Reporting-MTA: dns; {domain}\r\n"]
    for address, reply in failed:
        kind = "rfc822" if str(address).isascii() else "utf-8"
        status = reply.split(" ")[1]
        blocks.append(
            f"Final-Recipient: {kind}; {address}\r\nAction: failed\r\nStatus: {status}\r\n"
            f"Diagnostic-Code: smtp; {reply}\r\n"
        )
    return b"Content-Type: message/delivery-status\r\n\r\n" + "\r\n".join(blocks).encode("utf-8")


def _original(head: bytes) -> bytes:
    return b"Content-Type: text/rfc822-headers; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + head
