"""The dialog of the gate: a finished message of another client, asked about and mended in a few ways."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from msgspec.structs import replace
from rich.cells import cell_len
from textual.pilot import Pilot

from composer import words
from composer.apps.gate_app import GateApp
from composer.drafting.judging import Assessment
from composer.gate.asking.dialog_request import DialogRequest
from composer.message.composition import Composition
from composer.screens.compose.level import LevelScreen
from composer.screens.sending.questions import QuestionScreen
from composer.screens.sending.warning import WarningScreen
from composer.services.policy_source import PolicySource
from composer.widgets.plain import Line
from policy.questions import QuestionCode
from policy.settings import Expiry, Level, LevelSettings, OutgoingWarning, Policy, Surface
from policy.verdict import Outcome, PolicyInForce, consent_hash
from tests.golden import assert_golden, picture
from tests.pilots import until
from tests.screens.dialog_support import CLOCK, Assessor, focus, in_force, message, policy
from tests.screens.sending.warning_support import NARROW, PC, rows, said

LEVELS = policy(restricted=LevelSettings(True, "", Expiry.MONTH, True, False))
EMPTY: dict[str, Any] = {"subject": ""}


class Office:
    """The rules and the policy in force, which a test exchanges."""

    def __init__(self, of: Policy = LEVELS) -> None:
        self.assess = Assessor(of)
        self.surfaces: set[Surface] = set()
        self.chosen: Surface | None = None
        """What the member's settings say."""

    def current(self) -> PolicyInForce:
        return self.assess.in_force

    def judge(self, composition: Composition, surface: Surface) -> Assessment:
        self.surfaces.add(surface)
        self.assess.member = replace(self.assess.member, surface=surface)
        return self.assess(composition)

    def use(self, of: Policy) -> None:
        self.assess.in_force = replace(in_force(of), id="1" * 64)

    def request(self, answered: frozenset[QuestionCode] = frozenset(), **changes: Any) -> DialogRequest:
        source: PolicySource = self
        return DialogRequest(
            message(**changes), self.judge, CLOCK, source, answered, "smtp.hanbit.example", surface=self.chosen
        )


@asynccontextmanager
async def asking(
    office: Office | None = None,
    size: tuple[int, int] = PC,
    is_awaited: Callable[[], bool] = lambda: True,
    answered: frozenset[QuestionCode] = frozenset(),
    **changes: Any,
) -> AsyncIterator[Pilot[Any]]:
    """The dialog, painted."""
    app = GateApp((office or Office()).request(answered, **changes), is_awaited=is_awaited)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: getattr(app.screen, "painted_at", None))
        await pilot.pause()
        yield pilot


async def ended(pilot: Pilot[Any]) -> GateApp:
    app = pilot.app
    assert isinstance(app, GateApp)
    await until(pilot, lambda: app._exit)
    return app


async def on(pilot: Pilot[Any], screen: type[Any]) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, screen) and pilot.app.screen.painted_at)
    await pilot.pause()


def look(pilot: Pilot[Any]) -> None:
    """Let the app notice another policy now."""
    app = pilot.app
    assert isinstance(app, GateApp)
    app.look_at_policy()


def outcome(pilot: Pilot[Any]) -> Outcome:
    screen = pilot.app.screen
    assert isinstance(screen, WarningScreen)
    return screen.session.outcome


# How it looks


@pytest.mark.parametrize(
    ("language", "size"),
    [("en", PC), ("ko", PC), ("ja", PC), ("en", NARROW)],
    ids=["en", "ko", "ja", "narrow"],
)
async def test_the_dialog_is_said_in_every_language(language: str, size: tuple[int, int]) -> None:
    words.use(language)
    try:
        async with asking(size=size) as pilot:
            await assert_golden(pilot, f"gate-{language}-{size[0]}x{size[1]}")
    finally:
        words.use("en")


async def test_sender_and_way_are_named() -> None:
    async with asking() as pilot:
        assert said(pilot, "#warning-from") == "From: kim@hanbit.example, through smtp.hanbit.example"


@pytest.mark.parametrize(
    ("subject", "shown"),
    [
        ("[PATCH 2/3] Mend it", "Subject: [PATCH 2/3] Mend it"),
        ("a\x1b[2J\u202eb", "Subject: a[2Jb"),
        (" ", "No subject"),
    ],
)
async def test_the_subject_tells_which_message_is_asked_about(subject: str, shown: str) -> None:
    asked = frozenset(QuestionCode)
    async with asking(answered=asked, subject=subject) as pilot:
        line = pilot.app.screen.query_one("#warning-subject", Line)
        assert line.text == shown
        assert line.size.height == 1
        assert line.text in picture(pilot.app)


async def test_the_subject_is_cut_anew_where_the_terminal_becomes_another() -> None:
    async with asking(subject="a word or two " * 10) as pilot:
        line = pilot.app.screen.query_one("#warning-subject", Line)
        for size in (NARROW, PC):
            await pilot.resize_terminal(*size)
            await until(pilot, lambda: line.size.width and cell_len(line.text) > line.size.width - 8)
            assert line.text.endswith("...")
            assert cell_len(line.text) <= line.size.width


async def test_a_hostile_name_of_the_transport_is_cleaned() -> None:
    request = replace(Office().request(), transport_name="smtp\x1b[2J\u202e.example")
    async with GateApp(request).run_test(size=PC) as pilot:
        await on(pilot, WarningScreen)
        assert not {"\x1b", "\u202e"} & set(picture(pilot.app))


# Answers


@pytest.mark.parametrize("keys", [["enter"], ["escape"], ["ctrl+c"]])
async def test_going_back_sends_nothing(keys: list[str]) -> None:
    async with asking() as pilot:
        await pilot.press(*keys)
        answer = (await ended(pilot)).answer
    assert (answer.send, answer.consent, answer.composition) == (False, None, message())


async def test_only_leaving_the_warning_tells_how_long_it_was_open() -> None:
    async with asking() as pilot:
        await pilot.press("enter")
        assert (await ended(pilot)).answer.milliseconds == 0
    async with asking(**EMPTY) as pilot:
        await pilot.press("enter")
        assert (await ended(pilot)).answer.milliseconds is None


@pytest.mark.parametrize(
    ("size", "chosen", "expected"),
    [
        (PC, None, Surface.PC),
        (NARROW, None, Surface.MOBILE),
        (PC, Surface.MOBILE, Surface.MOBILE),
        (NARROW, Surface.PC, Surface.PC),
    ],
)
async def test_sending_gives_a_consent_to_what_was_shown_and_the_surface_it_was_judged_on(
    size: tuple[int, int], chosen: Surface | None, expected: Surface
) -> None:
    office = Office()
    office.chosen = chosen
    async with asking(office, size) as pilot:
        await pilot.press("tab", "enter")
        answer = (await ended(pilot)).answer
    judged = office.assess(answer.composition)
    assert answer.send
    assert answer.consent is not None
    assert answer.consent.hash == consent_hash(judged.draft, judged.verdict)
    assert (answer.surface, office.surfaces) == (expected, {expected})


async def test_questions_come_first_and_the_warning_last() -> None:
    async with asking(**EMPTY) as pilot:
        await on(pilot, QuestionScreen)
        await pilot.press("tab", "enter")
        await on(pilot, WarningScreen)
        await pilot.press("tab", "enter")
        answer = (await ended(pilot)).answer
    assert (answer.send, answer.answered) == (True, frozenset({QuestionCode.EMPTY_SUBJECT}))


async def test_a_question_that_was_answered_before_is_not_asked_again() -> None:
    async with asking(answered=frozenset({QuestionCode.EMPTY_SUBJECT}), **EMPTY) as pilot:
        assert isinstance(pilot.app.screen, WarningScreen)


async def test_a_message_inside_with_a_question_is_sent_without_a_warning() -> None:
    async with asking(to="lee@hanbit.example", **EMPTY) as pilot:
        await pilot.press("tab", "enter")
        answer = (await ended(pilot)).answer
    assert (answer.send, answer.consent) == (True, None)


# Repairs


async def test_the_files_of_a_finished_message_stay_and_the_list_says_so() -> None:
    async with asking() as pilot:
        heading = str(pilot.app.screen.query_one("#warning-files-heading").render())
        assert heading == "1 file, part of the finished message. To take it out, go back."
        await focus(pilot, "#warning-files")
        await pilot.press("delete")
        await pilot.pause()
        assert len(rows(pilot, "#warning-files")) == 1
        await pilot.press("escape")
        assert (await ended(pilot)).answer.composition == message()


async def test_outside_recipients_can_be_removed_and_the_repairs_stay_when_going_back() -> None:
    async with asking(to="lee@hanbit.example, park@other.example") as pilot:
        await focus(pilot, "#warning-outside")
        await pilot.press("delete")
        await until(pilot, lambda: outcome(pilot) is Outcome.SEND)
        await pilot.press("escape")
        answer = (await ended(pilot)).answer
    assert (answer.send, answer.composition.to) == (False, "lee@hanbit.example")


async def test_individually_is_offered() -> None:
    async with asking() as pilot:
        await pilot.click("#warning-individually")
        await pilot.pause()
        await pilot.press("escape")
        assert (await ended(pilot)).answer.composition.individually


async def pick_restricted(pilot: Pilot[Any]) -> None:
    await focus(pilot, "#warning-level")
    await pilot.press("enter")
    await on(pilot, LevelScreen)
    await pilot.press("down", "enter")
    await on(pilot, WarningScreen)


async def test_a_level_for_inside_is_refused_while_outsiders_are_there() -> None:
    async with asking() as pilot:
        await pick_restricted(pilot)
        assert outcome(pilot) is Outcome.REFUSE
        assert pilot.app.screen.query_one("#warning-send").disabled
        await pilot.press("ctrl+z")
        await pilot.pause()
        assert outcome(pilot) is Outcome.WARN


async def test_a_level_for_inside_brings_its_defaults_and_is_sent_where_nobody_is_outside() -> None:
    async with asking(to="lee@hanbit.example, park@other.example") as pilot:
        await focus(pilot, "#warning-outside")
        await pilot.press("delete")
        await pick_restricted(pilot)
        assert said(pilot, "#warning-from").endswith("\nSecurity level: Restricted")
        await focus(pilot, "#warning-send")
        await pilot.press("enter")
        answer = (await ended(pilot)).answer
    sent = answer.composition
    assert answer.send
    assert (sent.level, sent.expires_after, sent.forwarding_prohibited) == (Level.RESTRICTED, Expiry.MONTH, True)


async def test_leaving_the_levels_changes_nothing() -> None:
    async with asking() as pilot:
        await focus(pilot, "#warning-level")
        assert "cannot go outside" in said(pilot, "#warning-hint")
        await pilot.press("enter")
        await on(pilot, LevelScreen)
        await pilot.press("escape")
        await on(pilot, WarningScreen)
        assert outcome(pilot) is Outcome.WARN


async def test_without_a_level_in_use_none_is_offered() -> None:
    async with asking(Office(policy())) as pilot:
        assert not pilot.app.screen.query_one("#warning-level").display


# What changes meanwhile


async def test_another_policy_is_noticed_and_the_open_dialog_judged_by_it() -> None:
    office = Office()
    async with asking(office) as pilot:
        office.use(policy(text="New words."))
        look(pilot)
        await until(pilot, lambda: "New words." in said(pilot, "#warning-text"))


async def test_a_policy_that_asks_for_no_warning_any_more_leaves_a_plain_send() -> None:
    office = Office()
    async with asking(office) as pilot:
        office.use(replace(LEVELS, warning=OutgoingWarning(enabled=False)))
        look(pilot)
        await until(pilot, lambda: outcome(pilot) is Outcome.SEND)
        await pilot.press("tab")
        await focus(pilot, "#warning-send")
        await pilot.press("enter")
        answer = (await ended(pilot)).answer
    assert (answer.send, answer.consent) == (True, None)


async def test_a_message_that_a_new_policy_refuses_under_a_question_shows_why_and_can_be_mended() -> None:
    office = Office()
    async with asking(office, to="lee@hanbit.example, park@other.example, choi@other.example", **EMPTY) as pilot:
        await on(pilot, QuestionScreen)
        office.use(replace(LEVELS, limits=replace(LEVELS.limits, max_external_recipients=1)))
        await pilot.press("tab", "enter")
        await on(pilot, WarningScreen)
        assert said(pilot, "#warning-text") == "2 outside recipients; at most 1 are allowed."
        await focus(pilot, "#warning-outside")
        await pilot.press("down", "delete")
        await until(pilot, lambda: outcome(pilot) is Outcome.WARN)
        await focus(pilot, "#warning-send")
        await pilot.press("enter")
        answer = (await ended(pilot)).answer
    assert answer.send
    assert answer.composition.to == "lee@hanbit.example, choi@other.example"


async def test_where_nobody_waits_any_more_the_dialog_ends_without_sending() -> None:
    waiting = [True]
    async with asking(is_awaited=lambda: waiting[0]) as pilot:
        waiting.clear()
        waiting.append(False)
        app = await ended(pilot)
        assert (app.answer.send, app.return_value) == (False, 128 + 15)


def test_a_fault_of_the_dialog_sends_nothing_and_writes_nothing_over_the_clients_screen(
    capfd: pytest.CaptureFixture[str],
) -> None:
    def judge(_composition: Composition, _surface: Surface) -> Assessment:
        raise RuntimeError("what was written")

    app = GateApp(replace(Office().request(), judge=judge))
    app.run(headless=True)
    assert app.crash
    assert "what was written" not in app.crash
    assert not app.answer.send
    assert capfd.readouterr() == ("", "")
