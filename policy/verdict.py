"""judge(): the ordered pipeline over every rule, and the hash a consent is bound to."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime, tzinfo
from enum import Enum
from itertools import groupby
from operator import attrgetter

import msgspec
from msgspec import Struct

from policy import attachments, levels, wording
from policy.address import Address, Entry, Mailbox
from policy.attachments import JudgedFile
from policy.draft import Draft, Field
from policy.entries import malformed_in
from policy.exemption import is_exempt, sender_of
from policy.levels import JudgedLevel
from policy.lists.members import mailboxes
from policy.organization import Organization, Reached, Recipient, RecipientClass
from policy.questions import QuestionCode, questions
from policy.refusal import FaultyAddress, Refusal, RefusalCode, in_order
from policy.settings import Level, Policy, Surface
from policy.vouching import Vouching
from policy.warning import WarningDecision, WarningFacts, decide
from policy.wording import Wording


class Outcome(Enum):
    """What Send would do; questions do not change it."""

    SEND = "send"
    WARN = "warn"
    REFUSE = "refuse"


class PolicyInForce(Struct, frozen=True):
    """A policy that messages are judged by: indexed, with its source and its id."""

    policy: Policy
    organization: Organization
    source: str
    """The path of the policy's file, or ``demonstration``."""
    id: str
    """SHA-256, hex, of the parsed policy and of the lists it names."""
    is_of_the_machine: bool = False
    """Whether an administrator laid it down for everybody on the machine, so that nobody can vouch for themselves."""


class Member(Struct, frozen=True):
    """The person composing, as far as rules depend on them."""

    identities: tuple[Address, ...] | None
    """Own addresses; None = the sender of the message is taken as authorised."""
    language: str | None
    """The member's language as given; None = not known."""
    surface: Surface
    timezone: tzinfo
    attachment_reminder: bool = True
    vouching: Vouching = Vouching.SILENT
    """Counts only under a machine's policy; under their own, members may say whatever they like anyway."""


class Capabilities(Struct, frozen=True):
    """Which services this installation has beside sending mail."""

    file_service: bool = False
    """Whether time-limited files can be uploaded somewhere."""


class Verdict(Struct, frozen=True):
    """What the policy says of one snapshot, with every reason."""

    refusals: tuple[Refusal, ...]
    questions: tuple[QuestionCode, ...]
    warning: WarningDecision
    wording: Wording | None
    """What the dialog would say; None where no warning is shown."""
    recipients: tuple[Recipient, ...]
    outside: tuple[Recipient, ...]
    """The external and unknown recipients, in the order of ``recipients``."""
    files: tuple[JudgedFile, ...]
    level: JudgedLevel
    policy_id: str

    @property
    def outcome(self) -> Outcome:
        """What Send does: refuse where there is a refusal, else warn where the warning is shown, else send."""
        if self.refusals:
            return Outcome.REFUSE
        return Outcome.WARN if self.warning.shown else Outcome.SEND


def judge(draft: Draft, in_force: PolicyInForce, member: Member, capabilities: Capabilities, now: datetime) -> Verdict:
    """Apply every rule to one snapshot of a message; ``now`` (aware) becomes its Date."""
    policy, organization = in_force.policy, in_force.organization
    reached = organization.reached(draft)
    files = attachments.allocate(draft.files, policy, capabilities.file_service)
    attachment = any(file.counts for file in files)
    refused = in_order([
        *_address_refusals(draft, reached.recipients),
        *_sender_refusals(draft, in_force, member),
        *_level_refusals(draft, policy, reached),
        *_count_refusals(policy, reached.outside),
        *attachments.refusals(files, policy),
    ])  # fmt: skip
    exempt = is_exempt(draft, organization, member.vouching, is_of_the_machine=in_force.is_of_the_machine)
    facts = WarningFacts(bool(reached.outside), attachment, draft.individually, exempt)
    warning = decide(policy.warning, facts, refused=bool(refused))
    return Verdict(
        refusals=refused,
        questions=questions(draft, attachment, member.attachment_reminder),
        warning=warning,
        wording=wording.choose(policy, member.surface, member.language) if warning.shown else None,
        recipients=reached.recipients,
        outside=reached.outside,
        files=files,
        level=levels.judged(
            draft.level, draft.expires_after, draft.forwarding_prohibited, policy, now, member.timezone
        ),
        policy_id=in_force.id,
    )


def may_send_as(
    in_force: PolicyInForce, identities: tuple[Address, ...] | None, vouching: Vouching, sender: Address
) -> bool:
    """Whether a member may write from an address: an own one, or a list that names one of them in ``senders``.

    Under a machine's policy nobody sends as a list whom its administrator leaves out, whatever they call their own.
    """
    if identities is None:
        return True
    organization = in_force.organization
    is_left_out = in_force.is_of_the_machine and vouching is Vouching.ABSENT
    if is_left_out and organization.list_at(sender) is not None:
        return False
    return organization.may_send_as(sender, identities)


def consent_hash(draft: Draft, verdict: Verdict) -> str:
    """SHA-256, hex, over canonical JSON of everything the member's answer is about."""
    judged = {
        "sender": [str(entry) for entry in draft.sender],
        "recipients": _recipients_digest(verdict.recipients),
        "subject": draft.subject,
        "body": draft.body,
        "files": [_file_facts(file) for file in verdict.files],
        "level": verdict.level.level.value,
        "period": verdict.level.expires_after.period,
        "forwarding_prohibited": verdict.level.forwarding_prohibited,
        "individually": draft.individually,
        "policy": verdict.policy_id,
        "wording": _wording_facts(verdict.wording),
    }
    return hashlib.sha256(json.dumps(judged, sort_keys=True, separators=(",", ":")).encode("ascii")).hexdigest()


def _recipients_digest(recipients: tuple[Recipient, ...]) -> str:
    """SHA-256, hex, over JSON of the ordered recipients with class and provenance, which a whole list shares."""
    rows: list[tuple[str, RecipientClass, list[str], tuple[Field, ...]]] = []
    for (via, fields), run in groupby(recipients, key=attrgetter("via", "fields")):
        way = [str(address) for address in via]
        rows.extend((str(one.address), one.recipient_class, way, fields) for one in run)
    return hashlib.sha256(msgspec.json.encode(rows)).hexdigest()


def _file_facts(judged: JudgedFile) -> list[object]:
    file = judged.file
    return [
        file.path, file.name, file.device, file.inode, file.size, file.mtime_ns, file.ctime_ns,
        file.role.value, judged.kind.value,
    ]  # fmt: skip


def _wording_facts(chosen: Wording | None) -> list[str] | None:
    return None if chosen is None else [chosen.surface.value, chosen.tab, chosen.text]


def _address_refusals(draft: Draft, recipients: tuple[Recipient, ...]) -> Iterator[Refusal]:
    bad = (*_faulty_addresses(draft), *draft.unreadable)
    if bad:
        yield Refusal(RefusalCode.MALFORMED_ADDRESS, tuple(one.malformed.text for one in bad), faults=bad)
    if not recipients and not any(_has_malformed(draft.entries(field)) for field in Field):
        yield Refusal(RefusalCode.NO_RECIPIENT)


def _faulty_addresses(draft: Draft) -> Iterator[FaultyAddress]:
    fields = {"from": draft.sender, "envelope-from": draft.envelope_sender, "to": draft.to, "cc": draft.cc}
    for name, entries in fields.items():
        yield from (FaultyAddress(name, piece) for piece in malformed_in(entries))
    named = {one.malformed.text for one in draft.unreadable}  # these are named by their own field
    for name, entries in (("bcc", draft.bcc), ("sender", draft.other_senders)):
        yield from (FaultyAddress(name, piece) for piece in malformed_in(entries) if piece.text not in named)


def _has_malformed(entries: tuple[Entry, ...]) -> bool:
    return next(malformed_in(entries), None) is not None


def _sender_refusals(draft: Draft, in_force: PolicyInForce, member: Member) -> Iterator[Refusal]:
    sender = sender_of(draft)
    if sender is None:
        if not _has_malformed(draft.sender):
            named = tuple(str(entry.address) for entry in draft.sender if isinstance(entry, Mailbox))
            yield Refusal(RefusalCode.SENDER_NOT_ALLOWED, named)
    elif strangers := tuple(_not_their_own(_claimed(sender, draft), in_force, member)):
        yield Refusal(RefusalCode.SENDER_NOT_ALLOWED, strangers[:1], {"bounce": 1} if draft.is_resent else {})


def _claimed(sender: Mailbox, draft: Draft) -> tuple[Entry, ...]:
    """Everybody in whose name a message is sent: From, the envelope's sender, and Sender or Resent fields."""
    return (sender, *draft.envelope_sender, *mailboxes(draft.other_senders))


def _not_their_own(senders: tuple[Entry, ...], in_force: PolicyInForce, member: Member) -> Iterator[str]:
    for sender in senders:
        if not isinstance(sender, Mailbox):
            continue
        if not may_send_as(in_force, member.identities, member.vouching, sender.address):
            yield str(sender.address)


def _level_refusals(draft: Draft, policy: Policy, reached: Reached) -> Iterator[Refusal]:
    if not levels.in_use(draft.level, policy):
        yield Refusal(RefusalCode.LEVEL_DISABLED, (draft.level.value,))
    if draft.level is not Level.GENERAL and reached.outside:
        yield Refusal(RefusalCode.LEVEL_EXTERNAL, reached.outside_texts)


def _count_refusals(policy: Policy, outside: tuple[Recipient, ...]) -> Iterator[Refusal]:
    limit = policy.limits.max_external_recipients
    if len(outside) > limit:
        yield Refusal(RefusalCode.TOO_MANY_EXTERNAL, facts={"limit": limit, "count": len(outside)})
