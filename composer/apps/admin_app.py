"""The app around the administrator's page."""

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
    """Shows the page and ends with it."""

    def __init__(self, session: AdminSession, timezone: tzinfo, glyphs: Glyphs = NARROW) -> None:
        super().__init__()
        self.glyphs = glyphs
        self._session = session
        self._timezone = timezone

    def on_mount(self) -> None:
        """The page."""
        self.listen_for_the_end()
        self.push_screen(AdminScreen(self._session, self._timezone), self._left)

    def on_ready(self) -> None:
        """Collect garbage again; the start was made without."""
        gc.freeze()
        gc.enable()

    def crash_words(self) -> str:
        """What was not saved is gone, and the file is as it was."""
        return crash_report(
            self._exception, _("presend ended because of a fault of its own. The policy is as it was saved last.")
        )

    def _left(self, _result: None) -> None:
        self.exit(0)
