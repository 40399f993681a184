"""A member with settings and a policy under which a message to the outside is warned about."""

from __future__ import annotations

import json
from pathlib import Path

from tests.end_to_end.terminal import environ_of

POLICY = """schema = 1
[company]
name = "Hanbit Trading"
domains = ["hanbit.example"]
[mail_security.outgoing_warning]
enabled = true
[mail_security.outgoing_warning.pc]
default = "This message goes outside Hanbit Trading."
[mail_security.levels.restricted]
use = true
"""
SETTINGS = """language = "en"
[[identities]]
address = "kim@hanbit.example"
[transport]
kind = "local"
"""
MESSAGE = b"""From: kim@hanbit.example
To: lee@hanbit.example, park@other.example
Subject: Offer
Date: Thu, 26 Nov 2026 10:00:00 +0900
Message-ID: <1@hanbit.example>

Hello
"""
OUTSIDER, COLLEAGUE = "park@other.example", "lee@hanbit.example"


class Member:
    """Their home, and what has become of their mail."""

    def __init__(self, home: Path) -> None:
        self.home = home
        configuration = home / ".config" / "presend"
        configuration.mkdir(parents=True)
        (configuration / "config.toml").write_text(SETTINGS)
        (configuration / "policy.toml").write_text(POLICY)
        (home / "message").write_bytes(MESSAGE)
        self.environ = environ_of(home)

    @property
    def mail(self) -> list[Path]:
        """What has arrived outside the member's own mailbox, of every recipient."""
        return sorted(self.home.rglob("local/*/new/*"))

    @property
    def kept(self) -> list[str]:
        """Why each message that was not sent is kept."""
        return [json.loads(path.read_text())["reason"] for path in self.home.rglob("kept/*/kept.json")]
