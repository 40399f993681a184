"""Checks whole catalogs: the file, its header, its entries, and entries beside each other."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from composer.localization.codes import Code, Severity
from composer.localization.counter_checks import check_counters
from composer.localization.entry import Check, Entry, Fault
from composer.localization.findings import Finding
from composer.localization.glossary import Glossary, entry_faults
from composer.localization.hotkey_checks import GROUPS, check_hotkeys
from composer.localization.kept_checks import check_kept
from composer.localization.language_checks import check_language
from composer.localization.lost_parts import check_lost_parts
from composer.localization.meaning_checks import check_meaning
from composer.localization.negation_checks import check_negation
from composer.localization.opposite_checks import check_opposites
from composer.localization.placeholder_anchors import check_anchors
from composer.localization.placeholder_checks import check_placeholders
from composer.localization.placeholder_order import PlaceholderOrder
from composer.localization.po_file import LARGEST, LONGEST, PoEntry, PoFile, read_text
from composer.localization.spacing_checks import check_spacing
from composer.localization.terminal_checks import check_terminal
from composer.localization.vocabulary import Vocabulary
from locales.registry import Language
from policy.foreign_text import is_blank

REVIEWS = ("unreviewed", "reviewed")
"""What ``X-Review`` may say."""
_DISTINCT = (
    frozenset({("security level", "General"), ("security level", "Restricted"), ("security level", "Confidential")}),
    frozenset({("button", "Send"), ("button", "Go back")}),
    frozenset(("expiry", label) for label in ("None", "1 day", "1 week", "1 month", "3 months")),
    *GROUPS,
)
"""Groups of choices whose translations must differ, by context and message."""
_FIXED_HEADER = {"MIME-Version": "1.0", "Content-Transfer-Encoding": "8bit"}
_MOST_CELLS = re.compile(r"max-cells:?\s*(\d{1,3})\b")
_ACCEPTED = re.compile(r"accept:?\s+([a-z-]+)")
_CHECKS: tuple[Check, ...] = (
    check_placeholders,
    check_anchors,
    check_terminal,
    check_kept,
    check_language,
    check_hotkeys,
    check_spacing,
    check_meaning,
    check_negation,
    check_lost_parts,
    check_opposites,
    check_counters,
)
_NO_TERMS = Glossary()
Key = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Template:
    """The messages that every catalog has, and what their sources say of them."""

    keys: frozenset[Key]
    most_cells: Mapping[Key, int] = field(default_factory=dict)

    @classmethod
    def of(cls, entries: Iterable[PoEntry]) -> Template:
        """The template that a file holds; a budget stands in a note as ``max-cells: 12``."""
        entries = tuple(entries)
        budgets = {entry.key: found for entry in entries if (found := _budget(entry.notes)) is not None}
        return cls(frozenset(entry.key for entry in entries), budgets)


def check_catalog(
    data: bytes, language: Language, template: Template, name: str, glossary: Glossary = _NO_TERMS
) -> Iterator[Finding]:
    """The findings in one catalog, given as the bytes of its file, which is called ``name``."""
    checked = _Catalog(language, template, name, glossary)
    yield from checked.findings(data)


def decoded(data: bytes, name: str, tag: str | None) -> tuple[str, Finding | None]:
    """The text of a file; with the finding that says why there is none."""
    if len(data) > LARGEST:
        return "", Finding(Code.TOO_LARGE, name, detail=f"> {LARGEST}", language=tag)
    if data.startswith(b"\xef\xbb\xbf"):
        return "", Finding(Code.CHARSET, name, detail="U+FEFF", language=tag)
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError as error:
        return "", Finding(Code.CHARSET, name, data[: error.start].count(b"\n") + 1, language=tag)


def parsed(text: str, name: str, tag: str | None) -> tuple[PoFile, list[Finding]]:
    """What a file holds, and the finding on the first line that cannot be read."""
    file = read_text(text)
    fault = file.fault
    return file, [Finding(Code.PARSE, name, fault.line, fault.text, tag)] if fault else []


def check_entry(entry: Entry) -> Iterator[Fault]:
    """Each fault of one form of a translation with what it is about; a blank text has no other."""
    if is_blank(entry.text):
        yield Code.BLANK, entry.source
        return
    for check in _CHECKS:
        yield from check(entry)


class _Catalog:
    """One catalog, whose findings all name its file and its language."""

    def __init__(self, language: Language, template: Template, name: str, glossary: Glossary) -> None:
        self._language, self._template, self._name, self._glossary = language, template, name, glossary

    def findings(self, data: bytes) -> Iterator[Finding]:
        text, fault = decoded(data, self._name, self._language.tag)
        if fault is not None:
            yield fault
            return
        file, faults = parsed(text, self._name, self._language.tag)
        yield from self._header(file)
        if faults:
            yield from faults
            return
        yield from self._structure(file)
        sound = list(
            {entry.key: entry for entry in reversed(file.entries) if entry.key in self._template.keys}.values()
        )
        sound.reverse()
        for entry in sound:
            yield from self._accepting(entry, self._entry(entry))
        yield from self._beside_each_other([entry for entry in sound if all(entry.forms.values())])

    def _at(self, code: Code, line: int, detail: str = "", entry: PoEntry | None = None) -> Finding:
        message_id = entry.sources[0] if entry else None
        return Finding(code, self._name, line, detail, self._language.tag, message_id, entry.context if entry else None)

    def _header(self, file: PoFile) -> Iterator[Finding]:
        language, fields = self._language, file.header
        wanted: tuple[tuple[Code, str, Callable[[str], bool]], ...] = (
            (Code.CHARSET, "Content-Type", lambda value: "charset=utf-8" in value.lower()),
            (Code.LANGUAGE, "Language", lambda value: value == language.directory),
            (Code.PLURAL_HEADER, "Plural-Forms", lambda value: value == language.plural_forms),
            *((Code.HEADER, name, value.__eq__) for name, value in _FIXED_HEADER.items()),
            (Code.HEADER, "X-Review", lambda value: value in REVIEWS),
        )
        for code, name, is_right in wanted:
            value = fields.get(name, "")
            if not is_right(value):
                yield self._at(code, file.header_lines.get(name, 1), f"{name}: {value}")

    def _structure(self, file: PoFile) -> Iterator[Finding]:
        seen: dict[Key, int] = {}
        for entry in file.entries:
            first = seen.setdefault(entry.key[:2], entry.line)  # gettext looks up context and singular
            if first != entry.line:
                yield self._at(Code.DUPLICATE, entry.line, entry.sources[0], entry)
            elif entry.key not in self._template.keys:
                yield self._at(Code.UNKNOWN_ENTRY, entry.line, entry.sources[0], entry)
        for key in sorted(self._template.keys - {entry.key for entry in file.entries}, key=str):
            lost = PoEntry(1, key[0], [part or "" for part in key[1:]])
            yield self._at(Code.MISSING_ENTRY, 1, lost.sources[0], lost)
        if file.obsolete_line:
            yield self._at(Code.OBSOLETE, file.obsolete_line)

    def _accepting(self, entry: PoEntry, found: Iterable[Finding]) -> Iterator[Finding]:
        """Without the warnings that a translator's comment accepts (``# accept: unchanged``, with a reason)."""
        for one in found:
            if one.code.severity is Severity.ERROR or not _accepts(entry, one.code):
                yield one

    def _entry(self, entry: PoEntry) -> Iterator[Finding]:
        first = min(entry.lines.values(), default=entry.line)
        if entry.is_fuzzy:
            yield self._at(Code.FUZZY, first, entry.sources[0], entry)
        if not any(entry.forms.values()):
            yield self._at(Code.INCOMPLETE, first, entry.sources[0], entry)
            return
        count = self._language.plural_count if len(entry.sources) > 1 else 1
        if set(entry.forms) != set(range(count)) or not all(entry.forms.values()):
            yield self._at(Code.PLURAL_FORMS, first, entry.sources[0], entry)
        for number, code, said in entry_faults(entry, self._glossary):
            yield self._at(code, entry.lines[number], said, entry)
        for number, form in entry.forms.items():
            if form:
                yield from (self._at(code, entry.lines[number], said, entry) for code, said in self._form(entry, form))

    def _form(self, entry: PoEntry, form: str) -> Iterator[Fault]:
        if len(form) > LONGEST:
            yield Code.TOO_LARGE, f"> {LONGEST}"
            return
        budget = self._template.most_cells.get(entry.key)
        looked_at = Entry(self._language, tuple(entry.sources), form, entry.context, budget)
        yield from check_entry(looked_at)

    def _beside_each_other(self, entries: list[PoEntry]) -> Iterator[Finding]:
        yield from self._distinct(entries)
        yield from self._inconsistent(entries)
        for entry, found in (*self._swapped(entries), *self._unusual(entries)):
            yield from self._accepting(entry, [found])

    def _distinct(self, entries: Iterable[PoEntry]) -> Iterator[Finding]:
        for group in _DISTINCT:
            known = [entry for entry in entries if (entry.context or "", entry.sources[0]) in group]
            times = Counter(entry.forms[0].strip() for entry in known if 0 in entry.forms)
            seen = set[str]()
            for entry in known:
                text = entry.forms.get(0, "").strip()
                if times[text] > 1 and text in seen:
                    yield self._at(Code.NOT_DISTINCT, entry.lines[0], text, entry)
                seen.add(text)

    def _inconsistent(self, entries: Iterable[PoEntry]) -> Iterator[Finding]:
        """The same English words translated in two ways; what most of them say, or the first, is taken for right.

        A comment at either of two accepts that they differ.
        """
        by_source: defaultdict[tuple[str, ...], list[PoEntry]] = defaultdict(list)
        for entry in entries:
            by_source[tuple(entry.sources)].append(entry)
        for same in by_source.values():
            usual = Counter(entry.forms.get(0, "") for entry in same).most_common(1)[0][0]
            is_accepted = any(_accepts(entry, Code.INCONSISTENT) for entry in same if entry.forms.get(0, "") == usual)
            for entry in same:
                if entry.forms.get(0, "") != usual and not is_accepted and not _accepts(entry, Code.INCONSISTENT):
                    yield self._at(Code.INCONSISTENT, entry.lines[0], f"{usual} ≠ {entry.forms[0]}", entry)

    def _swapped(self, entries: Iterable[PoEntry]) -> Iterator[tuple[PoEntry, Finding]]:
        forms = [
            (entry, number, form) for entry in entries for number, form in entry.forms.items() if len(form) < LONGEST
        ]
        order = PlaceholderOrder([(entry.sources[-1], form) for entry, _, form in forms])
        for entry, number, form in forms:
            if names := order.swapped(entry.sources[-1], form):
                yield entry, self._at(Code.SWAPPED_PLACEHOLDERS, entry.lines[number], " ↔ ".join(names), entry)

    def _unusual(self, entries: Iterable[PoEntry]) -> Iterator[tuple[PoEntry, Finding]]:
        """Words that the rest of the catalog writes otherwise."""
        forms = [(entry, number, form) for entry in entries for number, form in entry.forms.items()]
        vocabulary = Vocabulary((form for _, _, form in forms), self._language.tag)
        for entry, number, form in forms:
            for code, said in vocabulary.faults(form):
                yield entry, self._at(code, entry.lines[number], said, entry)


def _accepts(entry: PoEntry, code: Code) -> bool:
    return any(code.value in _ACCEPTED.findall(remark) for remark in entry.remarks)


def _budget(notes: Iterable[str]) -> int | None:
    found = next(filter(None, map(_MOST_CELLS.search, notes)), None)
    return int(found[1]) if found else None
