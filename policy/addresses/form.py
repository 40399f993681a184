"""The form of one addr-spec (RFC 5321, 5322, 6531; UTS 46): its two parts, or what is wrong with it."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from policy.addresses.fault import AddressFault
from policy.foreign_text import UNREADABLE, draws_nothing

LONGEST = 254
"""The most octets an address may have (RFC 5321, erratum 1690)."""
LONGEST_LABEL = 63
"""The most octets one label of a domain may have (RFC 1035, 2.3.1)."""

_ATEXT = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"(?!..--)(?![0-9]+\Z)[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ORDINARY_LOCAL = rf"(?![^@]*=\?){_ATEXT}(?:\.{_ATEXT})*+"
_ORDINARY = re.compile(rf"({_ORDINARY_LOCAL})@({_LABEL}(?:\.{_LABEL})*)")
"""Plain ASCII addresses; email-validator accepts each of them, and costs 23 ms to import."""
_ATEXT_INTL = r'[^\x00-\x20"(),.:;<>@\[\\\]\x7f]+'
_DOT_ATOM = rf"{_ATEXT_INTL}(?:\.{_ATEXT_INTL})*+"
_MARK = r'(?s:"(?:[^"\\]|\\.)*+"|[@"\s])'
_LITERAL = r"(?i:\[(?:[0-9.]+|IPv6:[0-9a-f:.]+)\])"
_NUMERIC_END = r"(?:.*\.)?[0-9]+"
_DOTS = "[.\u3002\uff0e\uff61]"
_INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cn", "Zl", "Zp", "Zs"})
_JOINERS = frozenset("\u200c\u200d")
_UNREADABLE = re.compile(f"[{UNREADABLE}\ufffd\ud800-\udfff]")
_ENCODED_WORD = re.compile(r"=\?[^?\s]*\?[bBqQ]\?[^?\s]*\?=")
"""Never in an address (RFC 2047, section 5); readers that decode it all the same see another one."""

Parts = tuple[str, str]
"""Local part, with quotes only where it needs them, and A-label domain or literal."""


def ordinary_parts(text: str) -> Parts | None:
    """The parts of a plain ASCII address; None = it needs a closer look."""
    found = _ORDINARY.fullmatch(text) if len(text) <= LONGEST else None
    return (found[1], found[2].lower()) if found else None


def is_ordinary_local(text: str) -> bool:
    """Whether a local part is one of those that ``ordinary_parts`` takes."""
    return re.fullmatch(_ORDINARY_LOCAL, text) is not None


def examined_parts(text: str) -> Parts | AddressFault:
    """The parts of any well-formed address, or its fault."""
    return _examined(text) if len(text) > 4 * LONGEST else _examined_once(text)


def _examined(text: str) -> Parts | AddressFault:
    place = _at(text)
    if isinstance(place, AddressFault):
        return place
    local, domain = text[:place], text[place + 1 :]
    return _fault_of_parts(local, domain) or _validated(local, domain)


_examined_once = lru_cache(maxsize=4096)(_examined)
"""A field is read again at every key, and a look at one address costs up to 100 microseconds."""


def culprit_at(text: str) -> int | None:
    """The index of the first character in an address that is unreadable, draws nothing, or looks like a dot."""
    unreadable = _UNREADABLE.search(text)
    if unreadable:
        return unreadable.start()
    hidden = _hidden_at(text)
    domain = text.rfind("@") + 1
    dots = (place for place in range(domain, len(text)) if domain and _looks_like_a_dot(text[place]))
    return next(dots, None) if hidden is None else hidden


def unquoted(local: str) -> str:
    """The local part without quotes that it does not need, and with no needless escapes (RFC 5321, 4.1.2)."""
    if not (len(local) > 1 and local[0] == local[-1] == '"'):
        return local
    plain = re.sub(r"\\(.)", r"\1", local[1:-1], flags=re.DOTALL)
    if re.fullmatch(_DOT_ATOM, plain) and re.fullmatch(_DOT_ATOM, unicodedata.normalize("NFC", plain)):
        return plain
    return '"' + re.sub(r'(["\\])', r"\\\1", plain) + '"'


def _at(text: str) -> int | AddressFault:
    """The index of the one @ outside quotes; a fault where there is none or several, or an unreadable character."""
    if not text:
        return AddressFault.EMPTY
    marks = [mark for mark in re.finditer(_MARK, text) if len(mark[0]) == 1]
    places = [mark.start() for mark in marks if mark[0] == "@"]
    if not places:
        return AddressFault.NO_AT
    if _UNREADABLE.search(text):
        return AddressFault.UNDECODABLE
    if _hidden_at(text) is not None:
        return AddressFault.INVISIBLE
    return places[0] if len(marks) == 1 else AddressFault.SYNTAX


def _hidden_at(text: str) -> int | None:
    """The index of the first character that draws nothing and has no business there."""
    if text.isascii() and text.isprintable():
        return None
    places = (place for place, character in enumerate(text) if _is_invisible(character))
    return next((place for place in places if not _is_joiner_of_a_domain(text, place)), None)


def _fault_of_parts(local: str, domain: str) -> AddressFault | None:
    if not local or _ENCODED_WORD.search(local):
        return AddressFault.LOCAL_PART
    if not domain:
        return AddressFault.DOMAIN
    if any(_looks_like_a_dot(character) for character in domain):
        return AddressFault.INVISIBLE
    if len(f"{local}@{domain}".encode()) > LONGEST:
        return AddressFault.TOO_LONG
    if domain.startswith("["):
        return None if re.fullmatch(_LITERAL, domain) else AddressFault.DOMAIN
    return AddressFault.TOO_LONG if any(len(label) > LONGEST_LABEL for label in re.split(_DOTS, domain)) else None


def _validated(local: str, domain: str) -> Parts | AddressFault:
    found = _accepted(f"{local}@{domain}")
    if found is None:
        return AddressFault.LOCAL_PART if _accepted(f"x@{domain}") else AddressFault.DOMAIN
    a_label = domain if domain.startswith("[") else found[1].lower()
    if re.fullmatch(_NUMERIC_END, a_label):
        return AddressFault.DOMAIN  # an IPv4 address without its brackets; no top-level domain is a number (RFC 3696)
    ours = unquoted(local)
    same = unicodedata.normalize("NFC", ours).lower() == found[0].lower()
    return (ours, a_label) if same else AddressFault.SYNTAX


def _accepted(text: str) -> Parts | None:
    """Local part and ASCII domain; None where email-validator refuses, which takes every joiner for unsafe."""
    local, _at_sign, domain = text.rpartition("@")
    joined = "" if domain.startswith("[") else _joined_domain(domain)
    if not joined:
        return _validated_by_library(text)
    rest = _validated_by_library(f"{local}@example")
    return (rest[0], joined) if rest else None


def _joined_domain(domain: str) -> str:
    """The A-label form of a domain that holds joiners; empty where it holds none, or may not hold them."""
    if _JOINERS.isdisjoint(domain) and "xn--" not in domain.lower():
        return ""
    import idna

    try:
        found = idna.encode(domain, uts46=True, std3_rules=True).decode("ascii")
        return "" if found.endswith(".") or _JOINERS.isdisjoint(idna.decode(found)) else found
    except ValueError:
        return ""


def _validated_by_library(text: str) -> Parts | None:
    """Local part and ASCII domain as email-validator reads them, without DNS; None where it refuses."""
    import email_validator

    # It refuses .local, .test, .invalid and localhost by name; companies use them for mail of their own.
    email_validator.SPECIAL_USE_DOMAIN_NAMES.clear()
    try:
        found = email_validator.validate_email(
            text,
            check_deliverability=False,
            allow_smtputf8=True,
            allow_quoted_local=True,
            allow_domain_literal=True,
            globally_deliverable=False,
        )
    except (email_validator.EmailNotValidError, ValueError):  # the library lets some errors of idna through
        return None
    return found.local_part, found.ascii_domain


def _is_invisible(character: str) -> bool:
    """Whether a character draws nothing but, perhaps, space; plain white space is a matter of syntax."""
    if " " <= character <= "~" or character in "\t\r\n":
        return False
    return unicodedata.category(character) in _INVISIBLE or draws_nothing(character)


def _is_joiner_of_a_domain(text: str, place: int) -> bool:
    """Whether a joiner stands in the domain where its script needs it (CONTEXTJ; RFC 5892, appendix A)."""
    at = text.rfind("@")
    if text[place] not in _JOINERS or not 0 <= at < place:
        return False
    import idna

    before = re.split(_DOTS, text[at + 1 : place])[-1]
    label = before + re.split(_DOTS, text[place:])[0]
    try:
        return idna.valid_contextj(label, len(before))
    except ValueError:
        return False


def _looks_like_a_dot(character: str) -> bool:
    """Whether a character stands for a dot in compatibility forms without being one for UTS 46 (U+2024, U+2025)."""
    return character > "\x7f" and character != "\uff0e" and "002E" in unicodedata.decomposition(character).split()
