"""The policy in force: which file, whether it loads, and its traps."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from composer.errors import PolicyFaultsError, PresendError
from composer.setup.doctor.finding import Finding, Link, Mark
from composer.words import _, ngettext


def policy_findings(path: Path | PresendError) -> Iterator[Finding]:
    """Of the file that was found, or why none was."""
    if isinstance(path, PresendError):
        yield Finding(Link.POLICY, Mark.FAULT, str(path))
        return
    try:
        traps = _trap_count(path)
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


def _trap_count(path: Path) -> int:
    from composer.sentences.traps.surroundings import surroundings
    from composer.storage.policy.source import policy_bytes, policy_from
    from policy.lint.located import counted, traps_of
    from policy.toml.text import decode

    data = policy_bytes(path)
    policy = policy_from(data, str(path), path.parent)
    return len(counted(traps_of(decode(data), policy, surroundings())))
