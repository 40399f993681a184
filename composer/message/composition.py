"""What the member typed, unparsed and immutable, and the snapshot of it that the policy judges."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from policy.address import Entry, parse_field
from policy.draft import Draft, FileChoice
from policy.entries import malformed_in
from policy.settings import Expiry, Level


class AttachedFile(Struct, frozen=True):
    """A reference to a file with its facts at the time it was attached; size in bytes, time in nanoseconds."""

    path: str
    name: str
    size: int
    device: int
    inode: int
    mtime_ns: int
    choice: FileChoice = FileChoice.AUTOMATIC


class Composition(Struct, frozen=True):
    """The whole content of the composer, which a draft on disk keeps."""

    sender: str = ""
    to: str = ""
    cc: str = ""
    bcc: str = ""
    subject: str = ""
    body: str = ""
    files: tuple[AttachedFile, ...] = ()
    level: Level = Level.GENERAL
    expires_after: Expiry = Expiry.NONE
    forwarding_prohibited: bool = False
    individually: bool = False
    in_reply_to: tuple[str, ...] = ()
    """The ids, in their angle brackets, of the messages that this one answers (RFC 5322, 3.6.4)."""
    references: tuple[str, ...] = ()
    """The ids of the thread's earlier messages."""

    @property
    def is_blank(self) -> bool:
        """Whether nothing worth keeping was typed; sender and individually do not count."""
        return not any((self.to, self.cc, self.bcc, self.subject, self.body.strip(), self.files))


def snapshot(composition: Composition, found: Draft) -> Draft:
    """The draft that the policy judges: the composition, parsed, with what is known from elsewhere in ``found``.

    ``found`` has the facts of the files, in order; for a rendered message also its other senders, its address for
    bounces, and the fields in which something is no address: the text of a composition is read leniently, and would
    come to other people.
    """
    return replace(
        found,
        sender=_as_written(found.sender, composition.sender),
        to=_as_written(found.to, composition.to),
        cc=_as_written(found.cc, composition.cc),
        bcc=_as_written(found.bcc, composition.bcc),
        subject=composition.subject,
        body=composition.body,
        level=composition.level,
        expires_after=composition.expires_after,
        forwarding_prohibited=composition.forwarding_prohibited,
        individually=composition.individually,
        in_reply_to=composition.in_reply_to,
        references=composition.references,
    )


def _as_written(written: tuple[Entry, ...], composed: str) -> tuple[Entry, ...]:
    return written if any(malformed_in(written)) else parse_field(composed)
