"""The row of one setting of the policy, with the control that changes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from composer.admin_setting import Kind, Setting
from composer.widgets.plain import Line
from composer.widgets.setting_control import SettingControl
from composer.widgets.setting_row import SettingRow
from policy.errors import KeyPath


class SettingEditor(SettingRow):
    """Knows its setting; what it means is decided by the page."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(
            setting.label, id=setting.id, is_deep=setting.depth > 0, is_fixed=setting.kind is Kind.FIXED
        )  # fmt: skip
        self.setting = setting

    @property
    def control(self) -> SettingControl | None:
        """The control while the row is open."""
        return next(iter(self.query(SettingControl)), None)

    def open(self, body: SettingControl) -> None:
        """The control, and above it what the setting does."""
        if self.setting.help is not None:
            body.explain(self.setting.help)
        super().open(body)

    def focus_control(self) -> None:
        """The keys go to the first part of the control."""
        if self.control is not None:
            self.control.focus_first()

    def show_value(self, value: Any) -> None:
        """The control follows a value that was not chosen in it."""
        if self.control is not None:
            self.control.show(value)

    def faults_among(self, faults: Mapping[KeyPath, tuple[str, ...]]) -> Callable[[], str]:
        """The sentences about this setting or a part of it, a line each."""
        path = self.setting.path
        mine = [sentence for place, said in faults.items() if place[: len(path)] == path for sentence in said]
        return lambda: "\n".join(f"! {sentence}" for sentence in mine)
