"""A message of another client as the rules see it: the recipients of its envelope, and its options."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import dropwhile, takewhile

from msgspec import Struct
from msgspec.structs import replace

from composer.drafting.attempt import Attempt
from composer.drafting.judging import Assessment, assess, member_of
from composer.errors import PresendError
from composer.gate.call.arguments import SendmailCall
from composer.gate.call.options import Options, options_of, require_once
from composer.gate.services import GateServices
from composer.gate.unreadable import unreadable_parts
from composer.message.composition import Composition
from composer.message.rendered import RenderedMessage, envelope_sender_entries
from composer.reading.header_addresses import entries_of
from composer.reading.message_facts import read_message
from composer.reading.mime_leaves import StructureError
from composer.reading.raw_fields import RawField, fields_of
from composer.reasons import ReasonCode
from composer.sentences.reasons import failure
from composer.services.member_settings import MemberSettings
from composer.services.outbox import Submission
from composer.storage.atomic import storage_error
from policy.address import Entry, Mailbox, Malformed, format_entry, format_field, parse_field
from policy.draft import Draft
from policy.entries import malformed_in, without
from policy.lists.members import mailboxes
from policy.refusal import FaultyAddress
from policy.settings import Policy, Surface
from policy.verdict import Capabilities

_RESENT = "resent-"
_RESENT_TO = ("resent-to", "resent-cc", "resent-bcc")


class NotFaithfulError(PresendError):
    """An address field that would say something else when it was written again; one sentence that names it."""


class Envelope(Struct, frozen=True):
    """The recipients to whom a call sends a message."""

    recipients: tuple[Entry, ...]
    """As arguments or Resent fields name them, read once."""
    is_of_header: bool = False
    """Whether To, Cc and Bcc are the recipients, and those of ``recipients`` left out of them."""


class GateAssessor(Struct, frozen=True):
    """Judges a message that is already rendered: its files lie inside, and cannot become links."""

    services: GateServices
    facts: Draft
    """What ``reading`` found in the message."""

    def assess(self, composition: Composition, surface: Surface) -> Assessment:
        """Judge under the policy and the time now in force; raises ``PolicyFaultsError``."""
        services = self.services
        in_force, now = services.policy.current(), services.clock.now()
        member = member_of(services.settings, services.language, surface, now)
        return assess(composition, self.facts, member, in_force, Capabilities(), now)


class GateMessage(Struct, frozen=True):
    """One message on its way through the gate."""

    composition: Composition
    """Sender, recipients, subject, text and options; ``files`` is empty, because they lie inside the message."""
    rendered: RenderedMessage
    services: GateServices

    @property
    def facts(self) -> Draft:
        """The message as ``reading`` parsed it: its own To, Cc and Bcc, its text, its files."""
        return self.rendered.read

    def assess(self, composition: Composition, surface: Surface) -> Assessment:
        """Judge the message with this composition; raises ``PolicyFaultsError``."""
        return GateAssessor(self.services, self.facts).assess(composition, surface)

    def submission(self, assessment: Assessment, attempt: Attempt, kept_id: str | None) -> Submission:
        """The message for the outbox, as it was judged last and with the member's answers."""
        return Submission(
            composition=assessment.composition,
            member=assessment.member,
            answered=attempt.answered,
            consent=attempt.consent,
            draft_id=kept_id,
            rendered=self.rendered_for(assessment.composition),
        )

    def rendered_for(self, composition: Composition) -> RenderedMessage:
        """The rendered message with To and Cc as repairs left them; the same message where they removed nothing."""
        before = self.composition
        return replace(
            self.rendered,
            to=_shown(self.facts.to, before.to, composition.to),
            cc=_shown(self.facts.cc, before.cc, composition.cc),
        )


def with_facts(rendered: RenderedMessage, call: SendmailCall) -> RenderedMessage:
    """The message with what is found in it; raises ``UnreadableError`` and ``StorageError``.

    What is no address in the envelope stands against sending like what is none in Bcc.
    """
    fields = fields_of(rendered.head)
    try:
        with rendered.reading() as file:
            file.seek(rendered.content_at)
            read = read_message(fields, file)
    except StructureError as error:
        raise unreadable_parts(error) from error
    except OSError as error:
        raise storage_error(rendered.path, error) from error
    bad = tuple(malformed_in(_given(call)))
    sender = () if call.sender is None else envelope_sender_entries(call.sender)
    unreadable = tuple(dict.fromkeys((*read.unreadable, *_faulty_resending(call, fields))))
    read = replace(read, bcc=(*read.bcc, *bad), envelope_sender=sender, unreadable=unreadable)
    return replace(rendered, read=read, envelope_sender=call.sender)


def composed(rendered: RenderedMessage, call: SendmailCall, policy: Policy, settings: MemberSettings) -> Composition:
    """The composition of a message ``with_facts`` and a call; raises ``OptionError`` and ``NotFaithfulError``."""
    fields = fields_of(rendered.head)
    require_once(fields)
    options = options_of(fields, call, policy, settings.preferences.individually)
    return composition_of(rendered.read, envelope_of(call, fields), options, own_sender(call, settings))


def composition_of(facts: Draft, envelope: Envelope, options: Options, sender: str) -> Composition:
    """The composition of a header and an envelope; ``sender`` counts where the header has no From.

    Recipients that no header field shows are Bcc; addresses of the header that the envelope does not name are no
    recipients.
    """
    shown = (*facts.to, *facts.cc, *facts.bcc)
    given = envelope.recipients
    if envelope.is_of_header:
        left_out = _keys(given)
        to, cc, bcc = (_without(entries, left_out) for entries in (facts.to, facts.cc, facts.bcc))
    else:
        meant = _keys(given)
        to, cc, own_bcc = (_only(entries, meant) for entries in (facts.to, facts.cc, facts.bcc))
        hidden = _without(given, _keys(shown))
        bcc = (*own_bcc, *hidden)
    return Composition(
        sender=_text("From", facts.sender) or sender,
        to=_text("To", to),
        cc=_text("Cc", cc),
        bcc=_text("Bcc", _once(bcc)),
        subject=facts.subject,
        body=facts.body,
        level=options.level,
        expires_after=options.expires_after,
        forwarding_prohibited=options.forwarding_prohibited,
        individually=options.individually,
    )


def _given(call: SendmailCall) -> tuple[Entry, ...]:
    return tuple(entry for text in call.recipients for entry in parse_field(text))


def _text(name: str, entries: tuple[Entry, ...]) -> str:
    """The entries as the text of a field, which says the same when it is read; what is malformed is refused anyway."""
    text = format_field(entries)
    if parse_field(text) == entries or any(malformed_in(entries)):
        return text
    changed = next((entry for entry in entries if parse_field(format_entry(entry)) != (entry,)), entries[0])
    raise failure(NotFaithfulError, ReasonCode.NOT_FAITHFUL, field=name, address=format_entry(changed))


def envelope_of(call: SendmailCall, fields: Iterable[RawField]) -> Envelope:
    """The envelope of a call; with ``-t`` a message that was resent goes to its latest Resent fields, not to its To.

    The latest are those on top (RFC 5322, 3.6.6); as sendmail and msmtp read them.
    """
    given = _given(call)
    latest = _latest_resending(call, fields)
    if not latest:
        return Envelope(given, call.from_header)
    return Envelope(_without(entries_of(latest, *_RESENT_TO), _keys(given)))


def own_sender(call: SendmailCall, settings: MemberSettings) -> str:
    """From of a message that has none: the address for bounces, else the member's first identity."""
    match parse_field(call.sender or ""):
        case (Mailbox(address, _name),):
            return format_entry(Mailbox(address, call.full_name or ""))
    if not settings.identities:
        return ""
    first = settings.identities[0]
    return format_entry(Mailbox(first.address, first.name if call.full_name is None else call.full_name))


def _latest_resending(call: SendmailCall, fields: Iterable[RawField]) -> tuple[RawField, ...]:
    if not call.from_header:
        return ()
    below = dropwhile(lambda field: not field.name.startswith(_RESENT), fields)
    return tuple(takewhile(lambda field: field.name.startswith(_RESENT), below))


def _faulty_resending(call: SendmailCall, fields: Iterable[RawField]) -> Iterator[FaultyAddress]:
    """What is no address in the fields that stand for To, Cc and Bcc, by the names of these fields."""
    for name in _RESENT_TO:
        for piece in malformed_in(entries_of(_latest_resending(call, fields), name)):
            yield FaultyAddress(name, piece)


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
