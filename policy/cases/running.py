"""An administrator's own cases: read from TOML, judged by the rules, compared with what they must give."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import UNSET, Struct

from policy import levels
from policy.address import MalformedAddressError, parse_address, parse_field
from policy.cases.expectations import NEVER, Value, expectations, moment, outcome_of
from policy.cases.schema import CasesTable, CaseTable, FileTable
from policy.draft import Draft, FileFacts, FileRole
from policy.errors import DocumentFaultsError, FaultCode, Finding, KeyPath
from policy.settings import Policy
from policy.toml.lines import key_positions
from policy.toml.shape import fit, with_later_findings
from policy.toml.sizes import LARGEST, size_in_bytes
from policy.toml.text import locate, parse, shown, without_mark
from policy.verdict import Capabilities, Member, PolicyInForce, Verdict, judge


class Case(Struct, frozen=True):
    """One message, and what the policy must say of it."""

    table: CaseTable
    line: int
    """The line of the file on which the case begins, from 1."""

    @property
    def name(self) -> str:
        """The case's ``name`` as the administrator wrote it, which is foreign text."""
        return self.table.name


class Mismatch(Struct, frozen=True):
    """One key whose value came out otherwise than the case expects."""

    key: str
    """The key under ``expect`` in the file."""
    expected: Value
    got: Value


class CaseResult(Struct, frozen=True):
    """A case that was run, and each key that came out otherwise than expected."""

    case: Case
    mismatches: tuple[Mismatch, ...]

    @property
    def passed(self) -> bool:
        """Whether every expected value came out."""
        return not self.mismatches


def read_cases(text: str) -> tuple[Case, ...]:
    """The cases of a TOML text; raises DocumentFaultsError with every fault, located."""
    table, misfits = fit(parse(text), CasesTable)
    later = (finding for at, case in enumerate(table.case) for finding in _faults(("case", at), case))
    found = with_later_findings(misfits, later)
    if found:
        raise DocumentFaultsError(locate(text, found))
    positions = key_positions(without_mark(text))
    return tuple(Case(one, positions.get(("case", at), (1, 1))[0]) for at, one in enumerate(table.case))


def run_case(case: Case, in_force: PolicyInForce) -> CaseResult:
    """Judge the case's message and compare the verdict with every key that the case expects."""
    verdict = verdict_of(case, in_force)
    compared = ((key, expected, outcome_of(key, verdict)) for key, expected in expectations(case.table.expect))
    return CaseResult(case, tuple(Mismatch(*one) for one in compared if one[1] != one[2]))


def verdict_of(case: Case, in_force: PolicyInForce) -> Verdict:
    """What the policy says of the case's message; without ``member``, the sender is taken as authorised."""
    table = case.table
    now = moment(table.at)
    if now is None or now.tzinfo is None:
        raise ValueError("a case that was read has a moment")
    member = Member(
        identities=(parse_address(table.member),) if isinstance(table.member, str) else None,
        language=table.language if isinstance(table.language, str) else None,
        surface=table.surface,
        timezone=now.tzinfo,
    )
    return judge(_draft(table, in_force.policy), in_force, member, Capabilities(table.file_service), now)


def _draft(table: CaseTable, policy: Policy) -> Draft:
    """The message as the composer would have it: options that are absent are the level's defaults."""
    expiry, prohibited = levels.defaults(table.level, policy)
    return Draft(
        sender=parse_field(table.sender),
        to=parse_field(table.to),
        cc=parse_field(table.cc),
        bcc=parse_field(table.bcc),
        subject=table.subject,
        body=table.body,
        files=tuple(map(_file, table.files)),
        level=table.level,
        expires_after=expiry if table.expires_after is UNSET else table.expires_after,
        forwarding_prohibited=prohibited if table.forwarding_prohibited is UNSET else table.forwarding_prohibited,
        individually=table.individually,
    )


def _file(table: FileTable) -> FileFacts:
    role = FileRole.INLINE if table.inline else FileRole.ATTACHMENT
    return FileFacts(table.name, size_in_bytes(table.size) or 0, role=role, choice=table.choice)


def _faults(path: KeyPath, case: CaseTable) -> Iterator[Finding]:
    """Faults of one case that its shape cannot rule out: sizes, addresses, moments, and no expectation at all."""
    for at, file in enumerate(case.files):
        size = size_in_bytes(file.size)
        if size is None or size > LARGEST:
            code = FaultCode.SIZE if size is None else FaultCode.SIZE_RANGE
            yield Finding(code, (*path, "files", at, "size"), shown(file.size))
    if isinstance(case.member, str):
        try:
            parse_address(case.member)
        except MalformedAddressError as error:
            yield Finding(FaultCode.ADDRESS, (*path, "member"), shown(case.member), error.malformed.fault.value)
    if moment(case.at) is None:
        yield Finding(FaultCode.MOMENT, (*path, "at"), shown(case.at))
    yield from _expectation_faults((*path, "expect"), case)


def _expectation_faults(path: KeyPath, case: CaseTable) -> Iterator[Finding]:
    if not any(True for _ in expectations(case.expect)):
        yield Finding(FaultCode.EMPTY, path)
    expires = case.expect.expires_at
    if isinstance(expires, str) and expires != NEVER and moment(expires) is None:
        yield Finding(FaultCode.MOMENT, (*path, "expires_at"), shown(expires))
