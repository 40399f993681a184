"""The three levels: in use or not, defaults, the moment of expiry, the name in the audit log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from policy.settings import Expiry, Level


@dataclass(frozen=True, slots=True)
class JudgedLevel:
    """The level of a message and what it brings."""

    level: Level
    name: str
    """The administrator's edited name, cleaned; empty = the translated built-in name."""
    expires_after: Expiry
    expires_at: datetime | None
    """Aware, UTC; None = does not expire."""
    forwarding_prohibited: bool
    audit_label: str
    """Canonical English word, then the edited name if there is one."""
