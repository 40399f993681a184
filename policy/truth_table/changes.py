"""In what two policies differ: cells of the truth table, wordings, and the settings that no cell shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum

from msgspec import Struct

from policy import levels
from policy.address import Address
from policy.errors import KeyPath
from policy.foreign_text import clean_lines, is_blank
from policy.lists.members import MembersGoneError
from policy.settings import DomainRule, Level, LevelSettings, MailingList, OutgoingWarning, Policy, Surface
from policy.truth_table.matrix import Cell, Decision, SenderKind, WordingCell, sender_kinds, truth_table, wording_table
from policy.wording import Wording

Value = bool | int | str | Enum | tuple[str, ...]
"""One setting: a choice, a number (sizes in bytes), a text, or a list of texts as the administrator wrote them."""


class CellChange(Struct, frozen=True):
    """A cell of the truth table with another decision."""

    cell: Cell
    before: Decision
    after: Decision


class WordingChange(Struct, frozen=True):
    """Members of one language who see another text on one surface, or the same one for another reason."""

    cell: WordingCell
    before: Wording
    after: Wording


class SettingChange(Struct, frozen=True):
    """A setting that differs and that no cell of the truth table shows."""

    path: KeyPath
    before: Value | None
    """None where there was no value, as for a new tab."""
    after: Value | None


class ListChange(Struct, frozen=True):
    """A mailing list that differs; ``before`` is None where it is new, ``after`` where it is gone."""

    before: MailingList | None
    after: MailingList | None

    @property
    def address(self) -> Address:
        """The list's address, in the newer policy's spelling where it is still there."""
        entry = self.after or self.before
        if entry is None:
            raise ValueError("a change has a list on one side at least")
        return entry.address


class Difference(Struct, frozen=True):
    """What differs between two policies; false where they are the same policy, with the same id."""

    cells: tuple[CellChange, ...] = ()
    wordings: tuple[WordingChange, ...] = ()
    settings: tuple[SettingChange, ...] = ()
    lists: tuple[ListChange, ...] = ()
    """The lists that are new, gone or changed, by address."""
    lists_reordered: bool = False
    """Whether the lists that are in both stand in another order."""
    senders: tuple[SenderKind, ...] = tuple(SenderKind)
    """The kinds of senders that there are in one of the policies."""
    level_names: tuple[tuple[Level, str], ...] = ()
    """The administrator's own names of levels in the newer policy."""

    def __bool__(self) -> bool:
        return bool(self.cells or self.wordings or self.settings or self.lists or self.lists_reordered)


def difference(before: Policy, after: Policy, languages: Sequence[str | None]) -> Difference:
    """What changes from one policy to the other; wordings for members with these languages."""
    wordings = tuple(_wordings(before, after, languages))
    return Difference(
        tuple(_cells(before, after)),
        wordings,
        tuple(_settings(before, after, wordings)),
        tuple(_lists(before, after)),
        _common_order(before, after) != _common_order(after, before),
        _senders(before, after),
        own_level_names(after),
    )


def _senders(before: Policy, after: Policy) -> tuple[SenderKind, ...]:
    there = {*sender_kinds(before), *sender_kinds(after)}
    return tuple(kind for kind in SenderKind if kind in there)


def own_level_names(policy: Policy) -> tuple[tuple[Level, str], ...]:
    """The levels that the administrator has named, with their names."""
    names = ((level, levels.edited_name(level, policy)) for level in Level)
    return tuple((level, name) for level, name in names if name)


def added(before: Sequence[str], after: Sequence[str]) -> tuple[str, ...]:
    """The texts that ``after`` has more often than ``before``, in its order; with the two exchanged, what is gone."""
    missing = Counter(after) - Counter(before)
    found = []
    for text in reversed(after):
        if missing[text]:
            missing[text] -= 1
            found.append(text)
    return tuple(reversed(found))


def readable_members(entry: MailingList) -> tuple[str, ...] | None:
    """The members of a list as written; None where they cannot be read, or no longer."""
    try:
        return None if entry.members is None else tuple(entry.members)
    except MembersGoneError:
        return None


def domain_texts(rules: Sequence[DomainRule]) -> tuple[str, ...]:
    """Domain rules as the administrator writes them (``hanbit.example``, ``*.hanbit.example``)."""
    return tuple(f"*.{rule.domain}" if rule.subdomains else rule.domain for rule in rules)


def _cells(before: Policy, after: Policy) -> Iterator[CellChange]:
    now = truth_table(after)
    for cell, decision in truth_table(before).items():
        if now[cell] != decision:
            yield CellChange(cell, decision, now[cell])


def _wordings(before: Policy, after: Policy, languages: Sequence[str | None]) -> Iterator[WordingChange]:
    now = wording_table(after, languages)
    for cell, wording in wording_table(before, languages).items():
        if now[cell] != wording:
            yield WordingChange(cell, wording, now[cell])


def _settings(before: Policy, after: Policy, wordings: Sequence[WordingChange]) -> Iterator[SettingChange]:
    old, new = dict(plain_settings(before)), dict(plain_settings(after))
    for path in dict.fromkeys((*old, *new)):
        if old.get(path) != new.get(path):
            yield SettingChange(path, old.get(path), new.get(path))
    if before.warning.apply is not after.warning.apply and not after.warning.enabled:
        yield SettingChange((*_WARNING, "apply"), before.warning.apply, after.warning.apply)
    for surface in Surface:
        yield from _unseen_texts(surface, before.warning, after.warning, wordings)


_WARNING: KeyPath = ("mail_security", "outgoing_warning")


def plain_settings(policy: Policy) -> Iterator[tuple[KeyPath, Value]]:
    """Every setting but those that cells always show, and the lists."""
    company = policy.company
    yield ("company", "name"), company.name
    yield ("company", "domains"), domain_texts(company.domains)
    yield ("company", "languages"), company.languages
    yield ("company", "default_language"), company.default_language
    yield ("network_security", "designated_ips_only"), policy.designated_ips_only
    yield from ((("mail", "general", key), value) for key, value in limits_of(policy))
    yield ("mail_security", "external_import"), policy.external_import
    yield ("mail_security", "time_limited_files"), policy.time_limited_files
    yield ("mail_security", "backup"), policy.backup
    yield ("mail_security", "block_external_content"), policy.block_external_content
    yield from _level_settings(Level.RESTRICTED, policy.restricted)
    yield from _level_settings(Level.CONFIDENTIAL, policy.confidential)


def limits_of(policy: Policy) -> Iterator[tuple[str, Value]]:
    """The limits of ``mail.general`` by key, sizes in bytes."""
    limits = policy.limits
    yield "attachment_size_limit", limits.attachment_size_limit
    yield "time_limited_max_files", limits.time_limited_max_files
    yield "time_limited_max_size", limits.time_limited_max_size
    yield "max_external_recipients", limits.max_external_recipients


def _level_settings(level: Level, settings: LevelSettings) -> Iterator[tuple[KeyPath, Value]]:
    path: KeyPath = ("mail_security", "levels", level.value)
    yield (*path, "name"), settings.name
    yield (*path, "expires_after"), settings.expires_after
    yield (*path, "forwarding_prohibited"), settings.forwarding_prohibited
    yield (*path, "delete_sent_after_expiration"), settings.delete_sent_after_expiration


def _unseen_texts(
    surface: Surface, before: OutgoingWarning, after: OutgoingWarning, wordings: Sequence[WordingChange]
) -> Iterator[SettingChange]:
    """The changed warning texts that no member sees differently."""
    old, new = before.texts(surface), after.texts(surface)
    here = [change for change in wordings if change.cell.surface is surface]
    for tab in sorted(old.keys() | new.keys()):
        if old.get(tab) != new.get(tab) and not any(_shows(change, tab, new) for change in here):
            yield SettingChange((*_WARNING, surface.value, tab), old.get(tab), new.get(tab))


def _shows(change: WordingChange, tab: str, texts: Mapping[str, str]) -> bool:
    """Whether a wording makes the new state of a tab plain: its text is shown now, or it was and there is none."""
    if change.before.text == change.after.text:
        return False
    return change.after.tab == tab or (change.before.tab == tab and is_blank(clean_lines(texts.get(tab, ""))))


def _lists(before: Policy, after: Policy) -> Iterator[ListChange]:
    old = {one.address.key: one for one in before.lists}
    new = {one.address.key: one for one in after.lists}
    for key in dict.fromkeys((*old, *new)):
        if old.get(key) != new.get(key):
            yield ListChange(old.get(key), new.get(key))


def _common_order(policy: Policy, other: Policy) -> list[str]:
    common = {one.address.key for one in other.lists}
    return [one.address.key for one in policy.lists if one.address.key in common]
