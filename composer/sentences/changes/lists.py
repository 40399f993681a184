"""Sentences about changed mailing lists, one for each thing that changed."""

from __future__ import annotations

from collections.abc import Iterator

from composer.sentences.changes.settings import names_sentences
from composer.sentences.domains import address_words
from composer.sentences.joined import remarked
from composer.sentences.named import Things, named
from composer.words import _, ngettext, pgettext
from policy.settings import MailingList
from policy.truth_table.changes import Difference, ListChange, added, readable_members


def list_sentences(difference: Difference) -> Iterator[str]:
    """Sentences about new, removed and changed lists, and about another order of them."""
    for change in difference.lists:
        yield from _sentences(change)
    if difference.lists_reordered:
        yield _("The mailing lists stand in another order.")


def _sentences(change: ListChange) -> Iterator[str]:
    before, after = change.before, change.after
    if before is None and after is not None:
        yield _("New mailing list {address}: {members}.", address=_name(after), members=members_words(after))
    elif before is not None and after is None:
        yield _("The mailing list {address} is gone: {members}.", address=_name(before), members=members_words(before))
    elif before is not None and after is not None:
        yield from _changes(before, after)


def _changes(before: MailingList, after: MailingList) -> Iterator[str]:
    address = _name(after)
    if str(before.address) != str(after.address):
        yield _("{address}: the address was written {before}.", address=address, before=before.address)
    if before.name != after.name:
        yield _(
            "{address}: the name is {after} instead of {before}.",
            address=address, after=_quoted(after.name), before=_quoted(before.name),
        )  # fmt: skip
    yield from _member_changes(address, before, after)
    yield from names_sentences(_("{address}, who may send", address=address), before.senders, after.senders)


def _member_changes(address: str, before: MailingList, after: MailingList) -> Iterator[str]:
    if before.members == after.members:
        return
    old, new = readable_members(before), readable_members(after)
    if old is None or new is None:
        yield _("{address}: other members: {members}.", address=address, members=members_words(after))
    else:
        yield from _counted(pgettext("what changed", "{address}, members", address=address), old, new)


def _counted(what: str, before: tuple[str, ...], after: tuple[str, ...]) -> Iterator[str]:
    """How many members came and went, the first of them by name."""
    new, gone = added(before, after), added(after, before)
    if new:
        yield ngettext(
            "{what}: {n} added: {names}.",
            "{what}: {n} added: {names}.",
            len(new),
            what=what,
            names=named(new, Things.PEOPLE),
        )
    if gone:
        yield ngettext(
            "{what}: {n} taken out: {names}.",
            "{what}: {n} taken out: {names}.",
            len(gone),
            what=what,
            names=named(gone, Things.PEOPLE),
        )
    if not new and not gone:
        yield _("{what}: the same ones in another order.", what=what)


def _name(entry: MailingList) -> str:
    return address_words(entry.address)


def _quoted(name: str) -> str:
    return pgettext("quoted", "“{name}”", name=name) if name else pgettext("setting", "nothing")


def members_words(entry: MailingList) -> str:
    """How many members a list has and the first of them by name, or why nobody knows."""
    members = readable_members(entry)
    if members is None:
        return _("the members cannot be read")
    if not members:
        return pgettext("list", "no members")
    counted = ngettext("{n} member", "{n} members", len(members))
    return remarked(counted, named(members, Things.PEOPLE))
