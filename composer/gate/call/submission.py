"""A message of another client as the rules see it: the recipients of its envelope, and its options."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import dropwhile, takewhile

from msgspec import Struct
from msgspec.structs import replace

from composer.message.composition import Composition, snapshot
from composer.gate.call.arguments import SendmailCall
from composer.gate.call.options import Options
from composer.gate.services import GateServices
from composer.drafting.judging import Assessment, member_of
from composer.message.raw_fields import RawField, texts
from composer.message.rendered import RenderedMessage
from composer.services.member_settings import MemberSettings
from policy.address import Entry, Mailbox, Malformed, format_entry, format_field, parse_field
from policy.draft import Draft
from policy.entries import without
from policy.lists.members import mailboxes
from policy.verdict import Capabilities, judge

_RESENT = "resent-"
_RESENT_TO = ("resent-to", "resent-cc", "resent-bcc")


class GateAssessor(Struct, frozen=True):
    """Judges messages that are already rendered: their files lie inside, and cannot become links."""

    services: GateServices

    def assess(self, composition: Composition, facts: Draft, columns: int) -> Assessment:
        """Judge under the policy and the time now in force; raises ``PolicyFaultsError``."""
        services = self.services
        in_force = services.policy.current()
        now = services.clock.now()
        member = member_of(services.settings, services.language, columns, now)
        draft = replace(snapshot(composition, facts.files), envelope_sender=facts.envelope_sender)
        return Assessment(composition, draft, judge(draft, in_force, member, Capabilities(), now), member, in_force)


class GateMessage(Struct, frozen=True):
    """One message on its way through the gate."""

    composition: Composition
    """Sender, recipients, subject, text and options; ``files`` is empty, because they lie inside the message."""
    rendered: RenderedMessage
    facts: Draft
    """What ``reading`` found in it: its own To, Cc and Bcc, its text, its files."""
    assessor: GateAssessor

    def assess(self, composition: Composition, columns: int) -> Assessment:
        """Judge the message with this composition; raises ``PolicyFaultsError``."""
        return self.assessor.assess(composition, self.facts, columns)

    def rendered_for(self, composition: Composition) -> RenderedMessage:
        """The rendered message with To and Cc as repairs left them; untouched where they took nothing away."""
        before = self.composition
        return replace(
            self.rendered,
            to=_shown(self.facts.to, before.to, composition.to),
            cc=_shown(self.facts.cc, before.cc, composition.cc),
        )


def composition_of(facts: Draft, call: SendmailCall, options: Options, sender: str) -> Composition:
    """The composition that a header and an envelope come to; ``sender`` counts where the header has no From.

    Recipients that no header field shows are Bcc; addresses of the header that the envelope does not name are no
    recipients.
    """
    shown = (*facts.to, *facts.cc, *facts.bcc)
    given = tuple(entry for text in call.recipients for entry in parse_field(text))
    if call.from_header:
        left_out = _keys(given)
        to, cc, bcc = (_without(entries, left_out) for entries in (facts.to, facts.cc, facts.bcc))
    else:
        meant = _keys(given)
        to, cc, own_bcc = (_only(entries, meant) for entries in (facts.to, facts.cc, facts.bcc))
        hidden = _without(given, _keys(shown))
        bcc = (*own_bcc, *hidden)
    return Composition(
        sender=format_field(facts.sender) or sender,
        to=format_field(to),
        cc=format_field(cc),
        bcc=format_field(_once(bcc)),
        subject=facts.subject,
        body=facts.body,
        level=options.level,
        expires_after=options.expires_after,
        forwarding_prohibited=options.forwarding_prohibited,
        individually=options.individually,
    )


def envelope_call(call: SendmailCall, fields: Iterable[RawField]) -> SendmailCall:
    """With ``-t``, a message that is sent again goes to whom its latest Resent fields name, not once more to its To.

    The latest are those on top (RFC 5322, 3.6.6); as sendmail and msmtp read them.
    """
    latest = _latest_resending(fields) if call.from_header else ()
    if not latest:
        return call
    entries = tuple(entry for name in _RESENT_TO for text in texts(latest, name) for entry in parse_field(text))
    left_out = _keys(entry for text in call.recipients for entry in parse_field(text))
    wanted = tuple(map(format_entry, _without(entries, left_out)))
    return replace(call, from_header=False, recipients=wanted)


def own_sender(call: SendmailCall, settings: MemberSettings) -> str:
    """From of a message that has none: the address for bounces, else the member's first identity."""
    match parse_field(call.sender or ""):
        case (Mailbox(address, _name),):
            return format_entry(Mailbox(address, call.full_name or ""))
    if not settings.identities:
        return ""
    first = settings.identities[0]
    return format_entry(Mailbox(first.address, first.name if call.full_name is None else call.full_name))


def _latest_resending(fields: Iterable[RawField]) -> tuple[RawField, ...]:
    below = dropwhile(lambda field: not field.name.startswith(_RESENT), fields)
    return tuple(takewhile(lambda field: field.name.startswith(_RESENT), below))


def _keys(entries: Iterable[Entry]) -> frozenset[str]:
    return frozenset(mailbox.address.key for mailbox in mailboxes(tuple(entries)))


def _without(entries: tuple[Entry, ...], keys: frozenset[str]) -> tuple[Entry, ...]:
    return without(entries, lambda entry: isinstance(entry, Mailbox) and entry.address.key in keys)


def _only(entries: tuple[Entry, ...], keys: frozenset[str]) -> tuple[Entry, ...]:
    """What the envelope names too; what is no address stays, so that it is named and blocks."""
    return without(entries, lambda entry: isinstance(entry, Mailbox) and entry.address.key not in keys)


def _once(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    found: dict[str, Entry] = {}
    for entry in entries:
        key = entry.address.key if isinstance(entry, Mailbox) else format_entry(entry)
        found.setdefault(key, entry)
    return tuple(found.values())


def _shown(written: tuple[Entry, ...], before: str, after: str) -> tuple[Entry, ...] | None:
    if before == after:
        return None
    now = parse_field(after)
    taken = _keys(parse_field(before)) - _keys(now)
    added = _without(now, _keys(written))
    rest = without(_without(written, taken), lambda entry: isinstance(entry, Malformed))
    return (*rest, *added)
