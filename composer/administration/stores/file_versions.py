"""The policies that were in force before, each in a file of the folder ``policy.toml.versions`` beside the policy."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from composer.administration.stores.store import SHORT_VERSION, EarlierVersion
from composer.disk.durable import make_alike, make_folder, replace_file
from composer.disk.regular_file import read_regular
from composer.errors import StorageError
from composer.reasons import ReasonCode
from composer.sentences.reasons import failure
from composer.sentences.system_reasons import system_said
from composer.storage.atomic import storage_error

KEPT = 50
"""How many earlier versions stay; what is older goes after a save."""
_MOMENT = "%Y%m%dT%H%M%S.%fZ"
_NAME = re.compile(r"(?P<moment>\d{8}T\d{6}\.\d{6}Z)-(?P<version>[0-9a-f]{12})\.toml")


class FileVersions:
    """Earlier versions of one policy file; the names say when each was replaced, and by what digits it begins."""

    def __init__(self, policy: Path) -> None:
        self.folder = policy.with_name(policy.name + ".versions")

    def list(self) -> tuple[EarlierVersion, ...]:
        """The versions, newest first; raises ``StorageError`` where the folder is there and cannot be read."""
        try:
            return tuple(_versions(os.listdir(self.folder)))  # noqa: PTH208 - names, not paths
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise _not_read(self.folder, error) from error

    def text(self, version: EarlierVersion) -> str:
        """The TOML text of a version; raises ``StorageError`` where it cannot be read."""
        path = self.folder / version.id
        try:
            return read_regular(path)[0].decode("utf-8")
        except (OSError, ValueError) as error:
            raise _not_read(path, error) from error

    def keep(self, data: bytes, now: datetime, like: os.stat_result) -> None:
        """Keep what is about to be replaced, durably and as readable as it is; raises ``StorageError``.

        A clock that went back changes no order. What a save kept that did not come to its end is not kept twice.
        """
        newest = next(iter(self.list()), None)
        version = hashlib.sha256(data).hexdigest()[:SHORT_VERSION]
        if newest is not None and newest.version == version:
            return
        at = now.astimezone(UTC)
        if newest is not None:
            at = max(at, newest.replaced_at + timedelta(microseconds=1))
        path = self.folder / f"{at.strftime(_MOMENT)}-{version}.toml"
        try:
            self._make_folder(like)
            replace_file(path, data, like)
        except OSError as error:
            raise storage_error(path, error) from error

    def prepared(self, like: os.stat_result) -> Path:
        """The versions' folder, made where it is missing; raises ``StorageError``."""
        try:
            self._make_folder(like)
        except OSError as error:
            raise storage_error(self.folder, error) from error
        return self.folder

    def prune(self) -> None:
        """Delete the oldest versions beyond ``KEPT``; what cannot be deleted stays."""
        with contextlib.suppress(OSError, StorageError):
            for version in self.list()[KEPT:]:
                (self.folder / version.id).unlink()

    def _make_folder(self, like: os.stat_result) -> None:
        """Whoever may read the policy may read its earlier versions; one that is in use keeps what it was given."""
        make_folder(self.folder)
        if self.folder.stat().st_uid != os.geteuid() or any(self.folder.iterdir()):
            return
        descriptor = os.open(self.folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
        try:
            readable = stat.S_IMODE(like.st_mode) & 0o444
            make_alike(descriptor, like, stat.S_IMODE(like.st_mode) & 0o666 | readable >> 2 | 0o700)
        finally:
            os.close(descriptor)


def _versions(names: list[str]) -> Iterator[EarlierVersion]:
    for name in sorted(names, reverse=True):
        found = _NAME.fullmatch(name)
        if found is not None:
            with contextlib.suppress(ValueError):  # digits that are no date
                moment = datetime.strptime(found["moment"], _MOMENT).replace(tzinfo=UTC)
                yield EarlierVersion(name, moment, found["version"])


def _not_read(path: Path, error: OSError | ValueError) -> StorageError:
    return failure(StorageError, ReasonCode.EARLIER_POLICY_NOT_READ, path=path, said=system_said(error))
