"""Whom a member may write as, and what a new message begins with."""

from __future__ import annotations

from msgspec.structs import replace

from composer.message.composition import Composition
from composer.message.mailto import body_text
from composer.services.member_settings import Identity, MemberSettings
from policy.address import Address, Mailbox, format_entry, parse_field
from policy.verdict import PolicyInForce, may_send_as

SIGNATURE_MARK = "-- \n"


def senders(settings: MemberSettings, in_force: PolicyInForce | None) -> list[str]:
    """The senders that a member may choose.

    Their own addresses, then the lists that name one of them among their senders.
    """
    own = [identity_text(identity) for identity in settings.identities]
    if in_force is None:
        return own
    addresses = tuple(identity.address for identity in settings.identities)
    lists = (
        format_entry(Mailbox(entry.address, entry.name))
        for entry in in_force.policy.lists
        if may_send_as(in_force, addresses, settings.vouching, entry.address)
    )
    return list(dict.fromkeys((*own, *lists)))


def new_composition(settings: MemberSettings, opened: Composition) -> Composition:
    """A new message: sender, signature and individually as the member's settings have them."""
    first = settings.identities[0] if settings.identities else None
    sender = opened.sender or (identity_text(first) if first else "")
    return replace(
        opened,
        sender=sender,
        body=signed(opened.body, signature_of(sender, settings)),
        individually=opened.individually or settings.preferences.individually,
    )


def signed(body: str, signature: str) -> str:
    """The body with a signature two blank lines below; unchanged where there is one already, or none to put."""
    if not signature or f"\n{SIGNATURE_MARK}" in f"\n{body}":
        return body
    return f"{body.rstrip(chr(10))}\n\n\n{SIGNATURE_MARK}{signature}"


def with_other_signature(body: str, before: str, after: str) -> str:
    """The body with one identity's signature in the place of another's; unchanged where the member edited it."""
    if before and body.endswith(f"{SIGNATURE_MARK}{before}"):
        bare = body.removesuffix(f"{SIGNATURE_MARK}{before}")
        return f"{bare}{SIGNATURE_MARK}{after}" if after else bare.rstrip("\n")
    return body if before else signed(body, after)


def signature_of(sender: str, settings: MemberSettings) -> str:
    """The signature that belongs to a sender; of a list, that of the first identity."""
    address = address_of(sender)
    own = [one for one in settings.identities if address is not None and one.address.key == address.key]
    chosen = (own or list(settings.identities))[:1]
    return body_text(chosen[0].signature).strip("\n") if chosen else ""


def same_sender(options: list[str], sender: str) -> str | None:
    """The option with the same address; None where there is none."""
    address = address_of(sender)
    if address is None:
        return None
    return next((one for one in options if (found := address_of(one)) and found.key == address.key), None)


def identity_text(identity: Identity) -> str:
    """Name and address as they stand in From."""
    return format_entry(Mailbox(identity.address, identity.name))


def address_of(sender: str) -> Address | None:
    """The one address in a From field; None for none or several."""
    match parse_field(sender):
        case (Mailbox(address, _name),):
            return address
    return None
