"""Nothing is handed to the outbox while something stands against it."""

from __future__ import annotations

import pytest

from composer.drafting.attempt import Attempt
from composer.services.outbox import Consent
from policy.questions import QuestionCode
from tests.screens.dialog_support import Assessor, message

SUBJECT, FILE = QuestionCode.EMPTY_SUBJECT, QuestionCode.FORGOTTEN_ATTACHMENT
CONSENT = Consent("c" * 32, "of what was shown")
INSIDE = {"to": "lee@hanbit.example"}


@pytest.mark.parametrize(
    ("changes", "attempt", "expected"),
    [
        (INSIDE, Attempt(), True),
        ({}, Attempt(), False),
        ({}, Attempt(consent=CONSENT), True),
        (INSIDE | {"subject": ""}, Attempt(), False),
        (INSIDE | {"subject": ""}, Attempt(frozenset({FILE})), False),
        (INSIDE | {"subject": ""}, Attempt(frozenset({SUBJECT})), True),
        ({"subject": ""}, Attempt(frozenset({SUBJECT})), False),
        ({"subject": ""}, Attempt(frozenset({SUBJECT}), CONSENT), True),
        ({"to": ""}, Attempt(frozenset(QuestionCode), CONSENT), False),
    ],
)
def test_an_attempt_is_complete_when_everything_is_answered_and_nothing_refused(
    changes: dict[str, str], attempt: Attempt, expected: bool
) -> None:
    assert attempt.is_complete(Assessor()(message(**changes)).verdict) is expected


def test_questions_are_open_in_their_order_until_they_are_answered() -> None:
    changes = {"subject": "", "body": "The offer is attached.", "files": ()}
    verdict = Assessor()(message(**changes)).verdict
    assert Attempt().open_questions(verdict) == verdict.questions == (SUBJECT, FILE)
    assert Attempt(frozenset({SUBJECT})).open_questions(verdict) == (FILE,)
