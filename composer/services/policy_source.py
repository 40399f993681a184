"""The Protocol of the source of the policy in force."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from policy.verdict import PolicyInForce

if TYPE_CHECKING:
    pass


class PolicySource(Protocol):
    """The source of the policy in force: a file, or the demonstration."""

    def current(self) -> PolicyInForce:
        """The policy now in force; raises ``PolicyFaultsError`` when it is broken, and then nothing is sent."""
        ...
