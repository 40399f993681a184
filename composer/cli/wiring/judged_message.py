"""A finished message as ``check`` and ``policy explain`` read it: the same arguments, the same draft."""

from __future__ import annotations

import argparse
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from composer.words import _

if TYPE_CHECKING:
    from composer.services.member_settings import MemberSettings
    from policy.address import Address
    from policy.draft import Draft
    from policy.settings import Policy
    from policy.verdict import Member, PolicyInForce
    from policy.what_if.situation import Situation

LARGEST = 256_000_000
"""Bytes of a message that are read."""


def add_message_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what ``situation`` reads, but for the policy."""
    parser.add_argument("message", metavar="MESSAGE", help=_("a file, or - for standard input"))
    parser.add_argument("--from", dest="sender", metavar="ADDR", help=_("the sender, instead of the header's From"))
    parser.add_argument("--member", metavar="ADDR", help=_("the member who would send; From must be theirs"))
    parser.add_argument("--individually", action="store_true", help=_("one copy for each recipient"))
    parser.add_argument("--level", choices=("general", "restricted", "confidential"), default="general")
    parser.add_argument("--lang", metavar="TAG", help=_("the member's language"))
    parser.add_argument("--surface", choices=("pc", "mobile"), help=_("which set of warning texts"))
    parser.add_argument("--at", metavar="ISO-TIME", help=_("judge as of this moment"))
    parser.add_argument("--json", action="store_true", help=_("print one JSON object"))


def member_settings(arguments: argparse.Namespace) -> MemberSettings | None:
    """The member's settings, in whose language everything is said from here on; raises ``SettingsFaultsError``."""
    from composer.cli.wiring import environment

    settings = environment.optional_settings(os.environ)
    environment.use_ui_language(os.environ, settings, arguments.lang)
    return settings


def situation(arguments: argparse.Namespace, settings: MemberSettings | None, in_force: PolicyInForce) -> Situation:
    """The message under the policy; leaves with 64 for bad options, 65 for what is no message, 66 for no file."""
    from policy.verdict import Capabilities
    from policy.what_if.situation import Situation

    now = _moment(arguments.at)
    member = _member(arguments, settings, now)
    draft = _with_options(_draft(arguments.message), arguments, in_force.policy)
    return Situation(draft, in_force, member, Capabilities(file_service=True), now)


def _draft(name: str) -> Draft:
    from composer.cli.main import Exit, complain
    from composer.reading.message_facts import NotAMessageError, read_message

    try:
        return read_message(_read(name))
    except NotAMessageError:
        complain(_("{file}: not a mail message. It must begin with header fields.", file=name))
        raise SystemExit(Exit.DATA) from None


def _read(name: str) -> bytes:
    from composer.cli.main import Exit, complain

    try:
        if name == "-":
            return sys.stdin.buffer.read(LARGEST)
        with Path(name).open("rb") as file:
            return file.read(LARGEST)
    except OSError as error:
        complain(_("{file}: cannot be read: {reason}.", file=name, reason=error.strerror or type(error).__name__))
        raise SystemExit(Exit.NO_INPUT) from None


def _moment(text: str | None) -> datetime:
    from composer.cli.main import Exit, complain
    from composer.clock import SystemClock

    now = SystemClock().now()
    if text is None:
        return now
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        complain(_("--at {text}: not a time like 2026-11-24T12:00:00+09:00.", text=text))
        raise SystemExit(Exit.USAGE) from None
    return moment.astimezone(now.tzinfo) if moment.tzinfo else moment.replace(tzinfo=now.tzinfo)


def _member(arguments: argparse.Namespace, settings: MemberSettings | None, now: datetime) -> Member:
    from composer.cli.wiring import environment
    from policy.settings import Surface
    from policy.verdict import Member

    surface = Surface(arguments.surface) if arguments.surface else (settings and settings.surface) or Surface.PC
    identities = (_address("--member", arguments.member),) if arguments.member else None
    if now.tzinfo is None:
        raise ValueError("the clock must give an aware time")
    language = environment.member_language(arguments.lang, settings.language if settings else None, os.environ)
    reminder = settings.preferences.attachment_reminder if settings else True
    return Member(identities, language, surface, now.tzinfo, reminder)


def _address(option: str, text: str) -> Address:
    from composer.cli.main import Exit, complain
    from policy.address import MalformedAddressError, parse_address

    try:
        return parse_address(text)
    except MalformedAddressError:
        complain(_("{option} {text}: not a mail address.", option=option, text=text))
        raise SystemExit(Exit.USAGE) from None


def _with_options(draft: Draft, arguments: argparse.Namespace, policy: Policy) -> Draft:
    from policy import levels
    from policy.address import parse_field
    from policy.settings import Level

    level = Level(arguments.level)
    expiry, prohibited = levels.defaults(level, policy)
    sender = parse_field(arguments.sender) if arguments.sender else draft.sender
    return replace(
        draft,
        sender=sender,
        level=level,
        expires_after=expiry,
        forwarding_prohibited=prohibited,
        individually=arguments.individually,
    )
