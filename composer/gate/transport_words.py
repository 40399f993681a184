"""The way by which a message leaves, in a few words."""

from __future__ import annotations

from composer.services.member_settings import TransportKind, TransportSettings
from composer.words import _


def transport_words(transport: TransportSettings) -> str:
    """The server, the command, or this machine; foreign text."""
    match transport.kind:
        case TransportKind.SMTP:
            return transport.host
        case TransportKind.SENDMAIL:
            return transport.command[0] if transport.command else ""
        case TransportKind.LOCAL:
            return _("folders of this machine")
