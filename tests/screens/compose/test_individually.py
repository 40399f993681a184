"""Individually is previewed: how many messages, and what one recipient will see."""

from __future__ import annotations

from typing import Any

import pytest

from composer.screens.compose.individual_copies import copy_recipients
from composer.screens.compose.individually import IndividuallyScreen
from composer.widgets.dialogs.foreign_box import ForeignBox
from tests.golden import assert_golden, picture
from tests.screens.dialog_support import Assessor, DialogApp, focus, message, visible

PC, NARROW = (80, 24), (40, 20)


def preview(**changes: Any) -> DialogApp[bool | None]:
    return DialogApp(lambda: IndividuallyScreen(Assessor()(message(**changes))))


def said(app: DialogApp[bool | None], part: str) -> str:
    return app.screen.query_one(f"#individually-{part}", ForeignBox).text


@pytest.mark.parametrize(
    ("selector", "answer"), [("#individually-on", True), ("#individually-off", False), ("#individually-cancel", None)]
)
async def test_each_button_gives_its_answer_by_key_and_by_mouse(selector: str, answer: bool | None) -> None:
    for by_mouse in (False, True):
        app = preview()
        async with app.run_test(size=PC) as pilot:
            if by_mouse:
                await pilot.click(selector)
            else:
                await focus(pilot, selector)
                await pilot.press("enter")
            assert app.answers == [answer]


async def test_escape_leaves_it_as_it_was() -> None:
    app = preview(individually=True)
    async with app.run_test(size=PC) as pilot:
        assert said(app, "state").startswith("Individually is on")
        await pilot.press("escape")
        assert app.answers == [None]


def test_a_mailbox_written_twice_gets_one_copy_and_a_list_is_one_recipient() -> None:
    draft = Assessor()(
        message(
            to="sales@hanbit.example, Kim <kim@hanbit.example>",
            cc="KIM@hanbit.example, Team: a@other.example, b@other.example;",
            bcc="a@other.example, broken@@",
        )
    ).draft
    assert [str(mailbox.address) for mailbox in copy_recipients(draft)] == [
        "sales@hanbit.example", "kim@hanbit.example", "a@other.example", "b@other.example",
    ]  # fmt: skip


async def test_the_header_of_the_marked_recipient_names_nobody_else() -> None:
    app = preview(to="sales@hanbit.example", cc="Choi <choi@abroad.example>", bcc="lee@hanbit.example")
    async with app.run_test(size=PC) as pilot:
        assert said(app, "count") == "3 messages would be sent, one each."
        assert "mailing list" in said(app, "seen")
        await focus(pilot, "#individually-list")
        await pilot.press("down")
        assert said(app, "seen").splitlines() == [
            "From: kim@hanbit.example",
            "To: Choi <choi@abroad.example>",
            "Subject: Offer",
            "No Cc, no Bcc, nobody else's address.",
        ]


async def test_without_recipients_there_is_nothing_to_preview() -> None:
    app = preview(to="")
    async with app.run_test(size=PC) as pilot:
        assert said(app, "count") == "There is no recipient yet."
        assert "What the marked recipient" not in picture(app)
        await pilot.press("enter")
        assert app.answers == [True]


async def test_hostile_subjects_and_names_are_only_text() -> None:
    app = preview(to='"[@click=app.quit]x[/]" <choi@abroad.example>', subject="[/ \x1b[2J {n}")
    async with app.run_test(size=PC):
        assert "[@click=app.quit]x[/] <choi@abroad.example>" in picture(app)
        assert "Subject: [/ [2J {n}" in picture(app)


@pytest.mark.parametrize(("columns", "lines"), [PC, NARROW])
async def test_the_preview_looks_as_agreed(columns: int, lines: int) -> None:
    app = preview(to=", ".join(f"person{number}@other.example" for number in range(30)))
    async with app.run_test(size=(columns, lines)) as pilot:
        await assert_golden(pilot, f"individually-{columns}x{lines}")
        buttons = ["#individually-on", "#individually-off", "#individually-cancel"]
        assert [selector for selector in buttons if not visible(app, selector)] == []
