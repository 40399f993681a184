"""The settings of the administrator's page in their order, and which of them have no effect yet."""

from __future__ import annotations

from composer.administration.setting import (
    ALLOWED,
    APPLY,
    BLOCKING,
    ENABLED,
    EXPIRIES,
    ON_OFF,
    USED,
    YES_NO,
    Kind,
    Section,
    Setting,
    Words,
)
from composer.words import _, pgettext
from policy.errors import KeyPath
from policy.settings import Level

_SECURITY = ("mail_security",)
_WARNING = (*_SECURITY, "outgoing_warning")
_GENERAL = ("mail", "general")
LISTS: KeyPath = ("lists",)
IMPORT: KeyPath = (*_SECURITY, "external_import")
TIME_LIMITED: KeyPath = (*_SECURITY, "time_limited_files")
BACKUP: KeyPath = (*_SECURITY, "backup")
BLOCK: KeyPath = (*_SECURITY, "block_external_content")
WARNING: KeyPath = (*_WARNING, "enabled")
APPLIED: KeyPath = (*_WARNING, "apply")
PC: KeyPath = (*_WARNING, "pc")
MOBILE: KeyPath = (*_WARNING, "mobile")
DESIGNATED_IPS: KeyPath = ("network_security", "designated_ips_only")


def of_level(level: Level, key: str) -> KeyPath:
    """The path of one key of a level in the policy file."""
    return (*_SECURITY, "levels", level.value, key)


def _functions() -> tuple[Setting, ...]:
    """The settings of Security > Mail security, without those of the levels."""
    section = Section.MAIL_SECURITY
    return (
        Setting(
            IMPORT, section, options=ALLOWED,
            help=lambda: _(
                "Whether members may bring in mail from other accounts. Denying deletes their saved import settings."
            ),
        ),
        Setting(
            TIME_LIMITED, section, options=ALLOWED,
            help=lambda: _(
                "A file over the attachment size limit is sent as a link: 7 days, 100 downloads. "
                "Not allowed, it cannot be sent."
            ),
        ),
        Setting(
            BACKUP, section, options=ON_OFF,
            help=lambda: _("Whether members may back their mailbox up and save messages as files."),
        ),
        Setting(
            BLOCK, section, options=BLOCKING,
            help=lambda: _("Members can always display images and links of the message they are reading."),
        ),
        *_warning(),
    )  # fmt: skip


def _warning() -> tuple[Setting, ...]:
    section = Section.MAIL_SECURITY
    return (
        Setting(
            WARNING, section, options=ENABLED,
            help=lambda: _("The warning right before a message goes to an address outside."),
        ),
        Setting(
            APPLIED, section, Kind.CONDITION, APPLY,
            lambda: _("A mailing list with a member outside sends without the warning."), needs=WARNING,
        ),
        Setting(PC, section, Kind.WINDOW, needs=WARNING),
        Setting(MOBILE, section, Kind.WINDOW, needs=WARNING),
    )  # fmt: skip


def _level(level: Level) -> tuple[Setting, ...]:
    """The rows of one of the two levels that have settings."""
    section, use = Section.LEVELS, of_level(level, "use")
    return (
        Setting(
            use, section, options=USED,
            help=lambda: _("Members can pick a level in use for a message, which then cannot go outside."),
        ),
        Setting(
            of_level(level, "name"), section, Kind.TEXT,
            help=lambda: _("Shown everywhere instead of the built-in name; empty = the built-in name."), needs=use,
        ),
        Setting(
            of_level(level, "expires_after"), section, options=EXPIRIES,
            help=lambda: _("After this time the message is deleted from mailboxes."), needs=use,
        ),
        Setting(
            of_level(level, "forwarding_prohibited"), section, options=YES_NO,
            help=lambda: _("presend does not forward it. Other programs may not obey."), needs=use,
        ),
        Setting(
            of_level(level, "delete_sent_after_expiration"), section, options=YES_NO,
            help=lambda: _("The copy in the sender's Sent is deleted too."), needs=use,
        ),
    )  # fmt: skip


def _company() -> tuple[Setting, ...]:
    section = Section.COMPANY
    return (
        Setting(("company", "name"), section, Kind.TEXT),
        Setting(
            ("company", "domains"), section, Kind.SEVERAL,
            help=lambda: _("Addresses in these domains are inside. Separate with commas; *.name = all names below it."),
        ),
        Setting(
            ("company", "languages"), section, Kind.SEVERAL,
            help=lambda: _("Languages with a warning text of their own, such as ko, ja, en. Separate with commas."),
        ),
        Setting(
            ("company", "default_language"), section, Kind.TEXT,
            help=lambda: _("Used for members whose language is not known."),
        ),
    )  # fmt: skip


def _limits() -> tuple[Setting, ...]:
    section = Section.GENERAL
    return (
        Setting(
            (*_GENERAL, "attachment_size_limit"), section, Kind.TEXT,
            help=lambda: _("All normal files of one mail together; a size such as 25 MB."),
        ),
        Setting(
            (*_GENERAL, "time_limited_max_files"), section, Kind.NUMBER,
            help=lambda: _("Most time-limited files of one mail."),
        ),
        Setting(
            (*_GENERAL, "time_limited_max_size"), section, Kind.TEXT,
            help=lambda: _("Largest single time-limited file; a size such as 2 GB."),
        ),
        Setting(
            (*_GENERAL, "max_external_recipients"), section, Kind.NUMBER,
            help=lambda: _("A mail to more outside recipients is refused."),
        ),
    )  # fmt: skip


SETTINGS: tuple[Setting, ...] = (
    *_functions(),
    Setting(
        (*_SECURITY, "levels", "general"), Section.LEVELS, Kind.FIXED
    ),
    *_level(Level.RESTRICTED),
    *_level(Level.CONFIDENTIAL),
    *_company(),
    Setting(
        DESIGNATED_IPS, Section.NETWORK, options=YES_NO,
        help=lambda: _("While this is on, members cannot import mail."),
    ),
    *_limits(),
)  # fmt: skip
"""The rows of the page, without those of the mailing lists."""

BY_PATH = {setting.path: setting for setting in SETTINGS}


def _expiry_unbuilt() -> str:
    return _("No effect yet: messages carry the date, but nothing is deleted so far.")


NOT_BUILT: dict[KeyPath, Words] = {
    IMPORT: lambda: _("No effect yet: presend cannot import mail so far."),
    TIME_LIMITED: lambda: _("No effect yet: there is no file service so far. Large files are refused."),
    BACKUP: lambda: _("No effect yet: presend makes no backups so far."),
    BLOCK: lambda: _("No effect yet: presend cannot show received mail so far."),
    of_level(Level.RESTRICTED, "expires_after"): _expiry_unbuilt,
    of_level(Level.CONFIDENTIAL, "expires_after"): _expiry_unbuilt,
    of_level(Level.RESTRICTED, "delete_sent_after_expiration"): _expiry_unbuilt,
    of_level(Level.CONFIDENTIAL, "delete_sent_after_expiration"): _expiry_unbuilt,
    DESIGNATED_IPS: lambda: _("No effect yet: it concerns nothing but the import of mail."),
}
"""What has no effect yet, because the member's side is not built; a line goes when that is."""


def section_label(section: Section) -> str:
    """The heading of a part of the page: the way to it in the administrator's menus."""
    match section:
        case Section.MAIL_SECURITY:
            return _("Security > Mail security")
        case Section.LEVELS:
            return pgettext("section", "Security level")
        case Section.COMPANY:
            return pgettext("section", "Company information")
        case Section.NETWORK:
            return _("Security > Network security")
        case Section.GENERAL:
            return _("Service > Mail > General")
        case Section.LISTS:
            return pgettext("section", "Mailing lists")
