"""A verdict in sentences: the quiet line, refusals, questions, and the whole explanation."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import UTC, tzinfo

from composer.sentences import labels
from composer.safe_text import clean
from composer.words import _, listing, ngettext, number, size
from policy.organization import Recipient
from policy.refusal import Refusal, RefusalCode
from policy.settings import Level
from policy.verdict import Outcome, QuestionCode, Verdict
from policy.warning import Rule
from policy.wording import BUILT_IN, DEFAULT_TAB, Wording, WordingReason

QUIET_CELLS = 76
NAMED = 3
"""How many addresses or files one sentence names before it counts the rest."""


def quiet_line(verdict: Verdict, separator: str = " · ") -> str:
    """What Send will do and why, in at most 76 cells, most important first."""
    if verdict.refusals:
        return shorten(_("Cannot be sent: {reason}", reason=refusal_words(verdict.refusals[0])), QUIET_CELLS)
    parts = [*_counts(verdict), _warning_part(verdict)]
    parts.extend(_question_part(question) for question in verdict.questions)
    if verdict.level.level is not Level.GENERAL:
        parts.append(labels.level_label(verdict.level.level, verdict.level.name))
    return shorten(separator.join(parts), QUIET_CELLS)


def refusal_words(refusal: Refusal) -> str:
    """One reason as a sentence that names what it is about and what would help."""
    said = named(refusal.subjects)
    facts = refusal.facts
    match refusal.code:
        case RefusalCode.MALFORMED_ADDRESS:
            return _("{named}: not a valid address. Correct or remove it.", named=said)
        case RefusalCode.NO_RECIPIENT:
            return _("There is no recipient. Fill in To, Cc or Bcc.")
        case RefusalCode.SENDER_NOT_ALLOWED:
            return _sender_words(refusal.subjects, said)
        case RefusalCode.LEVEL_DISABLED:
            return _("The security level {level} is not in use.", level=_level_token(refusal.subjects))
        case RefusalCode.LEVEL_EXTERNAL:
            return _("{named}: only General mail may go outside.", named=said)
        case RefusalCode.TOO_MANY_EXTERNAL:
            return _(
                "{total} outside recipients; at most {limit} are allowed.",
                total=number(facts["count"]),
                limit=number(facts["limit"]),
            )
        case _:
            return _file_words(refusal, said)


def _sender_words(subjects: tuple[str, ...], said: str) -> str:
    if not subjects:
        return _("There is no sender. Choose one in From.")
    if len(subjects) > 1:
        return _("{named}: a message has one sender.", named=said)
    return _("{named}: you may not send from this address.", named=said)


def _file_words(refusal: Refusal, said: str) -> str:
    facts = refusal.facts
    match refusal.code:
        case RefusalCode.FILE_EMPTY:
            return _("{named}: the file is empty. Remove it.", named=said)
        case RefusalCode.FILE_MISSING:
            return _("{named}: the file is no longer there. Attach it again or remove it.", named=said)
        case RefusalCode.FILE_CHANGED:
            return _("{named}: changed since it was attached. Attach it again.", named=said)
        case RefusalCode.FILE_NOT_REGULAR:
            return _("{named}: not a regular file. Remove it.", named=said)
        case RefusalCode.ATTACHMENT_LIMIT:
            return _(
                "{named}: attachments total {total}; the limit is {limit}.",
                named=said,
                total=size(facts["total"]),
                limit=size(facts["limit"]),
            )
        case RefusalCode.TIME_LIMITED_COUNT:
            return _(
                "{named}: at most {limit} files with a time limit are allowed, these are {total}.",
                named=said,
                limit=number(facts["limit"]),
                total=number(facts["count"]),
            )
        case RefusalCode.TIME_LIMITED_SIZE:
            return _(
                "{named}: larger than {limit}, the limit of one file with a time limit.",
                named=said,
                limit=size(facts["limit"]),
            )
        case _:
            return _(
                "{named}: needs a file service for downloads with a time limit, and none is configured.", named=said
            )


def question_words(question: QuestionCode) -> str:
    """What is asked before sending."""
    if question is QuestionCode.EMPTY_SUBJECT:
        return _("The subject is empty. Send anyway?")
    return _("The text speaks of an attachment, but nothing is attached. Send anyway?")


def built_in_warning() -> str:
    """The dialog's text where the administrator wrote none."""
    return _("This message goes outside your organization. Check the recipients and the files before you send it.")


def warning_text(wording: Wording) -> str:
    """What the dialog says: the administrator's text, or the built-in one."""
    return wording.text or built_in_warning()


def explanation(verdict: Verdict, zone: tzinfo = UTC) -> list[str]:
    """Everything that was decided and why, a sentence each; moments in the member's ``zone``."""
    lines = [outcome_words(verdict)]
    lines.extend(refusal_words(refusal) for refusal in verdict.refusals)
    lines.extend(_warning_lines(verdict))
    lines.extend(recipient_words(recipient) for recipient in verdict.outside)
    lines.extend(_file_line(verdict, index) for index in range(len(verdict.files)))
    lines.append(_level_line(verdict, zone))
    lines.extend(question_words(question) for question in verdict.questions)
    return lines


def outcome_words(verdict: Verdict) -> str:
    """What Send would do, as one sentence."""
    match verdict.outcome:
        case Outcome.SEND:
            return _("The message would be sent without a warning.")
        case Outcome.WARN:
            return _("The security warning would be shown before sending.")
        case Outcome.REFUSE:
            return _("The message cannot be sent as it is.")


def recipient_words(recipient: Recipient) -> str:
    """An outside recipient with the lists it came through and why it counts as outside."""
    line = f"{clean(str(recipient.address))} ({labels.class_words(recipient.recipient_class)})"
    if recipient.via:
        line = _("{recipient} via {lists}", recipient=line, lists=" > ".join(str(a) for a in recipient.via))
    if recipient.unknown_reason:
        line = f"{line}: {labels.unknown_words(recipient.unknown_reason)}"
    return line


def wording_words(wording: Wording) -> str:
    """Which tab was chosen and why."""
    surface = labels.surface_label(wording.surface)
    return _(
        "Warning text for {surface}: {tab}, because {reasons}.",
        surface=surface, tab=tab_words(wording.tab), reasons=wording_reasons(wording),
    )  # fmt: skip


def tab_words(tab: str) -> str:
    """A tab of the administrator's warning texts, or what stands in for one."""
    if tab == DEFAULT_TAB:
        return _("the Default tab")
    return _("the built-in text") if tab == BUILT_IN else _("the tab {tag}", tag=tab)


def wording_reasons(wording: Wording) -> str:
    """All reasons for the choice of a text, as one clause."""
    return listing([wording_reason_words(reason) for reason in wording.reasons])


def wording_reason_words(reason: WordingReason) -> str:
    """One reason for the choice of a text."""
    match reason:
        case WordingReason.OWN_TAB:
            return _("the tab of the member's language is written")
        case WordingReason.LANGUAGE_NOT_ENABLED:
            return _("the member's language is not enabled by the company")
        case WordingReason.TAB_NOT_WRITTEN:
            return _("the tab of the member's language is not written")
        case WordingReason.MEMBER_LANGUAGE_UNSET:
            return _("the member's language is not set")
        case WordingReason.MEMBER_LANGUAGE_UNREADABLE:
            return _("the member's language cannot be read")
        case WordingReason.DEFAULT_BLANK:
            return _("the Default tab is blank")


def cells(text: str) -> int:
    """Terminal cells of a text, by Unicode's East Asian Width."""
    return sum(_cell(character) for character in text)


def shorten(text: str, most: int) -> str:
    """The text cut to ``most`` cells, with an ellipsis where something was cut."""
    if cells(text) <= most:
        return text
    kept, used = "", 1
    for character in text:
        used += _cell(character)
        if used > most:
            break
        kept += character
    return kept + "…"


def _cell(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def named(subjects: Sequence[str], count: int | None = None) -> str:
    """The first few of some things in words; ``count`` tells how many there are where not all are given."""
    shown = [clean(subject) for subject in subjects[:NAMED]]
    rest = (len(subjects) if count is None else count) - len(shown)
    if rest:
        shown.append(ngettext("{n} more", "{n} more", rest))
    return listing(shown)


def _level_token(subjects: tuple[str, ...]) -> str:
    return labels.level_label(Level(subjects[0]))


def _counts(verdict: Verdict) -> list[str]:
    outside = len(verdict.outside)
    files = sum(file.counts for file in verdict.files)
    parts = []
    if outside:
        parts.append(ngettext("{n} outside", "{n} outside", outside))
    if files:
        parts.append(ngettext("{n} file", "{n} files", files))
    return parts


def _warning_part(verdict: Verdict) -> str:
    warning = verdict.warning
    if warning.shown:
        return _("a warning will be shown")
    if warning.rule is Rule.NO_OUTSIDE:
        return _("everybody is inside, sent without a warning")
    if warning.rule is Rule.DISABLED:
        if not warning.facts.outside:
            return _("sent without a warning")
        return _("no warning: it is switched off")
    if warning.exempt:
        return _("no warning: the sending list has outside members")
    if warning.facts.individually and warning.rule is not Rule.ATTACHMENTS:
        return _("no warning: sent individually")
    return _("no warning without attachments")


def _question_part(question: QuestionCode) -> str:
    if question is QuestionCode.EMPTY_SUBJECT:
        return _("the subject is empty")
    return _("attachment forgotten?")


def _warning_lines(verdict: Verdict) -> list[str]:
    lines = [_("Rule for the warning: {rule}.", rule=labels.rule_words(verdict.warning.rule))]
    if verdict.warning.exempt:
        lines.append(_("The sender is a mailing list with outside members: no warning is shown for it."))
    if verdict.wording:
        lines.append(wording_words(verdict.wording))
    return lines


def _file_line(verdict: Verdict, index: int) -> str:
    judged = verdict.files[index]
    kind = labels.kind_label(judged.kind)
    return f"{clean(judged.file.name)}, {size(judged.file.size)}: {kind}"


def _level_line(verdict: Verdict, zone: tzinfo) -> str:
    level = verdict.level
    expires = level.expires_at.astimezone(zone) if level.expires_at else None
    return _(
        "Security level {level}: {expiry}, {forwarding}.",
        level=labels.level_label(level.level, level.name),
        expiry=labels.expiry_words(expires),
        forwarding=labels.forwarding_words(level.forwarding_prohibited),
    )
