"""Breaking off: whatever presend waits for, a server, a command or another sender, it ends and says what is so."""

from __future__ import annotations

import resource
import socket
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from composer.delivery.lazy_outbox import LazyOutbox
from composer.delivery.queue.spool import Patience
from composer.delivery.transports.base import Tell
from composer.delivery.transports.credentials import Login, login
from composer.delivery.transports.dialling import Found
from composer.delivery.transports.sendmail import Sendmail
from composer.delivery.transports.smtp import Smtp
from composer.errors import BusyError, StorageError
from composer.sentences.jobs import reasons_words, result_words
from composer.services.member_settings import Security, TransportKind, TransportSettings
from composer.services.outbox import JobState, Progress, RecipientState, Stage
from composer.services.outbox_errors import BrokenDeliveryError
from composer.storage import locks
from composer.threads.abort import Abort, AbortedError
from tests.delivery.groups import wait_for_the_end
from tests.delivery.smtp_servers import PATIENCE, Talk, scripted, smtp, trusting_context
from tests.delivery.support import LETTER, Office, ignore

TWO = replace(LETTER, to="lee@hanbit.example, park@hanbit.example")
EHLO = {"EHLO": "250-test\n250 STARTTLS"}
BROKEN_OFF = "Sending was broken off."
Script = Callable[[Talk], None]


def until(step: str, abort: Abort) -> Script:
    """A server that stalls at a command, at which the member has enough of it; then it waits for the end."""

    def script(talk: Talk) -> None:
        talk.converse(EHLO, step)
        abort.set()
        talk.hear()

    return script


def silent(abort: Abort) -> Script:
    """Accepts the connection and says nothing."""

    def script(talk: Talk) -> None:
        abort.set()
        talk.hear()

    return script


def no_handshake(abort: Abort) -> Script:
    """Agrees to encryption and says nothing more."""

    def script(talk: Talk) -> None:
        talk.converse(EHLO, "STAR")
        talk.say("220 go on")
        abort.set()
        while talk.hear():
            pass

    return script


def content(abort: Abort, *, whole: bool) -> Script:
    """Reads some of the content, or all of it, and does not answer."""

    def script(talk: Talk) -> None:
        talk.converse(EHLO, "DATA")
        talk.say("354 go on")
        if whole:
            talk.hear_content()
        abort.set()
        while talk.hear():
            pass

    return script


BEFORE_THE_END: dict[str, tuple[Callable[[Abort], Script], Security]] = {
    "the greeting": (silent, Security.PLAINTEXT),
    "the TLS handshake": (silent, Security.TLS),
    "EHLO": (lambda abort: until("EHLO", abort), Security.PLAINTEXT),
    "STARTTLS": (lambda abort: until("STAR", abort), Security.STARTTLS),
    "the handshake after STARTTLS": (no_handshake, Security.STARTTLS),
    "MAIL": (lambda abort: until("MAIL", abort), Security.PLAINTEXT),
    "RCPT": (lambda abort: until("RCPT", abort), Security.PLAINTEXT),
    "DATA": (lambda abort: until("DATA", abort), Security.PLAINTEXT),
}


@pytest.mark.parametrize("where", BEFORE_THE_END)
def test_broken_off_before_the_content_nobody_has_it_and_it_is_tried_again(tmp_path: Path, where: str) -> None:
    abort = Abort()
    script, security = BEFORE_THE_END[where]
    with scripted(script(abort)) as port:
        office = Office(tmp_path, transport=smtp(port, security, context=trusting_context()))
        job = office.outbox.deliver(office.outbox.accept(office.submission(TWO)).id, ignore, abort)
    assert job.state is JobState.QUEUED
    assert BROKEN_OFF in (reasons_words(job), result_words(job.recipients[0]))
    assert {one.state for one in job.recipients} <= {RecipientState.PENDING, RecipientState.TEMPORARY}
    assert office.undone(job.id) == TWO


def test_broken_off_within_the_content_the_server_hears_no_end_and_no_goodbye(tmp_path: Path) -> None:
    abort = Abort()
    heard: list[bytes] = []

    def script(talk: Talk) -> None:
        content(abort, whole=False)(talk)
        heard.extend(talk.heard)

    with scripted(script) as port:
        office = Office(tmp_path, transport=smtp(port))
        letter = replace(TWO, body="a line of a very long message\n" * 200_000)
        job = office.outbox.deliver(office.outbox.accept(office.submission(letter)).id, ignore, abort)
    assert {one.state for one in job.recipients} == {RecipientState.TEMPORARY}
    assert not {b".\r\n", b"QUIT\r\n"} & set(heard)


def test_broken_off_behind_the_last_octet_nobody_can_tell_and_no_goodbye_is_said(tmp_path: Path) -> None:
    abort = Abort()
    heard: list[bytes] = []

    def script(talk: Talk) -> None:
        content(abort, whole=True)(talk)
        heard.extend(talk.heard)

    with scripted(script) as port:
        office = Office(tmp_path, transport=smtp(port))
        job = office.outbox.deliver(office.outbox.accept(office.submission(TWO)).id, ignore, abort)
    assert job.state is JobState.UNKNOWN
    assert b"QUIT\r\n" not in heard
    assert office.outbox.job(job.id).state is JobState.UNKNOWN


def test_a_goodbye_that_is_not_answered_changes_nothing(tmp_path: Path) -> None:
    def script(talk: Talk) -> None:
        talk.converse(EHLO, "DATA")
        talk.say("354 go on")
        talk.hear_content()
        talk.say("250 taken")
        assert talk.hear() == b"QUIT\r\n"
        assert talk.hear() == b""

    with scripted(script) as port:
        office = Office(tmp_path, transport=smtp(port, timeouts=replace(PATIENCE, goodbye=0.1)))
        assert office.send(TWO).state is JobState.SENT


def test_broken_off_just_before_the_last_octet_it_is_not_sent(tmp_path: Path) -> None:
    abort = Abort()
    heard: list[bytes] = []

    def script(talk: Talk) -> None:
        talk.converse(EHLO, "DATA")
        talk.say("354 go on")
        heard.append(talk.hear_content())
        heard.append(talk.hear())

    def at(step: str) -> None:
        if step == "deliver:dot":
            abort.set()

    with scripted(script) as port:
        office = Office(tmp_path, transport=smtp(port), checkpoint=at)
        job = office.outbox.deliver(office.outbox.accept(office.submission(TWO)).id, ignore, abort)
    assert {one.state for one in job.recipients} == {RecipientState.TEMPORARY}
    assert heard[1] == b""
    assert office.undone(job.id) == TWO


def test_a_name_that_is_looked_up_for_ever_is_broken_off(tmp_path: Path) -> None:
    abort, over = Abort(), threading.Event()

    def resolve(_host: str, _port: int) -> list[Found]:
        abort.set()
        over.wait(30)
        return []

    settings = TransportSettings(TransportKind.SMTP, host="mail.hanbit.example", security=Security.TLS)
    office = Office(tmp_path, transport=Smtp(settings, lambda _abort, _tell: None, None, PATIENCE, resolve))
    job = office.outbox.deliver(office.outbox.accept(office.submission()).id, ignore, abort)
    over.set()
    assert (job.state, reasons_words(job)) == (JobState.QUEUED, BROKEN_OFF)


def test_a_password_that_is_waited_for_for_ever_is_broken_off(tmp_path: Path) -> None:
    abort = Abort()
    settings = TransportSettings(
        TransportKind.SMTP,
        host="127.0.0.1",
        user="kim",
        security=Security.PLAINTEXT,
        password_command=f"echo $$ > {tmp_path}/process; exec sleep 600 | cat",
    )

    def find_login(abort: Abort, tell: Tell) -> Login | None:
        threading.Thread(target=lambda: abort.set() if appeared(tmp_path / "process") else None).start()
        return login(settings, {}, abort, tell)

    office = Office(tmp_path, transport=Smtp(settings, find_login, None, PATIENCE))
    job = office.outbox.deliver(office.outbox.accept(office.submission()).id, ignore, abort)
    assert (job.state, reasons_words(job)) == (JobState.QUEUED, BROKEN_OFF)
    wait_for_the_end(tmp_path / "process")


def appeared(path: Path) -> bool:
    """Wait for something to be written into a file."""
    while not (path.exists() and path.read_text()):
        continue
    return True


def test_a_command_that_does_not_end_is_stopped_and_nobody_can_tell(tmp_path: Path) -> None:
    abort = Abort()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        program = f"import socket; socket.create_connection(('127.0.0.1', {port})).recv(1)"
        office = Office(tmp_path, transport=Sendmail((sys.executable, "-c", program)))

        def wait() -> None:
            connection, _peer = listener.accept()  # the command runs
            abort.set()
            with connection:
                connection.recv(1)

        waiting = threading.Thread(target=wait)
        waiting.start()
        job = office.outbox.deliver(office.outbox.accept(office.submission()).id, ignore, abort)
        waiting.join(30)
    assert (job.state, result_words(job.recipients[0])) == (JobState.UNKNOWN, BROKEN_OFF)


def test_nothing_more_is_begun_once_it_is_broken_off(tmp_path: Path) -> None:
    office, abort = Office(tmp_path), Abort()
    jobs = [office.outbox.accept(office.submission()) for _time in range(3)]
    abort.set()
    assert office.outbox.flush(ignore, abort) == []
    assert [office.outbox.job(job.id).state for job in jobs] == [JobState.QUEUED] * 3
    assert office.arrived() == []


def test_behind_another_sender_it_says_so_and_gives_up_in_the_end(tmp_path: Path) -> None:
    office = Office(tmp_path, patience=Patience(sender=0.2, notice=0.05))
    job = office.outbox.accept(office.submission())
    steps: list[Progress] = []
    with locks.exclusive(tmp_path / "outbox" / "sender.lock"):
        with pytest.raises(BusyError, match="Another presend has been at work"):
            office.outbox.deliver(job.id, steps.append)
        with pytest.raises(BusyError):
            office.outbox.flush(ignore)
    assert [step.stage for step in steps] == [Stage.WAITING]
    assert office.outbox.job(job.id).attempts == 0
    assert office.outbox.deliver(job.id, ignore).state is JobState.SENT


def test_waiting_for_another_sender_is_broken_off(tmp_path: Path) -> None:
    office, abort = Office(tmp_path, patience=Patience(notice=0.0)), Abort()
    job = office.outbox.accept(office.submission())
    with locks.exclusive(tmp_path / "outbox" / "sender.lock"):
        after = office.outbox.deliver(job.id, lambda _step: abort.set(), abort)
    assert (after.state, after.attempts, reasons_words(after)) == (JobState.QUEUED, 0, BROKEN_OFF)


def test_an_outbox_in_which_another_stands_still_takes_nothing_and_says_so(tmp_path: Path) -> None:
    office = Office(tmp_path, patience=Patience(moment=0.05))
    with locks.exclusive(tmp_path / "outbox" / "accept.lock"), pytest.raises(BusyError):
        office.outbox.accept(office.submission())
    assert office.outbox.jobs() == []


def test_a_process_that_starts_while_another_stands_still_in_the_outbox_can_be_ended_at_once(tmp_path: Path) -> None:
    office, abort = Office(tmp_path, patience=Patience(moment=30.0)), Abort()
    job = office.outbox.accept(office.submission())
    started = LazyOutbox(office.open)
    abort.set()
    with locks.exclusive(tmp_path / "outbox" / "accept.lock"):
        for wanted in (
            lambda: started.accept(office.submission(), abort),
            lambda: started.deliver(job.id, ignore, abort),
            lambda: started.flush(ignore, abort),
        ):
            with pytest.raises(AbortedError):
                wanted()
        assert office.outbox.flush(ignore, abort) == []
    assert [waiting.id for waiting in started.jobs()] == [job.id]
    assert started.deliver(job.id, ignore).state is JobState.SENT


@pytest.mark.parametrize("kind", ["no room", "a fault of the disk"])
def test_where_the_line_before_the_last_octet_cannot_be_written_it_is_not_sent_and_nobody_is_unknown(
    tmp_path: Path, kind: str
) -> None:
    heard: list[bytes] = []
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)

    def script(talk: Talk) -> None:
        talk.converse(EHLO, "DATA")
        if kind == "no room":
            resource.setrlimit(resource.RLIMIT_FSIZE, (0, limits[1]))
        talk.say("354 go on")
        heard.append(talk.hear_content())
        heard.append(talk.hear())

    def at(step: str) -> None:
        if step == "deliver:dot":
            raise StorageError("the disk is broken")

    with scripted(script) as port:
        office = Office(tmp_path, transport=smtp(port), checkpoint=at)
        job = office.outbox.accept(office.submission(TWO))
        try:
            with pytest.raises(BrokenDeliveryError) as raised:
                office.outbox.deliver(job.id, ignore)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert heard[1] == b""
    for found in (raised.value.job, office.outbox.job(job.id), Office(tmp_path).outbox.job(job.id)):
        assert found.state is JobState.QUEUED
        assert {one.state for one in found.recipients} == {RecipientState.PENDING}
