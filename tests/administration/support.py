"""What the tests of the administrator's side share: a policy in a real folder, stores over it, and its audit log."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from composer.administration.administrator import Administrator
from composer.administration.session import AdminSession
from composer.administration.stores.file_store import FilePolicyStore
from composer.administration.stores.memory_store import MemoryPolicyStore
from composer.audit.log import AuditLog
from tests.storage.support import SetClock

TEXT = """\
# What the organization has decided.
schema = 1

[company]
domains = ["hanbit.example"]  # ours
languages = ["ko", "en"]

[mail_security]
external_import = "allow"
backup = "on"

[mail_security.outgoing_warning.pc]
default = "Outside!"  # short on purpose

# Everybody.
[[lists]]
address = "all@hanbit.example"
members = ["kim@hanbit.example", "lee@hanbit.example"]

# With an outsider.
[[lists]]
address = "sales@hanbit.example"
members = ["kim@hanbit.example", "partner@other.example"]

[[lists]]
address = "staff@hanbit.example"
members_file = "staff.txt"
"""
IMPORT = ("mail_security", "external_import")
BACKUP = ("mail_security", "backup")
KOREAN = ("mail_security", "outgoing_warning", "pc", "ko")
ROOT_ADMIN = Administrator("root", 0, "kim@hanbit.example")
STAFF = "kim@hanbit.example\n"


def read_staff(name: str) -> str:
    """The one members file there is."""
    if name != "staff.txt":
        raise FileNotFoundError(2, "No such file or directory", name)
    return STAFF


@dataclass
class Desk:
    """A policy file in a folder of its own; a second desk on the same folder is the next start of presend."""

    folder: Path
    clock: SetClock = field(default_factory=SetClock)
    who: Administrator = ROOT_ADMIN

    def __post_init__(self) -> None:
        self.place = self.folder / "etc"
        self.policy = self.place / "policy.toml"
        if not self.place.exists():
            self.place.mkdir(parents=True)
            self.policy.write_text(TEXT)
            self.policy.chmod(0o644)
            (self.place / "staff.txt").write_text(STAFF)
        self.store = self.store_of(self.policy)

    @property
    def versions(self) -> Path:
        """Where earlier versions lie."""
        return self.place / "policy.toml.versions"

    def store_of(self, path: Path) -> FilePolicyStore:
        """A store over the policy as somebody names it."""
        audit = AuditLog(self.folder / "audit.jsonl")
        return FilePolicyStore(path, self.clock, audit, self.who)

    def session(self) -> AdminSession:
        """What the page works with."""
        return AdminSession(self.store)

    def audit(self) -> list[dict[str, Any]]:
        """Every line; fails where one is no JSON."""
        path = self.folder / "audit.jsonl"
        return [json.loads(line) for line in path.read_text("ascii").splitlines()] if path.exists() else []

    def kept(self) -> list[str]:
        """The texts of all earlier versions, newest first."""
        return [self.store.text_of(version) for version in self.store.versions()]

    def names(self) -> list[str]:
        """What lies beside the policy, hidden files too."""
        return sorted(path.name for path in self.place.iterdir())


def in_memory(text: str = TEXT) -> MemoryPolicyStore:
    """The same policy without a disk."""
    return MemoryPolicyStore(text, read_staff, "demonstration", SetClock())
