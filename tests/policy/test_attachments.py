"""Which file is normal, time-limited or refused."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from policy.attachments import FileKind, allocate, fits_normally, refusals
from policy.draft import FileChoice, FileFacts, FileRole, FileState
from policy.refusal import RefusalCode
from policy.settings import Company, MailLimits, Policy

LIMITS = MailLimits(attachment_size_limit=100, time_limited_max_files=2, time_limited_max_size=1000)
ALLOWED = Policy(Company(()), limits=LIMITS, time_limited_files=True)
DENIED = replace(ALLOWED, time_limited_files=False)
N, T, IN, S, R = (FileKind.NORMAL, FileKind.TIME_LIMITED, FileKind.INLINE, FileKind.SIGNATURE, FileKind.REFUSED)


def file(size: int, choice: FileChoice = FileChoice.AUTOMATIC, role: FileRole = FileRole.ATTACHMENT) -> FileFacts:
    return FileFacts("f", size, choice=choice, role=role)


LIMITED = FileChoice.TIME_LIMITED
NORMAL = FileChoice.NORMAL


@pytest.mark.parametrize(
    ("files", "allowed", "denied"),
    [
        ([file(100)], [N], [N]),
        ([file(101)], [T], [R]),
        ([file(60), file(41)], [N, T], [N, R]),
        ([file(60), file(41), file(40)], [N, T, N], [N, R, N]),
        ([file(60), file(40)], [N, N], [N, N]),
        ([file(10, LIMITED)], [T], [N]),
        ([file(60, LIMITED), file(60)], [T, N], [N, R]),
        ([file(101, NORMAL)], [T], [R]),
        ([file(60, NORMAL), file(60, NORMAL)], [N, T], [N, R]),
        ([file(1000)], [T], [R]),
        ([file(1001)], [R], [R]),
        ([file(200), file(200), file(200)], [T, T, R], [R, R, R]),
        ([file(90, role=FileRole.INLINE), file(20)], [IN, T], [IN, R]),
        ([file(101, role=FileRole.INLINE)], [R], [R]),
        ([file(500, role=FileRole.SIGNATURE), file(100)], [S, N], [S, N]),
        ([file(0)], [R], [R]),
        ([], [], []),
    ],
)
def test_each_file_gets_its_kind_in_order(
    files: list[FileFacts], allowed: list[FileKind], denied: list[FileKind]
) -> None:
    assert [one.kind for one in allocate(tuple(files), ALLOWED, file_service=True)] == allowed
    assert [one.kind for one in allocate(tuple(files), DENIED, file_service=True)] == denied


@pytest.mark.parametrize(
    ("role", "counts"), [(FileRole.ATTACHMENT, True), (FileRole.INLINE, False), (FileRole.SIGNATURE, False)]
)
def test_only_attachments_count_for_the_warning(role: FileRole, counts: bool) -> None:
    (judged,) = allocate((file(1, role=role),), ALLOWED, file_service=True)
    assert judged.counts is counts


@pytest.mark.parametrize(
    ("state", "size", "code"),
    [
        (FileState.MISSING, 5, RefusalCode.FILE_MISSING),
        (FileState.CHANGED, 5, RefusalCode.FILE_CHANGED),
        (FileState.NOT_REGULAR, 5, RefusalCode.FILE_NOT_REGULAR),
        (FileState.PRESENT, 0, RefusalCode.FILE_EMPTY),
        (FileState.MISSING, 0, RefusalCode.FILE_MISSING),
    ],
)
def test_a_file_that_cannot_be_sent_is_refused_by_name(state: FileState, size: int, code: RefusalCode) -> None:
    judged = allocate((FileFacts("a.pdf", size, state=state),), ALLOWED, file_service=True)
    (refusal,) = refusals(judged, ALLOWED)
    assert (refusal.code, refusal.subjects) == (code, ("a.pdf",))


def test_the_limit_and_the_total_stand_in_the_refusal() -> None:
    judged = allocate((file(60), file(60)), DENIED, file_service=True)
    (refusal,) = refusals(judged, DENIED)
    assert (refusal.code, dict(refusal.facts)) == (RefusalCode.ATTACHMENT_LIMIT, {"limit": 100, "total": 120})


def test_without_a_file_service_a_time_limited_file_keeps_its_kind_and_is_refused() -> None:
    judged = allocate((file(101),), ALLOWED, file_service=False)
    assert judged[0].kind is FileKind.TIME_LIMITED
    assert [refusal.code for refusal in refusals(judged, ALLOWED)] == [RefusalCode.TIME_LIMITED_UNAVAILABLE]


def test_files_over_the_count_and_the_size_are_named_with_the_limit() -> None:
    judged = allocate((file(200), file(200), file(200), file(2000)), ALLOWED, file_service=True)
    found = {refusal.code: dict(refusal.facts) for refusal in refusals(judged, ALLOWED)}
    assert found == {
        RefusalCode.TIME_LIMITED_COUNT: {"limit": 2, "count": 3},
        RefusalCode.TIME_LIMITED_SIZE: {"limit": 1000},
    }


@pytest.mark.parametrize(("sizes", "index", "fits"), [((60, 40), 1, True), ((60, 41), 1, False), ((101,), 0, False)])
def test_a_row_can_be_switched_back_while_it_fits(sizes: tuple[int, ...], index: int, fits: bool) -> None:
    files = tuple(file(size, LIMITED if place == index else NORMAL) for place, size in enumerate(sizes))
    assert fits_normally(index, files, ALLOWED) is fits
