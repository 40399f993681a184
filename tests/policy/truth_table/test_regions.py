"""Regions are exactly the cells they were made of, each once, and few."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from policy.organization import RecipientClass
from policy.settings import Apply, Level
from policy.truth_table.matrix import Cell, SenderKind, every_cell, truth_table
from policy.truth_table.regions import Region, by_value, merged
from tests.policy.support import POLICY

CELLS = list(every_cell())


@given(st.sets(st.sampled_from(CELLS)))
def test_regions_are_disjoint_and_together_exactly_the_cells(cells: set[Cell]) -> None:
    found = [cell for region in merged(cells) for cell in region.cells()]
    assert Counter(found) == Counter(cells)


@given(st.sets(st.sampled_from(CELLS), max_size=20), st.randoms())
def test_the_order_of_the_cells_changes_nothing(cells: set[Cell], chance: random.Random) -> None:
    shuffled = sorted(cells, key=CELLS.index)
    chance.shuffle(shuffled)
    assert merged(shuffled) == merged(sorted(cells, key=CELLS.index))


@pytest.mark.parametrize(
    "region",
    [
        Region(),
        Region(senders=(SenderKind.OWN, SenderKind.LIST_UNKNOWN), attachment=(True,)),
        Region(recipients=(RecipientClass.EXTERNAL, RecipientClass.UNKNOWN), individually=(False,)),
        Region(levels=(Level.GENERAL,)),
        Region((SenderKind.OWN,), (RecipientClass.INTERNAL,), (True,), (False,), (Level.CONFIDENTIAL,)),
    ],
)
def test_a_product_is_one_region(region: Region) -> None:
    assert merged(list(region.cells())) == (region,)


def test_no_cells_are_no_region() -> None:
    assert merged([]) == ()


@pytest.mark.parametrize("apply", Apply)
def test_the_decisions_of_a_policy_need_few_regions(apply: Apply) -> None:
    table = truth_table(replace(POLICY, warning=replace(POLICY.warning, apply=apply)))
    groups = by_value(table)
    assert sum(map(len, groups.values())) <= 20
    for decision, regions in groups.items():
        assert {cell for region in regions for cell in region.cells()} == {
            cell for cell, found in table.items() if found == decision
        }


def test_values_stand_in_the_order_in_which_they_are_declared() -> None:
    (region,) = merged(list(reversed(CELLS)))
    assert region == Region()
