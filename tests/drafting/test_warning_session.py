"""Repairs, their preview and undo, and the consent at the end, without a screen."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from composer.drafting.judging import Assessment
from composer.drafting.repairs import DropFile, RemoveDomain, TurnOnIndividually
from composer.drafting.warning_session import WarningSession
from composer.errors import PolicyFaultsError
from composer.message.composition import Composition
from policy.settings import Apply
from policy.verdict import Outcome, consent_hash
from tests.screens.dialog_support import NOW, Assessor, attached, message, policy


def session(apply: Apply = Apply.ALWAYS, **changes: object) -> tuple[WarningSession, Assessor]:
    assess = Assessor(policy(apply))
    return WarningSession(assess(message(**changes)), assess), assess


def test_a_preview_changes_nothing_and_is_judged_once() -> None:
    open_session, assess = session()
    before, calls = open_session.assessment, assess.calls
    for _time in range(3):
        assert open_session.preview(TurnOnIndividually()).composition.individually
    assert (open_session.assessment, assess.calls) == (before, calls + 1)


def test_a_preview_is_judged_afresh_after_another_repair() -> None:
    open_session, _assess = session(Apply.ATTACHMENTS, files=(attached("one"), attached("two")))
    assert open_session.preview(DropFile(0)).verdict.outcome is Outcome.WARN
    open_session.apply(DropFile(0))
    assert open_session.preview(DropFile(0)).verdict.outcome is Outcome.SEND


@pytest.mark.parametrize(
    ("apply", "outcome"),
    [
        (Apply.ALWAYS, Outcome.WARN),
        (Apply.ATTACHMENTS, Outcome.WARN),
        (Apply.NOT_INDIVIDUALLY, Outcome.SEND),
        (Apply.ATTACHMENTS_AND_NOT_INDIVIDUALLY, Outcome.SEND),
    ],
)
def test_individually_ends_the_warnings_that_depend_on_it(apply: Apply, outcome: Outcome) -> None:
    open_session, _assess = session(apply)
    assert open_session.preview(TurnOnIndividually()).verdict.outcome is outcome
    open_session.apply(TurnOnIndividually())
    assert open_session.outcome is outcome


def test_undo_goes_back_through_every_repair_and_stops_at_the_beginning() -> None:
    open_session, _assess = session()
    open_session.apply(DropFile(0))
    open_session.apply(TurnOnIndividually())
    assert open_session.undo()
    assert open_session.assessment.composition == message(files=())
    assert open_session.undo()
    assert open_session.assessment.composition == message()
    assert not open_session.can_undo
    assert not open_session.undo()


def test_the_consent_is_to_the_repaired_message_and_not_to_the_one_before() -> None:
    open_session, assess = session()
    before = assess(message())
    open_session.apply(RemoveDomain("abroad.example"))
    answer = open_session.send(NOW, NOW + timedelta(milliseconds=2_340))
    assert answer is not None
    assert answer.consent is not None
    assert answer.consent.hash == consent_hash(answer.assessment.draft, answer.assessment.verdict)
    assert answer.consent.hash != consent_hash(before.draft, before.verdict)
    assert answer.consent.answered_ms == 2_340


def test_a_clock_that_was_set_back_gives_no_negative_time() -> None:
    open_session, _assess = session()
    answer = open_session.send(NOW, NOW - timedelta(hours=1))
    assert answer is not None
    assert answer.consent is not None
    assert answer.consent.answered_ms == 0


def test_no_consent_is_given_where_nothing_is_warned_about() -> None:
    open_session, _assess = session(Apply.NOT_INDIVIDUALLY)
    open_session.apply(TurnOnIndividually())
    answer = open_session.send(NOW, NOW)
    assert answer is not None
    assert (answer.send, answer.consent) == (True, None)


def test_a_refused_message_is_not_sent_at_all() -> None:
    open_session, _assess = session(to="choi@abroad.example")
    open_session.apply(RemoveDomain("abroad.example"))
    assert open_session.outcome is Outcome.REFUSE
    assert open_session.send(NOW, NOW) is None
    assert open_session.go_back().composition.to == ""


def test_a_broken_policy_leaves_message_and_history_as_they_were() -> None:
    assess, broken = Assessor(), False

    def fragile(composition: Composition) -> Assessment:
        if broken:
            raise PolicyFaultsError("policy.toml", ["unreadable"])
        return assess(composition)

    open_session = WarningSession(assess(message()), fragile)
    open_session.apply(DropFile(0))
    broken = True
    with pytest.raises(PolicyFaultsError):
        open_session.apply(TurnOnIndividually())
    with pytest.raises(PolicyFaultsError):
        open_session.undo()
    assert open_session.assessment.composition == replace(message(), files=())
    assert open_session.can_undo
