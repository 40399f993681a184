from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from composer.exit_status import Exit
from composer.gate.words import delivered
from composer.sentences.jobs import advice, headline
from composer.services.outbox import JobState, RecipientResult, RecipientState
from tests.screens.outbox_double import NOON, job

REACHED = RecipientResult("lee@hanbit.example", RecipientState.ACCEPTED)
EXPIRED = RecipientResult("kim@hanbit.example", RecipientState.EXPIRED)
REFUSED = RecipientResult("cho@hanbit.example", RecipientState.PERMANENT, "550 no")


@pytest.mark.parametrize(
    ("state", "results"), [(JobState.FAILED, [EXPIRED]), (JobState.PARTIAL, [REACHED, EXPIRED, EXPIRED])]
)
def test_nobody_is_advised_to_retry_what_has_expired(state: JobState, results: list[RecipientResult]) -> None:
    assert advice(job(state, *results)) == (
        "The message has expired. It is not sent any more, and there is nothing to retry."
    )


def test_where_others_were_refused_the_retry_is_named() -> None:
    assert "retry" in advice(job(JobState.FAILED, EXPIRED, REFUSED))
    assert "Retry" in advice(job(JobState.PARTIAL, REACHED, REFUSED))


def test_a_client_is_not_advised_to_retry_what_has_expired() -> None:
    status, words = delivered(job(JobState.PARTIAL, REACHED, EXPIRED))
    assert status is Exit.OK
    assert words == (
        "Sent, but not to 1 recipient: the message had expired. Do not send it again; presend outbox show j1"
    )


def test_a_client_is_told_everybody_whom_a_message_did_not_reach_those_refused_for_good_first() -> None:
    waits = RecipientResult("jo@hanbit.example", RecipientState.TEMPORARY, "451 later")
    _status, words = delivered(job(JobState.PARTIAL, REACHED, waits, REFUSED))
    assert words.endswith("cho@hanbit.example: refused. 550 no; jo@hanbit.example: to be tried again. 451 later")
    _status, words = delivered(job(JobState.PARTIAL, REACHED, *[REFUSED] * 5))
    assert words.count("550 no") == 3
    assert words.endswith("; and 2 more recipients")


def test_a_client_is_not_told_that_what_reached_nobody_will_be_tried_again() -> None:
    waits = RecipientResult("jo@hanbit.example", RecipientState.TEMPORARY, "451 later")
    status, words = delivered(job(JobState.QUEUED, waits, replace(waits, address="lee@hanbit.example"), REFUSED))
    assert (status, words) == (
        Exit.TEMPORARY,
        "Not sent. cho@hanbit.example: refused. 550 no; jo@hanbit.example: 451 later",
    )


@pytest.mark.parametrize(
    ("not_before", "words"),
    [
        (None, "The message reached some recipients. For others it waits in the outbox."),
        (NOON, "The message reached some recipients. For others it waits in the outbox."),
        (
            NOON + timedelta(hours=1),
            "The message reached some recipients. The next attempt for others is at 1 Dec 2026, 13:00.",
        ),
    ],
)
def test_what_some_have_already_is_not_called_unsent(not_before: datetime | None, words: str) -> None:
    waits = RecipientResult("jo@hanbit.example", RecipientState.TEMPORARY, "451 later")
    assert headline(job(JobState.QUEUED, REACHED, waits, not_before=not_before), NOON) == words
    assert "could not be sent yet" in headline(job(JobState.QUEUED, waits, not_before=not_before), NOON)
