"""What every verb asks of its surroundings: places, policy, settings, languages."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from composer import words
from composer.errors import SettingsFaultsError
from composer.setup.languages import environment_language, member_language, ui_language
from composer.disk.paths import places

if TYPE_CHECKING:
    from composer.services.member_settings import MemberSettings
    from composer.storage.policy.source import FilePolicySource

__all__ = ["member_language", "optional_settings", "policy_source", "use_ui_language"]


def use_ui_language(
    environ: Mapping[str, str], settings: MemberSettings | None = None, option: str | None = None
) -> None:
    """Say everything from here on in the member's UI language."""
    setting = settings.ui_language if settings else None
    member = member_language(option, settings.language if settings else None, environ)
    words.use(ui_language(setting, member))


def use_environment_language(environ: Mapping[str, str]) -> None:
    """The UI language before any settings are read, for usage errors and help."""
    words.use(ui_language(None, environment_language(environ)))


def optional_settings(environ: Mapping[str, str]) -> MemberSettings | None:
    """The member's settings; None where there is no file. Raises ``SettingsFaultsError``."""
    from composer.storage.settings.file import FILE_NAME, read_settings

    around = places(environ)
    try:
        return read_settings(around.config / FILE_NAME, around)
    except FileNotFoundError:
        return None


def settings_of(environ: Mapping[str, str]) -> MemberSettings:
    """The member's settings; raises ``SettingsFaultsError`` also where there is no file."""
    settings = optional_settings(environ)
    if settings is None:
        path = places(environ).config / "config.toml"
        raise SettingsFaultsError(str(path), (no_settings_words(path),))
    return settings


def no_settings_words(path: Path) -> str:
    """What to do where there are no settings."""
    return words._("There are no settings. Start presend once in a terminal, or write {file}.", file=path)


def policy_source(flag: Path | None, environ: Mapping[str, str]) -> FilePolicySource:
    """Where the policy in force comes from; raises ``NoPolicyError`` or ``PresendError`` in words."""
    from composer.storage.policy.list_index import ListIndexes
    from composer.storage.policy.source import FilePolicySource, find_policy

    around = places(environ)
    return FilePolicySource(find_policy(flag, environ, around.config), ListIndexes(around.state / "lists"))
