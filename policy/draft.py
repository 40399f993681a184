"""An immutable snapshot of the message being judged: parsed addresses, facts about files, the member's choices."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct
from msgspec.structs import replace

from policy.address import Entry, Group
from policy.settings import Expiry, Level


class Field(Enum):
    """A recipient field of the header; declaration order is the order of counting."""

    TO = "to"
    CC = "cc"
    BCC = "bcc"


class FileRole(Enum):
    """What a file is to the message."""

    ATTACHMENT = "attachment"
    INLINE = "inline"
    """An image the body refers to by Content-ID."""
    SIGNATURE = "signature"
    """A detached signature of the message itself."""


class FileChoice(Enum):
    """How the member wants a file sent."""

    AUTOMATIC = "automatic"
    NORMAL = "normal"
    TIME_LIMITED = "time_limited"


class FileState(Enum):
    """What the file was found to be when the snapshot was taken."""

    PRESENT = "present"
    MISSING = "missing"
    CHANGED = "changed"
    NOT_REGULAR = "not_regular"


class FileFacts(Struct, frozen=True):
    """One file of the message, without its bytes."""

    name: str
    size: int
    """Bytes before any transfer encoding."""
    path: str = ""
    """Absolute path; empty where the file lies inside a message that is only judged."""
    device: int = 0
    inode: int = 0
    mtime_ns: int = 0
    role: FileRole = FileRole.ATTACHMENT
    choice: FileChoice = FileChoice.AUTOMATIC
    state: FileState = FileState.PRESENT


class Draft(Struct, frozen=True):
    """The message as it stands at one moment."""

    sender: tuple[Entry, ...] = ()
    """What stands in From; exactly one mailbox in a message that may be sent."""
    to: tuple[Entry, ...] = ()
    cc: tuple[Entry, ...] = ()
    bcc: tuple[Entry, ...] = ()
    subject: str = ""
    body: str = ""
    files: tuple[FileFacts, ...] = ()
    level: Level = Level.GENERAL
    expires_after: Expiry = Expiry.NONE
    forwarding_prohibited: bool = False
    individually: bool = False
    envelope_sender: tuple[Entry, ...] = ()
    """Where bounces go, when another client names an address of its own for that; empty = to From."""

    def entries(self, field: Field) -> tuple[Entry, ...]:
        """What stands in one recipient field, in order."""
        return {Field.TO: self.to, Field.CC: self.cc, Field.BCC: self.bcc}[field]

    @property
    def written(self) -> int:
        """How many recipients stand in To, Cc and Bcc, as written: a list is one."""
        entries = (*self.to, *self.cc, *self.bcc)
        return sum(len(entry.members) if isinstance(entry, Group) else 1 for entry in entries)

    def with_entries(self, field: Field, entries: tuple[Entry, ...]) -> Draft:
        """The same message with another content of one recipient field."""
        match field:
            case Field.TO:
                return replace(self, to=entries)
            case Field.CC:
                return replace(self, cc=entries)
            case Field.BCC:
                return replace(self, bcc=entries)
