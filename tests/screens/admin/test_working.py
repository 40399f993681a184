"""What takes a while runs beside the page: the app goes on, keys change nothing meanwhile, and faults come back."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC

import pytest

from composer.administration.review import Review
from composer.administration.session import AdminSession
from composer.administration.settings import BACKUP
from composer.administration.stores.memory_store import MemoryPolicyStore
from composer.administration.stores.store import NO_FACTS, SaveFacts, StoredPolicy
from composer.apps.admin_app import AdminApp
from composer.clock import FixedClock
from composer.demo.policy_source import shipped_text
from composer.screens.admin.page import AdminScreen
from composer.screens.admin.review import ReviewScreen
from composer.screens.admin.working import WorkingScreen
from tests.golden import picture
from tests.screens.admin.support import NOW, AdminPage, FullDisk, no_file, opened


class Patient(MemoryPolicyStore):
    """Saves when it is let."""

    def __init__(self) -> None:
        super().__init__(shipped_text(), no_file, "policy.toml", FixedClock(NOW))
        self.let = threading.Event()

    def save(self, text: str, base: StoredPolicy, facts: SaveFacts = NO_FACTS) -> StoredPolicy:
        self.let.wait()
        return super().save(text, base, facts)


class PatientSession(AdminSession):
    """Tells what would change when it is let."""

    def __init__(self, store: MemoryPolicyStore) -> None:
        super().__init__(store)
        self.let = threading.Event()

    def review(self) -> Review:
        self.let.wait()
        return super().review()


@asynccontextmanager
async def waiting() -> AsyncIterator[tuple[AdminPage, Patient, PatientSession]]:
    """The page, a store and a session that wait until they are let; at the end both are."""
    store = Patient()
    session = PatientSession(store)
    try:
        async with AdminApp(session, UTC).run_test(size=(80, 24)) as pilot:
            page = AdminPage(pilot, store, session)
            await page.on(AdminScreen)
            yield page, store, session
    finally:
        store.let.set()
        session.let.set()


async def test_the_app_goes_on_while_the_review_is_worked_out_and_keys_change_nothing() -> None:
    async with waiting() as (page, _store, session):
        await page.edit(BACKUP, "down", "enter")
        edits = dict(session.edits)
        await page.press("ctrl+s")
        await page.until(lambda: isinstance(page.top, WorkingScreen))
        await page.until(lambda: "One moment" in picture(page.pilot.app))
        await page.press("down", "enter", "down", "ctrl+r", "ctrl+s", "x")
        assert isinstance(page.top, WorkingScreen)
        assert session.edits == edits
        session.let.set()
        await page.on(ReviewScreen)
        assert "One moment" not in picture(page.pilot.app)


async def test_the_app_goes_on_while_it_is_saved_and_nothing_is_told_before() -> None:
    async with waiting() as (page, store, session):
        session.let.set()
        await page.edit(BACKUP, "down", "enter")
        await page.press("ctrl+s")
        await page.on(ReviewScreen)
        await page.press("tab", "enter")
        await page.until(lambda: isinstance(page.top, WorkingScreen) and "One moment" in picture(page.pilot.app))
        assert 'backup = "on"' in store.read().text
        assert "Saved" not in page.status
        store.let.set()
        await page.until(lambda: page.status.startswith("Saved and in force."))
        assert 'backup = "off"' in store.read().text
        assert page.top is page.screen


async def test_what_cannot_be_saved_comes_back_to_the_page_with_its_edits() -> None:
    async with opened(full=True) as page:
        assert isinstance(page.store, FullDisk)
        await page.edit(BACKUP, "down", "enter")
        await page.save()
        await page.until(lambda: page.status.startswith("The disk is full"))
        assert page.session.is_edited


@pytest.mark.parametrize("value", ["\udc80", "a\ud800"])
async def test_what_no_file_can_hold_is_said_before_the_review(value: str) -> None:
    async with opened() as page:
        page.session.change(("company", "name"), value)
        page.screen.refresh_rows()
        await page.press("ctrl+s")
        await page.until(lambda: "edit the file by hand" in page.status)
        assert page.top is page.screen
        assert page.policy_text == shipped_text()
