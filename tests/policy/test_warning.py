"""Every cell of the warning: setting x external x unknown x attachment x individually x sender."""

from __future__ import annotations

import itertools

import pytest
from msgspec.structs import replace

from policy.settings import Apply, OutgoingWarning
from policy.verdict import Outcome, Verdict
from tests.policy.support import POLICY, file, mail, verdict_of
from tests.project import ROOT

GOLDEN = ROOT / "tests" / "golden" / "warning_table.txt"
SETTINGS = ("disabled", *(apply.value for apply in Apply))
SENDERS = {
    "own": "kim@hanbit.example",
    "list_inside": "team@hanbit.example",
    "list_nested_outsider": "nested@hanbit.example",
    "list_only_unknown": "onlyunknown@hanbit.example",
}
Cell = tuple[str, bool, bool, bool, bool, str]
CELLS: list[Cell] = list(
    itertools.product(SETTINGS, (False, True), (False, True), (False, True), (False, True), SENDERS)
)


def judged(cell: Cell) -> Verdict:
    setting, external, unknown, attachment, individually, sender = cell
    to = ["lee@hanbit.example"]
    to += ["guest@other.example"] if external else []
    to += ["empty@hanbit.example"] if unknown else []
    apply = Apply.ALWAYS if setting == "disabled" else Apply(setting)
    warning = replace(POLICY.warning, enabled=setting != "disabled", apply=apply)
    draft = mail(", ".join(to), SENDERS[sender], files=(file(),) if attachment else (), individually=individually)
    return verdict_of(draft, replace(POLICY, warning=warning))


def expected(cell: Cell) -> tuple[bool, str]:
    """Shown or not and the rule, from the table of the four conditions."""
    setting, external, unknown, attachment, individually, sender = cell
    if setting == "disabled":
        return False, "disabled"
    if not external and not unknown:
        return False, "no_outside"
    if sender == "list_nested_outsider":
        return False, setting
    wanted = {
        "always": True,
        "attachments": attachment,
        "not_individually": not individually,
        "attachments_and_not_individually": attachment and not individually,
    }
    return wanted[setting], setting


@pytest.mark.parametrize("cell", CELLS, ids=str)
def test_each_cell_of_the_warning(cell: Cell) -> None:
    verdict = judged(cell)
    shown, rule = expected(cell)
    assert (verdict.warning.shown, verdict.warning.rule.value) == (shown, rule)
    assert verdict.outcome is (Outcome.WARN if shown else Outcome.SEND)
    assert (verdict.wording is not None) is shown
    assert verdict.warning.exempt is (cell[-1] == "list_nested_outsider")


def test_the_whole_table_is_as_it_was_reviewed() -> None:
    def word(value: bool, yes: str) -> str:
        return yes if value else "-"

    lines = []
    for cell in CELLS:
        setting, external, unknown, attachment, individually, sender = cell
        verdict = judged(cell)
        inputs = [setting, word(external, "external"), word(unknown, "unknown"), word(attachment, "attachment")]
        inputs += [word(individually, "individually"), sender]
        lines.append(" ".join((*inputs, "=>", verdict.outcome.value, verdict.warning.rule.value)))
    assert lines == GOLDEN.read_text("utf-8").splitlines()


def test_the_default_of_an_absent_table_is_the_strict_one() -> None:
    assert (OutgoingWarning().enabled, OutgoingWarning().apply) == (True, Apply.ALWAYS)
