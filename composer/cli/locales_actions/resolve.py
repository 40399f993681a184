"""``presend locales resolve TAG...``: which warning text members of these languages see, and which row says so."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from composer.words import _, pgettext

if TYPE_CHECKING:
    from policy.settings import Policy, Surface
    from policy.wording import Wording


def add_action(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``presend locales resolve`` and its arguments."""
    from composer.cli.policy_actions.choice import add_policy_arguments

    parser = actions.add_parser(
        "resolve",
        help=_("which wording members of a language get, and why"),
        description=_(
            "Say for each language of a member which text of the warning is shown, the row of the table of wordings "
            "that decides it, and the reason. With --enabled the company has these languages, each with a text for PC "
            "and for mobile; without it, a policy decides. What is no language tag is an error; one of a "
            "language that presend does not know is none."
        ),
    )
    parser.add_argument("tags", nargs="*", metavar="TAG", help=_("a member's language, such as zh-TW or ko_KR.UTF-8"))
    parser.add_argument("--unset", action="store_true", help=_("also a member whose language is not set"))
    parser.add_argument("--enabled", metavar="TAGS", help=_("the languages of the company, with commas between them"))
    parser.add_argument("--default-language", metavar="TAG", help=_("with --enabled: where a member's is not set"))
    parser.add_argument("--surface", choices=("pc", "mobile"), help=_("which set of warning texts; both by default"))
    parser.add_argument("--json", action="store_true", help=_("print one JSON object"))
    add_policy_arguments(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print a line for each language and surface; 64 where no language is named, 78 for a bad policy."""
    from composer.errors import UsageError
    from composer.exit_status import Exit
    from policy.settings import Surface
    from policy.truth_table.matrix import wording_table

    members: Sequence[str | None] = [*arguments.tags, *([None] if arguments.unset else [])]
    if not members:
        raise UsageError(_("Name a member's language, such as zh-TW, or ask for --unset."))
    _demand_tags("TAG", (tag for tag in arguments.tags if not _means_none(tag)))
    policy = _policy(arguments)
    surfaces = [Surface(arguments.surface)] if arguments.surface else list(Surface)
    found = {cell: one for cell, one in wording_table(policy, members).items() if cell.surface in surfaces}
    rows = [(cell.language, cell.surface, wording) for cell, wording in found.items()]
    if arguments.json:
        json.dump(_data(policy, rows), sys.stdout, ensure_ascii=True, indent=2)
        sys.stdout.write("\n")
    else:
        sys.stdout.write("".join(f"{line}\n" for line in _lines(rows)))
    return Exit.OK


def _demand_tags(place: str, tags: Iterable[str]) -> None:
    """Raise ``UsageError`` for the first that is no language tag; one of a language that nobody knows is one."""
    from composer.errors import UsageError
    from policy.language import key

    for tag in tags:
        if key(tag) is None:
            words = _(
                "{place}: {tag} is not a language tag. Write one such as ko, zh-TW or pt_BR.UTF-8.",
                place=place, tag=tag or '""',
            )  # fmt: skip
            raise UsageError(words)


def _means_none(tag: str) -> bool:
    """Whether a member's tag says that there is no language: ``und``, ``C``, ``POSIX``."""
    from policy.language import is_neutral

    return tag.lower() == "und" or (bool(tag) and is_neutral(tag))


def _policy(arguments: argparse.Namespace) -> Policy:
    """The policy that was asked for, or one in which every enabled language has its texts; raises ``UsageError``."""
    from composer.cli.policy_actions.choice import chosen
    from composer.errors import UsageError

    if arguments.enabled is None:
        if arguments.default_language is not None:
            raise UsageError(_("--default-language belongs to --enabled; a policy has its own."))
        return chosen(arguments).policy
    if arguments.policy or arguments.demonstration:
        raise UsageError(_("Give either --enabled or a policy."))
    enabled = tuple(filter(None, (tag.strip() for tag in arguments.enabled.split(","))))
    _demand_tags("--enabled", enabled)
    _demand_tags("--default-language", filter(None, [arguments.default_language]))
    return _made_up(enabled, arguments.default_language or "")


def _made_up(tags: tuple[str, ...], default_language: str) -> Policy:
    from composer.sentences.wording import tab_words
    from policy.settings import Company, DomainRule, OutgoingWarning, Policy
    from policy.wording import DEFAULT_TAB

    texts = {tab: tab_words(tab) for tab in (DEFAULT_TAB, *tags)}
    company = Company((DomainRule("hanbit.example"),), languages=tags, default_language=default_language)
    return Policy(company, warning=OutgoingWarning(pc=texts, mobile=texts))


def _lines(rows: Sequence[tuple[str | None, Surface, Wording]]) -> Iterator[str]:
    from composer.cli.wiring.columns import columns_of
    from composer.language.wrapping import hung
    from composer.printing.policy_table.parts import wording_sentence
    from composer.safe_text import clean
    from composer.sentences import labels
    from composer.sentences.joined import facts, labelled

    for language, surface, wording in rows:
        member = clean(language) if language is not None else pgettext("language", "not set")
        label = facts((member, labels.surface_label(surface)))
        yield from hung("", labelled(label, wording_sentence(wording)), columns_of(sys.stdout))


def _data(policy: Policy, rows: Sequence[tuple[str | None, Surface, Wording]]) -> dict[str, object]:
    """``version`` 1, ``enabled`` as the policy has it, and ``wordings`` as ``policy matrix --format json`` has them."""
    from composer.printing.policy_table.as_json import wording_cell_data, wording_data
    from policy.truth_table.matrix import WordingCell

    wordings = [
        wording_cell_data(WordingCell(language, surface)) | wording_data(wording, language)
        for language, surface, wording in rows
    ]
    return {"version": 1, "enabled": list(policy.company.languages), "wordings": wordings}
