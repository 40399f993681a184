"""What the composer says of the policy: what changed last, and how many messages came back because of it."""

from __future__ import annotations

from textual.screen import Screen

from composer.drafting.policy_watch import PolicyNews

ROWS, NARROW_ROWS = 2, 3
"""The most rows of a notice about the policy, in windows of usual height and in low ones."""
WRAPPED = 8
"""Cells of each row that are reckoned as lost to wrapping."""


class PolicyNotice:
    """The sentence in one composer about the last change of the policy, cut to the rows that it may take."""

    def __init__(self, screen: Screen[None], news: PolicyNews | None) -> None:
        self._screen = screen
        self.news = news
        """The last change since presend was started."""
        self._returned = 0
        """How many messages came back because of a change; the news of that change may come before or after them."""

    def changed(self, news: PolicyNews) -> None:
        """Note another policy."""
        self.news = news

    def came_back(self, count: int) -> None:
        """Note that ``count`` messages came back from the outbox as drafts, without having been on the screen."""
        self._returned += count

    def words(self) -> str:
        """The notice in the language now active: how many messages came back, and what changed."""
        from composer.sentences.changes.news import came_back_notice, notice

        rows = NARROW_ROWS if self._screen.has_class("-narrow") else ROWS
        most = rows * max(self._screen.size.width - WRAPPED, 1)
        lines = [came_back_notice(self._returned)] if self._returned else []
        if self.news is not None:
            lines.append(notice(self.news, most))
        return "\n".join(lines)
