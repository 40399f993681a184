"""The small texts of the composer: title, counter, files, faults of addresses."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from composer import labels
from composer.address_words import fault_words
from composer.judging import Assessment
from composer.safe_text import clean
from composer.words import _, date, number, own_name, pgettext
from policy.address import Malformed
from policy.attachments import DOWNLOAD_DAYS, FileKind, JudgedFile
from policy.draft import Field
from policy.settings import Level
from policy.verdict import PolicyInForce, Verdict


def title_words(
    in_force: PolicyInForce | None, member_language: str | None, ui: str, saved: str, *, demonstration: bool, dot: str
) -> str:
    """Program, policy in force, both languages, and whether the draft is saved."""
    parts = ["presend"]
    if demonstration:
        parts.append(pgettext("title", "DEMONSTRATION"))
    parts.append(_policy_words(in_force))
    language = clean(member_language) if member_language else pgettext("language", "not set")
    parts.append(_("you {member}, screen {ui}", member=language, ui=own_name(ui)))
    return f" {dot} ".join([*parts, *([saved] if saved else [])])


def _policy_words(in_force: PolicyInForce | None) -> str:
    if in_force is None:
        return _("the policy is broken")
    name = in_force.policy.company.name or in_force.source
    return _("policy: {name}", name=name)


def counter_words(assessment: Assessment) -> str:
    """Outside recipients of as many as are allowed."""
    limit = assessment.in_force.policy.limits.max_external_recipients
    return _("{count} of {limit} outside", count=len(assessment.verdict.outside), limit=limit)


def level_words(verdict: Verdict, expires: datetime | None) -> str:
    """The level with what it brings, for its button; ``expires`` in the member's time zone."""
    level = verdict.level
    label = labels.level_label(level.level, level.name)
    if level.level is Level.GENERAL:
        return label
    return f"{label}, {labels.expiry_words(expires)}, {labels.forwarding_words(level.forwarding_prohibited)}"


def file_lines(files: Sequence[JudgedFile], now: datetime) -> list[str]:
    """One line a file: name, size, kind, and how long it can be fetched."""
    last = date(now + timedelta(days=DOWNLOAD_DAYS)) if any(one.kind is FileKind.TIME_LIMITED for one in files) else ""
    return [_file_line(one, last) for one in files]


def _file_line(judged: JudgedFile, last_day: str) -> str:
    parts = [clean(judged.file.name), labels.size_words(judged.file.size), labels.kind_label(judged.kind)]
    if judged.kind in (FileKind.NORMAL, FileKind.TIME_LIMITED):
        parts.append(labels.download_words(judged.kind, last_day))
    return "  ".join(parts)


def address_faults(field: Field, faults: Sequence[Malformed]) -> str:
    """Each piece that is no address, with its place in the field; one line each."""
    return "\n".join(
        _(
            "! {field}, character {place}: {text}: {reason}",
            field=labels.field_name(field),
            place=number(fault.start + 1),
            text=fault.text,
            reason=fault_words(fault.fault),
        )
        for fault in faults
    )
