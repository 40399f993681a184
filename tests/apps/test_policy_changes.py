"""The policy file is written under a running composer; the look at it is driven by hand, nothing waits for a timer."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from textual.pilot import Pilot

from composer import words
from composer.app import PresendApp
from composer.delivery.build import build_outbox
from composer.delivery.transports.local import LocalPost
from composer.drafting.policy_watch import LOOK_EVERY
from composer.message.composition import Composition
from composer.screens.compose.attach import AttachScreen
from composer.screens.compose.level import LevelScreen
from composer.screens.compose.screen import ComposeScreen
from composer.screens.dialogs.help import HelpScreen
from composer.screens.dialogs.notice import NoticeScreen
from composer.screens.drafts import DraftsScreen
from composer.screens.outbox import OutboxScreen
from composer.screens.sending.progress import SendingScreen
from composer.screens.sending.questions import QuestionScreen
from composer.screens.sending.warning import WarningScreen
from composer.services.drafts import DraftNote, SavedDraft
from composer.services.outbox import JobState
from composer.storage.policy.source import FilePolicySource
from composer.widgets.fields.choice import Choice
from composer.widgets.lists.attachment_list import AttachmentList
from composer.widgets.lists.report_box import ReportBox
from composer.widgets.plain import Line
from policy.settings import Expiry, Level
from policy.verdict import PolicyInForce
from tests.golden import assert_golden
from tests.pilots import until
from tests.policy.support import in_force
from tests.screens.sending.warning_support import said
from tests.screens.support import NOW, World, composer, line, settled

BASE = """
schema = 1
[company]
name = "Hanbit Trading"
domains = ["hanbit.example"]
languages = ["en"]
[mail.general]
attachment_size_limit = "{limit}"
[mail_security]
time_limited_files = "allow"
[mail_security.outgoing_warning]
enabled = {warns}
[mail_security.outgoing_warning.pc]
default = "{text}"
[mail_security.levels.restricted]
use = {restricted}
expires_after = "1 month"
forwarding_prohibited = true
[[lists]]
address = "sales@hanbit.example"
name = "Sales"
members = ["lee@hanbit.example"]
senders = ["{sender}"]
"""
INSIDE = Composition(to="lee@hanbit.example", subject="Plan", body="See you.")
OUTSIDE = Composition(to="park@other.example", subject="Offer", body="See you.")
RESTRICTED = replace(INSIDE, level=Level.RESTRICTED, expires_after=Expiry.MONTH, forwarding_prohibited=True)
AS_SALES = replace(INSIDE, sender="Sales <sales@hanbit.example>")
BROKEN = "schema = 1\n[company]\ndomains = 7\n"


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Before each test and after it."""
    words.use("en")
    yield
    words.use("en")


class Desk:
    """A world whose policy is a file on disk, and the outbox the real one."""

    def __init__(self, folder: Path, **first: object) -> None:
        self.folder = folder
        self.policy = folder / "policy.toml"
        self.write(**first)
        self.world = World(folder)
        services = self.world.services
        services.policy = FilePolicySource(self.policy)
        self.post = LocalPost(folder / "mail", lambda: services.policy.current().organization, services.clock)
        services.outbox = build_outbox(
            folder / "outbox",
            clock=services.clock,
            policy=services.policy,
            files=services.files,
            drafts=services.drafts,
            transport=self.post,
            audit=folder / "audit.jsonl",
        )

    def write(self, whole: str = "", /, **values: object) -> None:
        """Replace the policy file; values that are not given are those of the beginning."""
        given = {"limit": "10 kB", "warns": "true", "text": "Outside!", "restricted": "true",
                 "sender": "kim@hanbit.example"}  # fmt: skip
        fresh = self.folder / "policy.new"
        fresh.write_text(whole or BASE.format(**given | values))
        fresh.replace(self.policy)

    def hold(self, seconds: int) -> None:
        """Messages can be undone so long."""
        settings = self.world.services.settings
        self.world.services.settings = replace(
            settings, preferences=replace(settings.preferences, undo_seconds=seconds)
        )


async def look(pilot: Pilot[Any]) -> None:
    """One tick of the watch, and everything that comes of it."""
    app = pilot.app
    assert isinstance(app, PresendApp)
    app.look_at_policy()
    await settled(pilot)


async def shown(pilot: Pilot[Any], kind: type[Any]) -> Any:
    """Wait until a screen of this kind is in front and can be answered."""
    await until(pilot, lambda: isinstance(pilot.app.screen, kind) and pilot.app.screen.focused is not None)
    return pilot.app.screen


async def began(pilot: Pilot[Any]) -> ComposeScreen:
    """The composer, judged; from here on only the test looks at the policy."""
    await settled(pilot)
    app = pilot.app
    assert isinstance(app, PresendApp)
    assert app.policy_timer is not None
    app.policy_timer.pause()
    await look(pilot)
    assert line(pilot, "#notice") == ""
    return composer(pilot)


# The watch


async def test_the_app_looks_as_often_as_the_watch_says_and_never_twice_at_a_time(tmp_path: Path) -> None:
    world = World(tmp_path)
    source = Stuck()
    world.services.policy = source
    app = world.app(INSIDE)
    async with app.run_test() as pilot:
        await settled(pilot)
        assert app.policy_timer is not None
        assert app.policy_timer._interval == LOOK_EVERY
        app.policy_timer.pause()
        source.is_stuck = True
        app.look_at_policy()
        await until(pilot, source.begun.is_set)
        before = source.asked
        for _tick in range(3):
            app.look_at_policy()
            await pilot.pause()
        assert source.asked == before
        source.go_on.set()
        await settled(pilot)
        app.look_at_policy()
        await settled(pilot)
        assert source.asked > before


class Stuck:
    """A disk that answers the watch only when the test lets it; the screen is answered at once."""

    def __init__(self) -> None:
        self.asked = 0
        self.is_stuck = False
        self.begun, self.go_on = threading.Event(), threading.Event()

    def current(self) -> PolicyInForce:
        self.asked += 1
        if self.is_stuck and threading.current_thread() is not threading.main_thread():
            self.begun.set()
            assert self.go_on.wait(30)
        return in_force()


# The composer


def is_saved(pilot: Pilot[Any]) -> bool:
    """Whether the title says it, which happens at its own time."""
    state = composer(pilot).autosave.words()
    return bool(state) and line(pilot, "#title").endswith(state)


async def test_the_quiet_line_follows_and_a_notice_says_what_changed(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    async with desk.world.app(OUTSIDE).run_test(size=(80, 24)) as pilot:
        await began(pilot)
        assert "a warning will be shown" in line(pilot, "#quiet")
        desk.write(warns="false")
        await look(pilot)
        assert "no warning: it is switched off" in line(pilot, "#quiet")
        assert line(pilot, "#notice").startswith("The policy has changed. ")
        assert composer(pilot).query_one("#notice").display
        await until(pilot, lambda: is_saved(pilot))
        await assert_golden(pilot, "composer-policy-changed-80x24")


@pytest.mark.parametrize("tag", ["ko", "ja"])
async def test_the_notice_and_the_warning_speak_the_members_language(tmp_path: Path, tag: str) -> None:
    desk = Desk(tmp_path)
    async with desk.world.app(OUTSIDE).run_test(size=(80, 24)) as pilot:
        await began(pilot)
        app = pilot.app
        assert isinstance(app, PresendApp)
        app.switch_language(tag)
        desk.write(restricted="false")
        await look(pilot)
        await until(pilot, lambda: is_saved(pilot))
        await assert_golden(pilot, f"composer-policy-changed-{tag}-80x24")
        await pilot.press("ctrl+s")
        await shown(pilot, WarningScreen)
        desk.write(text="New words")
        await look(pilot)
        await assert_golden(pilot, f"warning-policy-changed-{tag}-80x24")


@pytest.mark.parametrize("meanwhile", ["", BROKEN], ids=["another", "a broken one"])
async def test_what_was_judged_under_a_policy_that_nobody_noticed_is_judged_again(
    tmp_path: Path, meanwhile: str
) -> None:
    desk = Desk(tmp_path)
    async with desk.world.app(OUTSIDE).run_test(size=(80, 24)) as pilot:
        await began(pilot)
        before = line(pilot, "#quiet")
        desk.write(meanwhile, warns="false")
        composer(pilot).judging.now()
        assert line(pilot, "#quiet") != before
        desk.write()
        await look(pilot)
        assert line(pilot, "#quiet") == before


async def test_in_a_narrow_terminal_the_notice_leaves_the_text_its_rows(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    async with desk.world.app(OUTSIDE).run_test(size=(40, 20)) as pilot:
        await began(pilot)
        desk.write(warns="false", restricted="false", text="Another")
        await look(pilot)
        assert composer(pilot).query_one("#notice").size.height <= 3
        await until(pilot, lambda: is_saved(pilot))
        await assert_golden(pilot, "composer-policy-changed-40x20")


async def test_the_notice_goes_with_the_next_key_and_f1_still_has_every_change(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    async with desk.world.app(INSIDE).run_test(size=(80, 40)) as pilot:
        await began(pilot)
        desk.write(warns="false", restricted="false", sender="min@hanbit.example")
        await look(pilot)
        assert line(pilot, "#notice").endswith("F1 shows all changes.")
        composer(pilot).form.body.focus()
        await pilot.press("x")
        await settled(pilot)
        assert line(pilot, "#notice") == ""
        await pilot.press("f1")
        await shown(pilot, HelpScreen)
        explained = pilot.app.screen.query_one("#help-send", Line).text
        assert "The policy has changed." in explained
        assert explained.count("\n- ") >= 3


async def test_help_that_is_open_explains_anew(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    async with desk.world.app(OUTSIDE).run_test() as pilot:
        await began(pilot)
        await pilot.press("f1")
        screen = await shown(pilot, HelpScreen)
        desk.write(warns="false")
        await look(pilot)
        assert "The policy has changed." in screen.query_one("#help-send").text


async def test_the_next_message_still_knows_the_last_change(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    async with desk.world.app(INSIDE).run_test() as pilot:
        first = await began(pilot)
        desk.write(warns="false")
        await look(pilot)
        await pilot.press("ctrl+n")
        await until(pilot, lambda: composer(pilot) is not first)
        await settled(pilot)
        assert any("no longer show the warning" in text for text in composer(pilot)._explained())


async def test_a_file_that_is_rewritten_with_the_same_words_says_nothing(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    async with desk.world.app(OUTSIDE).run_test() as pilot:
        await began(pilot)
        desk.write()
        await look(pilot)
        assert line(pilot, "#notice") == ""


async def test_a_broken_file_is_said_with_its_time_and_nothing_is_sent_until_it_is_mended(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    async with desk.world.app(INSIDE).run_test(size=(80, 24)) as pilot:
        await began(pilot)
        desk.write(BROKEN)
        await look(pilot)
        assert line(pilot, "#quiet").startswith("Cannot be sent: ")
        assert "the policy is broken" in line(pilot, "#title")
        assert line(pilot, "#notice").startswith("Since ")
        assert "9:30" in line(pilot, "#notice")
        await pilot.press("ctrl+s")
        await shown(pilot, NoticeScreen)
        await pilot.press("escape")
        await settled(pilot)
        assert desk.world.services.outbox.jobs() == []
        desk.write()
        await look(pilot)
        assert "policy: Hanbit Trading" in line(pilot, "#title")
        assert line(pilot, "#notice") == "The policy can be used again."
        await pilot.press("ctrl+s")
        await until(pilot, lambda: len(desk.post.received()) == 1)


async def test_the_title_names_the_company_of_the_policy_in_force(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    async with desk.world.app(INSIDE).run_test() as pilot:
        await began(pilot)
        desk.write(desk.policy.read_text().replace("Hanbit Trading", "Hanbit Shops"))
        await look(pilot)
        assert "policy: Hanbit Shops" in line(pilot, "#title")


async def test_a_level_that_is_put_out_of_use_becomes_general_and_the_member_sees_it(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    async with desk.world.app(RESTRICTED).run_test() as pilot:
        await began(pilot)
        desk.write(restricted="false")
        await look(pilot)
        notice = await shown(pilot, NoticeScreen)
        assert "It is General now." in notice.text
        read = composer(pilot).read()
        assert (read.level, read.expires_after, read.forwarding_prohibited) == (Level.GENERAL, Expiry.NONE, False)
        assert not composer(pilot).query_one("#level").display


async def test_a_level_that_is_put_out_of_use_while_the_message_is_being_sent_is_refused(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    async with desk.world.app(replace(RESTRICTED, subject="")).run_test() as pilot:
        await began(pilot)
        await pilot.press("ctrl+s")
        await shown(pilot, QuestionScreen)
        desk.write(restricted="false")
        await look(pilot)
        assert composer(pilot).read().level is Level.RESTRICTED
        await pilot.click("#answer-1")
        await until(pilot, lambda: isinstance(pilot.app.screen, NoticeScreen))
        await settled(pilot)
        notices = [screen.text for screen in pilot.app.screen_stack if isinstance(screen, NoticeScreen)]
        assert notices == ["The security level Restricted is not in use.",
                        "The draft's security level is no longer in use. It is General now."]  # fmt: skip
        assert desk.world.services.outbox.jobs() == []
        assert composer(pilot).read().level is Level.GENERAL


async def test_a_sender_one_may_no_longer_be_stays_chosen_and_is_refused_by_name(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    async with desk.world.app(AS_SALES).run_test() as pilot:
        screen = await began(pilot)
        desk.write(sender="min@hanbit.example")
        await look(pilot)
        assert screen.read().sender == "Sales <sales@hanbit.example>"
        assert "you may not send from this address" in line(pilot, "#quiet")
        desk.write()
        await look(pilot)
        assert "you may not" not in line(pilot, "#quiet")


async def test_a_list_one_may_send_as_now_is_on_offer_in_from(tmp_path: Path) -> None:
    desk = Desk(tmp_path, sender="min@hanbit.example")
    async with desk.world.app(INSIDE).run_test() as pilot:
        screen = await began(pilot)
        choice: Choice[str] = screen.query_one("#from", Choice)
        assert [value for _label, value in choice._options] == ["Kim Min-ji <kim@hanbit.example>"]
        desk.write()
        await look(pilot)
        assert len(choice._options) == 2
        assert screen.read().sender == "Kim Min-ji <kim@hanbit.example>"


async def test_files_become_time_limited_and_normal_again(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    file = desk.world.services.files.attach(desk.world.file("plan.pdf", 5_000))
    async with desk.world.app(replace(INSIDE, files=(file,))).run_test() as pilot:
        await began(pilot)
        assert rows(pilot) == ["plan.pdf  attached, 5 kB"]
        desk.write(limit="1 kB")
        await look(pilot)
        assert "100 downloads" in str(rows(pilot))
        desk.write()
        await look(pilot)
        assert "100 downloads" not in str(rows(pilot))


def rows(pilot: Pilot[Any]) -> list[str]:
    """The lines of the files."""
    return [row.text for row in composer(pilot).query_one("#files", AttachmentList).rows]


# Dialogs that are open at that moment


async def test_a_level_that_was_picked_but_is_gone_meanwhile_is_not_taken(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    async with desk.world.app(INSIDE).run_test() as pilot:
        await began(pilot)
        await pilot.press("ctrl+t")
        await shown(pilot, LevelScreen)
        await pilot.press("down")
        desk.write(restricted="false")
        await look(pilot)
        await pilot.click("#level-ok")
        await until(pilot, lambda: isinstance(pilot.app.screen, ComposeScreen))
        await settled(pilot)
        assert composer(pilot).read().level is Level.GENERAL
        assert "no longer in use" in line(pilot, "#notice")


@pytest.mark.parametrize(("key", "kind"), [("ctrl+o", AttachScreen), ("f3", DraftsScreen), ("f9", OutboxScreen)])
async def test_other_screens_stay_and_the_composer_below_follows(tmp_path: Path, key: str, kind: type[Any]) -> None:
    desk = Desk(tmp_path)
    async with desk.world.app(OUTSIDE).run_test() as pilot:
        await began(pilot)
        await pilot.press(key)
        await until(pilot, lambda: isinstance(pilot.app.screen, kind))
        desk.write(warns="false")
        await look(pilot)
        assert isinstance(pilot.app.screen, kind)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, ComposeScreen))
        assert "no warning: it is switched off" in line(pilot, "#quiet")


async def test_a_question_that_is_answered_leads_to_the_warning_that_is_due_now(tmp_path: Path) -> None:
    desk = Desk(tmp_path, warns="false")
    async with desk.world.app(replace(OUTSIDE, subject="")).run_test() as pilot:
        await began(pilot)
        await pilot.press("ctrl+s")
        await shown(pilot, QuestionScreen)
        desk.write(text="New words")
        await look(pilot)
        await pilot.click("#answer-1")
        screen = await shown(pilot, WarningScreen)
        assert "New words" in screen.query_one("#warning-text").text
        assert desk.world.services.outbox.jobs() == []


async def test_the_consent_given_under_the_old_policy_is_void_and_the_warning_comes_again(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    async with desk.world.app(OUTSIDE).run_test() as pilot:
        await began(pilot)
        await pilot.press("ctrl+s")
        screen = await shown(pilot, WarningScreen)
        desk.write(text="New words")  # and no look: the outbox notices by itself
        await pilot.click("#warning-send")
        await until(pilot, lambda: isinstance(pilot.app.screen, WarningScreen) and pilot.app.screen is not screen)
        again = await shown(pilot, WarningScreen)
        assert "New words" in again.query_one("#warning-text").text
        assert desk.world.services.outbox.jobs() == []
        assert desk.post.received() == []
        await pilot.click("#warning-send")
        await until(pilot, lambda: len(desk.post.received()) == 1)


async def test_a_warning_that_is_open_is_judged_again_and_its_new_answer_counts(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    async with desk.world.app(OUTSIDE).run_test(size=(80, 24)) as pilot:
        await began(pilot)
        await pilot.press("ctrl+s")
        screen = await shown(pilot, WarningScreen)
        desk.write(text="New words")
        await look(pilot)
        assert pilot.app.screen is screen
        assert "New words" in said(pilot, "#warning-text")
        await assert_golden(pilot, "warning-policy-changed-80x24")
        await pilot.press("tab", "enter")
        await until(pilot, lambda: len(desk.post.received()) == 1)


# Messages that wait


async def sent_and_held(pilot: Pilot[Any], desk: Desk) -> SendingScreen:
    await began(pilot)
    await pilot.press("ctrl+s")
    await until(pilot, lambda: isinstance(pilot.app.screen, SendingScreen))
    await settled(pilot)
    (job,) = desk.world.services.outbox.jobs()
    assert job.state is JobState.HELD
    found = pilot.app.screen
    assert isinstance(found, SendingScreen)
    return found


async def test_a_held_message_comes_back_at_once_and_says_why(tmp_path: Path) -> None:
    desk = Desk(tmp_path, warns="false")
    desk.hold(30)
    async with desk.world.app(OUTSIDE).run_test(size=(80, 24)) as pilot:
        first = await began(pilot)
        await sent_and_held(pilot, desk)
        desk.write()
        await look(pilot)
        await until(pilot, lambda: composer(pilot) is not first)
        notice = await shown(pilot, NoticeScreen)
        assert notice.text.splitlines()[0] == "This message was not sent: the policy changed while it waited."
        assert "A warning is due now." in notice.text
        await assert_golden(pilot, "composer-came-back-80x24")
        await pilot.press("escape")
        await settled(pilot)
        read = composer(pilot).read()
        assert (read.to, read.subject) == (OUTSIDE.to, "Offer")
        assert [draft.id for draft in desk.world.drafts.list()] == [composer(pilot).keeper.draft_id]
        assert desk.post.received() == []
        await pilot.press("ctrl+s")
        await shown(pilot, WarningScreen)


async def test_a_held_message_that_may_still_go_is_not_disturbed(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.hold(30)
    async with desk.world.app(INSIDE).run_test() as pilot:
        await began(pilot)
        screen = await sent_and_held(pilot, desk)
        desk.write(text="New words")
        await look(pilot)
        assert pilot.app.screen is screen
        await pilot.click("#sending-now")
        await until(pilot, lambda: len(desk.post.received()) == 1)


async def test_a_message_that_only_its_first_attempt_sends_back_is_composed_on(tmp_path: Path) -> None:
    desk = Desk(tmp_path, warns="false")
    desk.hold(30)
    async with desk.world.app(OUTSIDE).run_test() as pilot:
        first = await began(pilot)
        await sent_and_held(pilot, desk)
        desk.write()  # and no look: the attempt notices by itself
        await pilot.click("#sending-now")
        await until(pilot, lambda: composer(pilot) is not first)
        notice = await shown(pilot, NoticeScreen)
        assert "A warning is due now." in notice.text
        assert desk.post.received() == []


async def test_a_restricted_message_comes_back_as_general_when_the_level_is_gone(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.hold(30)
    async with desk.world.app(RESTRICTED).run_test() as pilot:
        first = await began(pilot)
        await sent_and_held(pilot, desk)
        desk.write(restricted="false")
        await look(pilot)
        await until(pilot, lambda: composer(pilot) is not first)
        notice = await shown(pilot, NoticeScreen)
        assert "It is General now." in notice.text
        assert "As it stands now it can be sent." in notice.text
        assert composer(pilot).read().level is Level.GENERAL


async def test_under_a_broken_policy_a_held_message_waits_says_why_and_goes_when_it_is_mended(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.hold(30)
    async with desk.world.app(INSIDE).run_test(size=(80, 24)) as pilot:
        await began(pilot)
        screen = await sent_and_held(pilot, desk)
        desk.write(BROKEN)
        await look(pilot)
        details = screen.query_one(ReportBox)
        assert "the policy cannot be used, and nothing is sent" in details.text
        await pilot.click("#sending-now")
        await until(pilot, lambda: screen.job.state is JobState.HELD and screen.phase.value == "ended")
        assert "Nothing is sent while the policy cannot be used" in details.text
        assert desk.post.received() == []
        desk.world.clock.moment = NOW + timedelta(minutes=1)
        desk.write()
        await look(pilot)
        await until(pilot, lambda: len(desk.post.received()) == 1)


async def test_a_message_one_went_on_from_comes_back_among_the_drafts_and_a_line_says_so(tmp_path: Path) -> None:
    desk = Desk(tmp_path, warns="false")
    desk.hold(30)
    async with desk.world.app(OUTSIDE).run_test(size=(80, 24)) as pilot:
        first = await began(pilot)
        await sent_and_held(pilot, desk)
        await pilot.click("#sending-leave")
        await until(pilot, lambda: composer(pilot) is not first)
        await settled(pilot)
        desk.write()
        await look(pilot)
        unsent = "1 message was not sent, because the policy changed. F3 shows it among the drafts."
        await until(pilot, lambda: line(pilot, "#notice").startswith(f"{unsent}\n"))
        assert "The policy has changed." in line(pilot, "#notice")
        await pilot.press("f3")
        await until(pilot, lambda: isinstance(pilot.app.screen, DraftsScreen) and pilot.app.screen.focused is not None)
        await settled(pilot)
        assert [draft.note for draft in desk.world.drafts.list()] == [DraftNote.POLICY_CHANGED]
        await assert_golden(pilot, "drafts-came-back-80x24")


async def test_the_outbox_that_is_open_shows_what_came_back(tmp_path: Path) -> None:
    desk = Desk(tmp_path, warns="false")
    desk.hold(30)
    async with desk.world.app(OUTSIDE).run_test(size=(80, 24)) as pilot:
        first = await began(pilot)
        await sent_and_held(pilot, desk)
        await pilot.click("#sending-leave")
        await until(pilot, lambda: composer(pilot) is not first)
        await pilot.press("f9")
        await until(pilot, lambda: isinstance(pilot.app.screen, OutboxScreen))
        await settled(pilot)
        desk.write()
        await look(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, OutboxScreen)
        await until(pilot, lambda: [job.state for job in screen.shown] == [JobState.RETURNED])
        await settled(pilot)
        await assert_golden(pilot, "outbox-came-back-80x24")


async def test_what_came_back_while_presend_was_not_running_is_told_at_the_next_start(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.world.drafts.save(SavedDraft("earlier", OUTSIDE, NOW, DraftNote.POLICY_CHANGED))
    async with desk.world.app().run_test() as pilot:
        await until(pilot, lambda: line(pilot, "#notice") != "")
        assert line(pilot, "#notice").startswith("1 message was not sent")


async def test_the_draft_that_came_back_is_not_told_of_when_it_is_the_one_on_the_screen(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    draft = SavedDraft("earlier", OUTSIDE, NOW, DraftNote.POLICY_CHANGED)
    desk.world.drafts.save(draft)
    app = desk.world.app(draft)
    async with app.run_test() as pilot:
        await shown(pilot, NoticeScreen)
        await settled(pilot)
        app.post_message(PresendApp.DraftsBack(["earlier"]))
        await settled(pilot)
        assert line(pilot, "#notice") == ""
