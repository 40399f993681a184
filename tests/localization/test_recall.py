"""Of each kind of fault a sample is planted, from all over the catalogs; the share that must be found is a table."""

from __future__ import annotations

import pytest

from tests.localization.fault_kinds import KINDS, Kind
from tests.localization.recall import entries_of, planted

SAMPLE = 30
"""About so many faults of each kind in each language; all of them: ``python -m tests.localization.recall``."""
SHARES = {
    "any two Korean words run together": 0.3, "changed unit or counter": 0.4, "opposite word": 0.6,
    "wrong particle behind a word": 0.8, "word run together with a dependent noun": 0.8, "katakana misspelled": 0.85,
    "mixed politeness": 0.85, "lost last sentence": 0.85, "repeated sentence": 0.85,
}  # fmt: skip
"""The least share of what is known to be found in part only."""
USUAL = 0.93


@pytest.mark.parametrize("tag", ["ko", "ja"])
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_most_of_a_sample_is_found(kind: Kind, tag: str) -> None:
    count = sum(len(set(kind.planting(entry))) for entry in entries_of(tag))
    outcomes = list(planted(kind, tag, every=max(count // SAMPLE, 1)))
    if not outcomes:
        assert tag == "ko" or "Korean" in kind.name or "particle" in kind.name or "noun" in kind.name
        return
    found = sum(bool(one.codes & kind.codes) for one in outcomes)
    assert found / len(outcomes) >= SHARES.get(kind.name, USUAL)
