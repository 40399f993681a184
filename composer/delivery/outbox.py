"""The outbox: accepting, undoing, delivering, trying again. Nothing else reaches a transport."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime

from composer.composition import Composition
from composer.delivery import audit_facts
from composer.delivery.acceptance import Acceptance
from composer.delivery.audit_facts import Facts
from composer.delivery.delivery_run import DeliveryRun
from composer.delivery.job_document import JobDocument, UnknownJobError
from composer.delivery.job_state import CRASHES, DUE, NOTICE_AFTER, REACHED, JobProgress, due_at, pause, view
from composer.delivery.journal import Began, Changed, Ended, Filed, Mark, Marked, Retried
from composer.delivery.sent import SentFolder
from composer.delivery.spool import Spool
from composer.delivery.transports.base import Transport
from composer.errors import NotAcceptedError, StorageError
from composer.services import (
    Clock,
    DraftStore,
    Job,
    JobState,
    Progress,
    RecipientState,
    SavedDraft,
    Stage,
    Submission,
)
from composer.storage.audit import AuditEvent, AuditLog
from composer.words import _, ngettext
