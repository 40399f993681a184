from __future__ import annotations

import threading
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from textual.pilot import Pilot
from textual.widgets import Input

from composer import words
from composer.delivery.transports.choose import probe
from composer.errors import TransportError
from composer.screens.dialogs.replace import ReplaceScreen
from composer.screens.first_run.form import FirstRunForm
from composer.screens.first_run.screen import FirstRunScreen
from composer.services.member_settings import Fixed, Security, TransportKind, TransportSettings
from composer.services.outbox import Stage
from composer.setup.first_run.mailboxes import mailboxes
from composer.setup.first_run.saving import FirstRun, FirstRunResult, Surroundings
from composer.setup.first_run.values import FormValues, Place, PolicyChoice
from composer.threads.abort import Abort
from composer.widgets.fields.choice_list import ChoiceList
from tests.delivery.smtp_servers import CERTIFICATES, Inbox, running
from tests.disk.test_mailbox_layout import laid_out
from tests.pilots import until
from tests.screens.outbox_double import Host, text_of
from tests.screens.support import settled

FILLED = FormValues(address="kim@hanbit.example", name="Kim", language="ko", host="smtp.hanbit.example")


def no_faults(_path: Path) -> None:
    """A policy that loads."""


def no_trouble(_settings: TransportSettings, *_told: object) -> None:
    """A server that answers."""


def opened(
    folder: Path, suggested: FormValues = FILLED, patience: float = 60, **changes: Any
) -> tuple[FirstRunScreen, Host, FirstRun]:
    around = Surroundings(folder / "presend", folder, no_faults, no_trouble, find_program=lambda name: name)
    setup = FirstRun(replace(around, **changes), suggested)
    screen = FirstRunScreen(setup, patience)
    return screen, Host(screen), setup


async def type_into(pilot: Pilot[None], place: Place, text: str) -> None:
    """Put the focus into a field and type."""
    pilot.app.screen.query_one(FirstRunForm).focus_place(place)
    await pilot.press(*text)


async def test_the_form_is_filled_and_saved_by_keyboard_alone(tmp_path: Path) -> None:
    _, app, setup = opened(tmp_path, replace(FILLED, address="", host=""))
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press(*"kim@hanbit.example", "tab", "tab", "tab", "tab", *"smtp.hanbit.example", "ctrl+s")
        await settled(pilot)
        assert app.results == [FirstRunResult(setup.settings_file, setup.policy_file)]
    saved = tomllib.loads(setup.settings_file.read_text())
    assert saved["identities"][0]["address"] == "kim@hanbit.example"


async def test_faults_stand_at_their_fields_and_nothing_typed_is_lost(tmp_path: Path) -> None:
    screen, app, setup = opened(tmp_path, replace(FILLED, address="kim@", host=""))
    async with app.run_test() as pilot:
        await settled(pilot)
        await type_into(pilot, Place.NAME, " [b]Min-ji[/b]")
        await pilot.press("ctrl+s")
        await settled(pilot)
        shown = text_of(app)
        assert "! kim@ is not a mail address" in shown
        assert "! Type the name of the server" in shown
        assert "2 things are not right yet" in shown
        assert isinstance(screen.focused, Input)
        assert screen.focused.value == "kim@"
        assert screen.values.name == "Kim [b]Min-ji[/b]"
        assert app.results == []
    assert not setup.settings_file.exists()


async def test_faults_that_are_shown_are_said_again_in_another_language(tmp_path: Path) -> None:
    folder = tmp_path / "a file"
    folder.touch()
    faulty = replace(FILLED, address="kim@", transport=TransportKind.LOCAL, folder=str(folder))
    screen, app, setup = opened(tmp_path, faulty)
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("ctrl+s")
        await settled(pilot)
        focused, english = screen.focused, [fault.words for fault in setup.check(faulty)]
        words.use("ko")
        screen.retranslate()
        for part in screen.walk_children():
            getattr(part, "retranslate", str)()
        shown = " ".join(text_of(app).split())
        korean = [fault.words for fault in setup.check(faulty)]
        assert len(korean) == 2
        assert all(sentence in shown for sentence in korean)
        assert not any(sentence in shown for sentence in english)
        assert screen.focused is focused


async def test_the_first_fault_is_in_sight_with_its_last_line(tmp_path: Path) -> None:
    _, app, _ = opened(tmp_path, replace(FILLED, host="smtp://smtp.of.the.company.hanbit.example:587/"))
    async with app.run_test(size=(40, 20)) as pilot:
        await settled(pilot)
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert "example smtp.hanbit.example." in text_of(app)


async def test_typing_takes_the_complaint_of_a_field_away(tmp_path: Path) -> None:
    _, app, _ = opened(tmp_path, replace(FILLED, address=""))
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert "! Type your mail address." in text_of(app)
        await pilot.press("k")
        await settled(pilot)
        assert "! Type your mail address." not in text_of(app)


async def test_a_server_that_refuses_is_named_and_may_be_left_for_later(tmp_path: Path) -> None:
    def refuse(_settings: TransportSettings, *_told: object) -> None:
        raise TransportError("550 [b]go away[/b] \x1b]0;t\x07")

    _, app, setup = opened(tmp_path, probe=refuse)
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("ctrl+s")
        await settled(pilot)
        shown = text_of(app)
        assert "! 550 [b]go away[/b]" in shown
        assert "\x1b" not in shown
        assert not setup.settings_file.exists()
        await pilot.click("#first-run-anyway")
        await settled(pilot)
        assert len(app.results) == 1
    assert setup.settings_file.exists()


async def test_saving_without_the_test_is_withdrawn_when_the_form_changes(tmp_path: Path) -> None:
    def refuse(_settings: TransportSettings, *_told: object) -> None:
        raise TransportError("no")

    screen, app, setup = opened(tmp_path, probe=refuse)
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("ctrl+s")
        await settled(pilot)
        await type_into(pilot, Place.HOST, "x")
        await settled(pilot)
        assert not screen.query_one("#first-run-anyway").display
        screen.action_save_untested()
        await settled(pilot)
    assert not setup.settings_file.exists()


async def test_what_is_typed_during_a_test_ends_it_and_stays(tmp_path: Path) -> None:
    asked, released = threading.Event(), threading.Event()

    def slow(_settings: TransportSettings, *_told: object) -> None:
        asked.set()
        released.wait(30)

    screen, app, setup = opened(tmp_path, probe=slow)
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("ctrl+s")
        await until(pilot, asked.is_set)
        await type_into(pilot, Place.NAME, " Min-ji")
        await until(pilot, lambda: not screen.is_busy)
        released.set()
        await settled(pilot)
        assert "The test was stopped. Nothing was saved." in text_of(app)
        assert app.results == []
        assert not setup.settings_file.exists()
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert app.results == [FirstRunResult(setup.settings_file, setup.policy_file)]
    assert tomllib.loads(setup.settings_file.read_text())["identities"][0]["name"] == "Kim Min-ji"


async def test_a_server_that_never_answers_ends_with_the_time_limit(tmp_path: Path) -> None:
    released = threading.Event()

    def silent(_settings: TransportSettings, *_told: object) -> None:
        released.wait(30)

    screen, app, _ = opened(tmp_path, patience=0.01, probe=silent)
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "did not answer within" in text_of(app))
        assert not screen.is_busy
        released.set()


async def test_a_password_command_that_does_not_end_is_said_at_once_and_blamed_at_the_end(tmp_path: Path) -> None:
    released, ended = threading.Event(), threading.Event()

    def waits(_settings: TransportSettings, abort: Abort, tell: Callable[[Stage], None]) -> None:
        tell(Stage.SECRET)
        released.wait(30)
        ended.set() if abort.is_set else None

    screen, app, setup = opened(tmp_path, patience=2, probe=waits)
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Waiting for the command that prints your password." in text_of(app))
        await until(pilot, lambda: "did not end in time" in text_of(app))
        assert not screen.is_busy
        released.set()
        await until(pilot, ended.is_set)
    assert not setup.settings_file.exists()


async def test_a_test_can_be_stopped_and_its_late_answer_changes_nothing(tmp_path: Path) -> None:
    started, released = threading.Event(), threading.Event()

    def slow(_settings: TransportSettings, *_told: object) -> None:
        started.set()
        released.wait(30)

    screen, app, setup = opened(tmp_path, probe=slow)
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("ctrl+s", "ctrl+s")
        await until(pilot, started.is_set)
        await pilot.press("escape")
        await until(pilot, lambda: "The test was stopped." in text_of(app))
        released.set()
        await settled(pilot)
        assert app.results == []
        assert not screen.is_busy
    assert not setup.settings_file.exists()


@pytest.mark.parametrize(("button", "saved"), [("#replace-keep", False), ("#replace-replace", True)])
async def test_files_that_are_there_are_replaced_only_when_asked_for(tmp_path: Path, button: str, saved: bool) -> None:
    screen, app, setup = opened(tmp_path)
    setup.settings_file.parent.mkdir(parents=True)
    setup.settings_file.write_text("mine")
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert isinstance(app.screen, ReplaceScreen)
        assert app.screen.focused is app.screen.query_one("#replace-keep")
        await pilot.click(button)
        await settled(pilot)
        assert bool(app.results) is saved
        assert saved or screen.values == FILLED
    assert (setup.settings_file.read_text() == "mine") is not saved


async def test_only_the_fields_of_the_chosen_transport_are_shown(tmp_path: Path) -> None:
    for kind, shown, hidden in (
        (TransportKind.SMTP, "#row-host", "#row-folder"),
        (TransportKind.SENDMAIL, "#row-command", "#row-host"),
        (TransportKind.LOCAL, "#row-folder", "#row-command"),
    ):
        screen, app, _ = opened(tmp_path, replace(FILLED, transport=kind))
        async with app.run_test() as pilot:
            await settled(pilot)
            assert screen.query_one(shown).display
            assert not screen.query_one(hidden).display
            assert screen.values.host == FILLED.host


async def test_local_folders_are_saved_without_any_server(tmp_path: Path) -> None:
    def never(_settings: TransportSettings, *_told: object) -> None:
        raise AssertionError("a server was tried")

    _, app, setup = opened(tmp_path, replace(FILLED, transport=TransportKind.LOCAL), probe=never)
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert len(app.results) == 1
    assert setup.policy_file.exists()


@pytest.fixture
def tls_port() -> Iterator[int]:
    """The port of a server whose authority no machine knows."""
    with running(Inbox(), tls=True) as port:
        yield port


async def test_a_file_of_authorities_is_asked_for_once_a_server_needs_it(tmp_path: Path, tls_port: int) -> None:
    authority = CERTIFICATES / "authority.pem"
    values = replace(FILLED, host="127.0.0.1", port=str(tls_port), security=Security.TLS)
    screen, app, setup = opened(tmp_path, values, probe=lambda settings, abort, tell: probe(settings, {}, abort, tell))
    async with app.run_test(size=(80, 40)) as pilot:
        await settled(pilot)
        assert not screen.query_one("#row-ca-file").display
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "in the field CA file (PEM)" in " ".join(text_of(app).split()))
        assert screen.focused is screen.query_one("#field-ca-file")
        await pilot.press(*str(authority), "ctrl+s")
        await until(pilot, lambda: bool(app.results))
    assert tomllib.loads(setup.settings_file.read_text())["transport"]["ca_file"] == str(authority)


async def test_mailboxes_that_were_found_are_proposed_and_the_chosen_one_is_written(tmp_path: Path) -> None:
    laid_out(tmp_path / "Mail", "INBOX", "Sent", "&vPSwuA- &07jJwNVo-")
    laid_out(tmp_path / "Maildir", ".")
    found = mailboxes(tmp_path, {})
    _, app, setup = opened(
        tmp_path, replace(FILLED, transport=TransportKind.LOCAL, mailbox=found[0]), mailboxes=found, home=tmp_path
    )
    async with app.run_test(size=(80, 40)) as pilot:
        await settled(pilot)
        assert "~/Mail, sent mail in Sent [v]" in text_of(app)
        app.screen.query_one(FirstRunForm).focus_place(Place.MAILBOX)
        await pilot.press("enter")
        await settled(pilot)
        shown = text_of(app)
        assert "~/Mail, sent mail in 보낸 편지함" in shown
        assert "~/Maildir, sent mail in .Sent, which is new" in shown
        await pilot.press("down", "enter", "ctrl+s")
        await settled(pilot)
        assert len(app.results) == 1
    saved = tomllib.loads(setup.settings_file.read_text())["mailbox"]
    assert saved == {"path": str(tmp_path / "Mail"), "sent": "&vPSwuA- &07jJwNVo-"}


async def test_another_mailbox_is_typed_and_its_fault_stands_under_it(tmp_path: Path) -> None:
    (tmp_path / "mbox").write_text("From lee\n")
    screen, app, setup = opened(tmp_path, replace(FILLED, transport=TransportKind.LOCAL), home=tmp_path)
    async with app.run_test(size=(80, 40)) as pilot:
        await settled(pilot)
        assert "None: what you send is filed nowhere [v]" in text_of(app)
        assert not screen.query_one("#row-mailbox-folder").display
        screen.query_one(FirstRunForm).focus_place(Place.MAILBOX)
        await pilot.press("enter", "up", "enter")
        await settled(pilot)
        assert screen.query_one("#row-mailbox-folder").display
        await type_into(pilot, Place.MAILBOX_FOLDER, "~/mbox")
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert f"! {tmp_path}/mbox is a file.".replace(" ", "") in "".join(text_of(app).split())
        assert screen.focused is screen.query_one("#field-mailbox-folder")
        await pilot.press("backspace", "backspace", "ctrl+s")
        await settled(pilot)
        assert len(app.results) == 1
    assert tomllib.loads(setup.settings_file.read_text())["mailbox"] == {"path": str(tmp_path / "mb")}


async def test_a_mailbox_that_the_administrator_settled_is_said_and_not_asked_for(tmp_path: Path) -> None:
    screen, app, _ = opened(tmp_path, fixed=frozenset({Fixed.MAILBOX}))
    async with app.run_test(size=(80, 40)) as pilot:
        await settled(pilot)
        assert not screen.query("#row-mailbox, #row-mailbox-folder")
        assert "Set by your administrator: your mailbox" in " ".join(text_of(app).split())


async def test_a_policy_that_is_fixed_is_shown_and_not_asked_for(tmp_path: Path) -> None:
    screen, app, _ = opened(
        tmp_path, replace(FILLED, policy=PolicyChoice.EXISTING), policy_in_force="/etc/presend/policy.toml"
    )
    async with app.run_test(size=(80, 40)) as pilot:
        await settled(pilot)
        assert not screen.query("#row-policy")
        assert "Policy in force: /etc/presend/policy.toml." in text_of(app)
        assert screen.values.policy is PolicyChoice.EXISTING


async def test_what_the_administrator_settled_is_said_and_not_asked_for(tmp_path: Path) -> None:
    fixed = frozenset({Fixed.IDENTITIES, Fixed.TRANSPORT})
    screen, app, setup = opened(tmp_path, fixed=fixed, addresses=("kim@hanbit.example",))
    async with app.run_test(size=(80, 40)) as pilot:
        await settled(pilot)
        assert not screen.query("#row-address, #row-transport, #row-host, #row-security")
        shown = " ".join(text_of(app).split())
        assert "Set by your administrator: the addresses you write from" in shown
        assert "You write from kim@hanbit.example." in shown
        await type_into(pilot, Place.NAME, " Min-ji")
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert len(app.results) == 1
    saved = tomllib.loads(setup.settings_file.read_text())
    assert (saved["identities"][0]["name"], "transport" in saved) == ("Kim Min-ji", False)


async def test_choosing_a_language_turns_the_form_to_it_and_keeps_what_was_typed(tmp_path: Path) -> None:
    screen, app, _ = opened(tmp_path, replace(FILLED, language="en"))
    try:
        async with app.run_test() as pilot:
            await settled(pilot)
            await type_into(pilot, Place.NAME, " Min-ji")
            await pilot.press("tab", "enter", "down", "enter")
            await settled(pilot)
            assert screen.values.language == "ko"
            assert words.active() == "ko"
            assert screen.values.name == "Kim Min-ji"
            assert screen.focused is screen.query_one("#field-language")
    finally:
        words.use("en")


async def test_ctrl_s_in_an_open_list_closes_it_without_a_choice_and_tests_the_form(tmp_path: Path) -> None:
    screen, app, _ = opened(tmp_path, replace(FILLED, address="kim@"))
    async with app.run_test() as pilot:
        await settled(pilot)
        screen.query_one(FirstRunForm).focus_place(Place.SECURITY)
        await pilot.press("enter", "down")
        assert isinstance(app.screen, ChoiceList)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.screen is screen and "! kim@ is not a mail address" in text_of(app))
        assert screen.values.security is FILLED.security


async def test_leaving_a_changed_form_takes_two_escapes(tmp_path: Path) -> None:
    _, app, _ = opened(tmp_path)
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("x", "escape")
        await settled(pilot)
        assert app.results == []
        assert "Press Escape again" in text_of(app)
        await pilot.press("escape")
        await settled(pilot)
        assert app.results == [None]


async def test_every_field_is_reached_by_tab_in_a_small_terminal(tmp_path: Path) -> None:
    screen, app, _ = opened(tmp_path)
    async with app.run_test(size=(40, 20)) as pilot:
        await settled(pilot)
        seen = []
        for _turn in range(11):
            assert screen.focused is not None
            seen.append(screen.focused.id)
            assert screen.focused.region.overlaps(screen.query_one("#first-run-fields").region), screen.focused
            await pilot.press("tab")
            await pilot.pause()
            if screen.focused is screen.query_one("#first-run-save"):
                break
        assert seen[0] == "field-address"
        assert seen[-1] == "field-policy"
        assert screen.focused is screen.query_one("#first-run-save")
        assert "Test and save" in text_of(app)
