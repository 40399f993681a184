"""The rows of the warning's lists of recipients and files; a row's value is the repair that removes it."""

from __future__ import annotations

from itertools import groupby

from composer.drafting.repairs import DropFile, RemoveDomain, RemoveRecipient, Repair
from composer.sentences import warning
from composer.sentences.files import file_line
from composer.sentences.recipients import recipient_line
from composer.widgets.lists.pick_list import Row
from policy.organization import Recipient, RecipientClass
from policy.verdict import Verdict

RepairRow = Row[Repair | None]
INDENT = 2
_CLASSES = (RecipientClass.EXTERNAL, RecipientClass.UNKNOWN)
"""The classes in the order in which the list shows them."""


def outside_rows(verdict: Verdict) -> tuple[RepairRow, ...]:
    """Outside recipients under the heading of their domain, externals first, else in the order of the message."""
    rows: list[RepairRow] = []
    for (_class, _domain), group in groupby(_grouped(verdict.outside), key=_group_key):
        rows.extend(_group_rows(tuple(group)))
    return tuple(rows)


def file_rows(verdict: Verdict, stay: bool = False) -> tuple[RepairRow, ...]:
    """A row for each file, in order; where files ``stay``, a row removes nothing."""
    return tuple(
        Row(None if stay else DropFile(index), file_line(judged)) for index, judged in enumerate(verdict.files)
    )


def _group_rows(group: tuple[Recipient, ...]) -> list[RepairRow]:
    first = group[0]
    domain = first.address.domain
    heading = warning.group_line(first.recipient_class, domain, len(group))
    rows: list[RepairRow] = [Row(RemoveDomain(domain), heading, strong=True)]
    rows.extend(Row(RemoveRecipient(one), recipient_line(one), INDENT, INDENT) for one in group)
    return rows


def _grouped(recipients: tuple[Recipient, ...]) -> list[Recipient]:
    places: dict[tuple[RecipientClass, str], int] = {}
    for recipient in recipients:
        places.setdefault(_group_key(recipient), len(places))
    return sorted(recipients, key=lambda one: (_CLASSES.index(one.recipient_class), places[_group_key(one)]))


def _group_key(recipient: Recipient) -> tuple[RecipientClass, str]:
    return recipient.recipient_class, recipient.address.domain
