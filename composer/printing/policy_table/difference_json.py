"""The difference of two policies as one JSON object of stable tokens."""

from __future__ import annotations

import json
from collections.abc import Iterator
from enum import Enum

from composer.printing.policy_table.as_json import (
    FORMAT,
    Data,
    cell_data,
    decision_data,
    levels_data,
    wording_cell_data,
    wording_data,
)
from policy.settings import MailingList
from policy.toml.text import dotted
from policy.truth_table.changes import Difference, ListChange, added, readable_members
from policy.verdict import PolicyInForce


def difference_text(difference: Difference, before: PolicyInForce, after: PolicyInForce) -> str:
    """One object in ASCII, indented, with a line feed at its end.

    ``format`` is 2, as in the matrix. ``before`` and ``after`` are the policies: ``source``, ``id`` and ``levels`` (as
    in the matrix). ``decisions`` and ``wordings`` are the cells that differ: their inputs as in the matrix, then what
    is decided ``before`` and ``after``; cells of senders that neither policy has are left out. ``settings`` have
    ``key``, limits and domains among them, and the values before and after (null = absent; sizes in bytes). ``lists``
    have ``address``, the names before and after (null = no such list), and what was ``added`` and ``removed`` of
    ``members`` and ``senders``, or that they were ``reordered``; null where members cannot be read any more.
    """
    data = {
        "format": FORMAT,
        "before": _policy_data(before),
        "after": _policy_data(after),
        "decisions": list(_decisions(difference)),
        "wordings": [
            wording_cell_data(one.cell)
            | {
                "before": wording_data(one.before, one.cell.language),
                "after": wording_data(one.after, one.cell.language),
            }
            for one in difference.wordings
        ],
        "settings": [
            {"key": dotted(one.path), "before": _plain(one.before), "after": _plain(one.after)}
            for one in difference.settings
        ],
        "lists": [_list_data(one) for one in difference.lists],
        "lists_reordered": difference.lists_reordered,
    }
    return json.dumps(data, ensure_ascii=True, indent=2) + "\n"


def _policy_data(in_force: PolicyInForce) -> Data:
    return {"source": in_force.source, "id": in_force.id, "levels": levels_data(in_force.policy)}


def _decisions(difference: Difference) -> Iterator[Data]:
    """The cells that differ in what is shown of them: a rule that nobody asks, for mail that is refused, is not."""
    for one in difference.cells:
        before, after = decision_data(one.before), decision_data(one.after)
        if one.cell.sender in difference.senders and before != after:
            yield cell_data(one.cell) | {"before": before, "after": after}


def _plain(value: object) -> object:
    return value.value if isinstance(value, Enum) else value


def _list_data(change: ListChange) -> Data:
    return {
        "address": str(change.address),
        "before": _named(change.before),
        "after": _named(change.after),
        "members": _names(*(readable_members(one) if one else () for one in (change.before, change.after))),
        "senders": _names(*(one.senders if one else () for one in (change.before, change.after))),
    }


def _named(entry: MailingList | None) -> Data | None:
    return {"address": str(entry.address), "name": entry.name} if entry else None


def _names(before: tuple[str, ...] | None, after: tuple[str, ...] | None) -> Data | None:
    """What was added to and removed from a list of texts; None where one of the two cannot be read."""
    if before is None or after is None:
        return None
    gone, new = added(after, before), added(before, after)
    return {"added": list(new), "removed": list(gone), "reordered": not gone and not new and before != after}
