"""Passwords from a command, the environment and the keyring; what is missing is said, what is found is not."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from composer.delivery.transports.base import HopelessError
from composer.delivery.transports.choose import probe, transport_for
from composer.delivery.transports.credentials import Login, login
from composer.delivery.transports.local import LocalPost
from composer.delivery.transports.sendmail import Sendmail
from composer.delivery.transports.smtp import Smtp
from composer.errors import TransportError
from composer.services.member_settings import Security, TransportKind, TransportSettings
from composer.disk.paths import places
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


def test_no_shell_reads_the_command(tmp_path: Path) -> None:
    found = login(settings(password_command=f"echo $HOME; touch {tmp_path}/made | cat"), {})
    assert found == Login("kim", f"$HOME; touch {tmp_path}/made | cat")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        ("presend-no-such-program", "No such file"),
        ("sh -c 'echo secret; echo locked >&2; exit 2'", "locked"),
        ("false", "status 1"),
        ("true", "printed nothing"),
        ("echo 'unbalanced", "no complete command line"),
        (" ", "no complete command line"),
    ],
)
def test_a_command_that_fails_is_named_with_its_reason(command: str, reason: str) -> None:
    with pytest.raises(TransportError) as caught:
        login(settings(password_command=command), {})
    assert reason in str(caught.value)
    assert "secret" not in str(caught.value)


def test_the_environment_holds_a_password_or_the_variable_is_named() -> None:
    wanted = settings(password_environment="MAIL_PASSWORD")
    assert login(wanted, {"MAIL_PASSWORD": "p"}) == Login("kim", "p")
    with pytest.raises(TransportError, match="MAIL_PASSWORD"):
        login(wanted, {})


def test_a_keyring_that_is_not_installed_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    # None in sys.modules is how Python itself marks a module that cannot be imported.
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(HopelessError, match=r"presend\[keyring\]"):
        login(settings(password_keyring=True), {})


def test_a_user_without_any_password_is_said() -> None:
    with pytest.raises(HopelessError, match="password_command"):
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
