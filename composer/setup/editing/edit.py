"""What an edit of a client's configuration does: added lines are marked, and replaced lines are kept beside them."""

from __future__ import annotations

from typing import Protocol

from composer.errors import ConfigurationError

BEGIN = "# presend begin"
END = "# presend end"
KEPT = "# presend kept: "
"""Stands before a line that presend replaced, in the comment that keeps it."""


class SetupError(ConfigurationError):
    """A client's configuration was not changed; the sentence says why and what to do."""


class DamagedError(Exception):
    """Marked lines are not as presend wrote them; ``line`` counts from 1."""

    def __init__(self, line: int, what: str) -> None:
        super().__init__(what)
        self.line = line
        self.what = what
        """A sentence that says what is damaged."""


class Edit(Protocol):
    """Adds presend's lines to a text and removes them; pure, but for programs that edit their own files."""

    def added(self, text: str) -> str:
        """The text with the lines; unchanged where it has them. Raises ``DamagedError``."""
        ...

    def removed(self, text: str) -> str:
        """The text as it was before ``added``. Raises ``DamagedError``."""
        ...

    def stands_in(self, text: str) -> bool:
        """Whether the text has the lines in force, with or without marks, as when somebody copied them by hand."""
        ...
