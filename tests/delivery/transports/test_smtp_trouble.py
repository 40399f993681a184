"""Servers that refuse, break off, lie or listen in: nothing is lost, nothing goes twice, nothing goes in the clear."""

from __future__ import annotations

import socket
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from composer.delivery.transports.credentials import Login
from composer.delivery.transports.smtp_session import Timeouts
from composer.sentences.jobs import reasons_words, result_words
from composer.services.member_settings import Security
from composer.services.outbox import Job, JobState, RecipientState
from tests.delivery.smtp_servers import (
    PATIENCE,
    Inbox,
    Talk,
    running,
    scripted,
    server_context,
    smtp,
    trusting_context,
)
from tests.delivery.support import LETTER, Office, ignore

KIM_LOGIN = Login("kim", "geheim ü")
TWO = replace(LETTER, to="lee@hanbit.example, park@hanbit.example")
EHLO = {"EHLO": "250-test\n250 8BITMIME"}
DATA = EHLO | {"DATA": "354 go ahead"}


def breaks_off(until: str, replies: dict[str, str]) -> Callable[[Talk], None]:
    """Hangs up instead of answering a command."""
    return lambda talk: talk.converse(replies, until)


def takes(reply: str | None, heard: list[bytes] | None = None) -> Callable[[Talk], None]:
    """Takes one message whole and answers with ``reply``, or hangs up instead."""

    def script(talk: Talk) -> None:
        talk.converse(EHLO, until="DATA")
        talk.say("354 go ahead")
        content = talk.hear_content()
        if heard is not None:
            heard.append(content)
        if reply is not None:
            talk.say(reply)
            talk.hear()

    return script


def sent_through(port: int, folder: Path, timeouts: Timeouts = PATIENCE) -> tuple[Office, Job]:
    """The office after one attempt."""
    office = Office(folder, transport=smtp(port, timeouts=timeouts))
    return office, office.send(TWO)


def later(office: Office) -> None:
    """The next day."""
    office.clock.moment += timedelta(days=1)


@pytest.mark.parametrize("until", ["EHLO", "MAIL", "RCPT", "DATA"])
def test_a_connection_lost_before_the_content_is_tried_again(tmp_path: Path, until: str) -> None:
    heard: list[bytes] = []
    with scripted(breaks_off(until, EHLO), takes("250 taken", heard)) as port:
        office, job = sent_through(port, tmp_path)
        assert (job.state, reasons_words(job) != "" or result_words(job.recipients[0]) != "") == (JobState.QUEUED, True)
        assert office.filed() == []
        later(office)
        assert [one.state for one in office.outbox.flush(ignore)] == [JobState.SENT]
    assert len(heard) == 1


def test_a_connection_lost_in_the_midst_of_the_content_is_tried_again(tmp_path: Path) -> None:
    def script(talk: Talk) -> None:
        talk.converse(EHLO, until="DATA")
        talk.say("354 go ahead")
        talk.hear()

    heard: list[bytes] = []
    with scripted(script, takes("250 taken", heard)) as port:
        office = Office(tmp_path, transport=smtp(port))
        job = office.send(replace(TWO, body="a line of a very long message\n" * 500_000))
        assert {result.state for result in job.recipients} == {RecipientState.TEMPORARY}
        later(office)
        office.outbox.flush(ignore)
    assert len(heard) == 1
    assert office.outbox.job(job.id).state is JobState.SENT


def test_a_connection_lost_after_the_final_dot_is_unknown_and_never_sent_again_by_itself(tmp_path: Path) -> None:
    with scripted(takes(None)) as port:
        office, job = sent_through(port, tmp_path)
        assert job.state is JobState.UNKNOWN
        assert {result.state for result in job.recipients} == {RecipientState.UNKNOWN}
        assert len(office.filed()) == 1
    for _day in range(3):
        later(office)
        assert office.outbox.flush(ignore) == []
    assert office.outbox.retry(job.id, include_unknown=False).state is JobState.UNKNOWN


def test_what_is_unknown_is_sent_again_when_the_member_says_so(tmp_path: Path) -> None:
    heard: list[bytes] = []
    with scripted(takes(None, heard), takes("250 taken", heard)) as port:
        office, job = sent_through(port, tmp_path)
        office.outbox.retry(job.id, include_unknown=True)
        assert office.outbox.deliver(job.id, ignore).state is JobState.SENT
    assert len(heard) == 2
    assert heard[0] == heard[1]


def test_an_answer_that_does_not_come_in_time_is_unknown(tmp_path: Path) -> None:
    def script(talk: Talk) -> None:
        talk.converse(EHLO, until="DATA")
        talk.say("354 go ahead")
        talk.hear_content()
        talk.hear()

    with scripted(script) as port:
        _office, job = sent_through(port, tmp_path, Timeouts(connect=30, command=30, final=0.05))
    assert job.state is JobState.UNKNOWN


@pytest.mark.parametrize("nonsense", ["what?", "99 taken", "2x0 taken", "\xff\xfe", "250" + "x" * 20_000])
def test_a_nonsensical_answer_to_the_final_dot_is_unknown(tmp_path: Path, nonsense: str) -> None:
    with scripted(takes(nonsense)) as port:
        _office, job = sent_through(port, tmp_path)
    assert job.state is JobState.UNKNOWN


def test_a_server_that_never_greets_is_given_up(tmp_path: Path) -> None:
    def says_nothing(talk: Talk) -> None:
        talk.hear()

    with scripted(says_nothing) as port:
        _office, job = sent_through(port, tmp_path, Timeouts(connect=0.05, command=30, final=30))
    assert job.state is JobState.QUEUED
    assert "127.0.0.1" in reasons_words(job)


def test_an_unreachable_server_keeps_the_message(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    office, job = sent_through(port, tmp_path)
    assert job.state is JobState.QUEUED
    assert reasons_words(job) == f"No mail server answers at 127.0.0.1, port {port}. Check both in config.toml."
    assert office.undone(job.id) == TWO
    assert [draft.composition for draft in office.drafts.list()] == [TWO]


def test_a_name_that_no_server_has_is_told(tmp_path: Path) -> None:
    job = Office(tmp_path, transport=smtp(25, Security.TLS, host="a" * 64 + ".example")).send()
    assert job.state is JobState.QUEUED
    assert "was not found" in reasons_words(job)


def test_pauses_grow_to_a_limit_and_after_five_days_the_member_is_told(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    office, job = sent_through(port, tmp_path)
    pauses = []
    for _attempt in range(6):
        assert job.not_before is not None
        pauses.append((job.not_before - office.clock.now()).total_seconds())
        office.clock.moment = job.not_before
        (job,) = office.outbox.flush(ignore)
    assert pauses == [300, 600, 1200, 2400, 4000, 4000]
    assert job.attempts == 7
    assert "days" not in reasons_words(job)
    office.clock.moment += timedelta(days=5)
    assert "5 days" in reasons_words(office.outbox.job(job.id))
    assert office.outbox.job(job.id).state is JobState.QUEUED


def test_the_servers_words_are_made_safe(tmp_path: Path) -> None:
    replies = EHLO | {"MAIL": "550-\x1b[31mred\x1b]0;title\x07\n550 \xe2\x80\xaeevil " + "x" * 5_000}
    with scripted(lambda talk: talk.converse(replies, until="QUIT")) as port:
        _office, job = sent_through(port, tmp_path)
    reply = result_words(job.recipients[0])
    assert job.state is JobState.FAILED
    assert reply.startswith("550 [31mred]0;title\nevil xxx")
    assert len(reply) <= 500


def test_a_goodbye_between_copies_leaves_the_rest_for_later(tmp_path: Path) -> None:
    def one_only(talk: Talk) -> None:
        takes("250 taken")(talk)
        talk.say("421 enough")

    with scripted(one_only) as port:
        job = Office(tmp_path, transport=smtp(port)).send(replace(TWO, individually=True))
    assert [result.state for result in job.recipients] == [RecipientState.ACCEPTED, RecipientState.TEMPORARY]


def test_a_server_that_hangs_up_after_each_copy_is_called_again_and_gets_each_once(tmp_path: Path) -> None:
    heard: list[bytes] = []

    def hangs_up(talk: Talk) -> None:
        talk.converse(EHLO, until="DATA")
        talk.say("354 go ahead")
        heard.append(talk.hear_content())
        talk.say("250 taken")

    with scripted(hangs_up, hangs_up, hangs_up) as port:
        office = Office(tmp_path, transport=smtp(port))
        job = office.send(replace(TWO, cc="boss@hanbit.example", individually=True))
        states = [result.state for result in job.recipients]
        assert states == [RecipientState.ACCEPTED, RecipientState.TEMPORARY, RecipientState.ACCEPTED]
        later(office)
        assert [one.state for one in office.outbox.flush(ignore)] == [JobState.SENT]
    told = [content.split(b"To: ", 1)[1].split(b"\r\n", 1)[0] for content in heard]
    assert told == [b"lee@hanbit.example", b"boss@hanbit.example", b"park@hanbit.example"]


def test_a_stripped_starttls_sends_nothing_not_even_the_password(tmp_path: Path) -> None:
    heard: list[bytes] = []

    def script(talk: Talk) -> None:
        talk.converse({"EHLO": "250-test\n250 AUTH PLAIN LOGIN"}, until="QUIT")
        heard.extend(talk.heard)

    with scripted(script) as port:
        job = Office(tmp_path, transport=smtp(port, Security.STARTTLS, login=KIM_LOGIN)).send()
    assert job.state is JobState.QUEUED
    assert "STARTTLS" in reasons_words(job)
    assert [line[:4].upper() for line in heard if line] == [b"EHLO"]


def test_starttls_that_is_refused_sends_nothing(tmp_path: Path) -> None:
    replies = {"EHLO": "250-test\n250 STARTTLS", "STAR": "454 not now"}
    with scripted(lambda talk: talk.converse(replies, until="MAIL")) as port:
        job = Office(tmp_path, transport=smtp(port, Security.STARTTLS)).send()
    assert (job.state, "454 not now" in reasons_words(job)) == (JobState.QUEUED, True)


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path, security: Security) -> None:
    inbox = Inbox()
    with running(inbox, tls=security is Security.TLS, tls_context=server_context()) as port:
        job = Office(tmp_path, transport=smtp(port, security, login=KIM_LOGIN)).send()
    assert job.state is JobState.QUEUED
    assert "certificate" in reasons_words(job)
    assert (inbox.mails, inbox.logins) == ([], [])


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
def test_a_certificate_of_another_host_is_refused(tmp_path: Path, security: Security) -> None:
    inbox, other = Inbox(), "127.0.0.2"
    with running(inbox, address=other, tls=security is Security.TLS, tls_context=server_context()) as port:
        transport = smtp(port, security, host=other, context=trusting_context())
        job = Office(tmp_path, transport=transport).send()
    assert job.state is JobState.QUEUED
    assert "certificate of 127.0.0.2" in reasons_words(job)
    assert inbox.mails == []


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")  # aiosmtpd, of its own servers
@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
@pytest.mark.parametrize("excluded", [[], ["PLAIN"]])
def test_a_login_over_tls_by_plain_or_login(tmp_path: Path, security: Security, excluded: list[str]) -> None:
    inbox = Inbox()
    options: dict[str, Any] = {"authenticator": inbox.authenticate, "auth_required": True}
    options["auth_exclude_mechanism"] = excluded
    # aiosmtpd does not see that the port is encrypted from the start.
    options["auth_require_tls"] = security is Security.STARTTLS
    with running(inbox, tls=security is Security.TLS, tls_context=server_context(), **options) as port:
        transport = smtp(port, security, login=KIM_LOGIN, context=trusting_context())
        job = Office(tmp_path, transport=transport).send()
    assert job.state is JobState.SENT
    assert inbox.logins == [(b"kim", "geheim ü".encode())]


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")  # aiosmtpd, of its own servers
def test_a_wrong_password_fails_at_once_with_the_servers_words_and_without_the_password(tmp_path: Path) -> None:
    inbox = Inbox()
    with running(inbox, authenticator=inbox.authenticate, auth_required=True, auth_require_tls=False) as port:
        office = Office(tmp_path, transport=smtp(port, login=Login("kim", "hunter2")))
        job = office.send()
    assert job.state is JobState.FAILED
    assert "535" in reasons_words(job)
    assert reasons_words(job).endswith(". Check user and password under [transport].")
    disk = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"hunter2" not in disk
    assert "hunter2" not in repr(Login("kim", "hunter2"))


def test_a_token_is_offered_by_xoauth2_and_its_refusal_is_told(tmp_path: Path) -> None:
    heard: list[bytes] = []

    def script(talk: Talk) -> None:
        talk.converse({"EHLO": "250-test\n250 AUTH XOAUTH2 PLAIN"}, until="AUTH")
        talk.say("334 eyJzdGF0dXMiOiI0MDEifQ==")
        talk.hear()
        talk.say("535 5.7.8 Token expired")
        heard.extend(talk.heard)
        talk.hear()

    with scripted(script) as port:
        job = Office(tmp_path, transport=smtp(port, login=Login("kim", "token", is_token=True))).send()
    assert (job.state, "Token expired" in reasons_words(job)) == (JobState.FAILED, True)
    assert heard[1].startswith(b"AUTH XOAUTH2 dXNlcj1raW0BYXV0aD1CZWFyZXIgdG9rZW4BAQ==")


def test_a_connection_in_the_clear_is_for_this_machine_only(tmp_path: Path) -> None:
    job = Office(tmp_path, transport=smtp(25, host="mail.other.example")).send()
    assert job.state is JobState.FAILED
    assert "without encryption" in reasons_words(job)


def test_the_server_learns_no_name_that_is_not_one(tmp_path: Path) -> None:
    inbox = Inbox()
    with running(inbox) as port:
        Office(tmp_path, transport=smtp(port)).send()
    assert inbox.greeted[0] == socket.gethostname() or inbox.greeted[0] == "[127.0.0.1]"


@pytest.mark.parametrize("reply", ["250 ok", "220 hm", "334 more"])
def test_only_the_answer_to_the_message_itself_means_that_somebody_has_it(tmp_path: Path, reply: str) -> None:
    """A server that answers DATA with anything but 354 and a refusal has nothing."""
    with scripted(breaks_off("NONE", EHLO | {"DATA": reply})) as port:
        _office, job = sent_through(port, tmp_path)
    assert job.state is JobState.QUEUED
    assert {result.state for result in job.recipients} == {RecipientState.TEMPORARY}


def test_an_answer_to_the_message_that_asks_for_more_leaves_open_who_has_it(tmp_path: Path) -> None:
    with scripted(takes("354 more?")) as port:
        _office, job = sent_through(port, tmp_path)
    assert job.state is JobState.UNKNOWN


@pytest.mark.parametrize("verb", ["EHLO", "MAIL", "RCPT", "DATA"])
def test_one_answer_too_many_is_never_taken_for_that_to_the_message(tmp_path: Path, verb: str) -> None:
    """Believed, the second 250 would hide that the message was refused."""
    twice = {
        name: f"{words}\n250 and once more" for name, words in {"MAIL": "250 ok", "RCPT": "250 ok", **DATA}.items()
    }

    def script(talk: Talk) -> None:
        talk.converse(DATA | {verb: twice[verb]}, until="NONE")

    with scripted(script) as port:
        _office, job = sent_through(port, tmp_path)
    assert job.state is JobState.QUEUED
    assert {result.state for result in job.recipients} <= {RecipientState.TEMPORARY, RecipientState.PENDING}


@pytest.mark.parametrize(
    ("early", "state"), [("421 bye", RecipientState.TEMPORARY), ("554 5.7.1 spam", RecipientState.PERMANENT)]
)
def test_a_refusal_before_the_end_of_the_message_counts_and_the_end_is_not_sent(
    tmp_path: Path, early: str, state: RecipientState
) -> None:
    heard: list[bytes] = []

    def script(talk: Talk) -> None:
        talk.converse(EHLO, until="DATA")
        talk.say("354 go ahead", early)
        while line := talk.hear():
            heard.append(line)

    with scripted(script) as port:
        _office, job = sent_through(port, tmp_path)
    assert {result.state for result in job.recipients} == {state}
    assert early in result_words(job.recipients[0])
    assert b".\r\n" not in heard
