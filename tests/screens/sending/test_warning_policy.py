"""The policy changes while the warning is open: judged again, and shown with the care of the first time."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace
from textual import events
from textual.pilot import Pilot

from composer import words
from composer.drafting.judging import Assessment
from composer.drafting.policy_watch import PolicyEvent, PolicyNews
from composer.drafting.repairs import DropFile
from composer.drafting.warning_session import WarningAnswer, WarningSession
from composer.errors import PolicyFaultsError
from composer.message.composition import Composition
from composer.reasons import ReasonCode
from composer.screens.sending.warning import WarningScreen
from composer.sentences.file_faults import faults_error
from composer.sentences.reasons import reason, reason_words
from policy.settings import Apply, OutgoingWarning, Policy
from policy.verdict import Outcome, consent_hash
from tests.screens.dialog_support import CLOCK, NOW, Assessor, DialogApp, in_force, message, policy
from tests.screens.sending.warning_support import NARROW, PC, late, said

NEWS = PolicyNews(PolicyEvent.CHANGED, NOW)
NEW_WORDS = policy(text="New words.")
INDIVIDUALLY = policy(Apply.NOT_INDIVIDUALLY)
OFF = replace(policy(), warning=OutgoingWarning(enabled=False))
FEWER = replace(policy(), limits=replace(policy().limits, max_external_recipients=1))
FAULT = reason(
    ReasonCode.FILE_FAULT,
    file="policy.toml",
    line=3,
    column=1,
    key="apply",
    kind="unknown_key",
    found="apply",
    expected="",
)


class World:
    """A policy that a test exchanges or breaks under the dialog."""

    def __init__(self) -> None:
        self.assess = Assessor()
        self.is_broken = False

    def __call__(self, composition: Composition) -> Assessment:
        if self.is_broken:
            raise faults_error(PolicyFaultsError, "policy.toml", [FAULT])
        return self.assess(composition)

    def use(self, of: Policy) -> None:
        self.is_broken = False
        self.assess.in_force = replace(in_force(of), id="1" * 64)

    def dialog(self, **changes: object) -> DialogApp[WarningAnswer]:
        return DialogApp(lambda: WarningScreen(self(message(**changes)), self, CLOCK))


def opened(app: DialogApp[WarningAnswer]) -> WarningScreen:
    screen = app.screen
    assert isinstance(screen, WarningScreen)
    return screen


async def changed(pilot: Pilot[None], world: World, of: Policy | None) -> WarningScreen:
    """Another policy comes into force, or none that can be used, and the dialog hears of it."""
    if of is None:
        world.is_broken = True
    else:
        world.use(of)
    assert isinstance(pilot.app.screen, WarningScreen)
    screen = pilot.app.screen
    screen.policy_changed(NEWS)
    await pilot.pause()
    return screen


@pytest.mark.parametrize("size", [PC, NARROW])
@pytest.mark.parametrize(
    ("of", "outcome", "text", "rule"),
    [
        (NEW_WORDS, Outcome.WARN, "New words.", "Always apply"),
        (INDIVIDUALLY, Outcome.WARN, "This message goes outside Hanbit", "individually"),
        (OFF, Outcome.SEND, "There is nothing left to warn about.", ""),
        (FEWER, Outcome.REFUSE, "2 outside recipients; at most 1 are allowed.", ""),
    ],
)
async def test_text_rule_and_outcome_are_those_of_the_new_policy_and_the_title_says_that_it_changed(
    size: tuple[int, int], of: Policy, outcome: Outcome, text: str, rule: str
) -> None:
    world = World()
    app = world.dialog()
    async with app.run_test(size=size) as pilot:
        screen = await changed(pilot, world, of)
        assert screen.session.outcome is outcome
        assert text in said(pilot, "#warning-text")
        assert rule in said(pilot, "#warning-rule")
        assert "The policy has changed." in str(screen.query_one("#warning-title").render())
        assert screen.query_one("#warning-send").disabled is (outcome is Outcome.REFUSE)


@pytest.mark.parametrize("selector", ["#warning-send", "#warning-individually", "#warning-outside", "#warning-back"])
async def test_the_focus_is_on_go_back_again_wherever_it_was(selector: str) -> None:
    world = World()
    app = world.dialog()
    async with app.run_test(size=PC) as pilot:
        opened(app).set_focus(opened(app).query_one(selector))
        screen = await changed(pilot, world, NEW_WORDS)
        assert app.focused is screen.query_one("#warning-back")
        assert "Nothing is sent and nothing is lost." in said(pilot, "#warning-hint")


@pytest.mark.parametrize(
    "keys", [["enter"], ["tab", "enter"], ["space"], ["escape"], ["delete"], ["shift+tab", "enter"]]
)
async def test_keys_typed_before_the_new_paint_are_dropped(keys: list[str]) -> None:
    world = World()
    app = world.dialog()
    async with app.run_test(size=PC) as pilot:
        screen = opened(app)
        screen.set_focus(screen.query_one("#warning-send"))
        world.use(NEW_WORDS)
        screen.policy_changed(NEWS)
        for key in keys:
            app.post_message(events.Key(key, None))
        await pilot.pause()
        assert app.answers == []
        assert app.focused is screen.query_one("#warning-back")
        assert not screen.session.can_undo


@pytest.mark.parametrize("selector", ["#warning-send", "#warning-individually", "#warning-outside"])
async def test_a_key_typed_before_the_new_paint_and_delivered_after_it_is_dropped(selector: str) -> None:
    world = World()
    app = world.dialog()
    async with app.run_test(size=PC) as pilot:
        first = opened(app).painted_at
        screen = await changed(pilot, world, NEW_WORDS)
        assert first is not None
        assert screen.painted_at is not None
        assert screen.painted_at > first
        screen.set_focus(screen.query_one(selector))
        for key in ("enter", "space", "delete", "ctrl+z", "escape"):
            app.post_message(late(events.Key(key, None), screen))
        await pilot.pause()
        assert (app.answers, screen.session.can_undo) == ([], False)


async def test_a_click_on_send_before_the_new_paint_is_dropped() -> None:
    world = World()
    app = world.dialog()
    async with app.run_test(size=PC) as pilot:
        screen = opened(app)
        x, y = screen.query_one("#warning-send").region.offset
        world.use(NEW_WORDS)
        screen.policy_changed(NEWS)
        for kind in (events.MouseDown, events.MouseUp):
            app.post_message(kind(None, x, y, 0, 0, 1, False, False, False, x, y))
        await pilot.pause()
        assert app.answers == []


async def test_the_answer_after_the_change_consents_to_what_the_new_policy_shows() -> None:
    world = World()
    before = world(message())
    app = world.dialog()
    async with app.run_test(size=PC) as pilot:
        await changed(pilot, world, NEW_WORDS)
        await pilot.press("tab", "enter")
        (answer,) = app.answers
        assert answer is not None
        assert answer.consent is not None
        assert answer.assessment.verdict.policy_id == "1" * 64
        assert answer.consent.hash == consent_hash(answer.assessment.draft, answer.assessment.verdict)
        assert answer.consent.hash != consent_hash(before.draft, before.verdict)


async def test_repairs_stay_and_can_still_be_undone() -> None:
    world = World()
    app = world.dialog()
    async with app.run_test(size=PC) as pilot:
        screen = opened(app)
        await pilot.click("#warning-individually")
        await pilot.pause()
        await changed(pilot, world, NEW_WORDS)
        repaired = screen.session.assessment
        await pilot.press("ctrl+z")
        await pilot.pause()
        undone = screen.session.assessment
        assert [one.composition.individually for one in (repaired, undone)] == [True, False]
        assert {one.verdict.policy_id for one in (repaired, undone)} == {"1" * 64}


@pytest.mark.parametrize("size", [PC, NARROW])
async def test_under_a_broken_policy_nothing_can_be_sent_from_the_dialog(size: tuple[int, int]) -> None:
    world = World()
    app = world.dialog()
    async with app.run_test(size=size) as pilot:
        screen = await changed(pilot, world, None)
        assert screen.query_one("#warning-send").disabled
        assert said(pilot, "#warning-hint") == f"Nothing is sent while the policy cannot be used: {reason_words(FAULT)}"
        await pilot.press("tab", "tab", "tab")
        assert app.focused is not screen.query_one("#warning-send")
        assert app.answers == []
        await changed(pilot, world, NEW_WORDS)
        assert not screen.query_one("#warning-send").disabled
        assert "New words." in said(pilot, "#warning-text")


async def test_a_change_of_the_language_keeps_send_out_of_reach_under_a_broken_policy() -> None:
    world = World()
    app = world.dialog()
    async with app.run_test(size=PC) as pilot:
        screen = await changed(pilot, world, None)
        for node in (*screen.walk_children(), screen):
            retranslate: Callable[[], None] | None = getattr(node, "retranslate", None)
            if retranslate is not None:
                retranslate()
        assert screen.query_one("#warning-send").disabled


async def test_a_dialog_that_was_opened_under_the_new_policy_is_left_alone_by_the_news_of_it() -> None:
    world = World()
    world.use(NEW_WORDS)
    app = world.dialog()
    async with app.run_test(size=PC) as pilot:
        screen, painted = opened(app), opened(app).painted_at
        screen.set_focus(screen.query_one("#warning-send"))
        screen.policy_changed(NEWS)
        await pilot.pause()
        assert (screen.painted_at, app.focused) == (painted, screen.query_one("#warning-send"))
        assert "The policy has changed." not in str(screen.query_one("#warning-title").render())


async def test_a_policy_that_is_mended_as_it_was_gives_send_back_and_says_nothing_of_a_change() -> None:
    world = World()
    app = world.dialog()
    async with app.run_test(size=PC) as pilot:
        screen = await changed(pilot, world, None)
        world.is_broken = False
        screen.policy_changed(NEWS)
        await pilot.pause()
        assert not screen.query_one("#warning-send").disabled
        assert app.focused is screen.query_one("#warning-back")
        assert "The policy has changed." not in str(screen.query_one("#warning-title").render())


async def test_a_dialog_that_was_answered_hears_nothing_more() -> None:
    world = World()
    app = world.dialog()
    async with app.run_test(size=PC) as pilot:
        screen = opened(app)
        screen.action_go_back()
        world.use(NEW_WORDS)
        screen.policy_changed(NEWS)
        await pilot.pause()
        assert [answer.send for answer in app.answers if answer] == [False]
        assert not screen.session.policy_changed


# Without a screen


def session() -> tuple[WarningSession, World]:
    world = World()
    return WarningSession(world(message()), world), world


def test_previews_made_before_are_judged_anew() -> None:
    open_session, world = session()
    assert open_session.preview(DropFile(0)).verdict.outcome is Outcome.WARN
    world.use(policy(Apply.ATTACHMENTS))
    open_session.judge_again()
    assert open_session.preview(DropFile(0)).verdict.outcome is Outcome.SEND


def test_under_a_broken_policy_no_answer_sends_and_going_back_keeps_the_message() -> None:
    open_session, world = session()
    world.is_broken = True
    open_session.judge_again()
    assert (open_session.outcome, open_session.send(NOW, NOW)) == (Outcome.REFUSE, None)
    assert open_session.go_back().composition == message()


def test_a_repair_that_can_be_judged_shows_that_the_policy_is_mended() -> None:
    open_session, world = session()
    world.is_broken = True
    open_session.judge_again()
    world.is_broken = False
    open_session.apply(DropFile(0))
    assert (open_session.fault, open_session.outcome) == (None, Outcome.WARN)


@pytest.mark.parametrize("language", ["ko", "ja"])
async def test_what_is_wrong_with_the_policy_is_said_in_the_language_that_is_active_now(language: str) -> None:
    world = World()
    app = world.dialog()
    async with app.run_test(size=PC) as pilot:
        screen = await changed(pilot, world, None)
        english = said(pilot, "#warning-hint")
        assert reason_words(FAULT) in english
        words.use(language)
        screen.retranslate()
        await pilot.pause()
        assert reason_words(FAULT) in said(pilot, "#warning-hint")
        assert reason_words(FAULT) not in english
