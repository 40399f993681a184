"""The system's reasons for errors in the member's language; rare ones stay as the system words them."""

from __future__ import annotations

import errno
import os

from composer.disk.regular_file import NOT_REGULAR
from composer.words import pgettext


def system_reason(error: BaseException) -> str:
    """Why something failed, as a part of a sentence; the name of its kind where the system says nothing."""
    return system_words(system_said(error))


def system_said(error: BaseException) -> str:
    """Why something failed, in the system's own words, which can be kept."""
    return getattr(error, "strerror", None) or type(error).__name__


def system_words(said: str) -> str:
    """The system's wording of an error, in the member's language where it is a usual one."""
    return _known().get(said, said)


def _known() -> dict[str, str]:
    words = {
        errno.ENOENT: pgettext("system error", "No such file or directory"),
        errno.EACCES: pgettext("system error", "Permission denied"),
        errno.EPERM: pgettext("system error", "Operation not permitted"),
        errno.EISDIR: pgettext("system error", "Is a directory"),
        errno.ENOTDIR: pgettext("system error", "Not a directory"),
        errno.ELOOP: pgettext("system error", "Too many levels of symbolic links"),
        errno.ENAMETOOLONG: pgettext("system error", "File name too long"),
        errno.ENOEXEC: pgettext("system error", "Exec format error"),
        errno.EINVAL: pgettext("system error", "Invalid argument"),
        errno.EROFS: pgettext("system error", "Read-only file system"),
        errno.EIO: pgettext("system error", "Input/output error"),
        errno.ENXIO: pgettext("system error", "No such device or address"),
        errno.EMFILE: pgettext("system error", "Too many open files"),
        errno.ENOLCK: pgettext("system error", "No locks available"),
        errno.ECONNREFUSED: pgettext("system error", "Connection refused"),
        errno.ENETUNREACH: pgettext("system error", "Network is unreachable"),
        errno.EHOSTUNREACH: pgettext("system error", "No route to host"),
    }
    not_regular = pgettext("system error", "not a regular file")
    return {os.strerror(number): said for number, said in words.items()} | {NOT_REGULAR: not_regular}
