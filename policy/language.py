"""Language tags as people and systems write them, and what of them decides which text fits."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from msgspec import Struct

LONGEST_TAG = 64
"""The most characters of a tag that is read; BCP 47 asks for room for 35."""
REGIONAL = frozenset({("pt", "BR")})
"""Languages whose written form differs so much in one region that it counts as its own."""

_BCP47 = (
    r"(?P<language>[a-z]{2,3})(?P<extended>(?:-[a-z]{3}){0,3})"
    r"(?:-(?P<script>[a-z]{4}))?"
    r"(?:-(?P<region>[a-z]{2}|[0-9]{3}))?"
    r"(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*"
    r"(?:-[0-9a-wyz](?:-[a-z0-9]{2,8})+)*"
    r"(?:-x(?:-[a-z0-9]{1,8})+)?"
)
"""RFC 5646, section 2.1, in lower case; without languages of four letters and more, of which none exists."""
_ENCODING = r"\.[A-Za-z0-9_:.-]*"
_NO_LANGUAGE = frozenset({"mis", "mul", "und", "zxx"})
_REPLACED = {
    "iw": "he", "in": "id", "ji": "yi", "jw": "jv", "mo": "ro", "sh": "sr-latn", "tl": "fil", "tw": "ak",
    "cmn": "zh", "zho": "zh", "chi": "zh", "eng": "en", "kor": "ko", "jpn": "ja", "tha": "th", "vie": "vi",
    "ind": "id", "deu": "de", "ger": "de", "fra": "fr", "fre": "fr", "spa": "es", "por": "pt", "rus": "ru", "ara": "ar",
    "nob": "nb", "nor": "no",
}  # fmt: skip
"""Withdrawn codes, and three-letter codes of the languages that presend speaks (CLDR, languageAlias)."""
_ONE_WRITING = {"no": "nb"}
"""Codes of a group of languages of which one is what people write where they name the group (CLDR, parentLocales)."""
_SECOND_LETTERS = {
    "a": "abefkmnrsvyz", "b": "aegimnors", "c": "aehorsuvy", "d": "aevz", "e": "elnostu", "f": "afijory",
    "g": "adlnuv", "h": "aeiortuyz", "i": "adegikostu", "j": "av", "k": "agijklmnorsuvwy", "l": "abginotuv",
    "m": "ghiklnrsty", "n": "abdeglnorvy", "o": "cjmrs", "p": "ailst", "q": "u", "r": "mnouw",
    "s": "acdegiklmnoqrstuvw", "t": "aeghiknorsty", "u": "gkrz", "v": "eio", "w": "ao", "x": "h", "y": "io",
    "z": "ahu",
}  # fmt: skip
"""The codes of two letters that stand for a language (ISO 639-1), by the first."""
_MODIFIERS = {"latin": "latn", "cyrillic": "cyrl", "devanagari": "deva", "arabic": "arab"}
"""What follows ``@`` in a POSIX locale and names a script."""
_USUAL = {
    "Arab": "ar fa ks ps sd ug ur", "Armn": "hy", "Avst": "ae", "Beng": "as bn", "Cans": "cr iu oj",
    "Cyrl": "ab av ba be bg ce cu cv kk kv ky mk mn os ru sr tg tt uk", "Deva": "hi mr ne sa", "Ethi": "am ti",
    "Geor": "ka", "Grek": "el", "Gujr": "gu", "Guru": "pa", "Hans": "zh", "Hant": "yue", "Hebr": "he yi", "Jpan": "ja",
    "Khmr": "km", "Knda": "kn", "Kore": "ko", "Laoo": "lo", "Mlym": "ml", "Mymr": "my", "Orya": "or", "Sinh": "pi si",
    "Taml": "ta", "Telu": "te", "Thaa": "dv", "Thai": "th", "Tibt": "bo dz", "Yiii": "ii",
}  # fmt: skip
"""Likely script by language (CLDR, likelySubtags), where it is not Latin."""
_REGIONAL = {
    "az": {"Arab": "IQ IR", "Cyrl": "RU"},
    "ha": {"Arab": "CM SD"},
    "kk": {"Arab": "AF CN IR MN"},
    "ku": {"Arab": "LB"},
    "ky": {"Arab": "CN", "Latn": "TR"},
    "mn": {"Mong": "CN"},
    "ms": {"Arab": "CC"},
    "pa": {"Arab": "PK"},
    "sd": {"Deva": "IN"},
    "sr": {"Latn": "ME RO TR"},
    "tg": {"Arab": "PK"},
    "ug": {"Cyrl": "KZ MN"},
    "uz": {"Arab": "AF", "Cyrl": "CN"},
    "yue": {"Hans": "CN"},
    "zh": {"Hant": "AU BN GB GF HK ID MO PA PF PH SR TH TW US VN"},
}
"""Where people of a region write a language in another script than the usual one."""
_SCRIPTS = {language: script for script, languages in _USUAL.items() for language in languages.split()}
_REGIONAL_SCRIPTS = {
    (language, region): script
    for language, scripts in _REGIONAL.items()
    for script, regions in scripts.items()
    for region in regions.split()
}


class LanguageKey(Struct, frozen=True):
    """What two tags must share for one text to serve both."""

    language: str
    """The language's code in lower case; of a withdrawn code, the one that replaced it."""
    script: str
    """The ISO 15924 code of the script, written like ``Hant``."""
    region: str = ""
    """The region, for the languages of ``REGIONAL`` only; else empty."""


@lru_cache(maxsize=256)  # each judgement asks for the same few tags
def key(tag: str) -> LanguageKey | None:
    """What decides which text fits a tag; None for what is no language tag (``und``, ``C``, no tag at all).

    Reads BCP 47 in any case, with ``_`` for ``-``, and POSIX locales (``ko_KR.UTF-8``, ``sr_RS@latin``).
    """
    found = re.fullmatch(_BCP47, _as_bcp47(tag), re.ASCII)
    if found is None or found["language"] in _NO_LANGUAGE:
        return None
    language, script = _language(found["language"], found["extended"])
    script = (found["script"] or script).capitalize()
    region = (found["region"] or "").upper()
    return LanguageKey(
        language,
        script or _REGIONAL_SCRIPTS.get((language, region)) or _SCRIPTS.get(language, "Latn"),
        region if (language, region) in REGIONAL else "",
    )


def serving(wanted: LanguageKey, enabled: Collection[LanguageKey]) -> LanguageKey | None:
    """Which of the enabled languages is for members who want this one; None = none of them.

    That language itself, else the same one without a region, which is for every region; never another region's and
    never another script.
    """
    plain = LanguageKey(wanted.language, wanted.script)
    return next((language for language in (wanted, plain) if language in enabled), None)


def is_language(tag: str) -> bool:
    """Whether a tag can be read and names a language that there is; codes of three letters are believed."""
    found = key(tag)
    return found is not None and (
        len(found.language) > 2 or found.language[1] in _SECOND_LETTERS.get(found.language[0], "")
    )


def canonical(tag: str) -> str:
    """The language of a tag as BCP 47 writes it, without encoding and without the region where that changes no text.

    ``en_US.UTF-8`` is ``en``, ``zh_TW`` is ``zh-Hant``, ``pt_BR`` is ``pt-BR``. Empty for what is no language tag.
    """
    found = key(tag)
    if found is None:
        return ""
    script = "" if found.script == _SCRIPTS.get(found.language, "Latn") else found.script
    return "-".join(filter(None, (found.language, script, found.region)))


def _as_bcp47(tag: str) -> str:
    """The tag in lower case with hyphens; empty where it cannot be one."""
    bare, _, modifier = tag.strip().partition("@")
    bare, dot, encoding = bare.partition(".")
    if len(tag) > LONGEST_TAG or (dot and not re.fullmatch(_ENCODING, dot + encoding)):
        return ""
    lowered = bare.replace("_", "-").lower() if bare.isascii() else ""
    script = _MODIFIERS.get(modifier.lower(), "")
    if not script:
        return lowered
    language, hyphen, rest = lowered.partition("-")
    return f"{language}-{script}{hyphen}{rest}"


def _language(language: str, extended: str) -> tuple[str, str]:
    """The code in use and the script it implies, if any; ``zh-yue`` is ``yue`` (RFC 5646, section 4.5)."""
    code = extended[1:4] or language
    current, _, script = _REPLACED.get(code, code).partition("-")
    return _ONE_WRITING.get(current, current), script


def is_neutral(value: str) -> bool:
    """Whether an environment variable's value means no language: empty, ``C``, ``POSIX``, with any charset."""
    return re.split(r"[.@]", value.strip(), maxsplit=1)[0] in ("", "C", "POSIX")
