"""The administrator's page over a policy that is kept in memory, with the app that carries it."""

from __future__ import annotations

import tomllib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from textual.pilot import Pilot

from composer.administration.session import AdminSession
from composer.administration.stores.memory_store import MemoryPolicyStore
from composer.administration.stores.store import NO_FACTS, SaveFacts, StoredPolicy
from composer.apps.admin_app import AdminApp
from composer.clock import FixedClock
from composer.demo.policy_source import shipped_text
from composer.errors import StorageError
from composer.reasons import ReasonCode
from composer.screens.admin.page import AdminScreen
from composer.sentences.reasons import failure
from composer.sentences.traps.lint_context import lint_context
from composer.widgets.dialogs.push_button import PushButton
from composer.widgets.glyphs import NARROW, Glyphs
from composer.widgets.plain import Line
from composer.widgets.settings.setting_row import SettingRow
from policy.errors import KeyPath
from tests.pilots import until

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


def no_file(name: str) -> str:
    """No list lies in a file."""
    raise FileNotFoundError(name)


class AdminPage:
    """The page under a pilot."""

    def __init__(self, pilot: Pilot[Any], store: MemoryPolicyStore, session: AdminSession) -> None:
        self.pilot = pilot
        self.store = store
        self.session = session
        self._first = store.read().text

    @property
    def screen(self) -> AdminScreen:
        """The page, also where a dialog stands over it."""
        return next(screen for screen in self.pilot.app.screen_stack if isinstance(screen, AdminScreen))

    @property
    def top(self) -> Any:
        """Whatever stands on top."""
        return self.pilot.app.screen

    @property
    def policy_text(self) -> str:
        """What the store holds."""
        return self.store.read().text

    @property
    def status(self) -> str:
        """The line under the title."""
        return self.screen.query_one("#admin-status", Line).text

    @property
    def title_button(self) -> str:
        """The words of the button beside the title."""
        return self.screen.query_one("#admin-save", PushButton).label

    @property
    def rows(self) -> list[SettingRow]:
        """Every row, from above."""
        return list(self.screen.query(SettingRow).results())

    def row(self, path: KeyPath) -> SettingRow:
        """The row of a setting or a list."""
        name = "-".join(str(part).replace("_", "-") for part in path)
        return self.screen.query_one(f"#{name}", SettingRow)

    async def press(self, *keys: str) -> None:
        """Press keys and let everything be handled."""
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def on(self, screen: type[Any]) -> None:
        """Wait for a screen to be on top with something in it that has the focus."""
        await self.until(lambda: isinstance(self.top, screen) and self.top.focused is not None)

    async def until(self, holds: Callable[[], object]) -> None:
        """Let messages be handled until something holds; fails where it never does."""
        await until(self.pilot, holds)

    async def go_to(self, path: KeyPath) -> None:
        """Go to the row with the arrows alone."""
        wanted = self.row(path)
        await self.press(*["pageup"] * 10)
        for _step in range(60):
            if wanted.has_focus_within:
                return
            await self.press("down")
        raise AssertionError(f"the arrows never come to {path}")

    async def edit(self, path: KeyPath, *keys: str) -> None:
        """Open the row's controls and press keys in them."""
        self.row(path).focus_row()
        await self.press("enter")
        await self.press(*keys)

    def restart(self) -> None:
        """As it was at first, without opening the page anew."""
        self.store.save(self._first, self.store.read())
        self.session.reload()
        for row in self.screen.query(SettingRow):
            row.close()
        self.screen.refresh_rows()

    async def save(self) -> None:
        """Ctrl+S, and Save in the review."""
        from composer.screens.admin.review import ReviewScreen

        await self.press("ctrl+s")
        await self.on(ReviewScreen)
        await self.press("tab", "enter")
        await self.until(lambda: self.top is self.screen)
        await self.pilot.pause()


class FullDisk(MemoryPolicyStore):
    """Takes nothing more."""

    def save(self, text: str, base: StoredPolicy, facts: SaveFacts = NO_FACTS) -> StoredPolicy:
        raise failure(StorageError, ReasonCode.DISK_FULL, path="policy.toml")


@asynccontextmanager
async def opened(
    text: str = "",
    size: tuple[int, int] = (80, 24),
    *,
    full: bool = False,
    members: str = "",
    glyphs: Glyphs = NARROW,
) -> AsyncIterator[AdminPage]:
    """The page over the demonstration's policy, or over another text whose lists' files all hold ``members``.

    ``full``: nothing can be saved.
    """
    kind = FullDisk if full else MemoryPolicyStore
    store = kind(
        text or shipped_text(), (lambda _name: members) if members else no_file, "policy.toml", FixedClock(NOW)
    )
    session = AdminSession(store, lint_context())
    async with AdminApp(session, UTC, glyphs).run_test(size=size) as pilot:
        page = AdminPage(pilot, store, session)
        await page.on(AdminScreen)
        yield page


def differences(before: str, after: str) -> dict[KeyPath, Any]:
    """Every place where two texts say different things, with what the second says; None = nothing."""
    found: dict[KeyPath, Any] = {}
    _compare(tomllib.loads(before), tomllib.loads(after), (), found)
    return found


def comments(text: str) -> list[str]:
    """The lines that are comments, in order."""
    return [line for line in text.splitlines() if line.startswith("#")]


def _compare(before: Any, after: Any, path: KeyPath, found: dict[KeyPath, Any]) -> None:
    if isinstance(before, dict) and isinstance(after, dict):
        for key in {**before, **after}:
            _compare(before.get(key), after.get(key), (*path, key), found)
    elif before != after:
        found[path] = after
