"""The data of a policy's tables, which every printed form shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from composer import words
from composer.sentences.changes.truth_table import MailNames
from policy.truth_table.changes import own_level_names
from policy.truth_table.matrix import (
    Cell,
    Decision,
    SenderKind,
    WordingCell,
    member_languages,
    sender_kinds,
    truth_table,
    wording_table,
)
from policy.truth_table.regions import Region, by_value
from policy.verdict import Outcome, PolicyInForce
from policy.warning import Rule
from policy.wording import Wording

REFUSE = Outcome.REFUSE
NO_RULE = Rule.NO_OUTSIDE
"""Stands where no rule is shown, so that refusals for the same reasons are one row."""


class Table(Struct, frozen=True):
    """The decisions and the warning texts of one policy."""

    in_force: PolicyInForce
    decisions: Mapping[Cell, Decision]
    wordings: Mapping[WordingCell, Wording]
    senders: tuple[SenderKind, ...]
    """The kinds of senders that the policy has; no form shows others."""

    def decision(self, cell: Cell) -> Decision:
        """What people are shown of a decision: mail that cannot be sent meets no rule for the warning."""
        decision = self.decisions[cell]
        return Decision(REFUSE, NO_RULE, False, decision.refusals) if decision.outcome is REFUSE else decision

    def shown_decisions(self) -> Iterator[tuple[Cell, Decision]]:
        """Every cell whose sender the policy has, with what people are shown of its decision."""
        return ((cell, self.decision(cell)) for cell in self.decisions if cell.sender in self.senders)

    def regions(self) -> list[tuple[Decision, tuple[Region, ...]]]:
        """Every shown decision with the mail it is about; the number of a decision is its place here, from 1."""
        return list(by_value(dict(self.shown_decisions())).items())

    @property
    def names(self) -> MailNames:
        """What mail is called under this policy."""
        return MailNames(self.senders, own_level_names(self.in_force.policy))


def table_of(in_force: PolicyInForce, asked: Sequence[str] = ()) -> Table:
    """The tables of a policy; wordings also for the languages of the user interface, and for those asked for.

    These come first, each as it is spelled: another spelling is another row of the table of wordings.
    """
    policy = in_force.policy
    usual = member_languages(policy, words.available())
    languages = tuple(dict.fromkeys((*asked, *usual)))
    return Table(in_force, truth_table(policy), wording_table(policy, languages), sender_kinds(policy))
