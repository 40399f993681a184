from __future__ import annotations

import threading
import tomllib
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from textual.pilot import Pilot
from textual.widgets import Input

from composer import words
from composer.errors import TransportError
from composer.setup.first_run.saving import FirstRun, FirstRunResult, Surroundings
from composer.setup.first_run.values import FormValues, Place, PolicyChoice
from composer.screens.first_run.screen import FirstRunScreen
from composer.screens.first_run.form import FirstRunForm
from composer.screens.dialogs.replace import ReplaceScreen
from composer.services.member_settings import TransportKind, TransportSettings
from tests.screens.outbox_double import Host, settled, text_of, until

FILLED = FormValues(address="kim@hanbit.example", name="Kim", language="ko", host="smtp.hanbit.example")


def no_faults(_path: Path) -> None:
    """A policy that loads."""


def no_trouble(_settings: TransportSettings) -> None:
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
    def refuse(_settings: TransportSettings) -> None:
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
    def refuse(_settings: TransportSettings) -> None:
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


async def test_a_server_that_never_answers_ends_with_the_time_limit(tmp_path: Path) -> None:
    released = threading.Event()

    def silent(_settings: TransportSettings) -> None:
        released.wait(30)

    screen, app, _ = opened(tmp_path, patience=0.01, probe=silent)
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert "did not answer within" in text_of(app)
        assert not screen.is_busy
        released.set()


async def test_a_test_can_be_stopped_and_its_late_answer_changes_nothing(tmp_path: Path) -> None:
    started, released = threading.Event(), threading.Event()

    def slow(_settings: TransportSettings) -> None:
        started.set()
        released.wait(30)

    screen, app, setup = opened(tmp_path, probe=slow)
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("ctrl+s", "ctrl+s")
        await until(pilot, started.is_set)
        await pilot.press("escape")
        await settled(pilot)
        assert "The test was stopped." in text_of(app)
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
    def never(_settings: TransportSettings) -> None:
        raise AssertionError("a server was tried")

    _, app, setup = opened(tmp_path, replace(FILLED, transport=TransportKind.LOCAL), probe=never)
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert len(app.results) == 1
    assert setup.policy_file.exists()


async def test_a_policy_decided_elsewhere_is_shown_and_not_asked_for(tmp_path: Path) -> None:
    screen, app, _ = opened(
        tmp_path, replace(FILLED, policy=PolicyChoice.EXISTING), policy_in_force="/etc/presend/policy.toml"
    )
    async with app.run_test(size=(80, 40)) as pilot:
        await settled(pilot)
        assert not screen.query("#row-policy")
        assert "Policy in force: /etc/presend/policy.toml." in text_of(app)
        assert screen.values.policy is PolicyChoice.EXISTING


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
