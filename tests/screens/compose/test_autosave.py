"""Drafts are written soon after a change, one write at a time, and what cannot be written is tried again."""

from __future__ import annotations

from pathlib import Path

import pytest

from composer.clock import FixedClock
from composer.drafting.draft_keeper import DraftKeeper
from composer.message.composition import Composition
from composer.screens.compose.autosave import AFTER, AGAIN_AFTER, Autosave
from composer.storage.drafts.folder import Drafts
from tests.screens.quiet_screen import quiet_screen
from tests.screens.support import NOW


class Desk:
    """A composer with something typed and a real folder of drafts."""

    def __init__(self, folder: Path) -> None:
        self.written = Composition(subject="Offer")
        self.drafts = Drafts(folder, FixedClock(NOW))
        self.keeper = DraftKeeper(self.drafts, FixedClock(NOW))
        self.keeper.start(Composition())
        self.screen = quiet_screen()
        self.autosave = Autosave(self.screen, self.keeper, lambda: self.written)

    def write(self) -> None:
        """What was begun is done, and its message comes."""
        self.screen.workers.pop(0)()
        self.autosave.done(self.screen.posted.pop(0))


def test_however_long_one_types_on_there_is_one_write_soon(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    for _key in range(3):
        desk.autosave.plan()
    (timer,) = desk.screen.timers
    assert timer.seconds == AFTER
    timer.act()
    desk.write()
    assert [draft.composition for draft in desk.drafts.list()] == [desk.written]


def test_what_is_typed_during_a_write_is_written_after_it(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.autosave.write()
    desk.written = Composition(subject="Another offer")
    desk.autosave.write()
    assert (len(desk.screen.workers), len(desk.screen.timers)) == (1, 1)
    desk.write()
    desk.screen.timers[-1].act()
    desk.write()
    assert [draft.composition for draft in desk.drafts.list()] == [desk.written]


def test_after_the_message_has_gone_nothing_is_written(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.keeper.close()
    desk.autosave.write()
    assert desk.screen.workers == []


@pytest.mark.parametrize(
    ("typed", "disk_says_no", "words", "again"),
    [
        ("", False, "", []),
        ("Offer", False, "saved", []),
        ("Offer", True, "NOT SAVED: ", [AGAIN_AFTER]),
    ],
)
def test_the_title_says_how_it_went(
    tmp_path: Path, typed: str, disk_says_no: bool, words: str, again: list[float]
) -> None:
    desk = Desk(tmp_path / "drafts")
    if disk_says_no:
        (tmp_path / "drafts").write_text("in the way")
    desk.written = Composition(subject=typed)
    desk.autosave.write()
    desk.write()
    assert desk.autosave.words().startswith(words)
    assert bool(desk.autosave.words()) == bool(words)
    assert [timer.seconds for timer in desk.screen.timers] == again
