"""Traps with their places in the policy file, and which of them a comment there accepts.

``# lint: allow CODE reason`` on the line of a key, or in the comments directly above it, accepts a trap of that code
there; for a mailing list the same holds at its ``[[lists]]``. What accepts nothing is a trap itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from policy.errors import KeyPath
from policy.lint import lint
from policy.lint.trap import LintCode, LintContext, Trap
from policy.settings import Policy
from policy.toml.lines import Comment, Position, comments, key_positions, nearest
from policy.toml.text import without_mark

_REMARK = re.compile(r"#\s*lint:\s*(?P<rest>.*)")
_ALLOW = re.compile(r"allow\s+(?P<code>\S+)\s*(?P<reason>.*)")
_CODES = {code.value: code for code in LintCode if code is not LintCode.UNUSED_ALLOW}


class LocatedTrap(Struct, frozen=True):
    """A trap, where it stands, and whether it was accepted knowingly."""

    trap: Trap
    line: int
    """From 1; of an absent key, the line of the nearest table around it."""
    column: int
    """Counted from 1, in characters."""
    accepted: str | None = None
    """The reason for which a comment accepts it, as foreign text; None = it counts."""


class _Allow(Struct, frozen=True):
    """A ``# lint:`` comment, and the code and reason that it gives."""

    comment: Comment
    code: LintCode | None
    """The code it names; None where there is no such code."""
    written: str
    reason: str


def traps_of(text: str, policy: Policy, around: LintContext) -> tuple[LocatedTrap, ...]:
    """Every trap of the policy that ``text`` says, accepted ones too, in the order of lines."""
    bare = without_mark(text)
    positions, remarks = key_positions(bare), comments(bare)
    allows = tuple(_allows(remarks))
    used: set[_Allow] = set()
    located = []
    for trap in lint(policy, around):
        line, column = nearest(trap.path, positions)
        lines = _lines_about(trap.path, line, positions, remarks)
        allow = next((one for one in allows if _accepts(one, trap) and one.comment.line in lines), None)
        used.update([allow] if allow else [])
        located.append(LocatedTrap(trap, line, column, allow.reason if allow else None))
    located.extend(_unused(allow) for allow in allows if allow not in used)
    return tuple(sorted(located, key=lambda one: (one.line, one.column)))


def counted(traps: Sequence[LocatedTrap]) -> tuple[LocatedTrap, ...]:
    """The traps that no comment in the policy file accepts."""
    return tuple(one for one in traps if one.accepted is None)


def _allows(remarks: Sequence[Comment]) -> Iterator[_Allow]:
    for remark in remarks:
        found = _REMARK.match(remark.text)
        if found is None:
            continue
        allow = _ALLOW.fullmatch(found["rest"].strip())
        written, reason = (allow["code"], allow["reason"]) if allow else (found["rest"].strip(), "")
        yield _Allow(remark, _CODES.get(written), written, reason)


def _accepts(allow: _Allow, trap: Trap) -> bool:
    return allow.code is trap.code and bool(allow.reason)


def _unused(allow: _Allow) -> LocatedTrap:
    facts = {"unknown": int(allow.code is None), "no_reason": int(not allow.reason)}
    trap = Trap(LintCode.UNUSED_ALLOW, (), (allow.written,), facts)
    return LocatedTrap(trap, allow.comment.line, allow.comment.column)


def _lines_about(
    path: KeyPath, line: int, positions: Mapping[KeyPath, Position], remarks: Sequence[Comment]
) -> frozenset[int]:
    """The line numbers on which a comment may accept traps of the path."""
    alone = frozenset(remark.line for remark in remarks if remark.is_alone)
    places = [line]
    if path[:1] == ("lists",):
        places.append(nearest(path[:2], positions)[0])
    return frozenset(found for place in places for found in _with_block_above(place, alone))


def _with_block_above(line: int, alone: frozenset[int]) -> Iterator[int]:
    yield line
    while line - 1 in alone:
        line -= 1
        yield line
