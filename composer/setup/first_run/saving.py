"""The first configuration: tests what a member filled in, writes config.toml and policy.toml, asks before replacing."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import Struct

from composer.sentences.address_faults import address_words
from composer.errors import PolicyFaultsError, StorageError, TransportError
from composer.setup.first_run.checks import address_of, transport_faults, transport_settings
from composer.setup.first_run.values import Fault, FormValues, Place, PolicyChoice
from composer.storage.atomic import private_folder, write_atomically
from composer.services.member_settings import Identity, MemberSettings, TransportKind, TransportSettings
from composer.storage.policy.copy import CopiedFile, policy_files
from composer.storage.settings.file import settings_toml, starter_policy
from composer.words import _
from policy.address import Address, MalformedAddressError

ProbeTransport = Callable[[TransportSettings], None]
"""Connects, secures and logs in without sending; raises ``TransportError``. Slow."""
LoadPolicy = Callable[[Path], object]
"""Reads a policy file; raises ``PolicyFaultsError``."""


class FirstRunResult(Struct, frozen=True):
    """Where the configuration now lies."""

    settings_file: Path
    policy_file: Path | None
    """None where the policy in force was decided elsewhere and no file was written."""


class Surroundings(Struct, frozen=True):
    """What of this machine the form depends on."""

    folder: Path
    """The member's configuration folder; config.toml and policy.toml lie in it."""
    home: Path
    load_policy: LoadPolicy
    probe: ProbeTransport
    find_program: Callable[[str], str | None] = shutil.which
    policy_in_force: str = ""
    """A policy that was found already and that the form cannot change; empty = the form asks for one."""
    languages: Sequence[str] = ("en", "ko", "ja")
    """Tags on offer as the member's language."""


class FirstRun:
    """What the form does: quick tests, the slow test of the transport, saving."""

    def __init__(self, surroundings: Surroundings, suggested: FormValues | None = None) -> None:
        self._around = surroundings
        self.suggested = suggested or FormValues()
        """What the form shows when it opens."""

    @property
    def settings_file(self) -> Path:
        """Where the member's settings will be."""
        return self._around.folder / "config.toml"

    @property
    def policy_file(self) -> Path:
        """Where the policy will be."""
        return self._around.folder / "policy.toml"

    @property
    def policy_in_force(self) -> str:
        """The policy that was found already; empty where the form asks for one."""
        return self._around.policy_in_force

    @property
    def languages(self) -> Sequence[str]:
        """Tags on offer, the suggested one included."""
        suggested = self.suggested.language
        known = tuple(self._around.languages)
        return known if not suggested or suggested in known else (*known, suggested)

    def check(self, values: FormValues) -> tuple[Fault, ...]:
        """Every fault that shows without a network, in the order of the fields; reads the policy file."""
        return (
            *_address_faults(values),
            *transport_faults(values, self._around.home, self._around.find_program),
            *self._policy_faults(values),
        )

    @staticmethod
    def needs_server(values: FormValues) -> bool:
        """Whether there is a server to try."""
        return values.transport is TransportKind.SMTP

    def reach(self, values: FormValues) -> tuple[Fault, ...]:
        """The slow test: an SMTP server is connected to, secured and logged in to, and nothing is sent."""
        try:
            self._around.probe(transport_settings(values, self._around.home))
        except TransportError as error:
            return (Fault(Place.HOST, str(error)),)
        return ()

    def in_the_way(self, values: FormValues) -> tuple[Path, ...]:
        """Files that are there already and that saving would replace."""
        return tuple(file.target for file in self._files(values) if file.target.exists())

    def save(self, values: FormValues, *, replace: bool) -> FirstRunResult:
        """Write the policy, then the settings, each whole or not at all; raises ``StorageError``.

        The settings come last because their presence is what ends the first run.
        """
        files = self._files(values)
        taken = [file.target for file in files if file.target.exists()]
        if taken and not replace:
            raise StorageError(_("{path} exists already and was not replaced.", path=taken[0]))
        for file in files:
            private_folder(file.target.parent)
            write_atomically(file.target, file.data)
        return FirstRunResult(self.settings_file, None if self.policy_in_force else self.policy_file)

    def settings(self, values: FormValues) -> MemberSettings:
        """What values without faults mean."""
        return MemberSettings(
            identities=(Identity(address_of(values), values.name.strip()),),
            language=values.language or None,
            transport=transport_settings(values, self._around.home),
        )

    def _policy_faults(self, values: FormValues) -> tuple[Fault, ...]:
        if self.policy_in_force:
            return ()
        if values.policy is PolicyChoice.STARTER:
            return _starter_faults(values)
        if not values.policy_file.strip():
            return (Fault(Place.POLICY_FILE, _("Name the policy file, or choose a strict starter.")),)
        try:
            self._around.load_policy(self._policy_path(values))
            self._policy_copy(values)
        except PolicyFaultsError as error:
            return tuple(Fault(Place.POLICY_FILE, sentence) for sentence in error.faults)
        except StorageError as error:
            return (Fault(Place.POLICY_FILE, str(error)),)
        return ()

    def _policy_path(self, values: FormValues) -> Path:
        return _expanded(values.policy_file.strip(), self._around.home)

    def _policy_copy(self, values: FormValues) -> tuple[CopiedFile, ...]:
        path = self._policy_path(values)
        return () if _same(path, self.policy_file) else policy_files(path, self.policy_file)

    def _files(self, values: FormValues) -> tuple[CopiedFile, ...]:
        settings = CopiedFile(self.settings_file, settings_toml(self.settings(values)).encode())
        return (*self._new_policy(values), settings)

    def _new_policy(self, values: FormValues) -> tuple[CopiedFile, ...]:
        if self.policy_in_force:
            return ()
        if values.policy is PolicyChoice.EXISTING:
            return self._policy_copy(values)
        text = starter_policy(address_of(values).domain, values.language)
        return (CopiedFile(self.policy_file, text.encode()),)


def _address_faults(values: FormValues) -> tuple[Fault, ...]:
    if not values.address.strip():
        return (Fault(Place.ADDRESS, _("Type your mail address.")),)
    try:
        address_of(values)
    except MalformedAddressError as error:
        return (Fault(Place.ADDRESS, address_words(error.malformed)),)
    return ()


def _starter_faults(values: FormValues) -> tuple[Fault, ...]:
    try:
        address: Address | None = address_of(values)
    except MalformedAddressError:
        address = None
    if address is not None and address.domain.startswith("["):
        words = _("Your address has no domain, and a starter is made for a domain. Name a policy file instead.")
        return (Fault(Place.POLICY, words),)
    return ()


def _expanded(text: str, home: Path) -> Path:
    return home / text[2:] if text.startswith("~/") else Path(text)


def _same(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and one.samefile(other)
