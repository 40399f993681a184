from __future__ import annotations

from pathlib import Path
from typing import Any

from msgspec.structs import replace
from textual.pilot import Pilot

from composer.message.composition import Composition
from composer.screens.compose.screen import ComposeScreen
from composer.screens.dialogs.notice import NoticeScreen
from composer.screens.sending.progress import SendingScreen
from composer.screens.sending.questions import QuestionScreen
from composer.screens.sending.warning import WarningScreen
from composer.services.drafts import DraftNote, SavedDraft
from composer.widgets.fields.choice_list import ChoiceList
from policy.questions import QuestionCode
from policy.settings import Apply, OutgoingWarning
from tests.pilots import until
from tests.screens.support import World, composer, judged, policy, settled

INSIDE = Composition(to="lee@hanbit.example", subject="Plan", body="See you.")
OUTSIDE = Composition(to="park@other.example", subject="Offer", body="See you.")


async def shown(pilot: Pilot[Any], kind: type[Any]) -> Any:
    """Wait until a screen of this kind is in front and can be answered."""
    await until(pilot, lambda: isinstance(pilot.app.screen, kind) and pilot.app.screen.focused is not None)
    return pilot.app.screen


async def test_mail_inside_leaves_without_a_question(tmp_path: Path) -> None:
    world = World(tmp_path)
    app = world.app(INSIDE)
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("ctrl+s")
        await shown(pilot, SendingScreen)
        (sent,) = world.judging.accepted
        assert sent.composition.to == "lee@hanbit.example"
        assert sent.consent is None


async def test_mail_outside_meets_the_warning_and_leaves_with_a_consent(tmp_path: Path) -> None:
    world = World(tmp_path)
    async with world.app(OUTSIDE).run_test() as pilot:
        await settled(pilot)
        await pilot.press("ctrl+s")
        await shown(pilot, WarningScreen)
        assert world.judging.accepted == []
        await pilot.click("#warning-send")
        await shown(pilot, SendingScreen)
        assert world.judging.accepted[0].consent is not None


async def test_going_back_from_the_warning_loses_nothing(tmp_path: Path) -> None:
    world = World(tmp_path)
    async with world.app(OUTSIDE).run_test() as pilot:
        screen = await judged(pilot)
        before = screen.read()
        await pilot.press("ctrl+s")
        await shown(pilot, WarningScreen)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ComposeScreen))
        assert screen.read() == before
        assert world.judging.accepted == []


async def test_a_repair_in_the_warning_is_what_is_sent_and_shown(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.source.policy = policy(warning=replace(policy().warning, apply=Apply.NOT_INDIVIDUALLY))
    async with world.app(OUTSIDE).run_test() as pilot:
        await settled(pilot)
        await pilot.press("ctrl+s")
        await shown(pilot, WarningScreen)
        await pilot.click("#warning-individually")
        await settled(pilot)
        await pilot.click("#warning-send")
        await shown(pilot, SendingScreen)
        assert world.judging.accepted[0].composition.individually
        assert world.judging.accepted[0].consent is None


async def test_ctrl_s_in_the_open_list_of_senders_closes_it_and_sends_nothing_yet(tmp_path: Path) -> None:
    world = World(tmp_path)
    async with world.app(INSIDE).run_test() as pilot:
        screen = await judged(pilot)
        screen.query_one("#from").focus()
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, ChoiceList)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: pilot.app.screen is screen)
        assert world.judging.accepted == []
        await pilot.press("ctrl+s")
        await shown(pilot, SendingScreen)


async def test_a_second_ctrl_s_does_nothing(tmp_path: Path) -> None:
    world = World(tmp_path)
    async with world.app(OUTSIDE).run_test() as pilot:
        screen = await judged(pilot)
        screen.action_send()
        screen.action_send()
        await shown(pilot, WarningScreen)
        assert len(pilot.app.screen_stack) == 2


async def test_a_refusal_is_named_and_its_field_gets_the_focus(tmp_path: Path) -> None:
    world = World(tmp_path)
    async with world.app(replace(INSIDE, to="lee@hanbit.example, kim@")).run_test() as pilot:
        await settled(pilot)
        await pilot.press("ctrl+s")
        notice = await shown(pilot, NoticeScreen)
        assert "kim@" in notice.text
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, ComposeScreen))
        assert pilot.app.focused is composer(pilot).query_one("#to")
        assert world.judging.accepted == []


async def test_a_refusal_in_a_hidden_field_shows_the_field(tmp_path: Path) -> None:
    async with World(tmp_path).app(replace(INSIDE, bcc="nobody")).run_test() as pilot:
        await settled(pilot)
        await pilot.press("ctrl+s")
        await shown(pilot, NoticeScreen)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, ComposeScreen))
        assert pilot.app.focused is composer(pilot).query_one("#bcc")


async def test_all_refusals_are_named_at_once(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.source.policy = policy(limits=replace(policy().limits, max_external_recipients=1))
    opened = Composition(to="a@x.example, b@y.example, c@", subject="s", body="b")
    async with world.app(opened).run_test() as pilot:
        await settled(pilot)
        await pilot.press("ctrl+s")
        notice = await shown(pilot, NoticeScreen)
        assert "c@" in notice.text
        assert "at most 1" in notice.text


async def test_each_question_is_asked_once_in_an_attempt_and_again_in_the_next(tmp_path: Path) -> None:
    world = World(tmp_path)
    async with world.app(replace(OUTSIDE, subject="")).run_test() as pilot:
        await settled(pilot)
        for _attempt in range(2):
            await pilot.press("ctrl+s")
            await shown(pilot, QuestionScreen)
            await pilot.click("#answer-1")
            await shown(pilot, WarningScreen)
            await pilot.press("enter")
            await until(pilot, lambda: isinstance(pilot.app.screen, ComposeScreen))
            await settled(pilot)
        assert world.judging.accepted == []


async def test_no_to_a_question_sends_nothing(tmp_path: Path) -> None:
    world = World(tmp_path)
    async with world.app(replace(INSIDE, subject="")).run_test() as pilot:
        await settled(pilot)
        await pilot.press("ctrl+s")
        await shown(pilot, QuestionScreen)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ComposeScreen))
        await settled(pilot)
        assert world.judging.accepted == []
        await pilot.press("ctrl+s")
        await shown(pilot, QuestionScreen)
        await pilot.click("#answer-1")
        await shown(pilot, SendingScreen)
        assert world.judging.accepted[0].answered == {QuestionCode.EMPTY_SUBJECT}


async def test_an_empty_text_is_asked_about_once(tmp_path: Path) -> None:
    world = World(tmp_path)
    async with world.app(replace(INSIDE, body="\n\n-- \nKim Min-ji")).run_test() as pilot:
        await settled(pilot)
        await pilot.press("ctrl+s")
        await shown(pilot, QuestionScreen)
        assert world.judging.accepted == []
        await pilot.click("#answer-1")
        await shown(pilot, SendingScreen)
        assert world.judging.accepted[0].answered == {QuestionCode.EMPTY_BODY}


async def test_a_policy_that_changes_while_one_answers_is_asked_again(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.source.policy = policy(warning=OutgoingWarning(enabled=False))

    def switch_on() -> None:
        world.source.policy = policy()
        world.judging.before_accept = lambda: None

    world.judging.before_accept = switch_on
    async with world.app(OUTSIDE).run_test() as pilot:
        await settled(pilot)
        await pilot.press("ctrl+s")
        await shown(pilot, WarningScreen)
        assert world.judging.accepted == []
        await pilot.click("#warning-send")
        await shown(pilot, SendingScreen)
        assert world.judging.accepted[0].consent is not None


async def test_a_broken_policy_sends_nothing_and_says_so(tmp_path: Path) -> None:
    world = World(tmp_path)
    async with world.app(INSIDE).run_test() as pilot:
        screen = await judged(pilot)
        world.source.faults = ("line 3: apply: not one of the four",)
        screen.judging.now()
        await pilot.press("ctrl+s")
        notice = await shown(pilot, NoticeScreen)
        assert "line 3" in notice.text
        assert world.judging.accepted == []


async def test_the_draft_is_gone_after_sending_and_nothing_writes_it_again(tmp_path: Path) -> None:
    world = World(tmp_path)
    async with world.app(INSIDE).run_test() as pilot:
        screen = await judged(pilot)
        screen.form.body.focus()
        await pilot.press("x", "ctrl+s")
        await shown(pilot, SendingScreen)
        screen.changed()
        screen.autosave.write()
        await settled(pilot)
        assert list(world.drafts.list()) == []


async def test_after_sending_a_fresh_composer_opens(tmp_path: Path) -> None:
    world = World(tmp_path)
    async with world.app(INSIDE).run_test() as pilot:
        first = await judged(pilot)
        await pilot.press("ctrl+s")
        await shown(pilot, SendingScreen)
        await settled(pilot)
        await pilot.click("#sending-close")
        await until(pilot, lambda: isinstance(pilot.app.screen, ComposeScreen))
        await settled(pilot)
        assert composer(pilot) is not first
        assert composer(pilot).read().to == ""


async def test_a_composer_that_was_called_for_one_message_ends_after_it(tmp_path: Path) -> None:
    app = World(tmp_path).app(INSIDE, ends_after_sending=True)
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("ctrl+s")
        await shown(pilot, SendingScreen)
        await settled(pilot)
        await pilot.click("#sending-close")
        await until(pilot, lambda: not app.is_running)
    assert app.return_value == 0


async def test_what_is_undone_comes_back_as_a_draft_on_disk(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.services.settings = replace(
        world.settings, preferences=replace(world.settings.preferences, undo_seconds=30, individually=True)
    )
    taken_back = replace(INSIDE, sender="kim@hanbit.example")
    world.judging.taken_back = SavedDraft("d1", taken_back, world.clock.now(), DraftNote.UNDONE)
    async with world.app(INSIDE).run_test() as pilot:
        await settled(pilot)
        await pilot.press("ctrl+s")
        await shown(pilot, SendingScreen)
        await pilot.click("#sending-undo")
        await until(pilot, lambda: isinstance(pilot.app.screen, ComposeScreen))
        await settled(pilot)
        read = composer(pilot).read()
        assert (read.to, read.subject, read.body, read.individually) == (INSIDE.to, "Plan", "See you.", False)
        (draft,) = world.drafts.list()
        assert draft.note is DraftNote.UNDONE


async def test_a_disk_that_is_full_sends_nothing_and_says_so(tmp_path: Path) -> None:
    world = World(tmp_path)
    (tmp_path / "drafts").write_text("in the way")
    async with world.app(INSIDE).run_test() as pilot:
        await settled(pilot)
        await pilot.press("ctrl+s")
        await shown(pilot, NoticeScreen)
        assert world.judging.accepted == []
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, ComposeScreen))
        assert not composer(pilot).form.disabled
