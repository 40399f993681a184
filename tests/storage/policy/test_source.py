from __future__ import annotations

import os
from pathlib import Path

import pytest

from composer.errors import PolicyFaultsError, PresendError
from composer.storage.machine import Machine
from composer.storage.policy.source import FilePolicySource, NoPolicyError, find_policy, load_policy, policy_from
from tests.machines import lay_down, machine_in

POLICY = """schema = 1
company.domains = ["hanbit.example"]
[[lists]]
address = "all@hanbit.example"
members_file = "lists/all.txt"
"""


@pytest.fixture
def policy_file(tmp_path: Path) -> Path:
    """A policy with a list in a file beside it."""
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "all.txt").write_text("kim@hanbit.example\n")
    file = tmp_path / "policy.toml"
    file.write_text(POLICY)
    return file


def faults_of(path: Path) -> tuple[str, ...]:
    with pytest.raises(PolicyFaultsError) as caught:
        load_policy(path)
    assert caught.value.source == str(path)
    return caught.value.faults


def test_a_policy_and_its_lists_are_read_from_where_they_lie(policy_file: Path) -> None:
    in_force = FilePolicySource(policy_file).current()
    assert in_force.source == str(policy_file)
    assert in_force.policy.lists[0].members == ("kim@hanbit.example",)
    assert in_force.organization.is_internal_domain("hanbit.example")


def test_nothing_is_read_again_while_nothing_was_written(policy_file: Path) -> None:
    source = FilePolicySource(policy_file)
    assert source.current() is source.current()


def test_a_policy_that_was_edited_is_in_force_at_once(policy_file: Path) -> None:
    source = FilePolicySource(policy_file)
    before = source.current()
    policy_file.write_text(POLICY.replace("hanbit.example", "hanbit-shop.example"))
    assert source.current().policy.company.domains[0].domain == "hanbit-shop.example"
    assert source.current().id != before.id


def test_a_list_file_that_was_edited_is_in_force_at_once(policy_file: Path) -> None:
    source = FilePolicySource(policy_file)
    before = source.current()
    (policy_file.parent / "lists" / "all.txt").write_text("kim@other.example\n")
    assert source.current().policy.lists[0].members == ("kim@other.example",)
    assert source.current().id != before.id


def test_a_file_of_the_same_size_and_time_put_in_its_place_is_noticed(policy_file: Path) -> None:
    source = FilePolicySource(policy_file)
    source.current()
    times = policy_file.stat()
    other = policy_file.with_name("other.toml")
    other.write_text(POLICY.replace("hanbit", "hanbyt"))
    os.utime(other, ns=(times.st_atime_ns, times.st_mtime_ns))
    other.replace(policy_file)
    assert source.current().policy.company.domains[0].domain == "hanbyt.example"


def test_a_policy_that_broke_is_no_longer_in_force_until_it_is_mended(policy_file: Path) -> None:
    source = FilePolicySource(policy_file)
    before = source.current()
    policy_file.write_text("schema = 2")
    for _ in range(2):
        with pytest.raises(PolicyFaultsError):
            source.current()
    policy_file.write_text(POLICY)
    assert source.current().id == before.id


@pytest.mark.parametrize("gone", ["policy.toml", "lists/all.txt"])
def test_a_file_that_is_gone_takes_the_policy_out_of_force(policy_file: Path, gone: str) -> None:
    source = FilePolicySource(policy_file)
    source.current()
    (policy_file.parent / gone).unlink()
    with pytest.raises(PolicyFaultsError, match="No such file"):
        source.current()


def test_every_fault_is_one_line_with_file_line_column_and_key(tmp_path: Path) -> None:
    file = tmp_path / "policy.toml"
    file.write_text('schema = 1\n[company]\ndomains = ["a b"]\nname = 7\n')
    assert faults_of(file) == (
        f'{file}:3:12: company.domains[0]: "a b" is not a domain; write it as in hanbit.example or *.hanbit.example.',
        f"{file}:4:1: company.name: 7 is not a text; write it in quotes.",
    )


def test_text_that_is_not_toml_is_one_line(tmp_path: Path) -> None:
    file = tmp_path / "policy.toml"
    file.write_text("schema = 1\ncompany\n")
    (line,) = faults_of(file)
    assert line.startswith(f"{file}:2:8: this is not TOML (")


def test_bytes_that_are_not_utf8_are_one_line(tmp_path: Path) -> None:
    file = tmp_path / "policy.toml"
    file.write_bytes(b"schema = 1\n\xff")
    (line,) = faults_of(file)
    assert line == f"{file}:2:1: the byte ff is not UTF-8 text; save the file as UTF-8."


def test_what_a_fault_repeats_cannot_command_the_terminal(tmp_path: Path) -> None:
    file = tmp_path / "policy.toml"
    file.write_text('schema = 1\n"\\u001b]0;x\\u0007\\u202e" = 1\n[company]\ndomains = ["\\u001b[2J\\n\\u009b"]')
    faults = faults_of(file)
    assert len(faults) == 2
    assert all(line.isprintable() for line in faults)


UNREADABLE = {
    "none": lambda path: None,
    "a folder": lambda path: path.mkdir(),
    "a pipe that nobody writes to": os.mkfifo,
    "a device": lambda path: path.symlink_to("/dev/zero"),
    "a link to itself": lambda path: path.symlink_to(path),
    "no text": lambda path: path.write_bytes(b"kim@hanbit.example\n\xff"),
}


@pytest.mark.parametrize("make", UNREADABLE.values(), ids=UNREADABLE)
def test_a_list_file_that_cannot_be_read_is_a_fault(policy_file: Path, make: object) -> None:
    assert callable(make)
    path = policy_file.parent / "lists" / "all.txt"
    path.unlink()
    make(path)
    (line,) = faults_of(policy_file)
    assert line.startswith(f'{policy_file}:5:1: lists[0].members_file: the file "lists/all.txt" cannot be read: ')


@pytest.mark.parametrize("make", [make for name, make in UNREADABLE.items() if name != "no text"])
def test_a_policy_file_that_cannot_be_read_is_one_fault(tmp_path: Path, make: object) -> None:
    assert callable(make)
    make(tmp_path / "policy.toml")
    (line,) = faults_of(tmp_path / "policy.toml")
    assert line.startswith(f"{tmp_path / 'policy.toml'}: this file cannot be read: ")


@pytest.mark.parametrize("name", ["", "\\u0000", "..", "~"])
def test_a_list_file_with_a_strange_name_is_a_fault(policy_file: Path, name: str) -> None:
    policy_file.write_text(POLICY.replace("lists/all.txt", name))
    assert len(faults_of(policy_file)) == 1


def test_a_policy_without_a_file_finds_its_lists_in_the_folder_it_is_given(policy_file: Path) -> None:
    policy = policy_from(POLICY.encode(), "-", policy_file.parent)
    assert policy == load_policy(policy_file)


# Which file


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A machine without a policy."""
    return machine_in(tmp_path / "etc")


def present(path: Path) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(POLICY)
    return path


def test_the_system_policy_comes_before_the_members_own(tmp_path: Path, machine: Machine) -> None:
    present(tmp_path / "config" / "policy.toml")
    lay_down(machine.policy, POLICY)
    assert find_policy(None, {}, tmp_path / "config", machine) == machine.policy


def test_a_flag_comes_before_the_variable_and_both_before_the_members_own(tmp_path: Path, machine: Machine) -> None:
    own = present(tmp_path / "config" / "policy.toml")
    environ = {"PRESEND_POLICY": "/by/variable.toml"}
    assert find_policy(Path("flag.toml"), environ, own.parent, machine) == Path("flag.toml")
    assert find_policy(None, environ, own.parent, machine) == Path("/by/variable.toml")
    assert find_policy(None, {"PRESEND_POLICY": ""}, own.parent, machine) == own


@pytest.mark.parametrize(
    ("flag", "environ", "named"),
    [
        (Path("mine.toml"), {}, "--policy"),
        (None, {"PRESEND_POLICY": "mine.toml"}, "PRESEND_POLICY"),
        (Path("mine.toml"), {"PRESEND_POLICY": "mine.toml"}, "--policy"),
    ],
)
def test_asking_for_another_policy_than_the_systems_is_an_error_that_says_so(
    tmp_path: Path, machine: Machine, flag: Path | None, environ: dict[str, str], named: str
) -> None:
    lay_down(machine.policy, POLICY)
    with pytest.raises(PresendError) as caught:
        find_policy(flag, environ, tmp_path, machine)
    assert str(machine.policy) in str(caught.value)
    assert named in str(caught.value)


def test_a_system_policy_that_leads_nowhere_still_binds(tmp_path: Path, machine: Machine) -> None:
    machine.policy.symlink_to(tmp_path / "nothing")
    own = present(tmp_path / "config" / "policy.toml")
    assert find_policy(None, {}, own.parent, machine) == machine.policy


def test_without_any_policy_the_file_to_write_is_named(tmp_path: Path, machine: Machine) -> None:
    with pytest.raises(NoPolicyError) as caught:
        find_policy(None, {}, tmp_path, machine)
    assert caught.value.missing == tmp_path / "policy.toml"
    assert str(tmp_path / "policy.toml") in str(caught.value)
