"""The row of one setting, with the control that changes it."""

from __future__ import annotations

from typing import Any

from composer.administration.setting import Kind, Setting
from composer.widgets.settings.setting_control import SettingControl, control_for
from composer.widgets.settings.setting_row import SettingRow


class SettingEditor(SettingRow):
    """A row that opens its setting's control; the page decides what a change means."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(
            setting.label, id=setting.id, is_deep=setting.needs is not None, is_fixed=setting.kind is Kind.FIXED
        )  # fmt: skip
        self.setting = setting

    @property
    def control(self) -> SettingControl | None:
        """The control while the row is open; else None."""
        return next(iter(self.query(SettingControl)), None)

    def edit(self, value: Any) -> None:
        """Open the control with a value, and focus it."""
        control = control_for(self.setting, value)
        self.open(control)
        control.focus_first()
        self.call_after_refresh(self._focus_control)  # not every way here leaves it time to be mounted first

    def _focus_control(self) -> None:
        """Focus the control, unless the focus has gone elsewhere meanwhile."""
        if self.control is not None and self.has_focus_within and not self.control.has_focus_within:
            self.control.focus_first()

    def show_value(self, value: Any) -> None:
        """Show in the open control a value that was not chosen in it."""
        if self.control is not None:
            self.control.show(value)
