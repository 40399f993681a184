"""Saving and restoring, without their page: what is asked, what is said, and what becomes of the edits."""

from __future__ import annotations

from datetime import UTC
from typing import Any

import pytest

from composer.administration.session import AdminSession
from composer.administration.stores.memory_store import MemoryPolicyStore
from composer.administration.toml.document_values import Edits
from composer.administration.toml.policy_text import edited
from composer.screens.admin.conflict import ConflictAnswer, ConflictScreen
from composer.screens.admin.restoring import Restoring
from composer.screens.admin.review import ReviewScreen
from composer.screens.admin.saving import PolicySaving
from composer.screens.admin.versions import VersionsScreen
from tests.administration.support import BACKUP, IMPORT, in_memory
from tests.screens.quiet_screen import Said, quiet_screen

MINE: Edits = {IMPORT: "deny"}
THEIRS: Edits = {BACKUP: "off"}


class Page:
    """A session over a policy in memory; each dialog gets the next answer."""

    def __init__(self, *answers: object, store: MemoryPolicyStore | None = None) -> None:
        self.store = store or in_memory()
        self.session = AdminSession(self.store)
        self.screen = quiet_screen(*answers)
        self.said = Said()
        self.saving = PolicySaving(self.screen, self.session, self.said)
        self.restoring = Restoring(self.screen, self.session, self.saving, UTC, self.said, lambda: None)

    @property
    def asked(self) -> list[type[Any]]:
        """Which dialogs were opened."""
        return [type(screen) for screen in self.screen.opened]

    def edit(self) -> None:
        """Something to save."""
        for path, value in MINE.items():
            self.session.change(path, value)

    def others_save(self) -> None:
        """Another administrator was faster."""
        base = self.store.read()
        self.store.save(edited(base.text, THEIRS), base)


@pytest.mark.parametrize(("answer", "is_saved"), [(True, True), (False, False), (None, False)])
async def test_only_yes_in_the_review_saves(answer: bool | None, is_saved: bool) -> None:
    page = Page(answer)
    page.edit()
    await page.saving.review_and_save()
    assert page.asked == [ReviewScreen]
    assert page.session.is_edited is not is_saved
    assert len(page.screen.posted) == len(page.said.words) == int(is_saved)
    assert page.store.read().policy.external_import is not is_saved


@pytest.mark.parametrize(
    ("answer", "asked", "said", "is_edited"),
    [
        (ConflictAnswer.GO_BACK, [], "Nothing was saved.", True),
        (ConflictAnswer.KEEP_MINE, [ReviewScreen], "Your changes stand on top of theirs now.", True),
        (ConflictAnswer.TAKE_THEIRS, [], "This is what the others saved.", False),
    ],
)
async def test_what_becomes_of_two_sides(
    answer: ConflictAnswer, asked: list[type[Any]], said: str, is_edited: bool
) -> None:
    page = Page(True, answer, False)
    page.edit()
    page.others_save()
    await page.saving.review_and_save()
    assert page.asked == [ReviewScreen, ConflictScreen, *asked]
    assert page.said.words[-1].startswith(said)
    assert page.session.is_edited is is_edited
    assert not page.store.read().policy.backup
    assert page.store.read().policy.external_import


async def test_mine_on_top_of_theirs_is_saved_after_another_review() -> None:
    page = Page(True, ConflictAnswer.KEEP_MINE, True)
    page.edit()
    page.others_save()
    await page.saving.review_and_save()
    policy = page.store.read().policy
    assert (policy.external_import, policy.backup) == (False, False)
    assert len(page.screen.posted) == 1


async def saved_before(*answers: object) -> Page:
    """A page whose policy has one earlier version."""
    page = Page(True, *answers)
    page.edit()
    await page.saving.review_and_save()
    return page


async def test_without_a_save_there_is_nothing_to_restore() -> None:
    page = Page()
    await page.restoring.undo_save()
    await page.restoring.choose()
    assert page.asked == []
    assert page.said.words == [
        "Nothing was saved before this, so there is nothing to take back.",
        "There is no earlier version yet.",
    ]


@pytest.mark.parametrize(("answer", "is_restored"), [(True, True), (False, False)])
async def test_the_last_save_is_taken_back_after_a_review_or_leaves_nothing_behind(
    answer: bool, is_restored: bool
) -> None:
    page = await saved_before(answer)
    await page.restoring.undo_save()
    assert page.asked == [ReviewScreen, ReviewScreen]
    assert page.store.read().policy.external_import is is_restored
    assert not page.session.is_edited


async def test_a_version_that_is_chosen_is_reviewed_and_saved() -> None:
    page = await saved_before()
    page.screen.answers = [page.session.previous(), True]
    await page.restoring.choose()
    assert page.asked[1:] == [VersionsScreen, ReviewScreen]
    assert page.store.read().policy.external_import


async def test_no_version_is_restored_where_none_is_chosen() -> None:
    page = await saved_before(None)
    await page.restoring.choose()
    assert page.asked[1:] == [VersionsScreen]
    assert not page.store.read().policy.external_import


async def test_a_version_that_is_in_force_already_changes_nothing() -> None:
    page = await saved_before(True)
    first = page.session.previous()
    await page.restoring.undo_save()
    page.screen.answers = [first]
    await page.restoring.choose()
    assert page.said.words[-1] == "That version is what is in force."
