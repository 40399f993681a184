"""aerc: the settings by which each account sends through presend and addresses are completed."""

from __future__ import annotations

from composer.setup.clients.base import FileClient, Setting, Surroundings, in_every_account
from composer.setup.editing.calling import unquoted
from composer.setup.editing.key_edit import KeyEdit
from composer.words import _


def _settings(around: Surroundings, program: str) -> tuple[Setting, ...]:
    """The two files and their edits; ``outgoing`` is read as a URL, so that even quoted spaces would not do.

    At its first start aerc writes an ``aerc.conf`` with the filters that show mail; one without them would show none.
    """
    path = unquoted(program, "aerc")
    outgoing = KeyEdit("outgoing", f"{path} sendmail", lambda section: len(section) == 1)
    addresses = KeyEdit(
        "address-book-cmd",
        f"{path} contacts --format aerc -- %s",
        lambda section: section == ("compose",),
        missing_section="[compose]",
    )
    below = _("Put the second line below the first, which is there already, in place of a line that begins alike.")
    folder = around.config / "aerc"
    accounts = (f"outgoing = {outgoing.value}",)
    completion = ("[compose]", f"address-book-cmd = {addresses.value}")
    return (
        Setting(folder / "accounts.conf", accounts, outgoing, may_be_new=False, hint=in_every_account()),
        Setting(folder / "aerc.conf", completion, addresses, may_be_new=False, hint=below),
    )


CLIENT = FileClient("aerc", _settings)
