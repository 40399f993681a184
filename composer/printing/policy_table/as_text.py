"""The tables as text for a terminal or a mail: at most 80 cells a line, whatever script it is in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from composer.language.cells import cells, shorten
from composer.language.wrapping import hung, wrap
from composer.printing.policy_table.parts import (
    COLUMNS,
    MARKS,
    column_label,
    facts_of,
    level_title,
    member_label,
    origin_words,
    outcome_label,
    reasons_of,
    wording_sentence,
)
from composer.printing.policy_table.table import Table
from composer.sentences import labels
from composer.sentences.changes.truth_table import mail_words, sender_label
from composer.sentences.joined import labelled, marked
from composer.sentences.wording import tab_words, warning_text
from composer.words import _, pgettext
from policy.organization import RecipientClass
from policy.settings import Level, Surface
from policy.truth_table.matrix import Cell, Decision
from policy.what_if.origins import Origin

WIDTH = 80
LABEL_CELLS = 48
COLUMN_CELLS = 7


def plain_text(table: Table) -> str:
    """Lines without colour or control characters: what happens in words, every case, and the warning texts."""
    return "\n".join(_lines(table)) + "\n"


def _lines(table: Table) -> Iterator[str]:
    yield from hung("", pgettext("table", "Policy: {source}", source=table.in_force.source), WIDTH)
    yield _("Policy id: {id}", id=table.in_force.id)
    numbers = {decision: number for number, (decision, _regions) in enumerate(table.regions(), 1)}
    yield from _title(_("What happens to mail"))
    for decision, regions in table.regions():
        yield marked(f"{numbers[decision]}. {MARKS[decision.outcome]}", outcome_label(decision.outcome))
        for region in regions:
            yield from hung("     ", mail_words(region, names=table.names), WIDTH)
        for reason in reasons_of(decision):
            yield from hung("   - ", reason, WIDTH)
        yield ""
    for origin in Origin:
        yield marked(f"[{origin.value}]", origin_words(origin))
    yield from _title(pgettext("table", "Every case"))
    yield from _grid(table, numbers)
    for heading, lines in facts_of(table.in_force.policy):
        yield from _title(heading)
        for line in lines:
            yield from hung("  ", line, WIDTH)
    yield from _title(_("Which warning text members see"))
    for surface in Surface:
        yield from _surface(table, surface)


def _grid(table: Table, numbers: dict[Decision, int]) -> Iterator[str]:
    """A line for each level, sender and recipient; its columns are what the message is like otherwise."""
    letters = "ABCD"
    yield from (f"{letter} = {column_label(*column)}" for letter, column in zip(letters, COLUMNS, strict=True))
    yield _("Each case shows its outcome and the number of its decision above.")
    for level in Level:
        yield ""
        yield _row(level_title(level, table.in_force.policy), letters)
        for sender in table.senders:
            yield f"  {sender_label(sender)}"
            for recipient in RecipientClass:
                decisions = [table.decision(Cell(sender, recipient, *column, level)) for column in COLUMNS]
                shown = [f"{MARKS[one.outcome]} {numbers[one]}" for one in decisions]
                yield _row(f"    {labels.class_words(recipient)}", shown)


def _surface(table: Table, surface: Surface) -> Iterator[str]:
    texts: dict[tuple[str, str], None] = {}
    yield labels.surface_label(surface)
    for cell, wording in table.wordings.items():
        if cell.surface is surface:
            texts[tab_words(wording.tab), warning_text(wording, cell.language)] = None
            yield from hung("  ", labelled(member_label(cell.language), wording_sentence(wording)), WIDTH)
    for tab, text in texts:
        yield ""
        yield from hung("  ", pgettext("tab", "{tab}:", tab=tab), WIDTH)
        yield from (f"  | {line}".rstrip() for line in wrap(text, WIDTH - 4))
    yield ""


def _title(text: str) -> Iterator[str]:
    yield from ("", text, "=" * min(cells(text), WIDTH), "")


def _row(label: str, columns: Iterable[str]) -> str:
    label = shorten(label, LABEL_CELLS - 1)
    padded = label + " " * (LABEL_CELLS - cells(label))
    return (padded + "".join(f"{text:{COLUMN_CELLS}}" for text in columns)).rstrip()
