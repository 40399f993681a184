"""The sentences of the warning dialog: its title, its lines, its repairs and its hints."""

from __future__ import annotations

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
from composer.language.paragraph import paragraph
from composer.reasons import Reason, ReasonCode
from composer.safe_text import clean
from composer.sentences import labels
from composer.sentences.domains import address_words, both_forms, unicode_form
from composer.sentences.joined import marked
from composer.sentences.named import Things, named
from composer.sentences.reasons import held_by, reason_words
from composer.sentences.refusals import refusal_words
from composer.sentences.wording import warning_text
from composer.words import _, ngettext, number, pgettext
from policy import levels
from policy.address import Address
from policy.foreign_text import is_blank
from policy.organization import Recipient, RecipientClass
from policy.settings import Level
from policy.verdict import Outcome, Verdict


def title(outcome: Outcome, policy_changed: bool = False) -> str:
    """The title of the dialog; the mark in front tells the outcome without colour."""
    mark, said = _title(outcome)
    return marked(mark, paragraph((_("The policy has changed.") if policy_changed else "", said)))


def _title(outcome: Outcome) -> tuple[str, str]:
    match outcome:
        case Outcome.WARN:
            return "!", _("This message goes outside")
        case Outcome.SEND:
            return "=", _("No warning is left")
        case Outcome.REFUSE:
            return "X", _("This message cannot be sent")


def text(verdict: Verdict) -> str:
    """The main text: the administrator's warning, the refusals, or that nothing is left to warn about after repairs."""
    if verdict.outcome is Outcome.REFUSE:
        return "\n".join(refusal_words(refusal) for refusal in verdict.refusals)
    if verdict.wording is None:
        return _("There is nothing left to warn about. The message can be sent, or you can go back to it.")
    return warning_text(verdict.wording)


def rule_line(verdict: Verdict) -> str:
    """The rule by which the warning is shown, as the administrator's page words it; empty where none is."""
    if verdict.outcome is Outcome.WARN:
        return _("Rule: {rule}", rule=labels.rule_words(verdict.warning.rule))
    return ""


def subject_line(assessment: Assessment) -> str:
    """The subject as it was written, or words for an empty one."""
    subject = clean(assessment.composition.subject)
    return _("Subject: {subject}", subject=subject) if not is_blank(subject) else pgettext("draft", "No subject")


def from_line(assessment: Assessment, through: str = "") -> str:
    """The sender as written, with the transport where one is given, and the security level where one was picked."""
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
    """How many outside recipients there are, as the heading of their list."""
    return ngettext("{n} outside recipient", "{n} outside recipients", len(verdict.outside))


def group_line(recipient_class: RecipientClass, domain: str, count: int) -> str:
    """The heading of one domain in the list, with its class and how many recipients it has."""
    words = labels.class_words(recipient_class)
    return _("{domain} ({what}): {count}", domain=both_forms(domain), what=words, count=number(count))


def repair_words(repair: Repair, assessment: Assessment) -> str:
    """The sentence that says what a repair would do."""
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
    """The sentence that says what would be left of the warning after a repair."""
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


def cramped() -> str:
    """The sentence shown in place of the dialog where the window is too small for it."""
    return _("Make the window larger to decide.")


def unseen_hint() -> str:
    """The hint after Send was pressed while the outside recipients were out of sight."""
    return _("Nothing was sent: the outside recipients were out of sight. They are shown now.")


def go_back_hint(outcome: Outcome, *, has_lines: bool = True) -> str:
    """The hint on going back, and where else to go; ``has_lines`` = there are lines that can be removed."""
    if outcome is Outcome.REFUSE:
        return _("Nothing is sent and nothing is lost.")
    if not has_lines:
        return _("Nothing is sent and nothing is lost. Tab goes on to Send.")
    return _("Nothing is sent and nothing is lost. Tab goes on to Send; Delete removes a marked line.")


def send_hint(verdict: Verdict) -> str:
    """The hint on the button that sends: to how many outside recipients."""
    outside = len(verdict.outside)
    if not outside:
        return _("Sends the message. Nobody outside receives it.")
    return ngettext(
        "Sends the message to {n} recipient outside.", "Sends the message to {n} recipients outside.", outside
    )


def level_hint() -> str:
    """The hint on the button that opens the security levels."""
    return _("Opens the security levels. What is Restricted or Confidential cannot go outside.")


def undo_hint() -> str:
    """The hint on the button that undoes a repair."""
    return _("Takes the last change in this dialog back (Ctrl+Z).")


def policy_hint(faults: str) -> str:
    """The hint that a repair was not made because the policy cannot be read."""
    return _("The policy cannot be read now, so nothing was changed: {faults}", faults=faults)


def broken_hint(fault: Reason) -> str:
    """The hint that nothing is sent while the policy is broken."""
    return reason_words(held_by(ReasonCode.POLICY_BROKEN, fault))


def send_label(outcome: Outcome) -> str:
    """The label of the button that sends; it says "outside" only under a warning."""
    if outcome is Outcome.WARN:
        return pgettext("button", "Send outside")
    return pgettext("button", "Send")


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
    return named(list(map(str, lists)), Things.LISTS)
