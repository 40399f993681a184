"""``presend contacts QUERY``: addresses the member knows, in the forms that other mail clients ask for."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from composer.safe_text import clean
from composer.words import _, ngettext, pgettext

if TYPE_CHECKING:
    from composer.storage.contacts import AddressBook, Found

MUTT = "mutt"
AERC = "aerc"
USUAL_LIMIT = 20


def add_parser(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The verb's arguments."""
    parser = verbs.add_parser(
        "contacts",
        help=_("look addresses up, for other mail clients"),
        description=_("Look up people and mailing lists, each marked as inside or outside. Exit status 1 for none."),
    )
    parser.add_argument("query", metavar=pgettext("argument", "QUERY"), nargs="+", help=_("part of a name or address"))
    parser.add_argument("--format", choices=(MUTT, AERC), default=MUTT, help=_("which client reads the answer"))
    parser.add_argument(
        "--limit",
        type=_limit,
        default=USUAL_LIMIT,
        metavar=pgettext("argument", "N"),
        help=_("at most so many addresses"),
    )
    parser.add_argument("--no-marks", action="store_true", help=_("leave out who is inside and who outside"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print what was found: 0, or 1 where nothing was."""
    from composer.cli.main import Exit

    found = address_book(os.environ).look_up(" ".join(arguments.query), arguments.limit)
    is_marked = not arguments.no_marks
    lines = _for_aerc(found, is_marked) if arguments.format == AERC else _for_mutt(found, is_marked)
    sys.stdout.buffer.write("".join(f"{line}\n" for line in lines).encode("utf-8", "replace"))
    return Exit.OK if found else Exit.FOUND


def address_book(environ: Mapping[str, str]) -> AddressBook:
    """The member's sources, as the composer has them; without settings or policy those that are left."""
    from composer.cli import environment
    from composer.storage.contacts import AddressBook, NoPolicy
    from composer.storage.paths import contacts_cache, places, sent_folder
    from composer.storage.policy_source import NoPolicyError

    settings = environment.optional_settings(environ)
    environment.use_ui_language(environ, settings)
    try:
        policy = environment.policy_source(None, environ)
    except NoPolicyError:
        policy = NoPolicy()
    mailbox, cards = (settings.mailbox, settings.vcard_folder) if settings else (None, None)
    return AddressBook(policy, cards, sent_folder(mailbox), contacts_cache(places(environ)))


def _for_mutt(found: Sequence[Found], is_marked: bool) -> list[str]:
    """A message, then address, name and mark, with tabs between."""
    message = ngettext("{n} address", "{n} addresses", len(found)) if found else _("No address was found.")
    return [message, *("\t".join((*_address_and_name(one), _mark(one) if is_marked else "")) for one in found)]


def _for_aerc(found: Sequence[Found], is_marked: bool) -> list[str]:
    """Address and name; aerc shows nothing else, so that the mark stands behind the name."""
    return ["\t".join(_marked_name(one) if is_marked else _address_and_name(one)) for one in found]


def _marked_name(one: Found) -> tuple[str, str]:
    address, name = _address_and_name(one)
    return address, f"{name} ({_mark(one)})".lstrip()


def _address_and_name(one: Found) -> tuple[str, str]:
    """On one line, with no tab in them."""
    return clean(str(one.person.address)), " ".join(clean(one.person.name).split())


def _mark(one: Found) -> str:
    from composer.services import CompletionKind

    place = pgettext("contact", "inside") if one.inside else pgettext("contact", "outside")
    if one.person.kind is not CompletionKind.LIST:
        return place
    if one.member_count is None:
        return _("{place}, mailing list", place=place)
    return ngettext(
        "{place}, mailing list of {n} member", "{place}, mailing list of {n} members", one.member_count, place=place
    )


def _limit(text: str) -> int:
    """A whole number from 1 on; argparse says the rest."""
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number
