"""The tables as one JSON object of stable tokens."""

from __future__ import annotations

import json

from composer.printing.policy_table.table import Table
from composer.sentences.wording import warning_text
from policy.settings import Level, MailingList, Policy
from policy.truth_table.changes import domain_texts, limits_of, own_level_names, readable_members
from policy.truth_table.matrix import Cell, Decision, WordingCell
from policy.verdict import Outcome
from policy.what_if import origins
from policy.wording import Wording

Data = dict[str, object]
FORMAT = 2
"""Of the tables and of what differs between two: counts up when a key goes or means something else. What reads them
must bear keys that are new."""


def json_text(table: Table) -> str:
    """One object in ASCII, indented, with a line feed at its end.

    ``format`` is 2. ``policy`` has ``source`` and ``id``. ``levels`` has the administrator's own name of each level
    (null = the built-in one). ``limits`` has the numbers of ``mail.general``, sizes in bytes. ``domains`` are as
    written. ``lists`` has an object for each mailing list: ``address``, ``name``, ``members`` (how many; null where
    they cannot be read) and ``senders``.

    ``decisions`` has an object for each cell of the senders that the policy has: ``sender`` (own, list_inside,
    list_outside, list_unknown, not_allowed), ``recipient`` (internal, external, unknown), ``attachment`` and
    ``individually`` (booleans), ``level`` (general, restricted, confidential), ``outcome`` (send, warn, refuse),
    ``rule`` (null for what is refused), ``exempt``, ``refusals`` (codes) and ``origin`` (S, V, O).

    ``wordings`` has an object for each language and surface: ``language`` (null = not known, und = not readable),
    ``surface`` (pc, mobile), ``tab`` (a tag, default, built_in), ``row`` (1 to 10), ``reasons`` (codes), ``origin``
    and ``text``; the built-in text is in the member's language, where presend speaks it, else in that of the screen.
    """
    policy = table.in_force.policy
    data = {
        "format": FORMAT,
        "policy": {"source": table.in_force.source, "id": table.in_force.id},
        "levels": levels_data(policy),
        "limits": dict(limits_of(policy)),
        "domains": list(domain_texts(policy.company.domains)),
        "lists": [list_data(one) for one in policy.lists],
        "decisions": [cell_data(cell) | decision_data(decision) for cell, decision in table.shown_decisions()],
        "wordings": [
            wording_cell_data(cell) | wording_data(wording, cell.language) for cell, wording in table.wordings.items()
        ],
    }
    return json.dumps(data, ensure_ascii=True, indent=2) + "\n"


def levels_data(policy: Policy) -> Data:
    """The administrator's own name of each level; None = it has the built-in one."""
    own = dict(own_level_names(policy))
    return {level.value: own.get(level) for level in Level}


def list_data(entry: MailingList) -> Data:
    """A mailing list, its members counted."""
    members = readable_members(entry)
    return {
        "address": str(entry.address),
        "name": entry.name,
        "members": None if members is None else len(members),
        "senders": list(entry.senders),
    }


def cell_data(cell: Cell) -> Data:
    """The inputs of one decision, as tokens and booleans."""
    return {
        "sender": cell.sender.value,
        "recipient": cell.recipient.value,
        "attachment": cell.attachment,
        "individually": cell.individually,
        "level": cell.level.value,
    }


def decision_data(decision: Decision) -> Data:
    """One decision and the rules that led to it, as tokens; what is refused meets no rule for the warning."""
    is_refused = decision.outcome is Outcome.REFUSE
    return {
        "outcome": decision.outcome.value,
        "rule": None if is_refused else decision.rule.value,
        "exempt": decision.exempt and not is_refused,
        "refusals": [code.value for code in decision.refusals],
        "origin": origins.of_decision(decision).value,
    }


def wording_cell_data(cell: WordingCell) -> Data:
    """The inputs of one choice of a text, as tokens."""
    return {"language": cell.language, "surface": cell.surface.value}


def wording_data(wording: Wording, language: str | None) -> Data:
    """One chosen text with the reasons for it, as tokens; ``language`` is the member's."""
    return {
        "tab": wording.tab,
        "row": wording.row,
        "reasons": [reason.value for reason in wording.reasons],
        "origin": origins.of_wording(wording).value,
        "text": warning_text(wording, language),
    }
