"""The member's language and the language of the interface are two things."""

from __future__ import annotations

import pytest

from composer.setup.languages import environment_language, member_language, ui_language


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({}, None),
        ({"LANG": "ko_KR.UTF-8"}, "ko_KR.UTF-8"),
        ({"LANG": "C"}, None),
        ({"LANG": "C.UTF-8"}, None),
        ({"LANG": "POSIX"}, None),
        ({"LANG": ""}, None),
        ({"LC_ALL": "C", "LANG": "ko_KR.UTF-8"}, None),
        ({"LC_ALL": "C.UTF-8", "LANG": "ko_KR.UTF-8"}, None),
        ({"LC_ALL": "POSIX", "LC_MESSAGES": "ja_JP", "LANG": "ko_KR"}, None),
        ({"LC_MESSAGES": "C", "LANG": "ko_KR"}, None),
        ({"LC_ALL": "", "LC_MESSAGES": "", "LANG": "ko_KR"}, "ko_KR"),
        ({"LC_ALL": "ko_KR", "LANG": "C"}, "ko_KR"),
        ({"LC_MESSAGES": "ja_JP", "LANG": "ko_KR"}, "ja_JP"),
        ({"LC_ALL": "en_US", "LC_MESSAGES": "ja_JP", "LANG": "ko_KR"}, "en_US"),
        ({"LANGUAGE": "vi", "LC_ALL": "en_US"}, "vi"),
        ({"LANGUAGE": "ko:ja:en", "LC_ALL": "en_US"}, "ko"),
        ({"LANGUAGE": ":ja", "LC_ALL": "en_US"}, "ja"),
        ({"LANGUAGE": "ko", "LC_ALL": "C", "LANG": "ja_JP"}, None),
        ({"LANGUAGE": "ko", "LC_MESSAGES": "POSIX", "LANG": "ja_JP"}, None),
        ({"LANGUAGE": "ko", "LANG": "C.UTF-8"}, None),
        ({"LANGUAGE": "ko"}, None),
        ({"LANGUAGE": "xx:ko", "LANG": "en_US"}, "ko"),
        ({"LANGUAGE": "xx_YY.UTF-8: ko_KR :ja", "LANG": "en_US"}, "ko_KR"),
        ({"LANGUAGE": "garbage!:und:ko", "LANG": "en_US"}, "ko"),
        ({"LANGUAGE": "xx:und::C", "LANG": "ko_KR"}, "ko_KR"),
        ({"LANGUAGE": "xx", "LANG": "yy_YY"}, "yy_YY"),
        ({"LANGUAGE": "C", "LANG": "ko_KR"}, "ko_KR"),
        ({"LANGUAGE": "", "LC_ALL": "", "LANG": "ko_KR"}, "ko_KR"),
        ({"LC_CTYPE": "ko_KR"}, None),
        ({"LANG": "garbage!"}, "garbage!"),
    ],
)
def test_the_environment_is_read_in_gnu_order(environ: dict[str, str], expected: str | None) -> None:
    assert environment_language(environ) == expected


@pytest.mark.parametrize(
    ("option", "setting", "expected"),
    [
        ("ja", "ko", "ja"),
        (None, "ko", "ko"),
        (None, None, "vi_VN"),
        ("C", "ko", "C"),
        ("und", "ko", "und"),
        ("", "ko", ""),
        (None, "garbage!", "garbage!"),
    ],
)
def test_an_option_comes_before_the_setting_and_that_before_the_environment(
    option: str | None, setting: str | None, expected: str
) -> None:
    assert member_language(option, setting, {"LANG": "vi_VN"}) == expected


def test_without_any_of_them_the_language_is_not_known() -> None:
    assert member_language(None, None, {"LANG": "C.UTF-8"}) is None


@pytest.mark.parametrize(
    ("setting", "member", "expected"),
    [
        (None, None, "en"),
        ("ja", "ko", "ja"),
        (None, "ko_KR.UTF-8", "ko"),
        (None, "vi", "en"),
        ("vi", "ko", "ko"),
        ("en", "ko", "en"),
        ("garbage!", None, "en"),
        ("", "ja-JP", "ja"),
    ],
)
def test_the_interface_speaks_the_members_language_where_a_catalog_exists(
    setting: str | None, member: str | None, expected: str
) -> None:
    assert ui_language(setting, member, {}) == expected


@pytest.mark.parametrize(
    ("preferred", "setting", "member", "expected"),
    [
        ("pt:ko", None, "pt", "ko"),
        ("pt:ko:ja", None, "pt", "ko"),
        ("ja:pt:ko", None, "pt", "ko"),
        ("pt_BR.UTF-8:xx:ja_JP.eucJP", None, "pt", "ja"),
        ("pt:vi", None, "pt", "en"),
        ("pt:ko", "ja", "pt", "ja"),
        ("pt:ko", None, "vi", "en"),
        ("pt:ko", None, "ja", "ja"),
        ("pt:en:ko", None, "pt", "en"),
        ("pt:ko", None, None, "en"),
        ("", None, "pt", "en"),
    ],
)
def test_it_speaks_what_the_environment_names_behind_a_language_without_a_catalog(
    preferred: str, setting: str | None, member: str | None, expected: str
) -> None:
    environ = {"LANG": "ko_KR.UTF-8", "LANGUAGE": preferred}
    assert ui_language(setting, member, environ) == expected
    assert ui_language(setting, member, {**environ, "LC_ALL": "C"}) == ui_language(setting, member, {})


def test_the_members_language_is_the_first_one_also_without_a_catalog() -> None:
    assert member_language(None, None, {"LANG": "en_US.UTF-8", "LANGUAGE": "pt:ko"}) == "pt"


def test_the_variables_of_the_options_count_before_settings_and_apart_from_each_other() -> None:
    environ = {"PRESEND_LANG": "zh-TW", "PRESEND_UI_LANG": "ja_JP", "LANG": "ko_KR"}
    assert member_language(None, "ko", environ) == "zh-TW"
    assert member_language("fr", "ko", environ) == "fr"
    assert ui_language("en", "ko", environ) == "ja"
    assert ui_language("en", "ko", {"PRESEND_UI_LANG": "xx"}) == "en"
