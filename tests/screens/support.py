"""The composer with everything it needs: a real policy, drafts in a folder, and an outbox that judges again."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from msgspec.structs import replace
from textual.pilot import Pilot

from composer.app import PresendApp
from composer.clock import FixedClock
from composer.errors import PolicyFaultsError
from composer.files.attaching.attach import LocalFiles
from composer.message.composition import Composition, snapshot
from composer.screens.compose.screen import ComposeScreen
from composer.services.bundle import Services
from composer.services.completion_kind import CompletionKind
from composer.services.contacts import Completion
from composer.services.drafts import SavedDraft
from composer.services.member_settings import Identity, MemberSettings, Preferences
from composer.services.outbox import (
    Decision,
    Job,
    JobState,
    Outbox,
    Progress,
    RecipientResult,
    RecipientState,
    Submission,
)
from composer.services.outbox_errors import NotAcceptedError, NotAcceptedReason
from composer.storage.drafts.folder import Drafts
from composer.threads.abort import Abort
from composer.threads.background import is_busy
from policy.address import parse_address
from policy.draft import Draft
from policy.organization import Organization
from policy.settings import (
    Apply,
    Company,
    DomainRule,
    Expiry,
    LevelSettings,
    MailingList,
    MailLimits,
    OutgoingWarning,
    Policy,
)
from policy.verdict import Member, PolicyInForce, Verdict, consent_hash, judge
from tests.golden import picture
from tests.pilots import until

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
KIM = Identity(parse_address("kim@hanbit.example"), "Kim Min-ji", "Kim Min-ji\nHanbit Trading")
SALES = MailingList(
    parse_address("sales@hanbit.example"),
    "Sales",
    ("lee@hanbit.example", "partner@other.example"),
    ("kim@hanbit.example",),
)
KNOWN = ("Park Ji-woo <park@other.example>", "Lee Su-bin <lee@hanbit.example>", "Parker <parker@hanbit.example>")


class Source:
    """A policy that a test may exchange or break."""

    def __init__(self, policy: Policy) -> None:
        self.faults: tuple[str, ...] = ()
        self.policy = policy

    def current(self) -> PolicyInForce:
        if self.faults:
            raise PolicyFaultsError("policy.toml", self.faults)
        organization = Organization(self.policy)
        return PolicyInForce(self.policy, organization, "/etc/presend/policy.toml", hex(hash(repr(self.policy))))


class Known:
    """A few contacts."""

    def complete(self, typed: str, limit: int, addressed: Collection[str] = ()) -> Sequence[Completion]:
        found = [text for text in KNOWN if typed.casefold() in text.casefold()]
        offers = [Completion(text, CompletionKind.CONTACT, "hanbit" in text) for text in found]
        if typed.casefold() in "sales@hanbit.example":
            offers.append(Completion("Sales <sales@hanbit.example>", CompletionKind.LIST, False, 2))
        return [one for one in offers if parse_address(one.text.partition("<")[2][:-1]).key not in addressed][:limit]

    def refresh(self) -> None:
        """Nothing to read."""


class JudgingOutbox:
    """Takes what the real one takes: judges again, and wants a consent exactly when a warning is due."""

    def __init__(self, services: Callable[[], Services]) -> None:
        self._services = services
        self.accepted: list[Submission] = []
        self.before_accept: Callable[[], None] = lambda: None
        """Runs first, so that a test can change the world at that moment."""
        self.taken_back: SavedDraft | None = None

    def accept(self, submission: Submission, _abort: Abort | None = None) -> Job:
        self.before_accept()
        services = self._services()
        draft = snapshot(submission.composition, Draft(files=services.files.facts(submission.composition.files)))
        in_force = services.policy.current()
        verdict = judge(draft, in_force, submission.member, services.capabilities, NOW)
        if verdict.refusals:
            raise NotAcceptedError(NotAcceptedReason.REFUSED, verdict)
        if set(verdict.questions) - submission.answered:
            raise NotAcceptedError(NotAcceptedReason.QUESTIONS_OPEN, verdict)
        if verdict.warning.shown:
            if submission.consent is None:
                raise NotAcceptedError(NotAcceptedReason.CONSENT_MISSING, verdict)
            if submission.consent.hash != consent_hash(draft, verdict):
                raise NotAcceptedError(NotAcceptedReason.CONSENT_STALE, verdict)
        self.accepted.append(submission)
        if submission.draft_id:
            services.drafts.delete(submission.draft_id)
        return self._job(submission, JobState.HELD)

    def jobs(self) -> Sequence[Job]:
        return []

    def job(self, job_id: str) -> Job:
        raise NotImplementedError(job_id)

    def unanswered(self, submission: Submission, verdict: Verdict) -> None:
        raise NotImplementedError(submission)

    def undo(self, job_id: str) -> SavedDraft | None:
        return self.taken_back

    def deliver(self, job_id: str, on_progress: Callable[[Progress], None], _abort: Abort | None = None) -> Job:
        return self._job(self.accepted[-1], JobState.SENT)

    def drafts_sent(self) -> frozenset[str]:
        return frozenset()

    def judge_again(self) -> Sequence[Job]:
        return []

    def retry(self, job_id: str, include_unknown: bool) -> Job:
        raise NotImplementedError(job_id)

    def settle(self, job_id: str, decision: Decision, address: str | None = None) -> Job:
        raise NotImplementedError(job_id)

    def correction(self, job_id: str, address: str) -> Composition:
        raise NotImplementedError(job_id)

    def went_back(
        self, draft: Draft, verdict: Verdict, member: Member, milliseconds: int, *, through_gate: bool = False
    ) -> None:
        self.backs = [*self.backs, milliseconds]

    backs: Sequence[int] = ()

    def flush(self, on_progress: Callable[[Progress], None], _abort: Abort | None = None) -> Sequence[Job]:
        return []

    @staticmethod
    def _job(submission: Submission, state: JobState) -> Job:
        results = (RecipientResult(submission.composition.to, RecipientState.ACCEPTED),)
        until = NOW + timedelta(seconds=submission.hold_seconds)
        return Job("j1", state, submission.composition.subject, NOW, results, not_before=until)


def policy(**changes: Any) -> Policy:
    """Hanbit Trading: warns always, both levels in use, 10 kB of attachments, links allowed."""
    text = {"default": "This message goes outside Hanbit Trading."}
    made = Policy(
        company=Company((DomainRule("hanbit.example"),), "Hanbit Trading", ("en",)),
        warning=OutgoingWarning(True, Apply.ALWAYS, text, text),
        restricted=LevelSettings(True, "", Expiry.MONTH, True),
        confidential=LevelSettings(True, "", Expiry.WEEK, True),
        time_limited_files=True,
        limits=replace(MailLimits(), attachment_size_limit=10_000, max_external_recipients=500),
        lists=(SALES,),
    )
    return replace(made, **changes)


@dataclass
class World:
    """One member at one machine; every part may be exchanged before the app is made."""

    folder: Path
    source: Source = field(default_factory=lambda: Source(policy()))
    settings: MemberSettings = field(
        default_factory=lambda: MemberSettings((KIM,), preferences=Preferences(undo_seconds=0))
    )
    outbox: Outbox | None = None

    def __post_init__(self) -> None:
        self.clock = FixedClock(NOW)
        self.drafts = Drafts(self.folder / "drafts", self.clock)
        self.judging = JudgingOutbox(lambda: self.services)
        self.services = Services(
            clock=self.clock,
            policy=self.source,
            settings=self.settings,
            drafts=self.drafts,
            contacts=Known(),
            files=LocalFiles(self.folder),
            outbox=self.outbox or self.judging,
        )

    def app(self, opened: Composition | SavedDraft | None = None, **options: Any) -> PresendApp:
        """The app as the command makes it."""
        return PresendApp(self.services, opened or Composition(), "en", **options)

    def file(self, name: str, size: int = 1_000) -> Path:
        """A file to attach."""
        path = self.folder / name
        path.write_bytes(b"x" * size)
        return path


async def settled(pilot: Pilot[Any]) -> None:
    """Wait until no thread works and every message has been handled; a dialog may wait for its answer."""
    await pilot.pause()
    await until(pilot, lambda: not any(worker.is_running and worker._thread_worker for worker in pilot.app.workers))
    await until(pilot, lambda: not is_busy())
    await pilot.pause()


def composer(pilot: Pilot[Any]) -> ComposeScreen:
    """The composer on the stack."""
    found = pilot.app.screen_stack[0]
    assert isinstance(found, ComposeScreen)
    return found


async def judged(pilot: Pilot[Any]) -> ComposeScreen:
    """Wait for what runs, judge what stands in the fields now, and give the composer."""
    await settled(pilot)
    screen = composer(pilot)
    screen.judging.now()
    await pilot.pause()
    return screen


def line(pilot: Pilot[Any], selector: str) -> str:
    """The words of one line of the composer."""
    return str(getattr(composer(pilot).query_one(selector), "text"))  # noqa: B009 - any widget with words


__all__ = ["KIM", "NOW", "World", "composer", "judged", "line", "picture", "policy", "settled"]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        sys.exit(World(Path(place)).app().run())
