"""How many of the faults that can be planted in the shipped catalogs are found, by kind and language.

``python -m tests.localization.recall`` plants each kind at every place of every entry; it takes a few minutes. With
``--missed KIND`` it prints what is not found.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from composer.language.catalogs import FOLDER, po_path
from composer.localization.catalog_checks import Template, check_catalog, check_entry
from composer.localization.codes import Code
from composer.localization.entry import Entry
from composer.localization.glossary import entry_faults
from composer.localization.placeholder_order import PlaceholderOrder
from composer.localization.po_file import PoEntry, read_text
from composer.localization.vocabulary import Vocabulary
from locales.registry import BY_TAG, TRANSLATED
from tests.localization.fault_kinds import KINDS, Kind, glossary
from tests.localization.planting import replanted, shipped


class Outcome(NamedTuple):
    """One planted fault, and the codes that tell it."""

    entry: Entry
    text: str
    codes: frozenset[Code]


@cache
def entries_of(tag: str) -> tuple[Entry, ...]:
    """The forms of a language's catalog."""
    template = Template.of(read_text((FOLDER / "composer.pot").read_text("utf-8")).entries)
    language = BY_TAG[tag]
    return tuple(
        Entry(language, tuple(one.sources), form, one.context, template.most_cells.get(one.key))
        for one in read_text(po_path(FOLDER, language).read_text("utf-8")).entries
        for form in one.forms.values()
    )


def planted(kind: Kind, tag: str, every: int = 1) -> Iterator[Outcome]:
    """The faults of a kind at every place, or at every so many-th, with what is found."""
    places = [(entry, text) for entry in entries_of(tag) for text in dict.fromkeys(kind.planting(entry))]
    for entry, text in places[::every]:
        yield Outcome(entry, text, frozenset(_found(entry, text)))


def _found(entry: Entry, text: str) -> Iterator[Code]:
    """What is found where an entry has another text, alone and beside the rest of the catalog."""
    tag = entry.language.tag
    yield from (code for code, _ in check_entry(replace(entry, text=text)))
    form = PoEntry(1, entry.context, list(entry.sources), {0: text})
    yield from (code for _, code, _ in entry_faults(form, glossary(tag)))
    order, vocabulary = _order(tag), _vocabulary(tag)
    order.forget(entry.source, entry.text)
    order.learn(entry.source, text)
    vocabulary.forget(entry.text)
    vocabulary.learn(text)
    if order.swapped(entry.source, text):
        yield Code.SWAPPED_PLACEHOLDERS
    yield from (code for code, _ in vocabulary.faults(text))
    vocabulary.forget(text)
    vocabulary.learn(entry.text)
    order.forget(entry.source, text)
    order.learn(entry.source, entry.text)


@cache
def _order(tag: str) -> PlaceholderOrder:
    return PlaceholderOrder([(one.source, one.text) for one in entries_of(tag)])


@cache
def _vocabulary(tag: str) -> Vocabulary:
    return Vocabulary((one.text for one in entries_of(tag)), tag)


def table(kinds: Iterable[Kind], missed: str) -> Iterator[str]:
    """A line for each kind and language: found, planted, share."""
    totals: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    for kind in kinds:
        for language in TRANSLATED:
            outcomes = list(planted(kind, language.tag))
            found = sum(bool(one.codes & kind.codes) for one in outcomes)
            totals[language.tag][0] += found
            totals[language.tag][1] += len(outcomes)
            if outcomes:
                yield f"{kind.name:40} {language.tag} {found:6} / {len(outcomes):6} {found / len(outcomes):7.1%}"
            if missed == kind.name:
                lost = (one for one in outcomes if not one.codes & kind.codes)
                yield from (
                    f"    {one.entry.source!r}\n        {one.entry.text!r}\n        {one.text!r}" for one in lost
                )
    for tag, (found, count) in totals.items():
        yield f"{'all':40} {tag} {found:6} / {count:6} {found / max(count, 1):7.1%}"


def two_translations(tag: str) -> tuple[int, int]:
    """Of all entries whose English another one has too: how many are found, and how many were changed in one place."""
    text = shipped(tag)
    template = Template.of(read_text((FOLDER / "composer.pot").read_text("utf-8")).entries)
    entries = read_text(text).entries
    times = Counter(tuple(one.sources) for one in entries)
    changed = [one for one in entries if times[tuple(one.sources)] > 1]
    found = 0
    for one in changed:
        data = replanted(text, one, one.forms[0] + one.forms[0][-1:]).encode()
        codes = {told.code for told in check_catalog(data, BY_TAG[tag], template, "composer.po", glossary(tag))}
        found += Code.INCONSISTENT in codes
    return found, len(changed)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="recall", description="Plants faults everywhere and counts what is found.")
    parser.add_argument("kinds", nargs="*", metavar="KIND", help="only these kinds")
    parser.add_argument("--missed", default="", metavar="KIND", help="also print what is not found of one kind")
    given = parser.parse_args()
    for line in table([kind for kind in KINDS if not given.kinds or kind.name in given.kinds], given.missed):
        print(line, flush=True)
    for language in () if given.kinds else TRANSLATED:
        found, count = two_translations(language.tag)
        print(f"{'one English text, two translations':40} {language.tag} {found:6} / {count:6} {found / count:7.1%}")


if __name__ == "__main__":
    main()
