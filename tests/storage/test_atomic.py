"""Writes are whole or absent, private, and say in words why they failed."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from composer.disk.durable import replace_file, write_new
from composer.errors import StorageError
from composer.storage.atomic import fsync_folder, private_folder, storage_error, write_atomically
from tests.storage.support import names_in, start_child


def test_a_write_replaces_the_old_content_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "file"
    write_atomically(path, b"old")
    write_atomically(path, b"new" * 100_000)
    assert path.read_bytes() == b"new" * 100_000
    assert names_in(tmp_path) == ["file"]


def test_an_empty_file_can_be_written(tmp_path: Path) -> None:
    write_atomically(tmp_path / "empty", b"")
    assert (tmp_path / "empty").read_bytes() == b""


def test_files_and_folders_are_private_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        folder = private_folder(tmp_path / "a" / "b")
        write_atomically(folder / "file", b"x")
    finally:
        os.umask(before)
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "a", folder, folder / "file")]
    assert modes == [0o700, 0o700, 0o600]


def test_a_folder_that_is_there_already_is_taken_as_it_is(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    assert private_folder(tmp_path) == tmp_path
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755


def test_a_link_is_replaced_and_what_it_leads_to_is_left_alone(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_bytes(b"untouched")
    link = tmp_path / "link"
    link.symlink_to(target)
    write_atomically(link, b"new")
    assert (target.read_bytes(), link.read_bytes(), link.is_symlink()) == (b"untouched", b"new", False)


def test_a_file_where_a_folder_is_needed_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StorageError, match="a file stands where a folder is needed"):
        private_folder(tmp_path / "file" / "below")
    with pytest.raises(StorageError, match="a file stands where a folder is needed"):
        private_folder(tmp_path / "file")


def test_a_folder_that_is_gone_is_an_error_in_words(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="gone"):
        write_atomically(tmp_path / "gone" / "file", b"x")
    with pytest.raises(StorageError, match="gone"):
        fsync_folder(tmp_path / "gone")


def test_a_failed_rename_leaves_no_temporary_file(tmp_path: Path) -> None:
    (tmp_path / "folder" / "inside").mkdir(parents=True)
    with pytest.raises(StorageError):
        write_atomically(tmp_path / "folder", b"x")
    assert names_in(tmp_path) == ["folder"]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "The disk is full"),
        (errno.EDQUOT, "The disk is full"),
        (errno.EFBIG, "The disk is full"),
        (errno.EROFS, "read-only"),
        (errno.EACCES, "no permission"),
        (errno.EPERM, "no permission"),
        (errno.EIO, "Input/output error"),
    ],
)
def test_each_failure_has_its_words_and_the_place(number: int, words: str) -> None:
    said = str(storage_error(Path("/drafts/one.json"), OSError(number, os.strerror(number))))
    assert words in said
    assert "/drafts/one.json" in said


_FILL = """
import resource, sys
from pathlib import Path
from composer.errors import StorageError
from composer.storage.atomic import write_atomically
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
path = Path(sys.argv[1])
write_atomically(path, b"old")
try:
    write_atomically(path, b"x" * 5000)
except StorageError as error:
    print(error)
"""


def test_a_disk_that_is_full_midway_leaves_the_old_content_whole(tmp_path: Path) -> None:
    path = tmp_path / "file"
    with start_child(_FILL, path) as child:
        assert child.stdout is not None
        assert "The disk is full" in child.stdout.read()
    assert path.read_bytes() == b"old"
    assert names_in(tmp_path) == ["file"]


def test_a_file_can_be_replaced_by_one_that_is_as_readable(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    path.chmod(0o664)
    before = os.umask(0o077)
    try:
        replace_file(path, b"new", like=path.stat())
        assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (b"new", 0o664)
        replace_file(path, b"newer")
        assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (b"newer", 0o600)
    finally:
        os.umask(before)


def test_a_new_file_never_takes_the_place_of_another(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"old")
    with pytest.raises(FileExistsError):
        write_new(tmp_path / "file", b"new")
    assert (tmp_path / "file").read_bytes() == b"old"
