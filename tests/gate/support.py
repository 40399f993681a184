"""A member of the tests' organization whose other mail client calls presend: real files, a real process or none."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from composer.drafting.judging import Assessment
from composer.gate.asking.answers import Answer, NobodyToAsk, Send, WentBack
from composer.gate.call.arguments import SendmailCall
from composer.gate.call.intake import GateResult
from composer.gate.call.submission import GateMessage
from composer.gate.run import finish, run_gate
from composer.gate.services import GateServices, Process
from composer.gate.terminal.place import NOBODY
from composer.services.member_settings import Identity, MemberSettings, Preferences
from composer.services.outbox import Consent
from policy.address import parse_address
from policy.questions import QuestionCode
from policy.verdict import consent_hash
from tests.delivery.support import Office
from tests.forkserver.client import run
from tests.machines import without_policy
from tests.policy.support import KIM
from tests.project import ROOT

INSIDE = b"From: Kim <kim@hanbit.example>\nTo: lee@hanbit.example\nSubject: Minutes\n\nDear Lee,\nhere they are.\n"
OUTSIDE = INSIDE.replace(b"To: lee@hanbit.example", b"To: lee@hanbit.example, partner@other.example")

CONFIG = """[[identities]]
address = "kim@hanbit.example"
name = "Kim"
[transport]
{transport}
[mailbox]
path = "{mailbox}"
"""
POLICY = """schema = 1
[company]
name = "Hanbit"
domains = ["hanbit.example"]
languages = ["en", "ko", "ja"]
[mail_security.levels.restricted]
use = true
expires_after = "1 month"
forwarding_prohibited = true
[mail_security.levels.confidential]
use = true
name = "Board only"
[[lists]]
address = "sales@hanbit.example"
members = ["kim@hanbit.example"]
senders = ["kim@hanbit.example"]
"""


@dataclass
class Member:
    """An installation of presend of one member, in a folder that is home too."""

    home: Path
    transport: str = 'kind = "local"'
    policy: str = POLICY
    environ: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        configuration = self.home / ".config" / "presend"
        configuration.mkdir(parents=True)
        text = CONFIG.format(transport=self.transport, mailbox=self.home / "Mail")
        (configuration / "config.toml").write_text(text, "utf-8")
        (configuration / "policy.toml").write_text(self.policy, "utf-8")

    def presend(
        self, *words: str, message: bytes = b"", closed: Sequence[int] = (), **environ: str
    ) -> subprocess.CompletedProcess[bytes]:
        """Run a verb without a terminal of its own, and without the standard descriptors that are ``closed``."""
        around = {"PATH": os.environ["PATH"], "HOME": str(self.home), "LANG": "C.UTF-8", "TZ": "UTC"}
        around |= {"PYTHONPATH": str(ROOT), NOBODY: "1"} | self.environ | environ
        return run([*without_policy(self.home), *words], given=message, closed=closed, env=around, cwd=self.home)

    def sendmail(self, *words: str, message: bytes = INSIDE, **environ: str) -> subprocess.CompletedProcess[bytes]:
        """``presend sendmail``."""
        return self.presend("sendmail", *words, message=message, closed=(), **environ)

    @property
    def arrived(self) -> dict[str, bytes]:
        """What lies in the mailboxes of the local transport, the newest of each address."""
        folder = self.home / ".local" / "share" / "presend" / "local"
        return {path.parent.parent.name: path.read_bytes() for path in sorted(folder.glob("*/new/*"))}

    @property
    def filed(self) -> list[bytes]:
        """What lies in Sent."""
        return [path.read_bytes() for path in (self.home / "Mail" / ".Sent").glob("*/*")]

    @property
    def kept(self) -> list[Path]:
        """The folders of the kept messages."""
        return sorted((self.home / ".local" / "share" / "presend" / "clients" / "kept").glob("*"))

    @property
    def waiting(self) -> list[Path]:
        """The jobs in the outbox."""
        return sorted((self.home / ".local" / "share" / "presend" / "outbox" / "queue").glob("*"))


@dataclass
class Asked:
    """Answers as it was told to, and remembers what it was asked."""

    reply: Callable[[GateMessage, Assessment, tuple[QuestionCode, ...]], Answer]
    questions: list[tuple[QuestionCode, ...]] = field(default_factory=list)
    warnings: int = 0

    def ask(self, message: GateMessage, assessment: Assessment, questions: tuple[QuestionCode, ...]) -> Answer:
        """See ``Ask``."""
        self.questions.append(questions)
        self.warnings += assessment.verdict.warning.shown
        return self.reply(message, assessment, questions)


def agrees(_message: GateMessage, assessment: Assessment, questions: tuple[QuestionCode, ...]) -> Answer:
    """A member who sends whatever is asked."""
    shown = assessment.verdict.warning.shown
    consent = Consent(os.urandom(16).hex(), consent_hash(assessment.draft, assessment.verdict), 900) if shown else None
    return Send(assessment, frozenset(questions), consent)


def goes_back(_message: GateMessage, assessment: Assessment, _questions: tuple[QuestionCode, ...]) -> Answer:
    """A member who does not send."""
    return WentBack(assessment, 1500)


def is_away(_message: GateMessage, _assessment: Assessment, _questions: tuple[QuestionCode, ...]) -> Answer:
    """Nobody."""
    return NobodyToAsk()


class Gate:
    """The gate within this process, over the office of the outbox's tests."""

    def __init__(self, office: Office, reply: Callable[..., Answer] = is_away, *, individually: bool = False) -> None:
        self.office = office
        self.kept = office.kept
        self.asked = Asked(reply)
        self.process = Process()
        settings = MemberSettings(
            (Identity(parse_address(KIM), "Kim"),), language="en", preferences=Preferences(individually=individually)
        )
        self.services = GateServices(office.clock, office.policy, settings, office.outbox, self.kept, "en")

    def take(self, message: bytes, *recipients: str, **call: object) -> GateResult:
        """Hand a message over."""
        made = SendmailCall(recipients=recipients, **({"from_header": not recipients} | call))  # type: ignore[arg-type]  # as named
        place = self.office.root / "input.eml"
        place.write_bytes(message)
        with place.open("rb") as file:
            return run_gate(made, file.fileno(), self.services, self.asked, self.process)

    def finish(self, kept_id: str) -> GateResult:
        """Go on with a kept message."""
        return finish(kept_id, self.services, self.asked)
