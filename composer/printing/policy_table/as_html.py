"""The tables as one page that needs nothing else: no script, nothing fetched, readable without colour and on paper."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

from composer import words
from composer.printing.policy_table.html_parts import Markup, element, joined
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
from composer.sentences.changes.truth_table import MailNames, mail_words, sender_label
from composer.sentences.wording import warning_text
from composer.words import _, pgettext
from policy.organization import RecipientClass
from policy.settings import Level, Surface
from policy.truth_table.matrix import Cell, Decision, SenderKind, WordingCell
from policy.truth_table.regions import Region
from policy.what_if.origins import Origin
from policy.wording import BUILT_IN, DEFAULT_TAB, Wording

NOTHING_FETCHED = "default-src 'none'; style-src 'unsafe-inline'"


def page(table: Table) -> str:
    """A whole HTML document in the UI language; foreign text is cleaned and escaped."""
    name = table.in_force.policy.company.name or table.in_force.source
    title = _("Mail security policy: {name}", name=name)
    style = Markup(files("composer.printing.policy_table").joinpath("page.css").read_text("utf-8"))
    head = joined([
        Markup('<meta charset="utf-8">'),
        Markup(f'<meta http-equiv="Content-Security-Policy" content="{NOTHING_FETCHED}">'),
        Markup('<meta name="viewport" content="width=device-width, initial-scale=1">'),
        element("title", title),
        element("style", style),
    ], "\n")  # fmt: skip
    body = joined(
        [element("h1", title), *_about(table), *_decisions(table), *_grids(table), *_facts(table), *_wordings(table)],
        "\n",
    )
    document = element("html", element("head", head), element("body", body), lang=words.active())
    return f"<!DOCTYPE html>\n{document}\n"


def _about(table: Table) -> Iterator[Markup]:
    yield element("p", pgettext("table", "Policy: {source}", source=table.in_force.source))
    yield element("p", element("code", _("Policy id: {id}", id=table.in_force.id)))
    yield element("ul", *(element("li", element("b", f"[{one.value}]"), " ", origin_words(one)) for one in Origin))


def _decisions(table: Table) -> Iterator[Markup]:
    yield element("h2", _("What happens to mail"))
    head = (
        pgettext("column", "Number"),
        pgettext("column", "Outcome"),
        pgettext("column", "Which mail"),
        pgettext("column", "Why"),
    )
    rows = (_decision_row(str(number), table.names, *entry) for number, entry in enumerate(table.regions(), 1))
    yield _table("", head, rows)


def _decision_row(number: str, names: MailNames, decision: Decision, regions: tuple[Region, ...]) -> Markup:
    outcome = element("td", _mark(decision), " ", outcome_label(decision.outcome), class_=decision.outcome.value)
    mail = element("td", element("ul", *(element("li", mail_words(region, names=names)) for region in regions)))
    why = element("td", element("ul", *(element("li", reason) for reason in reasons_of(decision))))
    return element("tr", element("th", number, scope="row", id=f"d{number}"), outcome, mail, why)


def _grids(table: Table) -> Iterator[Markup]:
    """A table for each level: sender and recipient down, attachment and individually across."""
    yield element("h2", pgettext("table", "Every case"))
    yield element("p", _("Each case shows its outcome and the number of its decision above."))
    numbers = {decision: number for number, (decision, _regions) in enumerate(table.regions(), 1)}
    head = (
        pgettext("column", "Sender"), pgettext("column", "Recipients"), *(column_label(*column) for column in COLUMNS)
    )  # fmt: skip
    for level in Level:
        rows = (_grid_row(table, numbers, level, sender, one) for sender in table.senders for one in RecipientClass)
        yield _table(level_title(level, table.in_force.policy), head, rows)


def _grid_row(
    table: Table, numbers: dict[Decision, int], level: Level, sender: SenderKind, recipient: RecipientClass
) -> Markup:
    decisions = [table.decision(Cell(sender, recipient, *column, level)) for column in COLUMNS]
    cells = [_grid_cell(one, numbers[one]) for one in decisions]
    heads = [element("th", labels.class_words(recipient), scope="row")]
    if recipient is next(iter(RecipientClass)):
        heads.insert(0, element("th", sender_label(sender), scope="rowgroup", rowspan=str(len(RecipientClass))))
    return element("tr", *heads, *cells)


def _grid_cell(decision: Decision, number: int) -> Markup:
    link = element("a", str(number), href=f"#d{number}")
    return element(
        "td", _mark(decision), " ", outcome_label(decision.outcome), " ", link, class_=decision.outcome.value
    )


def _facts(table: Table) -> Iterator[Markup]:
    for heading, lines in facts_of(table.in_force.policy):
        yield element("h2", heading)
        yield element("ul", *(element("li", line) for line in lines))


def _wordings(table: Table) -> Iterator[Markup]:
    yield element("h2", _("Which warning text members see"))
    head = (pgettext("column", "Member"), pgettext("column", "Why"), pgettext("column", "Text"))
    for surface in Surface:
        entries = [(cell, wording) for cell, wording in table.wordings.items() if cell.surface is surface]
        yield _table(labels.surface_label(surface), head, (_wording_row(*entry) for entry in entries))


def _wording_row(cell: WordingCell, wording: Wording) -> Markup:
    text = element(
        "td", warning_text(wording, cell.language), class_="text", dir="auto", lang=_language(cell, wording.tab)
    )
    return element(
        "tr",
        element("th", member_label(cell.language), scope="row"),
        element("td", wording_sentence(wording)),
        text,
    )


def _language(cell: WordingCell, tab: str) -> str:
    """The language of a text for readers aloud; empty where the administrator did not say which it is."""
    if tab == BUILT_IN:
        spoken = words.nearest(cell.language) if cell.language else None
        return spoken.tag if spoken else words.active()
    return "" if tab == DEFAULT_TAB else tab.replace("_", "-")


def _mark(decision: Decision) -> Markup:
    return element("span", MARKS[decision.outcome], class_="mark")


def _table(caption: str, head: tuple[str, ...], rows: Iterator[Markup]) -> Markup:
    named = [element("caption", caption)] if caption else []
    columns = element("thead", element("tr", *(element("th", name, scope="col") for name in head)))
    table = element("table", *named, columns, element("tbody", joined(rows, "\n")))
    return element("div", table, class_="wide")
