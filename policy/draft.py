"""An immutable snapshot of the message being judged: parsed addresses, facts about files, the member's choices."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct
from msgspec.structs import replace

from policy.address import Entry, Group
from policy.refusal import FaultyAddress
from policy.settings import Expiry, Level


class Field(Enum):
    """A recipient field of the header, declared in the order in which recipients are counted."""

    TO = "to"
    CC = "cc"
    BCC = "bcc"


class FileRole(Enum):
    """Whether a file is an attachment, or a part of the message that the member did not attach."""

    ATTACHMENT = "attachment"
    INLINE = "inline"
    """An image that the body shows by its Content-ID (RFC 2392)."""
    SIGNATURE = "signature"
    """A detached signature of the message itself (RFC 1847)."""


class FileChoice(Enum):
    """How the member wants a file sent: as the policy finds, in the message, or as a link that ends."""

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
    """What the rules know of one file of the message: names, sizes and times, never its bytes."""

    name: str
    size: int
    """Bytes, before any transfer encoding."""
    path: str = ""
    """Absolute path; empty where the file lies inside a message that is only judged."""
    device: int = 0
    inode: int = 0
    mtime_ns: int = 0
    ctime_ns: int = 0
    """The moment at which the disk changed the file last, which nobody can set; 0 where it is not known."""
    role: FileRole = FileRole.ATTACHMENT
    choice: FileChoice = FileChoice.AUTOMATIC
    state: FileState = FileState.PRESENT


class Draft(Struct, frozen=True):
    """The whole message at one moment, as the rules judge it."""

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
    """The address for bounces that another client names; empty = that of From."""
    unreadable: tuple[FaultyAddress, ...] = ()
    """What cannot be read in fields that name no recipient (``policy.entries.OTHER_FIELDS``) and are sent along."""
    other_senders: tuple[Entry, ...] = ()
    """Who else is said to have sent it (Sender, Resent-From, Resent-Sender); each must be the member's like From."""
    is_resent: bool = False
    """Whether it has Resent fields: a message that is sent on as it is, which mail programs call a bounce."""

    in_reply_to: tuple[str, ...] = ()
    """The ids of the messages that it answers, where presend writes the header."""
    references: tuple[str, ...] = ()
    """The ids of the thread's earlier messages, where presend writes the header."""
    is_composed: bool = False
    """Whether the member wrote it in presend, and nothing else has looked at it yet."""

    def entries(self, field: Field) -> tuple[Entry, ...]:
        """The entries of one recipient field, in the order in which they are written."""
        return {Field.TO: self.to, Field.CC: self.cc, Field.BCC: self.bcc}[field]

    @property
    def written(self) -> int:
        """How many recipients stand in To, Cc and Bcc, as written: a list is one."""
        return sum(map(self.written_in, Field))

    def written_in(self, field: Field) -> int:
        """How many recipients stand in one field, as written: a list is one, a group as many as are in it."""
        return sum(len(entry.members) if isinstance(entry, Group) else 1 for entry in self.entries(field))

    def with_entries(self, field: Field, entries: tuple[Entry, ...]) -> Draft:
        """The same message with another content of one recipient field."""
        match field:
            case Field.TO:
                return replace(self, to=entries)
            case Field.CC:
                return replace(self, cc=entries)
            case Field.BCC:
                return replace(self, bcc=entries)
