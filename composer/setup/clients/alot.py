"""alot: the settings by which each account sends through presend, and a hook that lends presend the terminal."""

from __future__ import annotations

import re
from itertools import takewhile
from pathlib import Path

from composer.gate.terminal.place import PAUSED
from composer.setup.clients.base import FileClient, Setting, Surroundings, in_every_account
from composer.setup.editing.calling import quoted
from composer.setup.editing.hook_edit import HookEdit
from composer.setup.editing.key_edit import KeyEdit

HOOK = "pre_envelope_send"
_HOOK_LINES = (
    "def presend_pauses_alot(ui):",
    "    import os",
    "    from alot.account import SendmailAccount",
    "    send = SendmailAccount.send_mail",
    "    if getattr(send, 'pauses', False):",
    "        return",
    "    async def send_mail(account, mail):",
    "        with ui.paused():",
    r"            print('\x1b7\x1b[?47h', end='', flush=True)  # what alot has drawn stays in sight",
    f"            os.environ['{PAUSED}'] = '1'",
    "            try:",
    "                await send(account, mail)",
    "            finally:",
    f"                del os.environ['{PAUSED}']",
    r"                print('\x1b[?47l\x1b8', end='', flush=True)",
    "    send_mail.pauses = True",
    "    SendmailAccount.send_mail = send_mail",
    "",
    f"async def {HOOK}(ui=None, dbm=None, cmd=None):",
    "    presend_pauses_alot(ui)",
)
_HOOKS_FILE = re.compile(r"\s*hooksfile\s*=\s*(['\"]?)(.+?)\1\s*(?:#.*)?$")


def _settings(around: Surroundings, program: str) -> tuple[Setting, ...]:
    command = f"{quoted(program)} sendmail -t"
    sending = KeyEdit("sendmail_command", command, _is_account)
    config = around.config / "alot" / "config"
    return (
        Setting(config, (f"sendmail_command = {command}",), sending, may_be_new=False, hint=in_every_account()),
        Setting(_hooks_file(around, config), _HOOK_LINES, HookEdit(_HOOK_LINES, HOOK)),
    )


def _hooks_file(around: Surroundings, config: Path) -> Path:
    """The file in which alot looks for hooks: the one its settings name, else a path that no XDG variable moves."""
    before_sections = takewhile(lambda line: not line.lstrip().startswith("["), _lines(config))
    named = next((found[2] for found in map(_HOOKS_FILE.match, before_sections) if found), "~/.config/alot/hooks.py")
    return around.home / named.removeprefix("~/")


def _lines(file: Path) -> list[str]:
    """The lines of a file; empty where it cannot be read, which is said where it is to be changed."""
    try:
        return file.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []


def _is_account(section: tuple[str, ...]) -> bool:
    return len(section) == 2 and section[0] == "accounts"


CLIENT = FileClient("alot", _settings)
