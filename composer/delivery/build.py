"""Puts an outbox together from its parts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from composer.delivery.acceptance import Acceptance
from composer.delivery.outbox import MailOutbox
from composer.delivery.second_look import SecondLook
from composer.delivery.sent import SentFolder
from composer.delivery.settling import Settling
from composer.delivery.queue.spool import Spool
from composer.delivery.transports.base import Transport
from composer.services.bundle import Clock, DraftStore, Files, PolicySource, RenderedReturns
from composer.audit.log import AuditLog
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
    audit: Path,
    sent: Path | None = None,
    capabilities: Capabilities | None = None,
    checkpoint: Checkpoint = _no_checkpoint,
    returns: RenderedReturns | None = None,
) -> MailOutbox:
    """An outbox in the folder ``root``; ``audit`` is the log's file, ``sent`` the Sent Maildir.

    What a killed process left undone is made up for before it is returned; nothing is sent. Without ``sent`` the
    record of a message stays in the outbox's ``done`` folder. ``returns`` gets what the gate accepted and did not send;
    without it such jobs stay where they are. Raises ``StorageError``.
    """
    spool = Spool(root)
    log = AuditLog(audit)
    settling = Settling(spool, clock, drafts, log, checkpoint, keeps_record=sent is None, returns=returns)
    outbox = MailOutbox(
        spool,
        clock,
        Acceptance(spool, clock, policy, files, capabilities or Capabilities(), checkpoint),
        settling,
        SecondLook(spool, clock, policy, settling, checkpoint),
        transport,
        SentFolder(sent, checkpoint) if sent is not None else None,
        log,
        checkpoint,
    )
    outbox.recover()
    return outbox
