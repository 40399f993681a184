"""The person who saves a policy, as the audit log names them."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from composer.audit.actor import Actor, this_actor


class Administrator(Struct, frozen=True):
    """The person who saves a policy, as the machine knows them and by their own mail address."""

    login: str
    """The login name; empty where the machine has none for ``uid``."""
    uid: int
    identity: str = ""
    """The member's first own address, if any."""
    sudo_user: str = ""
    loginuid: int | None = None
    """The uid that logged in at first; see ``composer.audit.actor.Actor``."""

    def facts(self) -> dict[str, Any]:
        """The fields of an audit line that name the person; another of their processes may have to write the line."""
        who = Actor(self.login, self.uid, self.sudo_user, self.loginuid)
        named = {"login": self.login, "uid": self.uid, "identity": self.identity or None}
        return {"administrator": named, **who.facts()}


def administrator(identity: str = "") -> Administrator:
    """The person this process acts for; ``identity`` is their first own mail address, if they have one."""
    who = this_actor()
    return Administrator(who.login, who.uid, identity, who.sudo_user, who.loginuid)
