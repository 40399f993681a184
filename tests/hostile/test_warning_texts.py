"""Hostile texts in the tabs of the warning, stored, typed, pasted and named: the terminal gets nothing but text."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest
from textual import events

from composer.administration.session import AdminSession
from composer.screens.admin.texts import TextSettingsScreen
from tests.administration.shipped_session import edited_session
from tests.hostile.corpus import CORPUS, ONE_LINERS
from tests.hostile.looking import drawn, said
from tests.screens.admin.texts_support import PC, WindowApp, shown, window


def toml(text: str) -> str:
    """A basic string, which is JSON's but for DEL; neither can hold lone surrogates."""
    return json.dumps(text.encode("utf-8", "ignore").decode(), ensure_ascii=False).replace("\x7f", "\\u007F")


def stored(texts: Sequence[str]) -> AdminSession:
    """A policy whose tabs hold these texts, and are named by them where no language has that name."""
    names = dict.fromkeys(map(toml, filter(None, texts)))
    tabs = [f"{name} = {name}" for name in names]
    return edited_session(
        "\n".join([
            "schema = 1",
            "[company]",
            'domains = ["hanbit.example"]',
            f'languages = ["ko", {", ".join(map(toml, texts[:3]))}]',
            "[mail_security.outgoing_warning.pc]",
            f"ko = {toml(chr(10).join(texts))}",
            *tabs,
        ])
    )  # fmt: skip


def batches(size: int) -> list[list[str]]:
    texts = list(ONE_LINERS.values())
    return [texts[start : start + size] for start in range(0, len(texts), size)]


async def look(app: WindowApp) -> None:
    drawn(app, fields=True)
    said(app.window)


@pytest.mark.parametrize("texts", batches(12), ids=lambda texts: f"from {texts[0][:12]!r}")
async def test_stored_texts_and_names_of_tabs_are_only_text(texts: list[str]) -> None:
    app = window(session=stored(texts))
    async with app.run_test(size=PC) as pilot:
        for _tab in range(len(texts) + 2):
            await shown(pilot)
            await look(app)
            await pilot.press("f9")
        await pilot.press("ctrl+s", "escape")
        assert app.answers == [False]
        assert not app.session.is_edited


async def test_pasted_texts_are_only_text_and_press_no_key() -> None:
    app = window()
    async with app.run_test(size=PC) as pilot:
        await pilot.press("f8")
        for texts in batches(8):
            app.window.editor.put_whole("")
            for text in texts:
                app.post_message(events.Paste(text))
            await shown(pilot)
            await look(app)
        assert app.answers == []
        assert isinstance(app.screen, TextSettingsScreen)
        assert not app.session.is_edited


@pytest.mark.parametrize("name", sorted(set(CORPUS) - set(ONE_LINERS)))
async def test_huge_texts_are_drawn_harmlessly(name: str) -> None:
    app = window()
    async with app.run_test(size=PC) as pilot:
        await pilot.press("f8")
        app.post_message(events.Paste(CORPUS[name]))
        await shown(pilot)
        await look(app)
        await pilot.press("x")
        await shown(pilot)
        await look(app)
