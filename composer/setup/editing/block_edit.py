"""Keeps one marked block at the end of a file in which later lines win over earlier ones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from msgspec import Struct

from composer.setup.editing.edit import BEGIN, END, DamagedError
from composer.setup.editing.marks import Block, blocks, lines_of
from composer.words import _

_COMMAND = re.compile(r"\s*(?:set|unset|reset|toggle)\s")
_NAME = re.compile(r"(?<![^\s])(?:no|inv|[&?])?([\w-]+)(?=\s|=|\Z)", re.ASCII)


class BlockEdit(Struct, frozen=True):
    """Adds and removes a marked block of lines; the file's missing last line break stays missing."""

    lines: tuple[str, ...]
    variables: frozenset[str] = frozenset()
    """The variables that the lines set; a later line of the member's would undo that."""
    clash: str = ""
    """A variable that would send past presend, wherever it is set, and that no line can take back."""

    def added(self, text: str) -> str:
        """The text with the block at its end, or in its present place unless a later line sets the same variables."""
        lines = lines_of(text)
        self._refuse_clash(lines)
        block = self._block(lines)
        if block is not None and not self._sets_any(lines[block.end + 1 :]):
            inside = [f"{line}\n" for line in self.lines]
            return "".join([*lines[: block.begin + 1], *inside, *lines[block.end :]])
        return self._appended(self.removed(text))

    def _appended(self, text: str) -> str:
        whole = "\n".join((BEGIN, *self.lines, END))
        return f"{text}{whole}\n" if not text or text.endswith("\n") else f"{text}\n{whole}"

    def removed(self, text: str) -> str:
        """The text without the block and without the line break that presend put before it."""
        lines = lines_of(text)
        block = self._block(lines)
        if block is None:
            return text
        before = "".join(lines[: block.begin])
        if block.end == len(lines) - 1 and not lines[block.end].endswith("\n"):
            return before.removesuffix("\n")
        return before + "".join(lines[block.end + 1 :])

    def stands_in(self, text: str) -> bool:
        """Whether every line stands in the text, and no other line behind the first of them sets the same."""
        lines = [line.strip() for line in lines_of(text)]
        if any(self.clash in _set_by(line) for line in lines) or not set(lines).issuperset(self.lines):
            return False
        first = min(lines.index(line) for line in self.lines)
        return not self._sets_any(line for line in lines[first:] if line not in self.lines)

    def _sets_any(self, lines: Iterable[str]) -> bool:
        return any(not self.variables.isdisjoint(_set_by(line)) for line in lines)

    def _refuse_clash(self, lines: Sequence[str]) -> None:
        for at, line in enumerate(lines):
            if self.clash and self.clash in _set_by(line):
                raise DamagedError(at + 1, _("{name} sends past presend. Take it out.", name=self.clash))

    def _block(self, lines: list[str]) -> Block | None:
        keys = {_key(line) for line in self.lines}
        found = blocks(lines, lambda line: _key(line) in keys)
        if len(found) > 1:
            raise DamagedError(found[1].begin + 1, _("Here presend's lines begin a second time."))
        return found[0] if found else None


def _key(line: str) -> str:
    """The part of a line before the value, by which lines of another presend are recognized."""
    return line.partition("=")[0].strip()


def _set_by(line: str) -> set[str]:
    """The variables that a line sets or unsets, as mutt and s-nail write it."""
    command = _COMMAND.match(line)
    return set(_NAME.findall(line[command.end() :])) if command else set()
