"""The heading of a delivery, while it is on and after it."""

from __future__ import annotations

import pytest

from composer import words
from composer.sentences.progress import title


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("en", ("Sending: Lunch", "Subject: Lunch", "Sending a message without a subject", "No subject")),
        ("ko", ("보내는 중: Lunch", "제목: Lunch", "제목 없는 메일을 보내는 중", "제목 없음")),
        ("ja", ("送信中: Lunch", "件名: Lunch", "件名のないメールを送信中", "件名なし")),
    ],
)
def test_a_heading_says_sending_only_until_it_is_over(tag: str, expected: tuple[str, ...]) -> None:
    words.use(tag)
    shown = (title("Lunch"), title("Lunch", is_over=True), title(""), title("", is_over=True))
    words.use("en")
    assert shown == expected
