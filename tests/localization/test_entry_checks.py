"""Opposites, counters, lost parts, spaces, tone and repeated sentences: faults, and what only looks like one."""

from __future__ import annotations

import pytest

from composer.localization.catalog_checks import check_entry
from composer.localization.codes import Code
from composer.localization.entry import Entry
from locales.registry import BY_TAG
from tests.localization.planting import entry_of, shipped
from tests.localization.test_planted_faults import found_in

C = Code
FAULTS = [
    (C.OPPOSITE, "ko", "The line is added.", "줄을 삭제합니다."),
    (C.OPPOSITE, "ko", "The draft is deleted.", "초안을 추가합니다."),
    (C.OPPOSITE, "ko", "All files were sent.", "일부 파일을 보냈습니다."),
    (C.OPPOSITE, "ko", "The sender is known.", "수신자를 확인했습니다."),
    (C.OPPOSITE, "ko", "The first line is a name.", "마지막 줄은 이름입니다."),
    (C.OPPOSITE, "ko", "Close it.", "창을 열어 두세요."),
    (C.OPPOSITE, "ko", "It is always shown.", "가끔 표시됩니다."),
    (C.OPPOSITE, "ko", "{n} inside and {m} outside", "외부 {n}명, 외부 {m}명"),
    (C.OPPOSITE, "ja", "The line is added.", "行を削除します。"),
    (C.OPPOSITE, "ja", "All files were sent.", "一部のファイルを送信しました。"),
    (C.OPPOSITE, "ja", "The sender is known.", "宛先が確認されました。"),
    (C.OPPOSITE, "ja", "The last line is a name.", "最初の行は名前です。"),
    (C.OPPOSITE, "ja", "It is always shown.", "時々表示されます。"),
    (C.CHANGED_NUMBER, "ko", "{n} recipients", "수신자 {n}개"),
    (C.CHANGED_NUMBER, "ko", "{n} messages wait.", "메일 {n}명이 기다립니다."),
    (C.CHANGED_NUMBER, "ko", "{n} files", "파일 {n}명"),
    (C.CHANGED_NUMBER, "ja", "{n} messages wait.", "メール {n} 名が待機中です。"),
    (C.CHANGED_NUMBER, "ja", "{n} files", "ファイル {n} 名"),
    (C.CHANGED_NUMBER, "ko", "in {n} minutes", "{n}초 후"),
    (C.TOO_SHORT, "ko", "The file is empty: write at least a line of it.", "파일이 비어 있습니다."),
    (C.TOO_SHORT, "ko", "The subject is empty. Write one before you send.", "보내려는 메일의 제목이 비어 있습니다."),
    (C.TOO_SHORT, "ja", "The subject is empty. Write one before you send.", "送信するメールの件名が空です。"),
    (C.DOUBLED_WORD, "ko", "It is kept. Send it.", "보관합니다. 메일을 보내세요. 메일을 보내세요."),
    (C.DOUBLED_WORD, "ja", "It is kept. Send it.", "保管します。送信してください。送信してください。"),
    (C.SPACING, "ko", "It can be sent.", "보낼수 있습니다."),
    (C.SPACING, "ko", "What was changed", "변경한것"),
    (C.SPACING, "ko", "when it is sent", "보낼때"),
    (C.SPACING, "ko", "before it is sent", "보내기전에"),
    (C.SPACING, "ko", "after it was sent", "보낸뒤에"),
    (C.SPACING, "ko", "as it is written", "적힌대로"),
    (C.SPACING, "ko", "Sending", "보내는중"),
    (C.SPACING, "ko", "It is sent twice.", "두번 보냅니다."),
    (C.SPACING, "ko", "with the window open", "창을 연채로"),
    (C.SPACING, "ko", "Open the file.", "파일 을 여세요."),
    (C.SPACING, "ko", "All is well.", "모두 정상 입니다."),
    (C.POLITENESS, "ja", "It is kept. {reason}", "保管した。理由を確認します。"),
    (C.PUNCTUATION_STYLE, "ja", "It is kept. F1 helps.", "保管します.F1 で表示します。"),
]
RIGHT = [
    ("ko", "The line is added, the old one deleted.", "줄을 추가하고 이전 줄을 삭제합니다."),
    ("ko", "Some of the files were sent, not all.", "파일 일부만 보냈고 모두 보내지는 않았습니다."),
    ("ko", "{n} recipients", "수신자 {n}명"),
    ("ko", "{n} messages", "메일 {n}통"),
    ("ko", "{command} writes them.", "{command} 명령으로 씁니다."),
    ("ko", "The subject is empty. Send anyway?", "제목이 비어 있습니다. 그래도 보낼까요?"),
    ("ko", "The file is empty: write a line.", "파일이 비어 있습니다. 한 줄을 쓰세요."),
    ("ko", "that one", "그것"),
    ("ko", "at that time", "그때"),
    ("ko", "as much as the message", "메일만큼"),
    ("ko", "second", "두 번째"),
    ("ko", "concentrated", "집중"),
    ("ko", "Yes. Yes.", "예. 예."),
    ("ja", "{n} recipients", "宛先 {n} 件"),
    ("ja", "{n} members", "メンバー {n} 人"),
    ("ja", "The subject is empty. Send anyway?", "件名が空です。このまま送信しますか?"),
    ("ja", "Opens the list. Esc closes it.", "一覧を開きます。Esc で閉じます。"),
]


@pytest.mark.parametrize(("code", "tag", "english", "text"), FAULTS)
def test_a_fault_is_found(code: Code, tag: str, english: str, text: str) -> None:
    assert code in {found for found, _ in check_entry(Entry(BY_TAG[tag], (english,), text))}


@pytest.mark.parametrize(("tag", "english", "text"), RIGHT)
def test_what_is_right_is_left_alone(tag: str, english: str, text: str) -> None:
    assert list(check_entry(Entry(BY_TAG[tag], (english,), text))) == []


def accepted_at(text: str, context: str) -> str:
    """The catalog with a comment at the entry of the message ``waiting`` in a context."""
    begin = f'msgctxt "{context}"\nmsgid "waiting"\n'
    assert text.count(begin) == 1
    return text.replace(begin, f"# accept: inconsistent, another place\n{begin}")


@pytest.mark.parametrize("tag", ["ko", "ja"])
@pytest.mark.parametrize("context", ["state of a message", "state of a recipient"])
def test_two_translations_are_accepted_at_either_of_the_two(context: str, tag: str) -> None:
    text = shipped(tag)
    word = {"ko": "기다림", "ja": "保留中"}[tag]
    here = entry_of(text, "waiting", "state of a recipient")
    changed = "\n".join(
        f'msgstr "{word}"' if number == here.lines[0] else line for number, line in enumerate(text.split("\n"), 1)
    )
    assert [one.code for one in found_in(changed, tag)] == [Code.INCONSISTENT]
    assert found_in(accepted_at(changed, context), tag) == []
