"""Faults planted in the shipped catalogs: every one is found with code, language and line, and nothing else is."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from composer.language.catalogs import FOLDER
from composer.localization.catalog_checks import Template, check_catalog, check_entry
from composer.localization.codes import Code
from composer.localization.entry import Entry
from composer.localization.findings import Finding
from composer.localization.po_file import PoEntry, read_text
from locales.registry import BY_TAG
from tests.localization.planting import changed, entry_of, line_of, replanted, shipped

TAGS = ("ko", "ja")


class Plant(NamedTuple):
    """A fault: what of which translation becomes what."""

    code: Code
    tags: str
    english: str
    """How the English message begins."""
    pattern: str
    replacement: str
    context: str | None = None


LONG = "A file over the attachment size limit is sent as a link"
SIZE = "All normal files of one mail together"
DOMAIN = "{found} is not a domain; write it as in"
NO_LANGUAGE = "Your language is not known: warnings are"
DRAFT = "A draft opens as it was saved."
NO_FOLDER = "{folder} is no folder. Name another with --folder."
KEPT = "There is no kept message {id}."
NEED_YOU = "{n} message in the outbox needs you."
PORT = "The encryption is set wrong: port {port} of {host} is encrypted"
SWAP = r"\3\2\1"
PLANTS = [
    Plant(Code.CHANGED_NUMBER, "ko ja", SIZE, "25", "52"),
    Plant(Code.CHANGED_NUMBER, "ko ja", LONG, "100", "1000"),
    Plant(Code.CHANGED_NUMBER, "ko ja", "{found} is less than a byte or too large", "25", "2"),
    Plant(Code.CHANGED_ADDRESS, "ko ja", DOMAIN, r"\*\.hanbit\.example", "*.hanbit.exemple"),
    Plant(Code.CHANGED_ADDRESS, "ko ja", NO_LANGUAGE, r"config\.toml", "config.tml"),
    Plant(Code.CHANGED_ADDRESS, "ko ja", "{text} is no mailto: address. One", "name@company", "name.company"),
    Plant(Code.CHANGED_OPTION, "ko ja", DRAFT, "--draft", "--drafts"),
    Plant(Code.CHANGED_OPTION, "ko ja", NO_FOLDER, "--folder", "-folder"),
    Plant(Code.CHANGED_COMMAND, "ko ja", KEPT, "presend drafts", "presend draft"),
    Plant(Code.CHANGED_COMMAND, "ko ja", NEED_YOU, "presend outbox list", "presend outbox show"),
    Plant(Code.CHANGED_KEY, "ko ja", "F9 shows the outbox.", "F9", "F8"),
    Plant(Code.CHANGED_KEY, "ko ja", "A star marks what is changed.", r"Ctrl\+R", "Ctrl+T"),
    Plant(Code.CHANGED_CONFIG_KEY, "ko ja", "There is no password for {user}.", "password_command", "password_cmd"),
    Plant(Code.CHANGED_CONFIG_KEY, "ko ja", PORT, "transport.security", "transport.encryption"),
    Plant(Code.LATIN_WORD, "ko ja", "F1 shows all changes.", "^", "directory "),
    Plant(Code.LATIN_WORD, "ko ja", "The outbox is empty.", "^", "mailer "),
    Plant(Code.ENGLISH_WORD, "ko ja", "The policies are the same.", "^", "the "),
    Plant(Code.ENGLISH_WORD, "ko ja", "Another window has changed this draft meanwhile.", "^", "this "),
    Plant(Code.TOO_WIDE, "ko", "Subject", ".*", "메일 제목 입력란", "field"),
    Plant(Code.TOO_WIDE, "ko", "Policy file", ".*", "조직의 보안 정책 파일", "setting"),
    Plant(Code.TOO_WIDE, "ja", "Subject", ".*", "メールの件名", "field"),
    Plant(Code.TOO_WIDE, "ja", "Policy file", ".*", "組織のセキュリティポリシー", "setting"),
    Plant(
        Code.UNBREAKABLE,
        "ko",
        "Whether members may back their mailbox up",
        r"^.*(?=\.)",
        "구성원이메일함을백업하고메일을파일로저장해도되는지정합니다",
    ),
    Plant(
        Code.UNBREAKABLE,
        "ko",
        "Members can always display images",
        r"^.*(?=\.)",
        "구성원은읽고있는메일의이미지와링크를언제든표시하게됩니다",
    ),
    Plant(Code.WRONG_SCRIPT, "ko", "No address was found.", "주소", "住所"),
    Plant(Code.WRONG_SCRIPT, "ko", "Nothing waits in the outbox.", "편지", "メール"),
    Plant(Code.WRONG_SCRIPT, "ko", "All is well.", "^", "\u0430 "),
    Plant(Code.WRONG_SCRIPT, "ja", "No address was found.", "アドレス", "주소"),
    Plant(Code.WRONG_SCRIPT, "ja", "Nothing waits in the outbox.", "送信", "发信"),
    Plant(Code.WRONG_SCRIPT, "ja", "All is well.", "^", "ｱ"),
    Plant(Code.DOUBLED_WORD, "ko", "There are no mailing lists.", r"^(\S+)", r"\1 \1"),
    Plant(Code.DOUBLED_WORD, "ko", "{id} is deleted.", r" (\S+)$", r" \1 \1"),
    Plant(Code.DOUBLED_WORD, "ja", "Sending the message.", "送信", "送信送信"),
    Plant(Code.DOUBLED_WORD, "ja", "The message could not be sent.", "を", "をを"),
    Plant(Code.DOUBLED_SPACE, "ko ja", "{host} refused: {reply}", ": ", ":  "),
    Plant(
        Code.DOUBLED_SPACE, "ko ja", "presend was interrupted before it had the whole message.", r"(\S) (\S)", r"\1  \2"
    ),
    Plant(Code.QUOTATION_MARKS, "ko ja", "Only if send “individually” is not checked", "[”」]", ""),
    Plant(Code.QUOTATION_MARKS, "ko ja", "“{code}” is no code of a trap.", "[“「]", ""),
    Plant(Code.BRACKETS, "ko ja", "{path} is read-only; nothing was saved.", r"\)", ""),
    Plant(Code.BRACKETS, "ko ja", "presend does not speak SMTP on standard input", r"\(([^)]*)\)", r"\1"),
    Plant(Code.FIXED_PARTICLE, "ko", "{path} cannot be read: {reason}.", r"을\(를\)", "를"),
    Plant(Code.FIXED_PARTICLE, "ko", "{found} is not a text; write it in quotes.", r"은\(는\)", "은"),
    Plant(Code.FIXED_PARTICLE, "ko", "{editor} ended with {status}.", r"\(으\)로", "로"),
    Plant(
        Code.SWAPPED_PLACEHOLDERS,
        "ko ja",
        "{host} cannot be reached: {reason}.",
        r"(\{host\})(.*)(\{reason\})",
        r"\3\2\1",
    ),
    Plant(
        Code.SWAPPED_PLACEHOLDERS, "ko ja", "{address}: {state}. {reply}", r"(\{address\})(.*)(\{reply\})", r"\3\2\1"
    ),
    Plant(Code.POLITENESS, "ko", "There is no recipient yet.", r"습니다\.", "어요."),
    Plant(Code.POLITENESS, "ko", "There is no file {path}. Check the name.", r"세요\.$", "라."),
    Plant(Code.POLITENESS, "ja", "There is no file {path}. Check the name.", r"してください。$", "しろ。"),
    Plant(Code.POLITENESS, "ja", "Mail of this level stays inside.", "です。", "だ。"),
    Plant(Code.LOST_NEGATION, "ko", "{path} is not an ordinary file", "아니므로 첨부할 수 없", "므로 첨부할 수 있"),
    Plant(Code.LOST_NEGATION, "ko", "You have no permission to read", "없", "있"),
    Plant(Code.LOST_NEGATION, "ja", "You have no permission to read", "ありません", "あります"),
    Plant(Code.LOST_NEGATION, "ja", "{editor} left no file.", "ませんで", "ま"),
    Plant(Code.ADDED_NEGATION, "ko", "{file}: the lines are there already.", "있", "없"),
    Plant(Code.ADDED_NEGATION, "ko", "Print the script for a shell.", "출력합니다", "출력하지 않습니다"),
    Plant(Code.ADDED_NEGATION, "ja", "After this time the message is deleted", "ます", "ません"),
    Plant(Code.ADDED_NEGATION, "ja", "The policy is saved. Its line", "追加します", "追加しません"),
    Plant(Code.PUNCTUATION_STYLE, "ko", "{editor} left no file.", r"\.$", "。"),
    Plant(Code.PUNCTUATION_STYLE, "ko", "The policy has changed.", r"\.$", "．"),
    Plant(Code.PUNCTUATION_STYLE, "ja", "The policy has changed.", "。$", "."),
    Plant(Code.PUNCTUATION_STYLE, "ja", "The sender is not a mailing list.", "。$", "."),
    Plant(Code.END_PUNCTUATION, "ko ja", "{path} cannot be deleted.", "[.。]$", ""),
    Plant(Code.END_PUNCTUATION, "ko ja", "Remove the mailing list {address}?", r"\?$", ""),
    Plant(Code.LEVEL_NAME, "ko", "Restricted mail to the outside: refused", "대외비", "기밀"),
    Plant(Code.LEVEL_NAME, "ko", "Opens the security levels.", "기밀", "일반"),
    Plant(Code.LEVEL_NAME, "ja", "Restricted mail to the outside: refused", "社外秘", "機密"),
    Plant(Code.LEVEL_NAME, "ja", "Opens the security levels.", "機密", "公開"),
    Plant(Code.LINE_BREAKS, "ko ja", "Hello,", r"\n\n", r"\n"),
    Plant(Code.LINE_BREAKS, "ko ja", "{mailbox}, sent mail in {folder}, which", " ", r"\n"),
    Plant(Code.EDGE_SPACE, "ko ja", "The terminal shows all colours.", "$", " "),
    Plant(Code.EDGE_SPACE, "ko ja", "{recipient}, in {fields}.", "^", " "),
    Plant(Code.PLACEHOLDER_NAMES, "ko ja", "The tab {tag} for {surface} holds nothing", r"\{tag\}", "{tab}"),
    Plant(Code.PLACEHOLDER_NAMES, "ko ja", "{path} is a folder.", r"\{path\}", "{pfad}"),
    Plant(Code.PLACEHOLDER_BARE, "ko ja", "{path} is a link that leads nowhere.", r"\{path\}", "{path.__class__}"),
    Plant(Code.PLACEHOLDER_BARE, "ko ja", "The file that {editor} left is larger", r"\{size\}", "{size!r}"),
    Plant(Code.PERCENT, "ko ja", "Saving.", "^", "%s "),
    Plant(Code.PERCENT, "ko ja", "{n} message waits.", "^", "%s "),
    Plant(Code.TRIAL, "ko ja", "The certificate of {host} is not valid", r"\{host\}", "{{host}}"),
    Plant(Code.TRIAL, "ko ja", "{count} of {limit} outside", r"\{limit\}", "{{limit}}"),
    Plant(Code.OPPOSITE, "ko", "Moves the outside recipients to Bcc, where", "외부", "내부"),
    Plant(Code.OPPOSITE, "ko", "{total} outside recipients; at most", "외부", "내부"),
    Plant(Code.OPPOSITE, "ja", "Moves the outside recipients to Bcc, where", "社外", "社内"),
    Plant(Code.OPPOSITE, "ja", "{total} outside recipients; at most", "社外", "社内"),
    Plant(Code.CONTROL, "ko ja", "Nobody has received anything yet.", "^", "\x07"),
    Plant(Code.CONTROL, "ko ja", "The message is sent.", "^", "\x1b"),
    Plant(Code.BIDI, "ko ja", "The timer is off.", "^", "\u202e"),
    Plant(Code.BIDI, "ko ja", "git cannot read this file.", "^", "\u2067"),
    Plant(Code.NOT_NFC, "ko", "Trying again.", "^", "\u1100\u1161 "),
    Plant(Code.NOT_NFC, "ko", "Delete the whole line.", "^", "\u1112\u1161\u11ab "),
    Plant(Code.NOT_NFC, "ja", "Trying again.", "^", "\u304b\u3099"),
    Plant(Code.NOT_NFC, "ja", "Delete the whole line.", "^", "\u306f\u309a"),
    Plant(Code.ZERO_WIDTH, "ko ja", "Uploading the files.", "^(.)", "\\1\u200b"),
    Plant(Code.ZERO_WIDTH, "ko ja", "Move by one line.", "^(.)", "\\1\ufeff"),
    Plant(Code.EMOJI, "ko ja", "Move by one word.", "^", "\u26a0\ufe0f "),
    Plant(Code.EMOJI, "ko ja", "Move by one page.", "^", "\U0001f4e7 "),
    Plant(Code.MARKUP, "ko ja", "Connecting to the server.", r"^(\S)", r"[b]\1[/b]"),
    Plant(Code.MARKUP, "ko ja", "Copy what is selected.", "^", "[note] "),
    Plant(Code.REPLACEMENT, "ko ja", "Select everything.", "^(.)", "\\1\ufffd"),
    Plant(Code.REPLACEMENT, "ko ja", "Cut what is selected.", "^(.)", "\\1\ufffd"),
    Plant(Code.BLANK, "ko ja", "Does not expire.", "^.*$", " \u3164"),
    Plant(Code.BLANK, "ko ja", "No forwarding.", "^.*$", "\u200b"),
    Plant(Code.TOO_SHORT, "ko ja", "The disk is full: {path} was not written.", r"(?<=[.。]).*$", ""),
    Plant(Code.TOO_SHORT, "ko ja", "This earlier version of the policy is damaged.", r"(?<=[.。]).*$", ""),
    Plant(Code.FIXED_PARTICLE, "ko", "{editor} cannot be started: there is no such program.", r"을\(를\)", "을/를"),
    Plant(Code.FIXED_PARTICLE, "ko", "{editor} cannot be started: it is not a program", r"을\(를\)", "를(을)"),
    Plant(Code.FIXED_PARTICLE, "ko", "judge by this policy", "으로", "로"),
    Plant(Code.FIXED_PARTICLE, "ko", "members whose language cannot be read", "를 ", "을 "),
    Plant(Code.FIXED_PARTICLE, "ko", "presend ended because of a fault of its own. The policy", "로 ", "으로 "),
    Plant(Code.SPACING, "ko", "{command} writes them for you.", "수 ([있없])", r"수\1"),
    Plant(Code.SPACING, "ja", "The message was taken back. It is among", "を(?=[一-龯])", "を "),
    Plant(Code.SPACING, "ja", "show this help and exit", "を(?=[一-龯])", "を "),
    Plant(Code.POLITENESS, "ko", "There is no recipient. Fill in To, Cc or Bcc.", r"하세요\.$", "해."),
    Plant(Code.POLITENESS, "ja", "It is kept in the outbox. Correct what", "してください。$", "しなさい。"),
    Plant(Code.POLITENESS, "ja", "this section is missing; add it.", "してください。$", "して。"),
    Plant(Code.POLITENESS, "ja", "Another presend goes on with what waits.", "します。$", "いたします。"),
    Plant(Code.ADDED_NEGATION, "ko", "No command that sends is set.", "하세요", "하지 마세요"),
    Plant(Code.ADDED_NEGATION, "ja", "No command that sends is set.", "してください", "しないでください"),
    Plant(Code.PUNCTUATION_STYLE, "ko", "“{name}”", "“(.*)”", r"‘\1’"),
    Plant(Code.PUNCTUATION_STYLE, "ja", "Drafts at the level {level} reopen", "「(.*?)」", r"“\1”"),
    Plant(Code.PUNCTUATION_STYLE, "ja", "Not saved: {tabs}.", "。$", "."),
    Plant(Code.PUNCTUATION_STYLE, "ja", "with -bi, say that there is nothing", "、", ", "),
    Plant(Code.DOUBLED_WORD, "ko", "{path} was not written: the disk is read-only.", r"^(\S+) ", r"\1 \1 "),
    Plant(Code.DOUBLED_WORD, "ja", "m takes a message, p shows the outbox", "、", "、、"),
    Plant(Code.DOUBLED_WORD, "ja", "The server takes no 8-bit text (8BITMIME).", "で", "でで"),
    Plant(Code.WRONG_SCRIPT, "ja", "how the client calls presend; without it", "ー", "一"),
    Plant(Code.WRONG_SCRIPT, "ja", "in the file that everybody on this machine reads", "ー", "-"),
    Plant(Code.WRONG_SCRIPT, "ja", "No locks available", "ロ", "口"),
    Plant(Code.WRONG_SCRIPT, "ja", "Goes to the next field.", "へ", "ヘ"),
    Plant(Code.CHANGED_NUMBER, "ko", "Expires after 1 month.", "개월", "주"),
    Plant(Code.CHANGED_NUMBER, "ja", "Expires after 1 month.", "ヶ月", "年"),
    Plant(Code.CHANGED_NUMBER, "ko", "The timer is on: systemd", "분", "초"),
    Plant(Code.CHANGED_NUMBER, "ja", "The timer is on: systemd", "分", "秒"),
    Plant(Code.OPPOSITE, "ko", "at most so many addresses", "최대", "최소"),
    Plant(Code.OPPOSITE, "ja", "at most so many addresses", "最大", "最小"),
    Plant(Code.OPPOSITE, "ko", "taken back before it was sent", "전에", "후에"),
    Plant(Code.OPPOSITE, "ja", "The message expired before it could be sent.", "前に", "後に"),
    Plant(Code.OPPOSITE, "ko", "While this is on, members", "켜져", "꺼져"),
    Plant(Code.OPPOSITE, "ja", "The warning is off", "無効", "有効"),
    Plant(Code.FIXED_PARTICLE, "ko", "{address} is no recipient of this message", r"은\(는\)", "는(은)"),
    Plant(Code.INCONSISTENT, "ko ja", "waiting", ".*", "XX", "state of a recipient"),
    Plant(Code.INCONSISTENT, "ko ja", "refused", ".*", "XX", "state of a recipient"),
]
OTHER_WORDS = {
    ("ko", "waiting"): "기다림", ("ja", "waiting"): "保留中", ("ko", "refused"): "거절함", ("ja", "refused"): "却下",
}  # fmt: skip
"""For an entry whose words are another's as well, what else they could be."""


def found_in(text: str, tag: str) -> list[Finding]:
    return list(check_catalog(text.encode(), BY_TAG[tag], TEMPLATE, "composer.po"))


def told(found: list[Finding]) -> set[tuple[Code, str | None, str | None, int]]:
    return {(one.code, one.language, one.id, one.line) for one in found}


TEMPLATE = Template.of(read_text((FOLDER / "composer.pot").read_text("utf-8")).entries)


@pytest.mark.parametrize("tag", TAGS)
def test_the_shipped_catalogs_raise_no_alarm(tag: str) -> None:
    assert list(map(str, found_in(shipped(tag), tag))) == []


@pytest.mark.parametrize("tag", TAGS)
def test_every_planted_fault_is_found_at_its_place_and_nothing_else_is(tag: str) -> None:
    """All at once, each in an entry of its own: what one of them led to elsewhere would be seen."""
    text = original = shipped(tag)
    planned: list[tuple[PoEntry, Code, str]] = []
    for plant in (one for one in PLANTS if tag in one.tags.split()):
        entry = entry_of(original, plant.english, plant.context)
        replacement = OTHER_WORDS.get((tag, plant.english), plant.replacement)
        translation = changed(entry.forms[0], plant.pattern, replacement)
        planned.append((entry, plant.code, translation))
    for entry, _, translation in sorted(planned, key=lambda plan: plan[0].lines[0], reverse=True):
        text = replanted(text, entry, translation)  # from the end on, so that the lines above stay where they were
    expected = {(code, tag, entry.sources[0], line_of(text, translation)) for entry, code, translation in planned}
    assert len(expected) == len(planned) >= 65
    assert told(found_in(text, tag)) == expected


RIGHT = (
    ("ko", "No effect yet.", "아직 효과 없음. 초과 마을 가을 경로 통로 통과."),
    ("ko", "By this way, with the server.", "이 경로로, 서버로, 파일로, 메일로, 목록으로."),
    ("ko", "Nothing is sent. Do not send it.", "보내지 않습니다. 보내지 마세요."),
    ("ko", "Sent 5 minutes after the last one, on the first day.", "첫날, 마지막 메일 5분 뒤에 보냅니다."),
    ("ko", "It was sent at the start.", "처음에 보냈습니다."),
    ("ja", "The form, the word of mouth, the list.", "入力フォーム、口コミ、テキスト一覧、窓口サーバーへ。"),
    ("ja", "It is on.", "有効です。"),
    ("ja", "Up to the limit, before the time.", "期限の前に、上限まで。"),
    ("ja", "Thank you.", "よろしくお願いいたします。"),
)
"""Right translations that look like faults."""


@pytest.mark.parametrize(("tag", "english", "text"), RIGHT)
def test_what_only_looks_like_a_fault_is_none(tag: str, english: str, text: str) -> None:
    assert list(check_entry(Entry(BY_TAG[tag], (english,), text))) == []
