"""A verdict as the plain data that ``presend check --json`` prints."""

from __future__ import annotations

from datetime import datetime

from composer.sentences import labels
from composer.sentences.verdict import question_words, refusal_words, warning_text
from policy.attachments import JudgedFile
from policy.levels import JudgedLevel
from policy.organization import Recipient
from policy.verdict import PolicyInForce, Verdict

Data = dict[str, object]


def verdict_data(verdict: Verdict, in_force: PolicyInForce) -> Data:
    """One JSON object; enums as their tokens, moments as ISO 8601 in UTC, sentences in the UI language."""
    return {
        "outcome": verdict.outcome.value,
        "refusals": [
            {"code": one.code.value, "message": refusal_words(one), "subjects": list(one.subjects)}
            for one in verdict.refusals
        ],
        "questions": [{"code": code.value, "message": question_words(code)} for code in verdict.questions],
        "warning": _warning(verdict),
        "recipients": [_recipient(recipient) for recipient in verdict.recipients],
        "attachments": [_file(file) for file in verdict.files],
        "level": _level(verdict.level),
        "policy": {"source": in_force.source, "id": in_force.id},
    }


def _warning(verdict: Verdict) -> Data:
    warning, wording = verdict.warning, verdict.wording
    text = wording and {
        "surface": wording.surface.value,
        "tab": wording.tab,
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
