"""What the composer's help says before the keys: the policy in force, what Send will do and why, what changed."""

from __future__ import annotations

from composer.drafting.judging import Assessment
from composer.drafting.policy_watch import PolicyNews
from composer.sentences import compose_form
from composer.sentences.changes.news import explained as news_lines
from composer.sentences.fixed_settings import fixed_words
from composer.sentences.verdict import explanation
from composer.services.member_settings import Fixed


def explained(assessment: Assessment | None, fixed: frozenset[Fixed], news: PolicyNews | None) -> list[str]:
    """The composer's part of the help, a line each: policy, settings fixed for the member, verdict, last change.

    Without an assessment the policy is broken, and nothing is said of the message.
    """
    changed = ["", *news_lines(news)] if news is not None else []
    if assessment is None:
        return [compose_form.policy_words(None), *fixed_words(fixed), *changed]
    source = compose_form.policy_source_words(assessment.in_force)
    return [source, *fixed_words(fixed), *explanation(assessment.verdict), *changed]
