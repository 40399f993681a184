"""The picture of the warning: it says what the dialog says, and nothing in it answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.message import Message
from textual.pilot import Pilot
from textual.widget import Widget

from composer.drafting.judging import Assessment
from composer.widgets.dialogs.push_button import PushButton
from composer.widgets.dialogs.warning_view import SURROUND, TEXT_ROWS, WIDEST, WarningView
from composer.widgets.lists.pick_list import PickList
from composer.widgets.lists.scroll_lines import ScrollLines
from composer.widgets.plain import Line
from policy.settings import Apply
from tests.golden import picture
from tests.screens.dialog_support import Assessor, message, policy
from tests.screens.sending.warning_support import showing

SHOWN = Assessor(policy(text="One line.\n" * 9))(message())


class PictureApp(App[None]):
    """A page with a picture of the warning on it, and every message that comes out of it."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, assessment: Assessment, *, inert: bool = True) -> None:
        super().__init__()
        self._assessment, self._inert = assessment, inert
        self.heard: list[Message] = []

    def compose(self) -> ComposeResult:
        yield PushButton(lambda: "page", id="page")
        yield WarningView(self._assessment, inert=self._inert)
        yield PushButton(lambda: "end", id="end")

    @property
    def view(self) -> WarningView:
        return self.query_one(WarningView)

    def on_push_button_pressed(self, event: PushButton.Pressed) -> None:
        self.heard.append(event)

    def on_pick_list_marked(self, event: PickList.Marked) -> None:
        self.heard.append(event)


def texts(of: Widget) -> Mapping[str, object]:
    """Everything said, by the id of the part."""
    said: dict[str, object] = {line.id or "": line.text for line in of.query(Line) if line.display}
    for lines in of.query(ScrollLines):
        if lines.display:
            said[lines.id or ""] = [lines.line_at(place, 60).text for place in range(lines.line_count(60))]
    said |= {button.id or "": (button.label, button.is_disabled) for button in of.query(PushButton) if button.display}
    return said


async def parts(pilot: Pilot[Any]) -> list[Widget]:
    await pilot.pause()
    return [part for part in pilot.app.query_one(WarningView).query(Widget) if part.display and part.region]


CASES = {
    "warned": SHOWN,
    "crowd": Assessor()(message(to=", ".join(f"a{n}@c{n % 5}.example" for n in range(60)))),
    "individually": Assessor()(message(individually=True)),
    "in Bcc": Assessor()(message(to="", bcc="choi@abroad.example")),
    "no file": Assessor()(message(files=())),
    "nothing left": Assessor(policy(Apply.ATTACHMENTS))(message(files=())),
    "refused": Assessor()(message(to="")),
}


@pytest.mark.parametrize("assessment", CASES.values(), ids=CASES)
async def test_the_picture_says_exactly_what_the_dialog_says(assessment: Assessment) -> None:
    dialog, page = showing(assessment), PictureApp(assessment)
    async with dialog.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        real = texts(dialog.screen)
    async with page.run_test(size=(80, 50)) as pilot:
        await pilot.pause()
        assert texts(page.view) == real


async def test_tab_passes_the_picture_by() -> None:
    app = PictureApp(SHOWN)
    async with app.run_test(size=(80, 50)) as pilot:
        stops = []
        for _step in range(4):
            await pilot.press("tab")
            stops.append(app.focused.id if app.focused else None)
        assert stops == ["end", "page", "end", "page"] or stops == ["page", "end", "page", "end"]


async def test_no_part_can_be_given_the_focus() -> None:
    app = PictureApp(SHOWN)
    async with app.run_test(size=(80, 50)) as pilot:
        app.set_focus(app.query_one("#page"))
        for part in await parts(pilot):
            app.screen.set_focus(part)
            part.focus()
            await pilot.pause()
            assert app.focused is app.query_one("#page")


async def test_a_click_anywhere_presses_and_marks_nothing() -> None:
    app = PictureApp(SHOWN)
    async with app.run_test(size=(80, 50)) as pilot:
        before = picture(app)
        for part in await parts(pilot):
            await pilot.click(part)
        await pilot.hover("#page")
        assert app.heard == []
        assert picture(app) == before


async def test_keys_sent_to_a_part_do_nothing() -> None:
    app = PictureApp(SHOWN)
    async with app.run_test(size=(80, 50)) as pilot:
        before = picture(app)
        for part in await parts(pilot):
            for key in ("enter", "space", "down", "end", "delete", "escape"):
                part.post_message(events.Key(key, None))
        await pilot.pause()
        assert app.heard == []
        assert picture(app) == before


async def test_the_same_clicks_answer_where_it_is_no_picture() -> None:
    app = PictureApp(SHOWN, inert=False)
    async with app.run_test(size=(80, 50)) as pilot:
        await pilot.click("#warning-send")
        await pilot.click("#warning-files")
        assert {type(one) for one in app.heard} == {PushButton.Pressed, PickList.Marked}


async def test_the_wheel_moves_a_long_text_in_the_picture() -> None:
    app = PictureApp(SHOWN)
    async with app.run_test(size=(80, 50)) as pilot:
        box = app.query_one("#warning-text", ScrollLines)
        box.post_message(events.MouseScrollDown(box, 1, 1, 0, 0, 0, False, False, False))
        await pilot.pause()
        assert box.top == 1


@pytest.mark.parametrize("columns", [40, 60, 79, 100])
async def test_rows_and_columns_are_those_that_the_dialog_has(columns: int) -> None:
    app = PictureApp(SHOWN)
    async with app.run_test(size=(140, 60)) as pilot:
        app.view.styles.width = columns
        await pilot.pause()
        box = app.query_one("#warning-text", ScrollLines)
        assert (box.text_width, box.size.height) == (columns - SURROUND, TEXT_ROWS)
        assert app.view.outer_size.width == columns


async def test_it_is_never_wider_than_the_dialog() -> None:
    app = PictureApp(SHOWN)
    async with app.run_test(size=(140, 60)):
        assert app.view.outer_size.width == WIDEST


async def test_rows_are_shared_no_more_once_the_parts_are_gone() -> None:
    async with PictureApp(SHOWN).run_test(size=(80, 24)) as pilot:
        view = pilot.app.query_one(WarningView)
        await view.remove_children()
        view.call_after_refresh(view._share_rows)
        await pilot.pause()
        assert not view.children
