"""The policy document: TOML text to a Policy or to every fault in it, and the id of what was read."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from itertools import chain
from types import MappingProxyType

from msgspec import UNSET, Struct
from msgspec.structs import replace

from policy.address import Malformed, MalformedAddressError, normal_domain, parse_address
from policy.addresses.fault import AddressFault
from policy.errors import DocumentFaultsError, FaultCode, Finding, KeyPath
from policy.lists.members import LazyMembers, Members, digest_of
from policy.settings import Company, DomainRule, LevelSettings, MailingList, MailLimits, OutgoingWarning, Policy
from policy.toml.schema import CompanyTable, GeneralTable, LevelTable, ListTable, PolicyTable, Switch
from policy.toml.shape import fit, prepare, with_later_findings
from policy.toml.sizes import LARGEST, size_in_bytes
from policy.toml.text import dotted, locate, parse, shown

_COMMENT = re.compile(r"(?:^|(?<=\s))#.*")  # a local part may hold the sign

ReadMembers = Callable[[str], str | LazyMembers]
"""Takes a ``members_file`` as written and returns its text, or its members to be read when they are needed.

Raises OSError or ValueError (UnicodeDecodeError).
"""


prepare(PolicyTable)


def read(text: str, read_members: ReadMembers) -> Policy:
    """The policy that a TOML text says; raises DocumentFaultsError with all of its faults, located."""
    table, members, found = _looked_at(parse(text), read_members)
    if found:
        raise DocumentFaultsError(locate(text, found))
    return _policy(table, members)


def findings_in(document: Mapping[str, object], read_members: ReadMembers) -> tuple[Finding, ...]:
    """Every fault of a document that is no text yet: what ``read`` would find in its text, without the places."""
    return _looked_at(document, read_members)[2]


def _looked_at(
    document: Mapping[str, object], read_members: ReadMembers
) -> tuple[PolicyTable, tuple[Members, ...], tuple[Finding, ...]]:
    table, misfits = fit(document, PolicyTable)
    members, unreadable = _members(table.lists, read_members)
    return table, members, with_later_findings(misfits, chain(_faults(table), unreadable))


def policy_id(policy: Policy) -> str:
    """SHA-256, hex, over canonical JSON of the policy and its lists' digests: the same for the same meaning."""
    canonical = json.dumps({"schema": 1, "policy": _plain(policy)}, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()


def domain_rule(text: str) -> DomainRule:
    """One company domain as written (``hanbit.example``, ``*.hanbit.example``); raises MalformedAddressError."""
    whole = text.removeprefix("*.")
    if whole != whole.strip():
        raise MalformedAddressError(Malformed(text, AddressFault.DOMAIN, 0, len(text)))
    return DomainRule(normal_domain(whole), subdomains=whole != text)


def members_in(text: str) -> tuple[str, ...]:
    """The addresses of a members file: one a line, without blank lines and ``#`` comments."""
    lines = text.removeprefix("\ufeff").splitlines()
    bare = (_COMMENT.sub("", line) if "#" in line else line for line in lines)
    return tuple(filter(None, map(str.strip, bare)))


def _members(lists: list[ListTable], read_members: ReadMembers) -> tuple[tuple[Members, ...], tuple[Finding, ...]]:
    """The members of each list, and which files could not be read."""
    members: list[Members] = []
    unreadable = []
    for index, one in enumerate(lists):
        members.append(tuple(one.members or ()))
        if isinstance(one.members_file, str):
            try:
                found = read_members(one.members_file)
                members[-1] = members_in(found) if isinstance(found, str) else found
            except (OSError, ValueError) as error:
                path: KeyPath = ("lists", index, "members_file")
                unreadable.append(Finding(FaultCode.UNREADABLE_FILE, path, shown(one.members_file), _reason(error)))
    return tuple(members), tuple(unreadable)


def _reason(error: OSError | ValueError) -> str:
    """The system's word for it; empty for text that is not UTF-8, which needs other words."""
    return (error.strerror or type(error).__name__) if isinstance(error, OSError) else ""


def _faults(table: PolicyTable) -> Iterator[Finding]:
    yield from _domain_faults(table.company.domains)
    yield from _size_faults(table.mail.general)
    yield from _list_faults(table.lists)


def _domain_faults(domains: list[str]) -> Iterator[Finding]:
    first: dict[DomainRule, KeyPath] = {}
    for index, text in enumerate(domains):
        path: KeyPath = ("company", "domains", index)
        try:
            rule = domain_rule(text)
        except MalformedAddressError as error:
            yield Finding(FaultCode.DOMAIN, path, shown(text), error.malformed.fault.value)
            continue
        if first.setdefault(rule, path) != path:
            yield Finding(FaultCode.DUPLICATE_DOMAIN, path, shown(text), dotted(first[rule]))


def _size_faults(general: GeneralTable) -> Iterator[Finding]:
    for key in ("attachment_size_limit", "time_limited_max_size"):
        text: str = getattr(general, key)
        size = size_in_bytes(text)
        if size is None or not 0 < size <= LARGEST:
            code = FaultCode.SIZE if size is None else FaultCode.SIZE_RANGE
            yield Finding(code, ("mail", "general", key), shown(text))


def _list_faults(lists: list[ListTable]) -> Iterator[Finding]:
    first: dict[str, KeyPath] = {}
    for index, one in enumerate(lists):
        path: KeyPath = ("lists", index, "address")
        try:
            key = parse_address(one.address).key
        except MalformedAddressError as error:
            yield Finding(FaultCode.ADDRESS, path, shown(one.address), error.malformed.fault.value)
        else:
            if first.setdefault(key, path) != path:
                yield Finding(FaultCode.DUPLICATE_ADDRESS, path, shown(one.address), dotted(first[key]))
        if one.members is not UNSET and one.members_file is not UNSET:
            yield Finding(FaultCode.CONFLICT, ("lists", index, "members_file"), "members_file", "members")


def _policy(table: PolicyTable, members: tuple[Members, ...]) -> Policy:
    security, warning = table.mail_security, table.mail_security.outgoing_warning
    return Policy(
        company=_company(table.company),
        designated_ips_only=table.network_security.designated_ips_only,
        limits=_limits(table.mail.general),
        external_import=security.external_import == "allow",
        time_limited_files=security.time_limited_files == "allow",
        backup=security.backup is Switch.ON,
        block_external_content=security.block_external_content,
        warning=OutgoingWarning(
            warning.enabled, warning.apply, MappingProxyType(warning.pc), MappingProxyType(warning.mobile)
        ),
        restricted=_level(security.levels.restricted),
        confidential=_level(security.levels.confidential),
        lists=tuple(map(_mailing_list, table.lists, members)),
    )


def _company(table: CompanyTable) -> Company:
    return Company(tuple(map(domain_rule, table.domains)), table.name, tuple(table.languages), table.default_language)


def _limits(table: GeneralTable) -> MailLimits:
    return MailLimits(
        attachment_size_limit=size_in_bytes(table.attachment_size_limit) or 0,
        time_limited_max_files=table.time_limited_max_files,
        time_limited_max_size=size_in_bytes(table.time_limited_max_size) or 0,
        max_external_recipients=table.max_external_recipients,
    )


def _level(table: LevelTable) -> LevelSettings:
    return LevelSettings(
        table.use, table.name, table.expires_after, table.forwarding_prohibited, table.delete_sent_after_expiration
    )


def _mailing_list(table: ListTable, members: Members) -> MailingList:
    return MailingList(parse_address(table.address), table.name, members, tuple(table.senders))


def _plain(value: object) -> object:
    if isinstance(value, MailingList):
        digest = None if value.members is None else digest_of(value.members)
        return {**_fields(replace(value, members=())), "members": digest}
    if isinstance(value, Struct):
        return _fields(value)
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value.value if isinstance(value, Enum) else value


def _fields(value: Struct) -> dict[str, object]:
    return {name: _plain(getattr(value, name)) for name in value.__struct_fields__}
