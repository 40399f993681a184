"""Once the outbox has the message something else is opened: a new message, or this one when it came back."""

from __future__ import annotations

from pathlib import Path

import pytest

from composer.drafting.draft_keeper import DraftKeeper
from composer.message.composition import Composition
from composer.screens.compose.accepted import AfterAccepted
from composer.screens.compose.exits import Exits
from composer.screens.outbox import Correction
from composer.screens.sending.progress import SendingResult, SendingScreen
from composer.services.drafts import SavedDraft
from composer.services.outbox import JobState
from tests.screens.outbox_double import ScriptedOutbox, job
from tests.screens.quiet_screen import Said, quiet_screen
from tests.screens.support import NOW, World

DRAFT = SavedDraft("d1", Composition(subject="Offer"), NOW)
HELD, SENT, RETURNED = job(JobState.HELD), job(JobState.SENT), job(JobState.RETURNED, draft_id="d1")


class Desk:
    """A composer whose message was accepted."""

    def __init__(self, folder: Path, result: SendingResult) -> None:
        self.outbox = ScriptedOutbox(HELD)
        world = World(folder, outbox=self.outbox)
        self.drafts = world.drafts
        self.keeper = DraftKeeper(world.drafts, world.clock)
        self.screen, self.told = quiet_screen(result), Said()
        self.accepted = AfterAccepted(self.screen, world.services, self.keeper, lambda draft: draft, self.told)


@pytest.mark.parametrize(
    ("result", "following"),
    [
        (SendingResult(SENT), Exits.Leave(Composition(), SENT)),
        (SendingResult(HELD), Exits.Leave(Composition(), HELD)),
        (SendingResult(HELD, DRAFT), Exits.Leave(DRAFT)),
        (SendingResult(RETURNED), Exits.Leave(DRAFT)),
    ],
    ids=["sent", "left while it is held", "undone", "came back"],
)
async def test_what_is_opened_next(tmp_path: Path, result: SendingResult, following: Exits.Leave) -> None:
    desk = Desk(tmp_path, result)
    desk.drafts.save(DRAFT)
    await desk.accepted.run(HELD)
    assert [type(screen) for screen in desk.screen.opened] == [SendingScreen]
    assert desk.screen.posted == [following]
    assert not desk.keeper.is_open
    assert desk.outbox.asked == []


async def test_what_came_back_and_cannot_be_read_is_told(tmp_path: Path) -> None:
    desk = Desk(tmp_path, SendingResult(RETURNED))
    await desk.accepted.run(HELD)
    assert desk.screen.posted == [Exits.Leave(Composition())]
    assert len(desk.told.words) == 1


async def test_the_address_that_was_corrected_is_given_up_in_the_message_before(tmp_path: Path) -> None:
    desk = Desk(tmp_path, SendingResult(SENT))
    desk.accepted.corrects = Correction(Composition(), "j0", "parc@other.example")
    await desk.accepted.run(HELD)
    assert desk.outbox.asked == ["settle j0 corrected parc@other.example"]
