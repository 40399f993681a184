"""Denials are counted on both sides, by the words of the tables; what only looks like one is none."""

from __future__ import annotations

import re

import pytest

from composer.localization.codes import Code
from composer.localization.entry import Entry
from composer.localization.negation_checks import check_negation, denials, expected
from composer.localization.negation_words import ENGLISH
from locales.registry import BY_TAG

LOST, ADDED = Code.LOST_NEGATION, Code.ADDED_NEGATION


@pytest.mark.parametrize(
    ("text", "tag", "count"),
    [
        ("보내지 않습니다.", "ko", 1),
        ("보낼 수 없습니다.", "ko", 1),
        ("보내지 못했습니다.", "ko", 1),
        ("주소가 아닙니다.", "ko", 1),
        ("보내지 마세요.", "ko", 1),
        ("보내지 마십시오.", "ko", 1),
        ("아직 안 보냄", "ko", 1),
        ("사용 불가", "ko", 1),
        ("전달 금지", "ko", 1),
        ("미설정", "ko", 1),
        ("읽지 않으며 쓸 수도 없습니다.", "ko", 2),
        ("잘못 입력했습니다.", "ko", 0),
        ("기다릴 수밖에 없습니다.", "ko", 0),
        ("하나밖에 보내지 않습니다.", "ko", 0),
        ("폴더 안에 있습니다.", "ko", 0),
        ("비어 있지 않은지 확인하세요.", "ko", 0),
        ("送信しません。", "ja", 1),
        ("送信できませんでした。", "ja", 1),
        ("アドレスではない", "ja", 1),
        ("保存せずに閉じる", "ja", 1),
        ("予期せず終了しました。", "ja", 1),
        ("未保存", "ja", 1),
        ("使用不可", "ja", 1),
        ("転送禁止", "ja", 1),
        ("表示なし", "ja", 1),
        ("必ず確認してください。", "ja", 0),
        ("まず確認してください。", "ja", 0),
        ("少なくとも 1 件", "ja", 0),
        ("依頼にすぎません。", "ja", 0),
        ("届いたかもしれません。", "ja", 0),
        ("所有者は root でなければなりません。", "ja", 0),
        ("1 件しか送れません。", "ja", 0),
        ("許可されているものとみなします。", "ja", 0),
        ("1 バイト未満です。", "ja", 0),
    ],
)
def test_denials_of_a_translation_are_counted(text: str, tag: str, count: int) -> None:
    assert denials(text, tag) == count


@pytest.mark.parametrize(
    ("english", "least", "most"),
    [
        ("It is not sent.", 1, 1),
        ("Nothing was sent, and nobody was told.", 2, 2),
        ("It cannot be read and doesn't end.", 2, 2),
        ("It failed.", 1, 1),
        ("It was refused without a reason.", 2, 2),
        ("It is sent.", 0, 0),
        ("You can undo it.", 0, 0),
        ("{missing} is there.", 0, 0),
        ("Not only this one.", 0, 0),
        ("No.", 0, 0),
        ("The name instead of the number.", 0, 1),
        ("It is neither a file nor a folder.", 1, 1),
    ],
)
def test_english_says_how_often_a_translation_denies(english: str, least: int, most: int) -> None:
    assert expected(english, "", "ko") == expected(english, "", "ja") == (least, most)


CASES = [
    ("ko", "It is not sent.", "보냅니다.", LOST),
    ("ko", "It is sent.", "보내지 않습니다.", ADDED),
    ("ko", "It cannot be sent. Try again.", "보낼 수 없습니다. 다시 시도하지 마세요.", ADDED),
    ("ko", "Nothing was read, and nothing was sent.", "아무것도 읽지 않았고 보냈습니다.", LOST),
    ("ko", "The setting is missing.", "설정이 있습니다.", LOST),
    ("ko", "The setting is missing.", "설정이 없습니다.", None),
    ("ko", "The setting is missing.", "설정이 빠졌습니다.", None),
    ("ko", "The folder is empty.", "폴더가 비어 있지 않습니다.", ADDED),
    ("ko", "The folder is empty.", "폴더가 비어 있습니다.", None),
    ("ko", "the language; without it, that of the screen", "언어. 생략하면 화면의 언어", None),
    ("ja", "It is not sent.", "送信します。", LOST),
    ("ja", "It is sent.", "送信しません。", ADDED),
    ("ja", "It cannot be sent. Try again.", "送信できません。再試行しないでください。", ADDED),
    ("ja", "The setting is missing.", "設定があります。", LOST),
    ("ja", "The setting is missing.", "設定が欠けています。", None),
    ("ja", "It was refused.", "許可されました。", LOST),
    ("ja", "It was refused.", "拒否されました。", None),
    ("ja", "It ended unexpectedly.", "予期せず終了しました。", None),
]


@pytest.mark.parametrize(("tag", "english", "text", "code"), CASES)
def test_a_translation_denies_what_english_denies(tag: str, english: str, text: str, code: Code | None) -> None:
    found = [one for one, _ in check_negation(Entry(BY_TAG[tag], (english,), text))]
    assert found == ([code] if code else [])


@pytest.mark.parametrize("row", ENGLISH, ids=lambda row: row.words[:30])
def test_a_row_of_the_table_can_be_read(row: object) -> None:
    assert isinstance(row, tuple)
    words, least, most, korean, japanese = row
    assert 0 <= least <= most <= 2
    assert re.compile(words).groups == 0
    assert words == words.lower() or "\\" in words
    assert re.compile(korean).groups == re.compile(japanese).groups == 0
