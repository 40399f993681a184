"""What is opened from a list is read again once it is claimed: gone, sent or changed meanwhile is said."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest

from composer.clock import FixedClock
from composer.drafting.draft_keeper import DraftKeeper
from composer.drafting.opening import Opened, start_of
from composer.errors import StorageError
from composer.message.composition import Composition
from composer.services.drafts import SavedDraft
from composer.services.member_settings import MemberSettings
from composer.storage.drafts.folder import Drafts
from tests.screens.support import NOW

OFFER = Composition(to="park@other.example", subject="Offer", body="For you.")
CHANGED = Composition(to="park@other.example", subject="Offer, second", body="For you.")


class Window:
    """One composer of several over one folder."""

    def __init__(self, folder: Path, sent: frozenset[str] = frozenset()) -> None:
        self.drafts = Drafts(folder, FixedClock(NOW))
        self.keeper = DraftKeeper(self.drafts, FixedClock(NOW))
        self.sent = sent

    def opens(self, draft: SavedDraft) -> Opened:
        opened = start_of(draft, MemberSettings(()), None, self.keeper, lambda: self.sent)
        self.keeper.start(opened.composition)
        return opened


def said(opened: Opened) -> str:
    return opened.words() if opened.words is not None else ""


def listed(folder: Path) -> SavedDraft:
    Drafts(folder, FixedClock(NOW)).save(SavedDraft("d1", OFFER, NOW))
    return Drafts(folder, FixedClock(NOW)).list()[0]


def test_a_draft_as_it_was_listed_opens_without_a_word(tmp_path: Path) -> None:
    window = Window(tmp_path)
    opened = window.opens(listed(tmp_path))
    assert (opened.composition, said(opened), window.keeper.draft_id) == (OFFER, "", "d1")


def test_a_draft_that_another_window_sent_opens_as_nothing_and_says_so(tmp_path: Path) -> None:
    draft = listed(tmp_path)
    Window(tmp_path).drafts.delete("d1")
    window = Window(tmp_path, frozenset({"d1"}))
    opened = window.opens(draft)
    assert (opened.composition, window.keeper.draft_id) == (Composition(), None)
    assert "was sent by another window" in said(opened)


def test_a_draft_that_another_window_deleted_opens_as_nothing_and_says_so(tmp_path: Path) -> None:
    draft = listed(tmp_path)
    Window(tmp_path).drafts.delete("d1")
    opened = Window(tmp_path).opens(draft)
    assert opened.composition == Composition()
    assert "This draft is gone" in said(opened)


def test_a_draft_that_another_window_changed_opens_as_it_is_now_and_nothing_of_it_is_overwritten(
    tmp_path: Path,
) -> None:
    draft = listed(tmp_path)
    other = Window(tmp_path)
    other.opens(draft)
    other.keeper.save(CHANGED)
    other.keeper.close()
    window = Window(tmp_path)
    opened = window.opens(draft)
    assert opened.composition == CHANGED
    assert "has changed this draft" in said(opened)
    window.keeper.save(opened.composition)
    assert [kept.composition for kept in window.drafts.list()] == [CHANGED]


def test_a_draft_of_a_sent_message_opens_as_a_copy_and_says_so(tmp_path: Path) -> None:
    draft = listed(tmp_path)
    window = Window(tmp_path, frozenset({"d1"}))
    opened = window.opens(draft)
    assert opened.composition == OFFER
    assert "was sent already" in said(opened)
    assert window.keeper.save(CHANGED) != "d1"
    assert Window(tmp_path).keeper.claim("d1"), "the old draft is open nowhere"


def test_a_draft_open_in_another_window_becomes_a_copy(tmp_path: Path) -> None:
    draft = listed(tmp_path)
    first, second = Window(tmp_path), Window(tmp_path)
    first.opens(draft)
    opened = second.opens(draft)
    assert "open in another presend" in said(opened)
    second.keeper.save(CHANGED)
    first.keeper.save(OFFER)
    assert {kept.composition.subject for kept in first.drafts.list()} == {"Offer", "Offer, second"}


def test_a_draft_open_in_another_window_is_copied_as_it_was_saved_last(tmp_path: Path) -> None:
    draft = listed(tmp_path)
    first = Window(tmp_path)
    first.opens(draft)
    first.keeper.save(CHANGED)
    opened = Window(tmp_path).opens(draft)
    assert opened.composition == CHANGED
    assert "open in another presend" in said(opened)


@pytest.mark.parametrize("other_version", [b'{"version": 2}', b"", b"{", b"\xff"])
def test_a_draft_that_cannot_be_read_any_more_is_not_said_to_be_gone_and_stays(
    tmp_path: Path, other_version: bytes
) -> None:
    draft = listed(tmp_path)
    path = tmp_path / "d1.json"
    path.write_bytes(other_version)
    window = Window(tmp_path)
    opened = window.opens(draft)
    assert opened.composition == OFFER
    assert f"draft {path}" in str(opened.unread)
    assert "was left as it is" in str(opened.unread)
    assert said(opened) == ""
    assert window.keeper.save(CHANGED) != "d1"
    assert path.read_bytes() == other_version
    assert Window(tmp_path).keeper.claim("d1"), "the old draft is open nowhere"


def test_a_pipe_in_the_place_of_a_draft_is_not_waited_for(tmp_path: Path) -> None:
    draft = listed(tmp_path)
    (tmp_path / "d1.json").unlink()
    os.mkfifo(tmp_path / "d1.json")
    window = Window(tmp_path)
    assert "cannot be read" in str(window.opens(draft).unread)
    assert window.drafts.unreadable() == [str(tmp_path / "d1.json")]


def test_without_an_outbox_that_can_tell_a_draft_opens_all_the_same(tmp_path: Path) -> None:
    draft = listed(tmp_path)
    drafts = Drafts(tmp_path, FixedClock(NOW + timedelta(minutes=1)))
    keeper = DraftKeeper(drafts, FixedClock(NOW))

    def broken() -> frozenset[str]:
        raise StorageError("the disk is read-only")

    assert start_of(draft, MemberSettings(()), None, keeper, broken).composition == OFFER
