"""A test of a real server that fails stands at the field that is wrong."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from composer import words
from composer.delivery.transports.base import tell_nobody
from composer.delivery.transports.choose import probe
from composer.errors import TransportError
from composer.reasons import Reason, ReasonCode
from composer.sentences import command_reasons, server_reasons
from composer.sentences.reasons import reason_words
from composer.services.member_settings import Security, TransportKind, TransportSettings
from composer.setup.first_run.labels import label
from composer.setup.first_run.places import fault_of, place_of
from composer.setup.first_run.saving import FirstRun, Surroundings
from composer.setup.first_run.values import FormValues, Place
from composer.threads.abort import Abort
from tests.delivery.smtp_servers import CERTIFICATES, Inbox, running, server_context
from tests.sentences.test_reasons import FACTS

PLACES = {
    Place.PORT: {"NO_ANSWER", "NOBODY_LISTENS", "MALFORMED_REPLY"},
    Place.SECURITY: {"TLS_FROM_THE_START", "NO_TLS_AT_THE_START", "NO_TLS", "NO_STARTTLS", "NOT_LOOPBACK"},
    Place.CA_FILE: {"UNKNOWN_AUTHORITY", "NO_AUTHORITIES"},
    Place.USER: {"NO_LOGIN_MECHANISM", "LOGIN_REFUSED"},
    Place.PASSWORD_COMMAND: {
        "NO_PASSWORD", "SECRET_NO_COMMAND", "SECRET_NOT_STARTED", "SECRET_KILLED", "SECRET_STATUS", "SECRET_TIMEOUT",
        "SECRET_TOO_LONG", "SECRET_NOT_UTF8", "SECRET_EMPTY",
    },
    Place.COMMAND: {"NO_COMMAND_SET", "COMMAND_NOT_FOUND", "COMMAND_NOT_STARTED"},
}  # fmt: skip


@pytest.mark.parametrize("code", ReasonCode)
def test_each_reason_has_its_field(code: ReasonCode) -> None:
    expected = next((place for place, codes in PLACES.items() if code.name in codes), Place.HOST)
    assert place_of(Reason(code)) is expected


def test_without_a_reason_it_is_the_server() -> None:
    assert place_of(None) is Place.HOST


def reached(folder: Path, values: FormValues) -> list[tuple[Place, str]]:
    """What the test of the server says, by field."""

    def real(settings: TransportSettings, abort: Abort, tell: Any) -> None:
        probe(settings, {}, abort, tell)

    setup = FirstRun(Surroundings(folder, folder, lambda _path: None, real))
    return [(fault.place, fault.words) for fault in setup.reach(values, Abort(), tell_nobody)]


SERVERS: dict[str, tuple[bool | None, dict[str, Any], Place, str]] = {
    "starttls of a port for tls": (
        True,
        {"security": Security.STARTTLS},
        Place.SECURITY,
        "TLS in the field Encryption",
    ),
    "tls of a port for starttls": (
        False,
        {"security": Security.TLS},
        Place.SECURITY,
        "STARTTLS in the field Encryption",
    ),
    "nobody": (None, {}, Place.PORT, "No mail server answers at 127.0.0.1, port 1. Check both."),
    "an authority that nobody knows": (True, {"security": Security.TLS}, Place.CA_FILE, "in the field CA file (PEM)"),
    "a command that fails": (
        False,
        {"user": "kim", "password_command": "exit 3"},
        Place.PASSWORD_COMMAND,
        "it ended with status 3",
    ),
    "a command that is not there": (
        False,
        {"user": "kim", "password_command": "no-such-program-of-kim"},
        Place.PASSWORD_COMMAND,
        "it ended with status 127",
    ),
    "a command that prints nothing": (
        False,
        {"user": "kim", "password_command": "true"},
        Place.PASSWORD_COMMAND,
        "it printed nothing",
    ),
}


@pytest.mark.parametrize(("tls", "changes", "place", "words"), SERVERS.values(), ids=SERVERS)
def test_what_a_real_server_or_command_says_stands_at_the_field_that_is_wrong(
    tmp_path: Path, tls: bool | None, changes: dict[str, Any], place: Place, words: str
) -> None:
    server = running(Inbox(), tls=bool(tls), tls_context=server_context()) if tls is not None else nullcontext(1)
    with server as port:
        values = FormValues(host="127.0.0.1", port=str(port), **changes)
        ((found, said),) = reached(tmp_path, values)
    assert (found, words in said) == (place, True)


def test_with_the_authority_that_was_missed_the_server_is_reached(tmp_path: Path) -> None:
    with running(Inbox(), tls=True) as port:
        authority = str(CERTIFICATES / "authority.pem")
        values = FormValues(host="127.0.0.1", port=str(port), security=Security.TLS, ca_file=authority)
        assert reached(tmp_path, values) == []


def test_a_command_that_sends_and_is_not_there_stands_at_the_command(tmp_path: Path) -> None:
    values = FormValues(transport=TransportKind.SENDMAIL, command="no-such-program-of-kim")
    assert [place for place, _words in reached(tmp_path, values)] == [Place.COMMAND]


@pytest.mark.parametrize("tag", ["en", "ko", "ja"])
@pytest.mark.parametrize("code", [*server_reasons.SENTENCES, *command_reasons.SENTENCES])
def test_nobody_is_sent_to_a_file_that_is_not_written_yet_or_to_a_setting_that_no_field_is_called(
    code: ReasonCode, tag: str
) -> None:
    words.use(tag)
    why = Reason(code, {**FACTS, "setting": "transport.password_command"})
    fault = fault_of(TransportError(reason_words(why), why))
    assert fault.place is place_of(why)
    assert fault.words != reason_words(Reason(ReasonCode.UNKNOWN))
    for key in ("config.toml", "transport.", "[transport]", "password_command", "ca_file"):
        assert key not in fault.words
    assert "{" not in fault.words


@pytest.mark.parametrize("tag", ["en", "ko", "ja"])
@pytest.mark.parametrize("code", [ReasonCode.TLS_FROM_THE_START, ReasonCode.NO_TLS_AT_THE_START])
def test_a_port_that_does_not_fit_the_encryption_names_the_field(code: ReasonCode, tag: str) -> None:
    words.use(tag)
    why = Reason(code, FACTS)
    assert label(Place.SECURITY) in fault_of(TransportError(reason_words(why), why)).words
