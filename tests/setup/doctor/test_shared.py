"""A client that has presend's lines in a file for everybody: well, or a member's own setting counts before it."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from composer.setup.clients import client
from composer.setup.clients.base import Surroundings
from composer.setup.doctor.bypass import MachineSendmail
from composer.setup.doctor.clients import client_findings
from composer.setup.doctor.finding import Finding, Mark
from composer.setup.editing.configuration import carry_out, planned_addition
from tests.setup.support import program_in

OTHER = MachineSendmail("/usr/sbin/sendmail", is_presend=False)
WELL, PAST, UNKNOWN = Mark.WELL, Mark.NOTE, Mark.UNKNOWN


class Desk:
    """A client with presend's lines for everybody, and a member with a file of their own or none."""

    def __init__(self, folder: Path, name: str, own: dict[str, str], program: str | None = None) -> None:
        self.home, self.machine = folder / "home", folder / "etc"
        self.home.mkdir()
        self.machine.mkdir()
        self.program = program_in(folder / "bin")
        program_in(folder / "bin", name)
        environ = {"PATH": f"{folder}/bin:/usr/bin", "GIT_CONFIG_SYSTEM": str(self.machine / "gitconfig")}
        self.around = Surroundings(self.home, environ, self.machine)
        for place, text in own.items():
            (self.home / place).write_text(f"{text}\n", "utf-8")
        settings = client(name).shared_settings(self.around, program or self.program)
        carry_out([planned_addition(setting) for setting in settings])
        self.place = settings[0].place

    def finding(self, name: str) -> Finding:
        """What is said of the client, in one finding."""
        found = client_findings(self.around, self.program, self.home, OTHER)
        (one,) = [finding for finding in found if finding.words.startswith(name)]
        return one


OWN = {
    "mutt: nothing": ("mutt", {}, WELL, ""),
    "mutt: other things": ("mutt", {".muttrc": "set from=kim@hanbit.example"}, WELL, ""),
    "mutt: another way": ("mutt", {".muttrc": "set x\nset sendmail=/usr/bin/msmtp"}, PAST, ".muttrc:2"),
    "mutt: a server": ("mutt", {".muttrc": "set smtp_url=smtp://h"}, PAST, ".muttrc:1"),
    "mutt: a sourced file": ("mutt", {".muttrc": "source ~/more", "more": "unset sendmail"}, PAST, "more:1"),
    "mutt: a program": ("mutt", {".muttrc": "source 'accounts|'"}, UNKNOWN, ".muttrc:1"),
    "neomutt: nothing": ("neomutt", {}, WELL, ""),
    "neomutt: a hook": ("neomutt", {".neomuttrc": "send-hook . 'set sendmail=/other'"}, PAST, ".neomuttrc:1"),
    "s-nail: nothing": ("s-nail", {}, WELL, ""),
    "s-nail: another way": ("s-nail", {".mailrc": "set mta=/usr/bin/msmtp"}, PAST, ".mailrc:1"),
    "s-nail: an account": ("s-nail", {".mailrc": "account w {\nset mta=smtp://h\n}"}, PAST, ".mailrc:2"),
    "s-nail: the old variable": ("s-nail", {".mailrc": "set smtp=h"}, PAST, ".mailrc:1"),
    "alpine: nothing": ("alpine", {}, WELL, ""),
    "alpine: empty values": ("alpine", {".pinerc": "sendmail-path=\nsmtp-server="}, WELL, ""),
    "alpine: another way": ("alpine", {".pinerc": "sendmail-path=/usr/bin/msmtp -t"}, PAST, ".pinerc:1"),
    "alpine: a server": ("alpine", {".pinerc": "x=\nsmtp-server=smtp.other.example"}, PAST, ".pinerc:2"),
    "git: nothing": ("git", {}, WELL, ""),
    "git: another way": ("git", {".gitconfig": "[sendemail]\n\tsendmailCmd = msmtp"}, PAST, ".gitconfig"),
    "git: an identity": ("git", {".gitconfig": '[sendemail "w"]\n\tsendmailCmd = msmtp'}, PAST, ".gitconfig"),
    "git: a server": ("git", {".gitconfig": "[sendemail]\n\tsmtpServer = h"}, WELL, ""),
}


@pytest.mark.parametrize(("name", "own", "mark", "where"), OWN.values(), ids=OWN)
def test_a_members_own_setting_counts_before_that_for_everybody(
    tmp_path: Path, name: str, own: dict[str, str], mark: Mark, where: str
) -> None:
    desk = Desk(tmp_path, name, own)
    found = desk.finding(name)
    assert (found.mark, str(desk.place) in found.words) == (mark, mark is WELL)
    assert mark is WELL or f"{desk.home}/{where}" in found.words


@pytest.mark.parametrize("name", ["mutt", "neomutt", "s-nail", "alpine", "git"])
def test_lines_of_another_presend_for_everybody_are_named_with_the_command(tmp_path: Path, name: str) -> None:
    found = Desk(tmp_path, name, {}, "/other/presend").finding(name)
    assert (found.mark, f"presend install {name} --system --write corrects" in found.words) == (PAST, True)


@pytest.mark.parametrize("name", ["pine.conf.fixed", "pinerc.fixed"])
def test_what_alpine_lets_nobody_change_counts_before_both(tmp_path: Path, name: str) -> None:
    desk = Desk(tmp_path, "alpine", {})
    (desk.machine / name).write_text("sendmail-path=/usr/sbin/sendmail -t\n")
    found = desk.finding("alpine")
    assert (found.mark, f"{desk.machine}/{name}:1" in found.words) == (PAST, True)


def test_a_members_own_lines_of_presend_count_before_another_way_for_everybody(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "mutt", {}, "/other/presend")
    carry_out([planned_addition(setting) for setting in client("mutt").settings(desk.around, desk.program)])
    assert (desk.finding("mutt").mark, desk.finding("mutt").words) == (WELL, "mutt sends through presend.")


def test_git_that_reads_no_file_for_everybody_is_not_set_up(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "git", {})
    desk.around = replace(desk.around, environ={**desk.around.environ, "GIT_CONFIG_NOSYSTEM": "1"})
    assert "is installed and not set up" in desk.finding("git").words


def test_without_a_machine_nothing_of_it_is_looked_at(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "mutt", {})
    desk.around = replace(desk.around, machine=None)
    assert "is installed and not set up" in desk.finding("mutt").words
