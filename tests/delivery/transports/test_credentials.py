"""Passwords from a command, the environment and the keyring; what is missing is said, what is found is not."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from composer.delivery.transports.base import PermanentError
from composer.delivery.transports.choose import probe, transport_for
from composer.delivery.transports.credentials import Login, login
from composer.delivery.transports.local import LocalPost
from composer.delivery.transports.secret_command import printed_secret
from composer.delivery.transports.sendmail import Sendmail
from composer.delivery.transports.smtp import Smtp
from composer.disk.paths import places
from composer.errors import TransportError
from composer.services.member_settings import Security, TransportKind, TransportSettings
from composer.threads.abort import Abort, AbortedError
from tests.delivery.groups import wait_for_the_end
from tests.delivery.smtp_servers import Inbox, running
from tests.delivery.support import SettablePolicy
from tests.storage.support import SetClock


def settings(**rest: Any) -> TransportSettings:
    """A server with a user."""
    return TransportSettings(TransportKind.SMTP, **({"host": "smtp.hanbit.example", "user": "kim"} | rest))


def test_without_a_user_nobody_logs_in() -> None:
    assert login(settings(user=""), {}) is None


def test_a_command_prints_the_password_on_its_first_line() -> None:
    assert login(settings(password_command="printf 'pass word\\nurl: x\\n'"), {}) == Login("kim", "pass word")


def test_a_token_command_goes_before_a_password() -> None:
    found = login(settings(token_command="echo t0ken", password_command="false"), {})
    assert found == Login("kim", "t0ken", is_token=True)


@pytest.mark.parametrize(
    ("command", "secret"),
    [
        ("echo secret pw | cat", "secret pw"),
        ("printf 'a\\nb\\n' | tail -n 1", "b"),
        ("P=word; echo pass$P", "password"),
        ("cd /; pwd", "/"),
        ("echo one; echo two; seq 100000", "one"),
        ("echo first; sleep 3 >/dev/null &", "first"),
        ("echo first; sleep 3 & exit", "first"),
        ("printf 'no newline'", "no newline"),
        ("printf 'windows\\r\\n'", "windows"),
        ("echo 비밀번호", "비밀번호"),
    ],
)
@pytest.mark.parametrize("way", ["password_command", "token_command"])
def test_a_shell_reads_the_command_and_the_first_line_is_the_secret(way: str, command: str, secret: str) -> None:
    assert login(settings(**{way: command}), {}) == Login("kim", secret, is_token=way == "token_command")


def test_a_command_has_no_terminal_and_reads_nothing_of_the_message() -> None:
    assert login(settings(password_command="cat; tty; true"), {}) == Login("kim", "not a tty")


def test_a_command_that_does_not_end_is_told_about_and_ended_with_all_that_it_started(tmp_path: Path) -> None:
    abort, told = Abort(), list[str]()

    def hear() -> None:
        told.append("waiting")
        abort.set()

    command = f"echo $$ > {tmp_path}/group; echo secret; sleep 600 | cat"
    with pytest.raises(AbortedError) as caught:
        printed_secret("password_command", command, abort, hear)
    assert (told, "secret" in str(caught.value)) == (["waiting"], False)
    wait_for_the_end(tmp_path / "group")


def test_a_command_that_ends_at_once_is_not_told_about() -> None:
    told: list[str] = []
    assert printed_secret("password_command", "echo p", Abort(), lambda: told.append("waiting"), 1_000) == "p"
    assert told == []


@pytest.mark.parametrize("left_behind", ["yes", "yes no | cat", "cat /dev/zero"])
def test_what_a_command_leaves_behind_may_go_on_printing(left_behind: str) -> None:
    command = f"echo secret; {left_behind} &"
    assert printed_secret("password_command", command, Abort(), lambda: None) == "secret"


def test_a_command_has_a_bounded_time(tmp_path: Path) -> None:
    command = f"trap '' TERM; echo $$ > {tmp_path}/group; sleep 600"
    with pytest.raises(TransportError, match="did not end within 1 second and was stopped"):
        printed_secret("token_command", command, Abort(), lambda: None, patience=1)
    wait_for_the_end(tmp_path / "group")


def test_an_interruption_ends_the_command_too(tmp_path: Path) -> None:
    class EnoughError(KeyboardInterrupt):
        pass

    def interrupt() -> None:
        raise EnoughError

    with pytest.raises(EnoughError):
        printed_secret("password_command", f"echo $$ > {tmp_path}/group; sleep 600", Abort(), interrupt)
    wait_for_the_end(tmp_path / "group")


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        ("presend-no-such-program", "status 127"),
        ("echo secret; echo the secret is locked >&2; exit 2", "status 2"),
        ("echo secret | false", "status 1"),
        ("echo secret; kill -9 $$", "signal 9"),
        ("yes secret | tr -d '\\n' | head -c 70000", "too long"),
        ("printf 'secret\\377'", "no text in UTF-8"),
        ("PASSWORD=secret false", "status 1"),
        ("false", "status 1"),
        ("true", "printed nothing"),
        ("echo 'secret", "status 2"),
        ("\0", "no complete command line"),
        (" ", "no complete command line"),
    ],
)
def test_a_command_that_fails_is_named_with_its_reason(command: str, reason: str) -> None:
    with pytest.raises(TransportError) as caught:
        login(settings(password_command=command), {})
    assert reason in str(caught.value)
    assert "secret" not in str(caught.value)
    assert "transport.password_command" in str(caught.value)


def test_the_environment_holds_a_password_or_the_variable_is_named() -> None:
    wanted = settings(password_environment="MAIL_PASSWORD")
    assert login(wanted, {"MAIL_PASSWORD": "p"}) == Login("kim", "p")
    with pytest.raises(TransportError, match="MAIL_PASSWORD"):
        login(wanted, {})


def test_a_keyring_that_is_not_installed_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    # None in sys.modules is how Python itself marks a module that cannot be imported.
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(PermanentError, match=r"presend\[keyring\]"):
        login(settings(password_keyring=True), {})


def test_a_user_without_any_password_is_said() -> None:
    with pytest.raises(PermanentError, match="password_command"):
        login(settings(), {})


@pytest.mark.parametrize(("kind", "transport"), [(TransportKind.SMTP, Smtp), (TransportKind.SENDMAIL, Sendmail),
                                                 (TransportKind.LOCAL, LocalPost)])  # fmt: skip
def test_the_settings_choose_the_transport(tmp_path: Path, kind: TransportKind, transport: type) -> None:
    chosen = transport_for(TransportSettings(kind), places({"HOME": str(tmp_path)}), SettablePolicy(), SetClock(), {})
    assert isinstance(chosen, transport)


def test_a_probe_greets_the_server_and_sends_nothing() -> None:
    inbox = Inbox()
    with running(inbox) as port:
        probe(settings(host="127.0.0.1", port=port, security=Security.PLAINTEXT, user=""), {})
    assert len(inbox.greeted) == 1
    assert inbox.mails == []


def test_a_probe_of_a_command_that_is_not_there_says_so() -> None:
    with pytest.raises(TransportError, match="presend-no-such-program"):
        probe(TransportSettings(TransportKind.SENDMAIL, command=("presend-no-such-program",)), {})
