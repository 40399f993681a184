"""Where the policy in force comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from policy.verdict import PolicyInForce

if TYPE_CHECKING:
    pass


class PolicySource(Protocol):
    """Where the policy in force comes from."""

    def current(self) -> PolicyInForce:
        """The policy now in force; raises ``PolicyFaultsError`` when it is broken, and then nothing is sent."""
        ...
