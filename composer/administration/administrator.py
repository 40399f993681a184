"""Who saves a policy."""

from __future__ import annotations

import os
import pwd

from msgspec import Struct


class Administrator(Struct, frozen=True):
    """The person as the machine knows them, for the audit log."""

    login: str
    """Empty where the machine has no name for the number."""
    uid: int
    identity: str = ""
    """The member's first own address, if any."""


def administrator(identity: str = "") -> Administrator:
    """Who this process acts for."""
    uid = os.getuid()
    try:
        login = pwd.getpwuid(uid).pw_name
    except KeyError:
        login = ""
    return Administrator(login, uid, identity)
