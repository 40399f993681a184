"""The only door to a transport: the outbox demands a consent that fits, is fresh, and is used once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from composer.administration.settings import APPLIED
from composer.services.outbox import Consent, Submission
from composer.services.outbox_errors import NotAcceptedError, NotAcceptedReason
from policy.settings import Apply
from policy.verdict import Member, consent_hash
from tests.end_to_end.office import Office, open_office


def submission(office: Office, consent: Consent | None = None, **changes: Any) -> Submission:
    composition = replace(office.composer.read(), **changes)
    return Submission(composition, office.composer.assess(composition).member, consent=consent)


def honest(office: Office, number: str = "a" * 32) -> Consent:
    assessment = office.composer.assess(office.composer.read())
    return Consent(number, consent_hash(assessment.draft, assessment.verdict))


def refused(office: Office, of: Submission) -> NotAcceptedReason:
    with pytest.raises(NotAcceptedError) as caught:
        office.world.services.outbox.accept(of)
    return caught.value.reason


async def test_the_outbox_takes_nothing_for_the_outside_without_a_fitting_fresh_consent(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        outbox = office.world.services.outbox
        assert refused(office, submission(office)) is NotAcceptedReason.CONSENT_MISSING
        assert refused(office, submission(office, Consent("", ""))) is NotAcceptedReason.CONSENT_MISSING
        assert refused(office, submission(office, Consent("b" * 32, ""))) is NotAcceptedReason.CONSENT_STALE
        for changes in ({"to": "rival@other.example"}, {"cc": "x@other.example"}, {"body": "?"}, {"subject": "?"}):
            stale = submission(office, honest(office), **changes)
            assert refused(office, stale) is NotAcceptedReason.CONSENT_STALE
        assert office.nothing_left()
        job = outbox.accept(submission(office, honest(office)))
        assert refused(office, submission(office, honest(office))) is NotAcceptedReason.CONSENT_USED
        outbox.undo(job.id)
        assert refused(office, submission(office, honest(office))) is NotAcceptedReason.CONSENT_USED
        assert office.post.mails == []


async def test_another_member_surface_or_policy_makes_a_consent_stale(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        consent = honest(office)
        of = submission(office, consent)
        other: Member = replace(of.member, language="ko")
        assert refused(office, replace(of, member=other)) is NotAcceptedReason.CONSENT_STALE
        office.world.policy.change({APPLIED: Apply.NOT_INDIVIDUALLY.value})
        assert refused(office, of) is NotAcceptedReason.CONSENT_STALE
        assert office.nothing_left()
