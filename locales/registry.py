"""The languages presend is translated into: the only names that ever reach a locale library."""

from __future__ import annotations

from typing import NamedTuple


class Language(NamedTuple):
    """One language of the user interface."""

    tag: str
    """BCP 47."""
    directory: str
    """Name of its folder."""
    own_name: str
    """Its name in itself."""
    formats: str
    """The CLDR locale of its dates, numbers, sizes and lists."""
    plural_count: int
    plural_rule: str
    """The C expression of the Plural-Forms header, equal to CLDR's; ours, because Babel's table is not always."""

    @property
    def plural_forms(self) -> str:
        """The whole header value."""
        return f"nplurals={self.plural_count}; plural={self.plural_rule};"


DOMAIN = "composer"
SOURCE = Language("en", "en", "English", "en_GB", 2, "(n != 1)")  # en_GB: 24 hours, and the day before the month
LANGUAGES = (
    SOURCE,
    Language("ko", "ko", "한국어", "ko", 1, "0"),
    Language("ja", "ja", "日本語", "ja", 1, "0"),
)
BY_TAG = {language.tag: language for language in LANGUAGES}
TRANSLATED = tuple(language for language in LANGUAGES if language is not SOURCE)
