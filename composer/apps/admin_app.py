"""The app that shows the administrator's page and nothing else."""

from __future__ import annotations

import gc
from datetime import tzinfo

from composer.administration.session import AdminSession
from composer.apps.crash_report import crash_report
from composer.apps.safe_app import SafeApp
from composer.screens.admin.page import AdminScreen
from composer.widgets.glyphs import NARROW, Glyphs
from composer.words import _


class AdminApp(SafeApp):
    """Shows the administrator's page, and ends when it is left."""

    def __init__(self, session: AdminSession, timezone: tzinfo, glyphs: Glyphs = NARROW) -> None:
        super().__init__()
        self.glyphs = glyphs
        self._session = session
        self._timezone = timezone

    def on_mount(self) -> None:
        """Open the administrator's page; the app ends with it."""
        self.listen_for_the_end()
        self.push_screen(AdminScreen(self._session, self._timezone), self._left)

    def on_ready(self) -> None:
        """Collect garbage again, which the start went without."""
        gc.freeze()
        gc.enable()

    def crash_words(self) -> str:
        """The crash report; it says that unsaved edits are lost and that the file is as it was."""
        return crash_report(
            self._exception, _("presend ended because of a fault of its own. The policy is as it was saved last.")
        )

    def _left(self, _result: None) -> None:
        self.exit(0)
