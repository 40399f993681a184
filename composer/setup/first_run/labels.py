"""The names of the first-run form's fields, as they stand before them."""

from __future__ import annotations

from composer.setup.first_run.values import Place
from composer.words import pgettext


def label(place: Place) -> str:
    """What stands before a field."""
    match place:
        case Place.ADDRESS:
            # Translators: max-cells: 20
            return pgettext("setting", "Mail address")
        case Place.NAME:
            # Translators: max-cells: 20
            return pgettext("setting", "Name")
        case Place.LANGUAGE:
            # Translators: max-cells: 20
            return pgettext("setting", "Language")
        case Place.TRANSPORT:
            # Translators: max-cells: 20
            return pgettext("setting", "Mail leaves by")
        case Place.MAILBOX:
            # Translators: max-cells: 20
            return pgettext("setting", "Mailbox")
        case Place.MAILBOX_FOLDER:
            # Translators: max-cells: 20
            return pgettext("setting", "Mailbox folder")
        case Place.POLICY:
            # Translators: max-cells: 20
            return pgettext("setting", "Policy")
        case Place.POLICY_FILE:
            # Translators: max-cells: 20
            return pgettext("setting", "Policy file")
    return _transport_label(place)


def _transport_label(place: Place) -> str:
    match place:
        case Place.HOST:
            # Translators: max-cells: 20
            return pgettext("setting", "Server")
        case Place.PORT:
            # Translators: max-cells: 20
            return pgettext("setting", "Port")
        case Place.SECURITY:
            # Translators: max-cells: 20
            return pgettext("setting", "Encryption")
        case Place.CA_FILE:
            # Translators: max-cells: 20
            return pgettext("setting", "CA file (PEM)")
        case Place.USER:
            # Translators: max-cells: 20
            return pgettext("setting", "User")
        case Place.PASSWORD_COMMAND:
            # Translators: max-cells: 20
            return pgettext("setting", "Password command")
        case Place.COMMAND:
            # Translators: max-cells: 20
            return pgettext("setting", "Command")
    # Translators: max-cells: 20
    return pgettext("setting", "Folder")
