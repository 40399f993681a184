"""``--lang``, ``--ui-lang`` and ``--catalog``, which every verb takes: the languages, and a translator's file."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, MutableMapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from composer.cli.wiring.catalog_file import demand_catalog
from composer.localization.following import follow_none
from composer.setup.languages import CATALOG, MEMBER, SCREENS

_VARIABLES = {"--lang": MEMBER, "--ui-lang": SCREENS, "--catalog": CATALOG}
_OWN_MEANING: dict[tuple[str, ...], tuple[str, ...]] = {
    ("locales", action): ("--lang",) for action in ("check", "export", "import")
}
"""Commands in which an option says something else: there it is the language of a catalog."""


def asked_for(arguments: Sequence[str]) -> dict[str, str]:
    """The variables that stand for these options, with their values, as far as the arguments have them.

    They are read before anything else, so that help and faults of the arguments are in that language too.
    """
    own = _OWN_MEANING.get(tuple(arguments[:2]), ())
    found: dict[str, str] = {}
    for place, word in enumerate(arguments):
        if word == "--":
            break
        name, equals, value = word.partition("=")
        if name in _VARIABLES and name not in own and (equals or place + 1 < len(arguments)):
            found[_VARIABLES[name]] = value if equals else arguments[place + 1]
    if CATALOG in found:  # what is started from here may run in another folder
        found[CATALOG] = str(Path(found[CATALOG]).absolute())
    return found


@contextmanager
def in_asked_languages(arguments: Sequence[str], environ: MutableMapping[str, str]) -> Iterator[None]:
    """Have the environment name the languages meanwhile: what the verb starts has them as well.

    Raises ``UsageError`` for screens in a language that presend does not speak, and what is wrong with a catalog.
    """
    asked = asked_for(arguments)
    _demand_offered(asked.get(SCREENS))
    before = {name: environ.get(name) for name in asked}
    try:
        environ.update(asked)
        if CATALOG in asked:
            demand_catalog(environ)
        yield
    finally:
        if CATALOG in asked:
            follow_none()
        for name, value in before.items():
            if value is None:
                environ.pop(name, None)
            else:
                environ[name] = value


def _demand_offered(tag: str | None) -> None:
    from composer.errors import UsageError
    from composer.words import _, available, nearest

    if tag is not None and nearest(tag) is None:
        known = ", ".join(available())
        raise UsageError(_("--ui-lang {tag}: presend does not speak it. It speaks {known}.", tag=tag, known=known))


def add_language_options(parser: argparse.ArgumentParser) -> None:
    """Let a verb, or each of its actions, take both options; what has them already keeps its own."""
    from composer.words import _

    below = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    for command in {id(one): one for action in below for one in action.choices.values()}.values():
        add_language_options(command)
    helps = {
        "--lang": _("the member's language, which decides the wording of warnings"),
        "--ui-lang": _("the language of screens and sentences; without it, the member's"),
    }
    for name, said in helps.items():
        if name not in parser._option_string_actions:
            parser.add_argument(name, metavar="TAG", help=said)
    if "--catalog" not in parser._option_string_actions:
        parser.add_argument(
            "--catalog", type=Path, metavar="FILE",
            help=_("a translator's file in place of the catalog of its language; read again when it changes"),
        )  # fmt: skip
