"""Notices that another policy is in force, that it broke, and that it is mended; whoever asks does so in a thread."""

from __future__ import annotations

import threading
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from msgspec import Struct

from composer import words
from composer.errors import PolicyFaultsError
from composer.reasons import Reason
from composer.services.clock import Clock
from composer.services.policy_source import PolicySource
from policy.verdict import PolicyInForce

if TYPE_CHECKING:
    from policy.truth_table.changes import Difference

LOOK_EVERY = 0.5
"""Seconds between two looks: a change is noticed within a second."""


class PolicyEvent(Enum):
    """Whether the policy in force is another one, broken or usable again."""

    CHANGED = "changed"
    BROKEN = "broken"
    MENDED = "mended"


class PolicyNews(Struct, frozen=True):
    """One change of the policy in force."""

    event: PolicyEvent
    at: datetime
    """The moment at which it was noticed; for a broken policy, since when it is broken."""
    difference: Difference | None = None
    """The difference from the last policy that could be used; None while it is broken."""
    fault: Reason | None = None
    """What is wrong with it first; None where it can be used."""


@runtime_checkable
class PolicyListener(Protocol):
    """A screen that shows something of the policy."""

    def policy_changed(self, news: PolicyNews) -> None:
        """Another policy is in force, or none that can be used; called in the app's thread."""
        ...


@runtime_checkable
class JudgedScreen(Protocol):
    """A screen that shows a verdict."""

    def catch_up(self, policy_id: str) -> None:
        """Judge again unless the verdict is of the policy with this id.

        A policy may come and go between two looks.
        """
        ...


class PolicyWatch:
    """Notices when another policy comes into force; the one in force at the start is no news."""

    def __init__(self, source: PolicySource, clock: Clock) -> None:
        self._source = source
        self._clock = clock
        self._busy = threading.Lock()
        self._known: PolicyInForce | None = None
        self._faults: tuple[Reason, ...] = ()
        self._broken_at: datetime = clock.now()
        self.last: PolicyNews | None = None
        """The latest news; None while nothing has happened."""
        self._look()
        self.last = None

    @property
    def is_looking(self) -> bool:
        """Whether a look is under way."""
        return self._busy.locked()

    @property
    def known_id(self) -> str | None:
        """The id of the policy that the last look found in force; None while it is broken."""
        return None if self._known is None or self._faults else self._known.id

    def look(self) -> PolicyNews | None:
        """The news since the last look; None where there is none, or another look is under way.

        It may take seconds where a large policy changed.
        """
        if not self._busy.acquire(blocking=False):
            return None
        try:
            news = self._look()
        finally:
            self._busy.release()
        self.last = news or self.last
        return news

    def _look(self) -> PolicyNews | None:
        try:
            in_force = self._source.current()
        except PolicyFaultsError as error:
            return self._broken(error.reasons)
        return self._usable(in_force)

    def _broken(self, faults: tuple[Reason, ...]) -> PolicyNews | None:
        if faults == self._faults:
            return None
        if not self._faults:
            self._broken_at = self._clock.now()
        self._faults = faults
        return PolicyNews(PolicyEvent.BROKEN, self._broken_at, fault=faults[0])

    def _usable(self, in_force: PolicyInForce) -> PolicyNews | None:
        before, was_broken = self._known, bool(self._faults)
        self._known, self._faults = in_force, ()
        if not was_broken and (before is None or before.id == in_force.id):
            return None
        event = PolicyEvent.MENDED if was_broken else PolicyEvent.CHANGED
        return PolicyNews(event, self._clock.now(), _difference(before or in_force, in_force))


def _difference(before: PolicyInForce, after: PolicyInForce) -> Difference:
    from policy.truth_table.changes import (  # nothing of the tables is needed before something changes
        Difference,
        difference,
    )
    from policy.truth_table.matrix import languages_of

    if before.id == after.id:
        return Difference()
    policies = (before.policy, after.policy)
    return difference(*policies, languages_of(policies, list(words.available())))
