"""What the gate works with; a small part of what the composer needs, so that the quiet path stays quick."""

from __future__ import annotations

from msgspec import Struct

from composer.gate.keeping.kept import KeptMessages
from composer.services.bundle import Clock, Outbox, PolicySource
from composer.services.member_settings import MemberSettings


class GateServices(Struct, frozen=True):
    """The services of one run."""

    clock: Clock
    policy: PolicySource
    settings: MemberSettings
    outbox: Outbox
    kept: KeptMessages
    language: str | None = None
    """The member's language; None = not known."""
