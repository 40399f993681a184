"""The settings that the demonstration's panel shows, with the same controls as the administrator's page."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message

from composer.administration.session import AdminSession
from composer.administration.settings import APPLIED, BY_PATH, TIME_LIMITED, WARNING, of_level
from composer.demo.policy_source import DemoPolicySource
from composer.widgets.plain import Line
from composer.widgets.settings.setting_control import SettingControl, control_for
from policy.settings import Level

SHOWN = (WARNING, APPLIED, of_level(Level.RESTRICTED, "use"), of_level(Level.CONFIDENTIAL, "use"), TIME_LIMITED)


class PanelPolicy(Vertical):
    """The panel's settings; a value is in force as soon as it is chosen."""

    DEFAULT_CSS = """
    PanelPolicy { height: auto; }
    PanelPolicy SettingControl { margin: 0 0 0 1; }
    """

    class Changed(Message):
        """A chosen value has put another policy in force."""

    def __init__(self, source: DemoPolicySource) -> None:
        super().__init__(id="panel-policy")
        self._source = source

    def compose(self) -> ComposeResult:
        """A label and below it the control, for each setting."""
        session = AdminSession(self._source.store)
        for path in SHOWN:
            setting = BY_PATH[path]
            yield Line(setting.label(), id=f"label-{setting.id}")
            yield control_for(setting, session.present(path), explained=False)

    def retranslate(self) -> None:
        """Show the labels in the active language."""
        for path in SHOWN:
            setting = BY_PATH[path]
            self.query_one(f"#label-{setting.id}", Line).say(setting.label())

    def reload(self) -> None:
        """Show the values of the policy as they are now, whoever changed them."""
        session = AdminSession(self._source.store)
        for control in self.query(SettingControl):
            control.show(session.present(control.setting.path))

    def on_setting_control_changed(self, event: SettingControl.Changed) -> None:
        """Put the policy with the changed value in force."""
        event.stop()
        self._source.change({event.setting.path: event.value})
        self.post_message(self.Changed())

    def on_setting_control_done(self, event: SettingControl.Done) -> None:
        """Move the focus to the next control, since Enter ended this one."""
        event.stop()
        self.screen.focus_next()
