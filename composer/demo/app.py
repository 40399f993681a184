"""The app of the demonstration: the composer, and beside it the panel that changes the policy."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any, cast

from textual.binding import Binding
from textual.content import Content
from textual.screen import ModalScreen, Screen

from composer.app import PresendApp
from composer.message.composition import Composition
from composer.demo.world import Demonstration
from composer.screens.compose.screen import ComposeScreen
from composer.screens.compose.tools import ComposeTools
from composer.services.bundle import SavedDraft
from composer.widgets.glyphs import NARROW, Glyphs
from composer.words import _

if TYPE_CHECKING:
    from composer.demo.panel import DemoPanel
    from composer.screens.admin.saving import AdminSaving


class DemoApp(PresendApp):
    """F2 opens the panel, F4 shows who received what, F5 resets, F6 opens the administrator's page."""

    # The composer makes room: a wide character under the panel's edge would be cut, and its neighbour with it.
    CSS = """
    ComposeScreen.-beside-panel #form { margin: 0 46 0 0; }
    ComposeScreen.-beside-panel.-narrow #form { display: none; }
    """
    BINDINGS = [
        Binding("f2", "panel", "demonstration", id="demo.panel"),
        Binding("f6", "admin", "admin", id="demo.admin"),
        Binding("f4", "received", "received", id="demo.received"),
        Binding("f5", "reset", "reset", id="demo.reset"),
    ]

    def __init__(self, demonstration: Demonstration, opened: Composition | SavedDraft, glyphs: Glyphs = NARROW) -> None:
        super().__init__(demonstration.services, opened, demonstration.language, glyphs)
        self._demonstration = demonstration

    def push_screen(self, screen: Screen[Any] | str, *rest: Any, **options: Any) -> Any:
        """Every screen over the composer says that this is the demonstration."""
        if isinstance(screen, Screen) and _hides_the_title(screen):
            screen.styles.border_top = ("ascii" if self.glyphs.is_ascii else "hkey", screen.styles.color)
            screen.border_title = Content(_("DEMONSTRATION: nothing leaves this machine"))
        return super().push_screen(screen, *rest, **options)

    @property
    def panel(self) -> DemoPanel | None:
        """The panel while it is open."""
        found = self.screen.query("#demo-panel").results()
        return cast("DemoPanel | None", next(iter(found), None))

    def action_panel(self) -> None:
        """Open the panel over the composer, or close it."""
        if not isinstance(self.screen, ComposeScreen):
            return
        if self.panel is not None:
            self.panel.remove()
            self.screen.remove_class("-beside-panel")
            self.screen.query_one("#to").focus()
            return
        from composer.demo.panel import DemoPanel  # opened by a key: the first screen does not pay for it

        self.screen.add_class("-beside-panel")
        self.screen.mount(DemoPanel(self._demonstration))
        self.call_after_refresh(self._fill_panel)

    def action_received(self) -> None:
        """Who received what, copy by copy."""
        from composer.demo.received import ReceivedScreen

        self.push_screen(ReceivedScreen(self._demonstration.received()))

    def action_admin(self) -> None:
        """The administrator's page over the composer; a second press closes it."""
        from composer.screens.admin.page import AdminScreen  # opened by a key: the first screen does not pay for it

        if isinstance(self.screen, AdminScreen):
            self.screen.action_leave_page()
        elif isinstance(self.screen, ComposeScreen):
            from composer.administration.session import AdminSession
            from composer.sentences.traps.surroundings import surroundings

            session = AdminSession(self._demonstration.policy.store, surroundings())
            zone = self._demonstration.services.clock.now().tzinfo or UTC
            self.push_screen(AdminScreen(session, zone))

    def on_admin_saving_saved(self, event: AdminSaving.Saved) -> None:
        """The page makes way, and the composer shows at once what has changed, and says it."""
        event.page.dismiss(None)
        self._react()
        self.look_at_policy()

    def action_reset(self) -> None:
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
        self.action_reset()

    def on_demo_panel_admin_wanted(self) -> None:
        """The button of the panel."""
        self.action_admin()

    def on_demo_panel_close_wanted(self) -> None:
        """The button of the panel."""
        self.action_panel()

    def on_demo_panel_draft_wanted(self, event: DemoPanel.DraftWanted) -> None:
        """Open a ready draft as its author, under the condition it shows."""
        draft = self._demonstration.ready(event.draft_id)
        if draft is None:
            return
        self._demonstration.become(self._demonstration.author_of(draft))
        condition = draft.apply
        if condition is not None:
            from composer.administration.settings import APPLIED

            self._demonstration.policy.change({APPLIED: condition.value})
        for composer in self.composers():
            composer.use_member()
            composer.adopt(self._demonstration.composition_of(draft))
        self._react()

    def on_compose_tools_judged(self, _event: ComposeTools.Judged) -> None:
        """The trace follows every judgement, until the app ends and the panel is taken down."""
        if self.is_running:
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
        from composer.sentences.trace.steps import trace

        composers = self.composers()
        if composers and composers[-1].assessment is not None:
            self.panel.show_trace(trace(composers[-1].assessment))


def _hides_the_title(screen: Screen[Any]) -> bool:
    """Whether a screen covers the composer's first row, which says that this is the demonstration."""
    return not isinstance(screen, ComposeScreen | ModalScreen) or type(screen).__name__ == "WarningScreen"
