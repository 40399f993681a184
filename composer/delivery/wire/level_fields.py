"""The header fields that a security level brings; General mail carries none of them."""

from __future__ import annotations

from collections.abc import Iterator

from composer.delivery.wire.encoded_text import folded, text_tokens
from composer.delivery.wire.header_fields import date_field_utc
from policy.levels import JudgedLevel
from policy.settings import Level


def level_fields(level: JudgedLevel, policy_id: str) -> Iterator[str]:
    """Each field with its CRLF, in a fixed order (Expires: RFC 10080; no ``X-``: RFC 6648).

    The name stands there only where the administrator edited it: the built-in one is the reader's language's.
    """
    if level.level is Level.GENERAL:
        return
    yield folded("Sensitivity", ["Company-Confidential"])
    if level.expires_at is not None:
        yield date_field_utc("Expires", level.expires_at)
    yield folded("Presend-Level", [level.level.value])
    if level.name:
        yield folded("Presend-Level-Name", text_tokens(level.name))
    yield folded("Presend-Forward", ["prohibited" if level.forwarding_prohibited else "allowed"])
    yield folded("Presend-Policy", _policy(level, policy_id))


def _policy(level: JudgedLevel, policy_id: str) -> list[str]:
    period = level.expires_after.period
    return ["v=1;", f"id={policy_id};", f"period={period}"] if period else ["v=1;", f"id={policy_id}"]
