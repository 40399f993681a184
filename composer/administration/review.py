"""What saving an edited policy would change, as sentences for the administrator."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from composer import words
from policy.settings import Policy

if TYPE_CHECKING:
    from policy.lint.trap import LintContext, Trap


class Review(Struct, frozen=True):
    """What Save would do: changes and consequences as sentences, and the traps of the policy that results."""

    changes: tuple[str, ...]
    """What would be different, one sentence each."""
    consequences: tuple[str, ...]
    """What the changes would do to messages and settings that exist already, one sentence each."""
    traps: tuple[Trap, ...]
    """What lint finds in the policy as it would be, without what a comment accepts."""
    new_traps: tuple[Trap, ...]
    """The traps among them that the policy in force does not have."""


def review(before: Policy, after: Policy, old: Sequence[Trap], traps: Sequence[Trap]) -> Review:
    """The review of replacing one policy by another, with the traps of each."""
    from composer.sentences.changes.consequences import consequences

    known = Counter(_meaning(trap, before) for trap in old)
    return Review(
        changes=changes_between(before, after),
        consequences=tuple(consequences(before, after)),
        traps=tuple(traps),
        new_traps=tuple(_new(traps, known, after)),
    )


def changes_between(before: Policy, after: Policy) -> tuple[str, ...]:
    """Everything in which two policies differ, one sentence each."""
    from composer.sentences.changes.policy import sentences
    from policy.truth_table.changes import difference
    from policy.truth_table.matrix import languages_of

    return tuple(sentences(difference(before, after, languages_of((before, after), words.available()))))


def traps_in(text: str, policy: Policy, around: LintContext) -> tuple[Trap, ...]:
    """What lint finds in a policy and no comment in its text accepts; slow where lists are large."""
    from policy.lint.located import counted, traps_of

    return tuple(one.trap for one in counted(traps_of(text, policy, around)))


def _new(traps: Iterable[Trap], known: Counter[object], policy: Policy) -> Iterable[Trap]:
    for trap in traps:
        meaning = _meaning(trap, policy)
        if known[meaning]:
            known[meaning] -= 1
        else:
            yield trap


def _meaning(trap: Trap, policy: Policy) -> object:
    """What identifies a trap when lists before its own come and go: code, place by list address, subjects, facts."""
    match trap.path:
        case ("lists", int(at), *rest) if at < len(policy.lists):
            place: object = (policy.lists[at].address.key, *rest)
        case _:
            place = trap.path
    return trap.code, place, trap.subjects, tuple(sorted(trap.facts.items()))
