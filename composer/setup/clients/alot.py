"""alot: how each account sends, and a hook that lets go of the terminal while presend asks."""

from __future__ import annotations

from composer.setup.calling import quoted
from composer.setup.clients.base import FileClient, Setting, Surroundings, in_every_account
from composer.setup.hook_edit import HookEdit
from composer.setup.key_edit import KeyEdit

HOOK = "pre_envelope_send"
_HOOK_LINES = (
    "def presend_pauses_alot(ui):",
    "    from alot.account import SendmailAccount",
    "    send = SendmailAccount.send_mail",
    "    if getattr(send, 'pauses', False):",
    "        return",
    "    async def send_mail(account, mail):",
    "        with ui.paused():",
    "            await send(account, mail)",
    "    send_mail.pauses = True",
    "    SendmailAccount.send_mail = send_mail",
    "",
    f"async def {HOOK}(ui=None, dbm=None, cmd=None):",
    "    presend_pauses_alot(ui)",
)


def _settings(around: Surroundings, program: str) -> tuple[Setting, ...]:
    command = f"{quoted(program)} sendmail -t"
    sending = KeyEdit("sendmail_command", command, _is_account)
    folder = around.config / "alot"
    return (
        Setting(
            folder / "config",
            (f"sendmail_command = {command}",),
            sending,
            may_be_new=False,
            hint=in_every_account(),
        ),
        Setting(folder / "hooks.py", _HOOK_LINES, HookEdit(_HOOK_LINES, HOOK)),
    )


def _is_account(section: tuple[str, ...]) -> bool:
    return len(section) == 2 and section[0] == "accounts"


CLIENT = FileClient("alot", _settings)
