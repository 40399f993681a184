"""What the composer says of the policy: what changed last, and how many messages came back because of it."""

from __future__ import annotations

from textual.screen import Screen

from composer.drafting.policy_watch import PolicyNews

ROWS, NARROW_ROWS = 2, 3
"""What a notice about the policy takes at most, so that the text keeps its rows."""
WRAPPED = 8
"""Cells of a row that wrapping may leave empty."""


class PolicyNotice:
    """Belongs to one composer, whose width it has."""

    def __init__(self, screen: Screen[None], news: PolicyNews | None) -> None:
        self._screen = screen
        self.news = news
        """The last change since presend was started."""
        self._returned = 0
        """How many messages came back because of it."""

    def changed(self, news: PolicyNews) -> None:
        """Another policy is in force; nothing has come back because of it yet."""
        self.news, self._returned = news, 0

    def came_back(self, count: int) -> None:
        """So many messages that were not on the screen are drafts again."""
        self._returned += count

    def words(self) -> str:
        """The notice, in as many rows as the composer has for it."""
        from composer.sentences.changes.news import came_back_notice, notice

        rows = NARROW_ROWS if self._screen.has_class("-narrow") else ROWS
        most = rows * max(self._screen.size.width - WRAPPED, 1)
        lines = [came_back_notice(self._returned)] if self._returned else []
        if self.news is not None:
            lines.append(notice(self.news, most))
        return "\n".join(lines)
