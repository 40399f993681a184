"""Delivery on this machine: a Maildir for each address of the organization, one for the whole outside."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, unquote

from msgspec import Struct

from composer.delivery.transports.base import (
    MailObject,
    Outcome,
    Outcomes,
    SendObserver,
    Tell,
    all_of,
    outcome,
    tell_nobody,
)
from composer.delivery.transports.bounce import bounce
from composer.delivery.wire.encoded_text import folded
from composer.errors import NotAsApprovedError, StorageError
from composer.mailbox import maildir
from composer.sentences.reasons import reason_of
from composer.services.clock import Clock
from composer.services.outbox import RecipientState
from composer.threads.abort import Abort
from policy.address import Address, Mailbox, parse_address
from policy.draft import Field
from policy.lists.expansion import UnknownReason
from policy.organization import Organization, Recipient, RecipientClass

OUTSIDE = "outside"
"""The name of the Maildir for everybody outside; no address can have it."""
LONGEST_NAME = 200
"""Characters of a folder's name that are used as they are."""
NO_SUCH_USER = "550 5.1.1 No such user here"
LIST_FAILED = "550 5.2.4 The members of this mailing list could not be read"
TAKEN = "250 2.1.5 Delivered"


class Received(Struct, frozen=True):
    """One message as it lies in a mailbox."""

    mailbox: str
    """An address of the organization, or ``outside``."""
    envelope_recipient: str
    """Whom this copy was delivered to."""
    path: Path
    data: bytes


class LocalPost:
    """Delivers into Maildirs on this machine, as the organization's server would.

    Lists are expanded under the policy in force.
    """

    def __init__(
        self,
        folder: Path,
        organization: Callable[[], Organization],
        clock: Clock,
        existing: frozenset[str] | None = None,
    ) -> None:
        """``existing`` holds the inside addresses there are, as normal forms (``Address.key``); None = every one."""
        self._folder = folder
        self._organization = organization
        self._clock = clock
        self._existing = existing

    is_open = True

    @contextmanager
    def connect(self, _abort: Abort, _tell: Tell = tell_nobody) -> Iterator[LocalPost]:
        """Yield itself: there is nothing to connect to."""
        yield self

    def send(self, mail: MailObject, observer: SendObserver) -> Outcomes:
        """Deliver to the Maildir of each recipient, once for each member however many lists lead there."""
        post = _Rounds(self._organization(), self._existing)
        outcomes = {text: post.add(parse_address(text)) for text in mail.recipients}
        taken = tuple(text for text, found in outcomes.items() if found.state is RecipientState.ACCEPTED)
        observer.before_handover(taken)
        filled: list[Recipient] = []
        try:
            self._deliver(mail, post.leaves, filled)
            self._bounce(mail, post.failed)
        except NotAsApprovedError as error:
            if not filled:
                raise
            return outcomes | all_of(taken, RecipientState.UNKNOWN, why=reason_of(error))
        except StorageError as error:
            # Where some mailboxes have it, a second attempt would bring it twice.
            state = RecipientState.UNKNOWN if filled else RecipientState.TEMPORARY
            return outcomes | all_of(taken, state, why=reason_of(error))
        observer.sent(mail.size)
        return outcomes

    def received(self) -> Sequence[Received]:
        """All messages in all mailboxes, by mailbox, oldest first."""
        paths = sorted(self._folder.glob("*/new/*")) + sorted(self._folder.glob("*/cur/*"))
        return [
            Received(_address(path.parents[1].name), _delivered_to(data), path, data)
            for path in sorted(paths, key=lambda path: (path.parents[1].name == OUTSIDE, path.parents[1], path.name))
            if (data := path.read_bytes())
        ]

    def mailbox(self, address: Address) -> Path:
        """The Maildir of an inside address."""
        name = quote(address.key, safe="@+=,!#$&'^_`{|}~-")
        if len(name) > LONGEST_NAME:
            name = f"{name[:LONGEST_NAME]}~{hashlib.sha256(name.encode('ascii')).hexdigest()[:16]}"
        return self._folder / name

    def _deliver(self, mail: MailObject, leaves: Sequence[Recipient], filled: list[Recipient]) -> None:
        for leaf in leaves:
            inside = leaf.recipient_class is not RecipientClass.EXTERNAL
            folder = self.mailbox(leaf.address) if inside else self._folder / OUTSIDE
            trace = "".join(folded("Delivered-To", [str(address)]) for address in (leaf.address, *reversed(leaf.via)))
            first = f"{trace}{folded('Return-Path', [f'<{mail.sender}>'])}".encode()
            maildir.deliver(folder, maildir.unique_name(self._clock.now()), _chunks(first, mail))
            filled.append(leaf)

    def _bounce(self, mail: MailObject, failed: Sequence[tuple[Address, str]]) -> None:
        if failed:
            sender = parse_address(mail.sender)
            now = self._clock.now()
            head = folded("Delivered-To", [str(sender)]).encode() + b"Return-Path: <>\r\n"
            data = head + bounce(sender, failed, mail.head, now)
            maildir.deliver(self.mailbox(sender), maildir.unique_name(now), (data,))


class _Rounds:
    """Who is reached, and who is not, by the envelope of one mail object."""

    def __init__(self, organization: Organization, existing: frozenset[str] | None) -> None:
        self._organization = organization
        self._existing = existing
        self._leaves: dict[str, Recipient] = {}
        self.failed: list[tuple[Address, str]] = []

    @property
    def leaves(self) -> Sequence[Recipient]:
        """Mailboxes, each once."""
        return tuple(self._leaves.values())

    def add(self, address: Address) -> Outcome:
        """Expand one recipient; what the server answers to its RCPT."""
        members = self._organization.expand((Mailbox(address),), Field.TO)
        reached = [leaf for leaf in members if self._reach(leaf)]
        if reached or len(members) != 1:
            return outcome(RecipientState.ACCEPTED, TAKEN)
        return outcome(RecipientState.PERMANENT, self.failed[-1][1])

    def _reach(self, leaf: Recipient) -> bool:
        reply = self._refusal(leaf)
        if reply:
            self.failed.append((leaf.address, reply))
        else:
            self._leaves.setdefault(leaf.address.key, leaf)
        return not reply

    def _refusal(self, leaf: Recipient) -> str:
        if leaf.unknown_reason not in (None, UnknownReason.ROUTED):
            return LIST_FAILED
        inside = leaf.recipient_class is not RecipientClass.EXTERNAL
        if inside and self._existing is not None and leaf.address.key not in self._existing:
            return NO_SUCH_USER
        return ""


def _chunks(first: bytes, mail: MailObject) -> Iterator[bytes]:
    yield first
    yield from mail.chunks()


def _delivered_to(data: bytes) -> str:
    line = data.split(b"\r\n\r\n", 1)[0].replace(b"\r\n ", b" ").split(b"\r\n", 1)[0]
    return line.partition(b":")[2].strip().decode("utf-8", "replace")


def _address(name: str) -> str:
    return name if name == OUTSIDE else unquote(name)
