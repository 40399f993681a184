"""A home with the clients' files in it, and a program that stands for presend."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from composer.setup.clients import client
from composer.setup.clients.base import Setting, Surroundings


@dataclass(frozen=True)
class Case:
    """One file of one client."""

    client: str
    at: int
    """Which of the client's settings."""
    place: str
    """Below the home folder."""
    text: str
    """As a member may have written it; ends without a line break where that can be."""
    may_be_new: bool = True


CASES = (
    Case("neomutt", 0, ".config/neomutt/neomuttrc", "set sendmail=msmtp\n# Grüße\nset realname='Kim'"),
    Case("mutt", 0, ".muttrc", "set sendmail_wait=-1\n\n\nset from=kim@hanbit.example\n\n"),
    Case(
        "aerc",
        0,
        ".config/aerc/accounts.conf",
        "# accounts\n[Work]\nsource = maildir://~/M\nOutgoing   = smtp://kim:pw@h\nfrom = k\n\n[Home]\nfrom = x",
        may_be_new=False,
    ),
    Case(
        "aerc",
        1,
        ".config/aerc/aerc.conf",
        "[ui]\nsort=from\n[compose]\n#address-book-cmd=\naddress-book-cmd=khard %s",
        may_be_new=False,
    ),
    Case("alpine", 0, ".pinerc", "personal-name=Kim\n\n# comment\nsendmail-path=/usr/bin/msmtp -t\nsmtp-server=\n"),
    Case("s-nail", 0, ".mailrc", "set mta=/usr/bin/msmtp"),
    Case(
        "alot",
        0,
        ".config/alot/config",
        "theme = x\n[accounts]\n  [[work]]\n    address = k\n    sendmail_command = msmtp -t\n  [[home]]\n    a = b\n",
        may_be_new=False,
    ),
    Case("alot", 1, ".config/alot/hooks.py", "import os\n\n\ndef pre_buffer_open(ui=None):\n    pass\n"),
    Case("git", 0, ".gitconfig", '# mine\n[sendemail]\n  sendmailcmd="msmtp -t" ; quick\n[user]\n\tname = Kim'),
)


def program_in(folder: Path, name: str = "presend") -> str:
    """A program that can be called and does nothing."""
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / name
    program.write_text("#!/bin/sh\n", encoding="utf-8")
    program.chmod(0o755)
    return str(program)


def setting_of(home: Path, case: Case, program: str = "/usr/bin/presend") -> Setting:
    """The setting of a case in a home folder."""
    return client(case.client).settings(Surroundings(home, {}), program)[case.at]


def written(home: Path, case: Case, text: str | None = None) -> Path:
    """The case's file with its own text, or another."""
    place = home / case.place
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes((case.text if text is None else text).encode())
    return place
