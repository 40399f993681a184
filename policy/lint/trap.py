"""What a trap is: its code, where it stands, and what its sentence names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum

from msgspec import Struct, field

from policy.errors import KeyPath
from policy.settings import Level, Surface

NAMED = 3
"""How many addresses a trap names before its facts only count the rest."""


class Severity(Enum):
    """How bad a trap is, by the letters that ``presend policy lint`` prints."""

    ERROR = "E"
    WARNING = "W"


class LintCode(Enum):
    """Every kind of trap, by the code that comments in the policy file name; the codes never change."""

    PUBLIC_PROVIDER = "public-provider"
    """A company domain belongs to a public mail provider."""
    PUBLIC_SUFFIX = "public-suffix"
    """A company domain is one under which others register theirs (``com``, ``co.kr``), or a single label."""
    SUBDOMAINS_INSIDE = "subdomains-inside"
    """A company domain is written ``*.domain``, so that everything below it is inside."""
    DOMAIN_ITSELF_OUTSIDE = "domain-itself-outside"
    """What lies below a domain is inside, the domain itself is not."""
    LANGUAGE_UNREADABLE = "language-unreadable"
    LANGUAGE_TWICE = "language-twice"
    """Subjects: the tag, and the earlier one that means the same."""
    DEFAULT_LANGUAGE_UNREADABLE = "default-language-unreadable"
    DEFAULT_LANGUAGE_NOT_ENABLED = "default-language-not-enabled"
    TIME_LIMIT_UNREACHABLE = "time-limit-unreachable"
    """Files over the attachment limit are over that of time-limited files too. Facts: ``attachment``, ``limit``."""
    IMPORT_UNAVAILABLE = "import-unavailable"
    """Import is allowed, and designated addresses only makes it unavailable."""
    WARNING_OFF = "warning-off"
    """Texts are written for a warning that is switched off."""
    WARNING_NEEDS_FILE = "warning-needs-file"
    """The warning needs an attachment, and hardly any file may be attached. Facts: ``limit``, in bytes."""
    DEFAULT_BLANK = "default-blank"
    TAB_NOT_ENABLED = "tab-not-enabled"
    TAB_UNREADABLE = "tab-unreadable"
    TAB_TWICE = "tab-twice"
    """Subjects: the tab, and the one that is shown to (nearly) everybody instead."""
    TAB_INVISIBLE = "tab-invisible"
    """Something is written that nobody can see, so that Default is shown."""
    TAB_EQUALS_DEFAULT = "tab-equals-default"
    SURFACES_DIFFER = "surfaces-differ"
    """A language is written on one surface only; the path leads to where it is missing."""
    TEXT_TOO_LONG = "text-too-long"
    """Facts: ``rows`` at the surface's usual width, ``limit``."""
    HIDDEN_CHARACTERS = "hidden-characters"
    """A text holds characters that presend takes out. Subjects: their code points (``U+202E``)."""
    LEVEL_NAME_COLLIDES = "level-name-collides"
    """Subjects: the name, the other level's token, the language of its built-in name (empty: it was renamed so)."""
    LEVEL_NAME_INVISIBLE = "level-name-invisible"
    LIST_ADDRESS_OUTSIDE = "list-address-outside"
    LIST_EXEMPT = "list-exempt"
    """Some may send as a list with outsiders, and see no warning. Facts: ``outsiders``, ``senders``."""
    LIST_CYCLE = "list-cycle"
    """Subjects: the addresses along the way, the first again as the last."""
    LIST_EMPTY = "list-empty"
    LIST_UNREADABLE = "list-unreadable"
    LIST_TOO_DEEP = "list-too-deep"
    """Facts: ``limit``. Subjects: the first list that is out of reach."""
    LIST_MEMBER_MALFORMED = "list-member-malformed"
    """Subjects: what is no address. Facts: ``count``."""
    LIST_OVER_LIMIT = "list-over-limit"
    """The list has more outsiders than one mail may have. Facts: ``count``, ``limit``."""
    LIST_SENDER_MALFORMED = "list-sender-malformed"
    LIST_SENDER_IS_LIST = "list-sender-is-list"
    LIST_SENDER_OUTSIDE = "list-sender-outside"
    UNUSED_ALLOW = "unused-allow"
    """A comment that accepts nothing. Subjects: the code as written. Facts, 0 or 1: ``unknown``, ``no_reason``."""

    @property
    def severity(self) -> Severity:
        """An error where two levels share a name, which nobody can tell apart; else a warning, for it may be meant."""
        return Severity.ERROR if self is LintCode.LEVEL_NAME_COLLIDES else Severity.WARNING


class Trap(Struct, frozen=True):
    """One place of a policy that does not do what it seems to do."""

    code: LintCode
    path: KeyPath
    """The place where the remedy belongs; the key may be absent from the file."""
    subjects: tuple[str, ...] = ()
    """What the sentence names, as foreign text: tags, addresses, domains."""
    facts: Mapping[str, int] = field(default_factory=dict)
    """The numbers that the sentence needs, by the names that ``LintCode`` gives."""


class LintContext(Struct, frozen=True):
    """What lint must know of the program around the policy."""

    level_names: Mapping[str, Mapping[Level, str]]
    """The built-in name of each level, by language tag."""
    rows_of: Callable[[Surface, str], int]
    """How many rows a warning text takes in the dialog at the surface's usual width."""
    rows_shown: int
    """How many rows of a warning text the dialog shows without scrolling."""
