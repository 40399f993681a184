"""One marked block at the end of a file whose later lines win."""

from __future__ import annotations

from msgspec import Struct

from composer.setup.edit import BEGIN, END, DamagedError
from composer.setup.marks import Block, blocks, lines_of
from composer.words import _


class BlockEdit(Struct, frozen=True):
    """Keeps lines in a block; a file that ended without a line break ends without one again."""

    lines: tuple[str, ...]

    def added(self, text: str) -> str:
        """The block at the end, or in the place where it is already."""
        lines = lines_of(text)
        block = self._block(lines)
        if block is not None:
            inside = [f"{line}\n" for line in self.lines]
            return "".join([*lines[: block.begin + 1], *inside, *lines[block.end :]])
        whole = "\n".join((BEGIN, *self.lines, END))
        return f"{text}{whole}\n" if not text or text.endswith("\n") else f"{text}\n{whole}"

    def removed(self, text: str) -> str:
        """Without the block; the line break before one that ends the file without any was presend's too."""
        lines = lines_of(text)
        block = self._block(lines)
        if block is None:
            return text
        before = "".join(lines[: block.begin])
        if block.end == len(lines) - 1 and not lines[block.end].endswith("\n"):
            return before.removesuffix("\n")
        return before + "".join(lines[block.end + 1 :])

    def _block(self, lines: list[str]) -> Block | None:
        keys = {_key(line) for line in self.lines}
        found = blocks(lines, lambda line: _key(line) in keys)
        if len(found) > 1:
            raise DamagedError(found[1].begin + 1, _("Here presend's lines begin a second time."))
        return found[0] if found else None


def _key(line: str) -> str:
    """What a line sets, without the value: another presend may have written another."""
    return line.partition("=")[0].strip()
