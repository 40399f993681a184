"""One decision as a text for a terminal or a mail: the outcome, every rule, and what would have changed it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from composer.language.wrapping import hung
from composer.printing.policy_table.parts import MARKS
from composer.sentences.trace.counterfactual import sentence
from composer.sentences.trace.steps import JudgedMessage, Step, trace
from composer.sentences.verdict import outcome_words
from composer.words import _, listing, pgettext
from policy.draft import Draft
from policy.verdict import Member, PolicyInForce, Verdict
from policy.what_if.counterfactual import Counterfactual, Counterfactuals
from policy.what_if.origins import Origin
from policy.what_if.situation import Situation

WIDTH = 80
"""The most cells of a line."""


class Explained(Struct, frozen=True):
    """A message with the verdict on it and what the verdict depended on."""

    draft: Draft
    verdict: Verdict
    member: Member
    in_force: PolicyInForce


def explained(situation: Situation) -> Explained:
    """The situation together with the verdict on it."""
    return Explained(situation.draft, situation.verdict(), situation.member, situation.in_force)


def explanation_lines(judged: JudgedMessage, otherwise: Counterfactuals) -> Iterator[str]:
    """The explanation in lines of at most 80 cells, without colour or control characters."""
    verdict = judged.verdict
    yield from hung(f"{MARKS[verdict.outcome]} ", outcome_words(verdict), WIDTH)
    for number, step in enumerate(trace(judged), 1):
        yield ""
        yield from _step(number, step)
    heading = _("What would change this, in the message:")
    yield from _otherwise(heading, otherwise.message, judged)
    heading = _("What would change this, in the administrator's settings:")
    yield from _otherwise(heading, otherwise.policy, judged)


def _step(number: int, step: Step) -> Iterator[str]:
    yield from hung(f"{number}. ", step.rule, WIDTH)
    yield from hung("   ", _("Looked at: {inputs}", inputs=step.inputs), WIDTH)
    yield from hung("   ", pgettext("trace", "Result: {result}", result=step.result), WIDTH)
    for detail in step.details:
        yield from hung("   - ", detail, WIDTH)
    if step.origins:
        words = listing([_origin(origin) for origin in step.origins])
        yield from hung("   ", _("Origin of the rule: {origin}", origin=words), WIDTH)


def _origin(origin: Origin) -> str:
    match origin:
        case Origin.PAGE:
            return pgettext("origin", "the system's own page")
        case Origin.VENDOR:
            return pgettext("origin", "the vendor's other guides")
        case Origin.OURS:
            return pgettext("origin", "presend's own decision")


def _otherwise(heading: str, found: Sequence[Counterfactual], judged: JudgedMessage) -> Iterator[str]:
    yield ""
    yield from hung("", heading, WIDTH)
    for one in found:
        yield from hung("- ", sentence(one, judged.in_force.policy), WIDTH)
    if not found:
        yield from hung("- ", _("No single change that was tried."), WIDTH)
