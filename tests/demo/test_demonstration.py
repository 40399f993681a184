"""The demonstration: each ready draft shows what it promises, and the panel changes the policy live."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.containers import VerticalScroll
from textual.pilot import Pilot

from composer import words
from composer.administration.settings import APPLIED
from composer.clock import FixedClock
from composer.demo.app import DemoApp
from composer.demo.demonstration import Copy, Demonstration
from composer.demo.drafts import OVER_LIMIT, UNDER_LIMIT, ready_drafts
from composer.demo.members import MEMBERS
from composer.demo.policy_source import DemoPolicySource, shipped_policy
from composer.demo.received import ReceivedScreen
from composer.drafting.judging import Assessor
from composer.message.composition import Composition
from composer.screens.admin.page import AdminScreen
from composer.screens.dialogs.help import HelpScreen
from composer.screens.sending.progress import SendingScreen
from composer.sentences.trace.steps import trace
from composer.services.outbox import Submission
from composer.widgets.fields.choice import Choice
from composer.widgets.fields.one_of import OneOf
from composer.widgets.lists.key_lines import KeyLines
from policy.settings import Apply, Surface
from policy.verdict import Outcome
from tests.golden import picture
from tests.pilots import until

CLOCK = FixedClock(datetime(2026, 11, 24, 11, 0, tzinfo=UTC))


REFUSED = {"demo-6-restricted": ["LEVEL_EXTERNAL"], "demo-9-too-large": ["TIME_LIMITED_UNAVAILABLE"]}
"""The ready drafts that are refused, each for what it shows."""


@pytest.fixture
def demonstration(tmp_path: Path) -> Demonstration:
    words.use("en")
    made = Demonstration(tmp_path, CLOCK, tmp_path)
    made.prepare()
    return made


@asynccontextmanager
async def running(demonstration: Demonstration) -> AsyncIterator[tuple[Pilot[int], DemoApp]]:
    """The app with its panel open."""
    app = DemoApp(demonstration, Composition(to="partner@other.example", subject="s"))
    async with app.run_test(size=(120, 50)) as pilot:
        await pilot.press("f2")
        await pilot.pause()
        yield pilot, app
        await app.workers.wait_for_complete()


@pytest.mark.parametrize(
    ("draft_id", "outcome", "rule"),
    [
        ("demo-1-always", Outcome.WARN, "always"),
        ("demo-2-attachments", Outcome.WARN, "attachments"),
        ("demo-3-individually", Outcome.WARN, "not_individually"),
        ("demo-4-both", Outcome.WARN, "attachments_and_not_individually"),
        ("demo-5-exempt", Outcome.SEND, "always"),
        ("demo-6-restricted", Outcome.REFUSE, "always"),
        ("demo-7-unwritten", Outcome.WARN, "always"),
        ("demo-8-inside", Outcome.SEND, "no_outside"),
        ("demo-9-too-large", Outcome.REFUSE, "no_outside"),
    ],
)
def test_each_ready_draft_shows_what_it_promises(
    demonstration: Demonstration, draft_id: str, outcome: Outcome, rule: str
) -> None:
    draft = demonstration.ready(draft_id)
    assert draft is not None
    condition = draft.apply
    if condition is not None:
        demonstration.policy.change({APPLIED: condition.value})
    demonstration.become(demonstration.author_of(draft.composition))
    assessor = Assessor(demonstration.services, demonstration.language)
    verdict = assessor.assess(demonstration.composition_of(draft), Surface.PC).verdict
    assert (verdict.outcome, verdict.warning.rule.value) == (outcome, rule)
    assert verdict.warning.exempt is (draft_id == "demo-5-exempt")


def test_there_is_a_draft_for_each_of_the_four_conditions() -> None:
    assert {draft.apply for draft in ready_drafts()} >= set(Apply)


def test_the_unwritten_tab_shows_default(demonstration: Demonstration) -> None:
    draft = demonstration.ready("demo-7-unwritten")
    assert draft is not None
    assessor = Assessor(demonstration.services, demonstration.author_of(draft.composition).language)
    wording = assessor.assess(draft.composition, Surface.PC).verdict.wording
    assert wording is not None
    assert (wording.tab, [reason.value for reason in wording.reasons]) == ("default", ["tab_not_written"])


def test_the_members_speak_korean_japanese_english_and_a_language_that_is_not_enabled() -> None:
    enabled = shipped_policy().company.languages
    spoken = {member.language for member in MEMBERS}
    assert {"ko", "ja", "en"} <= spoken
    assert any(language is not None and language not in enabled for language in spoken)


def test_the_files_lie_just_under_and_just_over_the_limit() -> None:
    limit = shipped_policy().limits.attachment_size_limit
    assert UNDER_LIMIT[1] < limit < OVER_LIMIT[1]


def test_changes_stay_in_memory_and_reset_brings_back_what_was_shipped(demonstration: Demonstration) -> None:
    before = demonstration.policy.current().id
    demonstration.policy.change({APPLIED: Apply.ATTACHMENTS.value})
    assert demonstration.policy.current().id != before
    assert DemoPolicySource(CLOCK).current().id == before
    demonstration.reset()
    assert demonstration.policy.current().id == before


def test_the_trace_names_every_rule_with_inputs_and_result(demonstration: Demonstration) -> None:
    assessor = Assessor(demonstration.services, "en")
    steps = trace(assessor.assess(Composition("Ann Smith <smith@hanbit.example>", "partner@other.example"), Surface.PC))
    assert all(step.rule and step.inputs and step.result for step in steps)
    by_rule = {step.rule: step for step in steps}
    assert "the tab of the member's language is not written" in by_rule["Wording"].result
    assert by_rule["Security warning"].result == "Always apply: shown"


def test_who_received_what_lists_every_copy_without_bcc(demonstration: Demonstration) -> None:
    assessor = Assessor(demonstration.services, "en")
    composition = Composition(
        "Ann Smith <smith@hanbit.example>",
        "all@hanbit.example",
        bcc="lee@hanbit.example",
        subject="Hi",
        body="All.",
        individually=True,
    )
    member = assessor.assess(composition, Surface.PC).member
    job = demonstration.services.outbox.accept(Submission(composition, member))
    demonstration.services.outbox.deliver(job.id, lambda _progress: None)
    copies = demonstration.received()
    assert sum(copy.mailbox == "lee@hanbit.example" for copy in copies) == 2
    assert all(dict(copy.header).get("Bcc") is None for copy in copies)


async def test_the_panel_changes_the_policy_and_the_composer_reacts_at_once(demonstration: Demonstration) -> None:
    async with running(demonstration) as (pilot, app):
        (composer,) = app.composers()
        app.screen.query_one("#value-mail-security-outgoing-warning-enabled", OneOf).focus()
        await pilot.press("space")
        await pilot.pause()
        assert composer.assessment is not None
        assert composer.assessment.verdict.warning.rule.value == "disabled"
        assert demonstration.policy.current().policy.warning.enabled is False


async def test_another_member_is_another_sender_and_another_language(demonstration: Demonstration) -> None:
    async with running(demonstration) as (pilot, app):
        app.screen.query_one("#demo-member", Choice).focus()
        await pilot.press("enter", "up", "enter")
        await pilot.pause()
        (composer,) = app.composers()
        assert composer.read().sender == "田中 さくら <tanaka@hanbit.example>"
        assert app.assessor.language == "ja"


async def test_one_key_shows_who_received_what_and_one_key_resets(demonstration: Demonstration) -> None:
    async with running(demonstration) as (pilot, app):
        demonstration.policy.change({APPLIED: Apply.ATTACHMENTS.value})
        await pilot.press("f4")
        await pilot.pause()
        assert isinstance(app.screen, ReceivedScreen)
        await pilot.press("escape")
        await pilot.pause()
        await pilot.press("f5")
        await pilot.pause()
        assert demonstration.policy.current().policy.warning.apply is Apply.ALWAYS


async def test_a_message_that_waits_to_be_undone_is_not_reset_away(demonstration: Demonstration) -> None:
    inside = Composition(to="lee@hanbit.example", subject="s", body="Hello.")
    app = DemoApp(demonstration, inside)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, SendingScreen))
        await pilot.press("f5")
        await pilot.pause()
        assert [job.subject for job in demonstration.services.outbox.jobs()] == ["s"]
        await pilot.press("ctrl+z")
        await until(pilot, lambda: app.screen is app.composers()[-1])
        assert app.composers()[-1].read().body.startswith("Hello.")


async def test_the_panel_switches_the_language_of_the_screen_only(demonstration: Demonstration) -> None:
    async with running(demonstration) as (pilot, app):
        app.screen.query_one("#demo-language", Choice).focus()
        await pilot.press("enter", "down", "enter")
        await pilot.pause()
        assert words.active() == "ko"
        assert app.assessor.language == "en"
        words.use("en")


def test_the_policy_is_the_file_that_the_package_ships() -> None:
    current = DemoPolicySource(CLOCK).current()
    assert current.source == "demonstration"
    assert len(current.id) == len(hashlib.sha256().hexdigest())


def test_going_back_from_the_warning_is_audited_without_body_or_subject(
    demonstration: Demonstration, tmp_path: Path
) -> None:
    assessor = Assessor(demonstration.services, "en")
    composition = Composition("Ann Smith <smith@hanbit.example>", "partner@other.example", subject="Secret plan")
    judged = assessor.assess(composition, Surface.PC)
    demonstration.services.outbox.went_back(judged.draft, judged.verdict, judged.member, 1500)
    (line,) = (tmp_path / "audit.jsonl").read_text("utf-8").splitlines()
    noted = json.loads(line)
    assert noted["event"] == "went_back"
    assert noted["dialog"]["answer"] == "go_back"
    assert noted["dialog"]["milliseconds"] == 1500
    assert noted["recipients"] == [{"class": "external", "domain": "other.example", "count": 1}]
    assert "Secret" not in line


async def test_the_composer_notes_that_the_member_went_back(demonstration: Demonstration, tmp_path: Path) -> None:
    app = DemoApp(demonstration, Composition(to="partner@other.example", subject="s", body="b"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+s")
        await pilot.pause()
        await pilot.press("escape")
        await app.workers.wait_for_complete()
    assert '"event": "went_back"' in (tmp_path / "audit.jsonl").read_text("utf-8")


async def test_f6_opens_the_page_also_from_the_text_and_selects_nothing(demonstration: Demonstration) -> None:
    app = DemoApp(demonstration, Composition(to="partner@other.example", subject="s", body="one\ntwo"))
    async with app.run_test(size=(80, 24)) as pilot:
        body = app.composers()[-1].form.body
        body.focus()
        await pilot.press("f6")
        await pilot.pause()
        assert isinstance(app.screen, AdminScreen)
        await pilot.press("f6")
        await pilot.pause()
        assert body.selection.is_empty
        assert "f6 Admin" in picture(app).splitlines()[-1]


async def test_a_draft_is_gone_on_with_by_who_has_written_it(demonstration: Demonstration) -> None:
    for draft in demonstration.services.drafts.list():
        app = DemoApp(demonstration, Composition())
        async with app.run_test(size=(80, 24)) as pilot:
            app.open(draft)
            await pilot.pause()
            assessment = app.composers()[-1].assessment
            assert assessment is not None
            refused = [refusal.code.name for refusal in assessment.verdict.refusals]
            assert refused == REFUSED.get(draft.id, [])
            assert app.assessor.language == demonstration.author_of(draft.composition).language


@pytest.mark.parametrize("language", ["en", "ko", "ja"])
@pytest.mark.parametrize("size", [(80, 24), (40, 20), (62, 24)])
async def test_level_tick_and_count_are_never_cut_off(
    demonstration: Demonstration, language: str, size: tuple[int, int]
) -> None:
    words.use(language)
    draft = demonstration.services.drafts.load("demo-6-restricted")
    app = DemoApp(demonstration, draft)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        options = app.screen.query_one("#options")
        for part in options.children:
            if part.display:
                assert part.region.right <= options.region.right
                assert part.size.width * part.size.height >= cell_len(str(part.render()))
        assert "[v]" in picture(app)


async def test_the_footer_offers_no_key_that_does_nothing_here(demonstration: Demonstration) -> None:
    app = DemoApp(demonstration, Composition())
    async with app.run_test(size=(160, 24)) as pilot:
        assert {"panel", "admin"} <= {one.binding.action for one in app.screen.active_bindings.values()}
        await pilot.press("f3")
        await pilot.pause()
        assert not {"panel", "admin"} & {one.binding.action for one in app.screen.active_bindings.values()}


ROWS_OF_KEYS = {
    "en": "^s Send ^o Attach ^t Level ^r Cc/Bcc f1 Help ^p More f3 Drafts ^q Quit f6 Admin",
    "ko": "^s 보내기 ^o 첨부 ^t 등급 ^r Cc/Bcc f1 도움말 ^p 더보기 f3 초안 ^q 종료 f6 관리",
    "ja": "^s 送信 ^o 添付 ^t レベル ^r Cc/Bcc f1 ヘルプ ^p 操作 f3 下書き ^q 終了 f6 管理",
}


@pytest.mark.parametrize("language", ROWS_OF_KEYS)
async def test_in_80_columns_the_row_of_keys_has_the_same_keys_in_every_language(
    demonstration: Demonstration, language: str
) -> None:
    app = DemoApp(demonstration, Composition())
    async with app.run_test(size=(80, 24)) as pilot:
        app.switch_language(language)
        await pilot.pause()
        row = picture(app).splitlines()[-1].strip()
        assert row == ROWS_OF_KEYS[language]
        assert re.findall(r"\^.|f\d", row) == re.findall(r"\^.|f\d", ROWS_OF_KEYS["en"])
    words.use("en")


@pytest.mark.parametrize("language", ["en", "ko", "ja"])
async def test_in_40_columns_the_page_offers_save_first(demonstration: Demonstration, language: str) -> None:
    app = DemoApp(demonstration, Composition())
    async with app.run_test(size=(40, 20)) as pilot:
        app.switch_language(language)
        await pilot.press("f6")
        await until(pilot, lambda: isinstance(app.screen, AdminScreen))
        await pilot.pause()
        keys = picture(app).splitlines()[-1].strip()
        assert keys.split("  ")[0] == {"en": "^s Save", "ko": "^s 저장", "ja": "^s 保存"}[language]
        assert "f1 " in keys
        assert "^q " in keys
    words.use("en")


async def test_help_lists_the_keys_of_the_demonstration_too(demonstration: Demonstration) -> None:
    app = DemoApp(demonstration, Composition())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f1")
        await until(pilot, lambda: isinstance(app.screen, HelpScreen))
        assert keys_explained(app) >= {"F1", "F2", "F4", "F5", "F6"}
        await pilot.press("escape", "f6")
        await until(pilot, lambda: isinstance(app.screen, AdminScreen))
        await pilot.press("f1")
        await until(pilot, lambda: isinstance(app.screen, HelpScreen))
        assert keys_explained(app) >= {"F1", "F3", "F4", "F6"}
        assert not keys_explained(app) & {"F2", "F5"}


def keys_explained(app: DemoApp) -> set[str]:
    """The keys that the open help has a sentence for."""
    return {key for key, _said in app.screen.query_one("#help-keys", KeyLines).rows}


async def test_who_received_what_is_closed_by_enter_and_scrolled_by_the_keys(demonstration: Demonstration) -> None:
    app = DemoApp(demonstration, Composition())
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(ReceivedScreen([Copy("kim", "kim@hanbit.example", (("Subject", str(n)),)) for n in range(40)]))
        await until(pilot, lambda: isinstance(app.screen, ReceivedScreen) and app.screen.focused is not None)
        assert app.screen.focused is app.screen.query_one("#received-close")
        rows = app.screen.query_one(VerticalScroll)
        page, last = rows.size.height - 1, rows.max_scroll_y
        seen = []
        for key in ("down", "pagedown", "up", "pageup", "end", "home"):
            await pilot.press(key)
            await pilot.pause()
            seen.append(rows.scroll_offset.y)
        assert seen == [1, 1 + page, page, 0, last, 0]
        assert last > page
        await pilot.press("enter")
        await until(pilot, lambda: not isinstance(app.screen, ReceivedScreen))
