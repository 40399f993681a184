"""Korean particles: every mark behind every kind of ending, and what is left as it is written."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer import words
from composer.language.particles import MARKS, Ending, ending, particle, resolved

EXAMPLES = {
    Ending.VOWEL: ("회사", "2", "PC", "kB", "presend", "server", "note", "meli", "mutt", "10000000000000"),
    Ending.RIEUL: ("서울", "7", "URL", "kr", "html", "title", "minsu@hanbit.example", "2021"),
    Ending.CONSONANT: ("부산", "10", "1,000", "TLS DSN", "com", "git", "zip", "home", "Hong", "alpine", "Outlook"),
}
"""Values by how they end, in Hangul, digits, capitals and words."""
FORMS = {
    ("은(는)", Ending.VOWEL): "는",
    ("은(는)", Ending.RIEUL): "은",
    ("은(는)", Ending.CONSONANT): "은",
    ("이(가)", Ending.VOWEL): "가",
    ("이(가)", Ending.RIEUL): "이",
    ("이(가)", Ending.CONSONANT): "이",
    ("을(를)", Ending.VOWEL): "를",
    ("을(를)", Ending.RIEUL): "을",
    ("을(를)", Ending.CONSONANT): "을",
    ("과(와)", Ending.VOWEL): "와",
    ("과(와)", Ending.RIEUL): "과",
    ("과(와)", Ending.CONSONANT): "과",
    ("(으)로", Ending.VOWEL): "로",
    ("(으)로", Ending.RIEUL): "로",
    ("(으)로", Ending.CONSONANT): "으로",
    ("(이)", Ending.VOWEL): "",
    ("(이)", Ending.RIEUL): "이",
    ("(이)", Ending.CONSONANT): "이",
}
DIGITS = {"0": "은", "1": "은", "2": "는", "3": "은", "4": "는", "5": "는", "6": "은", "7": "은", "8": "은", "9": "는"}
LETTERS_WITH_A_FINAL = "LMNR"


@pytest.fixture
def korean() -> Iterator[None]:
    words.use("ko")
    yield
    words.use("en")


def test_the_table_of_forms_has_every_mark_and_every_ending() -> None:
    assert set(FORMS) == {(mark, kind) for mark in MARKS for kind in Ending}


@pytest.mark.parametrize(("mark", "kind"), FORMS)
def test_the_form_follows_the_ending(mark: str, kind: Ending) -> None:
    for value in EXAMPLES[kind]:
        assert (value, particle(mark, value)) == (value, FORMS[mark, kind])


@pytest.mark.parametrize(("digit", "form"), DIGITS.items())
def test_digits_are_read_in_korean(digit: str, form: str) -> None:
    assert particle("은(는)", f"port {digit}") == form


@pytest.mark.parametrize("letter", "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
def test_capitals_are_read_by_their_names(letter: str) -> None:
    expected = "을" if letter in LETTERS_WITH_A_FINAL else "를"
    assert particle("을(를)", f"X{letter}") == expected
    assert particle("(으)로", f"X{letter}") == ("으로" if letter in "MN" else "로")


@pytest.mark.parametrize("around", ["{}”", "({})", "「{}」", "“{}” ", "[{}]", "<{}>"])
def test_closing_quotes_and_brackets_are_not_read(around: str) -> None:
    assert particle("이(가)", around.format("부산")) == "이"
    assert particle("이(가)", around.format("회사")) == "가"


@pytest.mark.parametrize("value", ["", "日本", "こと", "…", "%", "/home/kim/", "é", "ㄱ", "”"])
def test_both_forms_stay_where_nobody_can_tell(value: str) -> None:
    assert [particle(mark, value) for mark in MARKS] == list(MARKS)


@pytest.mark.parametrize("value", ["ＬＡＮ", "ＰＣ", "１２"])
def test_other_forms_of_the_same_letters_are_read_alike(value: str) -> None:
    assert ending(value) is not None


@given(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3))
def test_hangul_ends_as_its_decomposition_says(syllable: str) -> None:
    finals = unicodedata.normalize("NFD", syllable)[2:]
    expected = {"": Ending.VOWEL, "\N{HANGUL JONGSEONG RIEUL}": Ending.RIEUL}.get(finals, Ending.CONSONANT)
    assert ending(syllable) is ending(unicodedata.normalize("NFD", syllable)) is expected


@given(st.text())
def test_any_value_takes_one_of_the_forms_or_keeps_the_mark(value: str) -> None:
    for mark, forms in MARKS.items():
        assert particle(mark, value) in {mark, *forms}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("{name}을(를) 제거합니다.", "{name}를 제거합니다."),
        ("“{name}”(으)로", "“{name}”로"),
        ("{name}: 을(를)", "{name}: 을(를)"),
        ("{name} 을(를)", "{name} 을(를)"),
        ("{other}이(가) {name}과(와)", "{other}이 {name}와"),
        ("{unknown}은(는)", "{unknown}은(는)"),
    ],
)
def test_only_what_stands_right_behind_a_placeholder_is_a_mark(text: str, shown: str) -> None:
    assert resolved(text, {"name": "회사", "other": "부산"}.get) == shown


@pytest.mark.usefixtures("korean")
@pytest.mark.parametrize(
    ("name", "shown"),
    [("김민수", "김민수를 제거합니다."), ("김하늘", "김하늘을 제거합니다."), ("을(를)", "을(를)을 제거합니다.")],
)
def test_a_korean_message_has_the_particle_of_its_value_and_values_are_left_alone(name: str, shown: str) -> None:
    assert words._("Removes {name}.", name=name) == shown


def test_other_languages_have_no_particles_to_resolve() -> None:
    assert words._("{name}을(를) 제거합니다.", name="회사") == "회사을(를) 제거합니다."
