"""Domains for people: in Unicode for reading, with the A-label beside it so that a look-alike cannot hide."""

from __future__ import annotations

import idna

from composer.safe_text import clean
from policy.address import Address
from policy.foreign_text import draws_nothing


def both_forms(domain: str) -> str:
    """``other.example`` as it is; an internationalized one as ``例え.example = xn--r8jz45g.example``."""
    readable = unicode_form(domain)
    return clean(domain) if readable == domain else f"{readable} = {clean(domain)}"


def unicode_form(domain: str) -> str:
    """The domain with its A-labels decoded; unchanged where that fails or would show what nobody sees."""
    readable = decoded(domain)
    is_plain = clean(readable) == readable and not any(map(draws_nothing, readable))
    return readable if is_plain else domain


def decoded(domain: str) -> str:
    """The domain with its A-labels decoded, whatever that holds: to be searched, not to be shown."""
    return ".".join(_decoded(label) for label in domain.split("."))


def address_words(address: Address) -> str:
    """An address for people; an internationalized domain is shown in Unicode and as A-label."""
    readable = unicode_form(address.domain)
    line = clean(f"{address.local}@{readable}")
    return line if readable == address.domain else f"{line} ({clean(address.domain)})"


def _decoded(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return idna.decode(label)
    except UnicodeError:
        return label
