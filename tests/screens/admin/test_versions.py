"""Earlier versions: the list is there at once, what replaced each comes meanwhile, and leaving asks for no more."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC

import pytest

from composer import words
from composer.administration.session import AdminSession
from composer.administration.settings import BACKUP
from composer.administration.stores.memory_store import MemoryPolicyStore
from composer.administration.stores.store import EarlierVersion, StoredPolicy
from composer.apps.admin_app import AdminApp
from composer.clock import FixedClock
from composer.demo.policy_source import shipped_text
from composer.errors import StorageError
from composer.screens.admin.page import AdminScreen
from composer.screens.admin.review import ReviewScreen
from composer.screens.admin.versions import VersionsScreen
from composer.screens.admin.working import WorkingScreen
from composer.widgets.lists.pick_list import PickList
from composer.widgets.plain import Line
from tests.golden import picture
from tests.screens.admin.support import NOW, AdminPage, no_file

SAVES = 4


class SlowStore(MemoryPolicyStore):
    """Reads the earlier versions, and each of their texts, when it is let."""

    def __init__(self) -> None:
        super().__init__(shipped_text(), no_file, "policy.toml", FixedClock(NOW))
        self.let_list = threading.Event()
        self.let_read = threading.Semaphore(0)
        self.reads = 0

    def versions(self) -> tuple[EarlierVersion, ...]:
        self.let_list.wait()
        return tuple(super().versions())

    def text_of(self, version: EarlierVersion) -> str:
        self.let_read.acquire()
        self.reads += 1
        return super().text_of(version)

    def let_everything(self) -> None:
        """Nobody waits any more."""
        self.let_list.set()
        self.let_read.release(1000)


@asynccontextmanager
async def opened() -> AsyncIterator[tuple[AdminPage, SlowStore]]:
    """The page over a policy that was saved ``SAVES`` times; at the end nothing is held back."""
    store = SlowStore()
    session = AdminSession(store)
    for number in range(SAVES):
        session.change(BACKUP, "off" if number % 2 == 0 else "on")
        session.save()
    try:
        async with AdminApp(session, UTC).run_test(size=(80, 24)) as pilot:
            page = AdminPage(pilot, store, session)
            await page.on(AdminScreen)
            yield page, store
    finally:
        store.let_everything()
        words.use("en")


async def listed(page: AdminPage, store: SlowStore) -> PickList[EarlierVersion]:
    """The open list, of which nothing is told yet."""
    store.let_list.set()
    await page.press("f3")
    await page.on(VersionsScreen)
    found: PickList[EarlierVersion] = page.top.query_one(PickList)
    return found


def told(rows: PickList[EarlierVersion]) -> list[bool]:
    """Which rows say what replaced their version."""
    return ["Then:" in row.text for row in rows.rows]


async def test_the_page_goes_on_while_the_folder_of_versions_is_read() -> None:
    async with opened() as (page, store):
        await page.press("f3")
        await page.until(lambda: isinstance(page.top, WorkingScreen) and "One moment" in picture(page.pilot.app))
        store.let_list.set()
        await page.on(VersionsScreen)


async def test_versions_are_listed_at_once_and_what_replaced_them_follows_from_the_newest() -> None:
    async with opened() as (page, store):
        rows = await listed(page, store)
        assert [row.text for row in rows.rows] == ["In force until 24 Nov 2026, 09:30."] * SAVES
        await page.until(lambda: "(0 of 4 read)" in page.top.query_one(Line).text)
        for count in range(1, SAVES):
            store.let_read.release()
            await page.until(lambda count=count: sum(told(rows)) == count)  # type: ignore[misc]
            assert told(rows) == [True] * count + [False] * (SAVES - count)
            assert f"({count} of 4 read)" in page.top.query_one(Line).text
        store.let_read.release()
        await page.until(lambda: page.top.is_told)
        assert page.top.query_one(Line).text == "Earlier versions, and what replaced them"
        first = "In force until 24 Nov 2026, 09:30. Then: Mail backup / Save to PC: "
        assert [row.text for row in rows.rows] == [
            f"{first}on instead of off.", f"{first}off instead of on.",
        ] * 2  # fmt: skip
        assert store.reads == SAVES


async def test_a_version_can_be_chosen_before_it_is_told_what_replaced_it() -> None:
    async with opened() as (page, store):
        await listed(page, store)
        await page.press("down", "down", "enter")
        store.let_everything()
        await page.on(ReviewScreen)
        assert page.session.restored == page.session.versions()[2]  # and the app may end here


async def test_nothing_more_is_read_for_a_list_that_was_closed() -> None:
    async with opened() as (page, store):
        await listed(page, store)
        threads = set(threading.enumerate())
        await page.press("escape")
        await page.until(lambda: page.top is page.screen)
        store.let_read.release()
        await page.until(lambda: any(not thread.is_alive() for thread in threads))
        assert store.reads == 1


async def test_another_language_says_every_row_again_and_keeps_the_mark() -> None:
    async with opened() as (page, store):
        rows = await listed(page, store)
        store.let_everything()
        await page.until(lambda: page.top.is_told)
        await page.press("down", "ctrl+l")
        assert words.active() == "ko"
        await page.until(lambda: page.top.is_told)
        assert page.top.query_one(Line).text == "이전 버전과 그 뒤의 변경"
        assert all("instead of" not in row.text for row in rows.rows)
        assert rows.cursor == 1
        assert page.top.focused is rows


class Unreadable(SlowStore):
    """Cannot list what was in force before."""

    def versions(self) -> tuple[EarlierVersion, ...]:
        raise StorageError("policy.toml.versions cannot be read: Permission denied.")


@pytest.mark.parametrize("key", ["f3", "f4"])
async def test_a_folder_of_versions_that_cannot_be_read_is_said_on_the_page(key: str) -> None:
    session = AdminSession(Unreadable())
    async with AdminApp(session, UTC).run_test(size=(80, 24)) as pilot:
        page = AdminPage(pilot, Unreadable(), session)
        await page.on(AdminScreen)
        await page.press(key)
        await page.until(lambda: page.status == "policy.toml.versions cannot be read: Permission denied.")


async def test_the_page_goes_on_while_an_earlier_text_is_read_to_be_restored() -> None:
    async with opened() as (page, store):
        store.let_list.set()
        before: StoredPolicy = page.session.stored
        await page.press("f4")
        await page.until(lambda: isinstance(page.top, WorkingScreen) and "One moment" in picture(page.pilot.app))
        assert page.session.restored is None
        store.let_read.release()
        await page.on(ReviewScreen)
        await page.press("escape")
        await page.until(lambda: page.top is page.screen and page.session.restored is None)
        assert page.session.stored is before
