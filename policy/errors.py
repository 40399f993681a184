"""The exception tree of the policy package.

ValueError
├── MalformedAddressError    (policy.address) the text is not one address
└── DocumentFaultsError      a TOML document cannot be used; ``.faults`` has every fault, located
"""

from __future__ import annotations

from enum import Enum

from msgspec import Struct

KeyPath = tuple[str | int, ...]
"""The place of a value in a document: keys, and positions in arrays from 0."""


class FaultCode(Enum):
    """What is wrong at one place of a document."""

    NOT_UTF8 = "not_utf8"
    """``found`` is the first byte that is none, as hex."""
    SYNTAX = "syntax"
    """Not TOML; ``found`` is the parser's reason, in English."""
    UNQUOTED = "unquoted"
    """Not TOML, because a text stands without quotes; ``found`` is that text."""
    TOO_DEEP = "too_deep"
    """The document is nested deeper than the parser can follow."""
    UNKNOWN_KEY = "unknown_key"
    """``expected`` is the nearest known key, or empty."""
    MISSING_KEY = "missing_key"
    """A required key; ``expected`` is the kind of its value."""
    WRONG_TYPE = "wrong_type"
    """``expected`` is the value of the ``Kind`` that belongs there."""
    NOT_A_CHOICE = "not_a_choice"
    """``expected`` lists the choices as TOML, separated by a comma and a space."""
    OUT_OF_RANGE = "out_of_range"
    """A number outside its range; ``expected`` is ``lowest..highest``."""
    EMPTY = "empty"
    """A list or text that must not be empty."""
    SIZE = "size"
    """A text that is not a size such as ``25 MB``."""
    SIZE_TYPE = "size_type"
    """A number or something else where a size is written as text."""
    SIZE_RANGE = "size_range"
    """A size of less than a byte, or too large to count."""
    DOMAIN = "domain"
    DUPLICATE_DOMAIN = "duplicate_domain"
    """``expected`` is the key where it stands first, as are those of the other duplicates."""
    MOMENT = "moment"
    """A text that is not a date and time in the form of ISO 8601."""
    ADDRESS = "address"
    DUPLICATE_ADDRESS = "duplicate_address"
    CONFLICT = "conflict"
    """Two keys of which only one may be given; ``found`` and ``expected`` name them."""
    UNREADABLE_FILE = "unreadable_file"
    """``found`` is the file as written, ``expected`` the system's reason."""
    NO_CERTIFICATE = "no_certificate"
    """``found`` is a file, as written, in which no certificate can be read."""
    NEEDED_HERE = "needed_here"
    """A key that another setting makes necessary; ``expected`` is that setting as TOML."""
    NOT_LOOPBACK = "not_loopback"
    """A host other than this machine for a connection without TLS."""
    HOST = "host"
    """A text that is neither the name of a server nor an IP address."""
    NUL = "nul"
    """A text with the character U+0000, which no path, program or server takes."""
    COMMAND = "command"
    """A command line that is empty or has a quote that does not close."""
    READS_RECIPIENTS = "reads_recipients"
    """A command that sends to whom the header names, instead of whom was approved; ``expected`` is the word for it."""


class Kind(Enum):
    """The kinds of values that documents hold."""

    INTEGER = "integer"
    TEXT = "text"
    BOOLEAN = "boolean"
    LIST = "list"
    TABLE = "table"


class Finding(Struct, frozen=True):
    """A fault whose line and column are not known yet; ``locate`` makes a ``Fault`` of it."""

    code: FaultCode
    path: KeyPath
    found: str = ""
    expected: str = ""


class Fault(Struct, frozen=True):
    """One fault of a document; ``found`` and ``expected`` are raw and foreign, their meaning depends on ``code``."""

    code: FaultCode
    key: str
    """Dotted (``lists[2].address``); empty where the fault is not about a key."""
    line: int
    """Counted from 1."""
    column: int
    """In characters, counted from 1."""
    found: str = ""
    expected: str = ""
    path: KeyPath = ()
    """The parts of ``key``, for programs: keys, and positions in arrays from 0."""


class DocumentFaultsError(ValueError):
    """A document that cannot be used; ``faults`` has every fault with its line and column."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = faults
        """Every fault, in the order of lines."""
