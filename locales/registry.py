"""The languages presend is translated into: the only names that ever reach a locale library."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    """One language of the user interface."""

    tag: str
    """BCP 47."""
    directory: str
    """Name of its folder, and of its Babel locale."""
    own_name: str
    """Its name in itself."""
    plural_count: int
    plural_rule: str
    """The C expression of the Plural-Forms header, equal to CLDR's."""

    @property
    def plural_forms(self) -> str:
        """The whole header value."""
        return f"nplurals={self.plural_count}; plural={self.plural_rule};"


SOURCE = Language("en", "en", "English", 2, "n != 1")
LANGUAGES = (
    SOURCE,
    Language("ko", "ko", "한국어", 1, "0"),
    Language("ja", "ja", "日本語", 1, "0"),
)
BY_TAG = {language.tag: language for language in LANGUAGES}
