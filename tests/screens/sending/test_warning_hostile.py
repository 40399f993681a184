"""Foreign text in the warning is only ever text."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from composer.drafting.judging import Assessment
from composer.drafting.warning_session import WarningAnswer
from composer.screens.sending.warning import WarningScreen
from composer.sentences import warning
from composer.widgets.lists.pick_list import PickList
from composer.widgets.lists.scroll_lines import ScrollLines
from policy.organization import Recipient
from tests.golden import picture
from tests.hostile.corpus import ONE_LINERS
from tests.screens.dialog_support import (
    Assessor,
    DialogApp,
    attached,
    focus,
    message,
    policy,
)
from tests.screens.sending.warning_support import PC, dialog, showing


def hostile_assessment(texts: list[str]) -> Assessment:
    """Every slot of the dialog holds foreign text."""
    plain = Assessor(policy(text="\n".join(texts)))(message(sender="".join(texts)))
    known = plain.verdict.outside[0]
    addresses = [replace(known.address, local=text) for text in texts]
    domains = [replace(known.address, domain=text) for text in texts]
    recipients = tuple(
        Recipient(address, known.recipient_class, (address,), known.fields) for address in [*addresses, *domains]
    )
    judged = plain.verdict.files[0]
    files = tuple(replace(judged, file=replace(judged.file, name=text)) for text in texts)
    return replace(plain, verdict=replace(plain.verdict, recipients=recipients, files=files))


@pytest.mark.parametrize("start", range(0, len(ONE_LINERS), 40))
async def test_hostile_text_in_every_slot_is_only_ever_text(start: int) -> None:
    texts = list(ONE_LINERS.values())[start : start + 40]
    app = showing(hostile_assessment(texts))
    async with app.run_test(size=PC) as pilot:
        shown = picture(app)
        for selector in ("#warning-text", "#warning-from", "#warning-outside", "#warning-files", "#warning-hint"):
            box = app.screen.query_one(selector, ScrollLines)
            shown += "".join(box.line_at(place, 60).text for place in range(box.line_count(60)))
        await focus(pilot, "#warning-files")
        await pilot.press("down")
        await pilot.pause()
        shown += picture(app) + "".join(repair_sentences(app))
        assert [hex(ord(character)) for character in shown if is_dangerous(character)] == []
        for selector in ("#warning-text", "#warning-files", "#warning-outside"):
            await pilot.click(selector, offset=(6, 1))
        assert app.answers == []


def repair_sentences(app: DialogApp[WarningAnswer]) -> list[str]:
    screen = app.screen
    assert isinstance(screen, WarningScreen)
    listed = [row.value for query in screen.query(PickList) for row in query.rows]
    return [warning.repair_words(repair, screen.session.assessment) for repair in listed]


def is_dangerous(character: str) -> bool:
    controls = character != "\n" and (ord(character) < 32 or 127 <= ord(character) < 160)
    return controls or character in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\u200e\u200f\ufeff"


@pytest.mark.parametrize(
    "name", ["report [final].pdf", "[Restricted]", "[/", "[@click=screen.dismiss(True)]x[/]", "{name.__class__} %s"]
)
async def test_a_file_name_that_looks_like_markup_is_shown_as_it_is(name: str) -> None:
    app = dialog(files=(attached(name),))
    async with app.run_test(size=PC) as pilot:
        assert f"{name}, " in picture(app)
        await pilot.click("#warning-files", offset=(4, 0))
        await pilot.click("#warning-files", offset=(len(name), 0))
        assert app.answers == []
