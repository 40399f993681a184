"""Checks whether the audit log can be written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from composer.audit.log import AuditLog, held
from composer.services.member_settings import AuditPlace, AuditSettings
from composer.setup.doctor.finding import Finding, Link, Mark
from composer.words import _


def audit_findings(log: AuditLog, settings: AuditSettings, file: Path) -> Iterator[Finding]:
    """Whether the audit log can be opened for writing; nothing is written."""
    fault = log.fault()
    if fault and log.holds_mail:
        yield Finding(Link.AUDIT, Mark.FAULT, str(held(fault)))
    elif fault:
        words = _("The audit log cannot be written, and mail is sent without a trace: {reason}", reason=str(fault))
        yield Finding(Link.AUDIT, Mark.NOTE, words)
    elif settings.to is AuditPlace.SYSLOG:
        yield Finding(Link.AUDIT, Mark.WELL, _("The audit log is written to the machine's own log."))
    else:
        yield Finding(Link.AUDIT, Mark.WELL, _("The audit log is written to {file}.", file=file))
