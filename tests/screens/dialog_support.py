"""Material for the dialogs: a small organization, its assessor, and an app that pushes one screen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Static

from composer.clock import FixedClock
from composer.drafting.judging import Assessment, assess
from composer.message.composition import AttachedFile, Composition
from composer.widgets.glyphs import NARROW
from policy.address import parse_address
from policy.draft import Draft, FileFacts
from policy.organization import Organization
from policy.settings import (
    Apply,
    Company,
    DomainRule,
    Expiry,
    LevelSettings,
    MailingList,
    OutgoingWarning,
    Policy,
    Surface,
)
from policy.verdict import Capabilities, Member, PolicyInForce

T = TypeVar("T")
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
CLOCK = FixedClock(NOW)
KIM = parse_address("kim@hanbit.example")
WARNING_TEXT = "This message goes outside Hanbit Trading.\nCheck the recipients and the files once more."


def policy(
    apply: Apply = Apply.ALWAYS,
    text: str = WARNING_TEXT,
    lists: tuple[MailingList, ...] = (),
    restricted: LevelSettings | None = None,
) -> Policy:
    """Hanbit Trading with a list that has one outsider."""
    sales = MailingList(parse_address("sales@hanbit.example"), "Sales", ("lee@hanbit.example", "partner@other.example"))
    return Policy(
        company=Company((DomainRule("hanbit.example"),), "Hanbit Trading", ("en",)),
        warning=OutgoingWarning(True, apply, {"default": text}, {"default": text}),
        restricted=restricted or LevelSettings(),
        confidential=LevelSettings(True, "", Expiry.WEEK, True, True) if restricted else LevelSettings(),
        lists=(sales, *lists),
    )


def in_force(of: Policy) -> PolicyInForce:
    """The policy as if it had been loaded."""
    return PolicyInForce(of, Organization(of), "test", "0" * 64)


class Assessor:
    """Judges compositions under one policy and remembers how often."""

    def __init__(self, of: Policy | None = None, surface: Surface = Surface.PC) -> None:
        self.in_force = in_force(of or policy())
        self.member = Member((KIM,), "en", surface, UTC)
        self.calls = 0

    def __call__(self, composition: Composition) -> Assessment:
        self.calls += 1
        found = Draft(files=tuple(map(_facts, composition.files)))
        return assess(composition, found, self.member, self.in_force, Capabilities(), NOW)


def attached(name: str, size: int = 1_000) -> AttachedFile:
    """A file as the composer keeps it."""
    return AttachedFile(f"/home/kim/{name}", name, size, 1, 1, 1)


def message(**changes: Any) -> Composition:
    """Two outside recipients, one of them through a list, and a file."""
    values: dict[str, Any] = {
        "sender": "kim@hanbit.example",
        "to": "sales@hanbit.example, choi@abroad.example",
        "subject": "Offer",
        "body": "See below.",
        "files": (attached("offer.pdf"),),
    }
    return Composition(**(values | changes))


def _facts(file: AttachedFile) -> FileFacts:
    return FileFacts(file.name, file.size, file.path, file.device, file.inode, file.mtime_ns, choice=file.choice)


class DialogApp(App[None], Generic[T]):
    """Pushes one screen at once and keeps what it answered."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, screen: Callable[[], Screen[T]]) -> None:
        super().__init__()
        self._make = screen
        self.answers: list[T | None] = []
        self.glyphs = NARROW

    def compose(self) -> ComposeResult:
        yield Static("below", markup=False)

    def on_mount(self) -> None:
        self.open()

    def open(self) -> None:
        """Push the screen."""
        self.push_screen(self._make(), self.answers.append)


def visible(app: App[Any], selector: str) -> bool:
    """Whether the whole widget is to be seen, neither scrolled away nor covered by an edge."""
    place = app.screen.find_widget(app.screen.query_one(selector))
    return bool(place.region) and place.visible_region == place.region


async def focus(pilot: Pilot[Any], selector: str) -> None:
    """Go to a widget with Tab, as a member would."""
    for _step in range(20):
        if pilot.app.focused is pilot.app.screen.query_one(selector):
            return
        await pilot.press("tab")
    raise AssertionError(f"Tab never comes to {selector}")
