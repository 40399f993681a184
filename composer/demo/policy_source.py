"""The demonstration's policy: read from the package, changed in memory only."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files

from policy.document import policy_id, read
from policy.organization import Organization
from policy.settings import Policy
from policy.verdict import PolicyInForce

SOURCE = "demonstration"


def shipped_text() -> str:
    """The policy file of the demonstration as it comes with the package."""
    return files("composer.demo").joinpath("policy.toml").read_text("utf-8")


def shipped_policy() -> Policy:
    """The organization as it comes with the package."""

    def no_file(name: str) -> str:
        raise FileNotFoundError(name)

    return read(shipped_text(), no_file)


class DemoPolicySource:
    """A policy that the panel changes; nothing is ever written."""

    def __init__(self) -> None:
        self._shipped = shipped_policy()
        self._current = _in_force(self._shipped)

    def current(self) -> PolicyInForce:
        """The policy now in force."""
        return self._current

    def change(self, change: Callable[[Policy], Policy]) -> None:
        """Put a changed policy in force at once."""
        self._current = _in_force(change(self._current.policy))

    def reset(self) -> None:
        """Back to what the package ships."""
        self._current = _in_force(self._shipped)


def _in_force(policy: Policy) -> PolicyInForce:
    return PolicyInForce(policy, Organization(policy), SOURCE, policy_id(policy))
