"""What the member typed, raw and immutable, and the snapshot the policy judges."""

from __future__ import annotations

from msgspec import Struct

from policy.address import parse_field
from policy.draft import Draft, FileChoice, FileFacts
from policy.settings import Expiry, Level


class AttachedFile(Struct, frozen=True):
    """A file as it was when the member attached it; a reference, never a copy."""

    path: str
    name: str
    size: int
    device: int
    inode: int
    mtime_ns: int
    choice: FileChoice = FileChoice.AUTOMATIC


class Composition(Struct, frozen=True):
    """The composer's whole content; what a draft on disk keeps."""

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

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing worth keeping; sender and individually do not count."""
        return not any((self.to, self.cc, self.bcc, self.subject, self.body.strip(), self.files))


def snapshot(composition: Composition, files: tuple[FileFacts, ...]) -> Draft:
    """Parse what was typed; ``files`` are the facts found on disk for ``composition.files``, in order."""
    return Draft(
        sender=parse_field(composition.sender),
        to=parse_field(composition.to),
        cc=parse_field(composition.cc),
        bcc=parse_field(composition.bcc),
        subject=composition.subject,
        body=composition.body,
        files=files,
        level=composition.level,
        expires_after=composition.expires_after,
        forwarding_prohibited=composition.forwarding_prohibited,
        individually=composition.individually,
    )
