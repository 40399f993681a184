"""The change from one policy to another in whole sentences, by what it means for mail."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import TypeVar

from composer.language.cells import shorten
from composer.safe_text import clean
from composer.sentences import labels
from composer.sentences.changes.lists import list_sentences
from composer.sentences.changes.settings import setting_sentences
from composer.sentences.changes.truth_table import (
    ANY,
    SENDABLE,
    UNREFUSED,
    WARNABLE,
    MailNames,
    mail_words,
    refusals_label,
)
from composer.sentences.joined import clauses
from composer.sentences.wording import row_words, tab_words, warning_text, wording_reasons
from composer.words import _, language_name, listing
from policy.truth_table.changes import CellChange, Difference, WordingChange
from policy.truth_table.matrix import UNREADABLE
from policy.truth_table.regions import Region, merged
from policy.verdict import Outcome
from policy.warning import Rule
from policy.wording import BUILT_IN

TEXT_CELLS = 100
"""The most cells of a warning text that a sentence repeats."""
SEND, WARN, REFUSE = Outcome.SEND, Outcome.WARN, Outcome.REFUSE

Change = TypeVar("Change")
Kind = TypeVar("Kind", bound=Hashable)


def sentences(difference: Difference, *, exact: bool = False) -> list[str]:
    """Everything that changes, most important first; nothing where nothing changes.

    A sentence leaves out what is true of every mail it can be about (a sender the member may use; of the warning also:
    General, no exempt sender), and what is refused either way; ``exact`` names every changed cell and no other. What is
    refused meets no rule, and senders that neither policy has send nothing.
    """
    names = MailNames(difference.senders, difference.level_names)
    cells = [one for one in difference.cells if one.cell.sender in names.senders]
    return [
        *_outcome_sentences(cells, names, exact=exact),
        *_rule_sentences(cells, names, exact=exact),
        *_wording_sentences(difference.wordings),
        *setting_sentences(difference.settings, dict(difference.level_names)),
        *list_sentences(difference),
    ]


def _outcome_sentences(changes: Iterable[CellChange], names: MailNames, *, exact: bool) -> Iterator[str]:
    changed = [one for one in changes if _is_other_outcome(one) or (exact and _refusals_differ(one))]
    for group in _grouped(changed, lambda one: (_outcomes(one), one.after.refusals)).values():
        known = _known(group[0], exact=exact)
        for region in merged([one.cell for one in group]):
            yield _outcome_sentence(group[0], mail_words(region, known, names))


def _outcome_sentence(change: CellChange, mail: str) -> str:
    reasons = refusals_label(change.after.refusals)
    match _outcomes(change):
        case (Outcome.REFUSE, Outcome.REFUSE):
            return _("{mail} still cannot be sent, now for this reason: {reasons}.", mail=mail, reasons=reasons)
        case (_, Outcome.REFUSE):
            return _("{mail} can no longer be sent: {reasons}.", mail=mail, reasons=reasons)
        case (Outcome.REFUSE, Outcome.WARN):
            return _("{mail} can now be sent, after the warning.", mail=mail)
        case (Outcome.REFUSE, _):
            return _("{mail} can now be sent, without a warning.", mail=mail)
        case (_, Outcome.WARN):
            return _("{mail} will now show the warning.", mail=mail)
        case _:
            return _("{mail} will no longer show the warning.", mail=mail)


def _rule_sentences(changes: Iterable[CellChange], names: MailNames, *, exact: bool) -> Iterator[str]:
    """Sentences about mail for which another rule is asked, also where the outcome stays the same."""
    changed = [one for one in changes if one.before.rule is not one.after.rule and REFUSE not in _outcomes(one)]
    for (before, after), group in _grouped(changed, lambda one: (one.before.rule, one.after.rule)).items():
        if exact or Rule.NO_OUTSIDE not in (before, after):
            known = ANY if exact else UNREFUSED
            mail = clauses([mail_words(region, known, names) for region in merged([one.cell for one in group])])
            yield _(
                "{mail}: the rule is now: {after} (before: {before}).",
                mail=mail, after=labels.rule_words(after), before=labels.rule_words(before),
            )  # fmt: skip


def _wording_sentences(changes: Iterable[WordingChange]) -> Iterator[str]:
    """Sentences about warning texts: other texts first, then other tabs and reasons, then other rows."""
    for group in sorted(_grouped(changes, _wording_kind).values(), key=lambda group: _is_unseen(group[0])):
        for members in _members([one.cell.language for one in group]):
            yield _wording_sentence(group[0], members)


def _wording_kind(change: WordingChange) -> Hashable:
    """What one sentence can say of several languages; which row it was counts only where nothing else changes."""
    before, after = change.before, change.after
    is_same_text = (before.tab, before.text) == (after.tab, after.text)
    rows = (before.row, after.row) if is_same_text and before.reasons == after.reasons else ()
    return change.cell.surface, before.tab == after.tab, _new_text(change), after.tab, after.reasons, rows


def _new_text(change: WordingChange) -> str:
    """The text that members see from now on, as far as a sentence repeats it; empty where they saw it before."""
    before, after = change.before, change.after
    if before.text == after.text and (before.tab == BUILT_IN) == (after.tab == BUILT_IN):
        return ""
    return shorten(clean(warning_text(after, change.cell.language)), TEXT_CELLS)


def _is_unseen(change: WordingChange) -> tuple[bool, bool]:
    before, after = change.before, change.after
    return before.text == after.text, (before.tab, before.reasons) == (after.tab, after.reasons)


def _wording_sentence(change: WordingChange, members: str) -> str:
    before, after = change.before, change.after
    surface, tab = labels.surface_label(change.cell.surface), tab_words(after.tab)
    if text := _new_text(change):
        if before.tab == after.tab:
            return _(
                "{members} will see a changed text on {surface}, {tab}: “{text}”",
                members=members, surface=surface, tab=tab, text=text,
            )  # fmt: skip
        return _(
            "{members} will now see {tab} on {surface}: “{text}”", members=members, tab=tab, surface=surface, text=text
        )
    return _same_text_sentence(change, members)


def _same_text_sentence(change: WordingChange, members: str) -> str:
    before, after = change.before, change.after
    surface, tab = labels.surface_label(change.cell.surface), tab_words(after.tab)
    if before.tab != after.tab:
        return _("{members} see the same text on {surface}, now from {tab}.", members=members, surface=surface, tab=tab)
    if before.reasons != after.reasons:
        return _(
            "{members} still see {tab} on {surface}, now because {reasons}.",
            members=members, tab=tab, surface=surface, reasons=wording_reasons(after),
        )  # fmt: skip
    return _(
        "{members} still see {tab} on {surface}, now because {after}; before, because {before}.",
        members=members, tab=tab, surface=surface, after=row_words(after.row), before=row_words(before.row),
    )  # fmt: skip


def _members(languages: Iterable[str | None]) -> Iterator[str]:
    """The members with these languages, one phrase for each way of having a language or none."""
    tags = list(languages)
    names = [language_name(tag) for tag in tags if tag is not None and tag != UNREADABLE]
    if names:
        yield _("Members writing in {languages}", languages=listing(names))
    if None in tags:
        yield _("Members whose language is not known")
    if UNREADABLE in tags:
        yield _("Members whose language cannot be read")


def _outcomes(change: CellChange) -> tuple[Outcome, Outcome]:
    return change.before.outcome, change.after.outcome


def _is_other_outcome(change: CellChange) -> bool:
    return change.before.outcome is not change.after.outcome


def _refusals_differ(change: CellChange) -> bool:
    return change.before.refusals != change.after.refusals


def _known(change: CellChange, *, exact: bool) -> Region:
    if exact:
        return ANY
    return SENDABLE if REFUSE in _outcomes(change) else WARNABLE


def _grouped(changes: Iterable[Change], kind: Callable[[Change], Kind]) -> dict[Kind, list[Change]]:
    groups: dict[Kind, list[Change]] = {}
    for change in changes:
        groups.setdefault(kind(change), []).append(change)
    return groups
