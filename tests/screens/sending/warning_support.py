"""Opening the warning in tests, and reading what it says."""

from __future__ import annotations

from typing import Any

from textual import events
from textual.pilot import Pilot

from composer.drafting.judging import Assessment
from composer.drafting.warning_session import WarningAnswer
from composer.screens.sending.warning import WarningScreen
from composer.widgets.dialogs.foreign_box import ForeignBox
from composer.widgets.lists.pick_list import PickList
from policy.settings import Apply, Policy
from tests.screens.dialog_support import CLOCK, Assessor, DialogApp, message, policy

PC, NARROW = (80, 24), (40, 20)
ALL_CONDITIONS = policy(Apply.ATTACHMENTS_AND_NOT_INDIVIDUALLY)


def dialog(of: Policy | None = None, **changes: Any) -> DialogApp[WarningAnswer]:
    assess = Assessor(of)
    return DialogApp(lambda: WarningScreen(assess(message(**changes)), assess, CLOCK))


def showing(assessment: Assessment) -> DialogApp[WarningAnswer]:
    return DialogApp(lambda: WarningScreen(assessment, lambda _composition: assessment, CLOCK))


def said(pilot: Pilot[Any], selector: str) -> str:
    return pilot.app.screen.query_one(selector, ForeignBox).text


def rows(pilot: Pilot[Any], selector: str = "#warning-outside") -> list[str]:
    return [row.text for row in pilot.app.screen.query_one(selector, PickList).rows]


def late(event: events.Event, screen: WarningScreen) -> events.Event:
    """An event made before the paint that is only delivered now."""
    assert screen.painted_at is not None
    event.time = screen.painted_at - 0.001
    return event
