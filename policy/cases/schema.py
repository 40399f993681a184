"""The shape of a file of cases: messages as an administrator describes them, and what a policy must say of each."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from policy.attachments import FileKind
from policy.draft import FileChoice
from policy.questions import QuestionCode
from policy.refusal import RefusalCode
from policy.settings import Expiry, Level, Surface
from policy.toml.schema import Size, Table, Text
from policy.verdict import Outcome
from policy.warning import Rule
from policy.wording import WordingReason

Name = Annotated[str, Meta(min_length=1)]
Truth = Annotated[bool, Meta()]


class FileTable(Table, frozen=True):
    """One file of a message."""

    name: Name = "file"
    size: Size = "1 kB"
    inline: bool = False
    choice: FileChoice = FileChoice.AUTOMATIC


class ExpectTable(Table, frozen=True):
    """What must come out; what is absent is not looked at."""

    outcome: Outcome | UnsetType = UNSET
    rule: Rule | UnsetType = UNSET
    exempt: Truth | UnsetType = UNSET
    tab: Text | UnsetType = UNSET
    row: Annotated[int, Meta(ge=1, le=10)] | UnsetType = UNSET
    reasons: list[WordingReason] | UnsetType = UNSET
    text: Text | UnsetType = UNSET
    refusals: list[RefusalCode] | UnsetType = UNSET
    questions: list[QuestionCode] | UnsetType = UNSET
    outside: list[str] | UnsetType = UNSET
    kinds: list[FileKind] | UnsetType = UNSET
    expires_at: Text | UnsetType = UNSET
    forwarding_prohibited: Truth | UnsetType = UNSET
    audit_label: Text | UnsetType = UNSET


class CaseTable(Table, frozen=True):
    """One message and what must come out."""

    name: Name
    sender: Text = msgspec.field(name="from")
    expect: ExpectTable
    to: str = ""
    cc: str = ""
    bcc: str = ""
    subject: str = "Test"
    body: str = ""
    files: list[FileTable] = []
    individually: bool = False
    level: Level = Level.GENERAL
    expires_after: Expiry | UnsetType = UNSET
    forwarding_prohibited: Truth | UnsetType = UNSET
    language: Text | UnsetType = UNSET
    surface: Surface = Surface.PC
    member: Text | UnsetType = UNSET
    at: str = "2026-01-01T00:00:00+00:00"
    file_service: bool = True


class CasesTable(Table, frozen=True):
    """A file of cases."""

    schema: Literal[1]
    case: Annotated[list[CaseTable], Meta(min_length=1)]
