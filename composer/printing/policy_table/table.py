"""What every form shows: the decisions of one policy, its wordings, and which policy it is."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from composer import words
from policy.truth_table.matrix import Cell, Decision, WordingCell, member_languages, truth_table, wording_table
from policy.truth_table.regions import Region, by_value
from policy.verdict import PolicyInForce
from policy.wording import Wording


class Table(Struct, frozen=True):
    """Both tables of one policy."""

    in_force: PolicyInForce
    decisions: Mapping[Cell, Decision]
    wordings: Mapping[WordingCell, Wording]

    def regions(self) -> list[tuple[Decision, tuple[Region, ...]]]:
        """Every decision with the mail it is about; the number of a decision is its place here, from 1."""
        return list(by_value(self.decisions).items())


def table_of(in_force: PolicyInForce) -> Table:
    """The tables of a policy; wordings also for the languages of the user interface."""
    policy = in_force.policy
    languages = member_languages(policy, words.available())
    return Table(in_force, truth_table(policy), wording_table(policy, languages))
