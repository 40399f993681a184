"""What the audit log says of a job: how it ended, and for which codes."""

from __future__ import annotations

import re
from collections import Counter

from composer.audit.facts import Facts
from composer.audit.log import AuditEvent
from composer.delivery.queue.job_document import JobDocument
from composer.delivery.queue.job_state import JobProgress, Result
from composer.delivery.queue.journal import Returned, WentOn
from composer.reasons import ReasonCode
from composer.services.outbox import Job, RecipientState
from policy.verdict import Outcome

_PERMANENT = {RecipientState.PERMANENT, RecipientState.EXPIRED}
_NOT_TAKEN = {RecipientState.PERMANENT, RecipientState.TEMPORARY, RecipientState.EXPIRED}
_REFUSED_HERE = {ReasonCode.SIZE, ReasonCode.NO_8BITMIME, ReasonCode.NO_SMTPUTF8}
"""What the server said beforehand that it cannot take."""
_CODE = re.compile(r"[45][0-9]{2}(?![0-9])")


def returned_facts(document: JobDocument, why: Returned) -> Facts:
    """The facts of a message that came back because the policy changed.

    Both policy ids, and what the new policy demands.
    """
    return {
        "reason": "policy_changed",
        "policy_id": why.policy_id,
        "policy_before": document.policy_id,
        "outcome": (Outcome.REFUSE if why.refusals else Outcome.WARN).value,
        "refusals": [refusal.code.value for refusal in why.refusals],
        "rule": why.rule.value,
    }


def went_on_facts(document: JobDocument, went_on: WentOn | None) -> Facts:
    """The ids of both policies, where the rest of a message went on under another than it was approved under.

    Else nothing.
    """
    if went_on is None:
        return {}
    return {"went_on": {"policy_id": went_on.policy_id, "policy_before": document.policy_id}}


def cancelled_facts(document: JobDocument, progress: JobProgress) -> tuple[AuditEvent, Facts]:
    """The event and the facts of a job that left the queue unsent.

    Refused by its server, reaching nobody, or by a person.
    """
    if progress.returned is not None:
        return AuditEvent.CAME_BACK, returned_facts(document, progress.returned)
    if not (document.is_rendered and progress.attempts):
        return AuditEvent.UNDONE, {}
    judged = {name: document.verdict.get(name) for name in ("recipients", "rule", "level", "policy_id")}
    facts = judged | codes_facts(progress) | {"attempts": progress.attempts}
    if progress.states <= _PERMANENT:
        return AuditEvent.REFUSED, {"reason": "server", "refusals": sorted(refusal_codes(progress))} | facts
    return AuditEvent.NOT_DELIVERED, facts


def codes_facts(progress: JobProgress) -> Facts:
    """How many recipients were refused or put off, by code; nothing where none was."""
    codes = refusal_codes(progress)
    return {"codes": dict(sorted(codes.items()))} if codes else {}


def refusal_codes(progress: JobProgress) -> Counter[str]:
    """The codes by which recipients were not reached: of a server (``550``), else presend's own (``smtputf8``)."""
    return Counter(_refusal_code(result) for result in progress.results if result.state in _NOT_TAKEN)


def _refusal_code(result: Result) -> str:
    """presend's own, or the three digits that a reply begins with (RFC 5321, 4.2); ``other`` where it is neither."""
    if result.why is not None and result.why.code in _REFUSED_HERE:
        return result.why.code.value
    found = _CODE.match(result.reply)
    return result.code or (found[0] if found else "other")


def result_facts(job: Job) -> Facts:
    """How many recipients are in which state after a delivery."""
    counts = Counter(result.state.value for result in job.recipients)
    return {"delivery": job.state.value, "attempts": job.attempts, "results": dict(sorted(counts.items()))}
