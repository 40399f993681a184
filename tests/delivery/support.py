"""An outbox with real folders, a clock that is set by hand, and the organization of the policy's tests."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from composer.clock import FixedClock
from composer.delivery.build import build_outbox
from composer.delivery.outbox import MailOutbox
from composer.delivery.queue.spool import Patience
from composer.delivery.transports.base import Transport
from composer.delivery.transports.local import LocalPost
from composer.errors import PolicyFaultsError
from composer.files.attaching.attach import LocalFiles
from composer.gate.keeping.kept import KeptMessages
from composer.message.composition import Composition, snapshot
from composer.sentences.file_faults import faults_error
from composer.sentences.reasons import sentence
from composer.services.drafts import SavedDraft
from composer.services.outbox import Consent, Job, Progress, Submission
from composer.storage.drafts.folder import Drafts
from composer.threads.abort import Abort
from policy.document import policy_id
from policy.draft import Draft
from policy.settings import Policy
from policy.verdict import Capabilities, PolicyInForce, consent_hash, judge
from tests.policy.support import KIM, ME, NOW, POLICY, in_force

LETTER = Composition(sender=KIM, to="lee@hanbit.example", subject="Minutes", body="Dear Lee,\n\nhere they are.\n")


@dataclass
class SettablePolicy:
    """A policy source whose policy a test replaces."""

    policy: Policy = POLICY
    faults: tuple[str, ...] = ()
    """With any the policy is broken."""

    def current(self) -> PolicyInForce:
        """The policy that was set last."""
        if self.faults:
            raise faults_error(PolicyFaultsError, "policy.toml", tuple(map(sentence, self.faults)))
        return replace(in_force(self.policy), id=policy_id(self.policy))


@dataclass
class Office:
    """Everything around one outbox; a second one on the same folder is the next start of presend."""

    root: Path
    clock: FixedClock = field(default_factory=lambda: FixedClock(NOW))
    policy: SettablePolicy = field(default_factory=SettablePolicy)
    transport: Transport | None = None
    checkpoint: Callable[[str], None] = lambda _name: None
    sent: Path | None = None
    existing: frozenset[str] | None = None
    patience: Patience | None = None

    def __post_init__(self) -> None:
        self.files = LocalFiles(self.root)
        self.drafts = Drafts(self.root / "drafts", self.clock)
        self.post = LocalPost(self.root / "mail", lambda: self.policy.current().organization, self.clock, self.existing)
        self.kept = KeptMessages(self.root / "clients", self.clock)
        self.outbox = self.open()

    def open(self, abort: Abort | None = None) -> MailOutbox:
        """An outbox as a process that starts now would have it."""
        return build_outbox(
            self.root / "outbox",
            clock=self.clock,
            policy=self.policy,
            files=self.files,
            drafts=self.drafts,
            transport=self.transport or self.post,
            audit=self.root / "audit.jsonl",
            sent=self.sent or self.root / "mailbox" / ".Sent",
            checkpoint=self.checkpoint,
            returns=self.kept,
            patience=self.patience,
            abort=abort,
        )

    def submission(self, composition: Composition = LETTER, **rest: Any) -> Submission:
        """The composition, with the consent of a member who pressed Send in every dialog."""
        draft = snapshot(composition, Draft(files=self.files.facts(composition.files), is_composed=True))
        verdict = judge(draft, self.policy.current(), ME, Capabilities(), self.clock.now())
        consent = Consent("c" * 32, consent_hash(draft, verdict), 1200) if verdict.warning.shown else None
        return Submission(composition, ME, **{"answered": frozenset(verdict.questions), "consent": consent} | rest)

    def send(self, composition: Composition = LETTER, **rest: Any) -> Job:
        """Accept and try at once."""
        return self.outbox.deliver(self.outbox.accept(self.submission(composition, **rest)).id, ignore)

    def undone(self, job_id: str) -> Composition | None:
        """What undoing a job brings back; None when it is too late."""
        draft = self.outbox.undo(job_id)
        return None if draft is None else draft.composition

    def saved(self, composition: Composition = LETTER) -> str:
        """A draft on disk; its id."""
        draft_id = self.drafts.new_id()
        self.drafts.save(SavedDraft(draft_id, composition, self.clock.now()))
        return draft_id

    def attached(self, name: str, data: bytes) -> Composition:
        """The letter with one file."""
        path = self.root / name
        path.write_bytes(data)
        return replace(LETTER, files=(self.files.attach(path),))

    def audit(self) -> list[dict[str, Any]]:
        """The audit log's lines."""
        path = self.root / "audit.jsonl"
        return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []

    def arrived(self) -> list[tuple[str, EmailMessage]]:
        """What lies in the mailboxes: (mailbox, message)."""
        return [(one.mailbox, parsed(one.data)) for one in self.post.received()]

    def filed(self) -> list[bytes]:
        """What lies in Sent."""
        return [path.read_bytes() for path in (self.root / "mailbox" / ".Sent").glob("*/*")]


def ignore(_progress: Progress) -> None:
    """A test that does not look at progress."""


def parsed(data: bytes) -> EmailMessage:
    """A message by the standard library's strict-as-it-gets parser, not by ours."""
    message = message_from_bytes(data, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def addresses(message: EmailMessage, name: str) -> list[str]:
    """The addresses of one field, as the standard library reads them."""
    return [address.addr_spec for header in message.get_all(name, []) for address in header.addresses]
