"""The services of a real installation, from settings, policy and places."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from composer.cli.wiring import environment
from composer.clock import SystemClock
from composer.files.attaching.attach import LocalFiles
from composer.delivery.lazy_outbox import LazyOutbox
from composer.services.bundle import Outbox, PolicySource, Services
from composer.storage.contacts.contacts import AddressBook
from composer.storage.drafts.folder import Drafts
from composer.services.member_settings import MemberSettings
from composer.disk.paths import CLIENTS, contacts_cache, places, sent_folder


def services_for(settings: MemberSettings, policy: PolicySource, environ: Mapping[str, str]) -> Services:
    """Everything the app and the verbs work with."""
    around = places(environ)
    clock = SystemClock(environ)
    files = LocalFiles(Path.cwd())
    drafts = Drafts(around.data / "drafts", clock, around.state / "drafts")
    sent = sent_folder(settings.mailbox)

    def build() -> Outbox:
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
            audit=around.data / "audit.jsonl",
            sent=sent,
            returns=KeptMessages(around.data / CLIENTS, clock),
        )

    contacts = AddressBook(policy, settings.vcard_folder, sent, contacts_cache(around))
    return Services(clock, policy, settings, drafts, contacts, files, LazyOutbox(build))


def real_services(flag: Path | None, environ: Mapping[str, str]) -> Services:
    """The services as configured; raises ``SettingsFaultsError``, ``NoPolicyError``, ``PolicyFaultsError``."""
    settings = environment.settings_of(environ)
    environment.use_ui_language(environ, settings)
    return services_for(settings, environment.policy_source(flag, environ), environ)
