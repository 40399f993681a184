"""What lint needs to know of this program: the built-in names of levels, and the room of the warning dialog."""

from __future__ import annotations

from collections.abc import Mapping

from composer.language import catalogs
from composer.language.wrapping import wrap
from locales.registry import LANGUAGES, SOURCE, Language
from policy.levels import CANONICAL
from policy.lint.trap import LintContext
from policy.settings import Level, Surface

TEXT_CELLS = {Surface.PC: 72, Surface.MOBILE: 32}
"""Cells of a row of the warning text in terminals of 80 and 40 columns; asking the dialog would load the screen."""
ROWS_SHOWN = 6
"""Rows of the warning text that the dialog shows at once."""


def lint_context() -> LintContext:
    """The context for lint in this installation, with every language that is offered."""
    return LintContext({language.tag: _level_names(language) for language in LANGUAGES}, _rows, ROWS_SHOWN)


def _level_names(language: Language) -> Mapping[Level, str]:
    """The built-in names in one language; English where its catalog cannot be read, as on the screen."""
    catalog = None if language is SOURCE else catalogs.load(language)
    return {level: catalog.pgettext("security level", word) if catalog else word for level, word in CANONICAL.items()}


def _rows(surface: Surface, text: str) -> int:
    return len(wrap(text, TEXT_CELLS[surface]))
