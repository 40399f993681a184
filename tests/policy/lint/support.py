"""Policies for lint, written as administrators write them."""

from __future__ import annotations

from collections.abc import Mapping

from policy.document import read
from policy.lint import lint
from policy.lint.located import LocatedTrap, traps_of
from policy.lint.trap import LintContext, Trap
from policy.settings import Level, Policy, Surface

CLEAN = """schema = 1
[company]
domains = ["hanbit.example"]
languages = ["ko", "ja"]
default_language = "ko"
[mail_security.outgoing_warning.pc]
default = "Check"
ko = "확인"
[mail_security.outgoing_warning.mobile]
default = "Check"
ko = "확인"
"""
"""A policy without traps; cases add tables to it or write parts of it anew."""

NAMES: Mapping[str, Mapping[Level, str]] = {
    "en": {Level.GENERAL: "General", Level.RESTRICTED: "Restricted", Level.CONFIDENTIAL: "Confidential"},
    "ko": {Level.GENERAL: "일반", Level.RESTRICTED: "대외비", Level.CONFIDENTIAL: "기밀"},
    "ja": {Level.GENERAL: "公開", Level.RESTRICTED: "社外秘", Level.CONFIDENTIAL: "機密"},
}


def rows(_surface: Surface, text: str) -> int:
    """One row for each line, however long."""
    return text.count("\n") + 1


AROUND = LintContext(NAMES, rows, 6)


def policy_of(text: str, files: Mapping[str, str] | None = None) -> Policy:
    """The policy, with the members' files it names."""
    return read(text, (files or {}).__getitem__)


def traps(text: str) -> tuple[Trap, ...]:
    """What lint finds."""
    return lint(policy_of(text), AROUND)


def codes(text: str) -> list[str]:
    """The codes of what lint finds, in order."""
    return [trap.code.value for trap in traps(text)]


def located(text: str) -> tuple[LocatedTrap, ...]:
    """What lint finds, with places."""
    return traps_of(text, policy_of(text), AROUND)
