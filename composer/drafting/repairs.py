"""What the warning dialog can change in a message: pure functions from one composition to the next."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from composer.message.composition import Composition
from policy.address import Address, Entry, format_field, parse_field
from policy.draft import Field
from policy.entries import without_keys
from policy.lists.members import mailboxes
from policy.organization import Recipient
from policy.settings import Expiry, Level
from policy.verdict import Verdict


class TurnOnIndividually(Struct, frozen=True):
    """Send the message individually: one copy for each recipient, which names nobody else."""


class MoveOutsidersToBcc(Struct, frozen=True):
    """Move the outside recipients to Bcc, so that nobody in To or Cc sees them."""


class RemoveRecipient(Struct, frozen=True):
    """Remove one outside recipient, with the list it came through."""

    recipient: Recipient


class RemoveDomain(Struct, frozen=True):
    """Remove every outside recipient of a domain."""

    domain: str
    """The domain in A-label form, as in the recipients' addresses."""


class DropFile(Struct, frozen=True):
    """Remove one file."""

    index: int
    """The index in the composition's files, from 0."""


class ChooseLevel(Struct, frozen=True):
    """Use another security level, with its expiry and its forwarding rule."""

    level: Level
    expires_after: Expiry
    forwarding_prohibited: bool


Repair = TurnOnIndividually | MoveOutsidersToBcc | RemoveRecipient | RemoveDomain | DropFile | ChooseLevel


def apply(repair: Repair, composition: Composition, verdict: Verdict) -> Composition:
    """The composition after one repair; ``verdict`` is the policy's verdict on it before."""
    match repair:
        case TurnOnIndividually():
            return individually(composition)
        case MoveOutsidersToBcc():
            return outsiders_to_bcc(composition, verdict)
        case RemoveRecipient(recipient):
            return without_recipient(composition, recipient)
        case RemoveDomain(domain):
            return without_domain(composition, domain, verdict)
        case DropFile(index):
            return without_file(composition, index)
        case ChooseLevel(level, expiry, prohibited):
            return replace(composition, level=level, expires_after=expiry, forwarding_prohibited=prohibited)


def individually(composition: Composition) -> Composition:
    """The composition with Individually turned on: one copy for each recipient."""
    return replace(composition, individually=True)


def without_recipient(composition: Composition, recipient: Recipient) -> Composition:
    """The composition without a recipient, wherever it is written.

    One that came through a list takes the list along.
    """
    return _without(composition, _keys_of([recipient]))


def without_domain(composition: Composition, domain: str, verdict: Verdict) -> Composition:
    """The composition without the outside recipients of a domain, and without the lists they came through."""
    return _without(composition, _keys_of(recipients_at(domain, verdict)))


def outsiders_to_bcc(composition: Composition, verdict: Verdict) -> Composition:
    """The composition with the outside recipients of To and Cc, and the lists that hold some, in Bcc."""
    keys = _keys_of(verdict.outside)
    there = {mailbox.address.key for mailbox in mailboxes(parse_field(composition.bcc))}
    moved: list[Entry] = []
    for text in (composition.to, composition.cc):
        for mailbox in mailboxes(parse_field(text)):
            if mailbox.address.key in keys - there:
                there.add(mailbox.address.key)
                moved.append(mailbox)
    bcc = format_field((*parse_field(composition.bcc), *moved)) if moved else composition.bcc
    return replace(
        composition, to=_field_without(composition.to, keys), cc=_field_without(composition.cc, keys), bcc=bcc
    )


def without_file(composition: Composition, index: int) -> Composition:
    """The composition without the file at this index."""
    return replace(composition, files=composition.files[:index] + composition.files[index + 1 :])


def recipients_at(domain: str, verdict: Verdict) -> tuple[Recipient, ...]:
    """The outside recipients of one domain."""
    return tuple(recipient for recipient in verdict.outside if recipient.address.domain == domain)


def lists_of(recipients: Iterable[Recipient]) -> tuple[Address, ...]:
    """The written lists through which these recipients came, in order, each once."""
    return tuple({recipient.via[0].key: recipient.via[0] for recipient in recipients if recipient.via}.values())


def can_move_to_bcc(verdict: Verdict) -> bool:
    """Whether an outside recipient stands in To or Cc."""
    return any(field is not Field.BCC for recipient in verdict.outside for field in recipient.fields)


def _keys_of(recipients: Iterable[Recipient]) -> frozenset[str]:
    """Keys of what is written for these recipients: themselves and the outermost lists."""
    written = [address for one in recipients for address in (one.address, *one.via[:1])]
    return frozenset(address.key for address in written)


def _without(composition: Composition, keys: frozenset[str]) -> Composition:
    return replace(
        composition,
        to=_field_without(composition.to, keys),
        cc=_field_without(composition.cc, keys),
        bcc=_field_without(composition.bcc, keys),
    )


def _field_without(text: str, keys: frozenset[str]) -> str:
    """The field's text, untouched where nothing goes; malformed pieces always stay."""
    entries = parse_field(text)
    kept = without_keys(entries, keys)
    return text if kept == entries else format_field(kept)
