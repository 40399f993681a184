"""A verdict as the plain data that ``presend check --json`` prints."""

from __future__ import annotations

from datetime import datetime

from composer.sentences import labels
from composer.sentences.address_faults import reason_words
from composer.sentences.refusals import refusal_words
from composer.sentences.verdict import question_words
from composer.sentences.wording import warning_text
from policy.attachments import JudgedFile
from policy.foreign_text import shown_unreadable
from policy.levels import JudgedLevel
from policy.organization import Recipient
from policy.refusal import FaultyAddress, Refusal
from policy.verdict import PolicyInForce, Verdict

Data = dict[str, object]


def verdict_data(verdict: Verdict, in_force: PolicyInForce) -> Data:
    """One JSON object; enums as their tokens, moments as ISO 8601 in UTC, sentences in the UI language."""
    return {
        "outcome": verdict.outcome.value,
        "refusals": [_refusal(refusal) for refusal in verdict.refusals],
        "questions": [{"code": code.value, "message": question_words(code)} for code in verdict.questions],
        "warning": _warning(verdict),
        "recipients": [_recipient(recipient) for recipient in verdict.recipients],
        "attachments": [_file(file) for file in verdict.files],
        "level": _level(verdict.level),
        "policy": {"source": in_force.source, "id": in_force.id},
    }


def _refusal(refusal: Refusal) -> Data:
    """A refusal as data; ``faults`` has each piece that is no address, its position from 1 and the reason in words."""
    found: Data = {
        "code": refusal.code.value,
        "message": refusal_words(refusal),
        "subjects": list(map(shown_unreadable, refusal.subjects)),
    }
    return found | {"faults": [_fault(one) for one in refusal.faults]} if refusal.faults else found


def _fault(faulty: FaultyAddress) -> Data:
    malformed = faulty.malformed
    return {
        "field": faulty.field,
        "text": shown_unreadable(malformed.text),
        "position": malformed.start + 1,
        "reason": reason_words(malformed),
    }


def _warning(verdict: Verdict) -> Data:
    warning, wording = verdict.warning, verdict.wording
    text = wording and {
        "surface": wording.surface.value,
        "tab": wording.tab,
        "row": wording.row.value,
        "reasons": [reason.value for reason in wording.reasons],
        "text": warning_text(wording),
    }
    return {"shown": warning.shown, "rule": warning.rule.value, "exempt": warning.exempt, "text": text}


def _recipient(recipient: Recipient) -> Data:
    return {
        "address": str(recipient.address),
        "class": recipient.recipient_class.value,
        "via": [str(address) for address in recipient.via],
        "fields": [field.value for field in recipient.fields],
        **({"unknown_reason": recipient.unknown_reason.value} if recipient.unknown_reason else {}),
    }


def _file(judged: JudgedFile) -> Data:
    file = judged.file
    return {"name": file.name, "size": file.size, "kind": judged.kind.value, "counts": judged.counts}


def _level(level: JudgedLevel) -> Data:
    return {
        "level": level.level.value,
        "label": labels.level_label(level.level, level.name),
        "expires_at": _moment(level.expires_at),
        "forwarding_prohibited": level.forwarding_prohibited,
        "audit_label": level.audit_label,
    }


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z") if moment else None
