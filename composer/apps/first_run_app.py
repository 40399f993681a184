"""The app that shows the first-run form and nothing else."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from composer import words
from composer.apps.safe_app import SafeApp
from composer.disk.paths import places
from composer.screens.first_run.screen import FirstRunScreen
from composer.services.member_settings import TransportSettings
from composer.services.outbox import Stage
from composer.setup.first_run.saving import FirstRunResult
from composer.setup.first_run.start import first_run
from composer.setup.languages import environment_language
from composer.storage.machine import Machine
from composer.threads.abort import Abort


class FirstRunApp(SafeApp):
    """Shows the first-run form, and ends when it is left."""

    def __init__(self, flag: Path | None, environ: Mapping[str, str], machine: Machine) -> None:
        super().__init__()
        language = environment_language(environ)
        self._setup = first_run(
            places(environ),
            environ,
            _probe,
            words.available(),
            language or words.active(),
            policy_flag=flag,
            machine=machine,
        )

    def on_mount(self) -> None:
        """Open the form of the first start; the app ends with it."""
        self.listen_for_the_end()
        self.push_screen(FirstRunScreen(self._setup), self._done)

    def _done(self, _result: FirstRunResult | None) -> None:
        self.exit()


def _probe(settings: TransportSettings, abort: Abort, tell: Callable[[Stage], None]) -> None:
    from composer.delivery.transports.choose import probe

    probe(settings, os.environ, abort, tell)
