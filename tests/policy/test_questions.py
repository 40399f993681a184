"""What is asked before a message goes."""

from __future__ import annotations

import pytest

from policy.draft import Draft
from policy.questions import QuestionCode, questions

FORGOTTEN = QuestionCode.FORGOTTEN_ATTACHMENT


@pytest.mark.parametrize("subject", ["", "  ", "\u200b", "\u3164"])
def test_an_empty_subject_is_asked_about(subject: str) -> None:
    assert questions(Draft(subject=subject, body="x"), False, True) == (QuestionCode.EMPTY_SUBJECT,)


BLANK = ["", " ", "\n\n", "\u200b", "\u3164", "\n\n\n-- \nKim Min-ji\nHanbit Trading", "-- \nKim", "\n--\nKim", "-- "]
WRITTEN = [
    "x",
    ".",
    "--- \n",
    "-- Kim",
    "x\n-- \nKim",
    "> quoted",
    "\n\n> quoted\n-- \nKim",
    "---- Original Message ----",
]


@pytest.mark.parametrize("attachment", [False, True])
@pytest.mark.parametrize("is_composed", [False, True])
@pytest.mark.parametrize("body", [*BLANK, *WRITTEN])
def test_an_empty_text_without_a_file_is_asked_about_in_the_composer(
    body: str, is_composed: bool, attachment: bool
) -> None:
    asked = questions(Draft(subject="s", body=body, is_composed=is_composed), attachment, True)
    is_missed = body in BLANK and is_composed and not attachment
    assert asked == ((QuestionCode.EMPTY_BODY,) if is_missed else ())


def test_everything_that_is_missed_is_asked_about_in_the_order_of_the_fields() -> None:
    assert questions(Draft(is_composed=True), False, True) == (QuestionCode.EMPTY_SUBJECT, QuestionCode.EMPTY_BODY)
    assert questions(Draft(subject="attached", is_composed=True), False, True) == (QuestionCode.EMPTY_BODY, FORGOTTEN)


@pytest.mark.parametrize(
    ("body", "asked"),
    [
        ("please find attached", True),
        ("See the attachment.", True),
        ("파일을 첨부합니다", True),
        ("資料を添付いたします", True),
        ("the report is enclosed", True),
        ("we are very attached-looking", True),
        ("a detached house", False),
        ("nothing to see", False),
        ("> please find attached\nthanks", False),
        ("thanks\n-- \nattached to Hanbit", False),
        ("thanks\n----- Original Message -----\nattached", False),
    ],
)
def test_words_that_speak_of_files_without_a_file(body: str, asked: bool) -> None:
    assert (FORGOTTEN in questions(Draft(subject="s", body=body), False, True)) is asked


def test_the_subject_speaks_too() -> None:
    assert questions(Draft(subject="Report attached"), False, True) == (FORGOTTEN,)


@pytest.mark.parametrize(("attachment", "reminder"), [(True, True), (False, False)])
def test_nothing_is_asked_with_a_file_or_when_the_member_wants_no_reminder(attachment: bool, reminder: bool) -> None:
    assert questions(Draft(subject="s", body="see the attachment"), attachment, reminder) == ()
