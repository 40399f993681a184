"""Checks whether a translation denies what English denies: how often a sentence may deny, and how often it does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from composer.localization.codes import Code
from composer.localization.entry import PLACEHOLDER, Entry, Fault, sentences
from composer.localization.negation_words import DENYING, ENGLISH, English

_ENGLISH = re.compile("|".join(f"({row.words})" for row in ENGLISH))


def check_negation(entry: Entry) -> Iterator[Fault]:
    """The first sentence that denies less often, or more often, than the English one lets expect."""
    tag = entry.language.tag
    if tag not in DENYING:
        return
    for english, text in _side_by_side(entry):
        least, most = expected(english, text, tag)
        there = denials(text, tag)
        if there < least:
            yield Code.LOST_NEGATION, text
            return
        if there > most:
            yield Code.ADDED_NEGATION, text
            return


def _side_by_side(entry: Entry) -> list[tuple[str, str]]:
    """Each English sentence with its translation; the whole texts where there are not as many of them."""
    english, translated = sentences(entry.source), sentences(entry.text)
    if len(english) != len(translated):
        return [(entry.source, entry.text)]
    return list(zip(english, translated, strict=True))


def expected(english: str, text: str, tag: str) -> tuple[int, int]:
    """How often the translation of an English sentence denies, at least and at most."""
    rows = [row for row in _rows(english) if not _says_otherwise(row, text, tag)]
    return sum(row.least for row in rows), sum(row.most for row in rows)


@lru_cache(maxsize=4096)  # each sentence is asked for once in every language
def _rows(english: str) -> tuple[English, ...]:
    bare = PLACEHOLDER.sub("{}", english.lower())
    return tuple(ENGLISH[(found.lastindex or 1) - 1] for found in _ENGLISH.finditer(bare))


def _says_otherwise(row: English, text: str, tag: str) -> bool:
    pattern = row.otherwise(tag)
    return bool(pattern) and re.search(pattern, text) is not None


def denials(text: str, tag: str) -> int:
    """How often a text denies in a language."""
    return sum(found.lastindex is not None for found in _denying(tag).finditer(text))


@cache
def _denying(tag: str) -> re.Pattern[str]:
    known = DENYING[tag]
    return re.compile(f"(?:{known.harmless})|({known.denies})")
