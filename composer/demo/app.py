"""The app of the demonstration: the composer, and beside it the panel that changes the policy."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any, cast

from textual.binding import Binding
from textual.content import Content
from textual.screen import ModalScreen, Screen

from composer.app import PresendApp
from composer.demo.demonstration import Demonstration
from composer.errors import PresendError
from composer.message.composition import Composition
from composer.screens.compose.judging import Judging
from composer.screens.compose.screen import ComposeScreen
from composer.sentences.reasons import in_words
from composer.services.drafts import SavedDraft
from composer.widgets.glyphs import NARROW, Glyphs
from composer.words import _
from policy.settings import Apply

if TYPE_CHECKING:
    from composer.demo.panel import DemoPanel
    from composer.screens.admin.saving import PolicySaving


class DemoApp(PresendApp):
    """F2 opens the panel, F4 shows who received what, F5 resets, F6 opens the administrator's page."""

    # The composer makes room: a wide character under the panel's edge would be cut, and its neighbour with it.
    CSS = """
    ComposeScreen.-beside-panel #form { margin: 0 46 0 0; }
    ComposeScreen.-beside-panel.-covered #form { margin: 0; visibility: hidden; }
    """
    BINDINGS = [
        Binding("f2", "panel", "demonstration", id="demo.panel"),
        Binding("f6", "admin", "admin", id="demo.admin", priority=True),  # in a text area it would select a line
        Binding("f4", "received", "received", id="demo.received"),
        Binding("f5", "reset", "reset", id="demo.reset"),
        Binding("escape", "close_panel", show=False, id="demo.close_panel"),
    ]

    def __init__(self, demonstration: Demonstration, opened: Composition | SavedDraft, glyphs: Glyphs = NARROW) -> None:
        super().__init__(demonstration.services, opened, demonstration.language, glyphs)
        self._demonstration = demonstration
        self._is_another = False
        """Whether the member is another one since it was last said who it is."""

    def push_screen(self, screen: Screen[Any] | str, *rest: Any, **options: Any) -> Any:
        """Push a screen, marked as one of the demonstration."""
        if isinstance(screen, Screen) and _hides_the_title(screen):
            screen.styles.border_top = ("ascii" if self.glyphs.is_ascii else "hkey", screen.styles.color)
            screen.border_title = Content(_("DEMONSTRATION: nothing is sent"))
        return super().push_screen(screen, *rest, **options)

    @property
    def panel(self) -> DemoPanel | None:
        """The demonstration's panel, also where something lies over the composer; None while it is closed."""
        found = (panel for composer in self.composers() for panel in composer.query("#demo-panel").results())
        return cast("DemoPanel | None", next(found, None))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether a key does something on this screen; others are not shown."""
        from composer.screens.admin.page import AdminScreen

        if action == "panel":
            return isinstance(self.screen, ComposeScreen)
        if action == "close_panel":
            return isinstance(self.screen, ComposeScreen) and self.panel is not None
        if action == "admin":
            return isinstance(self.screen, ComposeScreen | AdminScreen)
        if action == "reset":  # any other screen would go on showing what is gone, be it a message that is being sent
            return isinstance(self.screen, ComposeScreen)
        return super().check_action(action, parameters)

    def action_panel(self) -> None:
        """Open the panel beside the composer, or close it."""
        if not isinstance(self.screen, ComposeScreen):
            return
        if self.panel is not None:
            self.action_close_panel()
            return
        from composer.demo.panel import DemoPanel  # opened by a key: the first screen does not pay for it

        self.screen.add_class("-beside-panel")
        self.screen.mount(DemoPanel(self._demonstration, self.screen.focused))
        self.call_after_refresh(self._fill_panel)

    def action_close_panel(self) -> None:
        """Give the composer its room back, and the focus to where it was before the panel."""
        if (panel := self.panel) is not None:
            field = panel.opened_from if panel.has_focus_within else self.screen.focused
            panel.remove()
            self.screen.remove_class("-beside-panel")
            (field if field and field.is_attached else self.screen.query_one("#to")).focus()

    def action_received(self) -> None:
        """Show who received what, copy by copy."""
        from composer.demo.received import ReceivedScreen

        self.push_screen(ReceivedScreen(self._demonstration.received()))

    def action_admin(self) -> None:
        """Show the administrator's page over the composer; a second press closes it."""
        from composer.screens.admin.page import AdminScreen  # opened by a key: the first screen does not pay for it

        if isinstance(self.screen, AdminScreen):
            self.screen.action_leave_page()
        elif isinstance(self.screen, ComposeScreen):
            from composer.administration.session import AdminSession
            from composer.sentences.traps.lint_context import lint_context

            session = AdminSession(self._demonstration.policy.store, lint_context())
            zone = self._demonstration.services.clock.now().tzinfo or UTC
            self.push_screen(AdminScreen(session, zone))

    def on_policy_saving_saved(self, event: PolicySaving.Saved) -> None:
        """Close the page, and let the composer and the panel follow the saved policy at once."""
        event.page.dismiss(None)
        self._react()
        self.look_at_policy()

    def composer_of(self, opened: Composition | SavedDraft) -> ComposeScreen:
        """A composer with this content, as a member who may send it."""
        self._become_author(opened if isinstance(opened, Composition) else opened.composition)
        return super().composer_of(opened)

    def on_ready(self) -> None:
        """Say as which member the first message is written."""
        self._tell_member()

    def open(self, opened: Composition | SavedDraft) -> None:
        """Open a draft or a new message, and say as whom it is written now."""
        super().open(opened)
        self.composers()[-1].call_after_refresh(self._tell_member)

    def _become_author(self, composition: Composition) -> None:
        author = self._demonstration.author_of(composition)
        if author != self._demonstration.member:
            self._demonstration.become(author)
            self._is_another = True
        self.assessor.language = self._demonstration.language

    def _tell_member(self) -> None:
        """One line, where opening a message has made somebody else of who sits here."""
        if self._is_another:
            self._is_another = False
            name = self._demonstration.member.name
            self.composers()[-1].say(lambda: _("You are {member} now, who may send this message.", member=name))

    def action_reset(self) -> None:
        """Restore policy, member, drafts and mail as shipped; the message on the screen stays."""
        try:
            self._demonstration.reset()
        except PresendError as error:
            self.composers()[-1].tell(in_words(error))
        self._react()

    def retranslate_everything(self) -> None:
        """Say the rules in the panel in the active language as well."""
        super().retranslate_everything()
        self._fill_panel()

    def on_demo_panel_changed(self, event: DemoPanel.Changed) -> None:
        """Let the composer follow the panel at once."""
        if event.language:
            self.retranslate_everything()
        self._react()

    def on_demo_panel_received_wanted(self) -> None:
        """Show who received what, as the panel's button asks."""
        self.action_received()

    def on_demo_panel_reset_wanted(self) -> None:
        """Reset the demonstration, as the panel's button asks."""
        self.action_reset()

    def on_demo_panel_admin_wanted(self) -> None:
        """Show the administrator's page, as the panel's button asks."""
        self.action_admin()

    def on_demo_panel_close_wanted(self) -> None:
        """Close the panel, as its button asks."""
        self.action_panel()

    def on_demo_panel_draft_wanted(self, event: DemoPanel.DraftWanted) -> None:
        """Open a ready draft as its author, with the condition that it is to show; what stood there is kept."""
        draft = self._demonstration.ready(event.draft_id)
        if draft is None:
            return
        opening = self._demonstration.composition_of(draft)
        if not all(composer.exits.set_aside(opening) for composer in self.composers()):
            return
        self._become_author(draft.composition)
        if draft.apply is not None:
            self._apply(draft.apply)
        for composer in self.composers():
            composer.use_member()
            composer.adopt(opening)
        self._react()
        self._tell_member()

    def _apply(self, condition: Apply) -> None:
        """Put a condition in force, and tell it at once: who writes is said after it, and stays."""
        from composer.administration.settings import APPLIED

        self._demonstration.policy.change({APPLIED: condition.value})
        news = self.policy_watch.look()
        if news is not None:
            self.announce(news)

    def on_judging_verdict_changed(self, _event: Judging.VerdictChanged) -> None:
        """Show the rules of the new verdict in the panel, while the app runs."""
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
