"""The words of the window of warning texts, beside those about who sees them."""

from __future__ import annotations

from collections.abc import Iterable

from composer.administration.warning_texts import WarningTexts
from composer.language.cells import cells
from composer.sentences.changes.setting_names import setting_label
from composer.sentences.wording import tab_words
from composer.words import _, listing, ngettext, own_name, pgettext
from policy.settings import Surface
from policy.wording import DEFAULT_TAB

_GAP = 3


def title(surface: Surface, columns: int) -> str:
    """The window's name in at most ``columns`` cells, with what the marks of the tabs mean where both fit."""
    name = setting_label(("mail_security", "outgoing_warning", surface.value, DEFAULT_TAB))
    legend = _("* not saved  + not in force  - blank  x never shown")
    room = columns - cells(name) - cells(legend)
    return f"{name}{' ' * room}{legend}" if room >= _GAP else name


def tab_label(tab: str) -> str:
    """The label of a tab: the language's name in itself, or that of the Default tab."""
    return pgettext("tab", "Default") if tab == DEFAULT_TAB else own_name(tab)


def tab_marks(texts: WarningTexts, tab: str) -> str:
    """The characters behind a tab's label.

    ``*`` not saved, ``+`` saved in the window only, ``-`` blank, ``x`` never shown.
    """
    marks = {
        "*": tab in texts.unsaved,
        "+": tab in texts.pending,
        "-": texts.is_blank(tab),
        "x": tab in texts.never_shown,
    }
    return "".join(mark for mark, holds in marks.items() if holds)


def policy_lines(texts: WarningTexts) -> list[str]:
    """A sentence where the tabs are explained by the settings in force, because those on the page have a fault."""
    if texts.is_page_faulty:
        return [_("Another setting on the page is not right yet: the settings in force are taken in its place.")]
    return []


def fit(columns: int, rows: int, limit: int) -> str:
    """How much of a text of ``rows`` rows is in sight in the dialog's ``limit`` rows.

    ``columns`` are the dialog's cells.
    """
    if rows <= limit:
        return ngettext(
            "Preview, {columns} columns: the text takes {n} row, all in sight.",
            "Preview, {columns} columns: the text takes {n} rows, all in sight.",
            rows, columns=columns,
        )  # fmt: skip
    return ngettext(
        "Preview, {columns} columns: the text takes {n} row; {limit} are in sight, the rest scrolls.",
        "Preview, {columns} columns: the text takes {n} rows; {limit} are in sight, the rest scrolls.",
        rows, columns=columns, limit=limit,
    )  # fmt: skip


def status(texts: WarningTexts) -> str:
    """Which tabs are changed, and whether their texts are in force, in one sentence."""
    if texts.unsaved:
        return _("Not saved: {tabs}.", tabs=_names(texts.unsaved))
    if texts.pending:
        return _("Saved here; in force only after Save on the page: {tabs}.", tabs=_names(texts.pending))
    return _("Nothing is changed.")


def unsaved(texts: WarningTexts) -> str:
    """The question of the dialog that asks about texts that are not saved."""
    return _("What you typed is not saved: {tabs}.", tabs=_names(texts.unsaved))


def broken() -> str:
    """The sentence that line breaks were put into a pasted line, because a longer one would make every key slow."""
    return _("A pasted line was too long; line breaks were put in.")


def _names(tabs: Iterable[str]) -> str:
    return listing([tab_words(name) for name in tabs])
