"""The translator's file that this process follows, if any: one process has one set of words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from composer.localization.translators_file import TranslatorsFile

_followed: TranslatorsFile | None = None


def follow(path: Path) -> TranslatorsFile:
    """Follow a file from now on; one that is followed already is not read anew."""
    global _followed  # noqa: PLW0603  # as the active language, which it belongs to
    if _followed is None or _followed.path != path:
        from composer.localization.translators_file import TranslatorsFile

        _followed = TranslatorsFile(path)
    return _followed


def followed() -> TranslatorsFile | None:
    """The file that is followed."""
    return _followed


def follow_none() -> None:
    """Forget the file, and have presend's own catalogs again."""
    global _followed  # noqa: PLW0603  # see above
    from composer import words

    _followed = None
    words.use_own_catalogs()
