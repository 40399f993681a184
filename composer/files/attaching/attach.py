"""Files as attachments: the facts of a file when attached and later, and the paths that typed text means."""

from __future__ import annotations

import errno
import glob
import os
import re
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from composer.errors import AttachError
from composer.files.attaching import path_completion, typed_paths
from composer.files.attaching.typed_paths import TypedPath
from composer.message.composition import AttachedFile
from composer.words import _
from policy.draft import FileFacts, FileState

_OPENING = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
_BLANKS = " \t"
"""Other white space belongs to a name."""
_BREAKS = re.compile(r"[\r\n]+")
_BEGINNINGS_OF_DROPS = ("/", "'/", '"/', "file:/", "'file:/", '"file:/')
_LONGEST_DROP = 65_536
"""Characters of one line; every paste into the body is looked at, and longer ones are prose."""


class LocalFiles:
    """Files of this machine; relative paths begin at ``folder`` (absolute)."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def attach(self, path: Path) -> AttachedFile:
        """Facts of a file now, a symbolic link followed; raises ``AttachError`` for no readable regular file.

        What is no regular file is never opened: opening a FIFO waits, and opening a device may act.
        """
        try:
            real = (self._folder / path).resolve(strict=True)
            _require_regular(path, os.lstat(real))
            found = _open_and_stat(real)
        except (OSError, ValueError, RuntimeError) as error:
            raise _refusal(path, error) from error
        _require_regular(path, found)
        return AttachedFile(
            path=str(real),
            name=_name(path.name or real.name),
            size=found.st_size,
            device=found.st_dev,
            inode=found.st_ino,
            mtime_ns=found.st_mtime_ns,
        )

    def facts(self, files: tuple[AttachedFile, ...]) -> tuple[FileFacts, ...]:
        """The facts of each file as it was attached, with whether it is there unchanged now."""
        return tuple(
            FileFacts(
                name=file.name,
                size=file.size,
                path=file.path,
                device=file.device,
                inode=file.inode,
                mtime_ns=file.mtime_ns,
                ctime_ns=ctime_ns,
                choice=file.choice,
                state=state,
            )
            for file in files
            for state, ctime_ns in (_found(file),)
        )

    def expand(self, text: str) -> Sequence[Path]:
        """Absolute paths meant by the text, in its order; a name that exists wins over any other reading of it.

        Files that are not there are returned too, for ``attach`` to say so.
        """
        paths = [path for line in _lines(text) for path in self._of_line(line)]
        return list(dict.fromkeys(paths))

    def looks_dropped(self, text: str) -> bool:
        """Whether the text is nothing but absolute paths or ``file:`` URIs of existing regular files."""
        lines = _lines(text)
        return bool(lines) and all(_is_dropped(line.strip(_BLANKS)) for line in lines)

    def complete(self, typed: str, limit: int) -> Sequence[str]:
        """At most ``limit`` texts that complete the last path of the typed text; folders end in a slash."""
        return path_completion.complete(typed, limit, self._folder)

    def _of_line(self, line: str) -> Iterator[Path]:
        for whole in (line, line.strip(_BLANKS)):
            path = self._folder / typed_paths.expand_home(whole)
            if _exists(path):
                yield path
                return
        for word in typed_paths.split(line):
            yield from self._of_word(word)

    def _of_word(self, word: TypedPath) -> Iterator[Path]:
        path = self._folder / typed_paths.path_of(word)
        if not word.pattern or _exists(path):
            yield path
            return
        pattern = str(self._folder / typed_paths.expand_home(word.pattern))
        found = [Path(name) for name in sorted(_glob(pattern))]
        yield from [file for file in found if not file.is_dir()] or [path]


def _lines(text: str) -> list[str]:
    return [line for line in _BREAKS.split(text) if line.strip(_BLANKS)]


def _is_dropped(line: str) -> bool:
    if len(line) > _LONGEST_DROP or not line.startswith(_BEGINNINGS_OF_DROPS):
        return False
    if _is_absolute_file(line):
        return True
    words = typed_paths.split(line)
    return bool(words) and all(_is_absolute_file(typed_paths.file_uri(word.text) or word.text) for word in words)


def _glob(pattern: str) -> list[str]:
    try:
        return glob.glob(pattern)  # noqa: PTH207 - the pattern is absolute, which Path.glob refuses
    except (OSError, ValueError):
        return []


def _exists(path: Path) -> bool:
    """``Path.exists`` without an exception for NUL, lone surrogates and names that are too long."""
    try:
        os.lstat(path)
    except (OSError, ValueError):
        return False
    return True


def _is_absolute_file(text: str) -> bool:
    try:
        return text.startswith("/") and Path(text).is_file()
    except (OSError, ValueError):
        return False


def _open_and_stat(real: Path) -> os.stat_result:
    """The ``stat`` result of a file opened for reading; raises ``OSError``."""
    descriptor = os.open(real, _OPENING)
    try:
        return os.fstat(descriptor)
    finally:
        os.close(descriptor)


def _found(file: AttachedFile) -> tuple[FileState, int]:
    """The state of the file now, and when the disk changed it last (nanoseconds)."""
    try:
        now = os.lstat(file.path)
    except (OSError, ValueError):
        return FileState.MISSING, 0
    if not stat.S_ISREG(now.st_mode):
        return FileState.NOT_REGULAR, now.st_ctime_ns
    then = (file.device, file.inode, file.size, file.mtime_ns)
    same = then == (now.st_dev, now.st_ino, now.st_size, now.st_mtime_ns)
    return FileState.PRESENT if same else FileState.CHANGED, now.st_ctime_ns


def _name(name: str) -> str:
    """A file name as text: bytes that are not UTF-8 become U+FFFD, which headers and screens can carry."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _require_regular(path: Path, found: os.stat_result) -> None:
    if stat.S_ISDIR(found.st_mode):
        raise AttachError(_("{path} is a folder. Attach the files in it one by one, or as an archive.", path=path))
    if not stat.S_ISREG(found.st_mode):
        raise AttachError(_("{path} is not an ordinary file and cannot be attached.", path=path))


def _refusal(path: Path, error: OSError | ValueError | RuntimeError) -> AttachError:
    number = error.errno if isinstance(error, OSError) else None
    if number in {errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG} or isinstance(error, ValueError):
        return AttachError(_("There is no file {path}. Check the name.", path=path))
    if number in {errno.EACCES, errno.EPERM}:
        return AttachError(_("You have no permission to read {path}.", path=path))
    if number == errno.ELOOP or isinstance(error, RuntimeError):
        return AttachError(_("{path} is a link that leads nowhere. Attach the file itself.", path=path))
    return AttachError(_("{path} cannot be read: {reason}.", path=path, reason=str(error)))
