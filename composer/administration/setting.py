"""What one setting of the administrator's page is, and the values that a setting can be chosen from."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from functools import partial

from msgspec import Struct

from composer.sentences import labels
from composer.sentences.changes.setting_names import level_key_label, setting_label
from composer.words import _, pgettext
from policy.errors import KeyPath
from policy.settings import Apply, ContentBlocking, Expiry, Level
from policy.warning import Rule

Words = Callable[[], str]
"""A text in the language now active."""


class Section(Enum):
    """The parts of the administrator's page, from the top."""

    MAIL_SECURITY = "mail_security"
    LEVELS = "levels"
    COMPANY = "company"
    NETWORK = "network"
    GENERAL = "general"
    LISTS = "lists"


class Kind(Enum):
    """How the value of a setting is changed on the page."""

    CHOICE = "choice"
    """One of the setting's ``options`` is chosen."""
    CONDITION = "condition"
    """First always or conditionally, then one of three conditions."""
    TEXT = "text"
    NUMBER = "number"
    SEVERAL = "several"
    """A list of texts, typed with commas between them."""
    WINDOW = "window"
    """The value is edited on a screen of its own."""
    FIXED = "fixed"
    """The value is shown and cannot be changed."""


class Option(Struct, frozen=True):
    """One value that a setting can be given, with its words."""

    value: bool | str
    label: Words
    short: Words | None = None
    """The words for a narrow place; None = the label."""


class Setting(Struct, frozen=True):
    """One row of the administrator's page."""

    path: KeyPath
    section: Section
    kind: Kind = Kind.CHOICE
    options: tuple[Option, ...] = ()
    help: Words | None = None
    """What the setting does, shown while it is edited."""
    needs: KeyPath | None = None
    """The place of the switch without which the setting has no effect; None = there is none."""

    @property
    def label(self) -> Words:
        """The words for the setting's name, made in the language now active."""
        match self.path:
            case ("mail_security", "levels", str(level)) | ("mail_security", "levels", str(level), "use"):
                return partial(labels.level_label, Level(level))
            case ("mail_security", "levels", _, str(key)):
                return partial(level_key_label, key)
        return partial(setting_label, self.path)

    @property
    def id(self) -> str:
        """The setting's path as part of a widget's id (``mail-security-backup``)."""
        return "-".join(str(part).replace("_", "-") for part in self.path)

    def words(self, value: object) -> str:
        """An option's value in words; a value that is no option, as text."""
        option = next((option for option in self.options if option.value == value), None)
        return (option.short or option.label)() if option else str(value)


ALLOWED = (
    Option("allow", lambda: pgettext("setting", "Allow")),
    Option("deny", lambda: pgettext("setting", "Do not allow")),
)
ON_OFF = (Option("on", lambda: pgettext("setting", "ON")), Option("off", lambda: pgettext("setting", "OFF")))
ENABLED = (Option(True, ON_OFF[0].label), Option(False, ON_OFF[1].label))
YES_NO = (Option(True, lambda: pgettext("setting", "Yes")), Option(False, lambda: pgettext("setting", "No")))
USED = (
    Option(True, lambda: pgettext("setting", "Use")),
    Option(False, lambda: pgettext("setting", "Do not use")),
)
BLOCKING = (
    Option(
        ContentBlocking.REQUIRED.value,
        lambda: _("Required - Block image/link in the mail of all members"),
        lambda: pgettext("setting", "Required"),
    ),
    Option(
        ContentBlocking.OPTIONAL.value,
        lambda: _("Optional - Give options to each member"),
        lambda: pgettext("setting", "Optional"),
    ),
)
STEPS = (
    Option(True, lambda: labels.rule_words(Rule.ALWAYS)),
    Option(False, lambda: pgettext("setting", "Apply conditionally")),
)
"""The first step of choosing when the warning is shown."""
CONDITIONS = (
    Option(Apply.ATTACHMENTS.value, lambda: _("Only if attachments are included")),
    Option(Apply.NOT_INDIVIDUALLY.value, lambda: _("Only if send “individually” is not checked")),
    Option(
        Apply.ATTACHMENTS_AND_NOT_INDIVIDUALLY.value,
        lambda: _("Only if there is an attachment and send “individually” is not checked"),
    ),
)
"""The second step: the conditions, where it is shown conditionally."""
APPLY = tuple(Option(apply.value, partial(labels.rule_words, Rule(apply.value))) for apply in Apply)
EXPIRIES = tuple(Option(expiry.value, partial(labels.expiry_label, expiry)) for expiry in Expiry)
