"""What a member says of one message in fields, and of all of them in options."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from composer.gate.call.arguments import SendmailCall
from composer.gate.call.options import OptionError, Options, options_of, require_once
from composer.reading.raw_fields import fields_of
from policy.settings import Expiry, Level, LevelSettings
from tests.policy.support import POLICY

RENAMED = replace(POLICY, confidential=LevelSettings(use=True, name="Board only"))
R, C, G = Level.RESTRICTED, Level.CONFIDENTIAL, Level.GENERAL
TABLE = [
    ("", Options()),
    ("Level: general", Options()),
    ("Level: restricted", Options(R, Expiry.MONTH, True)),
    ("Level:   RESTRICTED  ", Options(R, Expiry.MONTH, True)),
    ("Level: Restricted", Options(R, Expiry.MONTH, True)),
    ("Level: 사외비", None),
    ("Level: 대외비", Options(R, Expiry.MONTH, True)),
    ("Level: 社外秘", Options(R, Expiry.MONTH, True)),
    ("Level: 機密", Options(C)),
    ("Level: 기밀", Options(C)),
    ("Level: 公開", Options()),
    ("Level: board only", Options(C)),
    ("Level: =?utf-8?b?64yA7Jm467mE?=", Options(R, Expiry.MONTH, True)),
    ("Level: secret", None),
    ("Level:", None),
    ("Level: restricted|Expires: none", Options(R, Expiry.NONE, True)),
    ("Level: restricted|Expires: 1 day", Options(R, Expiry.DAY, True)),
    ("Level: restricted|Expires: 1 Week", Options(R, Expiry.WEEK, True)),
    ("Level: restricted|Expires: 1 month", Options(R, Expiry.MONTH, True)),
    ("Level: restricted|Expires: 3 months", Options(R, Expiry.QUARTER, True)),
    ("Level: restricted|Expires: 1주일", Options(R, Expiry.WEEK, True)),
    ("Level: restricted|Expires: 2 weeks", None),
    ("Level: restricted|Forward: allowed", Options(R, Expiry.MONTH, False)),
    ("Level: restricted|Forward: prohibited", Options(R, Expiry.MONTH, True)),
    ("Level: confidential|Forward: prohibited", Options(C, Expiry.NONE, True)),
    ("Level: restricted|Forward: no", None),
    ("Expires: 1 week", None),
    ("Expires: none", Options()),
    ("Forward: prohibited", None),
    ("Forward: allowed", Options()),
    ("Individually: yes", Options(individually=True)),
    ("Individually: NO", Options()),
    ("Individually: maybe", None),
    ("Individually: yes|Individually: yes", Options(individually=True)),
    ("Individually: yes|Individually: no", None),
    ("Level: restricted|Level: confidential", None),
    ("Levle: restricted", None),
    ("Level: restricted|Level-Name: X|Policy: v=1; id=0|Result: a@b.example; accepted", Options(R, Expiry.MONTH, True)),
]


def fields(text: str) -> bytes:
    return b"From: kim@hanbit.example\r\n" + b"".join(
        f"Presend-{line}\r\n".encode() for line in text.split("|") if line
    )


@pytest.mark.parametrize(("text", "expected"), TABLE)
def test_fields_say_what_they_say_or_are_refused(text: str, expected: Options | None) -> None:
    if expected is None:
        with pytest.raises(OptionError, match="Presend-"):
            options_of(fields_of(fields(text)), SendmailCall(), RENAMED, individually=False)
    else:
        assert options_of(fields_of(fields(text)), SendmailCall(), RENAMED, individually=False) == expected


@pytest.mark.parametrize(
    ("text", "call", "preference", "expected"),
    [
        ("", SendmailCall(individually="yes"), False, True),
        ("", SendmailCall(individually="no"), True, False),
        ("", SendmailCall(), True, True),
        ("Individually: no", SendmailCall(), True, False),
        ("Individually: no", SendmailCall(individually="yes"), True, False),
        ("Individually: yes", SendmailCall(individually="no"), False, True),
    ],
)
def test_a_field_counts_before_an_option_and_that_before_the_preference(
    text: str, call: SendmailCall, preference: bool, expected: bool
) -> None:
    assert options_of(fields_of(fields(text)), call, POLICY, individually=preference).individually is expected


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (SendmailCall(level="secret"), "--presend-level"),
        (SendmailCall(level="restricted", expires="soon"), "--presend-expires"),
        (SendmailCall(forward="x"), "--presend-forward"),
        (SendmailCall(individually="x"), "--presend-individually"),
    ],
)
def test_a_wrong_option_is_refused_by_its_name(call: SendmailCall, named: str) -> None:
    with pytest.raises(OptionError, match=named):
        options_of((), call, POLICY, individually=False)


def test_options_are_read_like_fields() -> None:
    call = SendmailCall(level="restricted", expires="1 week", forward="allowed")
    assert options_of((), call, POLICY, individually=False) == Options(Level.RESTRICTED, Expiry.WEEK)


def test_a_refusal_names_the_choices() -> None:
    with pytest.raises(OptionError) as refused:
        options_of(fields_of(fields("Level: secret")), SendmailCall(), RENAMED, individually=False)
    for choice in ("general", "restricted", "confidential", "Board only"):
        assert choice in str(refused.value)


ALL_MESSAGES = SendmailCall(level="restricted", expires="1 week", forward="allowed")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Options(R, Expiry.WEEK, False)),
        ("Level: general", Options()),
        ("Level: confidential", Options(C)),
        ("Level: restricted", Options(R, Expiry.MONTH, True)),
        ("Level: restricted|Expires: 1 day", Options(R, Expiry.DAY, True)),
        ("Expires: 1 day", Options(R, Expiry.DAY, False)),
        ("Forward: prohibited", Options(R, Expiry.WEEK, True)),
    ],
)
def test_a_level_of_one_message_has_nothing_of_what_is_set_for_the_level_of_all(text: str, expected: Options) -> None:
    assert options_of(fields_of(fields(text)), ALL_MESSAGES, RENAMED, individually=False) == expected


@pytest.mark.parametrize(("name", "shown"), [("Date", "Date"), ("DATE", "Date"), ("message-id", "Message-ID")])
def test_what_a_message_has_once_cannot_stand_there_twice(name: str, shown: str) -> None:
    line = f"{name}: x\r\n".encode()
    require_once(fields_of(line + b"Subject: a\r\nSubject: b\r\nDATE:\r\nMessage-Id: \r\n"))
    with pytest.raises(OptionError, match=shown):
        require_once(fields_of(line + b"Subject: a\r\n" + line.upper()))


@pytest.mark.parametrize(
    ("restricted", "confidential", "offered"),
    [
        (False, False, "It is general."),
        (True, False, "It is general or restricted."),
        (False, True, "It is general, confidential or Board only."),
        (True, True, "It is general, restricted, confidential or Board only."),
    ],
)
def test_only_levels_in_use_are_offered(restricted: bool, confidential: bool, offered: str) -> None:
    policy = replace(
        POLICY,
        restricted=LevelSettings(use=restricted),
        confidential=LevelSettings(use=confidential, name="Board only"),
    )
    with pytest.raises(OptionError) as refused:
        options_of(fields_of(fields("Level: secret")), SendmailCall(), policy, individually=False)
    assert str(refused.value).endswith(offered)
    assert options_of(fields_of(fields("Level: confidential")), SendmailCall(), policy, individually=False).level is C
