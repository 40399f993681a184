"""The tables as one JSON object of stable tokens."""

from __future__ import annotations

import json

from composer.printing.policy_table.table import Table
from composer.sentences.wording import warning_text
from policy.truth_table.matrix import Cell, Decision, WordingCell
from policy.what_if import origins
from policy.wording import Wording

Data = dict[str, object]


def json_text(table: Table) -> str:
    """One object in ASCII, indented, with a line feed at its end.

    ``format`` is 1. ``policy`` has ``source`` and ``id``. ``decisions`` has an object for each of the 180 cells:
    ``sender`` (own, list_inside, list_outside, list_unknown, not_allowed), ``recipient`` (internal, external,
    unknown), ``attachment`` and ``individually`` (booleans), ``level`` (general, restricted, confidential),
    ``outcome`` (send, warn, refuse), ``rule``, ``exempt``, ``refusals`` (codes) and ``origin`` (S, V, O).
    ``wordings`` has an object for each language and surface: ``language`` (null = not known, und = not readable),
    ``surface`` (pc, mobile), ``tab`` (a tag, default, built_in), ``row`` (1 to 10), ``reasons`` (codes), ``origin``
    and ``text``; the built-in text is in the member's language, where presend speaks it, else in that of the screen.
    """
    data = {
        "format": 1,
        "policy": {"source": table.in_force.source, "id": table.in_force.id},
        "decisions": [cell_data(cell) | decision_data(decision) for cell, decision in table.decisions.items()],
        "wordings": [
            wording_cell_data(cell) | wording_data(wording, cell.language) for cell, wording in table.wordings.items()
        ],
    }
    return json.dumps(data, ensure_ascii=True, indent=2) + "\n"


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
    """One decision and the rules that led to it, as tokens."""
    return {
        "outcome": decision.outcome.value,
        "rule": decision.rule.value,
        "exempt": decision.exempt,
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
