"""Gives one key a value in sections of an INI file; the replaced line is kept in a marked comment."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from composer.setup.editing.edit import BEGIN, END, KEPT
from composer.setup.editing.marks import Block, blocks, lines_of

InSection = Callable[[tuple[str, ...]], bool]
"""Whether the key belongs in a section, given by its names from the outermost on; () is before any section."""
_SECTION = re.compile(r"\s*(\[+)\s*([^\[\]]*?)\s*(\]+)\s*(?:[#;].*)?$")


class KeyEdit(Struct, frozen=True):
    """Gives a key its value in every section where it belongs, and keeps the lines that it replaces."""

    key: str
    value: str
    belongs_in: InSection
    separator: str = " = "
    missing_section: str = ""
    """The header of a section to add where none is fitting; empty = none is added."""

    def added(self, text: str) -> str:
        """The text with the value in every section where the key belongs; raises ``DamagedError``."""
        return "".join(self._with_key(self._plain(text)))

    def removed(self, text: str) -> str:
        """The text with replaced lines back and added ones gone; raises ``DamagedError``."""
        return "".join(self._plain(text))

    def stands_in(self, text: str) -> bool:
        """Whether there is a section where the key belongs, and each of them gives it the value last."""
        lines = lines_of(text)
        values: dict[tuple[str, ...], str] = {}
        for line, section in zip(lines, _sections(lines), strict=True):
            if self.belongs_in(section):
                values.setdefault(section, "")
                if self._sets(line):
                    values[section] = line.partition("=")[2].strip()
        return set(values.values()) == {self.value}

    def _plain(self, text: str) -> list[str]:
        """The lines without presend's marks and with those that it replaced; raises ``DamagedError``."""
        lines = lines_of(text)
        plain: list[str] = []
        at = 0
        for block in blocks(lines, self._is_ours):
            plain += lines[at : block.begin]
            kept = [line.partition(KEPT)[2] for line in lines[block.begin : block.end] if line.startswith(KEPT)]
            if not kept and block.end == len(lines) - 1 and not lines[block.end].endswith("\n") and plain:
                plain[-1] = plain[-1].removesuffix("\n")
            plain += _ended_like(kept, lines, block)
            at = block.end + 1
        return plain + lines[at:]

    def _with_key(self, plain: Sequence[str]) -> Iterator[str]:
        sections = list(_sections(plain))
        header_of = {section: at for at, section in reversed(list(enumerate(sections))) if _is_header(plain[at])}
        set_already = {sections[at] for at, line in enumerate(plain) if self._sets(line)}
        if () not in header_of and self.belongs_in(()) and () not in set_already:
            yield from plain
            yield from self._appended(plain)
            return
        for at, line in enumerate(plain):
            section = sections[at]
            if self.belongs_in(section) and self._sets(line):
                yield from self._block(line)
            else:
                yield line
                if header_of.get(section) == at and self.belongs_in(section) and section not in set_already:
                    yield from self._below(line)
        if self.missing_section and not any(map(self.belongs_in, sections)):
            yield from self._appended(plain)

    def _block(self, line: str) -> tuple[str, ...]:
        """The marked lines that replace one line; a missing last line break stays missing."""
        end = "\n" if line.endswith("\n") else ""
        return f"{BEGIN}\n", f"{KEPT}{line.removesuffix(end)}\n", f"{self._line}\n", f"{END}{end}"

    def _below(self, header: str) -> tuple[str, ...]:
        if header.endswith("\n"):
            return f"{BEGIN}\n", f"{self._line}\n", f"{END}\n"
        return f"\n{BEGIN}\n", f"{self._line}\n", END

    def _appended(self, plain: Sequence[str]) -> tuple[str, ...]:
        section = (f"{self.missing_section}\n",) if self.missing_section else ()
        ends_well = not plain or plain[-1].endswith("\n")
        return f"{'' if ends_well else chr(10)}{BEGIN}\n", *section, f"{self._line}\n", f"{END}{chr(10) * ends_well}"

    @property
    def _line(self) -> str:
        return f"{self.key}{self.separator}{self.value}"

    def _sets(self, line: str) -> bool:
        name, equals, _value = line.partition("=")
        return bool(equals) and name.strip().casefold() == self.key.casefold()

    def _is_ours(self, line: str) -> bool:
        is_section = bool(self.missing_section) and line == self.missing_section
        return self._sets(line) or line.startswith(KEPT) or is_section


def _ended_like(kept: list[str], lines: Sequence[str], block: Block) -> list[str]:
    """The kept lines, the last one ending as the end mark does."""
    if kept and not lines[block.end].endswith("\n"):
        kept[-1] = kept[-1].removesuffix("\n")
    return kept


def _is_header(line: str) -> bool:
    return bool(_SECTION.match(line))


def _sections(lines: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The section in which each line stands, by its names from the outermost; a header is in its own."""
    section: tuple[str, ...] = ()
    for line in lines:
        found = _SECTION.match(line)
        if found:
            section = (*section[: len(found[1]) - 1], found[2])
        yield section
