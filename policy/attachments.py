"""Which file is normal, time-limited or refused, and what counts as an attachment for the warning."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct
from msgspec.structs import replace

from policy.draft import FileChoice, FileFacts, FileRole, FileState
from policy.refusal import Refusal, RefusalCode
from policy.settings import Policy

DOWNLOADS = 100
"""How often a time-limited file can be downloaded, by all recipients together."""
DOWNLOAD_DAYS = 7
"""Days after sending on which a time-limited file can be downloaded."""


class FileKind(Enum):
    """How a file leaves: in the message, as a link that ends, as part of the body, or not at all."""

    NORMAL = "normal"
    TIME_LIMITED = "time_limited"
    INLINE = "inline"
    SIGNATURE = "signature"
    REFUSED = "refused"


class JudgedFile(Struct, frozen=True):
    """A file of the message with the kind that the policy gives it."""

    file: FileFacts
    kind: FileKind
    counts: bool
    """Whether it counts as an attachment for the warning."""
    reason: RefusalCode | None = None
    """Why it stands in the way of sending; a time-limited file without a service keeps its kind."""


_STATES = {
    FileState.MISSING: RefusalCode.FILE_MISSING,
    FileState.CHANGED: RefusalCode.FILE_CHANGED,
    FileState.NOT_REGULAR: RefusalCode.FILE_NOT_REGULAR,
}


def allocate(files: tuple[FileFacts, ...], policy: Policy, file_service: bool) -> tuple[JudgedFile, ...]:
    """Give each file its kind, in order; the file that would exceed the limit (bytes) does not count against it."""
    judged: list[JudgedFile] = []
    room = policy.limits.attachment_size_limit
    places = policy.limits.time_limited_max_files
    for file in files:
        one = _judge_file(file, policy, room, places)
        if one.kind in (FileKind.NORMAL, FileKind.INLINE):
            room -= file.size
        if one.kind is FileKind.TIME_LIMITED:
            places -= 1
            if not file_service:
                one = replace(one, reason=RefusalCode.TIME_LIMITED_UNAVAILABLE)
        judged.append(one)
    return tuple(judged)


def fits_normally(index: int, files: tuple[FileFacts, ...], policy: Policy) -> bool:
    """Whether the file at ``index`` could be sent as a normal one, the others staying as they are."""
    wanted = replace(files[index], choice=FileChoice.NORMAL)
    judged = allocate((*files[:index], wanted, *files[index + 1 :]), policy, file_service=True)
    return judged[index].kind is FileKind.NORMAL


def refusals(judged: tuple[JudgedFile, ...], policy: Policy) -> list[Refusal]:
    """One refusal for each reason that any file gives."""
    found: list[Refusal] = []
    for code in RefusalCode:
        names = tuple(one.file.name for one in judged if one.reason is code)
        if names:
            found.append(Refusal(code, names, _facts(code, judged, policy)))
    return found


def _judge_file(file: FileFacts, policy: Policy, room: int, places: int) -> JudgedFile:
    counts = file.role is FileRole.ATTACHMENT
    if file.role is FileRole.SIGNATURE:
        return JudgedFile(file, FileKind.SIGNATURE, counts)
    reason = _STATES.get(file.state) or (RefusalCode.FILE_EMPTY if file.size == 0 else None)
    if reason is None:
        kind, reason = _place(file, policy, room, places)
    else:
        kind = FileKind.REFUSED
    return JudgedFile(file, kind, counts, reason)


def _place(file: FileFacts, policy: Policy, room: int, places: int) -> tuple[FileKind, RefusalCode | None]:
    fits = file.size <= room
    if file.role is FileRole.INLINE:
        return (FileKind.INLINE, None) if fits else (FileKind.REFUSED, RefusalCode.ATTACHMENT_LIMIT)
    wants_limit = file.choice is FileChoice.TIME_LIMITED and policy.time_limited_files
    if fits and not wants_limit:
        return FileKind.NORMAL, None
    if not policy.time_limited_files:
        return FileKind.REFUSED, RefusalCode.ATTACHMENT_LIMIT
    if file.size > policy.limits.time_limited_max_size:
        return FileKind.REFUSED, RefusalCode.TIME_LIMITED_SIZE
    if places <= 0:
        return FileKind.REFUSED, RefusalCode.TIME_LIMITED_COUNT
    return FileKind.TIME_LIMITED, None


def _facts(code: RefusalCode, judged: tuple[JudgedFile, ...], policy: Policy) -> dict[str, int]:
    if code is RefusalCode.ATTACHMENT_LIMIT:
        attached = (FileKind.NORMAL, FileKind.INLINE)
        total = sum(one.file.size for one in judged if one.kind in attached or one.reason is code)
        return {"limit": policy.limits.attachment_size_limit, "total": total}
    if code is RefusalCode.TIME_LIMITED_COUNT:
        count = sum(one.kind is FileKind.TIME_LIMITED or one.reason is code for one in judged)
        return {"limit": policy.limits.time_limited_max_files, "count": count}
    if code is RefusalCode.TIME_LIMITED_SIZE:
        return {"limit": policy.limits.time_limited_max_size}
    return {}
