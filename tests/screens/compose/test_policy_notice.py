"""What the composer says of a changed policy has as many rows as the width leaves it."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from composer.drafting.policy_watch import PolicyEvent, PolicyNews
from composer.language.cells import cells
from composer.reasons import Reason, ReasonCode
from composer.screens.compose.policy_notice import NARROW_ROWS, ROWS, WRAPPED, PolicyNotice
from policy.verdict import PolicyInForce
from tests.screens.dialog_support import in_force, policy
from tests.screens.quiet_screen import quiet_screen
from tests.screens.support import NOW

BROKEN = PolicyNews(
    PolicyEvent.BROKEN, NOW, fault=Reason(ReasonCode.OTHER, {"words": "line 3: " + "no such key, " * 40})
)
ONE_BACK = "1 message was not sent, because the policy changed. F3 shows it among the drafts."


@pytest.mark.parametrize(
    ("width", "classes", "rows"), [(80, set[str](), ROWS), (130, set[str](), ROWS), (40, {"-narrow"}, NARROW_ROWS)]
)
def test_a_long_notice_is_cut_to_its_rows(width: int, classes: set[str], rows: int) -> None:
    screen = quiet_screen()
    screen.size.width, screen.classes = width, classes
    words = PolicyNotice(screen, BROKEN, lambda: None).words()
    assert rows * (width - WRAPPED) - WRAPPED <= cells(words) <= rows * (width - WRAPPED)


def policy_of(policy_id: str) -> PolicyInForce:
    return replace(in_force(policy()), id=policy_id)


def test_what_another_policy_brought_back_before_its_news_is_told_with_them() -> None:
    now = [policy_of("a")]
    notice = PolicyNotice(quiet_screen(), None, lambda: now[-1])
    notice.came_back(2)
    now.append(policy_of("b"))
    notice.came_back(1)
    notice.changed(BROKEN)
    assert notice.words().startswith(ONE_BACK)
    notice.came_back(1)
    assert notice.words().startswith("2 messages were not sent")


def test_what_came_back_is_counted_until_the_policy_changes_again() -> None:
    now = [policy_of("a")]
    notice = PolicyNotice(quiet_screen(), None, lambda: now[-1])
    assert notice.words() == ""
    notice.came_back(1)
    assert notice.words() == ONE_BACK
    notice.came_back(2)
    assert notice.words().startswith("3 messages were not sent")
    now.append(policy_of("b"))
    notice.changed(BROKEN)
    assert "among the drafts" not in notice.words()
    assert notice.news is BROKEN
