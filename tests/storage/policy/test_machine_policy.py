"""The policy of a machine: looked for at every question, and believed only where nobody else can change it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from composer.disk.regular_file import read_regular
from composer.errors import ConfigurationError, PolicyFaultsError
from composer.reasons import Reason, ReasonCode
from composer.sentences.reasons import reason_words
from composer.storage.machine import Machine
from composer.storage.policy.list_index import WORTH_AN_INDEX, ListIndexes
from composer.storage.policy.list_index_file import encoded
from composer.storage.policy.source import FilePolicySource, policy_places
from policy.lists.members import digest_of, parse_members
from policy.verdict import PolicyInForce
from tests.machines import lay_down, machine_in

LAX = 'schema = 1\ncompany.domains = ["hanbit.example"]\n[mail_security.outgoing_warning]\nenabled = false\n'
STRICT = 'schema = 1\ncompany.domains = ["hanbit.example"]\n'
LISTED = f'{STRICT}[[lists]]\naddress = "all@hanbit.example"\nmembers_file = "lists/all.txt"\n'

not_root = pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
only_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")


class Office:
    """A member with a lax policy of their own, on a machine that has none yet."""

    def __init__(self, folder: Path) -> None:
        self.machine: Machine = machine_in(folder / "etc")
        self.own = folder / "config" / "policy.toml"
        self.own.parent.mkdir()
        self.own.write_text(LAX)
        self.indexes = ListIndexes(folder / "state", now_ns=lambda: 2**62)

    def source(self, flag: Path | None = None) -> FilePolicySource:
        return FilePolicySource(policy_places(flag, {}, self.own.parent, self.machine), self.indexes)

    @property
    def list_file(self) -> Path:
        return self.machine.folder / "lists" / "all.txt"

    def with_list(self, members: str) -> None:
        lay_down(self.machine.policy, LISTED)
        lay_down(self.list_file, members)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def warns(in_force: PolicyInForce) -> bool:
    return in_force.policy.warning.enabled


def faults_of(source: FilePolicySource) -> tuple[str, ...]:
    with pytest.raises(PolicyFaultsError) as caught:
        source.current()
    return caught.value.faults


def test_a_machines_policy_that_appears_is_in_force_at_the_next_question(office: Office) -> None:
    source = office.source()
    assert not warns(source.current())
    lay_down(office.machine.policy, STRICT)
    found = source.current()
    assert (warns(found), found.source, found.is_of_the_machine) == (True, str(office.machine.policy), True)


def test_it_comes_before_one_that_was_named_when_presend_started(office: Office, tmp_path: Path) -> None:
    named = tmp_path / "named.toml"
    named.write_text(LAX)
    source = office.source(named)
    assert source.current().source == str(named)
    lay_down(office.machine.policy, STRICT)
    assert source.current().source == str(office.machine.policy)
    with pytest.raises(ConfigurationError):
        office.source(named)


def test_when_the_administrator_takes_it_away_the_next_place_counts_again(office: Office) -> None:
    lay_down(office.machine.policy, STRICT)
    source = office.source()
    assert warns(source.current())
    office.machine.policy.unlink()
    found = source.current()
    assert (found.source, found.is_of_the_machine) == (str(office.own), False)


def test_when_the_last_policy_is_gone_nothing_is_in_force_and_the_file_to_write_is_named(office: Office) -> None:
    source = office.source()
    source.current()
    office.own.unlink()
    (fault,) = faults_of(source)
    assert str(office.own) in fault
    office.own.write_text(STRICT)
    assert warns(source.current())


def test_a_members_own_policy_that_appears_is_found(office: Office, tmp_path: Path) -> None:
    lay_down(office.machine.policy, LAX)
    office.own.unlink()
    source = office.source()
    assert source.files() == (office.machine.policy,)
    source.current()
    office.machine.policy.unlink()
    office.own.write_text(STRICT)
    assert source.current().source == str(office.own)


def by_a_link_that_leads_nowhere(policy: Path) -> None:
    policy.symlink_to(policy.with_name("nothing"))


def by_a_link_to_another_file(policy: Path) -> None:
    policy.symlink_to(lay_down(policy.with_name("other.toml"), STRICT))


def by_a_folder(policy: Path) -> None:
    policy.mkdir()


def by_what_is_no_policy(policy: Path) -> None:
    lay_down(policy, "schema = ")


@pytest.mark.parametrize(
    ("replace", "is_usable"),
    [
        (by_a_link_that_leads_nowhere, False),
        (by_a_link_to_another_file, True),
        (by_a_folder, False),
        (by_what_is_no_policy, False),
    ],
)
def test_replaced_while_presend_runs_it_binds_all_the_same(
    office: Office, replace: Callable[[Path], None], is_usable: bool
) -> None:
    lay_down(office.machine.policy, LAX)
    source = office.source()
    assert not warns(source.current())
    office.machine.policy.unlink()
    replace(office.machine.policy)
    if is_usable:
        assert warns(source.current())
    else:
        assert str(office.machine.policy) in faults_of(source)[0]


@not_root
def test_made_unreadable_it_binds_all_the_same(office: Office) -> None:
    lay_down(office.machine.policy, LAX)
    source = office.source()
    source.current()
    office.machine.policy.chmod(0)
    assert str(office.machine.policy) in faults_of(source)[0]


@not_root
def test_a_folder_that_cannot_be_looked_into_may_hold_one(office: Office) -> None:
    source = office.source()
    source.current()
    office.machine.folder.chmod(0)
    try:
        assert str(office.machine.policy) in faults_of(source)[0]
    finally:
        office.machine.folder.chmod(0o755)


# Who may change it


@pytest.mark.parametrize("mode", [0o664, 0o646, 0o666])
@pytest.mark.parametrize("which", ["policy", "list"])
def test_a_file_that_others_can_write_is_not_believed_and_the_remedy_is_named(
    office: Office, which: str, mode: int
) -> None:
    office.with_list("kim@hanbit.example\n")
    source = office.source()
    source.current()
    file = office.machine.policy if which == "policy" else office.list_file
    file.chmod(mode)
    (fault,) = faults_of(source)
    assert f"chmod go-w {file}" in fault
    file.chmod(0o644)
    assert source.current().is_of_the_machine


@pytest.mark.parametrize("which", ["machine", "lists"])
def test_a_folder_that_others_can_write_lets_them_replace_everything_in_it(office: Office, which: str) -> None:
    office.with_list("kim@hanbit.example\n")
    source = office.source()
    source.current()
    folder = office.machine.folder if which == "machine" else office.list_file.parent
    folder.chmod(0o777)
    try:
        assert f"chmod go-w {folder}" in faults_of(source)[0]
    finally:
        folder.chmod(0o755)


def test_a_folder_above_counts_too(tmp_path: Path) -> None:
    folder = tmp_path / "above" / "etc"
    machine = Machine(machine_in(folder).folder, os.getuid(), tmp_path / "above")
    lay_down(machine.policy, STRICT)
    (tmp_path / "above").chmod(0o777)
    (fault,) = faults_of(FilePolicySource(policy_places(None, {}, tmp_path, machine)))
    assert f"chmod go-w {tmp_path / 'above'}" in fault


def test_nobody_is_told_to_change_a_folder_that_is_for_everybody(office: Office, tmp_path: Path) -> None:
    (everybodys := tmp_path / "tmp").mkdir()
    everybodys.chmod(0o1777)
    (everybodys / "policy.toml").write_text("schema = 1\n")
    found = office.machine.distrusts((everybodys / "policy.toml",))
    assert found == (Reason(ReasonCode.EVERYBODY_CAN_WRITE, {"file": str(everybodys)}),)
    assert "chmod" not in reason_words(found[0])


def test_where_a_link_leads_counts_and_not_the_link(tmp_path: Path, office: Office) -> None:
    other_folder = tmp_path / "elsewhere"
    lay_down(other_folder / "policy.toml", STRICT)
    machine = Machine(office.machine.folder, os.getuid(), tmp_path)
    tmp_path.chmod(0o755)
    machine.policy.symlink_to("../elsewhere/policy.toml")
    source = FilePolicySource(policy_places(None, {}, tmp_path, machine))
    assert warns(source.current())
    other_folder.chmod(0o775)
    assert f"chmod go-w {other_folder}" in faults_of(source)[0]


def test_whose_files_they_are_is_looked_at_and_the_remedy_named(office: Office) -> None:
    lay_down(office.machine.policy, STRICT)
    others = Machine(office.machine.folder, 54_321, office.machine.folder)
    found = faults_of(FilePolicySource(policy_places(None, {}, office.own.parent, others)))
    assert len(found) == 2
    assert f"chown 54321 {others.folder}" in found[0]
    assert f"chown 54321 {others.policy}" in found[1]


@only_root
def test_a_file_that_root_gave_away_is_not_believed(office: Office) -> None:
    office.with_list("kim@hanbit.example\n")
    os.chown(office.list_file, 1234, -1)
    (fault,) = faults_of(office.source())
    assert "1234" in fault
    assert f"chown root {office.list_file}" in fault


def test_everything_that_is_wrong_is_said_at_once(office: Office) -> None:
    lay_down(office.machine.policy, f"{STRICT}colour = 1\n").chmod(0o666)
    found = faults_of(office.source())
    assert [f"chmod go-w {office.machine.policy}" in fault or "colour" in fault for fault in found] == [True, True]


def test_a_members_own_policy_is_theirs_to_keep_as_they_like(office: Office) -> None:
    office.own.chmod(0o666)
    assert office.source().current().source == str(office.own)


# Its lists


def test_an_index_that_a_member_forged_says_nothing_about_the_machines_lists(office: Office) -> None:
    outsiders = [f"p{number}@other.example" for number in range(WORTH_AN_INDEX // 10)]
    office.with_list("\n".join(outsiders))
    forged = ("kim@hanbit.example",)
    place = office.indexes.place_of(office.list_file)
    place.parent.mkdir()
    stamp = read_regular(office.list_file)[1]
    place.write_bytes(encoded(office.list_file, stamp, digest_of(tuple(outsiders)), forged, parse_members(forged)))
    (place.parent / place.name).chmod(0o600)
    found = office.source().current()
    assert found.policy.lists[0].members == tuple(outsiders)
    assert {one.address.domain for one in found.organization.members_of(found.policy.lists[0].address)} == {
        "other.example"
    }


def test_of_a_machines_lists_no_index_is_kept_with_the_member(office: Office, tmp_path: Path) -> None:
    office.with_list("\n".join(f"p{number}@other.example" for number in range(WORTH_AN_INDEX // 10)))
    found = office.source().current()
    assert len(found.organization.members_of(found.policy.lists[0].address)) == WORTH_AN_INDEX // 10
    assert not (tmp_path / "state").exists()


def test_a_machines_policy_has_the_same_id_as_the_same_policy_of_a_member(office: Office) -> None:
    office.with_list("\n".join(f"p{number}@other.example" for number in range(WORTH_AN_INDEX // 10)))
    plain = FilePolicySource(office.machine.policy, office.indexes).current()
    assert office.source().current().id == plain.id


def with_a_setting(settings: Path) -> None:
    lay_down(settings, "[audit]\non_failure = 'hold'\n")


def led_nowhere(settings: Path) -> None:
    settings.unlink()
    settings.symlink_to("nothing")


OTHER_SETTINGS: dict[str, tuple[bool, Callable[[Path], None]]] = {
    "appear": (False, with_a_setting),
    "say something else": (True, with_a_setting),
    "go": (True, Path.unlink),
    "are replaced by a link to nothing": (True, led_nowhere),
    "become a folder": (False, Path.mkdir),
}


@pytest.mark.parametrize("case", OTHER_SETTINGS)
def test_other_settings_of_the_machine_than_at_the_start_send_nothing(case: str, office: Office) -> None:
    were_there, change = OTHER_SETTINGS[case]
    settings = office.machine.settings
    if were_there:
        lay_down(settings, "")
    source = office.source()
    assert source.current().source == str(office.own)
    change(settings)
    (fault,) = faults_of(source)
    assert fault.startswith(f"{settings} was changed after presend was started.")
    assert faults_of(source) == (fault,)


def test_settings_of_the_machine_that_are_written_again_as_they_were_change_nothing(office: Office) -> None:
    with_a_setting(office.machine.settings)
    source = office.source()
    office.machine.settings.unlink()
    with_a_setting(office.machine.settings)
    assert source.current().source == str(office.own)
