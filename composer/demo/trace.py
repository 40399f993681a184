"""Every rule that was asked for one message, with its inputs and its result."""

from __future__ import annotations

from dataclasses import dataclass

from composer import labels
from composer.judging import Assessment
from composer.safe_text import clean
from composer.verdict_words import outcome_words, question_words, refusal_words, wording_words
from composer.words import _, listing, number, pgettext, size
from policy.organization import RecipientClass
from policy.verdict import sender_of
from policy.wording import choose


@dataclass(frozen=True, slots=True)
class Step:
    """One rule: its name, what it looked at, what it said; sentences in the UI language."""

    rule: str
    inputs: str
    result: str


def trace(assessment: Assessment) -> list[Step]:
    """The steps in the order in which they are asked."""
    return [
        _sender(assessment),
        _recipients(assessment),
        _external_limit(assessment),
        _level(assessment),
        _files(assessment),
        _refusals(assessment),
        _questions(assessment),
        _warning(assessment),
        _exemption(assessment),
        _wording(assessment),
        _outcome(assessment),
    ]


def _sender(assessment: Assessment) -> Step:
    sender = sender_of(assessment.draft)
    named = clean(str(sender.address)) if sender else _("none")
    codes = {refusal.code.value for refusal in assessment.verdict.refusals}
    allowed = _("may not send") if "sender_not_allowed" in codes else _("may send")
    return Step(pgettext("trace", "Sender"), named, allowed)


def _recipients(assessment: Assessment) -> Step:
    recipients = assessment.verdict.recipients
    counts = [
        f"{number(sum(one.recipient_class is kind for one in recipients))} {labels.class_words(kind)}"
        for kind in RecipientClass
    ]
    fields = _("To {to}, Cc {cc}, Bcc {bcc}", **_field_counts(assessment))
    return Step(pgettext("trace", "Recipients"), fields, listing(counts))


def _field_counts(assessment: Assessment) -> dict[str, object]:
    draft = assessment.draft
    return {"to": len(draft.to), "cc": len(draft.cc), "bcc": len(draft.bcc)}


def _external_limit(assessment: Assessment) -> Step:
    limit = assessment.in_force.policy.limits.max_external_recipients
    count = len(assessment.verdict.outside)
    result = _("within the limit") if count <= limit else _("over the limit")
    return Step(
        pgettext("trace", "Outside recipients"), _("{count} of at most {limit}", count=count, limit=limit), result
    )


def _level(assessment: Assessment) -> Step:
    level = assessment.verdict.level
    inputs = labels.level_label(level.level, level.name)
    expires = level.expires_at.astimezone(assessment.member.timezone) if level.expires_at else None
    words = [labels.expiry_words(expires), labels.forwarding_words(level.forwarding_prohibited)]
    return Step(pgettext("trace", "Security level"), inputs, listing(words))


def _files(assessment: Assessment) -> Step:
    limit = assessment.in_force.policy.limits.attachment_size_limit
    files = [f"{clean(one.file.name)}: {labels.kind_label(one.kind)}" for one in assessment.verdict.files]
    return Step(
        pgettext("trace", "Files"), _("attachment size limit {size}", size=size(limit)), listing(files) or _("none")
    )


def _refusals(assessment: Assessment) -> Step:
    words = [refusal_words(refusal) for refusal in assessment.verdict.refusals]
    return Step(pgettext("trace", "Refusals"), _("all of the above"), " ".join(words) or _("none"))


def _questions(assessment: Assessment) -> Step:
    words = [question_words(question) for question in assessment.verdict.questions]
    return Step(pgettext("trace", "Questions"), _("subject, text and files"), " ".join(words) or _("none"))


def _warning(assessment: Assessment) -> Step:
    facts = assessment.verdict.warning.facts
    inputs = _(
        "outside: {outside}, attachment: {attachment}, individually: {individually}",
        outside=_yes(facts.outside),
        attachment=_yes(facts.attachment),
        individually=_yes(facts.individually),
    )
    shown = _("shown") if assessment.verdict.warning.shown else _("not shown")
    return Step(
        pgettext("trace", "Security warning"), inputs, f"{labels.rule_words(assessment.verdict.warning.rule)}: {shown}"
    )


def _exemption(assessment: Assessment) -> Step:
    exempt = assessment.verdict.warning.exempt
    result = _("exempt from the warning") if exempt else _("not exempt")
    return Step(
        pgettext("trace", "Sender exemption"),
        _("the sender is a list with outside members: {answer}", answer=_yes(exempt)),
        result,
    )


def _wording(assessment: Assessment) -> Step:
    member = assessment.member
    wording = assessment.verdict.wording or choose(assessment.in_force.policy, member.surface, member.language)
    inputs = _(
        "member's language {language}, {surface}",
        language=member.language or _("not set"),
        surface=labels.surface_label(member.surface),
    )
    result = _("row {row}: {sentence}", row=wording.row, sentence=wording_words(wording))
    return Step(pgettext("trace", "Wording"), inputs, result)


def _outcome(assessment: Assessment) -> Step:
    return Step(
        pgettext("trace", "Outcome"),
        _("policy {id}", id=assessment.in_force.id[:12]),
        outcome_words(assessment.verdict),
    )


def _yes(value: bool) -> str:
    return pgettext("answer", "yes") if value else pgettext("answer", "no")
