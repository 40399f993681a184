"""What is asked before a message goes."""

from __future__ import annotations

import pytest

from policy.questions import QuestionCode, questions

FORGOTTEN = QuestionCode.FORGOTTEN_ATTACHMENT


@pytest.mark.parametrize("subject", ["", "  ", "\u200b", "\u3164"])
def test_an_empty_subject_is_asked_about(subject: str) -> None:
    assert questions(subject, "x", False, True) == (QuestionCode.EMPTY_SUBJECT,)


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
    assert (FORGOTTEN in questions("s", body, False, True)) is asked


def test_the_subject_speaks_too() -> None:
    assert questions("Report attached", "", False, True) == (FORGOTTEN,)


@pytest.mark.parametrize(("attachment", "reminder"), [(True, True), (False, False)])
def test_nothing_is_asked_with_a_file_or_when_the_member_wants_no_reminder(attachment: bool, reminder: bool) -> None:
    assert questions("s", "see the attachment", attachment, reminder) == ()
