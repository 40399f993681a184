"""What every test under a pilot waits with: what has come to rest, or a state, never a number of turns.

Textual's own waits take a process that gets no processor time for a finished one, which it is not on busy cores, and
sleep 20 ms wherever one is finished at once. A screen that nobody looks at is laid out and not painted, and what moves
arrives at once: a fifth of the processor time and a quarter of the waiting went into pictures for no eyes.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

import textual.app
import textual.constants
import textual.pilot
import textual.screen
from textual._compositor import Compositor
from textual._context import active_app, visible_screen_stack
from textual.app import App
from textual.css.model import RuleSet
from textual.css.query import NoMatches
from textual.pilot import Pilot
from textual.screen import Screen

from composer.apps.stylesheet import ParsedOnce

PATIENCE = 30.0
"""Seconds after which something counts as not coming; a busy machine needs more than a fast one."""
BETWEEN_LOOKS = 0.005
"""Seconds that who waits for a state leaves to others, before it looks again."""
NEAR = 0.02
"""Seconds in which a timer belongs to what is going on: the screen draws 60 times a second."""
THREADS = 2.0
"""Seconds for what was given to a thread; whoever waits for an answer of a server or a lock waits with ``until``."""
DRAWN_EVERY = 0.25
"""Seconds between two drawings where nobody waits for rest."""
RESTING_TURNS = 2
"""Turns of an event loop in which nothing may come up: what a socket or a thread has ready comes up in the next one."""


async def until(pilot: Pilot[Any], holds: Callable[[], object]) -> None:
    """Let messages be handled until something holds; fails where it never does.

    A widget that ``holds`` looks at need not be there yet.
    """
    deadline = time.monotonic() + PATIENCE
    await pilot.pause()
    while not _holds_now(holds):
        assert time.monotonic() < deadline, f"it never came to that, on {pilot.app.screen}"
        await asyncio.sleep(BETWEEN_LOOKS)
        await pilot.pause()


def _holds_now(holds: Callable[[], object]) -> bool:
    try:
        return bool(holds())
    except NoMatches:
        return False


def come_to_rest_at_once() -> None:
    """Let every pilot wait for rest instead of for time, and draw when it has come instead of 60 times a second."""
    textual.screen.UPDATE_PERIOD = DRAWN_EVERY  # type: ignore[misc]
    textual.app.wait_for_idle = _rest_between_keys  # type: ignore[attr-defined]
    textual.pilot.wait_for_idle = rest  # type: ignore[attr-defined]
    Pilot._wait_for_screen = _rest_of_screen  # type: ignore[method-assign,assignment]
    textual.constants.TEXTUAL_ANIMATIONS = "none"  # type: ignore[misc]
    textual.app.Stylesheet = ParsedOnce  # type: ignore[attr-defined,assignment]
    RuleSet.__hash__ = object.__hash__  # type: ignore[method-assign]
    Compositor.render_update = _render_what_is_asked_for  # type: ignore[method-assign,assignment]
    App._shutdown = _paint_and_shut_down  # type: ignore[method-assign,assignment]


_render_update = Compositor.render_update
_shut_down = App._shutdown
_painted: set[type[Screen[Any]]] = set()
"""The kinds of screens that were painted in this process."""


def _render_what_is_asked_for(
    compositor: Compositor, full: bool = False, screen_stack: list[Screen[Any]] | None = None, simplify: bool = False
) -> Any:
    """Paint for who asks for a whole picture; what would go to the terminal of an app without one is not painted."""
    if full:
        return _render_update(compositor, full, screen_stack, simplify)
    visible_screen_stack.set([] if screen_stack is None else screen_stack)
    compositor._dirty_regions.clear()
    return None


async def _paint_and_shut_down(app: App[Any]) -> None:
    """Paint one screen of each kind that an app ends with, for most tests look at none."""
    if app._running and app._exception is None and app._screen_stacks.get(app._current_mode):
        kind = type(app.screen)
        if kind not in _painted:
            _painted.add(kind)
            app.screen._compositor.render_strips()
    await _shut_down(app)


async def rest(min_sleep: float = 0.0, max_sleep: float = 1.0) -> None:
    """Come back when nothing is left to do: no message, no timer that is nearly due, no thread at work, all drawn.

    Textual's ``wait_for_idle`` by its parameters, in seconds; the first one has no meaning here.
    """
    await _nothing_to_do(max_sleep)
    while _draw(_to_draw):
        await _nothing_to_do(max_sleep)


async def _rest_between_keys(min_sleep: float = 0.0, max_sleep: float = 1.0) -> None:
    """Who types fast sees single keys drawn as little; where things are to be put elsewhere, they are."""
    await _nothing_to_do(max_sleep)
    while _draw(_to_arrange):
        await _nothing_to_do(max_sleep)


async def _rest_of_screen(pilot: Pilot[Any]) -> bool:
    """What ``Pilot`` waits for before and after each key; like it, true where the app has not failed."""
    await rest()
    return not pilot.app._exception_event.is_set()


def _draw(is_needed: Callable[[Screen[Any]], bool]) -> bool:
    """Draw each screen in sight, the topmost and those below it, where that is needed; whether it was."""
    app = active_app.get(None)
    if app is None or not app._running or not app._screen_stacks.get(app._current_mode) or app._batch_count:
        return False
    in_sight = [*app._background_screens, app.screen]
    drawn = [screen for screen in in_sight if screen.is_running and screen.is_attached and is_needed(screen)]
    for screen in drawn:
        screen._on_timer_update()
    return bool(drawn)


def _to_draw(screen: Screen[Any]) -> bool:
    """One below another is marked as to be painted again by each painting."""
    is_to_paint = screen._repaint_required and screen is screen.app.screen
    return bool(_to_arrange(screen) or is_to_paint or screen._dirty_widgets)


def _to_arrange(screen: Screen[Any]) -> bool:
    return bool(screen._layout_required or screen._scroll_required or screen._recompose_required or screen._callbacks)


async def _nothing_to_do(longest: float) -> None:
    """``longest``: seconds for timers and threads that do not come to an end."""
    loop: Any = asyncio.get_running_loop()
    began = loop.time()
    turns = 0
    while turns < RESTING_TURNS:
        await asyncio.sleep(0)
        waited = loop.time() - began
        due = _next_timer(loop)
        if loop._ready and waited < PATIENCE:
            turns = 0
        elif due < NEAR and waited < longest:
            turns = 0
            await asyncio.sleep(max(due, 0.0))
        elif _threads_at_work(loop) and waited < THREADS:
            turns = 0
            await asyncio.sleep(0.001)
        else:
            turns += 1


def _next_timer(loop: Any) -> float:
    """In how many seconds the next timer is due; the first of them is the next, unless it was cancelled."""
    timers = loop._scheduled
    if timers and not timers[0].cancelled():
        due = timers[0].when()
    else:
        due = min((timer.when() for timer in timers if not timer.cancelled()), default=float("inf"))
    return float(due - loop.time())


def _threads_at_work(loop: Any) -> bool:
    """Whether ``asyncio.to_thread`` or a worker of Textual's has something under way."""
    executor = loop._default_executor
    return executor is not None and (
        executor._work_queue.qsize() > 0 or executor._idle_semaphore._value < len(executor._threads)
    )
