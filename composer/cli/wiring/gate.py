"""The services of the gate, from settings, policy and places; a part of ``wiring`` that costs less to import."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from composer.cli.wiring import environment
from composer.clock import SystemClock
from composer.gate.keeping.kept import KeptMessages
from composer.gate.services import GateServices
from composer.delivery.lazy_outbox import LazyOutbox
from composer.services.bundle import Clock, DraftStore, Outbox
from composer.disk.paths import CLIENTS, Places, places


def gate_services(flag: Path | None, environ: Mapping[str, str]) -> GateServices:
    """As configured; raises ``SettingsFaultsError``, ``ConfigurationError`` and ``PolicyFaultsError``."""
    settings = environment.settings_of(environ)
    environment.use_ui_language(environ, settings)
    policy = environment.policy_source(flag, environ)
    around = places(environ)
    clock = SystemClock(environ)
    kept = kept_messages(environ)

    def build() -> Outbox:
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
            audit=around.data / "audit.jsonl",
            sent=settings.mailbox / ".Sent" if settings.mailbox else None,
            returns=kept,
        )

    language = environment.member_language(None, settings.language, environ)
    return GateServices(clock, policy, settings, LazyOutbox(build), kept, language)


def kept_messages(environ: Mapping[str, str]) -> KeptMessages:
    """What was not sent; it can be read where there are no settings too."""
    return KeptMessages(places(environ).data / CLIENTS, SystemClock(environ))


def drafts_of(environ: Mapping[str, str]) -> DraftStore:
    """The composer's own drafts."""
    return _drafts(places(environ), SystemClock(environ))


def _drafts(around: Places, clock: Clock) -> DraftStore:
    from composer.storage.drafts.folder import Drafts

    return Drafts(around.data / "drafts", clock, around.state / "drafts")
