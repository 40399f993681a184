"""F1 on the administrator's page: how it is used, and its keys."""

from __future__ import annotations

from composer.screens.dialogs.help import HelpPart, HelpScreen
from composer.screens.dialogs.keys_below import KeysBelow
from composer.words import _


class AdminHelpScreen(HelpScreen):
    """The help of the administrator's page, laid out as that of the composer."""

    def parts(self) -> list[HelpPart]:
        """How the page is used, then the keys."""
        return [("page", _("How this page is used"), "\n".join(self.explanation())), *self.keys_parts()]


def page_words() -> list[str]:
    """How the page is used, a sentence each."""
    return [
        _("Every row is a setting with its present value. Up and Down go from row to row."),
        _("Enter on Edit opens the choices below the row. The arrows choose, Enter closes them."),
        _("A star marks what is changed. Ctrl+R takes it back; so does Revert, to which Right goes."),
        _("Nothing is in force before Save. Ctrl+S first shows what the changes mean, then saves all of them."),
        _("Earlier versions are kept. F4 takes the last save back, F3 lists them all."),
    ]


def help_screen(keys: KeysBelow) -> AdminHelpScreen:
    """The help of the page, with the keys in force on it."""
    return AdminHelpScreen(page_words, keys)
