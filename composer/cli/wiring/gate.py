"""Puts together the services of the gate; apart from ``services``, since it costs less to import."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from composer.cli.wiring import environment
from composer.clock import SystemClock
from composer.delivery.lazy_outbox import LazyOutbox
from composer.disk.mailbox_layout import sent_folder
from composer.disk.paths import CLIENTS, Places, places
from composer.gate.keeping.kept import KeptMessages
from composer.gate.services import GateServices
from composer.services.clock import Clock
from composer.services.drafts import DraftStore
from composer.services.outbox import Outbox
from composer.setup.languages import member_language
from composer.storage.machine import Machine
from composer.threads.abort import Abort


def gate_services(flag: Path | None, environ: Mapping[str, str], machine: Machine) -> GateServices:
    """The gate's services; raises ``SettingsFaultsError``, ``ConfigurationError`` and ``PolicyFaultsError``."""
    settings = environment.settings_of(environ, machine)
    environment.use_ui_language(environ, settings)
    policy = environment.policy_source(flag, environ, machine)
    around = places(environ)
    clock = SystemClock(environ)
    kept = kept_messages(environ)

    def build(abort: Abort) -> Outbox:
        from composer.delivery.build import build_outbox
        from composer.delivery.transports.choose import transport_for
        from composer.files.attaching.attach import LocalFiles

        return build_outbox(
            around.data / "outbox",
            clock=clock,
            policy=policy,
            files=LocalFiles(Path(os.sep)),
            drafts=_drafts(around, clock),
            transport=transport_for(settings.transport, around, policy, clock, environ),
            audit=environment.audit_log(settings, policy, around, machine),
            sent=sent_folder(settings.mailbox, settings.sent),
            returns=kept,
            abort=abort,
        )

    language = member_language(None, settings.language, environ)
    return GateServices(clock, policy, settings, LazyOutbox(build), kept, language)


def kept_messages(environ: Mapping[str, str]) -> KeptMessages:
    """The messages of clients that were not sent; they need no settings, and root keeps none in another's home."""
    from composer.storage.home_owner import own_places

    return KeptMessages(own_places(environ, os.geteuid()).data / CLIENTS, SystemClock(environ))


def drafts_of(environ: Mapping[str, str]) -> DraftStore:
    """The drafts of the composer."""
    return _drafts(places(environ), SystemClock(environ))


def _drafts(around: Places, clock: Clock) -> DraftStore:
    from composer.storage.drafts.folder import Drafts

    return Drafts(around.data / "drafts", clock, around.state / "drafts")
