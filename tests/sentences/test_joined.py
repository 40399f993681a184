"""Phrases put together in each language, and things counted with the word for them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from composer import words
from composer.sentences.joined import clauses, facts, labelled, located, marked, remarked
from composer.sentences.named import Things, more, named


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    words.use("en")
    yield
    words.use("en")


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("en", ("a: b", "a (b)", "a, b, c", "a; b; c")),
        ("ko", ("a: b", "a(b)", "a, b, c", "a; b; c")),
        ("ja", ("a: b", "a (b)", "a、b、c", "a; b; c")),
    ],
)
def test_each_joint_is_the_languages_own(tag: str, expected: tuple[str, ...]) -> None:
    words.use(tag)
    assert (labelled("a", "b"), remarked("a", "b"), facts("abc"), clauses("abc")) == expected
    assert (facts(()), facts(("a",)), clauses(()), clauses(("a",))) == ("", "a", "", "a")


def test_marks_and_places_are_the_same_in_every_language() -> None:
    words.use("ja")
    assert (marked("-", "a"), located("a.toml:3:1", "b")) == ("- a", "a.toml:3:1: b")


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("en", ("2 more addresses", "2 more files", "2 more lists", "2 more people", "2 more")),
        ("ko", ("그 밖의 주소 2개", "그 밖의 파일 2개", "그 밖의 리스트 2개", "그 밖의 2명", "그 밖의 2개")),
        ("ja", ("ほか 2 件のアドレス", "ほか 2 件のファイル", "ほか 2 件のリスト", "ほか 2 人", "ほか 2 件")),
    ],
)
def test_the_rest_is_counted_with_the_word_for_what_it_is(tag: str, expected: tuple[str, ...]) -> None:
    words.use(tag)
    assert tuple(more(2, things) for things in Things) == expected


def test_some_are_named_and_the_rest_counted() -> None:
    assert named("abc", Things.FILES) == "a, b and c"
    assert named("abcd", Things.FILES) == "a, b, c and 1 more file"
    assert named("abc", Things.LISTS, 5) == "a, b, c and 2 more lists"
    assert named(("a\x1b[31m",), Things.LISTS) == "a[31m"
