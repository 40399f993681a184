"""The app of the demonstration: the composer, and beside it the panel that changes the policy."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.binding import Binding

from composer.app import PresendApp
from composer.composition import Composition
from composer.demo.changes import with_apply
from composer.demo.world import Demonstration
from composer.screens.compose import ComposeScreen
from composer.screens.compose_tools import ComposeTools
from composer.services import SavedDraft
from composer.widgets.glyphs import NARROW, Glyphs

if TYPE_CHECKING:
    from composer.demo.panel import DemoPanel


class DemoApp(PresendApp):
    """F2 opens the panel, F4 shows who received what, F5 resets."""

    BINDINGS = [
        Binding("f2", "demo_panel", "demonstration", id="demo.panel"),
        Binding("f4", "received", "received", id="demo.received"),
        Binding("f5", "reset_demo", "reset", id="demo.reset"),
    ]

    def __init__(self, demonstration: Demonstration, opened: Composition | SavedDraft, glyphs: Glyphs = NARROW) -> None:
        super().__init__(demonstration.services, opened, demonstration.language, glyphs)
        self._demonstration = demonstration

    @property
    def panel(self) -> DemoPanel | None:
        """The panel while it is open."""
        found = self.screen.query("#demo-panel").results()
        return cast("DemoPanel | None", next(iter(found), None))

    def action_demo_panel(self) -> None:
        """Open the panel over the composer, or close it."""
        if not isinstance(self.screen, ComposeScreen):
            return
        if self.panel is not None:
            self.panel.remove()
            self.screen.query_one("#to").focus()
            return
        from composer.demo.panel import DemoPanel  # opened by a key: the first screen does not pay for it

        self.screen.mount(DemoPanel(self._demonstration))
        self.call_after_refresh(self._fill_panel)

    def action_received(self) -> None:
        """Who received what, copy by copy."""
        from composer.demo.received import ReceivedScreen

        self.push_screen(ReceivedScreen(self._demonstration.received()))

    def action_reset_demo(self) -> None:
        """Everything as it was shipped; the message on the screen stays."""
        self._demonstration.reset()
        self._react()

    def on_demo_panel_changed(self, event: DemoPanel.Changed) -> None:
        """The composer follows at once."""
        if event.language:
            self.retranslate_everything()
        self._react()

    def on_demo_panel_received_wanted(self) -> None:
        """The button of the panel."""
        self.action_received()

    def on_demo_panel_reset_wanted(self) -> None:
        """The button of the panel."""
        self.action_reset_demo()

    def on_demo_panel_close_wanted(self) -> None:
        """The button of the panel."""
        self.action_demo_panel()

    def on_demo_panel_draft_wanted(self, event: DemoPanel.DraftWanted) -> None:
        """Open a ready draft as its author, under the condition it shows."""
        draft = self._demonstration.ready(event.draft_id)
        if draft is None:
            return
        self._demonstration.become(self._demonstration.author_of(draft))
        condition = draft.apply
        if condition is not None:
            self._demonstration.policy.change(lambda policy: with_apply(policy, condition))
        for composer in self.composers():
            composer.use_member()
            composer.adopt(self._demonstration.composition_of(draft))
        self._react()

    def on_compose_tools_judged(self, _event: ComposeTools.Judged) -> None:
        """The trace follows every judgement."""
        self._fill_panel()

    def _react(self) -> None:
        self.assessor.language = self._demonstration.language
        for composer in self.composers():
            composer.use_member()
        if self.panel is not None:
            self.panel.reload()

    def _fill_panel(self) -> None:
        if self.panel is None:
            return
        from composer.demo.trace import trace

        composers = self.composers()
        if composers and composers[-1].assessment is not None:
            self.panel.show_trace(trace(composers[-1].assessment))
