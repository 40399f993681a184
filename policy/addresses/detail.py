"""What exactly is wrong in a piece that is no address, where it can be said: its part, and the character."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import Enum
from typing import NamedTuple

from policy.addresses.fault import AddressFault
from policy.addresses.piece import take_apart

_NOT_IN_A_LOCAL_PART = re.compile(r"[^A-Za-z0-9!#$%&'*+/=?^_`{|}~.\x80-\U0010ffff-]")
_NOT_IN_A_DOMAIN = re.compile(r"[^A-Za-z0-9.\x80-\U0010ffff-]")
_DOT_TOO_MANY = re.compile(r"\A\.|\.\.|\.\Z")
_HYPHEN_AT_AN_EDGE = re.compile(r"(?:\A|\.)-|-(?:\.|\Z)")


class Flaw(Enum):
    """What is wrong in an address, as precisely as it can be told."""

    NOTHING_BEFORE = "nothing_before"
    NOTHING_AFTER = "nothing_after"
    DOT_BEFORE = "dot_before"
    """A dot at an edge of the part before the @, or two in a row in it."""
    DOT_AFTER = "dot_after"
    CHARACTER_BEFORE = "character_before"
    CHARACTER_AFTER = "character_after"
    HYPHEN = "hyphen"
    """A hyphen at an edge of a label of the domain."""
    NUMBER = "number"
    """The domain ends in a number, and no top-level domain is one (RFC 3696)."""
    SEVERAL_AT = "several_at"
    SPACE = "space"


class Detail(NamedTuple):
    """A flaw and the character that is to blame, where it is one."""

    flaw: Flaw
    character: str = ""


def detail(text: str, fault: AddressFault) -> Detail | None:
    """The flaw of a piece with this fault; None = the fault says all that is known."""
    parts = take_apart(text)
    look = _LOOKS.get(fault)
    if parts is None or look is None or '"' in parts.address:
        return None
    local, _at, domain = parts.address.rpartition("@")
    return look(local, domain)


def _in_local_part(local: str, _domain: str) -> Detail | None:
    if not local:
        return Detail(Flaw.NOTHING_BEFORE)
    wrong = _NOT_IN_A_LOCAL_PART.search(local)
    if wrong:
        return Detail(Flaw.CHARACTER_BEFORE, wrong[0])
    return Detail(Flaw.DOT_BEFORE) if _DOT_TOO_MANY.search(local) else None


def _in_domain(_local: str, domain: str) -> Detail | None:
    if not domain:
        return Detail(Flaw.NOTHING_AFTER)
    if domain.startswith("["):
        return None
    wrong = _NOT_IN_A_DOMAIN.search(domain)
    if wrong:
        return Detail(Flaw.CHARACTER_AFTER, wrong[0])
    if _DOT_TOO_MANY.search(domain):
        return Detail(Flaw.DOT_AFTER)
    if _HYPHEN_AT_AN_EDGE.search(domain):
        return Detail(Flaw.HYPHEN)
    return Detail(Flaw.NUMBER) if domain.rpartition(".")[2].isdecimal() else None


def _in_order(local: str, domain: str) -> Detail | None:
    if "@" in local:
        return Detail(Flaw.SEVERAL_AT)
    return Detail(Flaw.SPACE) if re.search(r"\s", local + domain) else None


_LOOKS: dict[AddressFault, Callable[[str, str], Detail | None]] = {
    AddressFault.LOCAL_PART: _in_local_part,
    AddressFault.DOMAIN: _in_domain,
    AddressFault.SYNTAX: _in_order,
}
