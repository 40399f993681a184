"""What the rest of a catalog writes otherwise, and what is only another word."""

from __future__ import annotations

import pytest

from composer.localization.codes import Code
from composer.localization.vocabulary import Vocabulary

KOREAN = [
    "적용 중인 정책", "적용 중인 파일", "경고문이 있습니다.", "경고문의 언어", "정책이 바뀝니다.", "정책을 저장합니다.",
    "파일로 보냅니다.", "서버로 보냅니다.", "서버의 응답", "구성원을 삭제합니다.", "메일을 보냅니다.", "메일의 제목",
]  # fmt: skip
JAPANESE = [
    "フォルダーを開く",
    "フォルダーの名前",
    "サーバーの名前",
    "サーバーに送る",
    "バックアップ",
    "バックアップする",
    "カーソル",
    "ヘルプ",
]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("적용중인 정책", Code.SPACING),
        ("경고문가 없습니다.", Code.FIXED_PARTICLE),
        ("정책를 봅니다.", Code.FIXED_PARTICLE),
        ("서버으로 갑니다.", Code.FIXED_PARTICLE),
        ("적용 중인 경고", None),
        ("경고문을 봅니다.", None),
        ("처음 보는가 봅니다.", None),
        ("새 낱말", None),
    ],
)
def test_korean_words_are_compared_with_the_others(text: str, code: Code | None) -> None:
    vocabulary = Vocabulary([*KOREAN, text], "ko")
    assert {found for found, _ in vocabulary.faults(text)} == ({code} if code else set())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("フォルダを開く", Code.SPELLING),
        ("サーパーの名前", Code.SPELLING),
        ("バックアプ", Code.SPELLING),
        ("力ーソルの形", Code.WRONG_SCRIPT),
        ("フォルダ一を開く", Code.WRONG_SCRIPT),
        ("へルプを表示", Code.WRONG_SCRIPT),
        ("サーバーへ送る", None),
        ("フォルダーを開く", None),
        ("メール一覧", None),
        ("テキスト", None),
    ],
)
def test_japanese_words_are_compared_with_the_others(text: str, code: Code | None) -> None:
    vocabulary = Vocabulary([*JAPANESE, text], "ja")
    found = {found for found, _ in vocabulary.faults(text)}
    assert (code in found) if code else not found


def test_what_stands_in_two_entries_is_no_slip() -> None:
    vocabulary = Vocabulary([*JAPANESE, "フォルダを開く", "フォルダ"], "ja")
    assert list(vocabulary.faults("フォルダ")) == []


def test_what_is_forgotten_was_never_there() -> None:
    vocabulary = Vocabulary([*KOREAN, "적용중인 정책"], "ko")
    for text in KOREAN[:2]:
        vocabulary.forget(text)
    assert list(vocabulary.faults("적용중인 정책")) == []


@pytest.mark.parametrize("tag", ["en", "fr", "xx"])
def test_other_languages_are_left_alone(tag: str) -> None:
    assert list(Vocabulary(["Un mot", "Un mot", "Unmot"], tag).faults("Unmot")) == []
