"""A translator's file in place of the catalog of its language, read again when it changes."""

from __future__ import annotations

import threading
from gettext import NullTranslations, c2py
from pathlib import Path
from typing import TYPE_CHECKING

from composer import words
from composer.disk.regular_file import stamp_of
from composer.errors import PresendError

if TYPE_CHECKING:
    from composer.localization.delivery import Delivery
    from locales.registry import Language


class TranslatorsFile:
    """The file; until it can be read for the first time, and when it breaks, what was there before stays in force."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.tag: str | None = None
        """The language that it is in (BCP 47); None until it could be read."""
        self.fault: PresendError | None = None
        """What is wrong with it as it is now."""
        self._stamp = stamp_of(path)
        self._busy = threading.Lock()
        self._read()

    def look(self) -> bool:
        """Whether the file has changed since the last look; it was read then. False while another look is under way."""
        if not self._busy.acquire(blocking=False):
            return False
        try:
            stamp = stamp_of(self.path)
            if stamp == self._stamp:
                return False
            self._stamp = stamp
            self._read()
        finally:
            self._busy.release()
        return True

    def _read(self) -> None:
        from composer.localization.delivery import language_of, read_delivery

        try:
            delivery = read_delivery(self.path)
            language = language_of(delivery, None)
        except PresendError as error:
            self.fault = error
            return
        self.tag, self.fault = language.tag, None
        words.replace_catalog(language, TableOfTexts(delivery, language))


class TableOfTexts(NullTranslations):
    """The texts of a file, as gettext asks for them; what is missing, a guess or of other forms is English."""

    def __init__(self, delivery: Delivery, language: Language) -> None:
        from composer.localization.delivery import fitted

        super().__init__()
        self._form_of = c2py(language.plural_rule)
        self._texts: dict[tuple[str | None, str], tuple[str, ...]] = {}
        for entry in reversed(delivery.entries):  # of two, the first counts
            forms = fitted(entry, language)
            if forms and all(forms) and not entry.is_fuzzy:
                self._texts[entry.context, entry.sources[0]] = forms

    def gettext(self, message: str) -> str:
        """The translation, or the message."""
        return self._texts.get((None, message), (message,))[0]

    def pgettext(self, context: str, message: str) -> str:
        """The translation of a message with a context, or the message."""
        return self._texts.get((context, message), (message,))[0]

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The form for ``n``, or the English one."""
        return self._form(None, msgid1, msgid2, n)

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        """The form for ``n`` of a message with a context, or the English one."""
        return self._form(context, msgid1, msgid2, n)

    def _form(self, context: str | None, singular: str, plural: str, n: int) -> str:
        forms = self._texts.get((context, singular))
        if forms is None:
            return singular if n == 1 else plural
        return forms[min(self._form_of(n), len(forms) - 1)]
