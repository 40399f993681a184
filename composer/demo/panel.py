"""The demonstration's panel: the policy in force, changed live, and the trace of every rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from composer import words
from composer.demo.demonstration import Demonstration
from composer.demo.drafts import ready_drafts
from composer.demo.members import DemoMember
from composer.demo.panel_policy import PanelPolicy
from composer.safe_text import clean
from composer.sentences import labels
from composer.sentences.joined import remarked
from composer.sentences.trace.steps import Step
from composer.widgets.dialogs.push_button import PushButton
from composer.widgets.fields.choice import Choice
from composer.widgets.fields.one_of import OneOf
from composer.widgets.lists.hung_text import HungText
from composer.widgets.plain import Line
from composer.words import _, pgettext
from policy.settings import Surface

WIDTH = 46
BESIDE = 30
"""The cells that the form beside the panel needs; where there are fewer, the panel takes the whole width."""
COVERED = "-covered"
"""The class of a composer whose form lies under the panel."""


class DemoPanel(VerticalScroll):
    """Shows and changes the demonstration's policy and member; what else follows is left to the app.

    It stands where the message's form is, so that the lines above and below it are in sight: what Send will do.
    """

    DEFAULT_CSS = """
    DemoPanel {
        dock: right; layer: panel; max-width: 100%;
        background: $panel; border-left: outer $accent; padding: 0 1;
    }
    DemoPanel > * { width: 1fr; }
    DemoPanel .heading { text-style: bold; margin-top: 1; }
    DemoPanel #trace { height: auto; }
    """

    @dataclass
    class Changed(Message):
        """The policy, the member, the surface or (with ``language``) the UI language has changed."""

        language: bool = False

    @dataclass
    class DraftWanted(Message):
        """The ready draft with this id is to be opened."""

        draft_id: str

    class ReceivedWanted(Message):
        """The list of who received what is to be shown."""

    class ResetWanted(Message):
        """The demonstration is to be reset to what was shipped."""

    class AdminWanted(Message):
        """The administrator's page is to be opened."""

    class CloseWanted(Message):
        """The panel is to be closed."""

    def __init__(self, demonstration: Demonstration, opened_from: Widget | None = None) -> None:
        super().__init__(id="demo-panel")
        self.opened_from = opened_from
        """Where the focus was; None = nowhere."""
        self._demonstration = demonstration
        self._steps: Sequence[Step] = ()

    def compose(self) -> ComposeResult:
        """The controls, then the drafts and buttons, then the rules of the latest verdict."""
        yield Line(id="demo-title", classes="heading")
        yield PanelPolicy(self._demonstration.policy)
        yield Line(id="demo-member-title", classes="heading")
        yield Choice(self._members, self._demonstration.member, id="demo-member")
        yield Choice(_surfaces, self._demonstration.surface, id="demo-surface")
        yield Choice(_languages, words.active(), id="demo-language")
        yield Line(id="demo-drafts-title", classes="heading")
        yield Choice(_drafts, "", id="demo-drafts")
        yield PushButton(lambda: pgettext("button", "Who received what (F4)"), id="demo-received")
        yield PushButton(lambda: pgettext("button", "Reset the demonstration (F5)"), id="demo-reset")
        yield PushButton(lambda: pgettext("button", "Administrator's page (F6)"), id="demo-admin")
        yield PushButton(lambda: pgettext("button", "Close (F2)"), id="demo-close")
        yield Line(id="demo-trace-title", classes="heading")
        yield Static(id="trace", markup=False)

    def on_mount(self) -> None:
        """Fill in the words, and move the focus to the first control."""
        self.retranslate()
        self._draw_trace()
        next(iter(self.query(OneOf))).focus()
        self.screen.screen_layout_refresh_signal.subscribe(self, self._keep_between_the_lines)
        self._keep_between_the_lines(self.screen)

    def _keep_between_the_lines(self, screen: Screen[object]) -> None:
        """Take the rows of the form, which become fewer when a line above or below it grows."""
        top = screen.query_one("#title").region.bottom
        below = (line.region.y for line in screen.query("#notice, #waiting, #quiet").results() if line.display)
        self.styles.margin = (top, 0, 0, 0)
        is_wide = screen.size.width >= WIDTH + BESIDE
        screen.set_class(not is_wide, COVERED)
        self.styles.width = WIDTH if is_wide else "100%"
        self.styles.height = max(min(below, default=top) - top, 0)

    def retranslate(self) -> None:
        """Show the headings in the active language."""
        self.query_one("#demo-title", Line).say(_("DEMONSTRATION: nothing leaves this machine"))
        self.query_one("#demo-member-title", Line).say(_("Member, PC or mobile, language of the screen"))
        self.query_one("#demo-drafts-title", Line).say(pgettext("title", "Ready drafts"))
        self.query_one("#demo-trace-title", Line).say(_("Every rule that was asked"))
        self.query_one("#demo-language", Choice).value = words.active()

    def show_trace(self, steps: Sequence[Step]) -> None:
        """Show the rules of the latest judgement, which may come before the panel is composed."""
        self._steps = steps
        if self.is_mounted:
            self._draw_trace()

    def _draw_trace(self) -> None:
        lines = (f"{clean(step.rule)} [{clean(step.inputs)}] -> {clean(step.result)}" for step in self._steps)
        self.query_one("#trace", Static).update(HungText("", "\n".join(lines)))

    def reload(self) -> None:
        """Show the policy, the member, the surface and the language as they are now."""
        self.query_one(PanelPolicy).reload()
        with self.prevent(Choice.Changed):
            self.query_one("#demo-member", Choice).value = self._demonstration.member
            self.query_one("#demo-surface", Choice).value = self._demonstration.surface
            self.query_one("#demo-language", Choice).value = words.active()

    def _members(self) -> list[tuple[str, DemoMember]]:
        return [(_member_words(member), member) for member in self._demonstration.members]

    def on_panel_policy_changed(self, event: PanelPolicy.Changed) -> None:
        """Report the changed policy to the app."""
        event.stop()
        self.post_message(self.Changed())

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """Use the chosen member, surface or language, or ask for the chosen draft."""
        event.stop()
        match event.value:
            case DemoMember() as member:
                self._demonstration.become(member)
            case Surface() | None:
                self._demonstration.use_surface(event.value)
            case str() as text if event.choice.id == "demo-language":
                words.use(text)
                self.post_message(self.Changed(language=True))
                return
            case str() as text:
                if text:
                    self.post_message(self.DraftWanted(text))
                return
        self.post_message(self.Changed())

    def on_push_button_pressed(self, event: PushButton.Pressed) -> None:
        """Ask the app for what the pressed button stands for."""
        event.stop()
        wanted = {
            "demo-received": self.ReceivedWanted,
            "demo-reset": self.ResetWanted,
            "demo-admin": self.AdminWanted,
            "demo-close": self.CloseWanted,
        }
        self.post_message(wanted[event.button.id or ""]())


def _member_words(member: DemoMember) -> str:
    language = member.language or _("language not set")
    return remarked(member.name, language)


def _surfaces() -> list[tuple[str, Surface | None]]:
    automatic: tuple[str, Surface | None] = (_("PC or mobile, by the width"), None)
    return [automatic, *((labels.surface_label(surface), surface) for surface in Surface)]


def _languages() -> list[tuple[str, str]]:
    return [(words.own_name(tag), tag) for tag in words.available()]


def _drafts() -> list[tuple[str, str]]:
    return [(_("Open a ready draft"), ""), *((draft.title(), draft.id) for draft in ready_drafts())]
