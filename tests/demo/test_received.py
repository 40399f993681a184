"""Who received what: every header in the words that people wrote, whatever encoding it travelled in."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from composer.clock import FixedClock
from composer.demo.demonstration import Demonstration
from composer.drafting.judging import Assessor
from composer.message.composition import Composition
from composer.services.outbox import Submission
from policy.settings import Surface

CLOCK = FixedClock(datetime(2026, 11, 24, 11, 0, tzinfo=UTC))
TANAKA, JOSE, LEE = (
    "田中 さくら <tanaka@hanbit.example>",
    '"Núñez, José" <kim@hanbit.example>',
    "이 준 <lee@hanbit.example>",
)


@pytest.mark.parametrize(
    "subject",
    ["Plain", "가격표 2027", "お知らせ", "Preis für Müller, =?utf-8?q?so?=", "長" * 120, "a\u202eb [red]x[/]"],
)
def test_subjects_and_names_are_shown_decoded(tmp_path: Path, subject: str) -> None:
    demonstration = Demonstration(tmp_path, CLOCK, tmp_path)
    demonstration.prepare()
    composition = Composition(TANAKA, JOSE, cc=LEE, subject=subject, body="x")
    demonstration.become(demonstration.author_of(composition))
    member = Assessor(demonstration.services, "en").assess(composition, Surface.PC).member
    job = demonstration.services.outbox.accept(Submission(composition, member))
    demonstration.services.outbox.deliver(job.id, lambda _progress: None)
    copies = demonstration.received()
    assert len(copies) == 2
    for copy in copies:
        header = dict(copy.header)
        assert (header["From"], header["To"], header["Cc"]) == (TANAKA, JOSE, LEE)
        assert header["Subject"] == subject.replace("\u202e", "")
        assert header["Subject"] == "Preis für Müller, =?utf-8?q?so?=" or "=?" not in str(copy.header)
