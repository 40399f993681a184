"""``presend doctor`` as a command: one line a finding, and an exit status for scripts."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from rich.cells import cell_len

from tests.cli.command import presend
from tests.delivery.smtp_servers import Inbox, running
from tests.disk.test_mailbox_layout import laid_out
from tests.end_to_end.terminal import Terminal
from tests.project import ROOT
from tests.setup.support import program_in

POLICY = """schema = 1
[company]
name = "Hanbit"
domains = ["hanbit.example"]
languages = ["en"]
default_language = "en"
[mail_security.outgoing_warning]
enabled = true
[mail_security.outgoing_warning.pc]
default = "Careful."
en = "Careful!"
[mail_security.outgoing_warning.mobile]
default = "Careful."
en = "Careful!"
"""
LINKS = [
    "program",
    "settings",
    "policy",
    "identities",
    "transport",
    "mailbox",
    "outbox",
    "audit",
    "terminal",
    "language",
]


def set_up(home: Path, port: int) -> None:
    """Everything a member needs."""
    config = home / ".config" / "presend"
    config.mkdir(parents=True)
    laid_out(home / "Mail", "INBOX", "Sent")
    (config / "policy.toml").write_text(POLICY, encoding="utf-8")
    (config / "config.toml").write_text(
        f'language = "en"\n[[identities]]\naddress = "kim@hanbit.example"\n'
        f'[transport]\nkind = "smtp"\nhost = "127.0.0.1"\nport = {port}\nsecurity = "plaintext"\n'
        '[mailbox]\npath = "~/Mail"\n',
        encoding="utf-8",
    )


def test_where_nothing_is_set_up_every_step_is_said(tmp_path: Path) -> None:
    done = presend(tmp_path, "doctor", PATH=str(tmp_path))
    assert (done.returncode, done.stderr) == (1, "")
    assert {line[:4].strip() for line in done.stdout.splitlines() if line} <= {"ok", "!", "x", "", "4 th"}
    assert "x   There are no settings." in done.stdout
    assert "x   There is no policy" in done.stdout
    assert done.stdout.splitlines()[-1] == "4 things to do."
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_json_has_every_link_in_its_order(tmp_path: Path) -> None:
    with running(Inbox()) as port:
        set_up(tmp_path, port)
        done = presend(tmp_path, "doctor", "--json", PATH=str(tmp_path))
    data = json.loads(done.stdout)
    assert list(dict.fromkeys(one["link"] for one in data["findings"])) == LINKS
    assert data["to_do"] == sum(one["mark"] != "ok" for one in data["findings"])
    assert done.returncode == 1


def test_where_all_is_well_the_status_is_0(tmp_path: Path) -> None:
    programs = tmp_path / "bin"
    program_in(programs)
    around = {"PATH": str(programs), "HOME": str(tmp_path), "LANG": "en_US.UTF-8", "LANGUAGE": "en", "TERM": "xterm"}
    with running(Inbox()) as port:
        set_up(tmp_path, port)
        command = [sys.executable, "-m", "composer", "doctor"]
        with Terminal(command, {**around, "PYTHONPATH": str(ROOT)}, tmp_path, (80, 40)) as terminal:
            assert terminal.ended() == 0, terminal.text
            assert "All is well." in terminal.text


def test_broken_files_are_told_fault_by_fault_and_nothing_fails(tmp_path: Path) -> None:
    set_up(tmp_path, 1)
    config = tmp_path / ".config" / "presend"
    (config / "config.toml").write_text("x = 1\ny = 2\n", encoding="utf-8")
    (config / "policy.toml").write_text("schema = 3\n", encoding="utf-8")
    done = presend(tmp_path, "doctor", "--json", PATH=os.environ["PATH"])
    said = [one["words"] for one in json.loads(done.stdout)["findings"] if one["mark"] == "x"]
    assert (done.returncode, done.stderr) == (1, "")
    assert sum("config.toml:" in words for words in said) >= 2
    assert sum("policy.toml:" in words for words in said) >= 2


def test_a_broken_policy_leaves_the_server_to_be_looked_at(tmp_path: Path) -> None:
    with running(Inbox()) as port:
        set_up(tmp_path, port)
        (tmp_path / ".config" / "presend" / "policy.toml").write_text("schema = 3\n", encoding="utf-8")
        done = presend(tmp_path, "doctor", "--json", PATH=str(tmp_path))
    links = [one["link"] for one in json.loads(done.stdout)["findings"]]
    assert "transport" in links
    assert "identities" not in links


def test_in_a_narrow_terminal_lines_fit_and_a_dumb_one_is_asked_nothing(tmp_path: Path) -> None:
    around = {"PATH": str(tmp_path), "HOME": str(tmp_path), "LANG": "ko_KR.UTF-8", "TERM": "dumb"}
    command = [sys.executable, "-m", "composer", "doctor"]
    with Terminal(command, {**around, "PYTHONPATH": str(ROOT)}, tmp_path, (40, 60)) as terminal:
        assert terminal.ended() == 1
        written = terminal.written.decode()
    assert "xterm-256color" in written
    assert "\x1b" not in written
    assert max(map(cell_len, written.splitlines())) <= 40


def test_in_a_locale_without_the_members_script_it_speaks_english_and_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / ".config" / "presend").mkdir(parents=True)
    (tmp_path / ".config" / "presend" / "config.toml").write_text(
        'language = "ko"\n[[identities]]\naddress = "kim@hanbit.example"\nname = "김민지"\n', encoding="utf-8"
    )
    ascii_only = {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    around = {"PATH": str(tmp_path), "HOME": str(tmp_path), "PYTHONPATH": str(ROOT)} | ascii_only
    command = [sys.executable, "-m", "composer", "doctor"]
    done = subprocess.run(command, env=around, capture_output=True, encoding="ascii", check=False)
    assert (done.returncode, done.stderr) == (1, "")
    assert "such as C.UTF-8." in done.stdout
    assert "The screens are in ???." in done.stdout
    assert done.stdout.splitlines()[-1].endswith("things to do.")
