"""What saving would change, said beforehand."""

from __future__ import annotations

from dataclasses import dataclass

from policy.settings import Policy

LintSurroundings = object
Trap = object


@dataclass(frozen=True, slots=True)
class Review:
    """What Save does, in words."""

    changes: tuple[str, ...]
    """What will be different, one sentence each."""
    consequences: tuple[str, ...]
    """What that does to things that exist."""
    traps: tuple[Trap, ...]
    """What lint finds in the policy as it would be."""
    new_traps: tuple[Trap, ...]
    """Those of them that the policy in force does not have."""


def review(before: Policy, after: Policy, around: LintSurroundings | None) -> Review:
    """The review of replacing one policy by another."""
    return Review((), (), (), ())
