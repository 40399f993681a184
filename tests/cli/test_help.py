"""The help of every verb: words for values in the language of the user, and straight columns on a terminal."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

import pytest
from rich.cells import cell_len

from composer import words
from composer.cli.main import whole_parser
from composer.cli.parser import value_word

NO_WORDS = {"MAILTO", "ID", "A", "B"}
"""What stands for a value in every language: letters, and what is written so."""
TAGS = ["en", "ko", "ja"]


def parsers(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """A parser and those of all verbs and actions below it."""
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                yield from parsers(below)


def all_parsers() -> list[argparse.ArgumentParser]:
    return list(parsers(whole_parser()))


def values(parser: argparse.ArgumentParser) -> set[str]:
    """The words for values that its help shows, where no choices stand in their place."""
    shown = [action for action in parser._actions if action.nargs != 0 and action.help != argparse.SUPPRESS]
    words = {action.metavar or action.dest.upper() for action in shown if action.metavar or not action.choices}
    return {word for word in words if isinstance(word, str)}


@pytest.mark.parametrize("tag", ["ko", "ja"])
def test_no_word_for_a_value_is_english_in_another_language(tag: str) -> None:
    words.use(tag)
    for parser in all_parsers():
        english = {word for word in values(parser) - NO_WORDS if word.isascii()}
        assert not english, parser.prog


def test_in_english_each_word_for_a_value_is_as_it_was_written() -> None:
    written = {word for parser in all_parsers() for word in values(parser)}
    assert {value_word(word) for word in written} == written
    assert {"FILE", "TAG", "ADDRESS", "FOLDER", "MAILTO"} <= written


@pytest.mark.parametrize("columns", ["80", "60"])
@pytest.mark.parametrize("tag", TAGS)
def test_what_arguments_do_stands_in_one_column_and_within_the_terminal(
    tag: str, columns: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    words.use(tag)
    for parser in all_parsers():
        rows = parser.format_help().partition("\n\n")[2].splitlines()
        starts = set()
        for action in parser._actions:
            if action.help and action.help != argparse.SUPPRESS:
                starts |= {start for start in [column_of(rows, action, parser)] if start}
        assert len(starts) == 1, (parser.prog, starts)
        column = starts.pop()
        assert all(cell_len(row) < int(columns) for row in rows if row.startswith(" " * column)), parser.prog


def column_of(rows: list[str], action: argparse.Action, parser: argparse.ArgumentParser) -> int:
    """The column in which the help of an argument begins; 0 where it has no row of its own."""
    name = parser._get_formatter()._format_action_invocation(action)
    for place, row in enumerate(rows):
        if row == f"  {name}":
            return cell_len(rows[place + 1]) - cell_len(rows[place + 1].lstrip())
        if row.startswith(f"  {name}  "):
            behind = row.removeprefix(f"  {name}")
            return cell_len(row) - cell_len(behind.lstrip())
    return 0
