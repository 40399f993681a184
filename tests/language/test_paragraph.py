"""Sentences one after the other: where a space stands between two of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.language.paragraph import paragraph


@pytest.mark.parametrize(
    ("sentences", "text"),
    [
        ((), ""),
        (("One.",), "One."),
        (("One.", "Two."), "One. Two."),
        (("One.", "", "Two."), "One. Two."),
        (("보냈습니다.", "다시 보내지 마세요."), "보냈습니다. 다시 보내지 마세요."),
        (("送信しました。", "再送しないでください。"), "送信しました。再送しないでください。"),
        (
            ("失敗しました: 550 no such user", "再送しないでください。"),
            "失敗しました: 550 no such user 再送しないでください。",
        ),
        (("550 no such user.", "再送しないでください。"), "550 no such user. 再送しないでください。"),
        (("本当ですか？", "はい。"), "本当ですか？はい。"),
        (("警告", "終わり。"), "警告 終わり。"),
    ],
)
def test_a_space_parts_sentences_but_not_behind_a_wide_stop(sentences: tuple[str, ...], text: str) -> None:
    assert paragraph(sentences) == text


@given(st.lists(st.text()))
def test_nothing_is_lost_and_nothing_but_spaces_added(sentences: list[str]) -> None:
    joined = paragraph(sentences)
    assert joined.replace(" ", "") == "".join(sentences).replace(" ", "")
