"""Edits of a client's configuration as text: what presend added is marked, and what it replaced is kept beside it."""

from __future__ import annotations

from typing import Protocol

from composer.errors import ConfigurationError

BEGIN = "# presend begin"
END = "# presend end"
KEPT = "# presend kept: "
"""Before a line that was there and stands aside."""


class SetupError(ConfigurationError):
    """A client's configuration was left as it is; says why and what to do."""


class DamagedError(Exception):
    """Marked lines are not as presend wrote them; ``line`` counts from 1."""

    def __init__(self, line: int, what: str) -> None:
        super().__init__(what)
        self.line = line
        self.what = what
        """A sentence."""


class Edit(Protocol):
    """Adds presend's lines to a text and takes them away; pure but for a program that edits its own files."""

    def added(self, text: str) -> str:
        """The text with the lines; unchanged where it has them. Raises ``DamagedError``."""
        ...

    def removed(self, text: str) -> str:
        """The text as it was before ``added``. Raises ``DamagedError``."""
        ...

    def stands_in(self, text: str) -> bool:
        """Whether the text says the same without marks, as somebody does who copies the lines by hand."""
        ...
