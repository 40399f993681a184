"""Which file is normal, time-limited or refused, and what counts as an attachment for the warning."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from policy.draft import FileFacts


class FileKind(Enum):
    """How a file leaves, or that it does not."""

    NORMAL = "normal"
    TIME_LIMITED = "time_limited"
    INLINE = "inline"
    SIGNATURE = "signature"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class JudgedFile:
    """A file with its kind."""

    file: FileFacts
    kind: FileKind
    counts: bool
    """Whether it counts as an attachment for the warning."""
