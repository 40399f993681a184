"""Who sits at the demonstration: whoever may send what is opened, which one line says."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from textual.pilot import Pilot

from composer import words
from composer.administration.settings import APPLIED
from composer.clock import FixedClock
from composer.demo.app import DemoApp
from composer.demo.demonstration import Demonstration
from composer.demo.drafts import ready_drafts
from composer.demo.members import MEMBERS, DemoMember
from composer.message.composition import Composition
from composer.screens.compose.screen import ComposeScreen
from composer.screens.drafts import DraftsScreen
from composer.services.drafts import SavedDraft
from composer.widgets.plain import Line
from policy.refusal import RefusalCode
from policy.settings import Apply
from tests.pilots import until

CLOCK = FixedClock(datetime(2026, 11, 24, 11, 0, tzinfo=UTC))
KIM, TANAKA, SMITH, NGUYEN, LEE = MEMBERS
DRAFTS = [draft.id for draft in ready_drafts()]
MAY_SEND = {
    "kim@hanbit.example": {KIM},
    "Ann Smith <smith@hanbit.example>": {SMITH},
    "sales@hanbit.example": {KIM, TANAKA, SMITH, NGUYEN},
    "team-a@hanbit.example": {KIM, SMITH},
    "all@hanbit.example": {KIM},
}


@pytest.fixture
def demonstration(tmp_path: Path) -> Demonstration:
    words.use("en")
    made = Demonstration(tmp_path, CLOCK, tmp_path)
    made.prepare()
    return made


def said(app: DemoApp) -> str:
    """The line of the composer that tells things in passing."""
    return app.composers()[-1].query_one("#notice", Line).text


def told(app: DemoApp) -> str:
    """What the composer is to say when somebody else writes than before."""
    return f"You are {app.composers()[-1].services.settings.identities[0].name} now, who may send this message."


async def judged(pilot: Pilot[int], app: DemoApp) -> ComposeScreen:
    """The composer in front, once it has judged its message."""
    await until(pilot, lambda: isinstance(app.screen, ComposeScreen) and app.composers()[-1].assessment)
    await pilot.pause()
    return app.composers()[-1]


@pytest.mark.parametrize("present", MEMBERS, ids=lambda member: member.address)
@pytest.mark.parametrize("sender", MAY_SEND)
def test_who_may_send_it_stays_and_else_the_first_who_may_comes(
    demonstration: Demonstration, sender: str, present: DemoMember
) -> None:
    demonstration.become(present)
    author = demonstration.author_of(Composition(sender=sender))
    allowed = MAY_SEND[sender]
    assert author == (present if present in allowed else next(one for one in MEMBERS if one in allowed))


@pytest.mark.parametrize("sender", ["", "nobody", "stranger@other.example", "kim@hanbit.example, lee@hanbit.example"])
@pytest.mark.parametrize("member", MEMBERS, ids=lambda member: member.address)
def test_where_nobody_may_send_it_the_member_stays(
    demonstration: Demonstration, sender: str, member: DemoMember
) -> None:
    demonstration.become(member)
    assert demonstration.author_of(Composition(sender=sender)) == member


@pytest.mark.parametrize("draft_id", DRAFTS)
@pytest.mark.parametrize("before", [SMITH, LEE], ids=lambda member: member.address)
async def test_f3_resumes_every_ready_draft_as_somebody_who_may_send_it(
    demonstration: Demonstration, draft_id: str, before: DemoMember
) -> None:
    demonstration.become(before)
    app = DemoApp(demonstration, Composition())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f3")
        await until(pilot, lambda: isinstance(app.screen, DraftsScreen) and app.screen.shown)
        assert isinstance(app.screen, DraftsScreen)
        place = [draft.id for draft in app.screen.shown].index(draft_id)
        await pilot.press(*["down"] * place, "enter")
        composer = await judged(pilot, app)
        assessment = composer.assessment
        assert assessment is not None
        assert composer.keeper.draft_id == draft_id
        assert RefusalCode.SENDER_NOT_ALLOWED not in [refusal.code for refusal in assessment.verdict.refusals]
        assert said(app) == (told(app) if demonstration.member != before else "")


async def test_a_draft_from_the_command_line_is_opened_by_its_author_with_the_authors_signature(
    demonstration: Demonstration,
) -> None:
    demonstration.become(LEE)
    app = DemoApp(demonstration, Composition(sender="Ann Smith <smith@hanbit.example>", to="lee@hanbit.example"))
    async with app.run_test(size=(80, 24)) as pilot:
        composer = await judged(pilot, app)
        assert composer.read().body.endswith("Ann Smith, Hanbit Trading")
        assert said(app) == told(app)


async def test_a_saved_draft_is_opened_at_the_start_by_its_author(demonstration: Demonstration) -> None:
    demonstration.become(LEE)
    app = DemoApp(demonstration, demonstration.services.drafts.load("demo-1-always"))
    async with app.run_test(size=(80, 24)) as pilot:
        await judged(pilot, app)
        assert demonstration.member == KIM
        assert said(app) == told(app)


async def test_what_the_outbox_gives_back_is_opened_by_its_author(demonstration: Demonstration) -> None:
    app = DemoApp(demonstration, Composition())
    async with app.run_test(size=(80, 24)) as pilot:
        await judged(pilot, app)
        app.open(Composition(sender="kim@hanbit.example", to="lee@hanbit.example"))
        await judged(pilot, app)
        assert demonstration.member == KIM
        assert said(app) == told(app)


async def test_a_new_message_changes_nobody(demonstration: Demonstration) -> None:
    app = DemoApp(demonstration, Composition())
    async with app.run_test(size=(80, 24)) as pilot:
        await judged(pilot, app)
        await pilot.press("ctrl+n")
        await judged(pilot, app)
        assert demonstration.member == SMITH
        assert said(app) == ""


async def test_a_draft_written_as_another_member_is_theirs_too(demonstration: Demonstration) -> None:
    own = SavedDraft("own", Composition(sender="tanaka@hanbit.example", to="x@other.example"), CLOCK.now())
    demonstration.services.drafts.save(own)
    app = DemoApp(demonstration, Composition())
    async with app.run_test(size=(80, 24)) as pilot:
        await judged(pilot, app)
        app.open(own)
        await judged(pilot, app)
        assert demonstration.member == TANAKA
        assert said(app) == told(app)


async def test_a_policy_that_changes_while_another_draft_is_being_opened_ends_nothing(
    demonstration: Demonstration,
) -> None:
    app = DemoApp(demonstration, Composition())
    async with app.run_test(size=(80, 24)) as pilot:
        await judged(pilot, app)
        app.open(demonstration.services.drafts.load("demo-1-always"))
        opened = app.composers()[-1]
        assert not opened.is_mounted
        demonstration.policy.change({APPLIED: Apply.ATTACHMENTS.value})
        news = app.policy_watch.look()
        assert news is not None
        app.announce(news)
        app.look_at_policy()
        await judged(pilot, app)
        assert opened.assessment is not None
        assert opened.assessment.verdict.warning.shown is False
        assert opened.query_one("#notice", Line).text != ""
