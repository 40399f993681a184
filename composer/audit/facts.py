"""What the audit log says of a message: classes and domains, never addresses, subject or body."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from composer.delivery.queue.job_document import JobDocument
from composer.delivery.queue.journal import Returned
from composer.services.bundle import Job, Submission
from policy.draft import Draft
from policy.verdict import Member, Outcome, Verdict, sender_of

Facts = dict[str, Any]


def judged_facts(draft: Draft, verdict: Verdict) -> Facts:
    """What was judged and what came of it."""
    sender = sender_of(draft)
    return {
        "sender": str(sender.address) if sender else None,
        "outcome": verdict.outcome.value,
        "refusals": [refusal.code.value for refusal in verdict.refusals],
        "rule": verdict.warning.rule.value,
        "sender_exempt": verdict.warning.exempt,
        "recipients": _recipients(verdict),
        "level": verdict.level.audit_label,
        "expires_at": verdict.level.expires_at.isoformat() if verdict.level.expires_at else None,
        "options": {
            "individually": draft.individually,
            "forwarding_prohibited": verdict.level.forwarding_prohibited,
            "expires_after": verdict.level.expires_after.value,
        },
        "files": [{"kind": file.kind.value, "size": file.file.size} for file in verdict.files],
        "policy_id": verdict.policy_id,
    }


def dialog_facts(submission: Submission, verdict: Verdict) -> Facts:
    """Whether the warning was shown, how it was answered and how fast."""
    consent = submission.consent
    shown = verdict.warning.shown
    facts: Facts = {"shown": shown}
    if shown and consent is not None:
        facts |= {"answer": "send", "milliseconds": consent.answered_ms}
    if verdict.wording is not None:
        facts |= {"surface": verdict.wording.surface.value, "tab": verdict.wording.tab}
    facts["questions_answered"] = sorted(code.value for code in submission.answered & set(verdict.questions))
    return {"dialog": facts}


def door_facts(through_gate: bool) -> Facts:
    """By which door it came, said of the gate: the composer is the usual one."""
    return {"through": "gate"} if through_gate else {}


def went_back_facts(draft: Draft, verdict: Verdict, milliseconds: int) -> Facts:
    """A message that the warning kept from going, and how fast it was answered."""
    dialog: Facts = {"shown": True, "answer": "go_back", "milliseconds": milliseconds}
    if verdict.wording is not None:
        dialog |= {"surface": verdict.wording.surface.value, "tab": verdict.wording.tab}
    return judged_facts(draft, verdict) | {"dialog": dialog}


def returned_facts(document: JobDocument, why: Returned) -> Facts:
    """A message that came back because the policy changed: both policies, and what the new one says of it."""
    return {
        "reason": "policy_changed",
        "policy_id": why.policy_id,
        "policy_before": document.policy_id,
        "outcome": (Outcome.REFUSE if why.refusals else Outcome.WARN).value,
        "refusals": [refusal.code.value for refusal in why.refusals],
        "rule": why.rule.value,
    }


def member_facts(member: Member) -> Facts:
    """Who sent it."""
    identities = member.identities
    return {"member": str(identities[0]) if identities else None}


def result_facts(job: Job) -> Facts:
    """What delivery came to, counted by the recipients' states."""
    counts = Counter(result.state.value for result in job.recipients)
    return {"delivery": job.state.value, "attempts": job.attempts, "results": dict(sorted(counts.items()))}


def _recipients(verdict: Verdict) -> Sequence[Facts]:
    counts = Counter((one.recipient_class.value, one.address.domain) for one in verdict.recipients)
    return [{"class": name, "domain": domain, "count": count} for (name, domain), count in sorted(counts.items())]
