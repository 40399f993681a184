"""What an administrator settles for the members of a machine, and what stays theirs."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from composer.disk.paths import Places, places
from composer.errors import SettingsFaultsError
from composer.services.member_settings import (
    AuditPlace,
    AuditSettings,
    Fixed,
    MemberSettings,
    OnFailure,
    TransportKind,
)
from composer.storage.home_owner import AnotherHomeError, own_places, require_own_home
from composer.storage.machine import Machine, own_login
from composer.storage.settings.file import read_settings, settings_from
from composer.storage.settings.machine import MachineSettings, machine_settings
from composer.storage.settings.text import settings_toml
from policy.address import parse_address
from policy.verdict import PolicyInForce
from policy.vouching import Vouching
from tests.delivery.smtp_servers import CERTIFICATES
from tests.machines import lay_down, machine_in
from tests.policy.support import in_force

MEMBERS = """[[members]]
login = "kim"
addresses = ["kim@hanbit.example", "mj@hanbit.example"]
name = "Kim Min-ji"
language = "ko"
[[members]]
login = "lee"
addresses = ["lee@hanbit.example"]
"""
EVERYTHING = f"""{MEMBERS}
[transport]
kind = "smtp"
host = "smtp.hanbit.example"
[mailbox]
path = "~/Mail"
[preferences]
undo_seconds = 30
attachment_reminder = true
keep_unsent_days = 7
[audit]
to = "syslog"
"""
OWN = """[[identities]]
address = "boss@hanbit.example"
name = "The Boss"
[transport]
kind = "sendmail"
command = "msmtp"
[mailbox]
path = "/elsewhere"
[preferences]
undo_seconds = 0
individually = true
keep_unsent_days = 90
[audit]
on_failure = "send"
"""


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return machine_in(tmp_path / "etc")


@pytest.fixture
def around(tmp_path: Path) -> Places:
    home = tmp_path / "home"
    (home / ".config").mkdir(parents=True)
    return Places(home, home / ".config", home / "data", home / "state")


def settings(around: Places, machine: Machine, own: str, login: str = "kim") -> MemberSettings:
    return settings_from(own, around.config, around, machine_settings(machine, login))


def addresses(found: MemberSettings) -> list[str]:
    return [str(one.address) for one in found.identities]


def faults_of(machine: Machine) -> list[str]:
    with pytest.raises(SettingsFaultsError) as caught:
        machine_settings(machine, "kim")
    return list(caught.value.faults)


def test_what_it_settles_a_member_cannot_change(machine: Machine, around: Places) -> None:
    lay_down(machine.settings, EVERYTHING)
    found = settings(around, machine, OWN)
    assert addresses(found) == ["kim@hanbit.example", "mj@hanbit.example"]
    assert (found.transport.kind, found.transport.host) == (TransportKind.SMTP, "smtp.hanbit.example")
    assert found.mailbox == around.home / "Mail"
    assert (found.preferences.undo_seconds, found.preferences.keep_unsent_days) == (30, 7)
    assert found.vouching is Vouching.NAMED
    assert found.fixed == {
        Fixed.IDENTITIES, Fixed.TRANSPORT, Fixed.MAILBOX, Fixed.UNDO_SECONDS, Fixed.ATTACHMENT_REMINDER,
        Fixed.KEEP_UNSENT_DAYS, Fixed.AUDIT,
    }  # fmt: skip


def test_what_it_leaves_open_stays_the_members(machine: Machine, around: Places) -> None:
    lay_down(machine.settings, MEMBERS)
    found = settings(around, machine, OWN)
    assert found.transport.command == ("msmtp",)
    assert (found.preferences.individually, found.preferences.keep_unsent_days) == (True, 90)
    assert found.mailbox == Path("/elsewhere")
    assert found.fixed == {Fixed.IDENTITIES}


def test_name_and_language_are_only_suggested(machine: Machine, around: Places) -> None:
    lay_down(machine.settings, MEMBERS)
    suggested = settings(around, machine, "")
    assert (suggested.language, [one.name for one in suggested.identities]) == ("ko", ["Kim Min-ji", "Kim Min-ji"])
    own = 'language = "en"\n[[identities]]\naddress = "KIM@hanbit.example"\nname = "Minji"\nsignature = "Kim"\n'
    changed = settings(around, machine, own)
    assert (changed.language, [one.name for one in changed.identities]) == ("en", ["Minji", "Kim Min-ji"])
    assert [one.signature for one in changed.identities] == ["Kim", ""]


def test_a_login_that_is_not_named_keeps_its_own_word_and_is_known_as_absent(machine: Machine, around: Places) -> None:
    lay_down(machine.settings, MEMBERS)
    found = settings(around, machine, OWN, "eve")
    assert (addresses(found), found.vouching) == (["boss@hanbit.example"], Vouching.ABSENT)
    assert Fixed.IDENTITIES not in found.fixed


def test_without_a_table_of_members_nothing_is_said_of_anybody(machine: Machine, around: Places) -> None:
    lay_down(machine.settings, "[preferences]\nundo_seconds = 1\n")
    assert settings(around, machine, OWN).vouching is Vouching.SILENT
    machine.settings.unlink()
    assert machine_settings(machine, "kim") == MachineSettings(login="kim")


def test_a_nameless_user_is_nobody_of_the_table(machine: Machine) -> None:
    lay_down(machine.settings, MEMBERS)
    assert machine_settings(machine, "").vouching is Vouching.ABSENT


def test_the_login_is_that_of_the_process_and_of_no_variable(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("USER", "LOGNAME", "SUDO_USER", "USERNAME"):
        monkeypatch.setenv(variable, "kim")
    lay_down(machine.settings, MEMBERS)
    assert machine_settings(machine).login == own_login() != "kim"


def test_who_needs_no_settings_of_their_own_has_some(machine: Machine, around: Places) -> None:
    lay_down(machine.settings, EVERYTHING)
    file = around.config / "config.toml"
    assert addresses(read_settings(file, around, machine_settings(machine, "lee"))) == ["lee@hanbit.example"]
    with pytest.raises(FileNotFoundError):
        read_settings(file, around, machine_settings(machine, "eve"))


def test_settings_that_are_written_leave_out_what_is_settled(machine: Machine, around: Places) -> None:
    lay_down(machine.settings, EVERYTHING)
    found = settings(around, machine, OWN)
    text = settings_toml(found)
    assert "[transport]" not in text
    assert "[mailbox]" not in text
    assert "undo_seconds" not in text
    assert settings(around, machine, text) == found


# What is not believed


@pytest.mark.parametrize("mode", [0o664, 0o646])
def test_a_file_that_others_can_write_is_refused(machine: Machine, mode: int) -> None:
    lay_down(machine.settings, MEMBERS).chmod(mode)
    (fault,) = faults_of(machine)
    assert f"chmod go-w {machine.settings}" in fault


def test_somebody_elses_file_is_refused(machine: Machine) -> None:
    lay_down(machine.settings, MEMBERS)
    assert any(
        f"chown 54321 {machine.settings}" in fault
        for fault in faults_of(Machine(machine.folder, 54_321, machine.folder))
    )


def test_a_link_that_leads_nowhere_is_refused(machine: Machine) -> None:
    machine.settings.symlink_to("nothing")
    assert str(machine.settings) in faults_of(machine)[0]


BROKEN = """colour = 1
[[members]]
login = "kim"
addresses = ["kim", "lee@hanbit.example", "LEE@hanbit.example"]
[[members]]
login = "kim"
addresses = []
[transport]
kind = "smtp"
[preferences]
undo_seconds = 601
[audit]
to = "paper"
size = "large"
"""


def test_every_fault_is_named_at_once_with_line_and_key(machine: Machine) -> None:
    lay_down(machine.settings, BROKEN).chmod(0o666)
    found = faults_of(machine)
    places = [
        "1:1: colour: ", "4:", "4:", "6:1: members[1].login: ", "7:1: members[1].addresses: ",
        "8:", "11:1: preferences.undo_seconds: ", "13:1: audit.to: ", "14:1: audit.size: ",
    ]  # fmt: skip
    assert "chmod go-w" in found[0]
    assert len(found) == len(places) + 1
    for fault, place in zip(found[1:], places, strict=True):
        assert fault.startswith(f"{machine.settings}:{place}")


NULS = {
    "mailbox.path": r'mailbox.path = "a\u0000b"',
    "mailbox.sent": r'mailbox = { path = "~/Mail", sent = "a\u0000b" }',
    "transport.ca_file": r'transport.ca_file = "a\u0000b"',
    "transport.folder": r'transport.folder = "a\u0000b"',
    "members[0].login": r'members = [{ login = "a\u0000b", addresses = ["kim@hanbit.example"] }]',
}


@pytest.mark.parametrize(("key", "text"), NULS.items(), ids=NULS)
def test_a_nul_is_named_with_line_and_key(machine: Machine, key: str, text: str) -> None:
    lay_down(machine.settings, text)
    (fault,) = faults_of(machine)
    assert fault.startswith(f"{machine.settings}:1:")
    assert f": {key}: " in fault
    assert "NUL" in fault


# The audit log


POLICY = in_force()
OF_THE_MACHINE = PolicyInForce(POLICY.policy, POLICY.organization, "test", "0" * 64, is_of_the_machine=True)


def test_under_a_machines_policy_only_the_machine_says_how_the_audit_log_is_kept(
    machine: Machine, around: Places
) -> None:
    own = settings(around, machine, OWN)
    assert own.audit_under(POLICY).on_failure is OnFailure.SEND
    assert own.audit_under(OF_THE_MACHINE) == own.audit_under(None) == AuditSettings()
    lay_down(machine.settings, '[audit]\non_failure = "send"\nto = "syslog"\nsize = "1 MB"\nkeep = 2\n')
    settled = settings(around, machine, OWN)
    said = AuditSettings(AuditPlace.SYSLOG, OnFailure.SEND, 1_000_000, 2)
    assert settled.audit_under(OF_THE_MACHINE) == settled.audit_under(POLICY) == said


def test_who_an_address_belongs_to_can_be_asked_for_others(machine: Machine) -> None:
    lay_down(machine.settings, MEMBERS)
    machine_wide = machine_settings(machine, "kim")
    assert machine_wide.vouching_of(parse_address("lee@hanbit.example")) is Vouching.NAMED
    assert machine_wide.vouching_of(parse_address("eve@hanbit.example")) is Vouching.ABSENT


# Root in somebody else's home


def given_away(path: Path) -> Path:
    """A file of a user who is not root."""
    if os.geteuid() == 0:
        os.chown(path, 1234, -1)
    return path


@pytest.mark.parametrize("which", ["file", "folder", "home"])
def test_root_takes_no_settings_out_of_somebody_elses_home(around: Places, which: str) -> None:
    file = around.config / "config.toml"
    file.write_text(OWN)
    given_away({"file": file, "folder": around.config, "home": around.home}[which])
    with pytest.raises(AnotherHomeError) as caught:
        require_own_home(file, around, 0)
    assert "sudo -H" in str(caught.value)


def test_root_is_refused_where_there_are_no_settings_yet_for_what_it_leaves_there_nobody_else_can_use(
    around: Places,
) -> None:
    given_away(around.home)
    with pytest.raises(AnotherHomeError):
        require_own_home(around.config / "config.toml", around, 0)


def test_a_folder_of_somebody_elses_that_a_variable_names_counts_like_their_home(tmp_path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can give a folder away")
    environ = {"HOME": str(tmp_path / "own"), "XDG_DATA_HOME": str(tmp_path / "theirs" / "share")}
    given_away_folder = tmp_path / "theirs"
    given_away_folder.mkdir()
    given_away(given_away_folder)
    around = places(environ)
    with pytest.raises(AnotherHomeError, match="theirs"):
        require_own_home(around.config / "config.toml", around, 0)
    assert not own_places(environ, 0).data.is_relative_to(tmp_path)
    assert own_places(environ, 1000) == around


def test_everybody_else_and_root_at_home_are_not_kept_from_anything(around: Places) -> None:
    file = around.config / "config.toml"
    given_away(around.home)
    file.write_text(OWN)
    require_own_home(file, around, 1000)
    if os.geteuid() == 0:
        os.chown(around.home, 0, -1)
        require_own_home(file, around, 0)


SMTP = '[transport]\nkind = "smtp"\nhost = "smtp.hanbit.example"\n'


def authority_in(folder: Path) -> Path:
    return lay_down(folder / "authority.pem", (CERTIFICATES / "authority.pem").read_text())


def test_a_machines_file_of_authorities_lies_beside_its_settings(machine: Machine, around: Places) -> None:
    authority = authority_in(machine.settings.parent)
    lay_down(machine.settings, f'{SMTP}ca_file = "authority.pem"\n')
    own = f'{OWN}[contacts]\nvcard_folder = "people"\n'
    found = settings_from(own, around.config, around, machine_settings(machine))
    assert found.transport.ca_file == authority


def test_a_file_of_authorities_in_each_home_is_each_members(machine: Machine, around: Places) -> None:
    lay_down(machine.settings, f'{SMTP}ca_file = "~/authority.pem"\n')
    found = settings_from(OWN, around.config, around, machine_settings(machine))
    assert found.transport.ca_file == around.home / "authority.pem"


def test_a_machines_file_of_authorities_that_holds_none_is_a_fault_of_its_settings(machine: Machine) -> None:
    lay_down(machine.settings.parent / "authority.pem", "nothing")
    lay_down(machine.settings, f'{SMTP}ca_file = "authority.pem"\n')
    with pytest.raises(SettingsFaultsError) as caught:
        machine_settings(machine)
    (fault,) = caught.value.faults
    assert fault.startswith(f'{machine.settings}:4:1: transport.ca_file: the file "authority.pem" holds no certificate')


def test_authorities_that_others_could_change_are_distrusted(machine: Machine) -> None:
    authority_in(machine.settings.parent).chmod(0o666)
    lay_down(machine.settings, f'{SMTP}ca_file = "authority.pem"\n')
    with pytest.raises(SettingsFaultsError) as caught:
        machine_settings(machine)
    assert [str(machine.settings.parent / "authority.pem") in fault for fault in caught.value.faults] == [True]


def test_a_machines_folder_for_sent_mail_lies_in_each_members_mailbox(machine: Machine, around: Places) -> None:
    lay_down(machine.settings, '[mailbox]\npath = "~/Mail"\nsent = "Sent Items"\n')
    found = settings_from(OWN, around.config, around, machine_settings(machine))
    assert (found.mailbox, found.sent) == (around.home / "Mail", around.home / "Mail" / "Sent Items")


def test_a_machines_folder_for_sent_mail_needs_a_mailbox(machine: Machine) -> None:
    lay_down(machine.settings, '[mailbox]\nsent = "Sent Items"\n')
    with pytest.raises(SettingsFaultsError, match=r"mailbox\.path"):
        machine_settings(machine)
