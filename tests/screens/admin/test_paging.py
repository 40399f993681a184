"""What is to be read before an answer scrolls by the page keys, wherever in the dialog the focus is."""

from __future__ import annotations

import pytest

from composer.administration.review import Review
from composer.administration.session import Conflict
from composer.screens.admin.conflict import ConflictScreen
from composer.screens.admin.review import ReviewScreen
from composer.widgets.dialogs.dialog_parts import DialogBox
from tests.screens.admin.support import AdminPage, opened

CHANGES = tuple(f"Change number {number}." for number in range(60))


async def review() -> Review:
    return Review(CHANGES, (), (), ())


async def conflict() -> Conflict:
    return Conflict(CHANGES, CHANGES, ())


async def scrolled(page: AdminPage, place: str) -> None:
    """Page Down goes on by a page, Page Up back, and the focus stays."""
    page.top.query_one(place).focus()
    await page.pilot.pause()
    box = page.top.query_one(DialogBox)
    height = box.content_size.height
    assert height > 1
    assert box.line_count(box.text_width) > 2 * height
    seen = [box.top]
    for key in ("pagedown", "pagedown", "pageup", "pageup", "pageup"):
        await page.press(key)
        seen.append(box.top)
    step = height - 1
    assert seen == [0, step, 2 * step, step, 0, 0]
    assert page.top.focused is page.top.query_one(place)


@pytest.mark.parametrize("place", ["#answer-0", "#answer-1", "#ask-words"])
@pytest.mark.parametrize("size", [(80, 24), (40, 20)])
async def test_the_review_scrolls_from_anywhere_in_it(place: str, size: tuple[int, int]) -> None:
    async with opened(size=size) as page:
        page.pilot.app.push_screen(ReviewScreen(await review(), review))
        await page.on(ReviewScreen)
        await scrolled(page, place)


@pytest.mark.parametrize("place", ["#answer-0", "#answer-1", "#answer-2", "#ask-words"])
async def test_the_two_sides_of_a_conflict_scroll_from_anywhere_too(place: str) -> None:
    async with opened() as page:
        page.pilot.app.push_screen(ConflictScreen(await conflict(), conflict))
        await page.on(ConflictScreen)
        await scrolled(page, place)
