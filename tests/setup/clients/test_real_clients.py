"""What the clients themselves make of the files that were written for them."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from composer.setup.clients import client
from composer.setup.clients.base import Surroundings
from composer.setup.editing.configuration import carry_out, planned_addition, planned_removal
from composer.setup.editing.edit import SetupError
from tests.end_to_end.terminal import Terminal
from tests.project import ROOT
from tests.setup.support import program_in


def needs(program: str) -> pytest.MarkDecorator:
    """The checks install every program; a developer may lack one."""
    return pytest.mark.skipif(shutil.which(program) is None, reason=f"{program} is not installed")


def environment(home: Path, **more: str) -> dict[str, str]:
    """Nothing of the developer's own."""
    return {"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8", "TERM": "xterm-256color", **more}


def install(name: str, home: Path, program: str, **environ: str) -> None:
    """As ``presend install NAME --write``."""
    settings = client(name).settings(Surroundings(home, environ), program)
    carry_out([planned_addition(setting) for setting in settings])


def said(home: Path, *command: str, **environ: str) -> str:
    """What a program prints."""
    done = subprocess.run(
        command, env=environment(home, **environ), capture_output=True, text=True, stdin=subprocess.DEVNULL, check=True
    )
    return done.stdout


MUTT_PLACES = {
    "mutt": (".muttrc", ".mutt/muttrc", ".config/mutt/muttrc"),
    "neomutt": (
        ".config/neomutt/neomuttrc",
        ".config/neomutt/muttrc",
        ".config/mutt/neomuttrc",
        ".config/mutt/muttrc",
        ".neomutt/neomuttrc",
        ".neomutt/muttrc",
        ".mutt/neomuttrc",
        ".mutt/muttrc",
        ".neomuttrc",
        ".muttrc",
    ),
}


BOXES = ("cur", "new", "tmp")
QUIET = "folder=~ spoolfile=~/inbox record=''"


@pytest.mark.parametrize(
    ("name", "first"),
    [
        pytest.param(name, first, marks=needs(name), id=f"{name}-{places[first]}")
        for name, places in MUTT_PLACES.items()
        for first in range(len(places))
    ],
)
def test_mutt_and_neomutt_read_the_file_that_is_written(tmp_path: Path, name: str, first: int) -> None:
    home = tmp_path / "home"
    for place in MUTT_PLACES[name][first:]:
        (home / place).parent.mkdir(parents=True, exist_ok=True)
        (home / place).write_text("set sendmail=msmtp\nset use_envelope_from=no\n", encoding="utf-8")
    program = program_in(tmp_path / "bin")
    install(name, home, program)
    found = said(home, name, "-Q", "sendmail", "-Q", "sendmail_wait", "-Q", "use_envelope_from", "-Q", "query_command")
    assert f'sendmail="{program} sendmail"' in found.replace(" = ", "=")
    assert "sendmail_wait=0" in found.replace(" = ", "=")
    assert f'query_command="{program} contacts --format mutt -- %s"' in found.replace(" = ", "=")
    assert "use_envelope_from is set" in found or "use_envelope_from = yes" in found


@pytest.mark.parametrize("name", [pytest.param(name, marks=needs(name)) for name in MUTT_PLACES])
def test_mutt_and_neomutt_with_a_mail_server_of_their_own_call_presend_instead(tmp_path: Path, name: str) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / ".muttrc").write_text(
        f"set smtp_url=smtp://127.0.0.1:1 from=kim@hanbit.example {QUIET}\n", encoding="utf-8"
    )
    program = Path(program_in(tmp_path / "bin"))
    program.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/called\ncat > {tmp_path}/message\n', encoding="utf-8")
    install(name, home, str(program))
    command = [name, "-s", "Hello", "lee@hanbit.example"]
    subprocess.run(command, env=environment(home), input=b"Text\n", check=True)
    called = (tmp_path / "called").read_text(encoding="utf-8")
    assert called == "sendmail -f kim@hanbit.example -- lee@hanbit.example\n"
    assert b"Subject: Hello" in (tmp_path / "message").read_bytes()


@needs("s-nail")
def test_s_nail_calls_the_verb_first_and_then_the_recipients(tmp_path: Path) -> None:
    mailrc = tmp_path / "mailrc"
    mailrc.write_text("set mta=/usr/bin/msmtp", encoding="utf-8")
    program = Path(program_in(tmp_path / "bin"))
    program.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/called\ncat > {tmp_path}/message\n', encoding="utf-8")
    install("s-nail", tmp_path, str(program), MAILRC=str(mailrc))
    command = ["s-nail", "-s", "Hello", "partner@other.example", "lee@hanbit.example"]
    subprocess.run(command, env=environment(tmp_path, MAILRC=str(mailrc)), input=b"Text\n", check=True)
    called = (tmp_path / "called").read_text(encoding="utf-8")
    assert called == "sendmail -i -- partner@other.example lee@hanbit.example\n"
    assert b"Subject: Hello" in (tmp_path / "message").read_bytes()


@needs("git")
@pytest.mark.parametrize("folder", ["bin", "my programs", 'odd "#;\\  name'])
def test_git_reads_the_lines_that_are_printed_as_those_that_are_written(tmp_path: Path, folder: str) -> None:
    printed = client("git").settings(Surroundings(tmp_path, {}), program_in(tmp_path / folder))[0]
    (tmp_path / ".gitconfig").write_text("[user]\n\tname = Kim\n" + "\n".join((*printed.lines, "")), encoding="utf-8")
    read = said(tmp_path, "git", "config", "--global", "--get-regexp", "^sendemail")
    (tmp_path / ".gitconfig").unlink()
    carry_out([planned_addition(printed)])
    assert said(tmp_path, "git", "config", "--global", "--get-regexp", "^sendemail") == read
    assert "presend" in read


@needs("git")
@pytest.mark.parametrize("place", [".gitconfig", ".config/git/config"])
def test_git_reads_its_settings_back_where_it_keeps_them_itself(tmp_path: Path, place: str) -> None:
    (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / place).write_text("[user]\n\tname = Kim\n", encoding="utf-8")
    program = program_in(tmp_path / "my programs")
    install("git", tmp_path, program)
    assert said(tmp_path, "git", "config", "--global", "sendemail.sendmailcmd") == f"'{program}' sendmail\n"
    assert said(tmp_path, "git", "config", "--global", "sendemail.envelopesender") == "auto\n"
    assert "sendmailCmd" in (tmp_path / place).read_text(encoding="utf-8")


@needs("aerc")
def test_aerc_starts_with_what_was_written_and_keeps_its_filters(tmp_path: Path) -> None:
    for part in ("cur", "new", "tmp"):
        (tmp_path / "Mail" / "INBOX" / part).mkdir(parents=True)
    accounts = tmp_path / ".config" / "aerc" / "accounts.conf"
    accounts.parent.mkdir(parents=True)
    accounts.write_text("[Work]\nsource = maildir://~/Mail\nfrom = Kim <kim@hanbit.example>\n", encoding="utf-8")
    accounts.chmod(0o600)
    program = program_in(tmp_path / "bin")
    with pytest.raises(SetupError, match=r"no .*aerc\.conf yet"):
        install("aerc", tmp_path, program)
    for _start in range(2):
        with Terminal([str(shutil.which("aerc"))], environment(tmp_path), tmp_path, (80, 24)) as terminal:
            terminal.until("INBOX")
        install("aerc", tmp_path, program)
    filters = [line for line in (accounts.parent / "aerc.conf").read_text("utf-8").splitlines() if line[:5] == "text/"]
    assert any(line.startswith("text/plain") for line in filters)


@needs("alpine")
def test_alpine_keeps_the_marks_when_it_writes_its_file(tmp_path: Path) -> None:
    pinerc = tmp_path / ".pinerc"
    pinerc.write_text(
        "personal-name=Kim\nuser-domain=hanbit.example\nsendmail-path=/usr/bin/msmtp -t\n", encoding="utf-8"
    )
    program = program_in(tmp_path / "bin")
    install("alpine", tmp_path, program)
    with Terminal([str(shutil.which("alpine"))], environment(tmp_path), tmp_path, (80, 24)) as terminal:
        terminal.until_true(lambda: "smtp-server=" in pinerc.read_text(encoding="utf-8"))
    assert f"sendmail-path={program} sendmail" in pinerc.read_text(encoding="utf-8")
    setting = client("alpine").settings(Surroundings(tmp_path, {}), program)[0]
    carry_out([planned_removal(setting)])
    after = pinerc.read_text(encoding="utf-8")
    assert "sendmail-path=/usr/bin/msmtp -t\n" in after
    assert "presend" not in after


def home_with_a_list(folder: Path) -> tuple[Path, str]:
    """The home of a member who knows the list Sales, and a presend to call there."""
    home = folder / "home"
    for part in ("cur", "new", "tmp"):
        (home / "Mail" / "INBOX" / part).mkdir(parents=True)
        (home / "Mail" / part).mkdir(parents=True)
    config = home / ".config" / "presend"
    config.mkdir(parents=True)
    (config / "policy.toml").write_text(
        'schema = 1\n[company]\ndomains = ["hanbit.example"]\n'
        '[[lists]]\naddress = "sales@hanbit.example"\nname = "Sales"\nmembers = ["partner@other.example"]\n',
        encoding="utf-8",
    )
    program = Path(program_in(folder / "bin"))
    program.write_text(
        f'#!/bin/sh\nPYTHONPATH={shlex.quote(str(ROOT))} exec {shlex.quote(sys.executable)} -m composer "$@"\n',
        encoding="utf-8",
    )
    return home, str(program)


@pytest.mark.parametrize("name", [pytest.param(name, marks=needs(name)) for name in ("mutt", "neomutt")])
def test_mutt_and_neomutt_show_what_a_query_found(tmp_path: Path, name: str) -> None:
    home, program = home_with_a_list(tmp_path)
    (home / ".muttrc").write_text("set spoolfile=~/Mail folder=~/Mail mbox_type=Maildir\n", encoding="utf-8")
    install(name, home, program)
    with Terminal([str(shutil.which(name))], environment(home), home, (80, 24)) as terminal:
        terminal.until("Mail")
        terminal.send("Q")
        terminal.until("Query")
        terminal.send("sal es\r")
        terminal.until("sales@hanbit.example", "outside, list of 1")


@needs("aerc")
def test_aerc_completes_a_recipient_and_takes_no_mark_into_the_name(tmp_path: Path) -> None:
    home, program = home_with_a_list(tmp_path)
    folder = home / ".config" / "aerc"
    folder.mkdir()
    (folder / "accounts.conf").write_text("[Work]\nsource = maildir://~/Mail\nfrom = <kim@hanbit.example>\n")
    (folder / "accounts.conf").chmod(0o600)
    (folder / "aerc.conf").write_text("[compose]\neditor = tail -f\n")
    install("aerc", home, program)
    with Terminal([str(shutil.which("aerc"))], environment(home), home, (80, 24)) as terminal:
        terminal.until("Connected")
        terminal.send(":compose\r")
        terminal.until("To: ", "Subject: ")
        terminal.send("sal")
        terminal.until('"Sales" <sales@hanbit.example> ', gone="outside")
        terminal.press("tab", "enter")
        terminal.until('To: "Sales" <sales@hanbit.example>', gone="outside")


@needs("mutt")
def test_mutt_shows_why_a_query_failed_in_its_last_row(tmp_path: Path) -> None:
    program = Path(program_in(tmp_path / "bin"))
    program.write_text(
        f'#!/bin/sh\nPYTHONPATH={shlex.quote(str(ROOT))} exec {shlex.quote(sys.executable)} -m composer "$@"\n',
        encoding="utf-8",
    )
    (tmp_path / ".config" / "presend").mkdir(parents=True)
    (tmp_path / ".config" / "presend" / "config.toml").write_text("x = [\n", encoding="utf-8")
    (tmp_path / ".muttrc").write_text(f"set {QUIET}\n", encoding="utf-8")
    (tmp_path / "inbox").touch()
    install("mutt", tmp_path, str(program))
    with Terminal([str(shutil.which("mutt"))], environment(tmp_path), tmp_path, (200, 24)) as terminal:
        terminal.until("Mutt: =inbox")
        terminal.send("Q")
        terminal.until("Query")
        terminal.send("sales\r")
        terminal.until_true(lambda: "config.toml:2:1:" in terminal.text.splitlines()[-1], "the fault in the last row")
        assert "presend:" not in terminal.text
