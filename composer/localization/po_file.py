"""Reads PO files with the line of everything in them; what cannot be read is told with its line, never raised.

Babel's reader, which compiles them, merges duplicates, lets open quotes pass and keeps one line an entry.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

LARGEST = 8_000_000
"""The most bytes of a file that is read: 25 times the largest catalog there is."""
LONGEST = 5_000
"""The most characters of a message or a translation that is looked at."""
_LONGEST_KEPT = 50_000
"""The characters from which on nothing is added to a text."""
_LINE = re.compile(r'(?:(msgctxt|msgid_plural|msgid|msgstr)(?:\[(\d)\])?[ \t]*)?"((?:[^"\\]|\\.)*)"[ \t]*')
_ESCAPE = re.compile(r"\\(.)")
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\"}
_ORDER = {"msgctxt": 0, "msgid": 1, "msgid_plural": 2, "msgstr": 3}


@dataclass(slots=True)
class PoEntry:
    """One entry; obsolete ones are left out."""

    line: int
    """The line of its first keyword."""
    context: str | None = None
    sources: list[str] = field(default_factory=list)
    """The English message, or its singular and plural."""
    forms: dict[int, str] = field(default_factory=dict)
    """The translations by the number of the plural form; 0 where there is no plural."""
    lines: dict[int, int] = field(default_factory=dict)
    """The line on which each form begins."""
    flags: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()
    """What the sources tell translators (``#.``)."""
    remarks: tuple[str, ...] = ()
    """What translators wrote (``# ``)."""

    @property
    def key(self) -> tuple[str | None, ...]:
        """What makes it one message: context, and the message or its singular and plural."""
        return (self.context, *self.sources)

    @property
    def is_fuzzy(self) -> bool:
        """Whether it is marked as a guess."""
        return "fuzzy" in self.flags


@dataclass(frozen=True, slots=True)
class PoFault:
    """A line that is no line of a catalog."""

    line: int
    text: str


@dataclass(slots=True)
class PoFile:
    """What stands in one file, as far as it can be read."""

    header: dict[str, str] = field(default_factory=dict)
    header_lines: dict[str, int] = field(default_factory=dict)
    entries: list[PoEntry] = field(default_factory=list)
    fault: PoFault | None = None
    """The first line that cannot be read; what stands below it is not looked at."""
    obsolete_line: int = 0
    """The line of the first obsolete entry; 0 = none."""


def read_text(text: str) -> PoFile:
    """Everything in the text of a PO file, up to the first line that is none of a catalog."""
    reader = _Reader()
    for number, line in enumerate(text.split("\n"), start=1):
        if not reader.take(number, line.removesuffix("\r")):
            reader.found.fault = PoFault(number, line)
            break
    else:
        reader.finish(text.count("\n") + 1)
    return reader.found


class _Reader:
    """Takes one line after the other."""

    def __init__(self) -> None:
        self.found = PoFile()
        self._entry: PoEntry | None = None
        self._at: tuple[str, int] | None = None
        self._comments: dict[str, list[str]] = {}
        self._has_header = False

    def take(self, number: int, line: str) -> bool:
        """Whether the line could be read."""
        if not line.strip():
            return self.finish(number)
        if line.startswith("#"):
            return self._comment(number, line)
        matched = _LINE.fullmatch(line)
        text = _unescaped(matched[3]) if matched else None
        if matched is None or text is None:
            return False
        if matched[1] is None:
            return self._continue(text)
        return self._keyword(number, matched[1], int(matched[2] or 0), text, has_number=matched[2] is not None)

    def finish(self, number: int) -> bool:
        """End the entry that was begun; False where it is half an entry."""
        entry, self._entry, self._at = self._entry, None, None
        if entry is None:
            return True
        if not entry.sources or not entry.forms:
            return False
        if entry.sources == [""] and entry.context is None and not self._has_header:
            self._has_header = True
            self._note_header(entry)
        else:
            self.found.entries.append(entry)
        return True

    def _comment(self, number: int, line: str) -> bool:
        if self._entry is not None and self._entry.forms and not self.finish(number):
            return False
        kind, rest = (line[1:2], line[2:].strip()) if line[1:2] in (",", ".", ":", "|", "~") else ("", line[1:].strip())
        if kind == "~":
            self.found.obsolete_line = self.found.obsolete_line or number
        self._comments.setdefault(kind, []).append(rest)
        return True

    def _keyword(self, number: int, word: str, form: int, text: str, *, has_number: bool) -> bool:
        if self._entry is not None and self._entry.forms and word in ("msgctxt", "msgid"):
            self.finish(number)
        if self._entry is None:
            self._begin(number)
        entry = self._entry
        if entry is None or (self._at and _ORDER[word] < _ORDER[self._at[0]]):
            return False
        self._at = (word, form)
        return self._put(entry, number, word, form, text) and has_number == (
            word == "msgstr" and len(entry.sources) > 1
        )

    def _put(self, entry: PoEntry, number: int, word: str, form: int, text: str) -> bool:
        """Whether there was room for it: nothing is said twice."""
        if word == "msgctxt":
            is_free, entry.context = entry.context is None, text
        elif word == "msgstr":
            is_free = form not in entry.forms and bool(entry.sources)
            entry.forms[form], entry.lines[form] = text, number
        else:
            is_free = len(entry.sources) == (word == "msgid_plural")
            entry.sources.append(text)
        return is_free

    def _continue(self, text: str) -> bool:
        entry, at = self._entry, self._at
        if entry is None or at is None:
            return False
        match at:
            case ("msgctxt", _):
                entry.context = _longer(entry.context or "", text)
            case ("msgstr", form):
                entry.forms[form] = _longer(entry.forms[form], text)
            case _:
                entry.sources[-1] = _longer(entry.sources[-1], text)
        return True

    def _begin(self, number: int) -> None:
        comments, self._comments = self._comments, {}
        flags = frozenset(flag.strip() for line in comments.get(",", ()) for flag in line.split(","))
        notes, remarks = tuple(comments.get(".", ())), tuple(comments.get("", ()))
        self._entry = PoEntry(number, flags=flags, notes=notes, remarks=remarks)

    def _note_header(self, entry: PoEntry) -> None:
        first = entry.lines[0]
        for offset, line in enumerate(entry.forms[0].split("\n")):
            name, colon, value = line.partition(":")
            if colon:
                self.found.header[name.strip()] = value.strip()
                self.found.header_lines[name.strip()] = first + 1 + offset


def _longer(text: str, more: str) -> str:
    """The text with more of it, as far as anybody looks: adding up without end would take time squared."""
    return text + more if len(text) <= _LONGEST_KEPT else text


def _unescaped(text: str) -> str | None:
    """The text without its escapes; None where one of them is none of a catalog."""
    if "\\" not in text:
        return text
    known = all(found[1] in _ESCAPED for found in _ESCAPE.finditer(text))
    return _ESCAPE.sub(lambda found: _ESCAPED[found[1]], text) if known else None
