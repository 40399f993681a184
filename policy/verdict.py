"""judge(): the ordered pipeline over every rule, and the hash a consent is bound to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from enum import Enum

from policy.address import Address
from policy.attachments import JudgedFile
from policy.draft import Draft
from policy.levels import JudgedLevel
from policy.organization import Organization, Recipient
from policy.settings import Policy, Surface
from policy.warning import WarningDecision
from policy.wording import Wording


class Outcome(Enum):
    """What Send would do; questions do not change it."""

    SEND = "send"
    WARN = "warn"
    REFUSE = "refuse"


class RefusalCode(Enum):
    """Every reason a message cannot go; declaration order is the order of the report."""

    MALFORMED_ADDRESS = "malformed_address"
    NO_RECIPIENT = "no_recipient"
    SENDER_NOT_ALLOWED = "sender_not_allowed"
    LEVEL_DISABLED = "level_disabled"
    LEVEL_EXTERNAL = "level_external"
    TOO_MANY_EXTERNAL = "too_many_external"
    FILE_EMPTY = "file_empty"
    FILE_MISSING = "file_missing"
    FILE_CHANGED = "file_changed"
    FILE_NOT_REGULAR = "file_not_regular"
    ATTACHMENT_LIMIT = "attachment_limit"
    TIME_LIMITED_COUNT = "time_limited_count"
    TIME_LIMITED_SIZE = "time_limited_size"
    TIME_LIMITED_UNAVAILABLE = "time_limited_unavailable"


class QuestionCode(Enum):
    """What is asked once before a message goes; never a reason against it."""

    EMPTY_SUBJECT = "empty_subject"
    FORGOTTEN_ATTACHMENT = "forgotten_attachment"


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason, everything it names, and the numbers its sentence needs."""

    code: RefusalCode
    subjects: tuple[str, ...] = ()
    """Addresses, file names or level tokens, as foreign text."""
    facts: Mapping[str, int] = field(default_factory=dict)
    """``limit``, ``count`` (pieces) or ``limit``, ``total`` (bytes)."""


@dataclass(frozen=True, slots=True)
class PolicyInForce:
    """A policy with its index, where it came from, and its id."""

    policy: Policy
    organization: Organization
    source: str
    """The file's path, or ``demonstration``."""
    id: str
    """SHA-256, hex, of the parsed policy and of the lists it names."""


@dataclass(frozen=True, slots=True)
class Member:
    """The person composing, as far as rules depend on them."""

    identities: tuple[Address, ...] | None
    """Own addresses; None = the sender of the message is taken as authorised."""
    language: str | None
    """The member's language as given; None = not known."""
    surface: Surface
    timezone: tzinfo
    attachment_reminder: bool = True


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What this installation can do."""

    file_service: bool = False
    """Whether time-limited files can be uploaded somewhere."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the policy says of one snapshot, with every reason."""

    refusals: tuple[Refusal, ...]
    questions: tuple[QuestionCode, ...]
    warning: WarningDecision
    wording: Wording | None
    """What the dialog would say; None where no warning is shown."""
    recipients: tuple[Recipient, ...]
    files: tuple[JudgedFile, ...]
    level: JudgedLevel
    policy_id: str

    @property
    def outcome(self) -> Outcome:
        """Refuse before warn before send."""
        if self.refusals:
            return Outcome.REFUSE
        return Outcome.WARN if self.warning.shown else Outcome.SEND

    @property
    def outside(self) -> tuple[Recipient, ...]:
        """External and unknown recipients, in order."""
        return tuple(recipient for recipient in self.recipients if recipient.outside)


def judge(draft: Draft, in_force: PolicyInForce, member: Member, capabilities: Capabilities, now: datetime) -> Verdict:
    """Apply every rule to one snapshot; ``now`` is aware and becomes the message's Date."""
    raise NotImplementedError


def consent_hash(draft: Draft, verdict: Verdict) -> str:
    """SHA-256, hex, over canonical JSON of everything the member's answer is about."""
    raise NotImplementedError
