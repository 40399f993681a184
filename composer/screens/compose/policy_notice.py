"""What the composer says of the policy: what changed last, and how many messages came back because of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from textual.screen import Screen

from composer.drafting.policy_watch import PolicyNews
from policy.verdict import PolicyInForce

ROWS, NARROW_ROWS = 2, 3
"""The most rows of a notice about the policy, in windows of usual height and in low ones."""
WRAPPED = 8
"""Cells of each row that are reckoned as lost to wrapping."""


class PolicyNotice:
    """The sentence in one composer about the last change of the policy, cut to the rows that it may take."""

    def __init__(
        self, screen: Screen[None], news: PolicyNews | None, in_force: Callable[[], PolicyInForce | None]
    ) -> None:
        self._screen = screen
        self._in_force = in_force
        self.news = news
        """The last change since presend was started."""
        self._returned: Counter[str] = Counter()
        """How many messages came back, by the id of the policy that was in force then."""

    def changed(self, news: PolicyNews) -> None:
        """Note another policy; of messages that came back only those count that it brought back before its news."""
        now = self._policy_id()
        self.news, self._returned = news, Counter({now: self._returned[now]})

    def came_back(self, count: int) -> None:
        """Note that ``count`` messages came back from the outbox as drafts, without having been on the screen."""
        self._returned[self._policy_id()] += count

    def _policy_id(self) -> str:
        """The id of the policy in force; empty while it is broken."""
        in_force = self._in_force()
        return in_force.id if in_force is not None else ""

    def words(self) -> str:
        """The notice in the language now active: how many messages came back, and what changed."""
        from composer.sentences.changes.news import came_back_notice, notice

        rows = NARROW_ROWS if self._screen.has_class("-narrow") else ROWS
        most = rows * max(self._screen.size.width - WRAPPED, 1)
        returned = self._returned.total()
        lines = [came_back_notice(returned)] if returned else []
        if self.news is not None:
            lines.append(notice(self.news, most))
        return "\n".join(lines)
