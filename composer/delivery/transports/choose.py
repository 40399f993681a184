"""The transport that the member's settings name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from composer.delivery.transports import credentials
from composer.delivery.transports.base import Transport
from composer.delivery.transports.local import LocalPost
from composer.delivery.transports.sendmail import Sendmail
from composer.services import Clock
from composer.storage.member_settings import TransportKind, TransportSettings
from policy.organization import Organization


def transport_for(
    settings: TransportSettings,
    *,
    organization: Callable[[], Organization],
    clock: Clock,
    environ: Mapping[str, str],
    post: Path,
) -> Transport:
    """Build it without connecting; ``post`` holds the Maildirs of ``local`` where the settings name no folder."""
    match settings.kind:
        case TransportKind.LOCAL:
            return LocalPost(settings.folder or post, organization, clock)
        case TransportKind.SENDMAIL:
            return Sendmail(settings.command)
        case TransportKind.SMTP:
            from composer.delivery.transports.smtp import Smtp  # 7 ms that other transports need not pay

            return Smtp(settings, lambda: credentials.login(settings, environ))
