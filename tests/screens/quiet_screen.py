"""Stands for a screen and its form, where a test is about what a collaborator asks of them."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from msgspec.structs import replace

from composer.message.composition import AttachedFile, Composition
from policy.draft import Field


class QuietScreen:
    """Keeps what it is asked for."""

    def __init__(self, *answers: object) -> None:
        self.app = self
        self.answers = list(answers)
        """Of the dialogs that are opened, in order; None where there are no more."""
        self.opened: list[Any] = []
        self.screen_stack: list[Any] = []
        """What is shown while something works."""
        self.posted: list[Any] = []
        self.timers: list[PlannedTimer] = []
        self.workers: list[Callable[[], None]] = []
        self.focused: SimpleNamespace | None = None
        self.active_bindings: dict[str, object] = {}
        self.size = SimpleNamespace(width=80, height=24)
        self.classes: set[str] = set()

    async def push_screen_wait(self, screen: Any) -> object:
        self.opened.append(screen)
        return self.answers.pop(0) if self.answers else None

    async def push_screen(self, screen: Any) -> None:
        self.screen_stack.append(screen)

    async def pop_screen(self) -> None:
        self.screen_stack.pop()

    def post_message(self, message: Any) -> None:
        self.posted.append(message)

    def set_timer(self, seconds: float, act: Callable[[], None]) -> PlannedTimer:
        self.timers.append(PlannedTimer(seconds, act))
        return self.timers[-1]

    def run_worker(self, act: Callable[[], None], **_how: Any) -> None:
        self.workers.append(act)

    def has_class(self, name: str) -> bool:
        return name in self.classes


class PlannedTimer:
    """Goes off when the test says so."""

    def __init__(self, seconds: float, act: Callable[[], None]) -> None:
        self.seconds = seconds
        self.act = act
        self.is_stopped = False

    def stop(self) -> None:
        self.is_stopped = True


class QuietForm:
    """A form without widgets: a composition that is read and kept."""

    def __init__(self, composition: Composition) -> None:
        self.composition = composition
        self.body = QuietBody()

    def read(self) -> Composition:
        return self.composition

    def keep(self, **changes: Any) -> None:
        self.composition = replace(self.composition, **changes)

    def address(self, field: Field) -> SimpleNamespace:
        return SimpleNamespace(value=getattr(self.composition, field.value))

    @property
    def files(self) -> tuple[AttachedFile, ...]:
        return self.composition.files


class QuietBody:
    """Notes that it got the focus."""

    has_focus = False

    def focus(self) -> None:
        self.has_focus = True


class Said:
    """Keeps what was said or told, in words."""

    def __init__(self) -> None:
        self.words: list[str] = []

    def __call__(self, words: Callable[[], str]) -> None:
        self.words.append(words())


def quiet_screen(*answers: object) -> Any:
    """A screen whose dialogs get these answers; typed as what it stands for, which it is not."""
    return QuietScreen(*answers)


def quiet_form(composition: Composition) -> Any:
    """A form that holds a composition; typed as what it stands for, which it is not."""
    return QuietForm(composition)
