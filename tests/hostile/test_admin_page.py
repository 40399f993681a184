"""Hostile text in a policy on the administrator's page: shown as it is written, without what a terminal would obey."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from composer.administration.toml.policy_text import edited
from composer.demo.policy_source import shipped_text
from composer.screens.admin.one_list import ListScreen
from composer.screens.admin.review import ReviewScreen
from tests.hostile.corpus import POLICY_TEXTS
from tests.hostile.looking import drawn, said
from tests.hostile.test_surfaces import batches, shown_in, with_lists, with_words
from tests.screens.admin.support import AdminPage, opened


async def looked_at(page: AdminPage) -> str:
    """What all rows say, after looking at the page from above to below."""
    for _page in range(8):
        drawn(page.pilot.app, fields=True)
        await page.press("pagedown")
    said(page.screen)
    return "\n".join(row.text for row in page.rows)


@pytest.mark.parametrize("names", batches(POLICY_TEXTS, 64), ids=lambda names: f"from {names[0][:12]!r}")
async def test_hostile_names_of_lists_are_only_text_in_rows_windows_and_review(names: Sequence[str]) -> None:
    async with opened(edited(shipped_text(), with_lists(names))) as page:
        shown = await looked_at(page)
        assert [name for name in names if not shown_in(name, shown)] == []
        page.rows[-1].focus_row()
        await page.press("enter")
        await page.on(ListScreen)
        drawn(page.pilot.app, fields=True)
        said(page.top)
        await page.press("escape")
        await page.until(lambda: page.top is page.screen)


@pytest.mark.parametrize("texts", batches(POLICY_TEXTS, 16), ids=lambda texts: f"from {texts[0][:12]!r}")
async def test_hostile_company_and_level_names_and_texts_are_only_text(texts: Sequence[str]) -> None:
    async with opened() as page:
        for text in texts[:4]:
            base = page.store.read()
            page.store.save(edited(base.text, with_words(text, "\n".join(texts))), base)
            page.session.reload()
            page.screen.refresh_rows()
            await page.pilot.pause()
            drawn(page.pilot.app, fields=True)
            assert shown_in(text, said(page.screen)), text
        page.session.change(("company", "name"), texts[-1])
        page.session.change(("mail_security", "levels", "restricted", "name"), texts[-1])
        page.screen.refresh_rows()
        await page.press("ctrl+s")
        await page.on(ReviewScreen)
        drawn(page.pilot.app, fields=True)
        said(page.top)


async def test_hostile_text_that_is_typed_is_a_fault_or_a_value_and_never_obeyed() -> None:
    async with opened() as page:
        for text in POLICY_TEXTS.values():
            for path in (("company", "domains"), ("mail", "general", "attachment_size_limit")):
                page.session.change(path, [text] if path[-1] == "domains" else text)
            page.screen.refresh_rows()
            await page.pilot.pause()
            drawn(page.pilot.app, fields=True)
            said(page.screen)


async def test_opening_a_field_with_hostile_text_changes_nothing_before_something_is_typed() -> None:
    async with opened(
        edited(shipped_text(), {("company", "name"): "\x1b[31mred\x1b[0m", ("lists", 0, "name"): "a\x07b"})
    ) as page:
        await page.edit(("company", "name"))
        drawn(page.pilot.app, fields=True)
        assert not page.session.is_edited
        await page.press("end", "x")
        assert page.session.value(("company", "name")) == "[31mred[0mx"
        await page.press("ctrl+r", "escape")
        assert not page.session.is_edited
        page.row(("lists", 0)).focus_row()
        await page.press("enter")
        await page.on(ListScreen)
        await page.press("escape")
        assert not page.session.is_edited
