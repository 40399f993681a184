"""Finds the policy file in force, and loads what it says now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from threading import Lock

from msgspec import Struct

from composer.disk.regular_file import Stamp, read_regular, stamp_of
from composer.errors import ConfigurationError, PolicyFaultsError
from composer.reasons import Reason, ReasonCode
from composer.sentences.file_faults import fault_reasons, faults_error, not_read_reason
from composer.sentences.reasons import failure, reason, reason_of, reason_words
from composer.storage.machine import THIS_MACHINE, Machine, is_there
from composer.storage.policy.list_index import ListIndexes, ReadList, read_again
from policy.document import policy_id, read
from policy.errors import DocumentFaultsError
from policy.lists.members import LazyMembers
from policy.organization import Organization
from policy.settings import Policy
from policy.toml.text import decode
from policy.verdict import PolicyInForce

VARIABLE = "PRESEND_POLICY"


class NoPolicyError(ConfigurationError):
    """There is no policy anywhere; ``missing`` is the path at which to write one."""

    def __init__(self, missing: Path) -> None:
        why = reason(ReasonCode.NO_POLICY, file=missing)
        super().__init__(reason_words(why), why)
        self.missing = missing


class PolicyPlaces(Struct, frozen=True):
    """Every place where a policy can be, the one that wins first."""

    machine: Machine
    asked: Path | None
    """The path that the flag or the variable names; None = neither does."""
    own: Path
    """The path of the member's own policy."""

    def find(self) -> Path:
        """The path of the policy in force now; raises NoPolicyError. The machine's wins whenever it is there."""
        if self.machine.has_policy():
            return self.machine.policy
        if self.asked is not None:
            return self.asked
        if is_there(self.own):
            return self.own
        raise NoPolicyError(self.own)

    def machine_of(self, path: Path) -> Machine | None:
        """The machine, where the path is its policy; None for every other path."""
        return self.machine if path == self.machine.policy else None


def policy_places(
    flag: Path | None, environ: Mapping[str, str], config_folder: Path, machine: Machine = THIS_MACHINE
) -> PolicyPlaces:
    """The places of a policy; raises ConfigurationError where one is asked for beside the machine's."""
    asked = flag or (Path(environ[VARIABLE]) if environ.get(VARIABLE) else None)
    if asked is not None and machine.has_policy():
        facts = {} if flag is not None else {"variable": VARIABLE}
        raise failure(ConfigurationError, ReasonCode.POLICY_OVERRIDDEN, file=machine.policy, **facts)
    return PolicyPlaces(machine, asked, config_folder / "policy.toml")


def find_policy(
    flag: Path | None, environ: Mapping[str, str], config_folder: Path, machine: Machine = THIS_MACHINE
) -> Path:
    """The policy file in force; raises NoPolicyError, or ConfigurationError for one who asks past the machine's."""
    return policy_places(flag, environ, config_folder, machine).find()


def load_policy(path: Path, machine: Machine | None = None) -> Policy:
    """The policy a file says, lists' files included; raises PolicyFaultsError with every fault.

    With ``machine`` it is that one's policy, and nobody else may be able to change anything of it.
    """
    return _load(path, machine=machine).policy


def policy_bytes(path: Path) -> bytes:
    """The bytes of a policy file, whatever is in them; raises PolicyFaultsError where it cannot be read."""
    return _read(path)[0]


def policy_from(data: bytes, source: str, folder: Path) -> Policy:
    """The policy in some bytes (of standard input, for one); raises PolicyFaultsError."""
    return _parsed(data, source, folder, {})


class FilePolicySource:
    """The policy in force: looked for at every question, loaded again only where a file has changed.

    Any thread may ask.
    """

    def __init__(self, place: Path | PolicyPlaces, indexes: ListIndexes | None = None) -> None:
        """With ``indexes`` a large list's file is read once, and its members when they are needed.

        Of a machine's policy they are not the member's to keep: there its lists are read at every start.
        """
        self._place = place
        self._indexes = indexes
        self._last: tuple[_Loaded, PolicyInForce] | None = None
        self._settings = None if isinstance(place, Path) else _SettingsAtStart(place.machine.settings)
        self._loading = Lock()

    def current(self) -> PolicyInForce:
        """The policy now in force; raises PolicyFaultsError when it is broken or gone, and then nothing is sent.

        So it does where the machine's settings, which say who the member is, are others than at the start.
        """
        with self._loading:
            path, machine = self._found()
            if self._last is None or not self._last[0].is_fresh(path):
                self._last = self._loaded(path, machine)
            elif machine is not None:
                _demand_trust(machine, path, self._last[0].stamps)
            if self._settings is not None:
                self._settings.demand_unchanged()
            return self._last[1]

    def files(self) -> Sequence[Path]:
        """What ``current`` read last: the policy file and the lists' files; before it, the file it would read."""
        if self._last is not None:
            return tuple(self._last[0].stamps)
        return (self._found()[0],)

    def _found(self) -> tuple[Path, Machine | None]:
        if isinstance(self._place, Path):
            return self._place, None
        try:
            path = self._place.find()
        except NoPolicyError as error:
            raise faults_error(PolicyFaultsError, str(error.missing), [reason_of(error)]) from error
        return path, self._place.machine_of(path)

    def _loaded(self, path: Path, machine: Machine | None) -> tuple[_Loaded, PolicyInForce]:
        loaded = _load(path, self._indexes, machine)
        policy = loaded.policy
        in_force = PolicyInForce(
            policy, Organization(policy), str(path), policy_id(policy), is_of_the_machine=machine is not None
        )
        return loaded, in_force


class _SettingsAtStart:
    """The machine's settings as they were at the start; the process does not read them again while it runs."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._stamp = stamp_of(file)
        self._at_the_start = self._content()

    def demand_unchanged(self) -> None:
        """Raise PolicyFaultsError where the settings are others now, or cannot be read any more."""
        stamp = stamp_of(self._file)
        if stamp is not None and stamp == self._stamp:
            return
        if self._content() != self._at_the_start:
            changed = reason(ReasonCode.SETTINGS_CHANGED, file=self._file)
            raise faults_error(PolicyFaultsError, str(self._file), [changed])
        self._stamp = stamp

    def _content(self) -> bytes | str | None:
        """The bytes of the settings, the kind of error in reading them, or None where there are none."""
        if not is_there(self._file):
            return None
        try:
            return read_regular(self._file)[0]
        except (OSError, ValueError) as error:
            return f"{type(error).__name__} {getattr(error, 'errno', '')}"


class _Loaded(Struct, frozen=True):
    path: Path
    policy: Policy
    stamps: Mapping[Path, Stamp]
    """The stamp of every file that was read, by its path."""

    def is_fresh(self, path: Path) -> bool:
        return path == self.path and all(stamp_of(file) == stamp for file, stamp in self.stamps.items())


def _read(path: Path) -> tuple[bytes, Stamp]:
    try:
        return read_regular(path)
    except (OSError, ValueError) as error:
        raise faults_error(PolicyFaultsError, str(path), [not_read_reason(str(path), error)]) from error


def _demand_trust(machine: Machine, path: Path, files: Iterable[Path]) -> None:
    if reasons := machine.distrusts(files):
        raise faults_error(PolicyFaultsError, str(path), reasons)


def _load(path: Path, indexes: ListIndexes | None = None, machine: Machine | None = None) -> _Loaded:
    read_list: ReadList = read_again if indexes is None or machine is not None else indexes.members
    data, stamp = _read(path)
    stamps = {path: stamp}
    faults: tuple[Reason, ...] = ()
    try:
        policy = _parsed(data, str(path), path.parent, stamps, read_list)
    except PolicyFaultsError as error:
        faults = error.reasons
    if machine is not None:
        faults = (*machine.distrusts(stamps), *faults)
    if faults:
        raise faults_error(PolicyFaultsError, str(path), faults)
    return _Loaded(path, policy, stamps)


def _parsed(
    data: bytes, source: str, folder: Path, stamps: dict[Path, Stamp], read_list: ReadList = read_again
) -> Policy:
    def read_members(name: str) -> str | LazyMembers:
        members, stamps[folder / name] = read_list(folder / name)
        return members

    try:
        return read(decode(data), read_members)
    except DocumentFaultsError as error:
        raise faults_error(PolicyFaultsError, source, fault_reasons(source, error.faults)) from error
