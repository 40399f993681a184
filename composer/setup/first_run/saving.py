"""Checks and saves the first configuration: config.toml and policy.toml, none replaced without being asked about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from msgspec import Struct

from composer.errors import PolicyFaultsError, StorageError, TransportError
from composer.programs import program_named
from composer.sentences.address_faults import address_words
from composer.sentences.reasons import in_words, reason_words
from composer.services.member_settings import Fixed, Identity, MemberSettings, TransportKind, TransportSettings
from composer.services.outbox import Stage
from composer.setup.first_run.checks import address_of, nul_faults, transport_faults, transport_settings
from composer.setup.first_run.filing import filing, mailbox_faults
from composer.setup.first_run.mailboxes import FoundMailbox
from composer.setup.first_run.places import fault_of
from composer.setup.first_run.values import (
    MAILBOX_PLACES,
    POLICY_PLACES,
    TRANSPORT_PLACES,
    Fault,
    FormValues,
    Place,
    PolicyChoice,
)
from composer.storage.atomic import private_folder, write_atomically
from composer.storage.policy.copy import CopiedFile, policy_files
from composer.storage.settings.text import settings_toml, starter_policy
from composer.threads.abort import Abort
from composer.words import _
from policy.address import Address, MalformedAddressError

ProbeTransport = Callable[[TransportSettings, Abort, Callable[[Stage], None]], None]
"""Connects, secures and logs in without sending; raises ``TransportError``. Slow; it says what it waits for."""
LoadPolicy = Callable[[Path], object]
"""Reads a policy file; raises ``PolicyFaultsError``."""


class FirstRunResult(Struct, frozen=True):
    """The files that were written."""

    settings_file: Path
    policy_file: Path | None
    """The policy file; None where the policy in force is fixed, and no file was written."""


class Surroundings(Struct, frozen=True):
    """What of this machine the first-run form depends on."""

    folder: Path
    """The member's configuration folder; config.toml and policy.toml lie in it."""
    home: Path
    load_policy: LoadPolicy
    probe: ProbeTransport
    find_program: Callable[[str], str | None] = program_named
    policy_in_force: str = ""
    """The path of a policy that the form cannot change; empty = the form asks for one."""
    languages: Sequence[str] = ("en", "ko", "ja")
    """The tags that are offered as the member's language."""
    fixed: frozenset[Fixed] = frozenset()
    """The settings that the machine's administrator fixed, for which the form does not ask."""
    mailboxes: Sequence[FoundMailbox] = ()
    """The mailboxes that were found, the likeliest first."""
    addresses: Sequence[str] = ()
    """The member's addresses, where ``Fixed.IDENTITIES`` is among ``fixed``; else empty."""


class FirstRun:
    """The logic behind the first-run form: quick checks, the slow test of the server, saving."""

    def __init__(self, surroundings: Surroundings, suggested: FormValues | None = None) -> None:
        self._around = surroundings
        self.suggested = suggested or FormValues()
        """What the form shows when it opens."""

    @property
    def settings_file(self) -> Path:
        """The path of the config.toml that is to be written."""
        return self._around.folder / "config.toml"

    @property
    def policy_file(self) -> Path:
        """The path of the policy.toml that is to be written."""
        return self._around.folder / "policy.toml"

    @property
    def policy_in_force(self) -> str:
        """The path of the policy that is in force already; empty where the form asks for one."""
        return self._around.policy_in_force

    @property
    def fixed(self) -> frozenset[Fixed]:
        """The settings that the machine's administrator fixed."""
        return self._around.fixed

    @property
    def addresses(self) -> Sequence[str]:
        """The member's addresses where the administrator fixed them; else empty."""
        return self._around.addresses

    def asks(self, place: Place) -> bool:
        """Whether the form asks for a field; not for one that is fixed or found."""
        if place in POLICY_PLACES:
            return not self.policy_in_force
        if place in MAILBOX_PLACES:
            return Fixed.MAILBOX not in self.fixed
        if place in TRANSPORT_PLACES:
            return Fixed.TRANSPORT not in self.fixed
        return place is not Place.ADDRESS or Fixed.IDENTITIES not in self.fixed

    @property
    def mailboxes(self) -> Sequence[FoundMailbox]:
        """The mailboxes that were found on this machine, the likeliest first."""
        return self._around.mailboxes

    @property
    def home(self) -> Path:
        """The member's home folder."""
        return self._around.home

    @property
    def languages(self) -> Sequence[str]:
        """The tags that are offered as the member's language, the suggested one included."""
        suggested = self.suggested.language
        known = tuple(self._around.languages)
        return known if not suggested or suggested in known else (*known, suggested)

    def check(self, values: FormValues) -> tuple[Fault, ...]:
        """Every fault that shows without a network, in the order of the fields; reads the policy file."""
        found = tuple(nul_faults(values)) or (
            *_address_faults(values),
            *transport_faults(values, self._around.home, self._around.find_program),
            *mailbox_faults(values, self._around.home),
            *self._policy_faults(values),
        )
        return tuple(fault for fault in found if self.asks(fault.place))

    def needs_server(self, values: FormValues) -> bool:
        """Whether there is a mail server to be tested."""
        return self.asks(Place.HOST) and values.transport is TransportKind.SMTP

    def reach(self, values: FormValues, abort: Abort, tell: Callable[[Stage], None]) -> tuple[Fault, ...]:
        """Test the server: connect, secure and log in, without sending; returns its fault, if any. Slow."""
        try:
            self._around.probe(transport_settings(values, self._around.home), abort, tell)
        except TransportError as error:
            return (fault_of(error),)
        return ()

    def in_the_way(self, values: FormValues) -> tuple[Path, ...]:
        """The files that exist and that saving would replace."""
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
        """The settings that values without faults stand for."""
        own = self.asks(Place.HOST)
        mailbox, sent = filing(values, self._around.home) if self.asks(Place.MAILBOX) else (None, None)
        return MemberSettings(
            identities=self._identities(values),
            language=values.language or None,
            transport=transport_settings(values, self._around.home) if own else TransportSettings(),
            mailbox=mailbox,
            sent=sent,
            fixed=self.fixed,
        )

    def _identities(self, values: FormValues) -> tuple[Identity, ...]:
        """The typed identity; none where the administrator fixed addresses and the member keeps the name."""
        if not self.asks(Place.ADDRESS) and values.name.strip() == self.suggested.name:
            return ()
        return (Identity(address_of(values), values.name.strip()),)

    def _policy_faults(self, values: FormValues) -> tuple[Fault, ...]:
        if self.policy_in_force:
            return ()
        if values.policy is PolicyChoice.STARTER:
            return _starter_faults(values)
        if not values.policy_file.strip():
            return (Fault(Place.POLICY_FILE, lambda: _("Name the policy file, or choose a strict starter.")),)
        try:
            self._around.load_policy(self._policy_path(values))
            self._policy_copy(values)
        except PolicyFaultsError as error:
            return tuple(Fault(Place.POLICY_FILE, partial(reason_words, why)) for why in error.reasons)
        except StorageError as error:
            return (Fault(Place.POLICY_FILE, in_words(error)),)
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
        return (Fault(Place.ADDRESS, lambda: _("Type your mail address.")),)
    try:
        address_of(values)
    except MalformedAddressError as error:
        return (Fault(Place.ADDRESS, partial(address_words, error.malformed)),)
    return ()


def _starter_faults(values: FormValues) -> tuple[Fault, ...]:
    try:
        address: Address | None = address_of(values)
    except MalformedAddressError:
        address = None
    if address is not None and address.domain.startswith("["):
        return (Fault(Place.POLICY, _no_domain_words),)
    return ()


def _no_domain_words() -> str:
    return _("Your address has no domain, and a starter is made for a domain. Name a policy file instead.")


def _expanded(text: str, home: Path) -> Path:
    return home / text[2:] if text.startswith("~/") else Path(text)


def _same(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and one.samefile(other)
