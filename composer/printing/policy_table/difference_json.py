"""The difference of two policies as one JSON object of stable tokens."""

from __future__ import annotations

import json
from enum import Enum

from composer.printing.policy_table.as_json import Data, cell_data, decision_data, wording_cell_data, wording_data
from policy.settings import MailingList
from policy.toml.text import dotted
from policy.truth_table.changes import Difference, ListChange, added, readable_members
from policy.verdict import PolicyInForce


def difference_text(difference: Difference, before: PolicyInForce, after: PolicyInForce) -> str:
    """One object in ASCII, indented, with a line feed at its end.

    ``before`` and ``after`` are the policies: ``source`` and ``id``. ``decisions`` and ``wordings`` are the cells that
    differ: their inputs as in the matrix, then what is decided ``before`` and ``after``. ``settings`` have ``key`` and
    the values before and after (null = absent; sizes in bytes). ``lists`` have ``address``, the names before and after
    (null = no such list), and what was ``added`` and ``removed`` of ``members`` and ``senders``, or that they were
    ``reordered``; null where members cannot be read any more.
    """
    data = {
        "format": 1,
        "before": {"source": before.source, "id": before.id},
        "after": {"source": after.source, "id": after.id},
        "decisions": [
            cell_data(one.cell) | {"before": decision_data(one.before), "after": decision_data(one.after)}
            for one in difference.cells
        ],
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
