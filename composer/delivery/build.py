"""Puts an outbox together from its parts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from composer.audit.log import AuditLog
from composer.delivery.acceptance import Acceptance
from composer.delivery.follow_up import FollowUp
from composer.delivery.outbox import MailOutbox
from composer.delivery.queue.spool import Patience, Spool
from composer.delivery.rejudging import Rejudging
from composer.delivery.sent import SentFolder
from composer.delivery.transports.base import Transport
from composer.services.clock import Clock
from composer.services.drafts import DraftStore
from composer.services.files import Files
from composer.services.outbox import UnsentMessages
from composer.services.policy_source import PolicySource
from composer.threads.abort import Abort
from policy.verdict import Capabilities

Checkpoint = Callable[[str], None]


def _no_checkpoint(_name: str) -> None:
    """Steps are only watched by tests, which stop the process at each of them."""


def build_outbox(
    root: Path,
    *,
    clock: Clock,
    policy: PolicySource,
    files: Files,
    drafts: DraftStore,
    transport: Transport,
    audit: Path | AuditLog,
    sent: Path | None = None,
    capabilities: Capabilities | None = None,
    checkpoint: Checkpoint = _no_checkpoint,
    returns: UnsentMessages | None = None,
    patience: Patience | None = None,
    abort: Abort | None = None,
) -> MailOutbox:
    """An outbox in the folder ``root``; ``audit`` is the log or its file, ``sent`` the Sent Maildir.

    What a killed process left undone is made up for before it is returned; nothing is sent. Without ``sent`` the
    record of a message stays in the outbox's ``done`` folder. ``returns`` gets what the gate accepted and did not send;
    without it such jobs stay where they are. Raises ``StorageError``, and ``AbortedError`` where ``abort`` is set while
    another process is at work.
    """
    spool = Spool(root, patience)
    log = AuditLog(audit) if isinstance(audit, Path) else audit
    follow_up = FollowUp(spool, clock, drafts, log, checkpoint, keeps_record=sent is None, returns=returns)
    outbox = MailOutbox(
        spool,
        clock,
        Acceptance(spool, clock, policy, files, capabilities or Capabilities(), checkpoint, log.demand),
        follow_up,
        Rejudging(spool, clock, policy, follow_up, checkpoint),
        transport,
        SentFolder(sent, checkpoint, clock) if sent is not None else None,
        log,
        checkpoint,
    )
    outbox.recover(abort)
    return outbox
