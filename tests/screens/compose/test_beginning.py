"""What a composer is opened with is kept where it was given, and told where the member has to know of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from msgspec.structs import replace

from composer import words
from composer.clock import FixedClock
from composer.drafting.draft_keeper import DraftKeeper
from composer.drafting.opening import Opened
from composer.errors import StorageError
from composer.message.composition import Composition
from composer.reasons import ReasonCode
from composer.screens.compose.autosave import Autosave
from composer.screens.compose.beginning import Beginning
from composer.sentences.reasons import failure
from composer.services.member_settings import MemberSettings
from composer.storage.drafts.folder import Drafts
from tests.screens.dialog_support import Assessor, message
from tests.screens.quiet_screen import Said, quiet_screen
from tests.screens.support import KIM, NOW

SETTINGS = MemberSettings((KIM,))


class Desk:
    """A composer that was opened."""

    def __init__(self, opened: Opened, folder: Path, *, has_policy: bool = True) -> None:
        self.keeper = DraftKeeper(Drafts(folder, FixedClock(NOW)), FixedClock(NOW))
        self.screen = quiet_screen()
        self.told = Said()
        autosave = Autosave(self.screen, self.keeper, lambda: opened.composition)
        judging: Any = SimpleNamespace(assessment=Assessor()(opened.composition) if has_policy else None)
        self.beginning = Beginning(opened, self.keeper, autosave, judging, self.told)


@pytest.mark.parametrize("is_given", [True, False])
def test_what_was_given_is_kept_and_asked_about_as_if_it_had_been_typed(tmp_path: Path, is_given: bool) -> None:
    desk = Desk(Opened(message(files=()), is_given=is_given), tmp_path)
    desk.beginning.keep(message(files=()), SETTINGS)
    assert desk.keeper.is_untouched(message(files=())) is not is_given
    assert len(desk.screen.timers) == int(is_given)


def late() -> str:
    return "Another window changed this draft."


LEAD = "This message was not sent: the policy changed while it waited."


@pytest.mark.parametrize(
    ("words", "came_back", "has_policy", "told"),
    [
        (None, False, True, None),
        (late, False, True, (late(),)),
        (None, True, True, (LEAD, "A warning is due now. Send shows it; an earlier answer does not count.")),
        (late, True, False, (LEAD, late(), "The policy cannot be used now, and nothing can be sent.")),
    ],
)
def test_what_the_member_has_to_know_is_told(
    tmp_path: Path, words: Callable[[], str] | None, came_back: bool, has_policy: bool, told: tuple[str, ...] | None
) -> None:
    opened = replace(Opened(message()), words=words, came_back=came_back)
    desk = Desk(opened, tmp_path, has_policy=has_policy)
    desk.beginning.tell()
    assert desk.told.words == ([] if told is None else ["\n".join(told)])


@pytest.mark.parametrize("came_back", [False, True])
def test_why_a_draft_could_not_be_read_is_told_in_the_language_of_the_moment(tmp_path: Path, came_back: bool) -> None:
    def fault() -> StorageError:
        return failure(StorageError, ReasonCode.DRAFT_NOT_READ, path="/home/kim/d1.json")

    unread = fault()
    words.use("ko")
    desk = Desk(Opened(message(), unread=unread, came_back=came_back), tmp_path)
    desk.beginning.tell()
    assert str(fault()) != str(unread)
    assert str(fault()) in desk.told.words[0]
    assert str(unread) not in desk.told.words[0]


def test_a_blank_message_is_untouched(tmp_path: Path) -> None:
    desk = Desk(Opened(Composition()), tmp_path)
    desk.beginning.keep(Composition(), SETTINGS)
    assert desk.keeper.is_untouched(Composition())
