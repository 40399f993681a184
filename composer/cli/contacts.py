"""``presend contacts QUERY``: addresses the member knows, in the forms that other mail clients ask for."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from composer.cli.wiring.environment import machine_of
from composer.safe_text import clean
from composer.words import _, ngettext, pgettext

if TYPE_CHECKING:
    from pathlib import Path

    from composer.disk.paths import Places
    from composer.storage.contacts.known_people import Found, KnownPeople, PeopleFile, Watched
    from composer.storage.machine import Machine

MUTT = "mutt"
AERC = "aerc"
USUAL_LIMIT = 20


def add_parser(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``presend contacts`` and its arguments."""
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
    """Print what was found: 0, or 1 where nothing was; mutt shows the first line also of a fault, and only that."""
    from composer.errors import FaultsError
    from composer.exit_status import Exit

    try:
        return _look_up(arguments)
    except FaultsError as error:
        if arguments.format != MUTT:
            raise
        _print([clean(error.faults[0])])
        return Exit.CONFIGURATION


def _look_up(arguments: argparse.Namespace) -> int:
    from composer import words
    from composer.cli.wiring.catalog_file import catalog_language
    from composer.exit_status import Exit
    from composer.setup.languages import member_language, ui_language
    from composer.storage.contacts.index import search_once

    everybody = known_people(os.environ, machine_of(arguments))
    language, screens = everybody.languages
    screens = catalog_language(os.environ) or screens
    words.use(ui_language(screens, member_language(None, language, os.environ), os.environ))
    places = search_once(everybody.texts, " ".join(arguments.query), arguments.limit)
    found = [everybody.found(at) for at in places]
    is_marked = not arguments.no_marks
    lines = _columns(found, is_marked) if arguments.format == AERC else _for_mutt(found, is_marked)
    _print(lines)
    return Exit.OK if found else Exit.FOUND


def _print(lines: Sequence[str]) -> None:
    sys.stdout.buffer.write("".join(f"{line}\n" for line in lines).encode("utf-8", "replace"))


def known_people(environ: Mapping[str, str], machine: Machine) -> KnownPeople:
    """Everybody the member knows, from the kept file or, where a source has changed, from the sources."""
    from composer import __version__
    from composer.disk.paths import people_file, places
    from composer.storage.contacts.known_people import PeopleFile

    around = places(environ)
    key = (__version__, str(machine.folder), str(around.home), str(around.config), environ.get("PRESEND_POLICY", ""))
    file = PeopleFile(people_file(around), key)
    return file.load() or _gathered(file, around, environ, machine)


def _gathered(file: PeopleFile, around: Places, environ: Mapping[str, str], machine: Machine) -> KnownPeople:
    """Everybody from the member's sources, kept for the next time; without settings or policy, from what is left."""
    from composer.cli.wiring import environment
    from composer.disk.mailbox_layout import sent_folder
    from composer.disk.paths import contacts_cache
    from composer.storage.contacts.contacts import AddressBook, NoPolicy
    from composer.storage.contacts.known_people import Watched
    from composer.storage.policy.source import NoPolicyError
    from composer.storage.settings.file import FILE_NAME

    watched = Watched()
    for path in (machine.policy, machine.settings, around.config / FILE_NAME, around.config / "policy.toml"):
        watched.note(path)
    settings = environment.optional_settings(environ, machine)
    cards = settings.vcard_folder if settings else None
    if settings is not None and settings.mailbox is not None:
        watched.note(settings.mailbox)  # a folder for sent mail may still come into it
    sent = sent_folder(settings.mailbox, settings.sent) if settings else None
    _note_sources(watched, cards, sent)
    try:
        policy = environment.policy_source(None, environ, machine)
    except NoPolicyError:
        policy = None
    everybody = AddressBook(policy or NoPolicy(), cards, sent, contacts_cache(around)).everybody()
    for path in policy.files() if policy else ():
        watched.note(path)
    if settings is not None:
        everybody = replace(everybody, languages=(settings.language, settings.ui_language))
    file.save(everybody, watched)
    return everybody


def _note_sources(watched: Watched, cards: Path | None, sent: Path | None) -> None:
    if cards is not None:
        watched.note_cards(cards)
    if sent is not None:
        for part in ("", "cur", "new"):
            watched.note(sent / part)


def _for_mutt(found: Sequence[Found], is_marked: bool) -> list[str]:
    """The lines for mutt: a message, then the addresses, of which mutt shows all three columns."""
    message = ngettext("{n} address", "{n} addresses", len(found)) if found else _("No address was found.")
    return [message, *_columns(found, is_marked)]


def _columns(found: Sequence[Found], is_marked: bool) -> list[str]:
    """Address, name and mark, with tabs between: aerc makes a recipient of the first two and leaves the third."""
    return ["\t".join((*_address_and_name(one), _mark(one) if is_marked else "")) for one in found]


def _address_and_name(one: Found) -> tuple[str, str]:
    """Address and name, each on one line and without tabs."""
    return clean(str(one.address)), " ".join(clean(one.name).split())


def _mark(one: Found) -> str:
    """Whether inside or outside, and whether a list; short, for neomutt shows 20 cells of it."""
    from composer.services.completion_kind import CompletionKind

    place = pgettext("contact", "inside") if one.inside else pgettext("contact", "outside")
    if one.kind is not CompletionKind.LIST:
        return place
    if one.member_count is None:
        return pgettext("contact", "{place}, list", place=place)
    return pgettext("contact", "{place}, list of {n}", place=place, n=one.member_count)


def _limit(text: str) -> int:
    """A whole number from 1 on; raises ``ValueError``, which argparse reports."""
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number
