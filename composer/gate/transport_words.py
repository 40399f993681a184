"""The name of the transport by which a message leaves."""

from __future__ import annotations

from composer.services.member_settings import TransportKind, TransportSettings
from composer.words import _


def transport_words(transport: TransportSettings) -> str:
    """The server's host, the command, or words for folders of this machine; foreign text."""
    match transport.kind:
        case TransportKind.SMTP:
            return transport.host
        case TransportKind.SENDMAIL:
            return transport.command[0] if transport.command else ""
        case TransportKind.LOCAL:
            return _("folders of this machine")
