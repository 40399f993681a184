"""Reads a finished message for ``check`` and ``policy explain``, from the same octets as ``presend sendmail -t``."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from composer.cli.wiring.environment import machine_of
from composer.cli.wiring.named_file import STANDARD_INPUT, existing_file
from composer.sentences.system_reasons import system_reason
from composer.words import _

if TYPE_CHECKING:
    from composer.services.member_settings import MemberSettings
    from composer.storage.machine import Machine
    from policy.address import Address
    from policy.draft import Draft
    from policy.settings import Policy
    from policy.verdict import Member, PolicyInForce
    from policy.vouching import Vouching
    from policy.what_if.situation import Situation


def add_message_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments that ``read_message`` reads, without the policy."""
    parser.add_argument("message", metavar="MESSAGE", help=_("a file, or - for standard input"))
    parser.add_argument("--from", dest="sender", metavar="ADDR", help=_("the sender, instead of the header's From"))
    parser.add_argument("--member", metavar="ADDR", help=_("the member who would send; From must be theirs"))
    parser.add_argument("--individually", action="store_true", help=_("one copy for each recipient"))
    parser.add_argument("--level", choices=("general", "restricted", "confidential"))
    parser.add_argument("--surface", choices=("pc", "mobile"), help=_("which set of warning texts"))
    parser.add_argument("--at", metavar="ISO-TIME", help=_("judge as of this moment"))
    parser.add_argument("--json", action="store_true", help=_("print one JSON object"))


def member_settings(arguments: argparse.Namespace) -> MemberSettings | None:
    """The member's settings, in whose language everything is said from here on; raises ``SettingsFaultsError``."""
    from composer.cli.wiring import environment

    settings = environment.optional_settings(os.environ, machine_of(arguments))
    environment.use_ui_language(os.environ, settings, arguments.lang)
    return settings


class ReadMessage(NamedTuple):
    """A finished message with what its verdict depends on."""

    situation: Situation
    notes: tuple[str, ...]
    """What sending would change in the message, a sentence each."""


def read_message(
    arguments: argparse.Namespace, settings: MemberSettings | None, in_force: PolicyInForce, *, as_member: bool = False
) -> ReadMessage:
    """The message under the policy; leaves with 64 for bad options, 65 for what is no message, 66 for no file.

    ``as_member``: as the settings' own member would send it from this installation, which has no file service, where
    no other is named; else as the policy decides with everything that it may need, and any sender may.
    """
    from msgspec.structs import replace

    from policy.address import parse_field
    from policy.verdict import Capabilities
    from policy.what_if.situation import Situation

    now = _moment(arguments.at)
    named = (_address("--member", arguments.member),) if arguments.member else None
    draft, notes = _draft(arguments, _sender_settings(settings, named), in_force.policy)
    if arguments.sender:
        draft = replace(draft, sender=parse_field(arguments.sender))
    own = tuple(identity.address for identity in settings.identities) if settings and as_member else None
    capabilities = Capabilities(file_service=not as_member)
    member = _member(arguments, settings, named or own, now)
    return ReadMessage(Situation(draft, in_force, member, capabilities, now), notes)


def _sender_settings(settings: MemberSettings | None, named: tuple[Address, ...] | None) -> MemberSettings:
    """The settings whose first identity sends a message without From."""
    from msgspec.structs import replace

    from composer.services.member_settings import Identity, MemberSettings

    settings = settings or MemberSettings(())
    return replace(settings, identities=tuple(map(Identity, named))) if named else settings


def _draft(arguments: argparse.Namespace, settings: MemberSettings, policy: Policy) -> tuple[Draft, tuple[str, ...]]:
    from composer.cli.main import complain
    from composer.exit_status import Exit
    from composer.gate.call.options import OptionError
    from composer.gate.call.rendered import NotAMessageError
    from composer.gate.call.submission import NotFaithfulError
    from composer.gate.unreadable import UnreadableError

    try:
        return _read(arguments, settings, policy)
    except NotAMessageError:
        complain(_("{file}: not a mail message. It must begin with header fields.", file=arguments.message))
    except (OptionError, UnreadableError, NotFaithfulError) as error:
        complain(str(error))
    raise SystemExit(Exit.DATA)


def _read(arguments: argparse.Namespace, settings: MemberSettings, policy: Policy) -> tuple[Draft, tuple[str, ...]]:
    """The draft that ``presend sendmail -t`` would come to, and what it would do to the message."""
    from composer.gate.call.arguments import SendmailCall
    from composer.gate.call.intake import recoding_words
    from composer.gate.call.rendered import open_rendered, spool
    from composer.gate.call.submission import composed, with_facts
    from composer.message.composition import snapshot

    individually = "yes" if arguments.individually else None
    call = SendmailCall(from_header=True, level=arguments.level, individually=individually)
    with TemporaryDirectory(prefix="presend-") as place:
        folder = Path(place)
        with _input(arguments.message) as descriptor:
            path = spool(descriptor, folder)
        with closing(open_rendered(path, folder)) as opened:
            rendered = with_facts(opened, call)
    notes = (recoding_words(),) if rendered.is_recoded else ()
    return snapshot(composed(rendered, call, policy, settings), rendered.read), notes


@contextmanager
def _input(name: str) -> Iterator[int]:
    from composer.cli.main import complain
    from composer.exit_status import Exit

    try:
        if name != STANDARD_INPUT:
            existing_file(name)
        descriptor = os.dup(0) if name == STANDARD_INPUT else os.open(name, os.O_RDONLY | os.O_CLOEXEC)
    except OSError as error:
        complain(_("{file}: cannot be read: {reason}.", file=name, reason=system_reason(error)))
        raise SystemExit(Exit.NO_INPUT) from None
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _moment(text: str | None) -> datetime:
    from composer.cli.main import complain
    from composer.clock import SystemClock
    from composer.exit_status import Exit

    now = SystemClock().now()
    if text is None:
        return now
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        complain(_("--at {text}: not a time like 2026-11-24T12:00:00+09:00.", text=text))
        raise SystemExit(Exit.USAGE) from None
    return moment.astimezone(now.tzinfo) if moment.tzinfo else moment.replace(tzinfo=now.tzinfo)


def _member(
    arguments: argparse.Namespace,
    settings: MemberSettings | None,
    identities: tuple[Address, ...] | None,
    now: datetime,
) -> Member:
    from composer.setup.languages import member_language
    from policy.settings import Surface
    from policy.verdict import Member

    surface = Surface(arguments.surface) if arguments.surface else (settings and settings.surface) or Surface.PC
    if now.tzinfo is None:
        raise ValueError("the clock must give an aware time")
    language = member_language(arguments.lang, settings.language if settings else None, os.environ)
    reminder = settings.preferences.attachment_reminder if settings else True
    vouching = _vouching(machine_of(arguments), identities)
    return Member(identities, language, surface, now.tzinfo, reminder, vouching)


def _vouching(machine: Machine, identities: tuple[Address, ...] | None) -> Vouching:
    """What the machine's settings say of the named member, or else of whoever runs the verb."""
    from composer.storage.settings.machine import machine_settings

    machine_wide = machine_settings(machine)
    return machine_wide.vouching_of(identities[0]) if identities else machine_wide.vouching


def _address(option: str, text: str) -> Address:
    from composer.cli.main import complain
    from composer.exit_status import Exit
    from policy.address import MalformedAddressError, parse_address

    try:
        return parse_address(text)
    except MalformedAddressError:
        complain(_("{option} {text}: not a mail address.", option=option, text=text))
        raise SystemExit(Exit.USAGE) from None
