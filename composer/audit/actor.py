"""The person this process acts for, as the machine knows them; the audit log names them beside the mail identity."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from msgspec import Struct

from composer.storage.machine import login_of

_NOBODY = 2**32 - 1
"""What Linux says of a process that nobody logged in for (``AUDIT_UID_UNSET``)."""
_LOGIN_UID = Path("/proc/self/loginuid")
_LONGEST = 256


class Actor(Struct, frozen=True):
    """The person behind a process: the real user, and what is known of who became that user."""

    login: str
    """The real user's login name; empty where the machine has none for ``uid``."""
    uid: int
    """The real user's id."""
    sudo_user: str = ""
    """What SUDO_USER says: a hint only, for whoever runs presend can set it."""
    loginuid: int | None = None
    """Who logged in at first, whatever they became since; None where nobody did or the system does not tell."""

    def facts(self) -> dict[str, Any]:
        """The fields of an audit line that name the person; what is not known is left out."""
        found: dict[str, Any] = {"login": self.login or None, "uid": self.uid}
        if self.sudo_user:
            found["sudo_user"] = self.sudo_user
        if self.loginuid is not None:
            found["loginuid"] = self.loginuid
        return found


def this_actor() -> Actor:
    """The person who runs this process."""
    uid = os.getuid()
    return Actor(login_of(uid), uid, os.environ.get("SUDO_USER", "")[:_LONGEST], _login_uid())


def _login_uid() -> int | None:
    try:
        found = int(_LOGIN_UID.read_text("ascii"))
    except (OSError, ValueError):
        return None
    return None if found == _NOBODY else found
