"""The app around the first-run form."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from composer import words
from composer.setup.first_run.saving import FirstRunResult
from composer.setup.first_run.start import first_run
from composer.setup.languages import environment_language
from composer.apps.safe_app import SafeApp
from composer.screens.first_run.screen import FirstRunScreen
from composer.services.member_settings import TransportSettings
from composer.disk.paths import places


class FirstRunApp(SafeApp):
    """Shows the form and ends."""

    def __init__(self, flag: Path | None, environ: Mapping[str, str]) -> None:
        super().__init__()
        language = environment_language(environ)
        self._setup = first_run(
            places(environ), environ, _probe, words.available(), language or words.active(), policy_flag=flag
        )

    def on_mount(self) -> None:
        """The form."""
        self.listen_for_the_end()
        self.push_screen(FirstRunScreen(self._setup), self._done)

    def _done(self, _result: FirstRunResult | None) -> None:
        self.exit()


def _probe(settings: TransportSettings) -> None:
    from composer.delivery.transports.choose import probe

    probe(settings)
