"""Kinds of faults that are planted in one translation after the other, wherever a kind applies."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from itertools import combinations
from typing import NamedTuple

from composer.language.catalogs import FOLDER
from composer.language.cells import cells
from composer.localization.codes import Code
from composer.localization.entry import Entry
from composer.localization.glossary import Glossary, load_glossary, stands_in
from locales.registry import BY_TAG
from tests.localization import fault_rules as rules

Planting = Callable[[Entry], Iterator[str]]
"""The translations of an entry with a fault of one kind, one for each place where it can be planted."""
Change = str | Callable[[re.Match[str]], str]
"""What stands in the place of a match."""
_NAME = re.compile(r"\{[a-z][a-z0-9_]*\}")
_SENTENCES = re.compile(r"(?<=[.。?])\s*(?=\S)")


class Kind(NamedTuple):
    """One kind of fault."""

    name: str
    planting: Planting
    codes: frozenset[Code]
    """Any of them names the fault."""


def replaced(text: str, pattern: str, change: Change, flags: int = 0) -> Iterator[str]:
    """The text with one match of a pattern replaced, for each match; names in braces stay as they are."""
    names = [match.span() for match in _NAME.finditer(text)]
    for match in re.finditer(pattern, text, flags):
        if not any(start <= match.start() < end for start, end in names):
            new = change(match) if callable(change) else match.expand(change)
            if new != match[0]:
                yield text[: match.start()] + new + text[match.end() :]


def each(known: rules.Rules) -> Planting:
    """A kind that has rules for each language."""

    def plant(entry: Entry) -> Iterator[str]:
        for pattern, change in known.get(entry.language.tag, ()):
            yield from replaced(entry.text, pattern, change)

    return plant


def anywhere(pattern: str, change: Change) -> Planting:
    """A kind that is the same in all languages."""
    return lambda entry: replaced(entry.text, pattern, change)


def both(pattern: str, change: Change) -> Planting:
    """A kind for what stands in English and in the translation."""

    def plant(entry: Entry) -> Iterator[str]:
        def put(found: re.Match[str]) -> str:
            if found[0] not in entry.source:
                return found[0]
            return change(found) if callable(change) else found.expand(change)

        return replaced(entry.text, pattern, put, re.ASCII)

    return plant


def around(before: str, after: str = "") -> Planting:
    """A kind that puts something before and behind any translation."""
    return lambda entry: iter([before + entry.text + after])


def _swapped(entry: Entry) -> Iterator[str]:
    places = list(_NAME.finditer(entry.text))
    for one, other in combinations(places, 2):
        if one[0] != other[0] and entry.text.count(one[0]) == entry.text.count(other[0]) == 1:
            between = entry.text[one.end() : other.start()]
            yield entry.text[: one.start()] + other[0] + between + one[0] + entry.text[other.end() :]


def _without_a_name(entry: Entry) -> Iterator[str]:
    for match in _NAME.finditer(entry.text):
        if entry.text.count(match[0]) == 1:
            yield entry.text[: match.start()] + entry.text[match.end() :]


def _renamed(entry: Entry) -> Iterator[str]:
    for match in _NAME.finditer(entry.text):
        yield entry.text[: match.end() - 1] + "x" + entry.text[match.end() - 1 :]


def _other_digit(found: re.Match[str]) -> str:
    return str((int(found[0][0]) + 3) % 9 + 1) + found[0][1:]


def _other_key(found: re.Match[str]) -> str:
    if "+" not in found[0]:
        return "F" + str(int(found[0][1]) % 9 + 1)
    return found[0][:-1] + ("Y" if found[0].endswith("X") else "X")


def _slipped(found: re.Match[str]) -> str:
    """The last two letters that differ, exchanged: a slip while typing."""
    word = found[0]
    pairs = range(len(word) - 1, 0, -1)
    at = next((at for at in pairs if word[at] != word[at - 1] and word[at - 1 : at + 1].isalnum()), 0)
    return word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :] if at else word


def _widened(entry: Entry) -> Iterator[str]:
    if entry.most_cells is not None:
        yield entry.text + "가" * (max(entry.most_cells - cells(entry.text), 0) // 2 + 1)


def _cut(entry: Entry) -> Iterator[str]:
    """Without the last sentence."""
    parts = _SENTENCES.split(entry.text)
    if len(parts) > 1:
        yield entry.text[: entry.text.rindex(parts[-1])].rstrip()


def _repeated(entry: Entry) -> Iterator[str]:
    parts = _SENTENCES.split(entry.text)
    if len(parts) > 1 and parts[-1].endswith((".", "。")):
        yield entry.text + (" " if entry.language.tag == "ko" else "") + parts[-1]


def _untranslated(entry: Entry) -> Iterator[str]:
    if re.search("[A-Za-z][a-z]{3}", entry.bare_source) and entry.text not in entry.sources:
        yield entry.source


def _decomposed(entry: Entry) -> Iterator[str]:
    apart = unicodedata.normalize("NFD", entry.text)
    if apart != entry.text:
        yield apart


def _marked(entry: Entry) -> Iterator[str]:
    """With a letter as a shortcut, as toolkits have them; in labels only."""
    if entry.context in {"button", "key", "field", "setting", "column", "title", "tab"} and entry.source[:1].isalpha():
        yield from (f"{entry.text}(&{entry.source[0]})", f"{entry.text}({entry.source[0]})", f"&{entry.text}")


@cache
def glossary(tag: str) -> Glossary:
    """The shipped glossary of a language."""
    found, _ = load_glossary(FOLDER, BY_TAG[tag])
    assert found is not None
    return found


def _ruled_out(entry: Entry) -> Iterator[str]:
    """With the first word that the glossary rules out for a term in the place of the right one."""
    for term in glossary(entry.language.tag).term:
        if term.never and term.context in {None, entry.context} and stands_in(term.term, entry.source):
            word = next((word for word in sorted(term.words, key=len, reverse=True) if word in entry.text), "")
            if word:
                yield entry.text.replace(word, term.never[0])


_ADDRESS = r"[\w.*-]+@[\w.-]+\w|\w[\w-]*\.(?:toml|eml|example|json|po|txt)\b|https?://\S+\w|~?/\w[\w/.-]+\w"
_OPTION = r"(?<![\w-])--[a-z][a-z-]*"
_BRACKET = r"(?<!으)(?<![을이은과])[()](?!를|가|는|와|로|으|이)"
_KEPT = (
    Code.LATIN_WORD, Code.CHANGED_COMMAND, Code.CHANGED_CONFIG_KEY, Code.CHANGED_ADDRESS, Code.CHANGED_OPTION,
    Code.CHANGED_KEY, Code.GLOSSARY_TERM,
)  # fmt: skip
_GLOSSARY = (Code.GLOSSARY_TERM, Code.GLOSSARY_NEVER, Code.GLOSSARY_STYLE)


def _kind(name: str, planting: Planting, *codes: Code) -> Kind:
    return Kind(name, planting, frozenset(codes))


KINDS: tuple[Kind, ...] = (
    _kind("lost negation", each(rules.LOST), Code.LOST_NEGATION, Code.OPPOSITE),
    _kind("added negation", each(rules.DENIED), Code.ADDED_NEGATION),
    _kind("swapped placeholders", _swapped, Code.SWAPPED_PLACEHOLDERS),
    _kind("lost placeholder", _without_a_name, Code.PLACEHOLDER_NAMES),
    _kind("renamed placeholder", _renamed, Code.PLACEHOLDER_NAMES),
    _kind("changed number", both(r"(?<![\w{.])\d+(?![\w}])", _other_digit), Code.CHANGED_NUMBER, *_KEPT),
    _kind("changed unit or counter", each(rules.UNITS), Code.CHANGED_NUMBER),
    _kind("changed address", both(_ADDRESS, _slipped), *_KEPT),
    _kind("lost option", both(_OPTION, ""), Code.CHANGED_OPTION),
    _kind("misspelled option", both(_OPTION, _slipped), Code.CHANGED_OPTION),
    _kind("changed key name", both(r"(?:Ctrl|Alt|Shift)\+[A-Z]\b|\bF\d\b", _other_key), Code.CHANGED_KEY),
    _kind("changed config key", both(r"\b[a-z]+(?:[_.][a-z]+)+\b", _slipped), *_KEPT),
    _kind("changed command", both(r"\bpresend [a-z]+", _slipped), *_KEPT),
    _kind("misspelled Latin word", both(r"\b[A-Za-z]{4,}\b", _slipped), *_KEPT),
    _kind("label wider than its cells", _widened, Code.TOO_WIDE),
    _kind("wrong script", each(rules.LOOKS), Code.WRONG_SCRIPT),
    _kind("lost line break", anywhere(r"\n", " "), Code.LINE_BREAKS),
    _kind("added line break", anywhere(r"(?<=\w) (?=\w)", "\n"), Code.LINE_BREAKS),
    _kind("doubled word", each(rules.SAME), Code.DOUBLED_WORD),
    _kind("doubled space", anywhere(r"(?<=\S) (?=\S)", "  "), Code.DOUBLED_SPACE),
    _kind("lost quotation mark", anywhere("[“”「」]", ""), Code.QUOTATION_MARKS),
    _kind(
        "lost bracket", anywhere(_BRACKET, ""),
        Code.BRACKETS, Code.SPACING, Code.STRAY_PARTICLE, Code.FIXED_PARTICLE,
    ),
    _kind("particle in one form behind a value", each(rules.VALUE_PARTICLE), Code.FIXED_PARTICLE),
    _kind("wrong particle behind a word", each(rules.PARTICLE), Code.FIXED_PARTICLE),
    _kind("particle apart from its word", each(rules.APART), Code.SPACING),
    _kind("word run together with a dependent noun", each(rules.SPACED), Code.SPACING),
    _kind("any two Korean words run together", each(rules.TOGETHER), Code.SPACING),
    _kind("mixed politeness", each(rules.TONE), Code.POLITENESS),
    _kind("mark of another language", each(rules.STOPS), Code.PUNCTUATION_STYLE, Code.SPACING, Code.END_PUNCTUATION),
    _kind("word that the glossary rules out", _ruled_out, *_GLOSSARY, Code.LEVEL_NAME),
    _kind("wrong level name", each(rules.LEVELS), Code.LEVEL_NAME, *_GLOSSARY),
    _kind("opposite word", each(rules.SIDES), Code.OPPOSITE, Code.LOST_NEGATION, Code.ADDED_NEGATION, *_GLOSSARY),
    _kind("lost end", anywhere(r"[.。?:]$", ""), Code.END_PUNCTUATION),
    _kind("other end", anywhere(r"[.。]$", "?"), Code.END_PUNCTUATION),
    _kind("lost last sentence", _cut, *Code),
    _kind("repeated sentence", _repeated, Code.DOUBLED_WORD),
    _kind("untranslated", _untranslated, Code.UNCHANGED),
    _kind("katakana misspelled", each(rules.LETTER), Code.SPELLING, Code.WRONG_SCRIPT, *_GLOSSARY),
    _kind("letter marked as a shortcut", _marked, Code.HOTKEY),
    _kind("parts of letters", _decomposed, Code.NOT_NFC),
    _kind("zero-width space", anywhere(r"(?<=\w)(?=\w)", "\u200b"), Code.ZERO_WIDTH),
    _kind("bidi override", around("\u202e"), Code.BIDI),
    _kind("emoji", around("\u26a0\ufe0f "), Code.EMOJI),
    _kind("markup", around("[b]"), Code.MARKUP),
    _kind("escape character", around("\x1b[1m"), Code.CONTROL),
    _kind("space at the edge", around(" "), Code.EDGE_SPACE),
)  # fmt: skip
"""All kinds, with the codes of which one is expected."""
