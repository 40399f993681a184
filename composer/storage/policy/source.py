"""Which policy file is in force, and what it says now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Lock

from msgspec import Struct

from composer.errors import ConfigurationError, PolicyFaultsError
from composer.sentences.policy_faults import cannot_be_read, located
from composer.storage.policy.list_index import ListIndexes
from composer.disk.regular_file import Stamp, read_regular, stamp_of
from composer.words import _
from policy.document import policy_id, read
from policy.errors import DocumentFaultsError
from policy.lists.members import LazyMembers
from policy.organization import Organization
from policy.settings import Policy
from policy.toml.text import decode
from policy.verdict import PolicyInForce

SYSTEM_POLICY = Path("/etc/presend/policy.toml")
VARIABLE = "PRESEND_POLICY"


class NoPolicyError(ConfigurationError):
    """There is no policy anywhere; ``.missing`` is the file to write."""

    def __init__(self, missing: Path) -> None:
        super().__init__(
            _(
                "There is no policy, and without one nothing is sent. Write {file}, or name one with --policy.",
                file=missing,
            )
        )
        self.missing = missing


def find_policy(
    flag: Path | None, environ: Mapping[str, str], config_folder: Path, system: Path = SYSTEM_POLICY
) -> Path:
    """The policy file in force; raises NoPolicyError, or ConfigurationError for one who asks past the system's."""
    asked = flag or (Path(environ[VARIABLE]) if environ.get(VARIABLE) else None)
    if _is_there(system):
        if asked is not None:
            raise ConfigurationError(_overridden(system, by_flag=flag is not None))
        return system
    if asked is not None:
        return asked
    own = config_folder / "policy.toml"
    if _is_there(own):
        return own
    raise NoPolicyError(own)


def load_policy(path: Path) -> Policy:
    """The policy a file says, lists' files included; raises PolicyFaultsError with every fault."""
    return _load(path).policy


def policy_bytes(path: Path) -> bytes:
    """What a policy file holds, whether it is a policy or not; raises PolicyFaultsError where it cannot be read."""
    return _read(path)[0]


def policy_from(data: bytes, source: str, folder: Path) -> Policy:
    """The policy in bytes that came otherwise (standard input); raises PolicyFaultsError."""
    return _understood(data, source, folder, {})


class FilePolicySource:
    """A policy file, read again only when it or a list's file was written or replaced; any thread may ask."""

    def __init__(self, path: Path, indexes: ListIndexes | None = None) -> None:
        """With ``indexes`` a large list's file is read once, and its members when they are needed."""
        self._path = path
        self._indexes = indexes
        self._last: tuple[_Loaded, PolicyInForce] | None = None
        self._loading = Lock()

    def current(self) -> PolicyInForce:
        """The policy now in force; raises PolicyFaultsError when it is broken or gone, and then nothing is sent."""
        with self._loading:
            if self._last is None or not self._last[0].is_fresh():
                loaded = _load(self._path, self._indexes)
                policy = loaded.policy
                self._last = loaded, PolicyInForce(policy, Organization(policy), str(self._path), policy_id(policy))
            return self._last[1]

    def files(self) -> Sequence[Path]:
        """What ``current`` read last: the policy file and the lists' files."""
        return (self._path, *(self._last[0].stamps if self._last else ()))


class _Loaded(Struct, frozen=True):
    policy: Policy
    stamps: Mapping[Path, Stamp]
    """Of every file that was read."""

    def is_fresh(self) -> bool:
        return all(stamp_of(path) == stamp for path, stamp in self.stamps.items())


def _read(path: Path) -> tuple[bytes, Stamp]:
    try:
        return read_regular(path)
    except (OSError, ValueError) as error:
        raise PolicyFaultsError(str(path), (cannot_be_read(str(path), _reason(error)),)) from error


def _load(path: Path, indexes: ListIndexes | None = None) -> _Loaded:
    data, stamp = _read(path)
    stamps = {path: stamp}
    return _Loaded(_understood(data, str(path), path.parent, stamps, indexes), stamps)


def _understood(
    data: bytes, source: str, folder: Path, stamps: dict[Path, Stamp], indexes: ListIndexes | None = None
) -> Policy:
    def read_members(name: str) -> str | LazyMembers:
        if indexes is not None:
            indexed, stamps[folder / name] = indexes.members(folder / name)
            return indexed
        members, stamps[folder / name] = read_regular(folder / name)
        return members.decode("utf-8-sig")

    try:
        return read(decode(data), read_members)
    except DocumentFaultsError as error:
        raise PolicyFaultsError(source, located(source, error.faults)) from error


def _is_there(path: Path) -> bool:
    """Whether anything has the name; what cannot be told counts as there, so that hiding it loosens nothing."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    return True


def _overridden(system: Path, *, by_flag: bool) -> str:
    if by_flag:
        return _("This machine's policy {file} cannot be replaced by another. Leave out --policy.", file=system)
    return _(
        "This machine's policy {file} cannot be replaced by another. Unset {variable}.", file=system, variable=VARIABLE
    )


def _reason(error: OSError | ValueError) -> str:
    return (isinstance(error, OSError) and error.strerror) or type(error).__name__
