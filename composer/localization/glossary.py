"""A language's glossary: the word for each English term, what is never written for it, and whether a catalog obeys.

``locales/<directory>/glossary.toml`` holds two kinds of tables. A ``[[term]]`` binds the translations of the messages
in whose English the term stands; a ``[[style]]`` binds all translations, such as their politeness.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import msgspec

from composer.localization.codes import Code
from composer.localization.findings import Finding
from composer.localization.po_file import LARGEST, PoEntry
from locales.registry import Language

_BRACES = re.compile(r"\{[^{}]*\}")
_COMMAND = re.compile(r"\bpresend(?: (?!presend)[a-z-]+)+")
_ENDINGS = {"e": "(?:e|es|ed|ing)", "y": "(?:y|ies|ied|ying)"}
"""The inflected ends of an English term by its last letter; the plain ends stand in ``_PLAIN_ENDS``."""
_PLAIN_ENDS = "(?:s|es|ed|ing)?"


class Term(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A term and its word in one language."""

    term: str
    """English, uninflected and in small letters; it is found in any inflection of a regular word."""
    translation: str | tuple[str, ...]
    """The word, or each of its forms where it is inflected."""
    never: tuple[str, ...] = ()
    """What is not written for the term; found inside longer words too, but not inside ``translation``."""
    note: str = ""
    """For translators: what the term means here, or where the vendor writes it so."""
    context: str | None = None
    """Only messages of this context are bound; None: of any or none."""

    @property
    def words(self) -> tuple[str, ...]:
        """The translations, one of which is expected."""
        return (self.translation,) if isinstance(self.translation, str) else self.translation


class Style(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What no translation of a language has, whatever it is about."""

    never: tuple[str, ...]
    write: str = ""
    """What is written in its place."""
    note: str = ""


class Glossary(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All tables of one language."""

    term: tuple[Term, ...] = ()
    style: tuple[Style, ...] = ()


def glossary_path(folder: Path, language: Language) -> Path:
    """The path of a language's glossary under a ``locales`` folder."""
    return folder / language.directory / "glossary.toml"


def read_glossary(text: str) -> Glossary:
    """The glossary in the text of its file; raises ``ValueError`` that says what is wrong with it."""
    try:
        return msgspec.convert(tomllib.loads(text), Glossary)
    except msgspec.ValidationError as error:
        raise ValueError(str(error)) from error


def load_glossary(folder: Path, language: Language) -> tuple[Glossary | None, list[Finding]]:
    """The glossary of a language under a ``locales`` folder, if it has one, and the finding that says it is none.

    Raises ``OSError``.
    """
    path = glossary_path(folder, language)
    if not path.is_file():
        return None, []
    name = path.relative_to(folder).as_posix()
    try:
        with path.open("rb") as file:
            return read_glossary(file.read(LARGEST).decode("utf-8")), []
    except ValueError as error:
        said = re.search(r"at line (\d+)", str(error))
        return None, [Finding(Code.GLOSSARY_FILE, name, int(said[1]) if said else 1, str(error), language.tag)]


def entry_faults(entry: PoEntry, glossary: Glossary) -> Iterator[tuple[int, Code, str]]:
    """Where the forms of one entry do not obey: the number of the form, what is wrong, and the words."""
    source = " ".join(entry.sources)
    lowered = source.lower()  # to look for a stem costs a tenth of a pattern
    terms = [
        term for term in glossary.term if term.context in {None, entry.context} and term.term[:-1].lower() in lowered
    ]
    for number, form in entry.forms.items():
        said = _without_commands(source, form)
        for term in terms if form else ():
            if stands_in(term.term, said):
                yield from ((number, code, words) for code, words in _term_faults(term, form))
        for style in glossary.style:
            words = [f"{word} -> {style.write}" for word in style.never if word in form]
            yield from ((number, Code.GLOSSARY_STYLE, one) for one in words)


def _term_faults(term: Term, form: str) -> Iterator[tuple[Code, str]]:
    wanted = " / ".join(term.words)
    without = _without(form, term.words)
    for word in term.never:
        if word in without:
            yield Code.GLOSSARY_NEVER, f"{term.term}: {word} -> {wanted}"
    if without == form:
        yield Code.GLOSSARY_TERM, f"{term.term}: {wanted}"


def stands_in(term: str, source: str) -> bool:
    """Whether the English text has the term as words of its own, in any case and regular inflection.

    A key of a file (``mailbox.sent``, ``domains = ...``) is none.
    """
    return _pattern(term).search(_BRACES.sub("{}", source)) is not None


def _without_commands(source: str, form: str) -> str:
    """The English text without what it says of a command and the translation says in the same letters."""
    return _COMMAND.sub(lambda found: _rest(found[0].split(" "), form), source)


def _rest(words: list[str], form: str) -> str:
    kept = (count for count in range(len(words), 1, -1) if " ".join(words[:count]) in form)
    return " ".join(words[next(kept, 0) :])


@cache
def _pattern(term: str) -> re.Pattern[str]:
    stem, ends = (term[:-1], _ENDINGS[term[-1]]) if term[-1:] in _ENDINGS else (term, _PLAIN_ENDS)
    return re.compile(rf"(?<![\w-]){re.escape(stem)}{ends}(?![\w-]|\.\w|\s*=)", re.IGNORECASE)


def _without(text: str, words: Iterable[str]) -> str:
    """The text without the words, the longest taken out first."""
    for word in sorted(words, key=len, reverse=True):
        text = text.replace(word, "\0")
    return text
