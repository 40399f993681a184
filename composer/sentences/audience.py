"""Which members see one tab of the warning texts, in sentences for the administrator."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator

from composer.sentences import labels
from composer.sentences.wording import spelled_tab_words, tab_words, wording_reason_words
from composer.words import _, language_name, listing
from policy.settings import Surface
from policy.truth_table.audience import Audience, LanguageState, Members, Reading
from policy.wording import WordingReason, WordingRow

_SAID_OF_MEMBERS = frozenset({WordingReason.MEMBER_LANGUAGE_UNSET, WordingReason.MEMBER_LANGUAGE_UNREADABLE})
"""Reasons that the name of the members gives already."""
_OTHER = {Surface.PC: Surface.MOBILE, Surface.MOBILE: Surface.PC}


def audience_lines(audience: Audience) -> list[str]:
    """A sentence for each group of members who see one text for one reason, and on blank or hidden tabs."""
    return [*_state(audience), *_seeing(audience), *_missing(audience)]


def _state(audience: Audience) -> Iterator[str]:
    if not audience.is_warning_on:
        yield _("The warning is off: nobody sees a text before it is turned on.")
    if audience.is_blank_default:
        yield _("Default is blank: the built-in text is shown in its place, in the language of the member's screen.")
    if not audience.can_be_seen:
        if audience.missing:
            yield _("This tab can never be shown: its language is not enabled by the company.")
        else:
            yield _("This tab can never be shown: its name is no language.")
    elif not audience.seeing:
        yield _("Nobody sees this tab now.")


def _seeing(audience: Audience) -> Iterator[str]:
    for group in _grouped(audience.seeing):
        members, reason = _members(group), _reason(group[0])
        if reason:
            yield _("Seen by {members}: {reason}.", members=members, reason=reason)
        else:
            yield _("Seen by {members}.", members=members)


def _missing(audience: Audience) -> Iterator[str]:
    for group in _grouped(audience.missing):
        wording = group[0].wording
        if WordingReason.OWN_TAB in wording.reasons:
            tags = listing([one.members.language for one in group])
            yield _(
                "Not seen by members whose language is spelled {tags}, who see {tab}.",
                tags=tags, tab=spelled_tab_words(wording.tab),
            )  # fmt: skip
        else:
            yield _(
                "Not seen by {members}, who see {tab}: {reason}.",
                members=_members(group), tab=tab_words(wording.tab), reason=_reason(group[0]),
            )  # fmt: skip


def _grouped(readings: Iterable[Reading]) -> list[list[Reading]]:
    """The readings in groups that one phrase can name and that see one text for one reason."""
    groups: dict[Hashable, list[Reading]] = {}
    for one in readings:
        kind = (
            one.members.speaking,
            one.wording.tab,
            one.wording.reasons,
            one.wording.row is WordingRow.OTHER_SURFACE_ONLY,
        )
        groups.setdefault(kind, []).append(one)
    return list(groups.values())


def _members(group: list[Reading]) -> str:
    first = group[0].members
    match first.speaking:
        case LanguageState.ONE_LANGUAGE:
            names = [language_name(one.members.language) for one in group]
            return _("members writing in {languages}", languages=listing(names))
        case LanguageState.NOT_ENABLED:
            return _("members writing in any other language")
        case LanguageState.NOT_SET:
            return _unset(first)
        case LanguageState.UNREADABLE:
            return _("members whose language cannot be read")


def _unset(members: Members) -> str:
    if not members.language:
        return _("members whose language is not set")
    return _("members whose language is not set, {language} being taken", language=language_name(members.language))


def _reason(reading: Reading) -> str:
    """The reasons in words that the name of the members does not say yet; empty where it says them all."""
    wording = reading.wording
    if wording.row is WordingRow.OTHER_SURFACE_ONLY:
        return _("the tab is written only for {surface}", surface=labels.surface_label(_OTHER[wording.surface]))
    if reading.members == Members(LanguageState.NOT_SET):
        return ""
    said = {*_SAID_OF_MEMBERS, WordingReason.DEFAULT_BLANK}
    return listing([wording_reason_words(reason) for reason in wording.reasons if reason not in said])
