"""Puts together the services of an installation, from settings, policy and environment."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from composer.cli.wiring import environment
from composer.clock import SystemClock
from composer.delivery.lazy_outbox import LazyOutbox
from composer.disk.mailbox_layout import sent_folder
from composer.disk.paths import CLIENTS, contacts_cache, places
from composer.files.attaching.attach import LocalFiles
from composer.services.bundle import Services
from composer.services.member_settings import MemberSettings
from composer.services.outbox import Outbox
from composer.services.policy_source import PolicySource
from composer.storage.contacts.contacts import AddressBook
from composer.storage.drafts.folder import Drafts
from composer.storage.machine import THIS_MACHINE, Machine
from composer.threads.abort import Abort


def services_for(
    settings: MemberSettings, policy: PolicySource, environ: Mapping[str, str], machine: Machine
) -> Services:
    """The services that the app and the verbs work with, for these settings and this policy."""
    around = places(environ)
    clock = SystemClock(environ)
    files = LocalFiles(Path.cwd())
    drafts = Drafts(around.data / "drafts", clock, around.state / "drafts")
    sent = sent_folder(settings.mailbox, settings.sent)

    def build(abort: Abort) -> Outbox:
        from composer.delivery.build import build_outbox
        from composer.delivery.transports.choose import transport_for
        from composer.gate.keeping.kept import KeptMessages

        return build_outbox(
            around.data / "outbox",
            clock=clock,
            policy=policy,
            files=files,
            drafts=drafts,
            transport=transport_for(settings.transport, around, policy, clock, environ),
            audit=environment.audit_log(settings, policy, around, machine),
            sent=sent,
            returns=KeptMessages(around.data / CLIENTS, clock),
            abort=abort,
        )

    contacts = AddressBook(policy, settings.vcard_folder, sent, contacts_cache(around))
    return Services(clock, policy, settings, drafts, contacts, files, LazyOutbox(build))


def real_services(flag: Path | None, environ: Mapping[str, str], machine: Machine = THIS_MACHINE) -> Services:
    """The services as configured; raises ``SettingsFaultsError``, ``NoPolicyError``, ``PolicyFaultsError``."""
    settings = environment.settings_of(environ, machine)
    environment.use_ui_language(environ, settings)
    return services_for(settings, environment.policy_source(flag, environ, machine), environ, machine)
