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
    """The process around one run, which may be asked to end at any time; as it is here it never is."""

    on_ending: Callable[[Callable[[], None]], None] = _never
    """From now on a request to end calls this, and interrupts nothing."""
    interrupt_again: Callable[[], None] = _nothing
    """From now on a request to end raises ``KeyboardInterrupt``."""
    ignore_ending: Callable[[], None] = _nothing
    """From now on a request to end does nothing: it is decided what becomes of the message."""
    say: Callable[[str], None] = _unheard
    """Tell the client something meanwhile, a sentence."""
    terminal: Callable[[], FoundTerminal | None] = _nowhere
    """Where the member can be told something meanwhile; None = nowhere but by ``say``."""


class GateServices(Struct, frozen=True):
    """The services that one run of ``presend sendmail`` works with."""

    clock: Clock
    policy: PolicySource
    settings: MemberSettings
    outbox: Outbox
    kept: KeptMessages
    language: str | None = None
    """The member's language; None = not known."""
