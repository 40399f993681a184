"""Clients that nobody has set up on a machine whose sendmail is presend: well, or a setting leads past it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from composer.setup.clients.base import Surroundings
from composer.setup.doctor.bypass import MachineSendmail
from composer.setup.doctor.clients import client_findings
from composer.setup.doctor.finding import Finding, Mark
from composer.setup.doctor.program import machine_sendmail
from tests.setup.support import program_in

WELL, PAST, UNKNOWN = Mark.WELL, Mark.NOTE, Mark.UNKNOWN
SENDMAIL = MachineSendmail("/usr/sbin/sendmail", is_presend=True)
CALLED = "/usr/sbin/sendmail -oem -oi"


def finding(home: Path, name: str, files: dict[str, str], folder: Path | None = None) -> Finding:
    """What is said of a client, in one finding, to a member with these files; ``etc/`` are those of the machine."""
    for place, text in files.items():
        (home / place).parent.mkdir(parents=True, exist_ok=True)
        (home / place).write_text(f"{text}\n", "utf-8")
    program_in(home / "bin", name)
    environ = {"PATH": f"{home}/bin:/usr/bin", "GIT_CONFIG_SYSTEM": str(home / "etc" / "gitconfig")}
    around = Surroundings(home, environ, home / "etc")
    found = client_findings(around, "/opt/presend", folder or home, SENDMAIL)
    (one,) = [finding for finding in found if finding.words.startswith(f"{name} ")]
    return one


SET = {
    "mutt: nothing": ("mutt", {}, WELL, ""),
    "mutt: other things": ("mutt", {".muttrc": "set from=kim@hanbit.example"}, WELL, ""),
    "mutt: the same sendmail": ("mutt", {".muttrc": f'set sendmail="{CALLED}"'}, WELL, ""),
    "mutt: everything as it came": ("mutt", {".muttrc": "reset all"}, WELL, ""),
    "mutt: another way": ("mutt", {".muttrc": "set sendmail=/usr/bin/msmtp"}, PAST, ".muttrc:1"),
    "mutt: a name that only begins alike": ("mutt", {".muttrc": "set sendmail=/usr/sbin/sendmail2"}, PAST, ".muttrc:1"),
    "mutt: a server": ("mutt", {".muttrc": "set smtp_url=smtp://h"}, PAST, ".muttrc:1"),
    "mutt: a server for everybody": ("mutt", {"etc/Muttrc": "set smtp_url=smtp://h"}, PAST, "etc/Muttrc:1"),
    "mutt: a hook": ("mutt", {".muttrc": "send-hook . 'set sendmail=/other'"}, PAST, ".muttrc:1"),
    "mutt: a program": ("mutt", {".muttrc": "source 'accounts|'"}, UNKNOWN, ".muttrc:1"),
    "neomutt: nothing": ("neomutt", {}, WELL, ""),
    "neomutt: a server": ("neomutt", {".neomuttrc": "set smtp_url=smtp://h"}, PAST, ".neomuttrc:1"),
    "s-nail: nothing": ("s-nail", {}, WELL, ""),
    "s-nail: the same sendmail": ("s-nail", {".mailrc": f"set mta={CALLED.split()[0]} mta-arguments=-oi"}, WELL, ""),
    "s-nail: another way": ("s-nail", {".mailrc": "set mta=smtp://h"}, PAST, ".mailrc:1"),
    "s-nail: an account": ("s-nail", {".mailrc": "account w {\nset mta=smtp://h\n}"}, PAST, ".mailrc:2"),
    "alpine: nothing": ("alpine", {}, WELL, ""),
    "alpine: the same sendmail": ("alpine", {".pinerc": f"sendmail-path={CALLED} -t\nsmtp-server=h"}, WELL, ""),
    "alpine: a server": ("alpine", {".pinerc": "smtp-server=h"}, PAST, ".pinerc:1"),
    "alpine: a server for everybody": ("alpine", {"etc/pine.conf": "smtp-server=h"}, PAST, "etc/pine.conf:1"),
    "alpine: a server that is fixed": ("alpine", {"etc/pinerc.fixed": "smtp-server=h"}, PAST, "etc/pinerc.fixed:1"),
    "git: nothing": ("git", {}, WELL, ""),
    "git: the same sendmail": ("git", {".gitconfig": f"[sendemail]\n\tsmtpServer = {CALLED.split()[0]}"}, WELL, ""),
    "git: a server": ("git", {".gitconfig": "[sendemail]\n\tsmtpServer = h"}, PAST, "smtpServer = h"),
    "git: another way": ("git", {".gitconfig": "[sendemail]\n\tsendmailCmd = msmtp"}, PAST, "sendmailCmd = msmtp"),
    "git: an identity": ("git", {".gitconfig": '[sendemail "w"]\n\tsmtpServer = h'}, PAST, "--identity=w: h"),
    "git: a server for everybody": ("git", {"etc/gitconfig": "[sendemail]\n\tsmtpServer = h"}, PAST, "etc/gitconfig"),
}


@pytest.mark.parametrize(("name", "files", "mark", "where"), SET.values(), ids=SET)
def test_what_leads_past_a_sendmail_that_is_presend_is_named(
    tmp_path: Path, name: str, files: dict[str, str], mark: Mark, where: str
) -> None:
    found = finding(tmp_path, name, files)
    assert (found.mark, where in found.words) == (mark, True)
    assert "/usr/sbin/sendmail, which is presend" in found.words


def test_a_repository_of_git_may_name_a_server_of_its_own(tmp_path: Path) -> None:
    folder = tmp_path / "repository"
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    assert finding(tmp_path, "git", {}, folder).mark is WELL
    (folder / ".git" / "config").write_text("[sendemail]\n\tsmtpServer = smtp.other.example\n")
    found = finding(tmp_path, "git", {}, folder)
    words = f"{folder}/.git/config: sendemail.smtpServer = smtp.other.example"
    assert (found.mark, words in found.words) == (PAST, True)


@pytest.mark.parametrize("name", ["aerc", "alot"])
def test_a_client_that_never_calls_the_machines_sendmail_is_not_set_up(tmp_path: Path, name: str) -> None:
    assert "is installed and not set up" in finding(tmp_path, name, {}).words


def test_the_machines_sendmail_is_the_one_that_clients_call() -> None:
    usual = next((path for path in map(Path, ("/usr/sbin/sendmail", "/usr/lib/sendmail")) if path.exists()), None)
    found = machine_sendmail({"PATH": "/nowhere"})
    assert (found.path if found else None) == (str(usual) if usual else None)
