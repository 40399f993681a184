"""The ordered pipeline: refusals, questions, the warning, and the hash a consent is bound to."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from policy.address import parse_address, parse_field
from policy.draft import Draft, Field, FileFacts
from policy.organization import RecipientClass
from policy.refusal import RefusalCode
from policy.settings import Expiry, Level
from policy.verdict import Member, Outcome, consent_hash
from policy.wording import WordingReason
from tests.policy.support import ME, POLICY, codes, file, mail, verdict_of

OUT = "guest@other.example"


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        (mail(), []),
        (mail("kim@"), [RefusalCode.MALFORMED_ADDRESS]),
        (mail("lee@hanbit.example, kim@@hanbit.example"), [RefusalCode.MALFORMED_ADDRESS]),
        (mail(""), [RefusalCode.NO_RECIPIENT]),
        (mail("Nobody:;"), [RefusalCode.NO_RECIPIENT]),
        (mail("", bcc=parse_field("lee@hanbit.example")), []),
        (mail(sender=""), [RefusalCode.SENDER_NOT_ALLOWED]),
        (mail(sender="lee@hanbit.example"), [RefusalCode.SENDER_NOT_ALLOWED]),
        (mail(sender="kim@hanbit.example, lee@hanbit.example"), [RefusalCode.SENDER_NOT_ALLOWED]),
        (mail(sender="team@hanbit.example"), []),
        (mail(sender="kim@"), [RefusalCode.MALFORMED_ADDRESS]),
        (mail(level=Level.CONFIDENTIAL), [RefusalCode.LEVEL_DISABLED]),
        (mail(OUT, level=Level.CONFIDENTIAL), [RefusalCode.LEVEL_DISABLED, RefusalCode.LEVEL_EXTERNAL]),
        (mail(level=Level.RESTRICTED), []),
        (mail(OUT, level=Level.RESTRICTED), [RefusalCode.LEVEL_EXTERNAL]),
        (mail("empty@hanbit.example", level=Level.RESTRICTED), [RefusalCode.LEVEL_EXTERNAL]),
        (mail("nested@hanbit.example", level=Level.RESTRICTED), [RefusalCode.LEVEL_EXTERNAL]),
        (mail("a@o.example, b@o.example, c@o.example"), []),
        (mail("a@o.example, b@o.example, c@o.example, d@o.example"), [RefusalCode.TOO_MANY_EXTERNAL]),
        (mail("a@o.example, b@o.example, c@o.example, empty@hanbit.example"), [RefusalCode.TOO_MANY_EXTERNAL]),
        (mail("a@o.example, A@O.example, b@o.example, c@o.example"), []),
        (mail(files=(file(0),)), [RefusalCode.FILE_EMPTY]),
        (mail(files=(file(101),)), [RefusalCode.ATTACHMENT_LIMIT]),
    ],
)
def test_what_is_refused(draft: Draft, expected: list[RefusalCode]) -> None:
    verdict = verdict_of(draft)
    assert codes(verdict) == expected
    assert (verdict.outcome is Outcome.REFUSE) is bool(expected)


def test_all_refusals_are_reported_at_once_in_fixed_order() -> None:
    draft = mail(f"kim@, {OUT}", "lee@hanbit.example", level=Level.CONFIDENTIAL, files=(file(0), file(101), file(50)))
    assert codes(verdict_of(draft)) == [
        RefusalCode.MALFORMED_ADDRESS,
        RefusalCode.SENDER_NOT_ALLOWED,
        RefusalCode.LEVEL_DISABLED,
        RefusalCode.LEVEL_EXTERNAL,
        RefusalCode.FILE_EMPTY,
        RefusalCode.ATTACHMENT_LIMIT,
    ]


def test_a_refused_message_shows_no_warning() -> None:
    verdict = verdict_of(mail(OUT, level=Level.RESTRICTED))
    assert (verdict.warning.shown, verdict.wording) == (False, None)


def test_every_outsider_is_named_when_a_level_stays_inside() -> None:
    verdict = verdict_of(mail(f"lee@hanbit.example, {OUT}, nested@hanbit.example", level=Level.RESTRICTED))
    assert verdict.refusals[0].subjects == (OUT, "partner@other.example")


def test_a_message_that_is_only_judged_takes_its_sender_as_authorised() -> None:
    verdict = verdict_of(mail(sender="lee@hanbit.example"), member=replace(ME, identities=None))
    assert codes(verdict) == []


def test_several_senders_are_refused_even_when_taken_as_authorised() -> None:
    verdict = verdict_of(mail(sender="a@hanbit.example, b@hanbit.example"), member=replace(ME, identities=None))
    assert codes(verdict) == [RefusalCode.SENDER_NOT_ALLOWED]


def test_a_list_as_recipient_is_no_exemption() -> None:
    verdict = verdict_of(mail("partners@hanbit.example"))
    assert (verdict.outcome, verdict.warning.exempt) == (Outcome.WARN, False)


def test_the_wording_follows_the_member() -> None:
    other = Member((parse_address("kim@hanbit.example"),), "vi", ME.surface, ME.timezone)
    verdict = verdict_of(mail(OUT), member=other)
    assert verdict.wording is not None
    assert (verdict.wording.text, verdict.wording.reasons) == ("Default text", (WordingReason.LANGUAGE_NOT_ENABLED,))


def test_no_text_at_all_still_warns() -> None:
    verdict = verdict_of(mail(OUT), replace(POLICY, warning=replace(POLICY.warning, pc={})))
    assert verdict.outcome is Outcome.WARN
    assert verdict.wording is not None
    assert WordingReason.DEFAULT_BLANK in verdict.wording.reasons


FULL = mail(
    f"{OUT}, partners@hanbit.example",
    cc=parse_field("lee@hanbit.example"),
    files=(FileFacts("a.pdf", 10, "/a.pdf", 1, 2, 3),),
)


def _file(**change: object) -> Draft:
    return replace(FULL, files=(replace(FULL.files[0], **change),))


CHANGES = {
    "sender": replace(FULL, sender=parse_field("team@hanbit.example")),
    "sender name": replace(FULL, sender=parse_field("Boss <kim@hanbit.example>")),
    "recipient": replace(FULL, to=parse_field("partners@hanbit.example, other@other.example")),
    "order": replace(FULL, to=parse_field(f"partners@hanbit.example, {OUT}")),
    "field": replace(FULL, to=parse_field("partners@hanbit.example"), bcc=parse_field(OUT)),
    "provenance": replace(FULL, to=parse_field(f"{OUT}, nested@hanbit.example")),
    "subject": replace(FULL, subject="Hello!"),
    "body": replace(FULL, body="Hello!"),
    "path": _file(path="/b.pdf"),
    "name": _file(name="b.pdf"),
    "device": _file(device=9),
    "inode": _file(inode=9),
    "size": _file(size=9),
    "time": _file(mtime_ns=9),
    "no file": replace(FULL, files=()),
    "level": replace(FULL, level=Level.RESTRICTED),
    "individually": replace(FULL, individually=True),
}


@pytest.mark.parametrize("change", CHANGES)
def test_any_change_of_a_judged_field_changes_the_hash(change: str) -> None:
    draft = CHANGES[change]
    assert consent_hash(draft, verdict_of(draft)) != consent_hash(FULL, verdict_of(FULL))


def test_level_settings_and_policy_and_wording_change_the_hash() -> None:
    inside = mail(level=Level.RESTRICTED)
    base = verdict_of(inside)
    for other in (replace(inside, expires_after=Expiry.DAY), replace(inside, forwarding_prohibited=True)):
        assert consent_hash(other, verdict_of(other)) != consent_hash(inside, base)
    warned = verdict_of(FULL)
    assert consent_hash(FULL, replace(warned, policy_id="1" * 64)) != consent_hash(FULL, warned)
    assert warned.wording is not None
    for wording in (replace(warned.wording, text="x"), replace(warned.wording, tab="ja")):
        assert consent_hash(FULL, replace(warned, wording=wording)) != consent_hash(FULL, warned)


@pytest.mark.parametrize(
    "change",
    [
        {"address": parse_address("other@hanbit.example")},
        {"recipient_class": RecipientClass.UNKNOWN},
        {"via": ()},
        {"fields": (Field.TO, Field.CC)},
    ],
)
@pytest.mark.parametrize("place", [0, 1])
def test_every_fact_of_every_recipient_is_bound(change: dict[str, object], place: int) -> None:
    """Those of a list are told together, but never for one another."""
    draft = mail("partners@hanbit.example")
    verdict = verdict_of(draft)
    changed = list(verdict.recipients)
    changed[place] = msgspec.structs.replace(changed[place], **change)
    assert changed[place] != verdict.recipients[place]
    other = replace(verdict, recipients=tuple(changed))
    assert consent_hash(draft, other) != consent_hash(draft, verdict)


@given(subject=st.text(), body=st.text(), other=st.text())
def test_the_hash_depends_on_nothing_but_the_content(subject: str, body: str, other: str) -> None:
    one = mail(OUT, subject=subject, body=body)
    same = mail(OUT, subject=subject, body=body)
    changed = mail(OUT, subject=subject, body=other)
    assert consent_hash(one, verdict_of(one)) == consent_hash(same, verdict_of(same))
    assert (consent_hash(one, verdict_of(one)) == consent_hash(changed, verdict_of(changed))) is (body == other)


@pytest.mark.parametrize(
    ("sender", "refused"),
    [
        ("", []),
        ("kim@hanbit.example", []),
        ("team@hanbit.example", []),
        ("boss@hanbit.example", [RefusalCode.SENDER_NOT_ALLOWED]),
        ("boss@other.example", [RefusalCode.SENDER_NOT_ALLOWED]),
        ("boss", [RefusalCode.MALFORMED_ADDRESS]),
    ],
)
def test_the_envelope_sender_must_be_the_members_too(sender: str, refused: list[RefusalCode]) -> None:
    draft = replace(mail(), envelope_sender=parse_field(sender))
    assert codes(verdict_of(draft)) == refused


@pytest.mark.parametrize("resent", [False, True])
@pytest.mark.parametrize(
    ("others", "refused"),
    [
        ("", []),
        ("kim@hanbit.example, team@hanbit.example", []),
        ("kim@hanbit.example, boss@hanbit.example", [RefusalCode.SENDER_NOT_ALLOWED]),
        ("We: kim@hanbit.example, boss@other.example;", [RefusalCode.SENDER_NOT_ALLOWED]),
        ("boss", [RefusalCode.MALFORMED_ADDRESS]),
    ],
)
def test_everybody_in_whose_name_it_goes_out_must_be_the_member(
    others: str, refused: list[RefusalCode], resent: bool
) -> None:
    verdict = verdict_of(replace(mail(), other_senders=parse_field(others), is_resent=resent))
    assert codes(verdict) == refused
    if refused == [RefusalCode.SENDER_NOT_ALLOWED]:
        assert ("bounce" in verdict.refusals[0].facts) is resent
