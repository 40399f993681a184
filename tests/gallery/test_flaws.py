"""Each kind of flaw is found where it is planted, and none where a screen is as it should be."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from composer.widgets.fields.one_line import OneLineInput
from composer.widgets.lists.pick_list import PickList, Row
from composer.widgets.plain import Line
from composer.workbench.gallery.flaws import flaws
from composer.workbench.gallery.line_flaws import line_flaws
from tests.pilots import until
from tests.widgets.support import Theatre

LONG = "This sentence is longer than the thirty cells that there are."


def line(text: str, **styles: object) -> Line:
    widget = Line(text, id="planted")
    for name, value in styles.items():
        setattr(widget.styles, name, value)
    return widget


def framework() -> Widget:
    return Static(Content(LONG), id="planted")


def clipped() -> Widget:
    holder = Vertical(line(LONG), id="holder")
    holder.styles.height = 1
    holder.styles.overflow_y = "hidden"
    return holder


def note() -> Widget:
    field = OneLineInput(id="planted")
    field.placeholder = LONG
    return field


def rows(hang: int) -> Widget:
    planted: PickList[int] = PickList(id="planted")
    planted.fill([Row(0, LONG, hang=hang)])
    return planted


def covered() -> Widget:
    return line("社外に送信", position="absolute", offset=(0, 0))


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: line(LONG), ""),
        (lambda: rows(hang=2), ""),
        (lambda: line(LONG, height=1), "cuts its own text"),
        (lambda: line("cut and gone...",), "cut, with a mark"),
        (lambda: line("half of it, display none", height=0), "has no room"),
        (framework, "the framework wraps"),
        (clipped, "is cut by what holds it"),
        (note, "has no room for"),
        (lambda: rows(hang=0), "goes on where it began"),
        (covered, "lie over one another"),
    ],
)  # fmt: skip
async def test_a_planted_flaw_is_found(make: Callable[[], Widget], words: str) -> None:
    app = Theatre(lambda: Line("Above", id="above"), make)
    async with app.run_test(size=(30, 10)) as pilot:
        await until(pilot, lambda: app.rows()[0].strip() != "")
        await pilot.pause()
        found = flaws(app)
        assert bool(found) is bool(words)
        assert not words or any(words in one for one in found)


@pytest.mark.parametrize(
    ("lines", "flaw"),
    [
        (["送信しました。"], ""),
        (["送信しました", "。"], "a line of only"),
        (["メッセージ", "を"], "a line of only"),
        (["abcdefghij", "을"], "a line of only"),
        (["abcdefghijklmnop", ") and"], "begins with"),
        (["添付ファイル 3", "件があります"], "parted from what it counts"),
        (["files of up to 5", "MB each"], "parted from what it counts"),
        (["받는 사람은 3", "명입니다"], "parted from what it counts"),
        (["in 2027", "", "日本"], ""),
        (["1", "件名"], ""),
        (["Price li... [v]"], "cut, with a mark"),
        (["제…"], "cut, with a mark"),
    ],
)
def test_a_line_that_breaks_a_rule_is_found(lines: list[str], flaw: str) -> None:
    found = list(line_flaws(lines, 16))
    assert bool(found) is bool(flaw)
    assert all(flaw in one for one in found)
