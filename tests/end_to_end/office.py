"""The demonstration under a pilot, with a transport that writes down whatever reaches it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from textual import events
from textual.pilot import Pilot
from textual.screen import Screen

from composer.clock import FixedClock
from composer.delivery.build import build_outbox
from composer.delivery.transports.base import MailObject, Outcomes, SendObserver, Tell, all_of, tell_nobody
from composer.demo.app import DemoApp
from composer.demo.demonstration import Demonstration
from composer.message.composition import Composition
from composer.screens.compose.screen import ComposeScreen
from composer.services.drafts import SavedDraft
from composer.services.outbox import Job, Outbox, RecipientState
from composer.threads.abort import Abort
from tests.pilots import until

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
OUTSIDER, COLLEAGUE = "partner@other.example", "lee@hanbit.example"
OUTSIDE_MAIL = Composition(to=OUTSIDER, subject="Offer", body="See you on Monday.")


class RecordingPost:
    """A server that takes everything, or for a while nothing."""

    is_open = True

    def __init__(self) -> None:
        self.mails: list[tuple[str, ...]] = []
        """The recipients of everything that came, in order."""
        self.state = RecipientState.ACCEPTED
        """What it answers."""

    @contextmanager
    def connect(self, _abort: Abort, _tell: Tell = tell_nobody) -> Iterator[RecordingPost]:
        yield self

    def send(self, mail: MailObject, observer: SendObserver) -> Outcomes:
        assert b"".join(mail.chunks()).endswith(b"\r\n")
        self.mails.append(mail.recipients)
        if self.state is RecipientState.ACCEPTED:
            observer.before_handover(mail.recipients)
            observer.sent(mail.size)
        return all_of(mail.recipients, self.state, "451 later")


class Office:
    """The app, its pilot, its world, and the recording transport."""

    def __init__(self, pilot: Pilot[Any], world: Demonstration, post: RecordingPost) -> None:
        self.pilot = pilot
        self.world = world
        self.post = post

    @property
    def app(self) -> DemoApp:
        assert isinstance(self.pilot.app, DemoApp)
        return self.pilot.app

    @property
    def screen(self) -> Screen[Any]:
        return self.app.screen

    @property
    def composer(self) -> ComposeScreen:
        return self.app.composers()[-1]

    @property
    def jobs(self) -> list[Job]:
        """What the outbox holds."""
        return list(self.world.services.outbox.jobs())

    def nothing_left(self) -> bool:
        """Whether nothing was accepted and nothing has reached the transport."""
        return self.post.mails == [] and self.jobs == []

    async def until(self, holds: Callable[[], object]) -> None:
        """Let messages be handled until something holds; fails where it never does."""
        await until(self.pilot, holds)

    async def on(self, screen: type[Screen[Any]]) -> None:
        """Wait for a screen to be on top and laid out."""
        await self.until(lambda: isinstance(self.screen, screen) and self.screen.size.width)
        await self.pilot.pause()

    async def focused(self, selector: str) -> None:
        """Wait for a widget of the top screen to have the focus."""
        await self.until(lambda: self.screen.focused is not None and self.screen.focused in self.screen.query(selector))

    async def tab_to(self, selector: str) -> None:
        """Go to a widget by keyboard, as a member would."""
        wanted = self.screen.query_one(selector)
        for _step in range(20):
            if self.screen.focused is wanted:
                return
            await self.pilot.press("tab")
        raise AssertionError(f"Tab never comes to {selector}")

    async def burst(self, *keys: str) -> None:
        """Type faster than the app can draw: every key is made before the first is handled."""
        for key in keys:
            self.app.post_message(events.Key(key, None if "+" in key or len(key) > 1 else key))
        for _turn in range(20):
            await self.pilot.pause()


def recording_outbox(world: Demonstration, post: RecordingPost, folder: Path) -> Outbox:
    """The real outbox of the demonstration over the recording transport."""
    services = world.services
    return build_outbox(
        folder / "outbox",
        clock=services.clock,
        policy=services.policy,
        files=services.files,
        drafts=services.drafts,
        transport=post,
        audit=folder / "audit.jsonl",
    )


@asynccontextmanager
async def open_office(
    folder: Path, opened: Composition | SavedDraft = OUTSIDE_MAIL, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[Office]:
    """The composer with a message, judged."""
    world = Demonstration(folder, FixedClock(NOW), folder)
    world.prepare()
    post = RecordingPost()
    world.services.outbox = recording_outbox(world, post, folder)
    app = DemoApp(world, opened)
    async with app.run_test(size=size) as pilot:
        office = Office(pilot, world, post)
        await office.until(lambda: office.app.composers() and office.composer.assessment)
        await office.until(lambda: office.composer.focused)
        assert app.policy_timer is not None
        app.policy_timer.pause()  # tests change the policy at moments of their own
        yield office
