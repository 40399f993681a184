"""Where the password comes from, and that it shows up nowhere else."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import pytest

from composer.delivery.transports.base import HopelessError
from composer.delivery.transports.credentials import login
from composer.errors import TransportError
from composer.storage.member_settings import TransportKind, TransportSettings

SECRET = "p ä$s'w\"ord"


def settings(**rest: object) -> TransportSettings:
    """A server that wants a login."""
    return TransportSettings(kind=TransportKind.SMTP, host="smtp.hanbit.example", **{"user": "kim", **rest})  # type: ignore[arg-type]  # any field, by name


def printing(folder: Path, text: str, status: int = 0) -> str:
    """A command line that prints a text."""
    path = folder / "a password.py"
    path.write_text(f"import sys\nsys.stdout.buffer.write({text.encode()!r})\nsys.exit({status})\n")
    return shlex.join([sys.executable, str(path)])


def test_without_a_user_there_is_no_login() -> None:
    assert login(settings(user="", password_environment="X"), {}) is None


@pytest.mark.parametrize("end", ["", "\n", "\r\n", "\nsecond line\n"])
def test_a_command_prints_it_on_its_first_line(tmp_path: Path, end: str) -> None:
    found = login(settings(password_command=printing(tmp_path, SECRET + end)), {})
    assert found is not None
    assert (found.user, found.secret, found.is_token) == ("kim", SECRET, False)
    assert "ord" not in repr(found)


def test_a_token_comes_before_a_password(tmp_path: Path) -> None:
    found = login(settings(token_command=printing(tmp_path, "ya29"), password_environment="X"), {"X": "no"})
    assert found is not None
    assert (found.secret, found.is_token) == ("ya29", True)


def test_a_command_is_no_shell(tmp_path: Path) -> None:
    marker = tmp_path / "marker"
    found = login(settings(password_command=f"echo x; touch {marker}"), {})
    assert found is not None
    assert found.secret == f"x; touch {marker}"
    assert not marker.exists()


@pytest.mark.parametrize("command", ["no-such-program-anywhere", "echo 'unclosed", "false", "true", "   "])
def test_a_command_that_fails_is_told_in_words(command: str) -> None:
    with pytest.raises(TransportError, match="password command"):
        login(settings(password_command=command), {})


def test_what_a_failing_command_printed_is_not_shown(tmp_path: Path) -> None:
    with pytest.raises(TransportError) as caught:
        login(settings(password_command=printing(tmp_path, SECRET, status=3)), {})
    assert SECRET not in str(caught.value)
    assert "3" in str(caught.value)


def test_the_environment_gives_it_and_a_missing_variable_is_named() -> None:
    found = login(settings(password_environment="HANBIT"), {"HANBIT": SECRET})
    assert found is not None
    assert found.secret == SECRET
    with pytest.raises(TransportError, match="HANBIT"):
        login(settings(password_environment="HANBIT"), {})


def test_a_user_without_any_password_is_a_fault_of_the_settings() -> None:
    with pytest.raises(HopelessError, match="password_command"):
        login(settings(), {})


def test_a_missing_keyring_package_is_named() -> None:
    if "keyring" in sys.modules:
        pytest.skip("this environment has the keyring extra")
    with pytest.raises(TransportError, match="keyring"):
        login(settings(password_keyring=True), {})
