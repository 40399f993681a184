"""One form of a translation, with everything that it is compared with."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from composer.language.placeholders import names
from composer.localization.codes import Code
from locales.registry import Language

Fault = tuple[Code, str]
"""A kind of finding, and what it is about."""
PLACEHOLDER = re.compile(r"\{[^{}]*\}")
"""Whatever stands in braces: what is no bare name is told elsewhere."""
_SENTENCE = re.compile(r"(?<=[.!?])\s+|(?<=[。？！])\s*|\n")


@dataclass(frozen=True)
class Entry:
    """One form of a translation with the English message."""

    language: Language
    sources: tuple[str, ...]
    """The English message, or its singular and plural."""
    text: str
    context: str | None = None
    most_cells: int | None = None
    """The cells that the sources leave for it; None = as many as it takes."""

    @property
    def is_plural(self) -> bool:
        """Whether the message has a singular and a plural."""
        return len(self.sources) > 1

    @property
    def source(self) -> str:
        """The English that the form is compared with: of a plural, the form with the number."""
        return self.sources[-1]

    @cached_property
    def bare_source(self) -> str:
        """The English message without its placeholders."""
        return PLACEHOLDER.sub(" ", self.source)

    @cached_property
    def bare_text(self) -> str:
        """The translation without its placeholders."""
        return PLACEHOLDER.sub(" ", self.text)

    @cached_property
    def needed_names(self) -> frozenset[str]:
        """The names in braces of the English message."""
        return frozenset[str]().union(*map(names, self.sources))


Check = Callable[[Entry], Iterator[Fault]]


@lru_cache(maxsize=16)  # several checks ask for those of one entry
def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text, with their ends."""
    return tuple(part.strip() for part in _SENTENCE.split(text) if part and part.strip())
