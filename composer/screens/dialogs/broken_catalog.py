"""What is wrong with the translator's file that presend runs with."""

from __future__ import annotations

from composer.errors import PresendError
from composer.screens.dialogs.notice import NoticeScreen


class BrokenCatalogScreen(NoticeScreen):
    """Says it until it is closed, or until the file is mended."""

    def __init__(self, fault: PresendError) -> None:
        super().__init__(lambda: str(fault))
