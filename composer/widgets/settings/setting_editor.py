"""The row of one setting of the policy, with the control that changes it."""

from __future__ import annotations

from typing import Any

from composer.administration.setting import Kind, Setting
from composer.widgets.settings.setting_control import SettingControl, control_for
from composer.widgets.settings.setting_row import SettingRow


class SettingEditor(SettingRow):
    """Knows its setting; what it means is decided by the page."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(
            setting.label, id=setting.id, is_deep=setting.needs is not None, is_fixed=setting.kind is Kind.FIXED
        )  # fmt: skip
        self.setting = setting

    @property
    def control(self) -> SettingControl | None:
        """The control while the row is open."""
        return next(iter(self.query(SettingControl)), None)

    def edit(self, value: Any) -> None:
        """Open the control, with what the setting does above it; the keys go there."""
        control = control_for(self.setting, value)
        self.open(control)
        control.focus_first()
        self.call_after_refresh(self._focus_control)  # not every way here leaves it time to be mounted first

    def _focus_control(self) -> None:
        """Unless the keys went elsewhere meanwhile."""
        if self.control is not None and self.has_focus_within and not self.control.has_focus_within:
            self.control.focus_first()

    def show_value(self, value: Any) -> None:
        """The control follows a value that was not chosen in it."""
        if self.control is not None:
            self.control.show(value)
