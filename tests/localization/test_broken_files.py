"""Files that are no catalogs, or hostile ones: a finding with file and line, never an exception."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.localization.catalog_checks import Template, check_catalog
from composer.localization.codes import Code, Severity
from composer.localization.folder import NoCatalogsError, check_folder, shipped_folder
from composer.localization.po_file import LARGEST, read_text
from composer.safe_text import clean
from locales.registry import BY_TAG, TRANSLATED
from tests.localization.planting import entry_of, replanted, shipped
from tests.localization.test_planted_faults import TEMPLATE, found_in

SAID = "돌아가기"


def once(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new, 1)


def line(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


KOREAN = shipped("ko")
BACK = entry_of(KOREAN, "Go back", "button")
BACK_LINE = KOREAN.split("\n")[BACK.lines[0] - 1]


@pytest.mark.parametrize(
    ("code", "text", "at"),
    [
        (Code.PARSE, once(KOREAN, BACK_LINE, BACK_LINE[:-1]), BACK.lines[0]),
        (Code.PARSE, once(KOREAN, BACK_LINE, 'msgstr "돌아"가기"'), BACK.lines[0]),
        (Code.PARSE, once(KOREAN, BACK_LINE, BACK_LINE.replace("msgstr", "msgstring")), BACK.lines[0]),
        (Code.PARSE, once(KOREAN, BACK_LINE, BACK_LINE + "\n" + BACK_LINE), BACK.lines[0] + 1),
        (Code.PARSE, once(KOREAN, BACK_LINE, r'msgstr "\x41"'), BACK.lines[0]),
        (Code.PARSE, once(KOREAN, BACK_LINE, "<<<<<<< HEAD"), BACK.lines[0]),
        (Code.CHARSET, "\ufeff" + KOREAN, 1),
        (Code.CHARSET, once(KOREAN, "charset=utf-8", "charset=euc-kr"), line(KOREAN, '"Content-Type')),
        (Code.LANGUAGE, once(KOREAN, "Language: ko", "Language: ja"), line(KOREAN, '"Language')),
        (
            Code.PLURAL_HEADER,
            once(KOREAN, "nplurals=1; plural=0;", "nplurals=2; plural=(n>1);"),
            line(KOREAN, '"Plural'),
        ),
        (Code.PLURAL_HEADER, once(KOREAN, "nplurals=1; plural=0;", "banana"), line(KOREAN, '"Plural')),
        (
            Code.PLURAL_HEADER,
            once(KOREAN, "nplurals=1; plural=0;", "nplurals=1; plural=__import__('os').abort();"),
            line(KOREAN, '"Plural'),
        ),
        (
            Code.PLURAL_HEADER,
            once(KOREAN, "nplurals=1; plural=0;", "nplurals=1; plural=" + "(" * 9000 + "n;"),
            line(KOREAN, '"Plural'),
        ),
        (Code.HEADER, once(KOREAN, "X-Review: unreviewed", "X-Review: perhaps"), line(KOREAN, '"X-Review')),
        (
            Code.FUZZY,
            once(KOREAN, 'msgctxt "button"\nmsgid "Go back"', '#, fuzzy\nmsgctxt "button"\nmsgid "Go back"'),
            0,
        ),
        (Code.INCOMPLETE, once(KOREAN, BACK_LINE, 'msgstr ""'), BACK.lines[0]),
        (Code.NOT_DISTINCT, replanted(KOREAN, BACK, entry_of(KOREAN, "Send", "button").forms[0]), 0),
        (Code.UNCHANGED, replanted(KOREAN, BACK, "Go back"), BACK.lines[0]),
        (Code.OBSOLETE, KOREAN + '\n#~ msgid "Old"\n#~ msgstr "예전"\n', KOREAN.count("\n") + 2),
        (Code.DUPLICATE, KOREAN + '\nmsgctxt "button"\nmsgid "Go back"\nmsgstr "뒤로"\n', KOREAN.count("\n") + 2),
        (Code.TOO_LARGE, replanted(KOREAN, BACK, "가" * 6000), BACK.lines[0]),
        (Code.PLURAL_FORMS, once(KOREAN, 'msgstr[0] "오류', 'msgstr[1] "오류'), 0),
    ],
)
def test_a_broken_catalog_has_one_finding_with_its_line(code: Code, text: str, at: int) -> None:
    others = {Code.DOUBLED_WORD, Code.INCONSISTENT} - {code}  # a key is called as the button is
    found = [one for one in found_in(text, "ko") if one.code not in others]
    assert {one.code for one in found} == {code}
    assert not at or [one.line for one in found] == [at]
    assert all(one.file == "composer.po" and one.language == "ko" and one.line >= 1 for one in found)


def test_a_changed_message_is_missing_and_unknown() -> None:
    text = once(KOREAN, 'msgctxt "button"\nmsgid "Go back"', 'msgctxt "button"\nmsgid "Go bakc"')
    assert {(one.code, one.id) for one in found_in(text, "ko")} == {
        (Code.MISSING_ENTRY, "Go back"),
        (Code.UNKNOWN_ENTRY, "Go bakc"),
    }


def test_bytes_that_are_not_utf8_are_named_with_their_line() -> None:
    data = KOREAN.encode().replace(BACK_LINE.encode(), BACK_LINE.encode("euc-kr"), 1)
    found = list(check_catalog(data, BY_TAG["ko"], TEMPLATE, "composer.po"))
    assert [(one.code, one.line) for one in found] == [(Code.CHARSET, BACK.lines[0])]


def test_lines_may_end_as_on_windows() -> None:
    assert found_in(KOREAN.replace("\n", "\r\n"), "ko") == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "garbage",
        'msgid "a"\n',
        'msgstr "a"\n',
        '"loose"\n',
        "\0",
        'msgid ""\nmsgstr ""\n',
        'msgid ""\nmsgid ""\nmsgstr ""\n',
        'msgctxt "a"\nmsgctxt "b"\nmsgid "c"\nmsgstr "d"\n',
        'msgid "a"\nmsgid_plural "b"\nmsgstr "c"\n',
        'msgid "a"\nmsgstr[0] "b"\n',
        "# only a comment",
        "\x1b[31m",
    ],
)
def test_what_is_no_catalog_is_an_error_and_nothing_is_raised(text: str) -> None:
    found = found_in(text, "ko")
    assert any(one.code.severity is Severity.ERROR for one in found)
    assert all("\x1b" not in str(one) and one.line >= 1 for one in found)


def test_thousands_of_entries_and_endless_ones_take_no_time_squared() -> None:
    many = "".join(f'msgid "a{at}"\nmsgstr "b"\n\n' for at in range(50_000))
    one = 'msgid "a"\nmsgstr ""\n' + '"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"\n' * 100_000
    assert len(read_text(many).entries) == 50_000
    assert len(read_text(one).entries[0].forms[0]) < 60_000


def folder_with(path: Path, text: bytes) -> Path:
    place = path / "ko" / "LC_MESSAGES" / "composer.po"
    place.parent.mkdir(parents=True)
    place.write_bytes(text)
    return path


def test_a_file_larger_than_any_catalog_is_not_read(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, b"#\n" * (LARGEST // 2 + 1))
    assert [one.code for one in check_folder(folder, [BY_TAG["ko"]])] == [Code.TOO_LARGE]


def test_a_folder_in_the_place_of_a_catalog_is_no_catalog(tmp_path: Path) -> None:
    (tmp_path / "ko" / "LC_MESSAGES" / "composer.po").mkdir(parents=True)
    assert [one.code for one in check_folder(tmp_path, [BY_TAG["ko"]])] == [Code.NO_CATALOG]


def test_a_folder_without_catalogs_is_said_to_be_one(tmp_path: Path) -> None:
    with pytest.raises(NoCatalogsError):
        check_folder(tmp_path)


def test_a_language_without_a_catalog_and_one_that_presend_does_not_have_are_found(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, KOREAN.encode())
    (tmp_path / "xx" / "LC_MESSAGES").mkdir(parents=True)
    (tmp_path / "xx" / "LC_MESSAGES" / "composer.po").write_bytes(b"")
    assert {(one.code, one.language) for one in check_folder(folder)} == {
        (Code.LANGUAGE, "xx"),
        *((Code.NO_CATALOG, language.tag) for language in TRANSLATED if language.tag != "ko"),
    }


def test_an_older_template_is_told_and_a_broken_one_too(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, KOREAN.encode())
    template = (shipped_folder() / "composer.pot").read_text("utf-8")
    (folder / "composer.pot").write_text(template + '\nmsgid "New"\nmsgstr ""\n', "utf-8")
    found = check_folder(folder, [BY_TAG["ko"]])
    assert {(one.code, one.file) for one in found} == {
        (Code.TEMPLATE_STALE, "composer.pot"),
        (Code.MISSING_ENTRY, "ko/LC_MESSAGES/composer.po"),
    }
    (folder / "composer.pot").write_text("garbage", "utf-8")
    assert [(one.code, one.file) for one in check_folder(folder, [BY_TAG["ko"]])] == [(Code.PARSE, "composer.pot")]


def test_a_comment_accepts_a_warning_and_no_error() -> None:
    unchanged = replanted(KOREAN, BACK, "Go back")
    accepted = once(
        unchanged, 'msgctxt "button"\nmsgid "Go back"', '# accept: unchanged, a name\nmsgctxt "button"\nmsgid "Go back"'
    )
    assert {one.code for one in found_in(accepted, "ko")} == {Code.INCONSISTENT}
    number = entry_of(KOREAN, "All normal files of one mail together")
    wrong = replanted(KOREAN, number, number.forms[0].replace("25", "52"))
    refused = once(wrong, 'msgid "All normal files', '# accept: changed-number\nmsgid "All normal files')
    assert [one.code for one in found_in(refused, "ko")] == [Code.CHANGED_NUMBER]


@given(st.text(max_size=300))
def test_any_text_is_read_without_an_exception(text: str) -> None:
    assert isinstance(read_text(text).entries, list)


@given(st.text(max_size=60), st.sampled_from(["ko", "ja"]))
def test_any_translation_is_checked_without_an_exception(text: str, tag: str) -> None:
    catalog = 'msgid "{n} of {total}: see presend drafts list."\nmsgstr ' + _quoted(text)
    template = Template.of(read_text('msgid "{n} of {total}: see presend drafts list."\nmsgstr ""\n').entries)
    found = check_catalog(catalog.encode("utf-8", "replace"), BY_TAG[tag], template, "composer.po")
    assert all(clean(str(one)) == str(one) for one in found)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"\n'
