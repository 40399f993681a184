"""The doctor reads the whole chain of a client: what leads past presend is named, and what nobody can tell is said."""

from __future__ import annotations

import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest
from msgspec.structs import replace

from composer.setup.clients import client
from composer.setup.clients.base import Surroundings
from composer.setup.doctor.bypass import MachineSendmail
from composer.setup.doctor.clients import client_findings
from composer.setup.doctor.finding import Finding, Mark
from composer.setup.editing.configuration import carry_out, planned_addition
from tests.setup.support import CASES, program_in, written

PAST, UNKNOWN, WELL = Mark.NOTE, Mark.UNKNOWN, Mark.WELL


class Desk:
    """A client that has presend's lines."""

    def __init__(self, folder: Path, name: str) -> None:
        self.name, self.home, self.folder = name, folder / "home", folder / "here"
        self.home.mkdir()
        self.folder.mkdir()
        self.program = program_in(folder / "bin")
        program_in(folder / "bin", name)
        self.around = Surroundings(self.home, {"PATH": str(folder / "bin"), "GIT_CONFIG_NOSYSTEM": "1"})
        for case in CASES:
            if case.client == name:
                written(self.home, case)
        settings = client(name).settings(self.around, self.program)
        carry_out([planned_addition(setting) for setting in settings])
        self.file = settings[0].place

    def add(self, text: str, file: Path | None = None) -> None:
        """At the end of a file, the client's own unless another is named."""
        place = file or self.file
        before = place.read_text() if place.exists() else ""
        place.write_text(f"{before}\n{text}\n")

    def findings(self) -> list[Finding]:
        return list(client_findings(self.around, self.program, self.folder))


RC = {
    "a hook": ('send-hook . "set sendmail=/other"', PAST),
    "a hook with a second command": ("send-hook '~t lee' 'set from=k; set sendmail=/usr/bin/msmtp'", PAST),
    "a hook for a folder": ('folder-hook =work "set smtp_url=smtp://h"', PAST),
    "a hook for an account": ("account-hook imap://h 'unset sendmail'", PAST),
    "a hook that sources": ("account-hook . 'source ~/.other'", PAST),
    "a hook on two lines": ('send-hook . \\\n  "set sendmail=/other"', PAST),
    "a hook with an option": ('folder-hook -noregex work "set sendmail=/other"', PAST),
    "a hook for everything else": ('folder-hook ! =work "set sendmail=/other"', PAST),
    "a macro that types": ("macro index X ':set sendmail=/other<enter>'", PAST),
    "a macro": ('macro index X "<enter-command>set sendmail=/other<enter>"', PAST),
    "a sourced file": ("source ~/.other", PAST),
    "a file beside it": ("source .other", PAST),
    "a sourced program": ("source 'accounts|'", UNKNOWN),
    "a sourced name from a program": ("source `choose-account`", UNKNOWN),
    "a value from a program": ('folder-hook . "set sendmail=`which msmtp`"', UNKNOWN),
    "a program's output": ("`accounts`", UNKNOWN),
    "a condition": ("ifdef sidebar 'set sendmail=/other'", UNKNOWN),
    "everything as it came": ("reset all", PAST),
    "a file in the home of a login": ("source ~root/no-such-file", WELL),
    "a file in a folder that a variable names": ("source =accounts", UNKNOWN),
    "something added to what is not set": ("send-hook . 'set smtp_url += smtp://h'", PAST),
    "a hook whose pattern has a space": ('send-hook "~t lee ~c bo" set sendmail=/other', PAST),
    "a hook with a file behind a pattern": ('folder-hook "a b" source ~/.other', PAST),
    "keys with names": ("push <enter-command>set<space>sendmail=/other<Enter>", PAST),
    "a macro that takes back": (r'macro compose y ":reset sendmail\ny"', PAST),
    "a macro with a space behind the colon": (r'macro compose y ": set sendmail=/other\ny"', PAST),
    "a macro that pipes": ("macro index X '<pipe-message>/usr/sbin/sendmail -t<enter>'", UNKNOWN),
    "a macro with a name for a key": (r"macro index X :reset\ sendmail\n", UNKNOWN),
    "a macro for other things": (r'macro index X ":set from=lee@hanbit.example\n"', WELL),
    "a hook for other things": ('send-hook . "set from=kim@hanbit.example"', WELL),
    "a hook that says the same": ('send-hook . "unset smtp_url"', WELL),
    "a password from a program": ('set imap_pass="`pass mail`"', WELL),
    "a comment": ('# send-hook . "set sendmail=/other"', WELL),
    "a file that is not there": ("source ~/.nothing", WELL),
}


@pytest.mark.parametrize("name", ["mutt", "neomutt"])
@pytest.mark.parametrize(("line", "mark"), RC.values(), ids=RC)
def test_mutt_and_neomutt(tmp_path: Path, name: str, line: str, mark: Mark) -> None:
    desk = Desk(tmp_path, name)
    for folder in {desk.home, desk.file.parent}:
        desk.add("set sendmail=/other", folder / ".other")
    desk.add(line)
    found = desk.findings()
    assert [one.mark for one in found] == [mark]
    assert (desk.name in found[0].words, mark is WELL or f"{desk.home}/" in found[0].words) == (True, True)


def test_a_login_before_a_path_is_looked_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(tmp_path, "mutt")
    monkeypatch.setattr("pwd.getpwnam", lambda _name: SimpleNamespace(pw_dir=str(desk.home)))
    desk.add("set sendmail=/other", desk.home / ".other")
    desk.add("source ~lee/.other")
    assert [one.mark for one in desk.findings()] == [PAST]


def test_a_relative_file_may_lie_where_the_client_is_started(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "neomutt")
    desk.add("set sendmail=/other", desk.home / ".other")
    desk.add("source .other")
    assert [one.mark for one in desk.findings()] == [PAST]


def test_a_sourced_file_that_is_read_before_presends_lines_does_no_harm(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "neomutt")
    desk.add("set sendmail=/other", desk.home / ".other")
    desk.file.write_text(f"source ~/.other\n{desk.file.read_text()}")
    assert [one.mark for one in desk.findings()] == [WELL]


def test_files_that_source_each_other_come_to_an_end(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "mutt")
    desk.add("source ~/.other\nset sendmail=/other", desk.home / ".other")
    desk.add("source ~/.other")
    assert {one.mark for one in desk.findings()} == {PAST}


S_NAIL = {
    "an account": ("account work {\n  set mta=smtp://h\n}", PAST),
    "an account of another name": ("account work {\n  set from=kim@hanbit.example\n}", WELL),
    "a macro": ("define x {\nset mta=/usr/bin/msmtp\n}", PAST),
    "a condition": ("if $TTY\nset mta=/usr/bin/msmtp\nendif", UNKNOWN),
    "a sourced file": ("source ~/.other", PAST),
    "a sourced program": ('source "accounts|"', UNKNOWN),
    "a short name": ("se mta=/usr/bin/msmtp", PAST),
    "a short name of sourcing": ("so ~/.other", PAST),
    "a short name in an account": ("ac work {\n  se mta=/usr/bin/msmtp\n}", PAST),
    "a word before the command": ("wysh set mta=/usr/bin/msmtp", PAST),
    "two words before the command": ("ignerr environ set mta=/usr/bin/msmtp", PAST),
    "another name for a command": ("commandalias z set\nz mta=/usr/bin/msmtp", UNKNOWN),
    "another name for a whole line": ("commandalias z 'set mta=/usr/bin/msmtp'", UNKNOWN),
    "a variable that is read": ("read mta", UNKNOWN),
    "a file that is read last": ("set mailx-extra-rc=~/.other", PAST),
    "a file that is read last, named by the environment": ("environ set NAIL_EXTRA_RC=~/.other", PAST),
    "a file that is read last without anything of the kind": ("set mailx-extra-rc=~/.nothing", WELL),
    "a variable that another names": ("set ${which}=/usr/bin/msmtp", UNKNOWN),
    "a variable that is put together": ("eval set m${t}a=/usr/bin/msmtp", UNKNOWN),
    "other things by short names": ("se from=kim@hanbit.example\nalias lee lee@hanbit.example", WELL),
}


@pytest.mark.parametrize(("lines", "mark"), S_NAIL.values(), ids=S_NAIL)
def test_s_nail(tmp_path: Path, lines: str, mark: Mark) -> None:
    desk = Desk(tmp_path, "s-nail")
    desk.add("set mta=/usr/bin/msmtp", desk.home / ".other")
    place = desk.file.read_text()
    desk.file.write_text(f"{lines}\n{place}" if "{" in lines or "if" in lines else f"{place}\n{lines}\n")
    assert [one.mark for one in desk.findings()] == [mark]


def test_the_last_file_of_s_nail_counts_wherever_it_is_named(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "s-nail")
    desk.add("set mta=/usr/bin/msmtp", desk.home / ".other")
    place = desk.file.read_text()
    desk.file.write_text(f"set mailx-extra-rc=~/.other\n{place}")
    assert [one.mark for one in desk.findings()] == [PAST]
    desk.file.write_text(place)
    assert [one.mark for one in desk.findings()] == [WELL]
    desk.around = replace(desk.around, environ={**desk.around.environ, "NAIL_EXTRA_RC": str(desk.home / ".other")})
    assert [one.mark for one in desk.findings()] == [PAST]


def test_a_role_of_alpine_with_a_server_of_its_own(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "alpine")
    assert [one.mark for one in desk.findings()] == [WELL]
    desk.add('patterns-roles=LIT:pattern="/NICK=Work" action="/ROLE=1/SMTP=smtp.other.example"')
    assert [one.mark for one in desk.findings()] == [PAST]


def test_hooks_of_alot_that_send_cannot_be_told(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "alot")
    assert [one.mark for one in desk.findings()] == [WELL]
    desk.add("from alot.account import SendmailAccount", desk.home / ".config/alot/hooks.py")
    assert [one.mark for one in desk.findings()] == [UNKNOWN]


@pytest.fixture
def git_desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    for name in ("GIT_CONFIG_GLOBAL", "GIT_DIR", "GIT_CONFIG_COUNT"):
        monkeypatch.delenv(name, raising=False)
    desk = Desk(tmp_path, "git")
    subprocess.run(["git", "init", "-q", str(desk.folder)], check=True)
    return desk


@pytest.mark.parametrize(
    ("section", "text"),
    [
        ("[sendemail]\n\tsendmailCmd = /usr/bin/msmtp", "sendemail.sendmailCmd = /usr/bin/msmtp"),
        ('[sendemail "work"]\n\tsendmailCmd = /usr/bin/msmtp', "--identity=work: /usr/bin/msmtp"),
        ("[include]\n\tpath = other", "sendemail.sendmailCmd = /other"),
    ],
)
def test_a_repository_and_an_identity_of_git(git_desk: Desk, section: str, text: str) -> None:
    assert [one.mark for one in git_desk.findings()] == [WELL]
    (git_desk.folder / ".git" / "other").write_text("[sendemail]\n\tsendmailCmd = /other\n")
    git_desk.add(section, git_desk.folder / ".git" / "config")
    (found,) = git_desk.findings()
    assert (found.mark, text in found.words, "config" in found.words or "other" in found.words) == (PAST, True, True)


@pytest.mark.parametrize("condition", ["gitdir:~/work/", "onbranch:next"])
def test_what_git_includes_for_other_repositories_cannot_be_told(git_desk: Desk, condition: str) -> None:
    git_desk.add("[sendemail]\n\tsendmailCmd = /other", git_desk.home / "work.config")
    git_desk.add(f'[includeIf "{condition}"]\n\tpath = work.config')
    (found,) = git_desk.findings()
    assert (found.mark, f"{git_desk.home}/work.config: sendemail.sendmailCmd = /other" in found.words) == (
        UNKNOWN,
        True,
    )


def test_what_git_includes_here_is_told_once(git_desk: Desk) -> None:
    git_desk.add('[sendemail]\n\tsendmailCmd = "/other"', git_desk.home / "work.config")
    git_desk.add(f'[includeIf "gitdir:{git_desk.folder}/"]\n\tpath = ~/work.config')
    assert [one.mark for one in git_desk.findings()] == [PAST]


def test_what_git_includes_for_other_things_is_well(git_desk: Desk) -> None:
    git_desk.add("[user]\n\tname = Kim", git_desk.home / "work.config")
    git_desk.add('[includeIf "gitdir:~/work/"]\n\tpath = ~/work.config\n[includeIf "onbranch:x"]\n\tpath = ~/nothing')
    assert [one.mark for one in git_desk.findings()] == [WELL]


def test_a_repository_is_named_from_a_folder_within_it_too(git_desk: Desk) -> None:
    git_desk.add("[sendemail]\n\tsendmailCmd = /other", git_desk.folder / ".git" / "config")
    git_desk.folder /= "deeper"
    git_desk.folder.mkdir()
    (found,) = git_desk.findings()
    assert f"{git_desk.folder.parent}/.git/config:" in found.words


@pytest.mark.parametrize(
    "alias",
    [
        "mail = send-email --sendmail-cmd=/usr/bin/msmtp",
        "out = !git -c sendemail.smtpServer=smtp.other.example send-email",
    ],
)
def test_an_alias_of_git_that_names_another_way_cannot_be_told(git_desk: Desk, alias: str) -> None:
    git_desk.add(f"[alias]\n\t{alias}")
    (found,) = git_desk.findings()
    assert (found.mark, alias.partition(" = ")[2] in found.words) == (UNKNOWN, True)


def test_aliases_of_git_that_send_as_usual_are_well(git_desk: Desk) -> None:
    git_desk.add("[alias]\n\tmail = send-email --annotate\n\tlg = log --oneline")
    assert [one.mark for one in git_desk.findings()] == [WELL]


AERC = {
    "a key that pipes a message": ("binds.conf", "[messages]\nB = :pipe -m /usr/sbin/sendmail -t<Enter>", UNKNOWN),
    "a key that starts a mailer": ("binds.conf", "[view]\nM = :exec msmtp -t lee@other.example<Enter>", UNKNOWN),
    "an event that sends": ("aerc.conf", "[hooks]\nmail-received=mailx -s new lee@other.example", UNKNOWN),
    "a comment": ("binds.conf", "# B = :pipe -m sendmail -t<Enter>", WELL),
    "keys within aerc": ("binds.conf", "[messages]\nm = :compose<Enter>\nG = :cf ~/mail/Archive<Enter>", WELL),
}


@pytest.mark.parametrize("case", AERC)
def test_keys_and_events_of_aerc_that_start_another_mailer_cannot_be_told(tmp_path: Path, case: str) -> None:
    name, text, mark = AERC[case]
    desk = Desk(tmp_path, "aerc")
    desk.add(text, desk.file.parent / name)
    (found,) = desk.findings()
    assert (found.mark, name in found.words) == (mark, mark is UNKNOWN)


def test_a_key_of_aerc_that_pipes_to_presend_is_well(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "aerc")
    desk.add(f"B = :pipe -m {desk.program} sendmail -t<Enter>", desk.file.parent / "binds.conf")
    assert [one.mark for one in desk.findings()] == [WELL]


FOR_EVERYBODY = {
    "a hook": ("mutt", "Muttrc", 'send-hook . "set sendmail=/other"', PAST),
    "what the member's lines set again": ("mutt", "Muttrc", "set sendmail=/other", WELL),
    "a folder that Debian's program names": ("mutt", "Muttrc.d/more.rc", 'folder-hook . "set smtp_url=smtp://h"', PAST),
    "a hook of neomutt": ("neomutt", "neomuttrc", "account-hook . 'unset sendmail'", PAST),
    "the folder of neomutt": ("neomutt", "neomuttrc.d/more.rc", 'send-hook . "set sendmail=/other"', PAST),
    "mutt's file where neomutt has none": ("neomutt", "Muttrc", 'send-hook . "set sendmail=/other"', PAST),
    "an account": ("s-nail", "s-nail.rc", "account work {\n  set mta=/other\n}", PAST),
    "a way that alpine's members cannot change": (
        "alpine",
        "pine.conf.fixed",
        "sendmail-path=/usr/sbin/sendmail -t",
        PAST,
    ),
    "a server in the same place": ("alpine", "pine.conf.fixed", "smtp-server=smtp.other.example", PAST),
    "nothing of the kind": ("alpine", "pine.conf.fixed", "feature-list=no-x\nsmtp-server=", WELL),
}


@pytest.mark.parametrize("case", FOR_EVERYBODY)
def test_the_files_for_everybody_on_the_machine_are_part_of_the_chain(tmp_path: Path, case: str) -> None:
    name, file, text, mark = FOR_EVERYBODY[case]
    desk = Desk(tmp_path, name)
    machine = tmp_path / "etc"
    place = machine / file
    place.parent.mkdir(parents=True)
    if file.endswith(".rc") and name != "s-nail":
        main, named = {"mutt": ("Muttrc", "muttrc"), "neomutt": ("neomuttrc", "neomuttrc")}[name]
        (machine / main).write_text(f"source /usr/lib/{name}/source-{named}.d|\n")
    place.write_text(f"{text}\n")
    desk.around = replace(desk.around, machine=machine)
    (found,) = desk.findings()
    assert (found.mark, str(place) in found.words) == (mark, mark is PAST)


@pytest.mark.parametrize(("name", "falls_back"), [("mutt", True), ("git", True), ("aerc", False)])
def test_a_client_that_is_not_set_up_falls_back_on_the_machines_sendmail(
    tmp_path: Path, name: str, falls_back: bool
) -> None:
    program_in(tmp_path / "bin", name)
    around = Surroundings(tmp_path, {"PATH": str(tmp_path / "bin")})
    (found,) = client_findings(
        around, "/usr/bin/presend", tmp_path, MachineSendmail("/usr/sbin/sendmail", is_presend=False)
    )
    assert (found.mark, "/usr/sbin/sendmail" in found.words) == (PAST if falls_back else WELL, falls_back)
    (found,) = client_findings(around, "/usr/bin/presend", tmp_path, None)
    assert (found.mark, "not set up" in found.words) == (WELL, True)
