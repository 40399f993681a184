"""``presend check MESSAGE``: what the composer would say of a finished message, without sending it."""

from __future__ import annotations

import argparse
import json
import os
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from composer.words import _

if TYPE_CHECKING:
    from composer.storage.member_settings import MemberSettings
    from policy.address import Address
    from policy.draft import Draft
    from policy.settings import Policy
    from policy.verdict import Member

LARGEST = 256_000_000
"""Bytes of a message that are read."""


def add_parser(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The verb's arguments."""
    parser = verbs.add_parser(
        "check",
        help=_("what the policy would say of a message"),
        description=_("Evaluate a message exactly as the composer would, without sending it."),
    )
    parser.add_argument("message", metavar="MESSAGE", help=_("a file, or - for standard input"))
    parser.add_argument("--policy", type=Path, metavar="FILE", help=_("judge by this policy"))
    parser.add_argument("--from", dest="sender", metavar="ADDR", help=_("the sender, instead of the header's From"))
    parser.add_argument("--member", metavar="ADDR", help=_("the member who would send; From must be theirs"))
    parser.add_argument("--individually", action="store_true", help=_("one copy for each recipient"))
    parser.add_argument("--level", choices=("general", "restricted", "confidential"), default="general")
    parser.add_argument("--lang", metavar="TAG", help=_("the member's language"))
    parser.add_argument("--surface", choices=("pc", "mobile"), help=_("which set of warning texts"))
    parser.add_argument("--at", metavar="ISO-TIME", help=_("judge as of this moment"))
    parser.add_argument("--json", action="store_true", help=_("print one JSON object"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the verdict; 0 whenever one was reached, 65 for what is not a message, 78 for a bad policy."""
    from composer.cli import environment
    from composer.cli.main import Exit, complain
    from composer.reading.message_facts import NotAMessageError, read_message
    from policy.verdict import Capabilities, judge

    settings = environment.optional_settings(os.environ)
    environment.use_ui_language(os.environ, settings, arguments.lang)
    now = _moment(arguments.at)
    in_force = environment.policy_source(arguments.policy, os.environ).current()
    member = _member(arguments, settings, now)
    try:
        draft = read_message(_read(arguments.message))
    except NotAMessageError:
        complain(_("{file}: not a mail message. It must begin with header fields.", file=arguments.message))
        return Exit.DATA
    draft = _with_options(draft, arguments, in_force.policy)
    verdict = judge(draft, in_force, member, Capabilities(file_service=True), now)
    if arguments.json:
        from composer.verdict_json import verdict_data

        json.dump(verdict_data(verdict, in_force), sys.stdout, ensure_ascii=True, indent=2)
        sys.stdout.write("\n")
    else:
        from composer.verdict_words import explanation

        sys.stdout.write("\n".join(explanation(verdict, member.timezone)) + "\n")
    return Exit.OK


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
    from composer.cli import environment
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
