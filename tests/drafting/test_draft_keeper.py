from __future__ import annotations

from pathlib import Path

import pytest

from composer.clock import FixedClock
from composer.drafting.draft_keeper import DraftKeeper
from composer.errors import StorageError
from composer.message.composition import Composition
from composer.services.drafts import SavedDraft
from composer.storage.drafts.folder import Drafts
from tests.screens.support import NOW

OPENING = Composition(body="\n\n-- \nKim")
CHANGED = Composition(subject="Offer", body=OPENING.body)


def keeper(folder: Path) -> tuple[DraftKeeper, Drafts]:
    drafts = Drafts(folder, FixedClock(NOW))
    made = DraftKeeper(drafts, FixedClock(NOW))
    made.start(OPENING)
    return made, drafts


def test_an_opening_with_a_signature_is_not_worth_keeping(tmp_path: Path) -> None:
    made, drafts = keeper(tmp_path)
    assert made.save(OPENING) is None
    assert made.is_untouched(OPENING)
    assert list(drafts.list()) == []


def test_a_change_is_written_once_and_the_way_back_too(tmp_path: Path) -> None:
    made, drafts = keeper(tmp_path)
    first = made.save(CHANGED)
    assert first == made.save(CHANGED) == made.save(OPENING)
    assert [draft.composition for draft in drafts.list()] == [OPENING]


def test_a_message_on_its_way_out_is_written_even_as_it_was_opened(tmp_path: Path) -> None:
    made, drafts = keeper(tmp_path)
    assert made.save(OPENING, always=True) is not None
    assert len(drafts.list()) == 1


def test_nothing_is_written_after_the_end(tmp_path: Path) -> None:
    made, drafts = keeper(tmp_path)
    made.save(CHANGED)
    made.throw_away()
    assert made.save(Composition(subject="late")) == made.draft_id
    assert list(drafts.list()) == []


def test_a_draft_that_is_set_aside_stays_as_it_is_and_another_begins(tmp_path: Path) -> None:
    made, drafts = keeper(tmp_path)
    first = made.save(CHANGED)
    made.set_aside(OPENING)
    assert (made.draft_id, made.is_untouched(OPENING), made.save(OPENING)) == (None, True, None)
    second = made.save(Composition(subject="Another"))
    assert {draft.id: draft.composition.subject for draft in drafts.list()} == {first: "Offer", second: "Another"}
    assert [draft.id for draft in Drafts(tmp_path, FixedClock(NOW)).orphans()] == []


def test_nothing_is_set_aside_after_the_end(tmp_path: Path) -> None:
    made, drafts = keeper(tmp_path)
    made.save(CHANGED)
    made.close()
    made.set_aside(OPENING)
    assert made.save(Composition(subject="late")) == made.draft_id
    assert [draft.composition for draft in drafts.list()] == [CHANGED]


def test_a_draft_that_is_closed_in_order_is_no_orphan(tmp_path: Path) -> None:
    made, _drafts = keeper(tmp_path)
    made.save(CHANGED)
    made.close()
    assert list(Drafts(tmp_path, FixedClock(NOW)).orphans()) == []


def test_a_new_message_that_is_again_as_it_was_leaves_no_draft(tmp_path: Path) -> None:
    made, drafts = keeper(tmp_path)
    made.save(CHANGED)
    made.save(OPENING)
    made.drop_untouched()
    assert list(drafts.list()) == []


def test_a_draft_from_disk_stays_when_nothing_was_changed(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path, FixedClock(NOW))
    drafts.save(SavedDraft("old", CHANGED, NOW))
    made = DraftKeeper(drafts, FixedClock(NOW))
    assert made.claim("old")
    made.adopt(drafts.load("old"))
    made.start(CHANGED)
    made.drop_untouched()
    assert [draft.id for draft in drafts.list()] == ["old"]


def test_a_disk_that_says_no_leaves_everything_to_be_tried_again(tmp_path: Path) -> None:
    (tmp_path / "place").write_text("in the way")
    made, _drafts = keeper(tmp_path / "place")
    for _attempt in range(2):
        with pytest.raises(StorageError):
            made.save(CHANGED)
    assert made.draft_id is None
    (tmp_path / "place").unlink()
    assert made.save(CHANGED) is not None
