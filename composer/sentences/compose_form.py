"""The small texts of the composer: title, counter, files, faults of addresses."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from composer.sentences import labels
from composer.sentences.address_faults import fault_words
from composer.drafting.judging import Assessment
from composer.safe_text import clean
from composer.services.bundle import Completion
from composer.words import _, date, ngettext, number, pgettext
from policy.address import Malformed
from policy.attachments import DOWNLOAD_DAYS, FileKind, JudgedFile
from policy.draft import Field
from policy.settings import Level
from policy.verdict import PolicyInForce


def title_words(
    in_force: PolicyInForce | None, member: str | None, ui: str, saved: str, *, demonstration: bool, dot: str
) -> str:
    """Program, policy in force, both languages, and whether the draft is saved."""
    parts = ["presend"]
    if demonstration:
        parts.append(pgettext("title", "DEMONSTRATION"))
    parts.append(policy_words(in_force))
    language = clean(member) if member else pgettext("language", "not set")
    parts.append(_("you {member}, UI {ui}", member=language, ui=ui))
    return f" {dot} ".join([*parts, *([saved] if saved else [])])


def policy_words(in_force: PolicyInForce | None) -> str:
    """Whose policy is in force, or that it cannot be used."""
    if in_force is None:
        return _("the policy is broken")
    return _("policy: {name}", name=in_force.policy.company.name or in_force.source.rpartition("/")[2])


def policy_source_words(in_force: PolicyInForce) -> str:
    """Where the policy in force comes from."""
    return _("Policy in force: {source}.", source=in_force.source)


def counter_words(assessment: Assessment) -> str:
    """Outside recipients of as many as are allowed."""
    limit = assessment.in_force.policy.limits.max_external_recipients
    return _("{count} of {limit} outside", count=number(len(assessment.verdict.outside)), limit=number(limit))


def level_words(assessment: Assessment) -> str:
    """The level with what it brings, for its button."""
    level = assessment.verdict.level
    words = _("Level: {level}", level=labels.level_label(level.level, level.name))
    if level.level is Level.GENERAL:
        return words
    expires = level.expires_at.astimezone(assessment.member.timezone) if level.expires_at else None
    return ", ".join([words, labels.expiry_words(expires), labels.forwarding_words(level.forwarding_prohibited)])


def file_lines(files: Sequence[JudgedFile], now: datetime) -> list[str]:
    """One line a file: name, size, kind, and how long it can be fetched."""
    last = date(now + timedelta(days=DOWNLOAD_DAYS)) if any(one.kind is FileKind.TIME_LIMITED for one in files) else ""
    return [_file_line(one, last) for one in files]


def address_faults(field: Field, faults: Sequence[Malformed]) -> str:
    """Each piece that is no address, with its place in the field; one line each."""
    return "\n".join(
        _(
            "! {field}, character {place}: {text}: {reason}",
            field=labels.field_name(field),
            place=number(fault.start + 1),
            text=clean(fault.text, longest=60),
            reason=fault_words(fault.fault),
        )
        for fault in faults
    )


def offer_words(offer: Completion) -> str:
    """An address on offer: inside or outside, and how many people a list stands for."""
    side = pgettext("recipient", "inside") if offer.inside else pgettext("recipient", "outside")
    members = ngettext("{n} member", "{n} members", offer.member_count) if offer.member_count is not None else ""
    return "  ".join(part for part in (offer.text, side, members) if part)


def attached_words(count: int) -> str:
    """After files were attached."""
    return ngettext("{n} file was attached.", "{n} files were attached.", count)


def _file_line(judged: JudgedFile, last_day: str) -> str:
    parts = [clean(judged.file.name), labels.size_words(judged.file.size), labels.kind_label(judged.kind)]
    if judged.kind in (FileKind.NORMAL, FileKind.TIME_LIMITED):
        parts.append(labels.download_words(judged.kind, last_day))
    return "  ".join(parts)
