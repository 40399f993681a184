"""The sentences of the warning dialog."""

from __future__ import annotations

from composer.sentences import labels
from composer.sentences.domains import address_words, both_forms, unicode_form
from composer.drafting.judging import Assessment
from composer.drafting.repairs import (
    ChooseLevel,
    DropFile,
    MoveOutsidersToBcc,
    RemoveDomain,
    RemoveRecipient,
    Repair,
    TurnOnIndividually,
    lists_of,
    recipients_at,
)
from composer.safe_text import clean
from composer.sentences.verdict import refusal_words, warning_text
from composer.words import _, listing, ngettext, number, pgettext, size
from policy import levels
from policy.address import Address
from policy.attachments import FileKind, JudgedFile
from policy.draft import Field
from policy.organization import Recipient, RecipientClass
from policy.settings import Level
from policy.verdict import Outcome, Verdict

NAMED = 3
"""Lists that one sentence names before it counts the rest."""


def title(outcome: Outcome, policy_changed: bool = False) -> str:
    """The bar on top; the mark in front tells the state without colour."""
    changed = _("The policy has changed.") if policy_changed else ""
    return " ".join(part for part in (*_title(outcome)[:1], changed, *_title(outcome)[1:]) if part)


def _title(outcome: Outcome) -> tuple[str, str]:
    match outcome:
        case Outcome.WARN:
            return "!", _("This message goes outside")
        case Outcome.SEND:
            return "=", _("No warning is left")
        case Outcome.REFUSE:
            return "X", _("This message cannot be sent")


def text(verdict: Verdict) -> str:
    """The administrator's words, or what has become of the warning after repairs."""
    if verdict.outcome is Outcome.REFUSE:
        return "\n".join(refusal_words(refusal) for refusal in verdict.refusals)
    if verdict.wording is None:
        return _("There is nothing left to warn about. The message can be sent, or you can go back to it.")
    return warning_text(verdict.wording)


def rule_line(verdict: Verdict) -> str:
    """Which rule fired, in the words of the administrator's page."""
    if verdict.outcome is Outcome.WARN:
        return _("Rule: {rule}", rule=labels.rule_words(verdict.warning.rule))
    return ""


def subject_line(assessment: Assessment) -> str:
    """The subject as it was written; an empty one is said to be empty."""
    subject = clean(assessment.composition.subject)
    return _("Subject: {subject}", subject=subject) if subject.strip() else pgettext("draft", "No subject")


def from_line(assessment: Assessment, through: str = "") -> str:
    """The sender as it was written, the way the message takes where that is to be said, and a level that was picked."""
    sender = clean(assessment.composition.sender)
    line = (
        _("From: {sender}, through {way}", sender=sender, way=clean(through))
        if through
        else _("From: {sender}", sender=sender)
    )
    level = assessment.verdict.level.level
    if level is Level.GENERAL:
        return line
    name = labels.level_label(level, levels.edited_name(level, assessment.in_force.policy))
    return "\n".join((line, _("Security level: {level}", level=name)))


def outside_heading(verdict: Verdict) -> str:
    """How many stand outside, above their list."""
    return ngettext("{n} outside recipient", "{n} outside recipients", len(verdict.outside))


def files_heading(verdict: Verdict, stay: bool = False) -> str:
    """How many files go along, above their list; ``stay`` = none of them can be taken out here."""
    if stay:
        return ngettext(
            "{n} file, part of the finished message: to take it out, go back",
            "{n} files, part of the finished message: to take one out, go back",
            len(verdict.files),
        )
    return ngettext("{n} file", "{n} files", len(verdict.files))


def group_line(recipient_class: RecipientClass, domain: str, count: int) -> str:
    """The heading of one domain in the list."""
    words = labels.class_words(recipient_class)
    return _("{domain} ({what}): {count}", domain=both_forms(domain), what=words, count=number(count))


def recipient_line(recipient: Recipient) -> str:
    """An address with the lists it came through, the fields that are not To, and why it is not known."""
    line = address_words(recipient.address)
    if recipient.via:
        line = _("{recipient} via {lists}", recipient=line, lists=_path(recipient.via))
    fields = [labels.field_name(field) for field in recipient.fields if field is not Field.TO]
    if fields:
        line = f"{line} [{', '.join(fields)}]"
    if recipient.unknown_reason:
        line = f"{line}: {labels.unknown_words(recipient.unknown_reason)}"
    if recipient.via:
        line = _("{recipient} (removed only with the whole list)", recipient=line)
    return line


def file_line(judged: JudgedFile) -> str:
    """Name, size, and how the file leaves where that is not simply attached."""
    line = f"{clean(judged.file.name)}, {size(judged.file.size)}"
    return line if judged.kind is FileKind.NORMAL else f"{line}, {labels.kind_label(judged.kind)}"


def repair_words(repair: Repair, assessment: Assessment) -> str:
    """What one repair would do, before it is done."""
    match repair:
        case TurnOnIndividually():
            return _("Sends one copy to each recipient, who sees nobody else.")
        case MoveOutsidersToBcc():
            return _moved(lists_of(assessment.verdict.outside))
        case RemoveRecipient(recipient):
            return _removed_recipient(recipient)
        case RemoveDomain(domain):
            return _removed_domain(domain, recipients_at(domain, assessment.verdict))
        case DropFile(index):
            return _("Takes the file {name} out.", name=clean(assessment.verdict.files[index].file.name))
        case ChooseLevel(level):
            return _("Security level: {level}", level=labels.level_label(level))


def consequence(verdict: Verdict) -> str:
    """What would be left of the warning after a repair."""
    match verdict.outcome:
        case Outcome.SEND:
            return _("Afterwards no warning would be shown.")
        case Outcome.WARN:
            outside = len(verdict.outside)
            return ngettext(
                "The warning would remain: {n} recipient outside.",
                "The warning would remain: {n} recipients outside.",
                outside,
            )
        case Outcome.REFUSE:
            return _("The message could not be sent then: {reason}", reason=refusal_words(verdict.refusals[0]))


def go_back_hint(outcome: Outcome) -> str:
    """What going back does, and where else to go."""
    if outcome is Outcome.REFUSE:
        return _("Nothing is sent and nothing is lost.")
    return _("Nothing is sent and nothing is lost. Tab goes on to Send; Delete removes a marked line.")


def send_hint(verdict: Verdict) -> str:
    """What sending does."""
    outside = len(verdict.outside)
    if not outside:
        return _("Sends the message. Nobody outside receives it.")
    return ngettext(
        "Sends the message to {n} recipient outside.", "Sends the message to {n} recipients outside.", outside
    )


def level_hint() -> str:
    """What the button of the level does."""
    return _("Opens the security levels. What is Restricted or Confidential cannot go outside.")


def undo_hint() -> str:
    """What undoing does."""
    return _("Takes the last change in this dialog back (Ctrl+Z).")


def policy_hint(faults: str) -> str:
    """The policy broke while the dialog was open."""
    return _("The policy cannot be read now, so nothing was changed: {faults}", faults=faults)


def broken_hint(fault: str) -> str:
    """The policy is broken while the dialog is open."""
    return _("Nothing is sent while the policy cannot be used: {fault}", fault=fault)


def send_label(outcome: Outcome) -> str:
    """Plain where nothing is warned about."""
    if outcome is Outcome.WARN:
        return pgettext("button", "Send outside")
    return pgettext("button", "Send")


def _path(via: tuple[Address, ...]) -> str:
    return " > ".join(clean(str(address)) for address in via)


def _moved(lists: tuple[Address, ...]) -> str:
    if not lists:
        return _("Moves the outside recipients to Bcc, where nobody sees them.")
    return _("Moves the outside recipients to Bcc, and whole lists with them: {lists}.", lists=_listed(lists))


def _removed_recipient(recipient: Recipient) -> str:
    name = address_words(recipient.address)
    if recipient.via:
        return _("Removes the whole list {list}, through which {name} came.", list=recipient.via[0], name=name)
    return _("Removes {name}.", name=name)


def _removed_domain(domain: str, gone: tuple[Recipient, ...]) -> str:
    name, lists, count = unicode_form(domain), lists_of(gone), len(gone)
    if not lists:
        return ngettext("Removes {n} recipient at {name}.", "Removes {n} recipients at {name}.", count, name=name)
    return ngettext(
        "Removes {n} recipient at {name}, and whole lists with it: {lists}.",
        "Removes {n} recipients at {name}, and whole lists with them: {lists}.",
        count,
        name=name,
        lists=_listed(lists),
    )


def _listed(lists: tuple[Address, ...]) -> str:
    shown = [clean(str(address)) for address in lists[:NAMED]]
    if len(lists) > NAMED:
        shown.append(ngettext("{n} more", "{n} more", len(lists) - NAMED))
    return listing(shown)
