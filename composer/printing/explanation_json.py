"""One decision as data with stable tokens; sentences in it are in the UI language."""

from __future__ import annotations

from composer.printing.verdict_json import Data, verdict_data
from composer.sentences.trace.counterfactual import sentence
from composer.sentences.trace.steps import JudgedMessage, Step, trace
from policy.settings import Policy
from policy.what_if.changes import (
    AtLevel,
    Change,
    ConditionChosen,
    DomainInside,
    Individually,
    LevelUsed,
    LimitRaised,
    ListOutsiders,
    SentFrom,
    TimeLimitedAllowed,
    WarningSwitched,
    WithoutFile,
    WithoutFiles,
    WithoutMalformed,
    WithoutOutsiders,
    WithoutRecipient,
)
from policy.what_if.counterfactual import Counterfactual, Counterfactuals


def explanation_data(judged: JudgedMessage, otherwise: Counterfactuals) -> Data:
    """The verdict as ``presend check`` prints it, the rules in order, and what would have changed the outcome."""
    policy = judged.in_force.policy
    return {
        "verdict": verdict_data(judged.verdict, judged.in_force),
        "steps": [_step(step) for step in trace(judged)],
        "message_changes": [_counterfactual(one, policy) for one in otherwise.message],
        "policy_changes": [_counterfactual(one, policy) for one in otherwise.policy],
    }


def _step(step: Step) -> Data:
    return {
        "rule": step.code.value,
        "origins": [origin.value for origin in step.origins],
        "inputs": step.inputs,
        "result": step.result,
        "details": list(step.details),
    }


def _counterfactual(found: Counterfactual, policy: Policy) -> Data:
    return {
        "changes": [_change(change) for change in found.changes],
        "outcome": found.outcome.value,
        "sentence": sentence(found, policy),
    }


def _change(change: Change) -> Data:
    """A change as its token and its value."""
    token, value = _tokens(change)
    return {"change": token, "value": value}


def _tokens(change: Change) -> tuple[str, object]:  # noqa: C901  # one flat table of every kind of change
    match change:
        case WithoutOutsiders():
            return "without_outsiders", None
        case WithoutRecipient(address):
            return "without_recipient", str(address)
        case WithoutMalformed():
            return "without_malformed", None
        case WithoutFiles():
            return "without_files", None
        case WithoutFile(file):
            return "without_file", file.name
        case Individually(on):
            return "individually", on
        case AtLevel(level):
            return "level", level.value
        case SentFrom(address):
            return "sender", str(address)
        case WarningSwitched(on):
            return "warning_enabled", on
        case ConditionChosen(apply):
            return "warning_apply", apply.value
        case LevelUsed(level):
            return "level_in_use", level.value
        case TimeLimitedAllowed(allowed):
            return "time_limited_files", allowed
        case ListOutsiders(address, present):
            return "list_outsiders", {"list": str(address), "present": present}
        case DomainInside(domain):
            return "company_domain", domain
        case LimitRaised(limit, value):
            return limit.value, value
