"""The charsets of mail: one list for texts, header fields and parameters; what is none of them stays octets."""

from __future__ import annotations

import re

_OF_MAIL = (
    r"utf-?8|(?:us-)?ascii|iso[-_]8859-[0-9]{1,2}|latin-?1|iso-2022-(?:jp(?:-[0-9a-z]{1,4})?|kr)|windows-[0-9]{3,4}"
    r"|cp[0-9]{3,4}|euc[-_]?kr|ks_c_5601-1987|uhc|ms949|euc[-_]?jp|shift[-_]?jis|windows-31j|ms932|gb2312|gbk|gb18030"
    r"|euc[-_]?cn|big5(?:-hkscs)?|koi8-[ru]|tis-620"
)
"""Other codecs of Python are no charsets of mail: some raise, some turn text into octets, some take quadratic time."""


def decoded(octets: bytes, charset: str) -> str | None:
    """The text in a charset of mail, octets that are none of it replaced; None = the charset is not one of them."""
    if not re.fullmatch(_OF_MAIL, charset, re.IGNORECASE | re.ASCII):
        return None
    try:
        return octets.decode(charset, "replace")
    except (LookupError, UnicodeError):  # a number that no part of the standard has
        return None
