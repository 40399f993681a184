from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import event, given
from hypothesis import strategies as st
from msgspec.structs import replace

from composer.delivery.transports.base import tell_nobody
from composer.disk.paths import Places
from composer.errors import PolicyFaultsError, StorageError, TransportError
from composer.services.member_settings import Security, TransportKind, TransportSettings
from composer.setup.first_run.saving import FirstRun, Surroundings
from composer.setup.first_run.start import first_run
from composer.setup.first_run.values import FormValues, Place, PolicyChoice
from composer.storage.machine import own_login
from composer.storage.policy.source import load_policy
from composer.storage.settings.file import read_settings, settings_from
from composer.storage.settings.machine import machine_settings
from composer.storage.settings.text import settings_toml
from composer.threads.abort import Abort
from policy.settings import Apply
from tests.delivery.smtp_servers import CERTIFICATES
from tests.machines import lay_down, machine_in

GOOD = FormValues(
    address="kim@hanbit.example",
    name='Kim "MJ" Min-ji',
    language="ko",
    host="smtp.hanbit.example",
    user="kim",
    password_command="pass mail/hanbit",
)


def no_faults(_path: Path) -> None:
    """A policy that loads."""


def no_trouble(_settings: TransportSettings, *_told: object) -> None:
    """A server that answers."""


def every_program(name: str) -> str | None:
    return f"/usr/bin/{name}"


def no_program(_name: str) -> str | None:
    return None


def form(folder: Path, **changes: Any) -> FirstRun:
    around = Surroundings(
        folder=folder / "presend",
        home=folder / "home",
        load_policy=no_faults,
        probe=no_trouble,
        find_program=every_program,
    )
    return FirstRun(replace(around, **changes))


def places(setup: FirstRun, values: FormValues) -> list[Place]:
    return [fault.place for fault in setup.check(values)]


FAULTS = {
    "no address": (replace(GOOD, address=" "), [Place.ADDRESS]),
    "an address without a domain": (replace(GOOD, address="kim@"), [Place.ADDRESS]),
    "two addresses": (replace(GOOD, address="kim@hanbit.example, lee@hanbit.example"), [Place.ADDRESS]),
    "no server": (replace(GOOD, host=""), [Place.HOST]),
    "a URL as server": (replace(GOOD, host="smtp://hanbit.example"), [Place.HOST]),
    "a server with a port": (replace(GOOD, host="smtp.hanbit.example:587"), [Place.HOST]),
    "an open bracket": (replace(GOOD, host="[::1"), [Place.HOST]),
    "brackets around a name": (replace(GOOD, host="[smtp.hanbit.example]"), [Place.HOST]),
    "brackets with a port": (replace(GOOD, host="[::1]:587"), [Place.HOST]),
    "a port of words": (replace(GOOD, port="submission"), [Place.PORT]),
    "port zero": (replace(GOOD, port="0"), [Place.PORT]),
    "a port too high": (replace(GOOD, port="65536"), [Place.PORT]),
    "a port in other digits": (replace(GOOD, port="５８７"), [Place.PORT]),
    "plain text to the outside": (replace(GOOD, security=Security.PLAINTEXT), [Place.SECURITY]),
    "half a path of authorities": (replace(GOOD, ca_file="authority.pem"), [Place.CA_FILE]),
    "no file of authorities": (replace(GOOD, ca_file="/nowhere/authority.pem"), [Place.CA_FILE]),
    "no authorities in the file": (replace(GOOD, ca_file=__file__), [Place.CA_FILE]),
    "a user without a password": (replace(GOOD, password_command=""), [Place.PASSWORD_COMMAND]),
    "a password without a user": (replace(GOOD, user=""), [Place.USER]),
    "an open quotation mark": (replace(GOOD, password_command="pass 'mail"), [Place.PASSWORD_COMMAND]),
    "a command that reads recipients": (
        replace(GOOD, transport=TransportKind.SENDMAIL, command="msmtp -t"),
        [Place.COMMAND],
    ),
    "no command": (replace(GOOD, transport=TransportKind.SENDMAIL, command=" "), [Place.COMMAND]),
    "a folder halfway": (replace(GOOD, transport=TransportKind.LOCAL, folder="Mail"), [Place.FOLDER]),
    "no policy file": (replace(GOOD, policy=PolicyChoice.EXISTING), [Place.POLICY_FILE]),
    "a starter for a literal": (replace(GOOD, address="kim@[192.0.2.1]"), [Place.POLICY]),
    "several at once": (replace(GOOD, address="", host="", port=""), [Place.ADDRESS, Place.HOST, Place.PORT]),
}


@pytest.mark.parametrize(("values", "expected"), FAULTS.values(), ids=FAULTS)
def test_each_fault_is_named_at_its_field(tmp_path: Path, values: FormValues, expected: list[Place]) -> None:
    assert places(form(tmp_path), values) == expected


SHELLS_OWN = ("command pass mail", "exec pass mail", ". /etc/secret", "printf secret", "read secret", "type a")


@pytest.mark.parametrize("command", SHELLS_OWN)
def test_a_command_may_begin_with_what_the_shell_knows_itself_where_one_runs_it(tmp_path: Path, command: str) -> None:
    setup = form(tmp_path, find_program=no_program)
    assert places(setup, replace(GOOD, password_command=command)) == []
    assert places(setup, replace(GOOD, transport=TransportKind.SENDMAIL, command=command)) == [Place.COMMAND]
    assert places(setup, replace(GOOD, password_command=f"x{command}")) == [Place.PASSWORD_COMMAND]


GOOD_ONES = {
    "smtp": GOOD,
    "smtp without a login": replace(GOOD, user="", password_command=""),
    "a password through a pipe": replace(GOOD, password_command="PASS=x pass mail | head -n 1"),
    "authorities of its own": replace(GOOD, ca_file=str(CERTIFICATES / "authority.pem")),
    "authorities that are not used": replace(GOOD, transport=TransportKind.SENDMAIL, ca_file="/nowhere"),
    "plain text on this machine": replace(GOOD, host="localhost", security=Security.PLAINTEXT),
    "plain text on the loopback": replace(GOOD, host="127.0.0.1", security=Security.PLAINTEXT),
    "plain text on the loopback of IPv6": replace(GOOD, host="::1", security=Security.PLAINTEXT),
    "the same as a URL has it": replace(GOOD, host="[::1]", security=Security.PLAINTEXT),
    "an IPv6 address": replace(GOOD, host="[2001:db8::25]"),
    "sendmail": replace(GOOD, transport=TransportKind.SENDMAIL, command="msmtp -a work", host="", port=""),
    "local": replace(GOOD, transport=TransportKind.LOCAL, folder="~/Mail", host="", port=""),
    "local in its own place": replace(GOOD, transport=TransportKind.LOCAL, folder="", host=""),
}


@pytest.mark.parametrize("values", GOOD_ONES.values(), ids=GOOD_ONES)
def test_what_is_right_has_no_fault_and_can_be_saved(tmp_path: Path, values: FormValues) -> None:
    setup = form(tmp_path)
    assert setup.check(values) == ()
    result = setup.save(values, replace=False)
    saved = tomllib.loads(result.settings_file.read_text())
    assert saved["identities"][0]["address"] == "kim@hanbit.example"
    assert result.policy_file is not None
    assert tomllib.loads(result.policy_file.read_text())["company"]["domains"] == ["hanbit.example"]


def test_only_the_owner_may_read_what_is_saved(tmp_path: Path) -> None:
    result = form(tmp_path).save(GOOD, replace=False)
    assert result.settings_file.stat().st_mode & 0o777 == 0o600
    assert result.settings_file.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("kind", [TransportKind.SENDMAIL, TransportKind.SMTP])
def test_a_program_that_is_not_there_is_named(tmp_path: Path, kind: TransportKind) -> None:
    setup = form(tmp_path, find_program=no_program)
    faults = setup.check(replace(GOOD, transport=kind, command="msmtp -a work"))
    expected = {TransportKind.SENDMAIL: Place.COMMAND, TransportKind.SMTP: Place.PASSWORD_COMMAND}
    assert [fault.place for fault in faults] == [expected[kind]]
    assert ("msmtp" if kind is TransportKind.SENDMAIL else "pass") in faults[0].words


def test_every_fault_of_a_policy_file_is_shown_at_its_field(tmp_path: Path) -> None:
    def broken(_path: Path) -> None:
        raise PolicyFaultsError("policy.toml", ["line 1: one", "line 2: two"])

    faults = form(tmp_path, load_policy=broken).check(
        replace(GOOD, policy=PolicyChoice.EXISTING, policy_file="~/policy.toml")
    )
    assert [(fault.place, fault.words) for fault in faults] == [
        (Place.POLICY_FILE, "line 1: one"),
        (Place.POLICY_FILE, "line 2: two"),
    ]


def existing(folder: Path, members_file: str = "lists/staff.txt") -> FormValues:
    """A policy in the member's home that names a list file."""
    home = folder / "home" / "org"
    (home / "lists").mkdir(parents=True)
    (home / "lists" / "staff.txt").write_text("kim@hanbit.example\n")
    (home / "policy.toml").write_text(
        f'schema = 1\n[[lists]]\naddress = "a@b.example"\nmembers_file = "{members_file}"\n'
    )
    return replace(GOOD, policy=PolicyChoice.EXISTING, policy_file="~/org/policy.toml")


def test_an_existing_policy_is_taken_over_with_the_lists_it_names(tmp_path: Path) -> None:
    values = existing(tmp_path)
    result = form(tmp_path).save(values, replace=False)
    assert result.policy_file is not None
    assert result.policy_file.read_text() == (tmp_path / "home/org/policy.toml").read_text()
    assert (result.policy_file.parent / "lists/staff.txt").read_text() == "kim@hanbit.example\n"


@pytest.mark.parametrize("name", ["../staff.txt", "lists/../../staff.txt", "config.toml", "./policy.toml"])
def test_a_list_file_never_leads_out_of_the_folder_or_over_another_file(tmp_path: Path, name: str) -> None:
    setup = form(tmp_path)
    assert places(setup, existing(tmp_path, name)) == [Place.POLICY_FILE]
    assert not setup.settings_file.exists()


def test_a_list_file_that_cannot_be_read_is_a_fault(tmp_path: Path) -> None:
    assert places(form(tmp_path), existing(tmp_path, "lists/nobody.txt")) == [Place.POLICY_FILE]


def test_a_policy_that_lies_in_its_place_already_is_left_alone(tmp_path: Path) -> None:
    setup = form(tmp_path)
    setup.policy_file.parent.mkdir(parents=True)
    setup.policy_file.write_text("schema = 1\n")
    values = replace(GOOD, policy=PolicyChoice.EXISTING, policy_file=str(setup.policy_file))
    assert setup.in_the_way(values) == ()
    setup.save(values, replace=False)
    assert setup.policy_file.read_text() == "schema = 1\n"


def test_a_policy_in_force_already_is_neither_asked_for_nor_written(tmp_path: Path) -> None:
    setup = form(tmp_path, policy_in_force="/etc/presend/policy.toml")
    values = replace(GOOD, policy=PolicyChoice.EXISTING)
    assert setup.check(values) == ()
    assert setup.save(values, replace=False).policy_file is None
    assert not setup.policy_file.exists()


def test_nothing_is_replaced_unasked(tmp_path: Path) -> None:
    setup = form(tmp_path)
    setup.settings_file.parent.mkdir(parents=True)
    setup.settings_file.write_text("mine")
    assert setup.in_the_way(GOOD) == (setup.settings_file,)
    with pytest.raises(StorageError):
        setup.save(GOOD, replace=False)
    assert setup.settings_file.read_text() == "mine"
    assert not setup.policy_file.exists()
    setup.save(GOOD, replace=True)
    assert setup.settings_file.read_text() != "mine"


def test_the_server_is_tried_with_exactly_what_was_typed(tmp_path: Path) -> None:
    tried: list[TransportSettings] = []
    assert form(tmp_path, probe=lambda settings, *_told: tried.append(settings)).reach(GOOD, Abort(), tell_nobody) == ()
    assert tried == [
        TransportSettings(
            kind=TransportKind.SMTP,
            host="smtp.hanbit.example",
            user="kim",
            password_command="pass mail/hanbit",
        )
    ]


def test_what_the_server_says_stands_at_the_server(tmp_path: Path) -> None:
    def refuse(_settings: TransportSettings, *_told: object) -> None:
        raise TransportError("The password was refused.")

    faults = form(tmp_path, probe=refuse).reach(GOOD, Abort(), tell_nobody)
    assert [(fault.place, fault.words) for fault in faults] == [(Place.HOST, "The password was refused.")]


def test_a_language_of_the_environment_is_on_offer_too(tmp_path: Path) -> None:
    around = Surroundings(tmp_path, tmp_path, no_faults, no_trouble, languages=("en", "ko"))
    assert FirstRun(around, FormValues(language="vi")).languages == ("en", "ko", "vi")


@pytest.mark.parametrize(
    ("environment", "tag"),
    [
        ("en_US.UTF-8", "en"),
        ("en_GB", "en"),
        ("en-AU", "en"),
        ("ko_KR.UTF-8", "ko"),
        ("ja", "ja"),
        ("de_AT.UTF-8", "de"),
        ("zh_TW.UTF-8", "zh-Hant"),
        ("pt_BR.UTF-8", "pt-BR"),
        ("pt_PT.UTF-8", "pt"),
        ("sr_RS.UTF-8@latin", "sr-Latn"),
        ("klingon!", ""),
        ("", ""),
    ],
)
def test_the_environments_name_of_a_language_is_suggested_as_settings_have_it(
    tmp_path: Path, environment: str, tag: str
) -> None:
    around = Places(tmp_path, tmp_path / "config", tmp_path / "data", tmp_path / "state")
    setup = first_run(around, {}, no_trouble, ("en", "ko", "ja"), environment, machine=machine_in(tmp_path / "etc"))
    assert setup.suggested.language == tag
    assert setup.languages == ("en", "ko", "ja", *([tag] if tag not in {"en", "ko", "ja", ""} else []))
    setup.save(replace(GOOD, language=setup.suggested.language), replace=False)
    saved = tomllib.loads(setup.settings_file.read_text()), tomllib.loads(setup.policy_file.read_text())
    assert (saved[0].get("language", ""), saved[1]["company"].get("languages", [])) == (tag, [tag] if tag else [])


@pytest.mark.parametrize("written", ["en_US.UTF-8", "en-US", "en"])
def test_a_language_that_an_administrator_wrote_is_one_with_that_on_offer(tmp_path: Path, written: str) -> None:
    machine = machine_in(tmp_path / "etc")
    member = f'[[members]]\nlogin = "{own_login()}"\naddresses = ["kim@hanbit.example"]\nlanguage = "{written}"\n'
    lay_down(machine.settings, member)
    around = Places(tmp_path, tmp_path / "config", tmp_path / "data", tmp_path / "state")
    setup = first_run(around, {}, no_trouble, ("en", "ko", "ja"), "ko", machine=machine)
    assert (setup.suggested.language, setup.languages) == ("en", ("en", "ko", "ja"))


def anything() -> st.SearchStrategy[str]:
    return st.text(max_size=30)


def mostly(*usual: str) -> st.SearchStrategy[str]:
    """What people type, and now and then anything."""
    return st.one_of(*(st.just(text) for text in usual * 2), anything())


TYPED = st.builds(
    FormValues,
    address=mostly("kim@hanbit.example", "김@한빛.example", '"kim min"@hanbit.example'),
    name=anything(),
    language=st.sampled_from(["", "ko", "pt-BR"]),
    host=mostly("smtp.hanbit.example", "localhost", "127.0.0.1", "[::1]", "::1"),
    port=mostly("587", "465", "25", "0", "65536"),
    user=mostly("", "kim"),
    password_command=mostly("", "pass 'my mail'"),
    command=mostly("msmtp", "msmtp -a 'my account'"),
    folder=mostly("", "/srv/mail", "~/Mail"),
    transport=st.sampled_from(TransportKind),
    security=st.sampled_from(Security),
)


@pytest.mark.parametrize(
    ("transport", "place"),
    [
        *((TransportKind.SMTP, name) for name in ("host", "port", "ca_file", "user", "password_command")),
        (TransportKind.SENDMAIL, "command"),
        (TransportKind.LOCAL, "folder"),
        *((TransportKind.SENDMAIL, name) for name in ("address", "name", "mailbox_folder", "policy_file")),
    ],
)
def test_a_nul_is_a_fault_of_its_field(tmp_path: Path, transport: TransportKind, place: str) -> None:
    values = replace(FormValues(address="kim@hanbit.example", transport=transport), **{place: "a\x00b"})
    (fault,) = form(tmp_path).check(values)
    assert (fault.place.value, "NUL" in fault.words) == (place, True)


@given(values=TYPED)
def test_whatever_is_typed_is_either_a_fault_or_reads_back_as_it_was_meant(
    tmp_path_factory: pytest.TempPathFactory, values: FormValues
) -> None:
    base = tmp_path_factory.getbasetemp()
    setup = form(base)
    if setup.check(values):
        event("a fault")
        return
    event("no fault")
    places = Places(home=base / "home", config=base / "presend", data=base / "data", state=base / "state")
    meant = setup.settings(values)
    read = settings_from(settings_toml(meant), base / "presend", places)
    assert read.identities == meant.identities
    assert read.language == meant.language
    assert read.transport == replace(meant.transport, folder=meant.transport.folder or read.transport.folder)


def test_the_form_for_this_machine_finds_a_policy_that_is_there(tmp_path: Path) -> None:
    places = Places(home=tmp_path, config=tmp_path / "presend", data=tmp_path / "d", state=tmp_path / "s")
    machine = machine_in(tmp_path / "etc")
    environ = {"EMAIL": "kim@hanbit.example"}
    asked = first_run(places, environ, no_trouble, ("en", "ko"), "ko", machine=machine)
    assert asked.policy_in_force == ""
    assert (asked.suggested.address, asked.suggested.language) == ("kim@hanbit.example", "ko")
    lay_down(machine.policy, "schema = 1")
    assert first_run(places, environ, no_trouble, ("en",), machine=machine).policy_in_force == str(machine.policy)


def test_what_an_administrator_settled_is_neither_asked_for_nor_written(tmp_path: Path) -> None:
    machine = machine_in(tmp_path / "etc")
    names = 'addresses = ["kim@hanbit.example"]\nname = "Kim"\nlanguage = "ko"\n'
    members = f'[[members]]\nlogin = "{own_login()}"\n{names}'
    lay_down(machine.settings, f'{members}[transport]\nkind = "smtp"\nhost = "smtp.hanbit.example"\n')
    places = Places(home=tmp_path, config=tmp_path / "presend", data=tmp_path / "d", state=tmp_path / "s")
    setup = first_run(places, {"EMAIL": "eve@other.example"}, no_trouble, ("en", "ko"), "en", machine=machine)
    values = setup.suggested
    assert (values.address, values.name, values.language) == ("kim@hanbit.example", "Kim", "ko")
    assert [place for place in Place if setup.asks(place)] == [
        Place.NAME, Place.LANGUAGE, Place.MAILBOX, Place.MAILBOX_FOLDER, Place.POLICY, Place.POLICY_FILE,
    ]  # fmt: skip
    assert (setup.check(replace(values, host="", port="")), setup.needs_server(values)) == ((), False)
    setup.save(replace(values, language="en"), replace=False)
    assert tomllib.loads(setup.settings_file.read_text()) == {"language": "en"}
    setup.save(replace(values, name="Min-ji"), replace=True)
    saved = tomllib.loads(setup.settings_file.read_text())
    assert saved == {"language": "ko", "identities": [{"address": "kim@hanbit.example", "name": "Min-ji"}]}
    found = read_settings(setup.settings_file, places, machine_settings(machine))
    assert [(str(one.address), one.name) for one in found.identities] == [("kim@hanbit.example", "Min-ji")]
    assert 'domains = ["hanbit.example"]' in setup.policy_file.read_text()


def test_a_saved_starter_loads_and_is_strict(tmp_path: Path) -> None:
    setup = form(tmp_path, load_policy=load_policy)
    setup.save(GOOD, replace=False)
    policy = load_policy(setup.policy_file)
    assert policy.warning.enabled
    assert policy.warning.apply is Apply.ALWAYS
    assert not any((policy.external_import, policy.time_limited_files, policy.backup))


def test_a_taken_over_policy_loads_with_its_lists(tmp_path: Path) -> None:
    values = existing(tmp_path)
    source = tmp_path / "home/org/policy.toml"
    source.write_text(source.read_text().replace("[[lists]]", '[company]\ndomains = ["hanbit.example"]\n[[lists]]'))
    setup = form(tmp_path, load_policy=load_policy)
    assert setup.check(values) == ()
    setup.save(values, replace=False)
    assert load_policy(setup.policy_file).lists[0].members == ("kim@hanbit.example",)
