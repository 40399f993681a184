"""Words may change at any moment while a translator's file is followed, also while a dialog is being built."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from composer import words
from composer.apps.safe_app import SafeApp
from composer.localization.following import follow, follow_none
from composer.screens.dialogs.broken_catalog import BrokenCatalogScreen
from composer.screens.dialogs.notice import NoticeScreen
from composer.words import _

CATALOG = 'msgid ""\nmsgstr "Language: ko\\n"\n\nmsgid "No address was found."\nmsgstr "{words}"\n'


@pytest.fixture(autouse=True)
def korean() -> Iterator[None]:
    words.use("ko")
    yield
    follow_none()
    words.use("en")


async def test_a_dialog_that_is_being_built_has_the_words_of_now() -> None:
    app = SafeApp()
    async with app.run_test() as pilot:
        notice = NoticeScreen(lambda: _("No address was found."))
        app.push_screen(notice)
        app.switch_language("ja")
        await pilot.pause()
        assert notice.text == _("No address was found.")
        assert notice.text != "찾은 주소가 없습니다."


async def test_a_dialog_that_is_gone_before_it_was_built_is_no_fault() -> None:
    app = SafeApp()
    async with app.run_test() as pilot:
        app.push_screen(NoticeScreen(lambda: _("No address was found.")))
        app.retranslate_everything()
        app.pop_screen()
        await pilot.pause()
        assert len(app.screen_stack) == 1


async def test_a_broken_file_is_told_in_one_dialog_which_goes_when_it_is_mended(tmp_path: Path) -> None:
    path = tmp_path / "ko.po"
    path.write_text(CATALOG.format(words="없음"), "utf-8")
    app = SafeApp()
    async with app.run_test() as pilot:
        file = follow(path)  # now, so that the app does not look by itself
        notice = NoticeScreen(lambda: _("No address was found."))
        await app.push_screen(notice)
        for fault in ("nonsense", "more nonsense"):
            path.write_text(fault)
            assert file.look()
            app.post_message(SafeApp.CatalogChanged())
            await pilot.pause()
            assert isinstance(app.screen, BrokenCatalogScreen)
            assert fault in app.screen.text
            assert app.screen_stack[-2] is notice
        path.write_text(CATALOG.format(words="하나도 없음"), "utf-8")
        assert file.look()
        app.post_message(SafeApp.CatalogChanged())
        await pilot.pause()
        assert app.screen is notice
        assert notice.text == "하나도 없음"
