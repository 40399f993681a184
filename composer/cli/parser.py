"""The command's parser: argparse with its own words in the active language, and its errors as one line."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterable
from typing import Any, NoReturn, TypeVar

from composer.exit_status import Exit
from composer.sentences.joined import labelled
from composer.words import _, pgettext

A = TypeVar("A", bound=argparse.Action)
Found = dict[str, str]
GAP = 2
"""The fewest cells between an argument and what it does, in one row."""


class HelpFormatter(argparse.HelpFormatter):
    """argparse's formatter, whose usage line begins in the active language."""

    def add_usage(
        self, usage: str | None, actions: Iterable[argparse.Action], groups: Iterable[Any], prefix: str | None = None
    ) -> None:
        """Add the usage line; ``prefix`` is what stands before it, None = the usual word."""
        super().add_usage(usage, actions, groups, pgettext("help", "usage: ") if prefix is None else prefix)

    def add_argument(self, action: argparse.Action) -> None:
        """Add an argument, which counts as many columns as its name takes on a terminal; argparse counts letters."""
        super().add_argument(action)
        if action.help is not argparse.SUPPRESS:
            told = (action, *self._iter_indented_subactions(action))
            cells = max(_cells(self._format_action_invocation(one)) for one in told)
            self._action_max_length = max(self._action_max_length, cells + self._current_indent)

    def _format_action(self, action: argparse.Action) -> str:
        """The rows of an argument: its name, and what it does in a column of its own."""
        column = min(self._action_max_length + 2, self._max_help_position)
        head = " " * self._current_indent + self._format_action_invocation(action)
        rows = self._split_lines(self._expand_help(action), max(self._width - column, 11)) if action.help else []
        gap = column - _cells(head)
        if rows and gap >= GAP:
            head += " " * gap + rows.pop(0)
        below = [self._format_action(one) for one in self._iter_indented_subactions(action)]
        return "".join([f"{head}\n", *(f"{' ' * column}{row}\n" for row in rows), *below])

    def _split_lines(self, text: str, width: int) -> list[str]:
        if text.isascii():
            return super()._split_lines(text, width)
        from composer.language.wrapping import wrap

        return wrap(" ".join(text.split()), width)


class WrittenHelpFormatter(HelpFormatter, argparse.RawDescriptionHelpFormatter):
    """The same, with descriptions left as they are written."""


class Parser(argparse.ArgumentParser):
    """A parser whose usage errors are one line and exit with 64."""

    def __init__(self, *, formatter_class: type[HelpFormatter] = HelpFormatter, **options: Any) -> None:
        super().__init__(add_help=False, formatter_class=formatter_class, **options)
        self._positionals.title = pgettext("help", "arguments")  # argparse takes both titles from gettext's own domain
        self._optionals.title = pgettext("help", "options")
        self.add_argument("-h", "--help", action="help", help=_("show this help and exit"))

    def _add_action(self, action: A) -> A:
        """Take an argument, the word for its value in the active language, in help and errors alike."""
        word = action.metavar if action.metavar or action.choices or action.nargs == 0 else action.dest.upper()
        if isinstance(word, str) and word in _VALUES:
            action.metavar = value_word(word)
        return super()._add_action(action)

    def add_subparsers(self, **options: Any) -> Any:
        """Take verbs or actions, which argparse does not add as it adds other arguments."""
        return super().add_subparsers(**{**options, "metavar": value_word(options.get("metavar", ""))})

    def error(self, message: str) -> NoReturn:
        """Print what is wrong with the arguments, and exit with 64."""
        complaint = _("{program}: {message}. See {program} --help.", program=self.prog, message=error_words(message))
        sys.stderr.write(f"{complaint}\n")
        raise SystemExit(Exit.USAGE)


def _cells(text: str) -> int:
    """The columns that a text takes on a terminal."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len  # not before there is help to be shown

    return cell_len(text)


def value_word(metavar: str) -> str:
    """The word that stands for a value in help, in the active language; one that is no English word stays."""
    said = _VALUES.get(metavar)
    return said() if said else metavar


_VALUES: dict[str, Callable[[], str]] = {
    "ACTION": lambda: pgettext("argument", "ACTION"),
    "ADDR": lambda: pgettext("argument", "ADDR"),
    "CODE": lambda: pgettext("argument", "CODE"),
    "FILE": lambda: pgettext("argument", "FILE"),
    "FOLDER": lambda: pgettext("argument", "FOLDER"),
    "ISO-TIME": lambda: pgettext("argument", "ISO-TIME"),
    "MESSAGE": lambda: pgettext("argument", "MESSAGE"),
    "TAG": lambda: pgettext("argument", "TAG"),
    "TAGS": lambda: pgettext("argument", "TAGS"),
}
"""Those that more than one verb has, or that stand where nothing is translated."""


def error_words(message: str) -> str:
    """What argparse says of wrong arguments, in the active language; other sentences stay as they are."""
    about = _ARGUMENT.fullmatch(message)
    if about:
        return labelled(about["argument"], error_words(about["what"]))
    for pattern, say in _ERRORS:
        if found := pattern.fullmatch(message):
            return say(found.groupdict())
    return message


def _choices(text: str) -> str:
    """The choices as they are typed: versions of argparse differ in whether they are quoted."""
    return re.sub(r"'([^']*)'", r"\1", text)


_ARGUMENT = re.compile(r"argument (?P<argument>[^:]+): (?P<what>.*)", re.DOTALL)
_ERRORS: tuple[tuple[re.Pattern[str], Callable[[Found], str]], ...] = tuple(
    (re.compile(pattern, re.DOTALL), say)
    for pattern, say in (
        (
            r"the following arguments are required: (?P<names>.*)",
            lambda found: _("these arguments are missing: {names}", **found),
        ),
        (
            r"one of the arguments (?P<names>.*) is required",
            lambda found: _("one of these arguments is missing: {names}", **found),
        ),
        (r"unrecognized arguments: (?P<names>.*)", lambda found: _("there are no such arguments: {names}", **found)),
        (
            r"ambiguous option: (?P<option>.*) could match (?P<names>.*)",
            lambda found: _("{option} could be any of {names}", **found),
        ),
        (
            r"not allowed with argument (?P<other>.*)",
            lambda found: _("cannot be given together with {other}", **found),
        ),
        (r"ignored explicit argument (?P<value>.*)", lambda found: _("takes no value: {value}", **found)),
        (r"expected one argument", lambda _found: _("needs a value")),
        (r"expected at most one argument", lambda _found: _("takes at most one value")),
        (r"expected at least one argument", lambda _found: _("needs at least one value")),
        (
            r"invalid choice: (?P<value>.*) \(choose from (?P<choices>.*)\)",
            lambda found: _(
                "{value} is no choice; there are {choices}", value=found["value"], choices=_choices(found["choices"])
            ),
        ),
        (
            r"invalid (?P<kind>\S+) value: (?P<value>.*)",
            lambda found: _("{value} is not a value for this", value=found["value"]),
        ),
    )
)
"""How argparse words its errors (Python 3.11 to 3.13), and what is said instead."""
