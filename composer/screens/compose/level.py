"""The level picker: the levels in use, what each does, and expiry and forwarding for this message."""

from __future__ import annotations

from datetime import datetime, tzinfo

from msgspec import Struct
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll

from composer.sentences import levels as level_words
from composer.sentences.joined import labelled, marked
from composer.widgets.dialogs.after_paint import AfterPaintScreen
from composer.widgets.dialogs.dialog_parts import ButtonRow, DialogBox, DialogButton, DialogList
from composer.widgets.dialogs.push_button import PushButton
from composer.widgets.fields.choice import Choice
from composer.widgets.fields.tick import Tick
from composer.widgets.lists.pick_list import PickList, Row
from composer.widgets.plain import Line
from composer.words import _, pgettext
from policy import levels
from policy.settings import Expiry, Level
from policy.verdict import PolicyInForce


class LevelChoice(Struct, frozen=True):
    """A security level with its expiry and its forwarding, as the member picked them."""

    level: Level
    expires_after: Expiry
    forwarding_prohibited: bool


class LevelScreen(AfterPaintScreen[LevelChoice | None]):
    """Picks a level, and dismisses a ``LevelChoice``; None = no change.

    Marking a level sets expiry and forwarding to its defaults, which the member may then change.
    """

    CSS_PATH = "level.tcss"
    FIRST_FOCUS = "#level-list"
    BINDINGS = [Binding("escape", "cancel", "cancel", id="level.cancel")]

    def __init__(
        self,
        in_force: PolicyInForce,
        level: Level,
        expires_after: Expiry,
        forwarding_prohibited: bool,
        now: datetime,
        timezone: tzinfo,
    ) -> None:
        super().__init__()
        self._policy = in_force.policy
        self._now, self._zone = now, timezone
        in_use = levels.in_use(level, self._policy) and level is not Level.GENERAL
        picked = LevelChoice(level, expires_after, forwarding_prohibited)
        self.picked = picked if in_use else LevelChoice(Level.GENERAL, Expiry.NONE, False)
        """What OK would answer."""

    def compose(self) -> ComposeResult:
        """The choices scroll where there is little room; the buttons stay."""
        with Vertical(id="level"):
            yield Line(id="level-title")
            with VerticalScroll(id="level-choices", can_focus=False):
                yield DialogList[Level](id="level-list")
                with Vertical(id="level-options"):
                    yield Line(id="level-expiry-label")
                    yield Choice(self._expiries, self.picked.expires_after, id="level-expiry")
                    yield DialogBox(id="level-expires")
                    yield Tick(
                        lambda: pgettext("tick", "Forwarding prohibited"),
                        self.picked.forwarding_prohibited,
                        id="level-forwarding",
                    )
                yield DialogBox(id="level-limits")
            with ButtonRow(id="level-buttons"):
                yield DialogButton(lambda: pgettext("button", "OK"), id="level-ok")
                yield DialogButton(lambda: pgettext("button", "Cancel"), id="level-cancel")

    def on_mount(self) -> None:
        self._say()
        self._list().mark(levels.levels_in_use(self._policy).index(self.picked.level))

    def retranslate(self) -> None:
        """Say everything again in the language now active."""
        self._say()
        self.query_one("#level-expiry", Choice).reload()
        self.query_one(Tick).retranslate()
        for button in self.query(PushButton):
            button.retranslate()
        self.query_one(ButtonRow).fit()

    def on_pick_list_marked(self, event: PickList.Marked) -> None:
        event.stop()
        level = self._list().marked
        if level is not None and level is not self.picked.level:
            self._pick(level)

    def on_pick_list_chosen(self, event: PickList.Chosen) -> None:
        event.stop()
        self.answer(self.picked)

    def on_choice_changed(self, event: Choice.Changed[Expiry]) -> None:
        event.stop()
        self.picked = LevelChoice(self.picked.level, event.value, self.picked.forwarding_prohibited)
        self._say()

    def on_tick_changed(self, event: Tick.Changed) -> None:
        event.stop()
        self.picked = LevelChoice(self.picked.level, self.picked.expires_after, event.value)

    def on_push_button_pressed(self, event: PushButton.Pressed) -> None:
        event.stop()
        self.answer(self.picked if event.button.id == "level-ok" else None)

    def action_cancel(self) -> None:
        """Dismiss None."""
        self.answer(None)

    def _pick(self, level: Level) -> None:
        """Another level brings its own defaults."""
        expiry, prohibited = levels.defaults(level, self._policy)
        self.picked = LevelChoice(level, expiry, prohibited)
        with self.prevent(Choice.Changed, Tick.Changed):
            self.query_one("#level-expiry", Choice).value = expiry
            self.query_one(Tick).value = prohibited
        self._say()

    def _say(self) -> None:
        self.query_one("#level-title", Line).say(_("Security level of this message"))
        self._list().fill([self._row(level) for level in levels.levels_in_use(self._policy)])
        self.query_one("#level-options").display = self.picked.level is not Level.GENERAL
        self.query_one("#level-expiry-label", Line).say(_("Deleted from mailboxes after:"))
        moment = level_words.expiry_moment(self.picked.expires_after, self._now, self._zone)
        self.query_one("#level-expires", DialogBox).say(moment)
        self.query_one("#level-limits", DialogBox).say(level_words.limits())

    def _row(self, level: Level) -> Row[Level]:
        state = "(*)" if level is self.picked.level else "( )"
        name, what = level_words.level_name(level, self._policy), level_words.what_it_does(level, self._policy)
        return Row(level, marked(state, labelled(name, what)), hang=len(state) + 1)

    def _expiries(self) -> list[tuple[str, Expiry]]:
        return [(level_words.expiry_choice(expiry, self._now, self._zone), expiry) for expiry in Expiry]

    def _list(self) -> PickList[Level]:
        found: PickList[Level] = self.query_one("#level-list", PickList)
        return found
