"""The demonstration's policy: read from the package, and changed in memory only."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from composer.administration.stores.memory_store import MemoryPolicyStore
from composer.services.clock import Clock
from policy.document import policy_id, read
from policy.organization import Organization
from policy.settings import Policy
from policy.verdict import PolicyInForce

if TYPE_CHECKING:
    from composer.administration.toml.document_values import Edits

SOURCE = "demonstration"


def shipped_text() -> str:
    """The TOML text of the policy file that the package ships."""
    return files("composer.demo").joinpath("policy.toml").read_text("utf-8")


def shipped_policy() -> Policy:
    """The policy that the package ships."""
    return read(shipped_text(), _no_file)


class DemoPolicySource:
    """A policy that the panel and the administrator's page change; nothing is ever written."""

    def __init__(self, clock: Clock) -> None:
        self.store = MemoryPolicyStore(shipped_text(), _no_file, SOURCE, clock)
        """The store that holds the policy, as the administrator's page needs it."""
        self._last: tuple[str, PolicyInForce] | None = None

    def current(self) -> PolicyInForce:
        """The policy now in force, with its index of domains and lists."""
        stored = self.store.read()
        if self._last is None or self._last[0] != stored.version:
            policy = stored.policy
            self._last = stored.version, PolicyInForce(policy, Organization(policy), SOURCE, policy_id(policy))
        return self._last[1]

    def change(self, edits: Edits) -> None:
        """Put a changed policy in force at once; raises ``PolicyFaultsError``."""
        from composer.administration.toml.policy_text import edited  # the first screen does not pay for writing TOML

        base = self.store.read()
        self.store.save(edited(base.text, edits), base)

    def reset(self) -> None:
        """Put the policy that the package ships in force again."""
        self.store.save(shipped_text(), self.store.read())


def _no_file(name: str) -> str:
    raise FileNotFoundError(name)
