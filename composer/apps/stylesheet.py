"""The styles of an app, each of their sources read once."""

from __future__ import annotations

from typing import Any

from textual.cache import LRUCache
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

_MOST_SOURCES = 1024
_parsed: dict[frozenset[tuple[str, str]], LRUCache[tuple[Any, ...], list[RuleSet]]] = {}
"""What was parsed, for each set of variables: a theme's colours are among what a rule is made of."""


class ParsedOnce(Stylesheet):
    """A sheet that parses a source once; Textual's parses all of them again with each screen that brings its own."""

    def __init__(self, *, variables: dict[str, str]) -> None:
        super().__init__(variables=variables)
        self._parse_cache = _parsed_with(variables)

    def set_variables(self, variables: dict[str, str]) -> None:
        """Take other colours; what was parsed with the ones before is right for them still."""
        self._parse_cache = LRUCache(1)  # Textual clears the one that it finds
        super().set_variables(variables)
        self._parse_cache = _parsed_with(variables)

    def reparse(self) -> None:
        """Take in what came; raises ``StylesheetError`` where that is no CSS."""
        self.parse()


def _parsed_with(variables: dict[str, str]) -> LRUCache[tuple[Any, ...], list[RuleSet]]:
    return _parsed.setdefault(frozenset(variables.items()), LRUCache(_MOST_SOURCES))
