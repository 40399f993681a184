"""The command's parser: argparse with its own words in the active language, and its errors as one line."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterable
from typing import Any, NoReturn

from composer.exit_status import Exit
from composer.sentences.joined import labelled
from composer.words import _, pgettext

Found = dict[str, str]


class HelpFormatter(argparse.HelpFormatter):
    """argparse's formatter, whose usage line begins in the active language."""

    def add_usage(
        self, usage: str | None, actions: Iterable[argparse.Action], groups: Iterable[Any], prefix: str | None = None
    ) -> None:
        """Add the usage line; ``prefix`` is what stands before it, None = the usual word."""
        super().add_usage(usage, actions, groups, pgettext("help", "usage: ") if prefix is None else prefix)


class WrittenHelpFormatter(HelpFormatter, argparse.RawDescriptionHelpFormatter):
    """The same, with descriptions left as they are written."""


class Parser(argparse.ArgumentParser):
    """A parser whose usage errors are one line and exit with 64."""

    def __init__(self, *, formatter_class: type[HelpFormatter] = HelpFormatter, **options: Any) -> None:
        super().__init__(add_help=False, formatter_class=formatter_class, **options)
        self._positionals.title = pgettext("help", "arguments")  # argparse takes both titles from gettext's own domain
        self._optionals.title = pgettext("help", "options")
        self.add_argument("-h", "--help", action="help", help=_("show this help and exit"))

    def error(self, message: str) -> NoReturn:
        """Print what is wrong with the arguments, and exit with 64."""
        complaint = _("{program}: {message}. See {program} --help.", program=self.prog, message=error_words(message))
        sys.stderr.write(f"{complaint}\n")
        raise SystemExit(Exit.USAGE)


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
