"""``presend policy lint``: finds traps in a policy that has no faults."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from composer.words import _, ngettext, pgettext

if TYPE_CHECKING:
    from policy.lint.located import LocatedTrap

COLUMNS = 80
"""The most cells of a line of an explanation."""


def add_action(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``presend policy lint`` and its arguments."""
    from composer.cli.policy_actions.choice import add_policy_arguments

    parser = actions.add_parser(
        "lint",
        help=_("find traps in a policy that has no faults"),
        description=_("Find what an administrator has probably not meant. Exit status 1 where there is any."),
    )
    add_policy_arguments(parser, positional=True)
    parser.add_argument("--json", action="store_true", help=_("print one JSON object"))
    parser.add_argument("--all", action="store_true", help=_("show the traps that a comment accepts, too"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the traps; returns 0 without any, 1 with one that no comment accepts."""
    from composer.cli.policy_actions.choice import chosen
    from composer.exit_status import Exit
    from composer.sentences.traps.lint_context import lint_context
    from policy.lint.located import counted, traps_of

    policy = chosen(arguments)
    traps = traps_of(policy.text, policy.policy, lint_context())
    shown = traps if arguments.all else counted(traps)
    if arguments.json:
        _print_json(policy.source, shown, len(counted(traps)))
    else:
        sys.stdout.write("".join(f"{line}\n" for line in _lines(policy.source, shown, traps)))
    return Exit.FOUND if counted(traps) else Exit.OK


def _print_json(source: str, shown: Sequence[LocatedTrap], count: int) -> None:
    import json

    from composer.sentences.traps.explanations import explanation
    from composer.sentences.traps.traps import sentence
    from policy.toml.text import dotted

    found = [
        {
            "code": one.trap.code.value,
            "severity": one.trap.code.severity.value,
            "line": one.line,
            "column": one.column,
            "key": dotted(one.trap.path),
            "subjects": list(one.trap.subjects),
            "facts": dict(one.trap.facts),
            "accepted": one.accepted,
            "message": sentence(one.trap),
            "explanation": explanation(one.trap.code),
        }
        for one in shown
    ]
    json.dump({"source": source, "count": count, "traps": found}, sys.stdout, ensure_ascii=True, indent=2)
    sys.stdout.write("\n")


def _lines(source: str, shown: Sequence[LocatedTrap], traps: Sequence[LocatedTrap]) -> Iterator[str]:
    """A line for each trap, then the explanation of each code, then the number of traps."""
    from composer.language.wrapping import hung
    from composer.safe_text import clean
    from composer.sentences.joined import located
    from composer.sentences.traps.explanations import explanation

    for one in shown:
        yield from _trap_lines(source, one)
    for code in dict.fromkeys(one.trap.code for one in shown if one.accepted is None):
        yield ""
        yield f"{code.value}:"
        yield from hung("  ", explanation(code), COLUMNS)
    if any(one.accepted is None for one in shown):
        yield ""
    yield clean(located(source, _count_words(traps)))


def _trap_lines(source: str, one: LocatedTrap) -> Iterator[str]:
    from composer.safe_text import clean
    from composer.sentences.joined import located
    from composer.sentences.traps.traps import sentence

    code = one.trap.code
    place = f"{source}:{one.line}:{one.column}: {code.severity.value} {code.value}"
    yield clean(located(place, sentence(one.trap)))
    if one.accepted is not None:
        yield "  " + pgettext("trap", "Accepted: {reason}", reason=one.accepted)


def _count_words(traps: Sequence[LocatedTrap]) -> str:
    from composer.language.paragraph import paragraph
    from policy.lint.located import counted

    count = len(counted(traps))
    words = ngettext("{n} trap.", "{n} traps.", count) if count else _("no traps.")
    accepted = len(traps) - count
    return paragraph((words, ngettext("{n} accepted.", "{n} accepted.", accepted))) if accepted else words
