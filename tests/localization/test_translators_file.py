"""A translator's file stands in for the catalog of its language, and is read again when it changes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from composer import words
from composer.localization.following import follow, follow_none, followed
from composer.localization.translators_file import TranslatorsFile
from composer.words import _, ngettext, npgettext, pgettext

HEADER = '\ufeffmsgid ""\nmsgstr "Language: ko_KR\\nPlural-Forms: nplurals=2; plural=(n != 1);\\n"\n'


@pytest.fixture(autouse=True)
def korean() -> Iterator[None]:
    words.use("ko")
    yield
    follow_none()
    words.use("en")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write(tmp_path / "my file.po", 'msgid "No address was found."\nmsgstr "없음"\n')


def write(path: Path, text: str) -> Path:
    path.write_text((HEADER + "\n" + text).replace("\n", "\r\n"), "utf-8", newline="")
    return path


def test_its_texts_are_shown_and_what_it_lacks_is_english(path: Path) -> None:
    assert pgettext("button", "Close") == "닫기"
    file = TranslatorsFile(path)
    assert (file.tag, file.fault) == ("ko", None)
    assert (_("No address was found."), pgettext("button", "Close")) == ("없음", "Close")
    follow_none()
    assert pgettext("button", "Close") == "닫기"


def test_plurals_and_contexts_are_found_by_our_own_rule(path: Path) -> None:
    plural = 'msgid "{n} a"\nmsgid_plural "{n} as"\nmsgstr[0] "하나"\nmsgstr[1] "{n}개"\n\n'
    write(path, plural + 'msgctxt "list"\n' + plural.replace("개", "줄"))
    TranslatorsFile(path)
    assert [ngettext("{n} a", "{n} as", n) for n in (1, 2)] == ["1개", "2개"]
    assert [npgettext("list", "{n} a", "{n} as", n) for n in (1, 2)] == ["1줄", "2줄"]
    assert [npgettext("else", "{n} a", "{n} as", n) for n in (1, 2)] == ["1 a", "2 as"]


def test_guesses_wrong_placeholders_and_what_no_terminal_should_get_do_not_pass(path: Path) -> None:
    guess, other = '#, fuzzy\nmsgid "a"\nmsgstr "가"\n\n', 'msgid "{b}"\nmsgstr "{c}"\n\n'
    write(path, guess + other + 'msgid "d"\nmsgstr "라\x1b[31m\u202e"\n')
    TranslatorsFile(path)
    assert (_("a"), _("{b}", b="B", c="C")) == ("a", "B")
    assert not {"\x1b", "\u202e"} & set(_("d"))


def test_a_change_is_seen_once(path: Path) -> None:
    file = TranslatorsFile(path)
    assert not file.look()
    write(path, 'msgid "No address was found."\nmsgstr "하나도 없음"\n')
    assert file.look()
    assert _("No address was found.") == "하나도 없음"
    assert not file.look()


@pytest.mark.parametrize("broken", ["nonsense", None])
def test_a_file_that_breaks_leaves_its_last_texts_and_says_why_until_it_is_mended(
    path: Path, broken: str | None
) -> None:
    file = TranslatorsFile(path)
    if broken is None:
        path.unlink()
    else:
        path.write_text(broken)
    assert file.look()
    assert str(path) in str(file.fault)
    assert _("No address was found.") == "없음"
    write(path, 'msgid "No address was found."\nmsgstr "다시"\n')
    assert file.look()
    assert (file.fault, _("No address was found.")) == (None, "다시")


def test_a_file_that_never_could_be_read_leaves_the_catalog_of_presend(tmp_path: Path) -> None:
    file = TranslatorsFile(tmp_path / "nowhere.po")
    assert (file.tag, _("No address was found.")) == (None, "찾은 주소가 없습니다.")
    assert "nowhere.po" in str(file.fault)


def test_one_file_is_followed_at_a_time(path: Path) -> None:
    assert followed() is None
    assert follow(path) is follow(path) is followed()
