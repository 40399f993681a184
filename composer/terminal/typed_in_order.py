"""What is typed takes effect in the order in which it was typed: a key is handed out when the one before is done.

Textual hands every key to the focused widget at once. A letter takes effect there, while a key that is bound to an
action first climbs through the queues of all widgets above, so that of keys that arrive together, as over a slow line,
letters overtake the keys before them.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence
from typing import Any

from textual import events
from textual.app import App
from textual.message_pump import MessagePump
from textual.widget import Widget

TICK = 0.1
"""Seconds between two looks at a key that is not done yet."""
STEPS_PER_TICK = 20
"""Steps of the event loop at every look: on a busy machine, time says nothing about what a widget could have done."""
MOST_TICKS = 50
"""After so many looks at the same widget its handler counts as stuck, for example until a dialog is answered."""
QUIET_ROUNDS = 2
"""Rounds through the queues that must find nothing left: what a key has begun may take its first step in the first."""
MOST_QUEUE_ROUNDS = 100
"""After so many, what is still found comes from something that never rests, and not from the key."""
_CHANGING = (events.Key, events.Paste, events.MouseDown, events.MouseUp)


def is_input(event: events.Event) -> bool:
    """Whether a person made the event: a key, the mouse, a paste."""
    return isinstance(event, events.InputEvent | events.Paste)


class TypedInOrder:
    """Hands out typed events one at a time; the next waits until all that follows from the last has happened."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._waiting: deque[events.Event] = deque()
        self._turn: events.Event | None = None
        """The event that has its turn; None while none does."""
        self._field: Widget | None = None
        """The field that takes the event whose turn it is, where it is a letter."""
        self._is_out = False
        """Whether the event has been handed to its widget."""
        self._at: MessagePump = app
        """The widget, screen or app whose queue is waited for."""
        self._rounds = 0
        """How many rounds through the queues there were for this event."""
        self._quiet_rounds = 0
        """How many of the last rounds found the queues empty."""
        self._ticks = 0
        """How many looks there were since the widget that is waited for was reached."""
        self._tick: asyncio.Handle | None = None

    def admits(self, event: events.Event) -> bool:
        """Whether the event has its turn; else it is kept, and posted to the app again when its turn has come."""
        if self._turn is None or (self._is_out and not self._waiting and self._goes_along(event)):
            self._turn = event
        if event is self._turn:
            self._field = self._field_of(event)
            return True
        self._waiting.append(event)
        return False

    def _goes_along(self, event: events.Event) -> bool:
        """Whether a letter follows a letter into the same field, whose queue keeps them in order by itself."""
        return self._field is not None and self._field is self._field_of(event)

    def _field_of(self, event: events.Event) -> Widget | None:
        """The field with the focus, where it takes the event as a letter."""
        field = self._app.focused if self._app.screen_stack else None
        is_letter = (
            isinstance(event, events.Key) and field is not None and field.check_consume_key(event.key, event.character)
        )
        return field if is_letter else None

    def handed_out(self, event: events.Event) -> None:
        """Note that the event reached its widget; the next has its turn once all that follows from it has happened."""
        self._is_out = True
        if not isinstance(event, _CHANGING) or (self._waiting and self._goes_along(self._waiting[0])):
            self._next_turn()
            return
        self._rounds = self._quiet_rounds = 0
        self._wait_a_tick()
        self._begin_round(event)

    def _begin_round(self, turn: events.Event) -> None:
        """Go up through the queues that the event and what follows from it climb, always behind them."""
        self._climb(turn, self._above(), is_quiet=True)

    def _climb(self, turn: events.Event, above: Sequence[MessagePump], *, is_quiet: bool) -> None:
        for place, pump in enumerate(above):
            is_empty = pump is self._app or not pump.message_queue_size
            if pump.call_later(self._reached, turn, above[place + 1 :], is_quiet=is_quiet and is_empty):
                self._at, self._ticks = pump, 0
                return
        self._end_round(turn, is_quiet)

    def _reached(self, turn: events.Event, above: Sequence[MessagePump], *, is_quiet: bool) -> None:
        if turn is self._turn:
            self._climb(turn, above, is_quiet=is_quiet)

    def _end_round(self, turn: events.Event, is_quiet: bool) -> None:
        self._rounds += 1
        self._quiet_rounds = self._quiet_rounds + 1 if is_quiet else 0
        if self._quiet_rounds < QUIET_ROUNDS and self._rounds < MOST_QUEUE_ROUNDS:
            self._begin_round(turn)
        else:
            self._next_turn()

    def _next_turn(self) -> None:
        if self._tick is not None:
            self._tick.cancel()
        self._is_out = False
        self._turn = self._waiting.popleft() if self._waiting else None
        if self._turn is not None:
            self._app.post_message(self._turn)

    def _look(self, steps: int = STEPS_PER_TICK) -> None:
        """Go on where the queue waited for will never be reached; else look again after a tick."""
        if steps:
            self._tick = asyncio.get_running_loop().call_soon(self._look, steps - 1)
        elif not self._at.is_running or self._is_stuck_aside():
            self._next_turn()
        else:
            self._ticks += 1
            self._wait_a_tick()

    def _is_stuck_aside(self) -> bool:
        """Whether a handler is stuck in a widget that the next key would not come to.

        One that it would come to is waited for: there the key would wait as well, and letters would overtake it.
        """
        return self._ticks >= MOST_TICKS and self._at not in self._above()

    def _wait_a_tick(self) -> None:
        if self._tick is not None:
            self._tick.cancel()
        self._tick = asyncio.get_running_loop().call_later(TICK, self._look)

    def _above(self) -> list[MessagePump]:
        """The focused widget, all above it, and the app."""
        if not self._app.screen_stack:
            return [self._app]
        return list((self._app.focused or self._app.screen).ancestors_with_self)
