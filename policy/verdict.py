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
from policy.address import Address, Entry, Group, Mailbox, Malformed
from policy.attachments import JudgedFile
from policy.draft import Draft, Field
from policy.levels import JudgedLevel
from policy.organization import Organization, Reached, Recipient, RecipientClass
from policy.questions import QuestionCode, questions
from policy.refusal import Refusal, RefusalCode, in_order
from policy.settings import Level, Policy, Surface
from policy.warning import WarningDecision, WarningFacts, decide
from policy.wording import Wording

__all__ = [
    "Capabilities", "Member", "Outcome", "PolicyInForce", "QuestionCode", "Refusal", "RefusalCode", "Verdict",
    "consent_hash", "judge", "sender_of",
]  # fmt: skip


class Outcome(Enum):
    """What Send would do; questions do not change it."""

    SEND = "send"
    WARN = "warn"
    REFUSE = "refuse"


class PolicyInForce(Struct, frozen=True):
    """A policy with its index, where it came from, and its id."""

    policy: Policy
    organization: Organization
    source: str
    """The file's path, or ``demonstration``."""
    id: str
    """SHA-256, hex, of the parsed policy and of the lists it names."""


class Member(Struct, frozen=True):
    """The person composing, as far as rules depend on them."""

    identities: tuple[Address, ...] | None
    """Own addresses; None = the sender of the message is taken as authorised."""
    language: str | None
    """The member's language as given; None = not known."""
    surface: Surface
    timezone: tzinfo
    attachment_reminder: bool = True


class Capabilities(Struct, frozen=True):
    """What this installation can do."""

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
    """External and unknown recipients, in order."""
    files: tuple[JudgedFile, ...]
    level: JudgedLevel
    policy_id: str

    @property
    def outcome(self) -> Outcome:
        """Refuse before warn before send."""
        if self.refusals:
            return Outcome.REFUSE
        return Outcome.WARN if self.warning.shown else Outcome.SEND


def judge(draft: Draft, in_force: PolicyInForce, member: Member, capabilities: Capabilities, now: datetime) -> Verdict:
    """Apply every rule to one snapshot; ``now`` is aware and becomes the message's Date."""
    policy, organization = in_force.policy, in_force.organization
    reached = organization.reached(draft)
    files = attachments.allocate(draft.files, policy, capabilities.file_service)
    attachment = any(file.counts for file in files)
    refused = in_order([
        *_address_refusals(draft, reached.recipients),
        *_sender_refusals(draft, organization, member),
        *_level_refusals(draft, policy, reached),
        *_count_refusals(policy, reached.outside),
        *attachments.refusals(files, policy),
    ])  # fmt: skip
    facts = WarningFacts(bool(reached.outside), attachment, draft.individually, _is_exempt(draft, organization))
    warning = decide(policy.warning, facts, refused=bool(refused))
    return Verdict(
        refusals=refused,
        questions=questions(draft.subject, draft.body, attachment, member.attachment_reminder),
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


def sender_of(draft: Draft) -> Mailbox | None:
    """The one mailbox in From; None where there is none, several, or something that is no address."""
    match draft.sender:
        case (Mailbox() as sender,):
            return sender
    return None


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
        file.path, file.name, file.device, file.inode, file.size, file.mtime_ns,
        file.role.value, judged.kind.value,
    ]  # fmt: skip


def _wording_facts(chosen: Wording | None) -> list[str] | None:
    return None if chosen is None else [chosen.surface.value, chosen.tab, chosen.text]


def _malformed(entries: tuple[Entry, ...]) -> Iterator[Malformed]:
    for entry in entries:
        if isinstance(entry, Malformed):
            yield entry
        elif isinstance(entry, Group):
            yield from (member for member in entry.members if isinstance(member, Malformed))


def _address_refusals(draft: Draft, recipients: tuple[Recipient, ...]) -> Iterator[Refusal]:
    written = (draft.sender, draft.envelope_sender, draft.to, draft.cc, draft.bcc)
    bad = [piece for entries in written for piece in _malformed(entries)]
    if bad:
        yield Refusal(RefusalCode.MALFORMED_ADDRESS, tuple(piece.text for piece in bad))
    if not recipients and not any(_has_malformed(draft.entries(field)) for field in Field):
        yield Refusal(RefusalCode.NO_RECIPIENT)


def _has_malformed(entries: tuple[Entry, ...]) -> bool:
    return next(_malformed(entries), None) is not None


def _sender_refusals(draft: Draft, organization: Organization, member: Member) -> Iterator[Refusal]:
    sender = sender_of(draft)
    if sender is None:
        if not _has_malformed(draft.sender):
            named = tuple(str(entry.address) for entry in draft.sender if isinstance(entry, Mailbox))
            yield Refusal(RefusalCode.SENDER_NOT_ALLOWED, named)
    elif strangers := tuple(_not_their_own((sender, *draft.envelope_sender), organization, member)):
        yield Refusal(RefusalCode.SENDER_NOT_ALLOWED, strangers[:1])


def _not_their_own(senders: tuple[Entry, ...], organization: Organization, member: Member) -> Iterator[str]:
    if member.identities is None:
        return
    for sender in senders:
        if isinstance(sender, Mailbox) and not organization.may_send_as(sender.address, member.identities):
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


def _is_exempt(draft: Draft, organization: Organization) -> bool:
    sender = sender_of(draft)
    return sender is not None and organization.exempts(sender.address)
