"""``presend sendmail`` on a machine whose administrator laid down a policy and settings."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from composer.sentences.reasons import reason_words
from composer.storage.machine import Machine, own_login
from tests.forkserver.client import run
from tests.gate.support import INSIDE, OUTSIDE, POLICY, Member
from tests.machines import lay_down, machine_in
from tests.project import ROOT

LIST = """[[lists]]
address = "partners@hanbit.example"
members = ["kim@hanbit.example", "partner@other.example"]
senders = ["kim@hanbit.example"]
"""
AS_LIST = OUTSIDE.replace(b"From: Kim <kim@hanbit.example>", b"From: partners@hanbit.example")
LOGIN = own_login()
NAMED = f'[[members]]\nlogin = "{LOGIN}"\naddresses = ["kim@hanbit.example"]\n'
NOT_NAMED = '[[members]]\nlogin = "somebody-else"\naddresses = ["lee@hanbit.example"]\n'

has_login = pytest.mark.skipif(not LOGIN, reason="the machine has no name for whoever runs the tests")


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return machine_in(tmp_path / "etc")


@pytest.fixture
def member(tmp_path: Path) -> Member:
    return Member(tmp_path / "home")


def on(
    machine: Machine, member: Member, *words: str, message: bytes = b"", **environ: str
) -> subprocess.CompletedProcess[bytes]:
    """``presend`` as it runs on that machine."""
    around = {"PATH": os.environ["PATH"], "HOME": str(member.home), "LANG": "C.UTF-8", "PRESEND_NOBODY_TO_ASK": "1"}
    around |= {"PYTHONPATH": str(ROOT), **environ}
    command = [sys.executable, "-m", "tests.machines", str(machine.folder), *words]
    return run(command, given=message, env=around, cwd=member.home)


def sendmail(machine: Machine, member: Member, message: bytes, *words: str) -> int:
    return on(machine, member, "sendmail", "-t", *words, message=message).returncode


@has_login
@pytest.mark.parametrize(
    ("settings", "status"),
    [(NAMED, os.EX_OK), (NOT_NAMED, os.EX_NOPERM), ("", os.EX_NOPERM)],
    ids=["named", "not named", "nothing said"],
)
def test_only_whom_the_administrator_names_sends_as_a_list_without_a_warning(
    settings: str, status: int, machine: Machine, member: Member
) -> None:
    lay_down(machine.policy, POLICY + LIST)
    if settings:
        lay_down(machine.settings, settings)
    assert sendmail(machine, member, AS_LIST) == status
    assert ("lee@hanbit.example" in member.arrived) is (status == os.EX_OK)


@has_login
def test_nobody_writes_as_somebody_else_by_saying_so(machine: Machine, member: Member) -> None:
    lay_down(machine.policy, POLICY)
    lay_down(machine.settings, NAMED.replace("kim@", "eve@"))
    run = on(machine, member, "sendmail", "-t", message=INSIDE)
    assert run.returncode == os.EX_NOPERM
    assert b"kim@hanbit.example: you may not send from this address." in run.stderr
    assert sendmail(machine, member, INSIDE.replace(b"kim@hanbit.example", b"eve@hanbit.example")) == os.EX_OK


@has_login
def test_who_needs_no_settings_of_their_own_sends_without_any(machine: Machine, member: Member) -> None:
    lay_down(machine.policy, POLICY)
    lay_down(machine.settings, f'{NAMED}[transport]\nkind = "local"\n')
    (member.home / ".config" / "presend" / "config.toml").unlink()
    assert sendmail(machine, member, INSIDE) == os.EX_OK
    assert "lee@hanbit.example" in member.arrived


def writable(machine: Machine) -> None:
    lay_down(machine.settings, NAMED).chmod(0o666)


def broken(machine: Machine) -> None:
    lay_down(machine.settings, "colour = 1\n")


def a_folder(machine: Machine) -> None:
    machine.settings.mkdir()


def a_policy_others_may_write(machine: Machine) -> None:
    lay_down(machine.policy, POLICY).chmod(0o664)


def a_folder_others_may_write(machine: Machine) -> None:
    lay_down(machine.policy, POLICY)
    machine.folder.chmod(0o777)


@pytest.mark.parametrize("spoil", [writable, broken, a_folder, a_policy_others_may_write])
def test_what_cannot_be_believed_sends_nothing_and_every_verb_says_why(
    spoil: Callable[[Machine], None], machine: Machine, member: Member
) -> None:
    lay_down(machine.policy, POLICY)
    spoil(machine)
    said = on(machine, member, "sendmail", "-t", message=INSIDE)
    assert (said.returncode, member.arrived, len(member.kept)) == (os.EX_CONFIG, {}, 1)
    name = b"policy.toml" if spoil is a_policy_others_may_write else b"config.toml"
    place = str(machine.folder).encode() + b"/" + name
    assert place in said.stderr
    for words in (["admin"], ["policy", "check", str(machine.policy)], ["check", "-"]):
        found = on(machine, member, *words, message=INSIDE)
        assert (found.returncode, place in found.stderr) == (os.EX_CONFIG, True), words
    assert place in on(machine, member, "doctor", "--json").stdout


def test_a_policy_that_somebody_could_replace_binds_nobody_to_send(tmp_path: Path, member: Member) -> None:
    machine = machine_in(tmp_path / "etc")
    lay_down(machine.policy, POLICY)
    strict = Machine(machine.folder, machine.owner, tmp_path)
    tmp_path.chmod(0o777)
    assert f"chmod go-w {tmp_path}" in reason_words(strict.distrusts((machine.policy,))[0])


@pytest.mark.parametrize("file", ["policy.toml", "config.toml"])
def test_check_and_the_gate_agree_on_who_is_exempt(file: str, machine: Machine, member: Member) -> None:
    lay_down(machine.policy, POLICY + LIST)
    if file == "config.toml" and LOGIN:
        lay_down(machine.settings, NAMED)
    sent = sendmail(machine, member, AS_LIST) == os.EX_OK
    check = on(machine, member, "check", "-", message=AS_LIST)
    assert (b"no warning is shown for it" in check.stdout) is sent
    explained = on(machine, member, "policy", "explain", "-", message=AS_LIST)
    assert (b"only those they name are exempt" in b" ".join(explained.stdout.split())) is not sent


def test_a_policy_by_flag_or_variable_is_refused_where_the_machine_has_one(machine: Machine, member: Member) -> None:
    lay_down(machine.policy, POLICY)
    own = str(member.home / ".config" / "presend" / "policy.toml")
    assert sendmail(machine, member, INSIDE, "--policy", own) == os.EX_CONFIG
    run = on(machine, member, "sendmail", "-t", message=INSIDE, PRESEND_POLICY=own)
    assert run.returncode == os.EX_CONFIG


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_root_in_a_members_home_runs_no_command_of_theirs(machine: Machine, member: Member) -> None:
    trap = member.home / "was-here"
    command = f'kind = "sendmail"\ncommand = "touch {trap}"'
    config = member.home / ".config" / "presend" / "config.toml"
    config.write_text(config.read_text().replace('kind = "local"', command))
    os.chown(config, 1234, 1234)
    run = on(machine, member, "sendmail", "-t", message=INSIDE)
    assert (run.returncode, trap.exists()) == (os.EX_CONFIG, False)
    assert b"Root runs no commands" in run.stderr
    for words in (["doctor", "--json"], ["outbox", "flush"], ["check", "-"]):
        found = on(machine, member, *words, message=INSIDE)
        assert b"Root runs no commands" in found.stdout + found.stderr
        assert not trap.exists()


# The audit log


def blocked(member: Member) -> None:
    """The log cannot be written, and the member would have mail go all the same."""
    config = member.home / ".config" / "presend" / "config.toml"
    config.write_text(f'{config.read_text()}[audit]\non_failure = "send"\n')
    (member.home / ".local" / "share" / "presend" / "audit.jsonl").mkdir(parents=True)


@pytest.mark.parametrize(
    ("laid_down", "status"),
    [("", os.EX_TEMPFAIL), ('[audit]\nto = "file"\n', os.EX_TEMPFAIL), ('[audit]\non_failure = "send"\n', os.EX_OK)],
    ids=["nothing said", "hold", "send"],
)
def test_under_a_machines_policy_only_the_machine_lets_mail_go_without_a_trace(
    laid_down: str, status: int, machine: Machine, member: Member
) -> None:
    lay_down(machine.policy, POLICY)
    if laid_down:
        lay_down(machine.settings, laid_down)
    blocked(member)
    assert sendmail(machine, member, INSIDE) == status
    assert (len(member.kept), "lee@hanbit.example" in member.arrived) == (status != os.EX_OK, status == os.EX_OK)
    assert b"audit.jsonl" in on(machine, member, "doctor", "--json").stdout


def test_under_their_own_policy_the_member_decides(machine: Machine, member: Member) -> None:
    blocked(member)
    assert sendmail(machine, member, INSIDE) == os.EX_OK


def test_the_machines_log_is_written_where_the_administrator_wants_it(machine: Machine, member: Member) -> None:
    lay_down(machine.policy, POLICY)
    lay_down(machine.settings, '[audit]\nto = "syslog"\n')
    assert sendmail(machine, member, INSIDE) == os.EX_TEMPFAIL
    with closing(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)) as daemon:
        daemon.bind(str(machine.log))
        assert sendmail(machine, member, INSIDE) == os.EX_OK
        found = [json.loads(daemon.recv(100_000).split(b": ", 1)[1]) for _line in range(2)]
    assert [(line["event"], line["uid"]) for line in found] == [("accepted", os.getuid()), ("delivery", os.getuid())]
    assert not (member.home / ".local" / "share" / "presend" / "audit.jsonl").exists()
