"""Checks one translation against its English message."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from composer.language.placeholders import fill, names
from composer.workbench.catalogs.findings import Code
from composer.workbench.catalogs.language_checks import language_faults
from locales.registry import Language
from policy.foreign_text import is_blank

_BRACES = re.compile(r"\{[^{}]*\}|[{}]")
_LONG_WORD = re.compile(r"[A-Za-z][a-z]{3}")
"""Names such as Cc and TLS stay as they are in most languages."""
_BRACKETS = re.compile(r"\[[^\[\]]*\]")
_PERCENT = re.compile(r"%(?:\([^)]*\))?[-+#0-9.]*[sdifrxge]\b")
_BIDI = {0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}
_ZERO_WIDTH = {0x00AD, 0x200B, 0x200C, 0x2060, 0xFEFF, 0x180E, 0x034F}
_EMOJI_PARTS = {0x200D, 0x20E3, *range(0xFE00, 0xFE10), *range(0x1F1E6, 0x1F200), *range(0x1F3FB, 0x1F400)}
"""The code points that make sequences of emoji: joiner, keycap, variation selectors, flags, skin tones."""
_TRIAL_NAME = "מסמך " + "n" * 55
"""A name to fill in: it runs from right to left, and takes 60 cells."""
_ENDS = {".": ".。｡", "?": "?？", ":": ":：", "!": "!！", "…": "…"}
_FOREIGN_SCRIPTS = {
    "ko": ("HIRAGANA", "KATAKANA", "CYRILLIC", "GREEK"),
    "ja": ("HANGUL", "CYRILLIC", "GREEK"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One form of a translation with the English message."""

    language: Language
    sources: tuple[str, ...]
    """The English message, or its singular and plural."""
    text: str

    @property
    def is_plural(self) -> bool:
        """Whether the message has a singular and a plural."""
        return len(self.sources) > 1

    @property
    def source(self) -> str:
        """The English that the form is compared with: of a plural, the form with the number."""
        return self.sources[-1]


def check_entry(entry: Entry) -> Iterator[tuple[Code, str]]:
    """Each fault with what it is about; a blank text has no other."""
    if is_blank(entry.text):
        yield Code.BLANK, entry.source
        return
    for check in _CHECKS:
        yield from check(entry)


def _placeholders(entry: Entry) -> Iterator[tuple[Code, str]]:
    needed = frozenset[str]().union(*map(names, entry.sources))
    found = names(entry.text)
    may_leave_out_number = entry.is_plural and entry.language.plural_count > 1
    if found != needed and not (may_leave_out_number and found | {"n"} == needed):
        yield Code.PLACEHOLDER_NAMES, ", ".join(sorted(found ^ needed))
    for piece in _BRACES.findall(entry.text):
        if not names(piece):
            yield Code.PLACEHOLDER_BARE, piece
    if _PERCENT.search(entry.text):
        yield Code.PERCENT, entry.text


def _trial(entry: Entry) -> Iterator[tuple[Code, str]]:
    """Faults that show when the message is filled with amounts and a name: a value or a brace goes wrong."""
    for value in ("0", "1", "2", "5", "11", "100", _TRIAL_NAME):
        filled = fill(entry.text, {}.fromkeys(names(entry.text), value).get)
        count = sum(entry.text.count("{" + name + "}") for name in names(entry.text))
        if set("{}") & set(filled) or filled.count(value) < count:
            yield Code.TRIAL, filled
            return


def _terminal(entry: Entry) -> Iterator[tuple[Code, str]]:
    for character in sorted(set(entry.text)):
        code = _character_fault(character)
        if code and not (character == "\n" and "\n" in entry.source):
            yield code, f"U+{ord(character):04X}"
    if not unicodedata.is_normalized("NFC", entry.text):
        yield Code.NOT_NFC, entry.text
    if _changes_as_markup(_without_the_sources_brackets(entry)):
        yield Code.MARKUP, entry.text


def _character_fault(character: str) -> Code | None:
    number = ord(character)
    if character == "\N{REPLACEMENT CHARACTER}":
        return Code.REPLACEMENT
    if unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"}:
        return Code.CONTROL
    for code, characters in ((Code.BIDI, _BIDI), (Code.ZERO_WIDTH, _ZERO_WIDTH), (Code.EMOJI, _EMOJI_PARTS)):
        if number in characters:
            return code
    return None


def _without_the_sources_brackets(entry: Entry) -> str:
    """The translation without bracketed names (``[transport]``) that the English message has too."""
    known = set(_BRACKETS.findall(" ".join(entry.sources)))
    return _BRACKETS.sub(lambda found: "" if found[0] in known else found[0], entry.text)


def _changes_as_markup(text: str) -> bool:
    """Whether reading the text as markup would change it; False where Textual is not installed."""
    try:
        from textual.content import Content
        from textual.markup import MarkupError
    except ImportError:
        return False
    try:
        return "[" in text and Content.from_markup(text).plain != text
    except MarkupError:
        return True


def _language(entry: Entry) -> Iterator[tuple[Code, str]]:
    for character in sorted(set(entry.text)):
        if unicodedata.name(character, "").startswith(_FOREIGN_SCRIPTS.get(entry.language.tag, ("\0",))):
            yield Code.WRONG_SCRIPT, character
    if _edges(entry.text) != _edges(entry.source):
        yield Code.EDGE_SPACE, entry.text
    if _end(entry.text) != _end(entry.source):
        yield Code.END_PUNCTUATION, entry.text
    yield from language_faults(entry.language.tag, entry.text)
    if entry.text in entry.sources and _LONG_WORD.search(_BRACES.sub("", entry.text)):
        yield Code.UNCHANGED, entry.text


def _edges(text: str) -> tuple[bool, bool]:
    return text[:1].isspace(), text[-1:].isspace()


def _end(text: str) -> str:
    last = text.rstrip()[-1:]
    return next((kind for kind, characters in _ENDS.items() if last in characters), "")


_CHECKS: tuple[Callable[[Entry], Iterator[tuple[Code, str]]], ...] = (_placeholders, _trial, _terminal, _language)
