from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import fields, replace

from composer.disk.paths import Places, places
from composer.errors import SettingsFaultsError
from composer.sentences.file_faults import fault_reasons
from composer.sentences.reasons import reason_words
from composer.sentences.wording import built_in_warning
from composer.services.member_settings import (
    Identity,
    MemberSettings,
    Preferences,
    Security,
    TransportKind,
    TransportSettings,
)
from composer.storage.settings.file import path_from, read_settings, settings_from
from composer.storage.settings.host import host_name, is_host, is_loopback
from composer.storage.settings.text import settings_toml, starter_policy
from policy.address import Address
from policy.document import read
from policy.errors import DocumentFaultsError, FaultCode
from policy.settings import Company, DomainRule, Policy, Surface
from policy.toml.text import quoted
from tests.delivery.smtp_servers import CERTIFICATES

HOME = Path("/home/kim")
CONFIG = HOME / ".config" / "presend"
AROUND = Places(HOME, CONFIG, HOME / ".local/share/presend", HOME / ".local/state/presend")
ME = 'identities = [{ address = "kim@hanbit.example" }]\n'
KIM = Identity(Address("kim", "hanbit.example"))

FULL = """
language = "ko"
ui_language = "ja"
surface = "mobile"
[[identities]]
address = "kim@hanbit.example"
name = "Kim Min-ji"
signature = "Kim\\nHanbit"
[[identities]]
address = "sales@hanbit.example"
[transport]
kind = "smtp"
host = "smtp.hanbit.example"
port = 2525
security = "tls"
user = "kim"
password_command = "pass mail/hanbit"
[mailbox]
path = "~/Mail"
[preferences]
individually = true
undo_seconds = 0
block_external_content = false
attachment_reminder = false
[contacts]
vcard_folder = "contacts"
[keys]
send = "ctrl+x"
"""


def settings(text: str) -> MemberSettings:
    return settings_from(text, CONFIG, AROUND)


def faults_in(text: str) -> list[tuple[FaultCode, str]]:
    try:
        settings(text)
    except DocumentFaultsError as error:
        return [(fault.code, fault.key) for fault in error.faults]
    return []


def test_every_key_arrives_in_the_settings() -> None:
    assert settings(FULL) == MemberSettings(
        identities=(
            Identity(Address("kim", "hanbit.example"), "Kim Min-ji", "Kim\nHanbit"),
            Identity(Address("sales", "hanbit.example")),
        ),
        language="ko",
        ui_language="ja",
        surface=Surface.MOBILE,
        transport=TransportSettings(
            TransportKind.SMTP,
            "smtp.hanbit.example",
            2525,
            Security.TLS,
            "kim",
            "pass mail/hanbit",
        ),
        mailbox=HOME / "Mail",
        preferences=Preferences(True, 0, False, False),
        vcard_folder=CONFIG / "contacts",
        keys={"send": "ctrl+x"},
    )


def test_an_address_alone_is_enough() -> None:
    local = TransportSettings(folder=AROUND.data / "local")
    assert settings(ME) == MemberSettings((KIM,), transport=local)
    assert settings('language = ""\nui_language = ""\nsurface = "auto"\n' + ME) == MemberSettings(
        (KIM,), transport=local
    )


PORTS = {"starttls": 587, "tls": 465, "plaintext": 25}


@pytest.mark.parametrize(("security", "port"), PORTS.items())
def test_a_port_that_is_not_written_is_the_usual_one(security: str, port: int) -> None:
    text = f'{ME}[transport]\nkind = "smtp"\nhost = "localhost"\nsecurity = "{security}"'
    assert settings(text).transport.port == port


@pytest.mark.parametrize(
    "words", ["-oi", "-i", "-timeout", "--timeout=5", "-T5", "-a t", "--tls=on", "-f t@hanbit.example"]
)
def test_a_command_with_other_flags_is_taken(words: str) -> None:
    text = f'{ME}[transport]\nkind = "sendmail"\ncommand = "msmtp {words}"'
    assert settings(text).transport.command == ("msmtp", *words.split())


def test_a_command_is_split_as_a_shell_would() -> None:
    text = f'{ME}[transport]\nkind = "sendmail"\ncommand = "msmtp -a \'my work\'"'
    assert settings(text).transport.command == ("msmtp", "-a", "my work")


def test_a_signature_file_is_read_from_beside_the_settings(tmp_path: Path) -> None:
    (tmp_path / "signature.txt").write_bytes("김\r\nHanbit\n\n".encode())
    text = '[[identities]]\naddress = "kim@hanbit.example"\nsignature_file = "signature.txt"'
    assert settings_from(text, tmp_path, AROUND).identities[0].signature == "김\nHanbit"


SMTP = f'{ME}[transport]\nkind = "smtp"\n'
HOST = f'{SMTP}host = "smtp.hanbit.example"\n'
PLANTED: dict[str, tuple[str, list[tuple[FaultCode, str]]]] = {
    "no identity": ("", [(FaultCode.MISSING_KEY, "identities")]),
    "no identities": ("identities = []", [(FaultCode.EMPTY, "identities")]),
    "an identity without address": ("[[identities]]", [(FaultCode.MISSING_KEY, "identities[0].address")]),
    "an address that is none": ('[[identities]]\naddress = "kim"', [(FaultCode.ADDRESS, "identities[0].address")]),
    "an address twice": (
        'identities = [{ address = "kim@hanbit.example" }, { address = "KIM@hanbit.example" }]',
        [(FaultCode.DUPLICATE_ADDRESS, "identities[1].address")],
    ),
    "two signatures": (
        '[[identities]]\naddress = "kim@hanbit.example"\nsignature = ""\nsignature_file = "/dev/null"',
        [
            (FaultCode.CONFLICT, "identities[0].signature_file"),
            (FaultCode.UNREADABLE_FILE, "identities[0].signature_file"),
        ],
    ),
    "a signature as a number": (
        '[[identities]]\naddress = "kim@hanbit.example"\nsignature = 7',
        [(FaultCode.WRONG_TYPE, "identities[0].signature")],
    ),
    "an unknown key": (f"langauge = 'ko'\n{ME}", [(FaultCode.UNKNOWN_KEY, "langauge")]),
    "a time zone": (f"timezone = 'Asia/Seoul'\n{ME}", [(FaultCode.UNKNOWN_KEY, "timezone")]),
    "a language as a number": (f"language = 7\n{ME}", [(FaultCode.WRONG_TYPE, "language")]),
    "a UI language as a list": (f"ui_language = []\n{ME}", [(FaultCode.WRONG_TYPE, "ui_language")]),
    "a surface of its own": (f"surface = 'tablet'\n{ME}", [(FaultCode.NOT_A_CHOICE, "surface")]),
    "a transport as text": (f"transport = 'smtp'\n{ME}", [(FaultCode.WRONG_TYPE, "transport")]),
    "a kind of its own": (f"{ME}transport.kind = 'uucp'", [(FaultCode.NOT_A_CHOICE, "transport.kind")]),
    "no server": (SMTP, [(FaultCode.NEEDED_HERE, "transport.host")]),
    "a blank server": (f'{SMTP}host = " "', [(FaultCode.NEEDED_HERE, "transport.host")]),
    **{
        f"{host} as server": (f"{SMTP}host = '{host}'\nsecurity = '{security}'", [(FaultCode.HOST, "transport.host")])
        for host in ("smtp://hanbit.example", "smtp.hanbit.example:587", "[::1", "[::1]:25", "[localhost]", "a b")
        for security in ("starttls", "plaintext")
    },
    "a NUL in a server": (f'{SMTP}host = "smtp\\u0000.example"', [(FaultCode.NUL, "transport.host")]),
    "a NUL in an address": (
        '[[identities]]\naddress = "kim\\u0000@hanbit.example"',
        [(FaultCode.NUL, "identities[0].address")],
    ),
    "a NUL in a signature file": (
        '[[identities]]\naddress = "kim@hanbit.example"\nsignature_file = "a\\u0000b"',
        [(FaultCode.NUL, "identities[0].signature_file")],
    ),
    **{
        f"a NUL in {key}": (f'{ME}{key} = "a\\u0000b"', [(FaultCode.NUL, key)])
        for key in (
            "ui_language", "transport.folder", "transport.ca_file", "transport.command", "mailbox.path",
            "contacts.vcard_folder", "keys.send",
        )
    },
    "a NUL in the folder for sent mail": (
        f'{ME}mailbox = {{ path = "Mail", sent = "a\\u0000b" }}',
        [(FaultCode.NUL, "mailbox.sent")],
    ),
    "a NUL in a user": (f'{HOST}user = "kim\\u0000lee"', [(FaultCode.NUL, "transport.user")]),
    "port zero": (f"{HOST}port = 0", [(FaultCode.OUT_OF_RANGE, "transport.port")]),
    "port 65536": (f"{HOST}port = 65536", [(FaultCode.OUT_OF_RANGE, "transport.port")]),
    "a port as text": (f'{HOST}port = "587"', [(FaultCode.WRONG_TYPE, "transport.port")]),
    "a protection of its own": (f'{HOST}security = "none"', [(FaultCode.NOT_A_CHOICE, "transport.security")]),
    "plain text to another machine": (
        f'{HOST}security = "plaintext"',
        [(FaultCode.NOT_LOOPBACK, "transport.security")],
    ),
    "a password without a user": (f'{HOST}password_command = "pass"', [(FaultCode.NEEDED_HERE, "transport.user")]),
    "two ways to a password": (
        f'{HOST}user = "kim"\npassword_command = "pass"\npassword_keyring = true',
        [(FaultCode.CONFLICT, "transport.password_keyring")],
    ),
    "a command with an open quote": (
        f'{HOST}user = "kim"\npassword_command = "pass \'mail"',
        [(FaultCode.COMMAND, "transport.password_command")],
    ),
    "a token command with an open quote": (
        f'{HOST}user = "kim"\ntoken_command = "\'"',
        [(FaultCode.COMMAND, "transport.token_command")],
    ),
    "a variable as a number": (
        f"{HOST}password_environment = 7",
        [(FaultCode.WRONG_TYPE, "transport.password_environment")],
    ),
    **{
        f"a command that reads recipients by {words}": (
            f"{ME}transport.kind = 'sendmail'\ntransport.command = 'msmtp {words}'",
            [(FaultCode.READS_RECIPIENTS, "transport.command")],
        )
        for words in ("-t", "-oi -ti", "-a work -it", "-tfkim@x.example", "--read-recipients", "--read-recip", "-- -t")
    },
    "no command": (f'{ME}transport.kind = "sendmail"', [(FaultCode.NEEDED_HERE, "transport.command")]),
    "a command that names nothing": (
        f"{ME}transport.kind = 'sendmail'\ntransport.command = \"''\"",
        [(FaultCode.COMMAND, "transport.command")],
    ),
    "a command as a list": (
        f"{ME}transport.kind = 'local'\ntransport.command = ['msmtp']",
        [(FaultCode.WRONG_TYPE, "transport.command")],
    ),
    "a folder as a number": (f"{ME}transport.folder = 1", [(FaultCode.WRONG_TYPE, "transport.folder")]),
    "a mailbox as text": (f"{ME}mailbox = '~/Mail'", [(FaultCode.WRONG_TYPE, "mailbox")]),
    "a mailbox path as a number": (f"{ME}mailbox.path = 7", [(FaultCode.WRONG_TYPE, "mailbox.path")]),
    "a switch as a number": (f"{ME}preferences.individually = 1", [(FaultCode.WRONG_TYPE, "preferences.individually")]),
    "no time to undo": (f"{ME}preferences.undo_seconds = -1", [(FaultCode.OUT_OF_RANGE, "preferences.undo_seconds")]),
    "a day to undo": (f"{ME}preferences.undo_seconds = 86400", [(FaultCode.OUT_OF_RANGE, "preferences.undo_seconds")]),
    "no day of keeping": (
        f"{ME}preferences.keep_unsent_days = -1",
        [(FaultCode.OUT_OF_RANGE, "preferences.keep_unsent_days")],
    ),
    "half a second": (f"{ME}preferences.undo_seconds = 0.5", [(FaultCode.WRONG_TYPE, "preferences.undo_seconds")]),
    "contacts as a number": (f"{ME}contacts.vcard_folder = 7", [(FaultCode.WRONG_TYPE, "contacts.vcard_folder")]),
    "a key as a number": (f"{ME}keys.send = 7", [(FaultCode.WRONG_TYPE, "keys.send")]),
    "several at once": (
        f"language = 7\n{SMTP}port = 0\n[preferences]\nundo = 5",
        [
            (FaultCode.WRONG_TYPE, "language"),
            (FaultCode.NEEDED_HERE, "transport.host"),
            (FaultCode.OUT_OF_RANGE, "transport.port"),
            (FaultCode.UNKNOWN_KEY, "preferences.undo"),
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), PLANTED.values(), ids=PLANTED)
def test_planted_faults_are_the_ones_that_are_named(text: str, expected: list[tuple[FaultCode, str]]) -> None:
    assert faults_in(text) == expected


LOOPBACKS = {
    "localhost": True,
    "LOCALHOST.": True,
    "127.0.0.1": True,
    "127.9.9.9": True,
    "::1": True,
    "[::1]": True,
    "[127.0.0.1]": False,
    "0.0.0.0": False,
    "192.0.2.1": False,
    "localhost.example": False,
    "127.0.0.1.example": False,
    "": False,
}


@pytest.mark.parametrize(("host", "expected"), LOOPBACKS.items())
def test_only_this_machine_counts_as_loopback(host: str, expected: bool) -> None:
    assert is_loopback(host_name(host)) is expected


HOSTS = {
    "smtp.hanbit.example": "smtp.hanbit.example",
    " smtp.hanbit.example\n": "smtp.hanbit.example",
    "192.0.2.1": "192.0.2.1",
    "::1": "::1",
    "[::1]": "::1",
    " [2001:db8::25] ": "2001:db8::25",
    "[fe80::1%eth0]": "fe80::1%eth0",
    "[192.0.2.1]": "[192.0.2.1]",
    "[::1": "[::1",
    "[::1]:587": "[::1]:587",
    "[]": "[]",
    "[smtp.hanbit.example]": "[smtp.hanbit.example]",
}


@pytest.mark.parametrize(("written", "expected"), HOSTS.items())
def test_an_ipv6_address_may_stand_in_brackets(written: str, expected: str) -> None:
    assert host_name(written) == expected
    text = f'{ME}[transport]\nkind = "smtp"\nhost = {quoted(written)}\n'
    if is_host(expected):
        assert settings(text).transport.host == expected
    else:
        assert faults_in(text) == [(FaultCode.HOST, "transport.host")]


AUTHORITY = (CERTIFICATES / "authority.pem").read_text()


@pytest.mark.parametrize("written", ["authority.pem", "certificates/authority.pem", "~/authority.pem", "/{home}/a.pem"])
def test_a_file_of_authorities_is_found_beside_the_settings_at_home_or_by_its_whole_path(
    tmp_path: Path, written: str
) -> None:
    around = Places(tmp_path, tmp_path / "config", tmp_path / "data", tmp_path / "state")
    written = written.replace("/{home}", str(tmp_path))
    file = path_from(written, around.config, around.home)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"Büro\n{AUTHORITY}")
    found = settings_from(f"{ME}[transport]\nca_file = {quoted(written)}\n", around.config, around)
    assert found.transport.ca_file == file
    assert settings_from(settings_toml(found), around.config, around) == found


NO_AUTHORITIES = {
    "nothing": (b"", FaultCode.NO_CERTIFICATE),
    "words": (b"Made for these tests.\n", FaultCode.NO_CERTIFICATE),
    "a key": (b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", FaultCode.NO_CERTIFICATE),
    "half a certificate": (AUTHORITY[:300].encode(), FaultCode.NO_CERTIFICATE),
    "octets": (bytes(range(256)), FaultCode.NO_CERTIFICATE),
    "no file": (None, FaultCode.UNREADABLE_FILE),
}


@pytest.mark.parametrize(("content", "code"), NO_AUTHORITIES.values(), ids=NO_AUTHORITIES)
def test_a_file_without_authorities_is_a_fault_when_the_settings_load(
    tmp_path: Path, content: bytes | None, code: FaultCode
) -> None:
    if content is not None:
        (tmp_path / "ca.pem").write_bytes(content)
    around = Places(tmp_path, tmp_path, tmp_path / "data", tmp_path / "state")
    with pytest.raises(DocumentFaultsError) as caught:
        settings_from(f'{ME}[transport]\nca_file = "ca.pem"\n', tmp_path, around)
    assert [(fault.code, fault.key, fault.line) for fault in caught.value.faults] == [(code, "transport.ca_file", 3)]
    assert "ca.pem" in reason_words(fault_reasons("config.toml", caught.value.faults)[0])


def test_a_folder_of_certificates_is_no_file_of_authorities(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").mkdir()
    around = Places(tmp_path, tmp_path, tmp_path / "data", tmp_path / "state")
    with pytest.raises(DocumentFaultsError) as caught:
        settings_from(f'{ME}[transport]\nca_file = "ca.pem"\n', tmp_path, around)
    assert [fault.code for fault in caught.value.faults] == [FaultCode.UNREADABLE_FILE]


def test_faults_of_the_file_are_lines_with_file_line_column_and_key(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text("langage = 'ko'\n" + ME)
    with pytest.raises(SettingsFaultsError) as caught:
        read_settings(file, AROUND)
    assert caught.value.faults == (f"{file}:1:1: langage: there is no setting of this name; did you mean language?",)


@pytest.mark.parametrize("data", [b"\xff", b"a = ", b"[[[["])
def test_a_file_that_is_no_toml_is_one_fault(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "config.toml"
    file.write_bytes(data)
    with pytest.raises(SettingsFaultsError) as caught:
        read_settings(file, AROUND)
    assert len(caught.value.faults) == 1


def test_a_folder_in_the_place_of_the_file_is_one_fault(tmp_path: Path) -> None:
    with pytest.raises(SettingsFaultsError, match="cannot be read"):
        read_settings(tmp_path, AROUND)


def test_a_file_that_is_not_there_is_told_apart(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_settings(tmp_path / "config.toml", AROUND)


def test_the_file_is_read_from_disk(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(ME)
    assert read_settings(file, AROUND).identities == (KIM,)


SENT = {
    "a name": ('path = "~/Mail"\nsent = "Sent Items"', HOME / "Mail" / "Sent Items"),
    "a folder of a folder": ('path = "~/Mail"\nsent = "[Gmail]/Sent Mail"', HOME / "Mail" / "[Gmail]" / "Sent Mail"),
    "a whole path": ('path = "~/Mail"\nsent = "/srv/sent"', Path("/srv/sent")),
    "one at home": ('path = "/srv/mail"\nsent = "~/Sent"', HOME / "Sent"),
    "a mailbox beside the settings": ('path = "mail"\nsent = ".Sent"', CONFIG / "mail" / ".Sent"),
    "nothing": ('path = "~/Mail"\nsent = ""', None),
}


@pytest.mark.parametrize(("text", "expected"), SENT.values(), ids=SENT)
def test_the_folder_for_sent_mail_is_relative_to_the_mailbox(text: str, expected: Path | None) -> None:
    assert settings(f"{ME}[mailbox]\n{text}\n").sent == expected


def test_a_folder_for_sent_mail_needs_a_mailbox() -> None:
    assert faults_in(f'{ME}[mailbox]\nsent = "Sent"\n') == [(FaultCode.NEEDED_HERE, "mailbox.path")]


# What the first-run form writes

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
WORD = st.text("abcXYZ019_-", min_size=1, max_size=8)
ADDRESSES = st.builds(Address, WORD.map(lambda word: f"a{word}"), st.sampled_from(["hanbit.example", "other.example"]))
FOLDERS = TEXT.map(lambda text: Path("/srv", text.strip("/.") or "x"))
LOGINS: st.SearchStrategy[dict[str, Any]] = st.sampled_from([
    {},
    {"user": "kim"},
    {"user": "kim", "password_command": "pass 'mail/\"han\"\\bit'"},
    {"user": "kim", "password_environment": "SECRET"},
    {"user": "kim", "password_keyring": True},
    {"user": "kim", "token_command": "token"},
])  # fmt: skip
SERVERS = st.builds(
    lambda login, **rest: TransportSettings(TransportKind.SMTP, **rest, **login),
    LOGINS,
    host=WORD,
    port=st.integers(1, 65_535),
    security=st.sampled_from([Security.TLS, Security.STARTTLS]),
)
COMMANDS = st.tuples(WORD, TEXT.filter(lambda text: text[:1] != "-"))
TRANSPORTS = (
    SERVERS
    | st.builds(TransportSettings, st.just(TransportKind.SENDMAIL), command=COMMANDS)
    | st.builds(TransportSettings, st.just(TransportKind.LOCAL), folder=FOLDERS)
)
FILED = (
    st.just((None, None))
    | st.tuples(FOLDERS, st.none() | FOLDERS)
    | TEXT.map(lambda name: (Path("/srv/mail"), Path("/srv/mail", name or "x")))
)
SETTINGS = st.builds(
    lambda filed, **rest: MemberSettings(**rest, mailbox=filed[0], sent=filed[1]),
    identities=st.lists(
        st.builds(Identity, ADDRESSES, TEXT, TEXT), min_size=1, max_size=3, unique_by=lambda one: one.address.key
    ).map(tuple),
    language=st.none() | WORD,
    ui_language=st.none() | WORD,
    surface=st.none() | st.sampled_from(Surface),
    transport=TRANSPORTS,
    filed=FILED,
    preferences=st.builds(
        Preferences, st.booleans(), st.integers(0, 600), st.booleans(), st.booleans(), st.integers(0, 3_650)
    ),
    vcard_folder=st.none() | FOLDERS,
    keys=st.dictionaries(TEXT, TEXT, max_size=3),
)


@given(SETTINGS)
def test_settings_that_are_written_read_back_to_equal_settings(original: MemberSettings) -> None:
    assert settings(settings_toml(original)) == original


def test_a_local_transport_without_a_folder_gets_the_usual_one() -> None:
    (field,) = (field for field in fields(TransportSettings) if field.name == "folder")
    assert field.default is None
    assert settings(settings_toml(MemberSettings((KIM,)))).transport.folder == AROUND.data / "local"


@given(st.sampled_from(["hanbit.example", "xn--xx3br43b.example", "localhost"]), st.sampled_from(["", "ko", "zh-Hant"]))
def test_a_starter_policy_is_the_strictest_of_its_domain(domain: str, language: str) -> None:
    languages = (language,) if language else ()
    company = Company((DomainRule(domain),), languages=languages, default_language=language)
    policy = read(starter_policy(domain, language), lambda name: name)
    texts = {"default": built_in_warning()}
    strict = Policy(company)
    warning = replace(strict.warning, pc=texts, mobile=texts)
    assert policy == replace(strict, warning=warning)


# Where it all lies


def test_folders_follow_the_environment() -> None:
    environ = {"HOME": "/h", "XDG_CONFIG_HOME": "/c", "XDG_DATA_HOME": "/d", "XDG_STATE_HOME": "/s"}
    found = places(environ)
    assert found == Places(Path("/h"), Path("/c/presend"), Path("/d/presend"), Path("/s/presend"))


def test_relative_folders_in_the_environment_are_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("HOME", "/elsewhere")
    found = places({"HOME": "/h", "XDG_CONFIG_HOME": "here"})
    assert found.config.is_relative_to("/h")
    assert len({found.config, found.data, found.state}) >= 2
