"""The words of traps, and the room of the real dialog that lint measures texts by."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from composer import words
from composer.sentences.traps.explanations import explanation
from composer.sentences.traps.lint_context import ROWS_SHOWN, TEXT_CELLS, lint_context
from composer.sentences.traps.traps import sentence
from composer.widgets.dialogs.foreign_box import ForeignBox
from policy.lint import lint
from policy.lint.trap import LintCode, Trap
from policy.settings import Level, Surface
from tests.policy.lint.support import AROUND, policy_of
from tests.policy.lint.test_lint import PLANTED
from tests.screens.sending.warning_support import dialog


@pytest.fixture(params=["en", "ko", "ja"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    words.use(request.param)
    yield request.param
    words.use("en")


def test_every_code_is_explained_in_every_language(language: str) -> None:
    explanations = {explanation(code) for code in LintCode}
    assert words.active() == language
    assert all(one.endswith((".", "。")) for one in explanations)


@pytest.mark.parametrize("text", [case[0] for case in PLANTED], ids=[case[1] for case in PLANTED])
def test_each_sentence_names_what_the_trap_is_about(language: str, text: str) -> None:
    for trap in lint(policy_of(text), AROUND):
        said = sentence(trap)
        assert "{" not in said
        assert words.active() == language
        if trap.code not in (LintCode.TEXT_TOO_LONG, LintCode.LEVEL_NAME_INVISIBLE, LintCode.LEVEL_NAME_COLLIDES):
            assert all(subject in said for subject in trap.subjects)


@pytest.mark.parametrize(
    ("unknown", "no_reason", "said"),
    [
        (1, 0, "“x” is no code of a trap."),
        (0, 1, "x is allowed without a reason."),
        (0, 0, "There is no trap x here to allow."),
    ],
)
def test_a_useless_acceptance_says_why(unknown: int, no_reason: int, said: str) -> None:
    assert sentence(Trap(LintCode.UNUSED_ALLOW, (), ("x",), {"unknown": unknown, "no_reason": no_reason})) == said


def test_an_unreadable_list_is_named() -> None:
    trap = Trap(LintCode.LIST_UNREADABLE, ("lists", 0, "members"), ("team@hanbit.example",))
    assert sentence(trap) == "The members of team@hanbit.example could not be read."


def test_more_than_three_things_are_counted() -> None:
    subjects = ("team@hanbit.example", "a", "b", "c")
    said = sentence(Trap(LintCode.LIST_MEMBER_MALFORMED, ("lists", 0, "members"), subjects, {"count": 5}))
    assert said == "team@hanbit.example has members that are not addresses: a, b, c and 2 more people."


@pytest.mark.parametrize(("surface", "size"), [(Surface.PC, (80, 24)), (Surface.MOBILE, (40, 20))])
async def test_texts_are_measured_by_the_width_of_the_real_dialog(surface: Surface, size: tuple[int, int]) -> None:
    app = dialog()
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert app.screen.query_one("#warning-text", ForeignBox).text_width == TEXT_CELLS[surface]


async def test_the_real_dialog_shows_as_many_rows_as_lint_says() -> None:
    app = dialog()
    async with app.run_test(size=(80, 24)) as pilot:
        text = app.screen.query_one("#warning-text", ForeignBox)
        text.say("\n".join("abcdefghij"))
        await pilot.pause()
        assert text.content_size.height == ROWS_SHOWN


def test_the_names_of_levels_are_those_of_every_shipped_language() -> None:
    names = lint_context().level_names
    assert set(names) == set(words.available())
    assert names["en"][Level.GENERAL] == "General"
    assert names["ko"][Level.RESTRICTED] == "대외비"
    assert names["ja"][Level.CONFIDENTIAL] == "機密"


def test_rows_are_counted_after_wrapping() -> None:
    around = lint_context()
    assert [around.rows_of(surface, "word " * 20) for surface in Surface] == [2, 4]
