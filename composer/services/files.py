"""The Protocol of the disk that attached files lie on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from composer.message.composition import AttachedFile
from policy.draft import FileFacts

if TYPE_CHECKING:
    pass


class Files(Protocol):
    """The files that a member may attach, on the disk."""

    def attach(self, path: Path) -> AttachedFile:
        """Facts of a file now; raises ``AttachError`` for what is no readable regular file."""
        ...

    def facts(self, files: tuple[AttachedFile, ...]) -> tuple[FileFacts, ...]:
        """What each file is now, compared with what it was when attached."""
        ...

    def expand(self, text: str) -> Sequence[Path]:
        """Paths meant by typed or dropped text: ``~``, globs, quotes, backslashes, ``file://``, several at once."""
        ...

    def looks_dropped(self, text: str) -> bool:
        """Whether pasted text is nothing but absolute paths or ``file://`` URIs of existing ordinary files."""
        ...

    def complete(self, typed: str, limit: int) -> Sequence[str]:
        """Paths that begin with what was typed, folders with a slash behind."""
        ...
