"""What the gate works with; a small part of what the composer needs, so that the quiet path stays quick."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec import Struct

from composer.gate.keeping.kept import KeptMessages
from composer.services.clock import Clock
from composer.services.member_settings import MemberSettings
from composer.services.outbox import Outbox
from composer.services.policy_source import PolicySource

if TYPE_CHECKING:
    from composer.gate.terminal.place import FoundTerminal


def _nothing() -> None:
    pass


def _unheard(_sentence: str) -> None:
    pass


def _never(_call: Callable[[], None]) -> None:
    pass


def _nowhere() -> None:
    pass


class Process(Struct, frozen=True):
    """The process of one run, which may be asked to end by a signal; the defaults are a process that never is."""

    on_ending: Callable[[Callable[[], None]], None] = _never
    """Have a request to end call this, instead of interrupting."""
    interrupt_again: Callable[[], None] = _nothing
    """Have a request to end raise ``KeyboardInterrupt`` again."""
    ignore_ending: Callable[[], None] = _nothing
    """Ignore requests to end: it is decided what becomes of the message."""
    say: Callable[[str], None] = _unheard
    """Tell the client a sentence while it waits."""
    terminal: Callable[[], FoundTerminal | None] = _nowhere
    """Find the terminal on which the member can be told something while they wait; None = there is none."""


class GateServices(Struct, frozen=True):
    """The services that one run of ``presend sendmail`` works with."""

    clock: Clock
    policy: PolicySource
    settings: MemberSettings
    outbox: Outbox
    kept: KeptMessages
    language: str | None = None
    """The member's language; None = not known."""
