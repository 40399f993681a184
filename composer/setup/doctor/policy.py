"""Checks the policy in force: which file it is, whether it loads, and how many traps it has."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from composer.errors import PolicyFaultsError, PresendError
from composer.setup.doctor.finding import Finding, Link, Mark
from composer.storage.machine import THIS_MACHINE, Machine
from composer.words import _, ngettext


def policy_findings(path: Path | PresendError, machine: Machine = THIS_MACHINE) -> Iterator[Finding]:
    """Faults and traps of the policy's file; ``path`` is the reason where no file was found."""
    if isinstance(path, PresendError):
        yield Finding(Link.POLICY, Mark.FAULT, str(path))
        return
    try:
        traps = _trap_count(path, machine)
    except PolicyFaultsError as error:
        for fault in error.faults:
            yield Finding(Link.POLICY, Mark.FAULT, fault)
        return
    yield Finding(Link.POLICY, Mark.WELL, _("The policy in force is {file}.", file=path))
    if traps:
        words = ngettext(
            "{n} trap is in the policy. Show it to whoever writes it: presend policy lint.",
            "{n} traps are in the policy. Show them to whoever writes it: presend policy lint.",
            traps,
        )
        yield Finding(Link.POLICY, Mark.NOTE, words)


def _trap_count(path: Path, machine: Machine) -> int:
    from composer.sentences.traps.lint_context import lint_context
    from composer.storage.policy.source import load_policy, policy_bytes
    from policy.lint.located import counted, traps_of
    from policy.toml.text import decode

    data = policy_bytes(path)
    policy = load_policy(path, machine if path == machine.policy else None)
    return len(counted(traps_of(decode(data), policy, lint_context())))
