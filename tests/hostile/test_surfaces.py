"""Hostile text through every kind of surface: it is shown as it was written, without what a terminal would obey."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from textual import events
from textual.screen import Screen

from composer.administration.settings import MOBILE, PC, of_level
from composer.administration.toml.document_values import Edits
from composer.clock import FixedClock
from composer.demo.demonstration import Copy
from composer.demo.policy_source import shipped_policy
from composer.demo.received import ReceivedScreen
from composer.message.composition import Composition
from composer.reasons import Reason, ReasonCode
from composer.safe_text import clean
from composer.screens.compose.attach import AttachScreen
from composer.screens.compose.level import LevelScreen
from composer.screens.compose.screen import ComposeScreen
from composer.screens.dialogs.help import HelpScreen
from composer.screens.dialogs.keys_below import KeysBelow
from composer.screens.dialogs.notice import NoticeScreen
from composer.screens.drafts import DraftsScreen
from composer.screens.outbox import OutboxScreen
from composer.screens.sending.progress import SendingScreen
from composer.screens.sending.warning import WarningScreen
from composer.services.drafts import SavedDraft
from composer.services.outbox import JobState, RecipientResult, RecipientState
from composer.storage.drafts.folder import Drafts
from composer.widgets.fields.choice import Choice
from composer.widgets.lists.attachment_list import AttachmentList
from policy.settings import Level
from tests.end_to_end.office import OUTSIDE_MAIL, Office, open_office
from tests.hostile.corpus import CORPUS, FILE_NAMES, ONE_LINERS, POLICY_TEXTS
from tests.hostile.looking import drawn, said
from tests.screens.outbox_double import Host, ScriptedOutbox, job
from tests.screens.support import settled

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
HUGE = {name: text for name, text in CORPUS.items() if name not in ONE_LINERS}


def batches(of: Mapping[str, str], size: int) -> list[Sequence[str]]:
    texts = list(of.values())
    return [texts[start : start + size] for start in range(0, len(texts), size)]


def words_of(text: str) -> list[str]:
    """The pieces between spaces that must be found again, however lines are wrapped."""
    return [word for word in clean(text).split() if 0 < len(word) <= 20]


def shown_in(text: str, seen: str) -> bool:
    """Whether every word stands somewhere in what was seen, letter by letter."""
    together = "".join(seen.split())
    return all(word in together for word in words_of(text))


# Fields


async def test_hostile_text_in_the_fields_is_drawn_without_what_a_terminal_obeys(tmp_path: Path) -> None:
    async with open_office(tmp_path, Composition()) as office:
        for text in ONE_LINERS.values():
            office.composer.adopt(Composition(to=text, cc=text, subject=text, body=text))
            await office.pilot.pause()
            drawn(office.app, fields=True)
            said(office.screen)
        assert office.nothing_left()


async def test_hostile_text_pasted_into_the_fields_presses_no_key(tmp_path: Path) -> None:
    async with open_office(tmp_path, Composition()) as office:
        for text in ONE_LINERS.values():
            for selector in ("#to", "#subject", "#body"):
                office.composer.query_one(selector).post_message(events.Paste(text))
            await office.pilot.pause()
            drawn(office.app, fields=True)
            if not isinstance(office.screen, ComposeScreen):
                await office.pilot.press("escape")
            office.composer.adopt(Composition())
        assert office.nothing_left()
        assert office.app.is_running


@pytest.mark.parametrize("name", HUGE)
async def test_huge_text_in_the_fields_is_drawn_harmlessly(name: str, tmp_path: Path) -> None:
    async with open_office(tmp_path, Composition()) as office:
        office.composer.adopt(Composition(to=HUGE[name], subject=HUGE[name], body=HUGE[name]))
        await office.pilot.pause()
        drawn(office.app, fields=True)
        said(office.screen)


async def test_markup_in_the_fields_shows_as_it_was_typed(tmp_path: Path) -> None:
    text = "[b]x[/b] [@click=app.quit]y[/]"
    async with open_office(tmp_path, Composition(to=text, subject=text, body=text)) as office:
        assert drawn(office.app, fields=True).count(text) >= 3
        for row in range(2, 8):
            await office.pilot.click(offset=(20, row))
        assert office.app.is_running
        assert office.app.return_value is None


# File names


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Real files with every name that a file can have."""
    made = tmp_path_factory.mktemp("names")
    for name in FILE_NAMES.values():
        (made / name).write_bytes(b"x")
    return made


async def test_hostile_file_names_are_shown_as_they_are_in_the_list_and_the_warning(
    tmp_path: Path, folder: Path
) -> None:
    async with open_office(tmp_path, OUTSIDE_MAIL) as office:
        for names in batches(FILE_NAMES, 20):
            files = tuple(office.world.services.files.attach(folder / name) for name in names)
            office.composer.adopt(replace(office.composer.read(), files=files))
            await office.pilot.pause()
            drawn(office.app)
            seen = said(office.screen)
            assert len(office.screen.query_one(AttachmentList).rows) == len(names)
            assert [name for name in names if not shown_in(name, seen)] == []
        await meets_warning(office)
        assert office.nothing_left()


async def meets_warning(office: Office) -> None:
    """Look at the warning of the message now on the screen, and leave it."""
    await office.pilot.press("ctrl+s")
    await office.on(WarningScreen)
    await office.focused("#warning-back")
    drawn(office.app)
    said(office.screen)
    await office.pilot.press("escape")
    await office.on(ComposeScreen)


class HostileFiles:
    """Completions of a folder that somebody else filled."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = names

    def __getattr__(self, name: str) -> Any:
        raise NotImplementedError(name)

    def complete(self, typed: str, limit: int) -> Sequence[str]:
        return self.names[:limit] if typed else ()


@pytest.mark.parametrize("start", range(0, len(FILE_NAMES), 40))
async def test_hostile_paths_on_offer_are_only_text(start: int) -> None:
    names = list(FILE_NAMES.values())[start : start + 40]
    for place in range(0, len(names), 8):
        app = Host(AttachScreen(HostileFiles(names[place : place + 8])))
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            await pilot.press("x")
            await pilot.pause()
            drawn(app, fields=True)
            seen = said(app.screen)
            assert [name for name in names[place : place + 8] if not shown_in(name, seen)] == []
            assert app.results == []


def test_each_hostile_file_name_is_a_file_of_its_own(folder: Path) -> None:
    assert len(list(folder.iterdir())) == len(FILE_NAMES)


# What the administrator wrote


def with_lists(names: Sequence[str]) -> Edits:
    """The shipped lists taken out, and one for each name."""
    shipped = len(shipped_policy().lists)
    gone: Edits = {("lists", place): None for place in range(shipped)}
    made: Edits = {
        ("lists", shipped + number): {
            "address": f"list{number}@hanbit.example",
            "name": name,
            "members": [f"kim{number}@hanbit.example", "partner@other.example"],
            "senders": ["smith@hanbit.example"],
        }
        for number, name in enumerate(names)
    }
    return {**gone, **made}


@pytest.mark.parametrize("names", batches(POLICY_TEXTS, 40), ids=lambda names: f"{len(names)} from {names[0][:12]!r}")
async def test_hostile_list_names_are_only_text(names: Sequence[str], tmp_path: Path) -> None:
    async with open_office(tmp_path, Composition()) as office:
        office.world.policy.change(with_lists(names))
        office.composer.use_member()
        office.world.services.contacts.refresh()
        await office.pilot.pause()
        offers = [offer for number in range(len(names)) for offer in complete(office, f"list{number}@")]
        assert len({offer.text for offer in offers}) >= len(names)
        await office.pilot.press(*"list")
        await office.pilot.pause()
        drawn(office.app)
        said(office.screen)
        await office.pilot.press("escape")
        choice = office.screen.query_one(Choice)
        choice.focus()
        await office.pilot.press("enter")
        await office.until(lambda: not isinstance(office.screen, ComposeScreen))
        await office.pilot.pause()
        for _row in range(0, len(names), 10):
            drawn(office.app)
            said(office.screen)
            await office.pilot.press("pagedown")


def complete(office: Office, typed: str) -> Sequence[Any]:
    return office.world.services.contacts.complete(typed, 50)


@pytest.mark.parametrize("texts", batches(POLICY_TEXTS, 8), ids=lambda texts: f"from {texts[0][:12]!r}")
async def test_hostile_policy_text_company_and_level_names_are_only_text(texts: Sequence[str], tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        together = "\n".join(f"({text})" for text in texts)
        for text in texts[:3]:
            office.world.policy.change(with_words(name=text, text=together))
            office.composer.use_member()
            await office.pilot.pause()
            drawn(office.app)
            said(office.screen)
        await office.pilot.press("ctrl+t")
        await office.on(LevelScreen)
        drawn(office.app)
        said(office.screen)
        await office.pilot.press("escape")
        await office.on(ComposeScreen)
        await office.pilot.press("ctrl+s")
        await office.on(WarningScreen)
        await office.focused("#warning-back")
        drawn(office.app)
        assert all(shown_in(text, said(office.screen)) for text in texts)


def with_words(name: str, text: str) -> Edits:
    return {
        ("company", "name"): name,
        (*PC, "default"): f"! {text}",
        (*MOBILE, "default"): f"! {text}",
        of_level(Level.RESTRICTED, "name"): name,
        of_level(Level.CONFIDENTIAL, "name"): name[::-1],
    }


async def test_hostile_words_in_panel_help_and_notice_are_only_text(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        await office.pilot.press("f2")
        for text in POLICY_TEXTS.values():
            office.world.policy.change(with_words(name=text, text=text))
            office.composer.use_member()
            await office.pilot.pause()
            drawn(office.app)
            said(office.screen)


@pytest.mark.parametrize("texts", batches(ONE_LINERS, 64), ids=lambda texts: f"from {texts[0][:12]!r}")
async def test_hostile_sentences_are_only_text_wherever_they_are_told(texts: Sequence[str]) -> None:
    screens: list[Screen[Any]] = [
        HelpScreen(list(texts), KeysBelow((("ctrl+s", "send"),))),
        NoticeScreen(lambda: "\n".join(texts)),
        ReceivedScreen([Copy(text, text, (("Subject", text),)) for text in texts]),
    ]
    for screen in screens:
        app = Host(screen)
        async with app.run_test(size=(80, 24)) as pilot:
            await settled(pilot)
            drawn(app)
            seen = said(app.screen)
            assert [text for text in texts if not shown_in(text, seen)] == []


# What servers and disks answered


def results(texts: Sequence[str]) -> Iterator[RecipientResult]:
    for text in texts:
        yield RecipientResult(text, RecipientState.PERMANENT, text)


@pytest.mark.parametrize("texts", batches(ONE_LINERS, 64), ids=lambda texts: f"from {texts[0][:12]!r}")
async def test_hostile_replies_of_servers_are_only_text(texts: Sequence[str]) -> None:
    failed = job(
        JobState.FAILED, *results(texts), subject=texts[0], reasons=(Reason(ReasonCode.OTHER, {"words": texts[-1]}),)
    )
    outbox = ScriptedOutbox(*(replace(failed, id=f"j{place}", subject=text) for place, text in enumerate(texts)))
    outbox.outcome = failed
    sending = SendingScreen(outbox, failed, FixedClock(NOW))
    for screen in (sending, OutboxScreen(outbox, FixedClock(NOW))):
        app = Host(screen)
        async with app.run_test(size=(80, 24)) as pilot:
            await settled(pilot)
            drawn(app)
            seen = said(app.screen)
            assert [text for text in texts if not shown_in(text, seen)] == []
            await pilot.click(offset=(5, 5))
            assert app.results == []


@pytest.mark.parametrize("texts", batches(ONE_LINERS, 64), ids=lambda texts: f"from {texts[0][:12]!r}")
async def test_hostile_drafts_are_only_text(texts: Sequence[str], tmp_path: Path) -> None:
    drafts = Drafts(tmp_path, FixedClock(NOW))
    kept = [SavedDraft(f"d{place}", Composition(subject=text, to=text), NOW) for place, text in enumerate(texts)]
    app = Host(DraftsScreen(drafts, kept))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        for _page in range(8):
            drawn(app)
            said(app.screen)
            await pilot.press("pagedown")
        assert app.results == []
