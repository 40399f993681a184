"""The administrator's settings by name, in the words of the administrator's page, and their values for people."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from composer.safe_text import clean
from composer.sentences import labels
from composer.sentences.joined import labelled
from composer.words import _, number, pgettext, size
from policy.errors import KeyPath
from policy.settings import Apply, ContentBlocking, Expiry, Level, Surface
from policy.toml.text import dotted
from policy.truth_table.changes import Value
from policy.warning import Rule

_ANSWERED = frozenset({"forwarding_prohibited", "delete_sent_after_expiration", "designated_ips_only"})
"""Keys whose names state something: yes or no answers them, on the administrator's page as well."""


def setting_label(path: KeyPath, level_names: Mapping[Level, str] = MappingProxyType({})) -> str:
    """The name of a setting in the words of the administrator's page; an unknown one as its dotted key.

    Levels go by these names, which the administrator gave them; but where the name itself is the setting.
    """
    match path:
        case ("mail_security", "levels", str(level), "name"):
            return _level_setting(labels.level_label(Level(level)), "name")
        case ("mail_security", "levels", str(level), str(key)):
            return _level_setting(labels.level_label(Level(level), level_names.get(Level(level), "")), key)
        case ("mail_security", "outgoing_warning", "pc" | "mobile" as surface, *_):
            return _texts_label(Surface(surface))
        case ("company", str(key)):
            return _company_label(key)
        case ("mail", "general", str(key)):
            return _limit_label(key)
    return _function_label(path)


def value_words(path: KeyPath, value: Value | None) -> str:
    """A setting's value in words, foreign text cleaned; None and an empty text are "nothing"."""
    match value:
        case None | "":
            return pgettext("setting", "nothing")
        case bool():
            return _switch_words(path, value)
        case int():
            return size(value) if "size" in str(path[-1]) else number(value)
        case Apply():
            return labels.rule_words(Rule(value.value))
        case Expiry():
            return labels.expiry_label(value)
        case ContentBlocking():
            return pgettext("setting", "required") if value is ContentBlocking.REQUIRED else _("each member's choice")
        case str():
            return pgettext("quoted", "“{name}”", name=clean(value))
    return clean(str(value))


def _function_label(path: KeyPath) -> str:
    match path:
        case ("mail_security", "external_import"):
            return _("Import external email")
        case ("mail_security", "time_limited_files"):
            return _("Files with download time limit")
        case ("mail_security", "backup"):
            return _("Mail backup / Save to PC")
        case ("mail_security", "block_external_content"):
            return _("Block images/links from external emails")
        case ("mail_security", "outgoing_warning", "enabled"):
            return _("Outgoing email security alert")
        case ("mail_security", "outgoing_warning", "apply"):
            return _("When the warning is shown")
        case ("network_security", "designated_ips_only"):
            return _("Allow access from designated IPs only")
    return clean(dotted(path))


def _company_label(key: str) -> str:
    match key:
        case "name":
            return pgettext("setting", "Company name")
        case "domains":
            return pgettext("setting", "Domains")
        case "languages":
            return pgettext("setting", "Set Multi-language")
        case _:
            return pgettext("setting", "Default language")


def _limit_label(key: str) -> str:
    match key:
        case "attachment_size_limit":
            return pgettext("setting", "Attachment size limit")
        case "time_limited_max_files":
            return _("Time-limited files: attachment count limit")
        case "time_limited_max_size":
            return _("Time-limited files: attachment size limit")
        case _:
            return _("External recipients of one mail, at most")


def _level_setting(level: str, key: str) -> str:
    return labelled(level, level_key_label(key))


def level_key_label(key: str) -> str:
    """The name of a setting of a level, without the level."""
    match key:
        case "name":
            return pgettext("setting", "Level name")
        case "expires_after":
            return pgettext("setting", "Expires after")
        case "forwarding_prohibited":
            return pgettext("setting", "Forwarding Prohibited")
        case "use":
            return pgettext("setting", "Use")
        case _:
            return _("Delete sent emails after expiration")


def _texts_label(surface: Surface) -> str:
    return _("PC warning text settings") if surface is Surface.PC else _("Mobile warning text settings")


def _switch_words(path: KeyPath, value: bool) -> str:
    if path in (("mail_security", "external_import"), ("mail_security", "time_limited_files")):
        return pgettext("setting", "allowed") if value else pgettext("setting", "not allowed")
    if path[-1] in _ANSWERED:
        return pgettext("setting", "yes") if value else pgettext("setting", "no")
    return pgettext("setting", "on") if value else pgettext("setting", "off")
