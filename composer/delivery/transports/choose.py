"""The transport that the member's settings name, and a look whether it can be used."""

from __future__ import annotations

import os
from collections.abc import Mapping

from composer.delivery.transports.base import Tell, Transport, tell_nobody
from composer.disk.paths import Places
from composer.services.clock import Clock
from composer.services.member_settings import TransportKind, TransportSettings
from composer.services.policy_source import PolicySource
from composer.threads.abort import Abort


def transport_for(
    settings: TransportSettings, around: Places, policy: PolicySource, clock: Clock, environ: Mapping[str, str]
) -> Transport:
    """The transport that the settings name, not connected.

    ``local`` without a folder keeps its Maildirs with presend's data.
    """
    if settings.kind is TransportKind.LOCAL:
        from composer.delivery.transports.local import LocalPost

        folder = settings.folder or around.data / "mail"
        return LocalPost(folder, lambda: policy.current().organization, clock)
    return _remote(settings, environ)


def probe(
    settings: TransportSettings,
    environ: Mapping[str, str] = os.environ,
    abort: Abort | None = None,
    tell: Tell = tell_nobody,
) -> None:
    """Connect, secure and log in, or look for the command, without sending.

    Raises ``TransportError``, and ``AbortedError`` when ``abort`` is set.
    """
    if settings.kind is not TransportKind.LOCAL:
        with _remote(settings, environ).connect(abort or Abort(), tell):
            return


def _remote(settings: TransportSettings, environ: Mapping[str, str]) -> Transport:
    if settings.kind is TransportKind.SENDMAIL:
        from composer.delivery.transports.sendmail import Sendmail

        return Sendmail(settings.command)
    from composer.delivery.transports import credentials
    from composer.delivery.transports.smtp import Smtp  # 7 ms that other transports need not pay

    return Smtp(settings, lambda abort, tell: credentials.login(settings, environ, abort, tell))
