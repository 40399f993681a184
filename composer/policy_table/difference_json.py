"""The difference of two policies as one JSON object of stable tokens."""

from __future__ import annotations

import json
from enum import Enum

from composer.policy_table.as_json import Data, cell_data, decision_data, wording_cell_data, wording_data
from policy.changes import Difference, ListChange, added
from policy.settings import MailingList
from policy.toml_text import dotted
from policy.verdict import PolicyInForce


def difference_text(difference: Difference, before: PolicyInForce, after: PolicyInForce) -> str:
    """One object in ASCII, indented, with a line feed at its end.

    ``before`` and ``after`` are the policies: ``source`` and ``id``. ``decisions`` and ``wordings`` are the cells that
    differ: their inputs as in the matrix, then what is decided ``before`` and ``after``. ``settings`` have ``key`` and
    the values before and after (null = absent; sizes in bytes). ``lists`` have ``address``, the names before and after
    (null = no such list), and what was added to and removed from ``members`` and ``senders``.
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
            wording_cell_data(one.cell) | {"before": wording_data(one.before), "after": wording_data(one.after)}
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
    old, new = change.before, change.after
    return {
        "address": str((new or old or _NONE).address),
        "before": old and {"address": str(old.address), "name": old.name},
        "after": new and {"address": str(new.address), "name": new.name},
        "members": _names(_members(old), _members(new)),
        "senders": _names(old.senders if old else (), new.senders if new else ()),
    }
