"""Language tags in every spelling that people and systems use, and what CLDR says of their scripts."""

from __future__ import annotations

import pytest
from babel.core import get_global
from hypothesis import given
from hypothesis import strategies as st

from policy import language
from policy.language import LanguageKey, is_language, is_neutral, key

KOREAN = LanguageKey("ko", "Kore")
TRADITIONAL = LanguageKey("zh", "Hant")
SIMPLIFIED = LanguageKey("zh", "Hans")


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("ko", KOREAN),
        ("ko-KR", KOREAN),
        ("ko_KR", KOREAN),
        ("ko_KR.UTF-8", KOREAN),
        ("ko_KR.utf8", KOREAN),
        ("ko_KR.eucKR", KOREAN),
        ("KO-kr", KOREAN),
        ("ko-Kore-KR", KOREAN),
        ("kor", KOREAN),
        (" ko ", KOREAN),
        ("en-GB", LanguageKey("en", "Latn")),
        ("en_US_POSIX", LanguageKey("en", "Latn")),
        ("de-1996", LanguageKey("de", "Latn")),
        ("de-u-co-phonebk", LanguageKey("de", "Latn")),
        ("en-x-office", LanguageKey("en", "Latn")),
        ("ca_ES@valencia", LanguageKey("ca", "Latn")),
        ("fr_FR@euro", LanguageKey("fr", "Latn")),
        ("zh", SIMPLIFIED),
        ("zh-CN", SIMPLIFIED),
        ("zh_SG", SIMPLIFIED),
        ("zh-Hans-TW", SIMPLIFIED),
        ("zh_TW", TRADITIONAL),
        ("zh_TW.Big5", TRADITIONAL),
        ("zh-HK", TRADITIONAL),
        ("zh-MO", TRADITIONAL),
        ("zh-hant", TRADITIONAL),
        ("zh-cmn-Hant", TRADITIONAL),
        ("cmn", SIMPLIFIED),
        ("zh-yue", LanguageKey("yue", "Hant")),
        ("pt", LanguageKey("pt", "Latn")),
        ("pt-PT", LanguageKey("pt", "Latn")),
        ("pt-BR", LanguageKey("pt", "Latn", "BR")),
        ("pt_BR.UTF-8", LanguageKey("pt", "Latn", "BR")),
        ("sr", LanguageKey("sr", "Cyrl")),
        ("sr_RS@latin", LanguageKey("sr", "Latn")),
        ("sr_ME", LanguageKey("sr", "Latn")),
        ("sh", LanguageKey("sr", "Latn")),
        ("iw", LanguageKey("he", "Hebr")),
        ("in_ID", LanguageKey("id", "Latn")),
        ("es-419", LanguageKey("es", "Latn")),
        ("no", LanguageKey("nb", "Latn")),
        ("nb_NO.UTF-8", LanguageKey("nb", "Latn")),
        ("nor", LanguageKey("nb", "Latn")),
        ("nob", LanguageKey("nb", "Latn")),
        ("nn", LanguageKey("nn", "Latn")),
    ],
)
def test_a_tag_stands_for_its_language_and_script(tag: str, expected: LanguageKey) -> None:
    assert key(tag) == expected


@pytest.mark.parametrize(
    "tag",
    [
        "", " ", "und", "und-Latn", "mul", "zxx", "C", "C.UTF-8", "POSIX", "garbage", "한국어", "k", "ko KR", "ko-",
        "-ko", "ko--KR", "ko_KR.UTF-8; rm -rf", "ko/../../etc/passwd", "x-ids", "i-klingon", "default", "root", "12",
        "ko\nKR", "ko\x00", "еn", "en-" + "a" * 9, "en-x-" + "-".join(["abcdefgh"] * 20), "[b]ko[/b]", "{tag}",
    ],
)  # fmt: skip
def test_what_names_no_language_is_unreadable(tag: str) -> None:
    assert key(tag) is None


@given(st.text())
def test_no_text_is_too_strange_to_be_read(text: str) -> None:
    found = key(text)
    assert found is None or (found.language.isascii() and len(found.script) == 4)


@given(st.from_regex(r"\A[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?\Z"))
def test_case_separator_and_charset_make_no_difference(tag: str) -> None:
    posix = tag.replace("-", "_")
    assert key(tag) == key(tag.upper()) == key(tag.lower()) == key(posix) == key(posix + ".UTF-8")


def test_the_likely_scripts_are_those_of_cldr() -> None:
    likely = get_global("likely_subtags")
    compared = 0
    for tag, maximal in likely.items():
        parts = tag.split("_")
        is_short = len(parts[0]) == 2 or parts[0] == "yue"
        if is_short and (len(parts) == 1 or (len(parts) == 2 and len(parts[1]) < 4)):
            found = key(tag)
            assert found is not None
            assert found.script == maximal.split("_")[1], tag
            compared += 1
    assert compared > 200


def test_withdrawn_codes_are_those_of_cldr() -> None:
    aliases = get_global("language_aliases")
    for old, new in language._REPLACED.items():
        assert aliases[old].lower().replace("_", "-") == new
    two_letters = {old for old, new in aliases.items() if len(old) == 2 and len(new.split("_")[0]) <= 3}
    assert two_letters - set(language._REPLACED) == {"bh"}  # a group of languages since 2021, not one


@pytest.mark.parametrize("tag", ["ko", "ko_KR.UTF-8", "iw", "no", "pt-BR", "fil", "yue", "zh-Hant"])
def test_a_tag_names_a_language_that_there_is(tag: str) -> None:
    assert is_language(tag)


@pytest.mark.parametrize("tag", ["xx", "xx_YY.UTF-8", "zz-Latn", "und", "C", "", "garbage!"])
def test_what_is_only_spelled_like_a_tag_names_none(tag: str) -> None:
    assert not is_language(tag)


def test_the_codes_of_two_letters_are_those_that_cldr_knows() -> None:
    known = {tag for tag in get_global("likely_subtags") if len(tag) == 2}
    assert not {tag for tag in known if not is_language(tag)} - {"bh"}


@pytest.mark.parametrize("value", ["", " ", "C", "POSIX", "C.UTF-8", "C.utf8", "POSIX.UTF-8", "C@euro"])
def test_the_locale_of_machines_names_no_language(value: str) -> None:
    assert is_neutral(value)


@pytest.mark.parametrize("value", ["ko", "en_US.UTF-8", "ca", "cs_CZ", "garbage"])
def test_other_locales_name_one(value: str) -> None:
    assert not is_neutral(value)
