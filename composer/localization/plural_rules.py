"""Compares the pinned plural rules with those of CLDR."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from gettext import c2py

from babel import Locale

from composer.localization.codes import Code
from composer.localization.findings import Finding
from locales.registry import Language

_NUMBERS = range(1001)


def check_plural_rules(languages: Iterable[Language]) -> Iterator[Finding]:
    """A finding for each rule that parts 0 to 1,000 otherwise than CLDR, or does not use all its forms."""
    for language in languages:
        form_of, category_of = c2py(language.plural_rule), Locale.parse(language.formats).plural_form
        parts = {(form_of(number), category_of(number)) for number in _NUMBERS}
        forms = {form for form, _ in parts}
        is_same = len(parts) == len(forms) == len({category for _, category in parts})
        if not is_same or forms != set(range(language.plural_count)):
            yield Finding(Code.PLURAL_RULE, "locales/registry.py", detail=language.tag, language=language.tag)
