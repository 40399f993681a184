"""Language tags (BCP 47, and the POSIX spelling of locales) and the key by which two of them are the same."""

from __future__ import annotations

import re
from typing import NamedTuple

_TAG = re.compile(
    r"([a-z]{2,3})(?:-([a-z]{3}))?(?:-([a-z]{4}))?(?:-([a-z]{2}|[0-9]{3}))?(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*"
    r"(?:-[a-wy-z0-9](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?"
)
LONGEST = 60
"""Characters of a tag that is read at all."""


class LanguageKey(NamedTuple):
    """What decides whether two tags mean the same language."""

    language: str
    script: str
    """Written or likely script (``Hant``); empty where the language is in no table and none was written."""
    region: str = ""
    """Only where the region makes a language of its own (``BR`` in pt-BR)."""


_CANONICAL = {"iw": "he", "in": "id", "ji": "yi", "jw": "jv", "mo": "ro", "tl": "fil", "cmn": "zh"}
"""Deprecated or three-letter codes and what CLDR makes of them."""
_SCRIPTS = {
    **dict.fromkeys(
        ("en", "de", "fr", "es", "pt", "vi", "id", "ms", "it", "nl", "pl", "tr", "sv", "da", "fi", "no", "nb", "nn",
         "cs", "sk", "hu", "ro", "hr", "sl", "lt", "lv", "et", "fil", "sw", "uz", "az", "ku"), "Latn"),
    **dict.fromkeys(("ru", "uk", "bg", "be", "sr", "mk", "kk", "ky", "tg", "mn"), "Cyrl"),
    **dict.fromkeys(("ar", "fa", "ur", "ps"), "Arab"),
    "ko": "Kore", "ja": "Jpan", "zh": "Hans", "th": "Thai", "hi": "Deva", "bn": "Beng", "ta": "Taml", "he": "Hebr",
    "el": "Grek", "pa": "Guru", "km": "Khmr", "lo": "Laoo", "my": "Mymr", "ka": "Geor", "hy": "Armn",
}  # fmt: skip
"""The likely script of a language (CLDR likely subtags)."""
_REGIONAL_SCRIPTS = {
    ("zh", "TW"): "Hant", ("zh", "HK"): "Hant", ("zh", "MO"): "Hant", ("zh", "AU"): "Hant",
    ("sr", "ME"): "Latn", ("uz", "AF"): "Arab", ("az", "IR"): "Arab", ("pa", "PK"): "Arab", ("kk", "CN"): "Arab",
    ("ku", "IQ"): "Arab", ("mn", "CN"): "Mong", ("tg", "PK"): "Arab", ("ms", "CC"): "Arab",
}  # fmt: skip
_REGIONS_THAT_COUNT = {("pt", "BR")}


def key(tag: str) -> LanguageKey | None:
    """The key of ``ko-KR``, ``ko_KR``, ``ko_KR.UTF-8``; None for what names no language (``C``, ``und``, garbage)."""
    plain = re.split(r"[.@]", tag.strip(), maxsplit=1)[0].replace("_", "-").lower()
    found = _TAG.fullmatch(plain) if len(plain) <= LONGEST else None
    if found is None or found[1] in ("und", "mul", "zxx", "mis"):
        return None
    language = found[2] if found[2] in _CANONICAL else found[1]
    language = _CANONICAL.get(language, language)
    region = (found[4] or "").upper()
    likely = _REGIONAL_SCRIPTS.get((language, region)) or _SCRIPTS.get(language, "")
    script = (found[3] or "").title() or likely
    return LanguageKey(language, script, region if (language, region) in _REGIONS_THAT_COUNT else "")


def is_neutral(value: str) -> bool:
    """Whether an environment variable's value means no language: empty, ``C``, ``POSIX``, with any charset."""
    return re.split(r"[.@]", value.strip(), maxsplit=1)[0] in ("", "C", "POSIX")
