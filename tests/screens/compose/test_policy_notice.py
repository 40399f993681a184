"""What the composer says of a changed policy has as many rows as the width leaves it."""

from __future__ import annotations

import pytest

from composer.drafting.policy_watch import PolicyEvent, PolicyNews
from composer.language.cells import cells
from composer.reasons import Reason, ReasonCode
from composer.screens.compose.policy_notice import NARROW_ROWS, ROWS, WRAPPED, PolicyNotice
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
    words = PolicyNotice(screen, BROKEN).words()
    assert rows * (width - WRAPPED) - WRAPPED <= cells(words) <= rows * (width - WRAPPED)


def test_what_came_back_is_told_whether_its_news_comes_before_or_after() -> None:
    notice = PolicyNotice(quiet_screen(), None)
    assert notice.words() == ""
    notice.came_back(1)
    assert notice.words() == ONE_BACK
    notice.changed(BROKEN)
    assert notice.words().startswith(f"{ONE_BACK}\n")
    assert notice.news is BROKEN
    notice.came_back(2)
    assert notice.words().startswith("3 messages were not sent")
