"""Merges a translator's file into a catalog: what is taken, what is not and why, and what is wrong afterwards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from composer.localization.catalog_base import CatalogBase
from composer.localization.catalog_checks import Key, check_catalog
from composer.localization.codes import Code, Severity
from composer.localization.delivery import Delivery, fitted
from composer.localization.findings import LONGEST_DETAIL, Finding
from composer.localization.folder import glossary_of, template_of
from composer.localization.po_file import PoEntry
from composer.safe_text import clean
from composer.words import _, ngettext

_NEVER_BROUGHT = (Code.INCOMPLETE, Code.MISSING_ENTRY, Code.UNKNOWN_ENTRY)
"""What an import leaves open, and does not cause."""


@dataclass
class Merged:
    """The outcome of an import, before anything is written."""

    text: str = ""
    """The whole file of the catalog."""
    changed: int = 0
    same: int = 0
    empty: int = 0
    """Messages that the file leaves untranslated; what the catalog has for them stays."""
    remarks: list[tuple[int, str]] = field(default_factory=list)
    """What was not taken: the line in the translator's file, and a sentence."""
    findings: list[Finding] = field(default_factory=list)
    """What is wrong now and was not before, with lines of the translator's file."""

    @property
    def has_errors(self) -> bool:
        """Whether nothing may be written."""
        return any(one.code.severity is Severity.ERROR for one in self.findings)


def merge(base: CatalogBase, delivery: Delivery, *, takes_fuzzy: bool = False) -> Merged:
    """The catalog with the translations of the file; raises ``OSError`` where a glossary cannot be read."""
    merger = _Merger(base, takes_fuzzy)
    for entry in delivery.entries:
        merger.take(entry)
    merger.outcome.text = base.text(merger.entries)
    merger.outcome.findings = list(_new_findings(base, merger.outcome.text, delivery))
    return merger.outcome


class _Merger:
    def __init__(self, base: CatalogBase, takes_fuzzy: bool) -> None:
        self.outcome = Merged()
        self.entries = dict(base.entries)
        self._base, self._takes_fuzzy = base, takes_fuzzy
        self._keys = base.keys
        self._first_halves = {key[:2] for key in self._keys}
        self._seen: set[Key] = set()

    def take(self, entry: PoEntry) -> None:
        """Take one entry of the file, or note why not."""
        if not any(entry.forms.values()):
            self.outcome.empty += entry.key in self._keys
            return
        if refused := self._refused(entry):
            named = clean(entry.sources[0], longest=LONGEST_DETAIL)
            self.outcome.remarks.append((entry.line, f"{refused} [{named}]"))
            return
        forms = fitted(entry, self._base.language) or ()
        known = self.entries.get(entry.key)
        remarks = known.remarks if known else ()
        remarks += tuple(one for line in entry.remarks if (one := clean(line)) and one not in remarks)
        fresh = PoEntry(entry.line, entry.context, entry.sources, dict(enumerate(forms)), remarks=remarks)
        is_same = known is not None and known.forms == fresh.forms and known.remarks == fresh.remarks
        self.outcome.same += is_same
        self.outcome.changed += not is_same
        self.entries[entry.key] = fresh

    def _refused(self, entry: PoEntry) -> str:
        """Why an entry is not taken; empty = it is."""
        if entry.key not in self._keys:
            if entry.key[:2] in self._first_halves:
                return _("not taken: the plural of this text is another one now")
            return _("not taken: this presend has no such text")
        if entry.key in self._seen:
            return _("not taken: the text stands in the file a second time")
        if entry.is_fuzzy and not self._takes_fuzzy:
            return _("not taken: it is marked as fuzzy, a guess; --fuzzy takes it")
        if fitted(entry, self._base.language) is None:
            wanted = self._base.language.plural_count if len(entry.sources) > 1 else 1
            return ngettext("not taken: {n} form is needed", "not taken: {n} forms are needed", wanted)
        self._seen.add(entry.key)
        return ""


def _new_findings(base: CatalogBase, text: str, delivery: Delivery) -> Iterator[Finding]:
    """What the checks find in the new text and not in the old: an import answers for what it brings."""
    folder = base.path.parents[2]
    template, (glossary, _faults) = template_of(folder).template, glossary_of(folder, base.language)
    lines = {entry.key[:2]: entry.line for entry in delivery.entries}

    def found(data: bytes) -> list[Finding]:
        return list(check_catalog(data, base.language, template, str(delivery.path), glossary))

    before = Counter(map(_kind, found(base.data)))
    for one in found(text.encode("utf-8")):
        before[_kind(one)] -= 1
        if before[_kind(one)] < 0 and one.code not in _NEVER_BROUGHT:
            yield replace(one, line=lines.get((one.context, one.id), 1) if one.id else 1)


def _kind(one: Finding) -> tuple[object, ...]:
    return one.code, one.id, one.context, one.detail
