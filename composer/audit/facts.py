"""The facts of a message for the audit log: classes and domains, never recipients' addresses, subject or body."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from composer.services.outbox import Submission
from composer.services.outbox_errors import NotAcceptedError
from policy.draft import Draft
from policy.exemption import sender_of
from policy.verdict import Member, Verdict

Facts = dict[str, Any]


def judged_facts(draft: Draft, verdict: Verdict) -> Facts:
    """What the message is to the rules, and what they decided: classes, domains, level, files, rule."""
    sender = sender_of(draft)
    return {
        "sender": str(sender.address) if sender else None,
        **_verdict_facts(verdict),
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
    facts |= _wording_facts(verdict)
    facts["questions_answered"] = sorted(code.value for code in submission.answered & set(verdict.questions))
    return {"dialog": facts}


def door_facts(through_gate: bool) -> Facts:
    """The fact that a message came through the gate; nothing for one from the composer."""
    return {"through": "gate"} if through_gate else {}


def went_back_facts(draft: Draft, verdict: Verdict, milliseconds: int) -> Facts:
    """The facts of a message that the member did not send after the warning, and the milliseconds that it was shown."""
    dialog = {"shown": True, "answer": "go_back", "milliseconds": milliseconds, **_wording_facts(verdict)}
    return judged_facts(draft, verdict) | {"dialog": dialog}


def refused_facts(submission: Submission, error: NotAcceptedError) -> Facts:
    """Why the outbox did not take a message, and the classes and domains that it would have reached."""
    composition, verdict = submission.composition, error.verdict
    return {
        "reason": error.reason.value,
        **_verdict_facts(verdict),
        "options": {"individually": composition.individually},
        "policy_id": verdict.policy_id,
    }


def member_facts(member: Member) -> Facts:
    """The member's first own address; None where they have none."""
    identities = member.identities
    return {"member": str(identities[0]) if identities else None}


def _verdict_facts(verdict: Verdict) -> Facts:
    return {
        "outcome": verdict.outcome.value,
        "refusals": [refusal.code.value for refusal in verdict.refusals],
        "rule": verdict.warning.rule.value,
        "sender_exempt": verdict.warning.exempt,
        "recipients": _recipients(verdict),
        "level": verdict.level.audit_label,
    }


def _wording_facts(verdict: Verdict) -> Facts:
    """The surface and the tab of the warning's text; nothing where no warning is due."""
    wording = verdict.wording
    return {} if wording is None else {"surface": wording.surface.value, "tab": wording.tab}


def _recipients(verdict: Verdict) -> Sequence[Facts]:
    counts = Counter((one.recipient_class.value, one.address.domain) for one in verdict.recipients)
    return [{"class": name, "domain": domain, "count": count} for (name, domain), count in sorted(counts.items())]
