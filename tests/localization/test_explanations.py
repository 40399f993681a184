"""Every code is explained in every language, with an example that has the fault and one that has not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from composer import words
from composer.cli.main import whole_parser
from composer.localization.catalog_checks import check_entry
from composer.localization.codes import Code
from composer.localization.entry import Entry
from composer.localization.explanations import EXAMPLES, explanation
from composer.localization.kept_checks import COMMANDS
from composer.setup.grammar import command_of
from locales.registry import BY_TAG
from tests.project import ROOT


@pytest.fixture(autouse=True)
def _in_english_afterwards() -> Iterator[None]:
    yield
    words.use("en")


@pytest.mark.parametrize("tag", BY_TAG)
@pytest.mark.parametrize("code", Code, ids=lambda code: code.value)
def test_every_code_says_what_why_how_and_shows_an_example(code: Code, tag: str) -> None:
    words.use("en")
    english = list(explanation(code))
    words.use(tag)
    said = list(explanation(code))
    assert said[0].startswith(f"{code.value}: ")
    assert len(said) == len(english) >= 4
    assert all(said)
    assert tag == "en" or all(ours != theirs for ours, theirs in zip(said[:2], english[:2], strict=True))


SHOWN = [
    Code.UNCHANGED, Code.PLACEHOLDER_NAMES, Code.PLACEHOLDER_BARE, Code.PERCENT, Code.TRIAL, Code.MARKUP,
    Code.UNBREAKABLE, Code.CHANGED_NUMBER, Code.CHANGED_ADDRESS, Code.CHANGED_OPTION, Code.CHANGED_COMMAND,
    Code.CHANGED_KEY, Code.CHANGED_CONFIG_KEY, Code.LATIN_WORD, Code.ENGLISH_WORD, Code.LEVEL_NAME, Code.WRONG_SCRIPT,
    Code.END_PUNCTUATION, Code.PUNCTUATION_STYLE, Code.QUOTATION_MARKS, Code.BRACKETS, Code.DOUBLED_WORD,
    Code.DOUBLED_SPACE, Code.FIXED_PARTICLE, Code.POLITENESS, Code.LOST_NEGATION, Code.ADDED_NEGATION, Code.REPLACEMENT,
    Code.TOO_SHORT, Code.OPPOSITE, Code.HOTKEY,
]  # fmt: skip
"""Codes whose examples are whole translations."""


@pytest.mark.parametrize("code", SHOWN, ids=lambda code: code.value)
def test_an_example_has_the_fault_and_its_right_form_has_none(code: Code) -> None:
    example = EXAMPLES[code]
    wrong, right = (
        {found for found, _ in check_entry(Entry(BY_TAG["ko"], (example.english,), text))}
        for text in (example.wrong, example.right)
    )
    assert code in wrong
    assert right == set()


SOURCES = {
    Code.SOURCE_SYNTAX, Code.NOT_LITERAL, Code.AT_IMPORT, Code.NO_VALUE, Code.NO_CONTEXT, Code.ASSEMBLED,
    Code.PLURAL_RULE,
}  # fmt: skip
"""Codes of what only a checkout has."""


def test_the_document_for_testers_names_every_code_that_they_can_meet() -> None:
    said = (ROOT / "docs" / "localization.md").read_text("utf-8")
    assert [code.value for code in Code if code not in SOURCES and f"`{code.value}`" not in said] == []


def test_the_known_commands_are_those_of_the_parsers() -> None:
    found = {
        verb.path[-1]: tuple(action.path[-1] for action in verb.commands)
        for verb in command_of(whole_parser()).commands
    }
    assert {verb: set(actions) for verb, actions in found.items()} == {
        verb: set(actions) for verb, actions in COMMANDS.items() if verb != "gate-dialog"
    }
