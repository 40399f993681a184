"""The words of the first-run form: labels, choices, and the note about the policy."""

from __future__ import annotations

from collections.abc import Sequence

from composer.setup.first_run.saving import FirstRun
from composer.setup.first_run.values import Place, PolicyChoice
from composer.services.member_settings import Security, TransportKind
from composer.words import _, own_name, pgettext


def label(place: Place) -> str:
    """What stands before a field."""
    match place:
        case Place.ADDRESS:
            return pgettext("setting", "Mail address")
        case Place.NAME:
            return pgettext("setting", "Name")
        case Place.LANGUAGE:
            return pgettext("setting", "Language")
        case Place.TRANSPORT:
            return pgettext("setting", "Mail leaves by")
        case Place.POLICY:
            return pgettext("setting", "Policy")
        case Place.POLICY_FILE:
            return pgettext("setting", "Policy file")
    return _transport_label(place)


def _transport_label(place: Place) -> str:
    match place:
        case Place.HOST:
            return pgettext("setting", "Server")
        case Place.PORT:
            return pgettext("setting", "Port")
        case Place.SECURITY:
            return pgettext("setting", "Encryption")
        case Place.USER:
            return pgettext("setting", "User")
        case Place.PASSWORD_COMMAND:
            return pgettext("setting", "Password command")
        case Place.COMMAND:
            return pgettext("setting", "Command")
    return pgettext("setting", "Folder")


def languages(tags: Sequence[str]) -> list[tuple[str, str]]:
    """Each language in its own name, and leaving it open."""
    return [*((own_name(tag), tag) for tag in tags), (pgettext("language", "Not said"), "")]


def transports() -> list[tuple[str, TransportKind]]:
    """The three ways mail can leave."""
    return [
        (_("A mail server (SMTP)"), TransportKind.SMTP),
        (_("A command such as sendmail"), TransportKind.SENDMAIL),
        (_("Folders on this machine"), TransportKind.LOCAL),
    ]


def securities() -> list[tuple[str, Security]]:
    """What protects the connection."""
    return [
        (pgettext("encryption", "STARTTLS"), Security.STARTTLS),
        (pgettext("encryption", "TLS"), Security.TLS),
        (_("None, only on this machine"), Security.PLAINTEXT),
    ]


def policies() -> list[tuple[str, PolicyChoice]]:
    """Where the policy comes from."""
    return [
        (_("A strict starter for my domain"), PolicyChoice.STARTER),
        (_("A file that I have"), PolicyChoice.EXISTING),
    ]


def note(setup: FirstRun, policy: PolicyChoice) -> str:
    """What is written where, or which policy is in force already."""
    path = setup.policy_file
    if setup.policy_in_force:
        return _("Policy in force: {source}. It was decided elsewhere.", source=setup.policy_in_force)
    if policy is PolicyChoice.STARTER:
        return _("The starter warns before all mail that goes outside. It is written to {path}.", path=path)
    return _("The file is copied to {path}, with the lists it names.", path=path)
