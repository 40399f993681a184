"""What a member is told when the policy changes under a message that they write or that waits in the outbox."""

from __future__ import annotations

from composer.drafting.policy_watch import PolicyEvent, PolicyNews
from composer.language.cells import cells, shorten
from composer.language.paragraph import paragraph
from composer.safe_text import clean
from composer.sentences.reasons import reason_words
from composer.sentences.refusals import refusal_words
from composer.words import _, date_time, ngettext, pgettext
from policy.verdict import Outcome, Verdict


def notice(news: PolicyNews, most: int) -> str:
    """The event, with as many whole sentences about the change as ``most`` cells hold; F1 has the rest."""
    if news.event is PolicyEvent.BROKEN:
        return shorten(broken_words(news), most)
    changes = _changes(news)
    text, more = _head(news), _("F1 shows all changes.")
    for place, sentence in enumerate(changes):
        is_last = place == len(changes) - 1
        longer = paragraph((text, sentence))
        if cells(longer if is_last else paragraph((longer, more))) > most:
            return paragraph((text if place else shorten(longer, most - cells(more) - 1), more))
        text = longer
    return text


def explained(news: PolicyNews) -> list[str]:
    """Everything about the last change of the policy, a line for each sentence."""
    if news.event is PolicyEvent.BROKEN:
        return [broken_words(news)]
    head = pgettext("change of the policy", "{when}: {what}", when=date_time(news.at), what=_head(news))
    return [head, *(f"- {sentence}" for sentence in _changes(news))]


def broken_words(news: PolicyNews) -> str:
    """The sentence that nothing can be sent, since when and why."""
    fault = clean(reason_words(news.fault)) if news.fault else ""
    return _(
        "Since {when} the policy cannot be used, and nothing is sent: {fault}",
        when=date_time(news.at), fault=fault,
    )  # fmt: skip


def came_back_notice(count: int) -> str:
    """The sentence that ``count`` messages are drafts again without having been on the screen."""
    return ngettext(
        "{n} message was not sent, because the policy changed. F3 shows it among the drafts.",
        "{n} messages were not sent, because the policy changed. F3 shows them among the drafts.",
        count,
    )


def came_back_words(verdict: Verdict | None, also: str = "") -> str:
    """Why a message that was sent is a draft again, and what is in its way now; ``verdict`` None = policy broken."""
    lead = _("This message was not sent: the policy changed while it waited.")
    return "\n".join(part for part in (lead, also, _in_the_way(verdict)) if part)


def _in_the_way(verdict: Verdict | None) -> str:
    if verdict is None:
        return _("The policy cannot be used now, and nothing can be sent.")
    match verdict.outcome:
        case Outcome.REFUSE:
            return "\n".join(refusal_words(refusal) for refusal in verdict.refusals)
        case Outcome.WARN:
            return _("A warning is due now. Send shows it; an earlier answer does not count.")
        case Outcome.SEND:
            return _("As it stands now it can be sent.")


def _head(news: PolicyNews) -> str:
    if news.event is PolicyEvent.MENDED:
        return _("The policy can be used again.")
    return _("The policy has changed.")


def _changes(news: PolicyNews) -> list[str]:
    from composer.sentences.changes.policy import sentences

    return sentences(news.difference) if news.difference is not None else []
