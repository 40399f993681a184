"""Keeps a marked block of Python in a file of hooks, in which a second hook of one name would hide the first."""

from __future__ import annotations

import re

from msgspec import Struct

from composer.setup.editing.block_edit import BlockEdit
from composer.setup.editing.edit import DamagedError
from composer.words import _


class HookEdit(Struct, frozen=True):
    """A ``BlockEdit`` of a hook, which refuses where the member has a hook of that name."""

    lines: tuple[str, ...]
    hook: str

    def added(self, text: str) -> str:
        """The text with the block at its end; raises ``DamagedError`` where there is such a hook already."""
        block = BlockEdit(self.lines)
        own = re.compile(rf"(?:async\s+)?def\s+{self.hook}\b")
        for at, line in enumerate(block.removed(text).splitlines()):
            if own.match(line):
                raise DamagedError(at + 1, self._advice())
        return block.added(text)

    def removed(self, text: str) -> str:
        """The text without the block; raises ``DamagedError``."""
        return BlockEdit(self.lines).removed(text)

    def stands_in(self, text: str) -> bool:
        """Whether every line of the hook stands in the text."""
        return BlockEdit(tuple(line.strip() for line in self.lines)).stands_in(text)

    def _advice(self) -> str:
        return _(
            "There is a hook {hook} already. Add the lines that presend install prints by hand, and call its function "
            "from yours.",
            hook=self.hook,
        )
