from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from composer.disk.still_named import is_still_named


@pytest.fixture(params=["file", "folder"])
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "name"
    if request.param == "folder":
        path.mkdir()
    else:
        path.write_bytes(b"")
    return path


@pytest.fixture
def descriptor(path: Path) -> Iterator[int]:
    descriptor = os.open(path, os.O_RDONLY)
    yield descriptor
    os.close(descriptor)


def _nothing(_path: Path) -> None:
    """Leave it where it is."""


def _move(path: Path) -> None:
    path.rename(path.with_name("aside"))


def _replace(path: Path) -> None:
    _move(path)
    path.write_bytes(b"")


def _link(path: Path) -> None:
    _move(path)
    path.symlink_to(path.with_name("aside"))


def _link_to_another(path: Path) -> None:
    _move(path)
    path.with_name("other").write_bytes(b"")
    path.symlink_to(path.with_name("other"))


@pytest.mark.parametrize(
    ("change", "is_named", "leads_there"),
    [
        (_nothing, True, True),
        (_move, False, False),
        (_replace, False, False),
        (_link, False, True),
        (_link_to_another, False, False),
    ],
)
def test_what_is_open_is_told_from_what_has_its_name_now(
    change: Callable[[Path], None], is_named: bool, leads_there: bool, path: Path, descriptor: int
) -> None:
    change(path)
    assert is_still_named(path, descriptor) is is_named
    assert is_still_named(path, descriptor, follow_symlinks=True) is leads_there


def test_a_name_that_cannot_be_looked_at_is_an_error_and_no_answer(path: Path, descriptor: int) -> None:
    _replace(path)
    with pytest.raises(NotADirectoryError):
        is_still_named(path / "within", descriptor)
