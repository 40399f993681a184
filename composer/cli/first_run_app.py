"""The app around the first-run form."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from textual.app import App

from composer.first_run import FirstRun, FirstRunResult, Surroundings
from composer.first_run_values import FormValues
from composer.locale_environment import environment_language
from composer.screens.first_run import FirstRunScreen
from composer.storage.member_settings import TransportSettings
from composer.storage.paths import places
from composer.storage.policy_source import NoPolicyError, find_policy, load_policy
from composer.terminal.driver import SafeDriver
from composer.words import active


class FirstRunApp(App[None]):
    """Shows the form and ends."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, flag: Path | None, environ: Mapping[str, str]) -> None:
        super().__init__(driver_class=SafeDriver)
        around = places(environ)
        surroundings = Surroundings(
            folder=around.config,
            home=around.home,
            load_policy=load_policy,
            probe=_probe,
            policy_in_force=_policy_in_force(flag, environ, around.config),
        )
        suggested = FormValues(language=environment_language(environ) or active())
        self._setup = FirstRun(surroundings, suggested)

    def on_mount(self) -> None:
        """The form."""
        self.push_screen(FirstRunScreen(self._setup), self._done)

    def _done(self, _result: FirstRunResult | None) -> None:
        self.exit()


def _policy_in_force(flag: Path | None, environ: Mapping[str, str], folder: Path) -> str:
    try:
        found = find_policy(flag, environ, folder)
    except NoPolicyError:
        return ""
    return "" if found == folder / "policy.toml" else str(found)


def _probe(settings: TransportSettings) -> None:
    from composer.delivery.transports.choose import probe

    probe(settings)
