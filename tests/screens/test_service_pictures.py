"""Pictures of the screens around the composer: first run, drafts, outbox, sending, help."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from textual.screen import Screen

from composer import words
from composer.clock import FixedClock
from composer.message.composition import Composition
from composer.screens.dialogs.help import HelpScreen
from composer.screens.dialogs.keys_below import KeysBelow
from composer.screens.dialogs.replace import ReplaceScreen
from composer.screens.drafts import DraftsScreen
from composer.screens.first_run.screen import FirstRunScreen
from composer.screens.outbox import OutboxScreen
from composer.screens.sending.progress import SendingScreen
from composer.services.drafts import DraftNote, SavedDraft
from composer.services.outbox import Job, JobState, RecipientResult, RecipientState
from composer.setup.first_run.saving import FirstRun, Surroundings
from composer.setup.first_run.values import FormValues
from composer.storage.drafts.folder import Drafts
from tests.golden import assert_golden
from tests.screens.outbox_double import NOON, Host, ScriptedOutbox, held, job
from tests.screens.support import settled

CONFIGURATION = Path("/home/kim/.config/presend")
KEYS = KeysBelow((("ctrl+s", "send"),))
VIEWS = [("en", 80, 24), ("en", 40, 20)]
PARTLY = job(
    JobState.PARTIAL,
    RecipientResult("park@other.example", RecipientState.PERMANENT, "550 5.1.1 no such user [here]"),
    RecipientResult("lee@other.example", RecipientState.ACCEPTED),
    copies=2,
)


@pytest.fixture(params=VIEWS, ids=[f"{tag}-{columns}x{rows}" for tag, columns, rows in VIEWS])
def view(request: pytest.FixtureRequest) -> Iterator[tuple[str, int, int]]:
    tag, columns, rows = request.param
    words.use(tag)
    yield tag, columns, rows
    words.use("en")


def first_run() -> Screen[Any]:
    def nothing(*_given: object) -> None:
        """Loads and reaches."""

    around = Surroundings(CONFIGURATION, Path("/home/kim"), nothing, nothing)
    return FirstRunScreen(FirstRun(around, FormValues(language="ko")))


def sending(first: Job, outcome: Job) -> Screen[Any]:
    outbox = ScriptedOutbox()
    outbox.outcome = outcome
    return SendingScreen(outbox, first, FixedClock(NOON))


def outbox() -> Screen[Any]:
    waiting = job(JobState.QUEUED, id="j0", subject="見積書の件", not_before=NOON + timedelta(minutes=5))
    return OutboxScreen(ScriptedOutbox(waiting, PARTLY), FixedClock(NOON))


SCREENS: dict[str, tuple[Callable[[], Screen[Any]], Sequence[str]]] = {
    "first-run": (first_run, ()),
    "first-run-faults": (first_run, ("ctrl+s",)),
    "sending-held": (lambda: sending(held(), PARTLY), ()),
    "sending-sent": (lambda: sending(job(), job(JobState.SENT)), ()),
    "sending-partial": (lambda: sending(job(), PARTLY), ()),
    "sending-unknown": (lambda: sending(job(), replace(PARTLY, state=JobState.UNKNOWN)), ()),
    "outbox": (outbox, ()),
    "help": (
        lambda: HelpScreen(["The security warning would be shown before sending."], KeysBelow((("ctrl+s", "send"),))),
        (),
    ),
    "replace": (lambda: ReplaceScreen((CONFIGURATION / "config.toml", CONFIGURATION / "policy.toml")), ()),
}


@pytest.mark.parametrize("name", SCREENS)
async def test_the_screen_looks_as_it_did(name: str, view: tuple[str, int, int]) -> None:
    make, keys = SCREENS[name]
    await looks(make(), keys, name, view)


@pytest.mark.parametrize("name", ["drafts", "drafts-empty", "drafts-orphans"])
async def test_the_drafts_look_as_they_did(name: str, view: tuple[str, int, int], tmp_path: Path) -> None:
    drafts = Drafts(tmp_path, FixedClock(NOON))
    if name != "drafts-empty":
        for number, (subject, note) in enumerate(
            [("Offer [final]", DraftNote.LEFT), ("", DraftNote.UNDONE), ("見積書の件", DraftNote.POLICY_CHANGED)]
        ):
            written = Composition(subject=subject, to="Park <park@other.example>")
            drafts.save(SavedDraft(f"d{number}", written, NOON + timedelta(hours=number), note))
    orphans = drafts.list() if name == "drafts-orphans" else None
    await looks(DraftsScreen(drafts, orphans), (), name, view)


async def looks(screen: Screen[Any], keys: Sequence[str], name: str, view: tuple[str, int, int]) -> None:
    """Open a screen, press keys, compare."""
    tag, columns, rows = view
    async with Host(screen).run_test(size=(columns, rows)) as pilot:
        await settled(pilot)
        await pilot.press(*keys)
        await settled(pilot)
        await assert_golden(pilot, f"{name}-{tag}-{columns}x{rows}")
