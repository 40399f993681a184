"""Words in the active language: lookup, filling, formats, and what happens to a bad translation."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta, timezone
from gettext import GNUTranslations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer import words
from composer.language.catalogs import compile_po
from composer.language.placeholders import fill, fits, names
from locales.registry import BY_TAG
from policy.toml.sizes import size_in_bytes

SEOUL = timezone(timedelta(hours=9))
HEADER = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'
)
EVENING = datetime(2026, 12, 1, 17, 5, tzinfo=SEOUL)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Each test begins and ends in English."""
    words.use("en")
    yield
    words.use("en")


def sound(translated: str, source: str, *forms: str) -> str:
    """What is shown of a translation."""
    return words._sound(translated, source, *forms)


def test_bare_names_are_filled() -> None:
    assert words._("{path} cannot be read: {reason}.", path="a", reason="b") == "a cannot be read: b."


@pytest.mark.parametrize("hostile", ["{0}", "{}", "{x.__class__}", "{x[0]}", "{x!r}", "{x:>9}", "{{x}}", "{X}", "{é}"])
def test_braces_with_anything_else_in_them_are_only_text(hostile: str) -> None:
    assert fill(hostile, {"x": "VALUE"}.get).replace("{VALUE}", "{{x}}") == hostile


def test_a_name_without_a_value_stays_as_it_is() -> None:
    assert words._("{name} is empty.") == "{name} is empty."


def test_a_value_is_cleaned_and_stays_on_its_line() -> None:
    assert words._("{name}!", name="a\nb\x1b[2J\u202ec") == "a b[2Jc!"
    assert words._("{name}!", name="終わり。\nnext") == "終わり。next!"


@given(first=st.text(), second=st.text())
def test_values_never_fill_each_other(first: str, second: str) -> None:
    filled = fill("<{first}|{second}>", {"first": first, "second": second}.get)
    assert filled == f"<{first}|{second}>"


@pytest.mark.parametrize(
    ("translated", "forms", "is_used"),
    [
        ("{name} は空です。", (), True),
        ("空です。", (), False),
        ("{name} は{other}です。", (), False),
        ("{name.__class__} は空です。", (), False),
        ("{name!r} は空です。", (), False),
    ],
)
def test_a_translation_that_names_other_placeholders_is_not_shown(
    translated: str, forms: tuple[str, ...], is_used: bool
) -> None:
    source = "{name} is empty."
    assert sound(translated, source, *forms) == (translated if is_used else source)


def test_a_plural_may_leave_its_number_out_but_no_other_value() -> None:
    forms = ("{n} file in {place}", "{n} files in {place}")
    assert fits("one file in {place}", *forms)
    assert not fits("one file", *forms)
    assert not fits("{n} files in {place} of {owner}", *forms)


def test_a_language_without_singular_is_used_for_one_too() -> None:
    assert sound("{n} 個", "one file", "one file", "{n} files") == "{n} 個"


def test_a_translation_is_cleaned_like_all_foreign_text() -> None:
    assert sound("\u202eevil\x1b[0m\nline", "a message") == "evil[0m line"
    assert sound("one\ntwo", "first\nsecond") == "one\ntwo"


def test_names_are_lower_case_words() -> None:
    assert names("{name} {size_2} {Name} {0} {a.b} {}") == {"name", "size_2"}


@pytest.mark.parametrize(("n", "expected"), [(0, "0 things"), (1, "1 thing"), (2, "2 things"), (1234, "1,234 things")])
def test_english_plurals_show_the_number_grouped(n: int, expected: str) -> None:
    assert words.ngettext("{n} thing", "{n} things", n) == expected
    assert words.npgettext("context", "{n} thing", "{n} things", n) == expected


def test_amounts_are_grouped_and_other_numbers_are_not() -> None:
    assert words._("{count} of {limit}, port {port}", count=1234, limit=5000, port=1025) == "1,234 of 5,000, port 1025"


@pytest.mark.parametrize(
    ("tag", "count", "expected"),
    [
        ("en", 0, "0 B"),
        ("en", 1, "1 B"),
        ("en", 999, "999 B"),
        ("en", 1000, "1 kB"),
        ("en", 1001, "1.1 kB"),
        ("en", 25_000_000, "25 MB"),
        ("en", 25_000_001, "25.1 MB"),
        ("en", 999_900, "999.9 kB"),
        ("en", 999_901, "1 MB"),
        ("en", 2_000_000_000, "2 GB"),
        ("en", 12_345_678_900_000_000, "12345.7 TB"),
        ("ko", 25_000_000, "25 MB"),
        ("ja", 25_000_000, "25 MB"),
        ("ko", 900_000, "900 kB"),
        ("ja", 900_000, "900 kB"),
    ],
)
def test_sizes_are_short_and_what_exceeds_a_limit_reads_as_more(tag: str, count: int, expected: str) -> None:
    words.use(tag)
    assert words.size(count) == expected


@given(st.sampled_from(words.available()), st.integers(0, 10**15))
def test_a_size_that_is_shown_is_one_that_the_policy_file_takes(tag: str, count: int) -> None:
    words.use(tag)
    taken = size_in_bytes(words.size(count))
    assert taken is not None
    assert taken >= count


@given(st.integers(0, 10**15), st.integers(0, 10**15))
def test_a_larger_size_never_reads_as_a_smaller_one(one: int, other: int) -> None:
    small, large = sorted((one, other))
    assert _bytes(words.size(small)) <= _bytes(words.size(large))
    assert _bytes(words.size(small)) >= small


def _bytes(shown: str) -> int:
    amount, unit = shown.replace(",", "").split(" ")
    whole, _, tenths = amount.partition(".")
    return (
        (int(whole) * 10 + int(tenths or 0)) * {"B": 1, "kB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12}[unit] // 10
    )


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("en", ("1 Dec 2026, 17:05", "1 December", "1,234,567", "a, b and c", "a and b")),
        ("ko", ("2026. 12. 1. 17:05", "12월 1일", "1,234,567", "a, b 및 c", "a 및 b")),
        ("ja", ("2026/12/01 17:05", "12月1日", "1,234,567", "a、b、c", "a、b")),
    ],
)
def test_formats_follow_the_language(tag: str, expected: tuple[str, ...]) -> None:
    words.use(tag)
    assert expected == (
        words.date_time(EVENING),
        words.date(EVENING),
        words.number(1234567),
        words.listing(["a", "b", "c"]),
        words.listing(("a", "b")),
    )


def test_a_moment_is_shown_in_its_own_zone() -> None:
    assert words.date_time(EVENING.astimezone(UTC)) == "1 Dec 2026, 08:05"


@pytest.mark.parametrize("environment", ["C", "de_DE.UTF-8", ""])
def test_the_environments_locale_changes_no_format(environment: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("LANGUAGE", "LC_ALL", "LC_TIME", "LC_NUMERIC", "LANG"):
        monkeypatch.setenv(variable, environment)
    assert (words.number(1234567), words.date(EVENING)) == ("1,234,567", "1 December")


def test_lists_of_none_and_one_need_no_joining() -> None:
    assert (words.listing([]), words.listing(["a"])) == ("", "a")


@pytest.mark.parametrize(
    ("tag", "expected"),
    [("ko", "ko"), ("ko_KR.UTF-8", "ko"), ("JA-jp", "ja"), ("vi", "en"), ("C", "en"), ("../../etc", "en"), ("", "en")],
)
def test_what_is_used_is_a_language_that_is_offered(tag: str, expected: str) -> None:
    words.use(tag)
    assert words.active() == expected


def test_every_language_is_offered_by_its_own_name() -> None:
    assert [words.own_name(tag) for tag in words.available()] == ["English", "한국어", "日本語"]
    assert words.own_name("x\x1b[31m-y") == "x[31m-y"


def test_words_follow_the_language_at_once_and_in_every_thread() -> None:
    said: list[str] = []
    for tag in ("ko", "ja", "en"):
        words.use(tag)
        thread = threading.Thread(target=lambda: said.append(words.pgettext("security level", "Confidential")))
        thread.start()
        thread.join()
    assert said == ["기밀", "機密", "Confidential"]


def test_an_empty_message_is_empty_in_every_language() -> None:
    words.use("ko")
    assert words._("") == ""


def _catalog(entries: Mapping[str, str]) -> GNUTranslations:
    text = HEADER + "".join(f'\nmsgid "{source}"\nmsgstr "{translation}"\n' for source, translation in entries.items())
    return GNUTranslations(io.BytesIO(compile_po(text.encode())))


def test_half_a_plural_is_dropped_so_that_english_shows_whole() -> None:
    half = '\nmsgid "{n} file"\nmsgid_plural "{n} files"\nmsgstr[0] "{n} fichier"\nmsgstr[1] ""\n'
    catalog = GNUTranslations(io.BytesIO(compile_po((HEADER + half).encode())))
    assert [catalog.ngettext("{n} file", "{n} files", n) for n in (1, 5)] == ["{n} file", "{n} files"]


def test_what_is_not_translated_stays_english() -> None:
    assert _catalog({"Send": "", "Back": "Zurück"}).gettext("Send") == "Send"
    assert _catalog({"Send": "", "Back": "Zurück"}).gettext("Back") == "Zurück"


def test_every_language_has_formats_that_babel_knows() -> None:
    from babel import Locale

    assert [str(Locale.parse(language.formats)) for language in BY_TAG.values()] == ["en_GB", "ko", "ja"]
