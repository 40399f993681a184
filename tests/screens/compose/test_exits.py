"""The ways out of a composer: nothing that was typed is lost on any of them unless the member says so."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from composer.drafting.draft_keeper import DraftKeeper
from composer.message.composition import Composition
from composer.screens.compose.exits import Exits
from composer.screens.compose.leave import LeaveScreen, Leaving
from composer.screens.drafts import DraftsScreen
from composer.screens.outbox import Correction, OutboxScreen
from composer.screens.sending.leave import LeaveSendingScreen
from composer.services.drafts import SavedDraft
from composer.services.outbox import JobState
from tests.screens.outbox_double import ScriptedOutbox, job
from tests.screens.quiet_screen import Said, quiet_screen
from tests.screens.support import NOW, World

TYPED = Composition(subject="Offer")
OTHER = SavedDraft("other", Composition(subject="Other"), NOW)
CORRECTION = Correction(Composition(to="park@other.example"), "j1", "parc@other.example")


class Desk:
    """A composer with something typed, a real folder of drafts and an outbox in memory."""

    def __init__(self, folder: Path, *answers: object, typed: Composition = TYPED, waits: bool = False) -> None:
        self.folder = folder
        self.outbox = ScriptedOutbox(*([job(JobState.QUEUED)] if waits else []))
        self.world = World(folder, outbox=self.outbox)
        self.drafts = self.world.drafts
        self.keeper = DraftKeeper(self.drafts, self.world.clock)
        self.keeper.start(Composition())
        self.screen, self.told = quiet_screen(*answers), Said()
        self.exits = Exits(self.screen, self.world.services, self.keeper, lambda: typed, self.told)

    def break_disk(self) -> None:
        """No draft can be written."""
        (self.folder / "drafts").write_text("in the way")

    @property
    def left(self) -> list[Exits.Leave]:
        """Where the composer was left for."""
        return [message for message in self.screen.posted if isinstance(message, Exits.Leave)]

    @property
    def asked(self) -> list[type[Any]]:
        """Which dialogs were opened."""
        return [type(screen) for screen in self.screen.opened]

    @property
    def kept(self) -> list[Composition]:
        """What lies among the drafts."""
        return [draft.composition for draft in self.drafts.list()]


@pytest.mark.parametrize(
    ("typed", "answer", "asked", "leaves", "kept"),
    [
        (Composition(), None, [], True, []),
        (TYPED, Leaving.KEEP, [LeaveScreen], True, [TYPED]),
        (TYPED, Leaving.THROW_AWAY, [LeaveScreen], True, []),
        (TYPED, Leaving.STAY, [LeaveScreen], False, []),
        (TYPED, None, [LeaveScreen], False, []),
    ],
)
async def test_before_the_end_one_says_what_becomes_of_what_was_typed(
    tmp_path: Path,
    typed: Composition,
    answer: Leaving | None,
    asked: list[type[Any]],
    leaves: bool,
    kept: list[Composition],
) -> None:
    desk = Desk(tmp_path, answer, typed=typed)
    await desk.exits.to_end()
    assert (desk.asked, desk.left, desk.kept) == (asked, [Exits.Leave(None)] if leaves else [], kept)


@pytest.mark.parametrize("leaves", [True, False])
async def test_what_the_outbox_has_left_to_do_is_told_first(tmp_path: Path, leaves: bool) -> None:
    desk = Desk(tmp_path, leaves, Leaving.KEEP, waits=True)
    await desk.exits.to_end()
    assert desk.asked == [LeaveSendingScreen, *([LeaveScreen] if leaves else [])]
    assert bool(desk.left) is leaves


@pytest.mark.parametrize(("answer", "left"), [(OTHER, [Exits.Leave(OTHER)]), (None, [])], ids=["another draft", "none"])
async def test_this_draft_is_kept_whether_or_not_another_is_opened(
    tmp_path: Path, answer: SavedDraft | None, left: list[Exits.Leave]
) -> None:
    desk = Desk(tmp_path, answer)
    await desk.exits.to_drafts()
    assert (desk.asked, desk.left, desk.kept) == ([DraftsScreen], left, [TYPED])


@pytest.mark.parametrize(
    ("answer", "left"),
    [
        (None, []),
        (OTHER, [Exits.Leave(OTHER)]),
        (CORRECTION, [Exits.Leave(CORRECTION.composition, corrects=CORRECTION)]),
    ],
    ids=["nothing", "taken back", "corrected"],
)
async def test_out_of_the_outbox_comes_what_was_taken_there(
    tmp_path: Path, answer: SavedDraft | Correction | None, left: list[Exits.Leave]
) -> None:
    desk = Desk(tmp_path, answer)
    await desk.exits.to_outbox()
    assert (desk.asked, desk.left) == ([OutboxScreen], left)
    assert isinstance(desk.screen.posted[0], Exits.SawOutbox)
    assert (TYPED in desk.kept) is bool(left)


async def test_where_the_draft_cannot_be_kept_nobody_leaves(tmp_path: Path) -> None:
    desk = Desk(tmp_path, OTHER, Leaving.KEEP)
    desk.break_disk()
    desk.exits.to_new()
    await desk.exits.to_drafts()
    await desk.exits.to_outbox()
    await desk.exits.to_end()
    assert desk.left == []
    assert desk.asked == [OutboxScreen, LeaveScreen]
    assert len(desk.told.words) == 4


@pytest.mark.parametrize("lies_there", [True, False])
def test_what_the_outbox_gave_back_is_a_draft_on_disk(tmp_path: Path, lies_there: bool) -> None:
    desk = Desk(tmp_path)
    if lies_there:
        desk.drafts.save(OTHER)
    assert desk.exits.undone(OTHER) is OTHER
    assert desk.kept == [OTHER.composition]


def test_what_the_outbox_gave_back_is_composed_on_where_the_disk_says_no(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.break_disk()
    assert desk.exits.undone(OTHER) is OTHER.composition
    assert len(desk.told.words) == 1
