"""Every rule that was asked for one message: what it looked at, its result, its origin and its particulars."""

from __future__ import annotations

from collections import Counter
from enum import Enum
from typing import Protocol

from msgspec import Struct

from composer.language.paragraph import paragraph
from composer.safe_text import clean
from composer.sentences import labels
from composer.sentences.joined import labelled
from composer.sentences.refusals import refusal_words
from composer.sentences.trace import details as trace_details
from composer.sentences.verdict import outcome_words, question_words
from composer.sentences.wording import wording_words
from composer.words import _, language_name, listing, number, pgettext, size
from policy.draft import Draft, Field
from policy.exemption import exempts, sender_of
from policy.organization import RecipientClass
from policy.refusal import RefusalCode
from policy.verdict import Member, PolicyInForce, Verdict
from policy.what_if import origins
from policy.what_if.origins import Origin
from policy.wording import choose


class JudgedMessage(Protocol):
    """A message with the verdict on it and what the verdict depended on."""

    @property
    def draft(self) -> Draft: ...
    @property
    def verdict(self) -> Verdict: ...
    @property
    def member(self) -> Member: ...
    @property
    def in_force(self) -> PolicyInForce: ...


class TraceRule(Enum):
    """The rules in the order in which they are asked, by their stable tokens."""

    SENDER = "sender"
    RECIPIENTS = "recipients"
    OUTSIDE_LIMIT = "outside_limit"
    LEVEL = "level"
    FILES = "files"
    INDIVIDUALLY = "individually"
    REFUSALS = "refusals"
    QUESTIONS = "questions"
    WARNING = "warning"
    EXEMPTION = "exemption"
    WORDING = "wording"
    OUTCOME = "outcome"


class Step(Struct, frozen=True):
    """One rule that was asked, in the UI language: its name, what it looked at, what it found."""

    code: TraceRule
    rule: str
    inputs: str
    result: str
    origins: tuple[Origin, ...] = ()
    """Who laid the rule down; empty for a step that only gathers others."""
    details: tuple[str, ...] = ()
    """Sentences about single recipients, files, conditions and texts."""


def trace(judged: JudgedMessage) -> list[Step]:
    """The steps of the explanation, in the order in which the rules are asked."""
    return [
        _sender(judged),
        _recipients(judged),
        _external_limit(judged),
        _level(judged),
        _files(judged),
        _individually(judged),
        _refusals(judged),
        _questions(judged),
        _warning(judged),
        _exemption(judged),
        _wording(judged),
        _outcome(judged),
    ]


def _sender(judged: JudgedMessage) -> Step:
    sender = sender_of(judged.draft)
    named = clean(str(sender.address)) if sender else pgettext("sender", "none")
    codes = {refusal.code for refusal in judged.verdict.refusals}
    is_refused = RefusalCode.SENDER_NOT_ALLOWED in codes
    allowed = pgettext("sender", "may not send") if is_refused else pgettext("sender", "may send")
    return Step(
        TraceRule.SENDER,
        pgettext("trace", "Sender"),
        named,
        allowed,
        (origins.REFUSALS[RefusalCode.SENDER_NOT_ALLOWED],),
        trace_details.sender(judged.member, judged.in_force, sender),
    )


def _recipients(judged: JudgedMessage) -> Step:
    recipients = judged.verdict.recipients
    classes = Counter(one.recipient_class for one in recipients)
    counts = _(
        "with lists expanded: {inside} inside, {outside} outside, {unknown} not known (treated as outside)",
        inside=number(classes[RecipientClass.INTERNAL]),
        outside=number(classes[RecipientClass.EXTERNAL]),
        unknown=number(classes[RecipientClass.UNKNOWN]),
    )
    fields = _("as written, each mailing list as one: To {to}, Cc {cc}, Bcc {bcc}", **_field_counts(judged.draft))
    found = {one.recipient_class for one in recipients}
    return Step(
        TraceRule.RECIPIENTS,
        pgettext("trace", "Recipients"),
        fields,
        counts,
        tuple(dict.fromkeys([Origin.VENDOR, *(origins.RECIPIENTS[kind] for kind in RecipientClass if kind in found)])),
        trace_details.recipients(judged.verdict.outside),
    )


def _field_counts(draft: Draft) -> dict[str, object]:
    return {field.value: draft.written_in(field) for field in Field}


def _external_limit(judged: JudgedMessage) -> Step:
    limit = judged.in_force.policy.limits.max_external_recipients
    count = len(judged.verdict.outside)
    result = _("within the limit") if count <= limit else _("over the limit")
    return Step(
        TraceRule.OUTSIDE_LIMIT,
        pgettext("trace", "Outside recipients"),
        _("{count} of at most {limit}", count=count, limit=limit),
        result,
        (origins.REFUSALS[RefusalCode.TOO_MANY_EXTERNAL],),
    )


def _level(judged: JudgedMessage) -> Step:
    level = judged.verdict.level
    inputs = labels.level_label(level.level, level.name)
    expires = level.expires_at.astimezone(judged.member.timezone) if level.expires_at else None
    words = [labels.expiry_words(expires), labels.forwarding_words(level.forwarding_prohibited)]
    return Step(
        TraceRule.LEVEL,
        pgettext("trace", "Security level"),
        inputs,
        listing(words),
        (Origin.PAGE, origins.REFUSALS[RefusalCode.LEVEL_EXTERNAL]),
        trace_details.level(level.level, judged.in_force.policy),
    )


def _files(judged: JudgedMessage) -> Step:
    limit = judged.in_force.policy.limits.attachment_size_limit
    files = [labelled(clean(one.file.name), labels.kind_label(one.kind)) for one in judged.verdict.files]
    return Step(
        TraceRule.FILES,
        pgettext("trace", "Files"),
        _("attachment size limit {size}", size=size(limit)),
        listing(files) or pgettext("file", "none"),
        (Origin.PAGE, Origin.VENDOR),
        trace_details.files(judged.verdict.files, judged.in_force.policy),
    )


def _individually(judged: JudgedMessage) -> Step:
    is_on = judged.draft.individually
    result = _("one copy for each recipient") if is_on else _("one message for all recipients")
    return Step(
        TraceRule.INDIVIDUALLY,
        pgettext("trace", "Individually"),
        pgettext("trace", "ticked: {answer}", answer=_yes(is_on)),
        result,
        (Origin.PAGE, Origin.OURS),
    )


def _refusals(judged: JudgedMessage) -> Step:
    refusals = judged.verdict.refusals
    words = [refusal_words(refusal) for refusal in refusals]
    return Step(
        TraceRule.REFUSALS,
        pgettext("trace", "Refusals"),
        _("all of the above"),
        paragraph(words) or pgettext("refusal", "none"),
        tuple(dict.fromkeys(origins.REFUSALS[refusal.code] for refusal in refusals)),
    )


def _questions(judged: JudgedMessage) -> Step:
    words = [question_words(question) for question in judged.verdict.questions]
    return Step(
        TraceRule.QUESTIONS,
        pgettext("trace", "Questions"),
        _("subject, text and files"),
        paragraph(words) or pgettext("question", "none"),
        (Origin.VENDOR,),
    )


def _warning(judged: JudgedMessage) -> Step:
    warning = judged.verdict.warning
    facts = warning.facts
    inputs = _(
        "outside: {outside}, attachment: {attachment}, individually: {individually}",
        outside=_yes(facts.outside),
        attachment=_yes(facts.attachment),
        individually=_yes(facts.individually),
    )
    shown = pgettext("warning", "shown") if warning.shown else pgettext("warning", "not shown")
    return Step(
        TraceRule.WARNING,
        pgettext("trace", "Security warning"),
        inputs,
        labelled(labels.rule_words(warning.rule), shown),
        (origins.RULES[warning.rule],),
        trace_details.conditions(judged.in_force.policy, judged.verdict),
    )


def _exemption(judged: JudgedMessage) -> Step:
    sender, organization = sender_of(judged.draft), judged.in_force.organization
    has_outsiders = sender is not None and exempts(sender.address, organization)
    is_exempt = judged.verdict.warning.exempt
    result = pgettext("sender", "exempt from the warning") if is_exempt else pgettext("sender", "not exempt")
    return Step(
        TraceRule.EXEMPTION,
        pgettext("trace", "Sender exemption"),
        _("the sender is a list with outside members: {answer}", answer=_yes(has_outsiders)),
        result,
        (origins.EXEMPTION,),
        trace_details.exemption(judged.member, judged.in_force, sender),
    )


def _wording(judged: JudgedMessage) -> Step:
    member = judged.member
    wording = judged.verdict.wording or choose(judged.in_force.policy, member.surface, member.language)
    inputs = _(
        "member's language {language}, {surface}",
        language=language_name(member.language) if member.language else pgettext("language", "not set"),
        surface=labels.surface_label(member.surface),
    )
    return Step(
        TraceRule.WORDING,
        pgettext("trace", "Wording"),
        inputs,
        wording_words(wording),
        (origins.of_wording(wording),),
        trace_details.texts(judged.in_force.policy, member),
    )


def _outcome(judged: JudgedMessage) -> Step:
    return Step(
        TraceRule.OUTCOME,
        pgettext("trace", "Outcome"),
        _("policy {id}", id=judged.in_force.id[:12]),
        outcome_words(judged.verdict),
    )


def _yes(value: bool) -> str:
    return pgettext("answer", "yes") if value else pgettext("answer", "no")
