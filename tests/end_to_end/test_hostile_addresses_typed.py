"""Addresses that are not what they look like, typed into the composer."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events

from composer.message.composition import Composition
from composer.screens.compose.screen import ComposeScreen
from composer.screens.dialogs.notice import NoticeScreen
from composer.screens.sending.warning import WarningScreen
from composer.widgets.dialogs.foreign_box import ForeignBox
from composer.widgets.plain import Line
from tests.end_to_end.office import Office, open_office

LETTER = Composition(subject="Minutes", body="Here they are.")


def picture(office: Office) -> str:
    """What stands on the screen."""
    return "\n".join(strip.text for strip in office.screen._compositor.render_strips())


def shown(office: Office, selector: str) -> str:
    return str(office.screen.query_one(selector, Line).render())


@pytest.mark.parametrize("address", ["lee%other.example@hanbit.example", "other.example!lee@hanbit.example"])
async def test_a_route_behind_the_companys_domain_is_said_and_warned_about(address: str, tmp_path: Path) -> None:
    async with open_office(tmp_path, LETTER, size=(100, 30)) as office:
        await office.pilot.press(*address)
        await office.until(lambda: "1 address may be sent on" in shown(office, "#quiet"))
        assert "1 outside" in shown(office, "#quiet")
        await office.pilot.press("ctrl+s")
        await office.on(WarningScreen)
        assert "names a route" in picture(office)
        assert office.nothing_left()
        await office.focused("#warning-back")
        await office.tab_to("#warning-send")
        await office.pilot.press("enter")
        await office.pilot.click("#sending-now")
        await office.until(lambda: office.post.mails)
        assert office.post.mails == [(address,)]


@pytest.mark.parametrize(
    ("pasted", "named"),
    [
        ("Kim <le\u180be@hanbit.example>", "U+180B"),
        ("lee\ufe0f@hanbit.example", "U+FE0F"),
        ("lee@han\u17b4bit.example", "U+17B4"),
        ("l\ufffde@hanbit.example", "could not be read"),
    ],
)
async def test_what_nobody_sees_in_an_address_is_named_and_nothing_is_sent(
    pasted: str, named: str, tmp_path: Path
) -> None:
    async with open_office(tmp_path, LETTER, size=(100, 30)) as office:
        office.app.post_message(events.Paste(pasted))
        await office.until(lambda: office.composer.read().to == pasted)
        await office.pilot.press("tab")
        await office.until(lambda: named in str(office.composer.query(".fault").first(Line).render()))
        await office.pilot.press("ctrl+s")
        await office.on(NoticeScreen)
        assert named in office.screen.query_one("#ask-words", ForeignBox).text  # its lines may part the words
        await office.pilot.press("escape")
        await office.on(ComposeScreen)
        assert office.nothing_left()
