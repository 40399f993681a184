"""argparse's own words are in the language of the user: the headings of its help, and every error."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

import pytest

from composer import words
from composer.cli.parser import Parser, error_words
from composer.exit_status import Exit

ARGPARSE_WORDS = ("usage:", "positional arguments", "options:", "show this help message", "argument ", "invalid choice")


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    words.use("en")
    yield
    words.use("en")


def parser() -> Parser:
    """A parser with everything that argparse can complain of."""
    made = Parser(prog="presend try")
    made.add_argument("place", metavar="PLACE")
    made.add_argument("--level", choices=("none", "high"))
    made.add_argument("--count", type=int)
    made.add_argument("--maybe", nargs="?")
    made.add_argument("--several", nargs="+")
    which = made.add_mutually_exclusive_group()
    which.add_argument("--one", action="store_true")
    which.add_argument("--other", action="store_true")
    needed = made.add_mutually_exclusive_group(required=True)
    needed.add_argument("--yes", action="store_true")
    needed.add_argument("--no", action="store_true")
    return made


def complaint(given: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit) as ended:
        parser().parse_args(given)
    assert ended.value.code == Exit.USAGE
    return capsys.readouterr().err


@pytest.mark.parametrize(
    ("given", "said", "korean", "japanese"),
    [
        (["--yes"], "these arguments are missing: PLACE", "빠진 인수: PLACE", "足りない引数: PLACE"),
        (
            ["a"],
            "one of these arguments is missing: --yes --no",
            "다음 중 하나가 필요함: --yes --no",
            "次のいずれかが必要",
        ),
        (["a", "--yes", "--bad"], "there are no such arguments: --bad", "없는 인수: --bad", "存在しない引数: --bad"),
        (["a", "--yes", "--o"], "--o could be any of --one, --other", "--o: 여러 옵션", "--o は複数"),
        (["a", "--yes", "--no"], "--no: cannot be given together with", "함께 쓸 수 없음", "同時に指定できません"),
        (["a", "--yes=3"], "--yes: takes no value: '3'", "값을 받지 않음", "値を取りません"),
        (["a", "--yes", "--level"], "--level: needs a value", "값이 필요함", "値が必要です"),
        (["a", "--yes", "--several"], "--several: needs at least one value", "값이 하나 이상", "1 つ以上の値"),
        (["a", "--yes", "--level", "x"], "'x' is no choice; there are none, high", "사용할 수 없음", "選べません"),
        (["a", "--yes", "--count", "x"], "--count: 'x' is not a value for this", "쓸 수 없는 값", "使えない値"),
    ],
)
def test_an_error_is_said_in_the_language_of_the_user(
    given: list[str], said: str, korean: str, japanese: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for tag, expected in (("en", said), ("ko", korean), ("ja", japanese)):
        words.use(tag)
        assert expected in complaint(given, capsys)


def test_a_sentence_of_the_verbs_own_stays_as_it_is() -> None:
    assert error_words("argument FILE: a: cannot be read: because.") == "FILE: a: cannot be read: because."


@pytest.mark.parametrize("choices", ["'none', 'high'", "none, high"])
def test_choices_read_alike_in_every_version_of_argparse(choices: str) -> None:
    assert error_words(f"invalid choice: 'x' (choose from {choices})") == "'x' is no choice; there are none, high"


@pytest.mark.parametrize(
    ("tag", "headings"),
    [
        ("en", ("usage: presend try", "arguments:", "options:", "show this help and exit")),
        ("ko", ("사용법: presend try", "인수:", "옵션:", "이 도움말을 표시하고 끝냄")),
        ("ja", ("使い方: presend try", "引数:", "オプション:", "このヘルプを表示して終了")),
    ],
)
def test_help_has_its_headings_in_the_language_of_the_user(tag: str, headings: tuple[str, ...]) -> None:
    words.use(tag)
    shown = parser().format_help()
    assert [heading for heading in headings if heading not in shown] == []
    assert tag == "en" or [left for left in ARGPARSE_WORDS if left in shown] == []


def test_the_parser_of_a_verb_below_is_of_the_same_kind() -> None:
    words.use("ko")
    verbs = Parser(prog="presend").add_subparsers(metavar="VERB")
    assert isinstance(verbs, argparse._SubParsersAction)
    assert "사용법: presend one" in verbs.add_parser("one").format_help()
