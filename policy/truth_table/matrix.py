"""The whole truth table of one policy, made by asking ``judge`` and ``choose`` about every combination."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from enum import Enum

from msgspec import Struct
from msgspec.structs import replace

from policy import levels
from policy.address import Address, Mailbox, MalformedAddressError, parse_address
from policy.draft import Draft, FileFacts
from policy.language import LanguageKey, key
from policy.organization import Organization, RecipientClass
from policy.refusal import RefusalCode
from policy.settings import Level, MailingList, Policy, Surface
from policy.verdict import Capabilities, Member, Outcome, PolicyInForce, judge
from policy.warning import Rule
from policy.wording import DEFAULT_TAB, Wording, choose

UNREADABLE = "und"
"""Stands in a wording table for every member language that cannot be read."""

_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)  # nothing in the table depends on it
_FILE = FileFacts("probe", 1)  # no legal limit is below one byte


class SenderKind(Enum):
    """The kinds of senders that the rules tell apart."""

    OWN = "own"
    """An address of the member's own."""
    LIST_INSIDE = "list_inside"
    """A list that the member may send as, with nobody from outside in it."""
    LIST_OUTSIDE = "list_outside"
    """A list that the member may send as, with a known outsider in it."""
    LIST_UNKNOWN = "list_unknown"
    """A list that the member may send as, whose members are not known."""
    NOT_ALLOWED = "not_allowed"
    """An address that the member may not send from."""


class Cell(Struct, frozen=True):
    """One combination of everything that the rules look at."""

    sender: SenderKind
    recipient: RecipientClass
    attachment: bool
    individually: bool
    level: Level


class Decision(Struct, frozen=True):
    """What the policy decides about the message of one cell, at the level's defaults."""

    outcome: Outcome
    rule: Rule
    exempt: bool
    refusals: tuple[RefusalCode, ...]


class WordingCell(Struct, frozen=True):
    """One member's language on one surface; None = the language is not known."""

    language: str | None
    surface: Surface


def every_cell() -> Iterator[Cell]:
    """Every cell of the truth table, in the order in which it is printed."""
    truth = (False, True)
    for combination in itertools.product(SenderKind, RecipientClass, truth, truth, Level):
        yield Cell(*combination)


def truth_table(policy: Policy) -> Mapping[Cell, Decision]:
    """The policy's decision about each cell, found by judging a message between made-up addresses."""
    probes = _Probes(policy)
    return {cell: probes.decision(cell) for cell in every_cell()}


def sender_kinds(policy: Policy) -> tuple[SenderKind, ...]:
    """The kinds of senders that there are under a policy: of lists only those that somebody may send as."""
    organization = Organization(policy)
    lists = {_list_kind(organization.classes_of(entry.address)) for entry in policy.lists if entry.senders}
    there = {SenderKind.OWN, SenderKind.NOT_ALLOWED, *lists}
    return tuple(kind for kind in SenderKind if kind in there)


def _list_kind(classes: frozenset[RecipientClass]) -> SenderKind:
    if RecipientClass.EXTERNAL in classes:
        return SenderKind.LIST_OUTSIDE
    return SenderKind.LIST_INSIDE if classes == {RecipientClass.INTERNAL} else SenderKind.LIST_UNKNOWN


def wording_table(policy: Policy, languages: Sequence[str | None]) -> Mapping[WordingCell, Wording]:
    """Which text members with each of the languages see on each surface."""
    cells = [WordingCell(language, surface) for language in languages for surface in Surface]
    return {cell: choose(policy, cell.surface, cell.language) for cell in cells}


def member_languages(policy: Policy, shipped: Sequence[str]) -> tuple[str | None, ...]:
    """The languages worth a row: the enabled ones, those with a text, those of the UI, not known, not readable."""
    return languages_of((policy,), shipped)


def languages_of(policies: Iterable[Policy], shipped: Sequence[str]) -> tuple[str | None, ...]:
    """The languages worth a row for several policies together; of the spellings of one language the first."""
    tags: list[str] = []
    for policy in policies:
        tags += [*policy.company.languages, *policy.warning.pc, *policy.warning.mobile]
    found: dict[LanguageKey, str] = {}
    for tag in (*tags, *shipped):
        language = key(tag) if tag != DEFAULT_TAB else None
        if language is not None:
            found.setdefault(language, tag)
    return (*found.values(), None, UNREADABLE)


class _Probes:
    """Addresses and lists that meet nothing in a policy, and the policy with those lists."""

    def __init__(self, policy: Policy) -> None:
        organization = Organization(policy)
        stem = _free_stem(policy)
        outsider = Address(stem, _outside_domain(policy, organization))
        domain, own = _inside(policy, stem, outsider)
        lists = {
            SenderKind.LIST_INSIDE: (inside := f"{stem}@{domain}",),
            SenderKind.LIST_OUTSIDE: (inside, str(outsider)),
            SenderKind.LIST_UNKNOWN: (),
        }
        self._senders = {kind: Address(f"{stem}-{kind.value}", domain) for kind in SenderKind} | {SenderKind.OWN: own}
        self._recipients = {
            RecipientClass.INTERNAL: Address(f"{stem}-inside", domain),
            RecipientClass.EXTERNAL: outsider,
            RecipientClass.UNKNOWN: self._senders[SenderKind.LIST_UNKNOWN],
        }
        made = (MailingList(self._senders[kind], "", members, (str(own),)) for kind, members in lists.items())
        probed = replace(policy, lists=(*policy.lists, *made))
        self._in_force = PolicyInForce(probed, Organization(probed), "", "")
        self._member = Member((own,), None, Surface.PC, UTC)

    def decision(self, cell: Cell) -> Decision:
        """The decision about one cell, at the level's defaults."""
        verdict = judge(self._draft(cell), self._in_force, self._member, Capabilities(), _MOMENT)
        codes = tuple(refusal.code for refusal in verdict.refusals)
        return Decision(verdict.outcome, verdict.warning.rule, verdict.warning.exempt, codes)

    def _draft(self, cell: Cell) -> Draft:
        expiry, prohibited = levels.defaults(cell.level, self._in_force.policy)
        return Draft(
            sender=(Mailbox(self._senders[cell.sender]),),
            to=(Mailbox(self._recipients[cell.recipient]),),
            subject="probe",
            files=(_FILE,) if cell.attachment else (),
            level=cell.level,
            expires_after=expiry,
            forwarding_prohibited=prohibited,
            individually=cell.individually,
        )


def _free_stem(policy: Policy) -> str:
    """A local part with which no list's address begins, short so that it fits the longest domain."""
    taken = [one.address.key for one in policy.lists]
    stem = "p"
    while any(address.startswith(stem) for address in taken):
        stem += "p"
    return stem


def _outside_domain(policy: Policy, organization: Organization) -> str:
    """A domain that is not the company's: each rule is about one top-level domain, and here is one more than rules."""
    candidates = (f"probe.x{number}outside" for number in range(len(policy.company.domains) + 1))
    return next(domain for domain in candidates if not organization.is_internal_domain(domain))


def _inside(policy: Policy, stem: str, outsider: Address) -> tuple[str, Address]:
    """A domain of the company and the member's address there; outside, where no name is short enough for one."""
    rules = sorted(policy.company.domains, key=lambda rule: (rule.subdomains, len(rule.domain)))
    domains = [f"p.{rule.domain}" if rule.subdomains else rule.domain for rule in rules]
    for domain in domains:
        try:
            return domain, parse_address(f"{stem}@{domain}")
        except MalformedAddressError:
            continue
    return domains[0], outsider
