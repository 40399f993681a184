"""Policies drawn at random: near each other, so that two of them often differ in one thing."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import strategies as st

from policy.address import parse_address
from policy.settings import (
    Apply,
    Company,
    ContentBlocking,
    DomainRule,
    Expiry,
    LevelSettings,
    MailingList,
    MailLimits,
    OutgoingWarning,
    Policy,
)

LANGUAGES: tuple[str | None, ...] = ("ko", "ja", "en", "zh-TW", "ja-Latn", None, "und")
_DOMAINS = st.sampled_from([
    DomainRule("hanbit.example"), DomainRule("hanbit.example", subdomains=True), DomainRule("probe.x0outside"),
    DomainRule("x0outside", subdomains=True), DomainRule("example", subdomains=True),
])  # fmt: skip
_TAGS = st.sampled_from(["ko", "ja", "ko-KR", "zh-Hant", "??"])
_TEXTS: st.SearchStrategy[Mapping[str, str]] = st.dictionaries(
    st.sampled_from(["default", "ko", "ko_KR", "ja", "fr"]),
    st.sampled_from(["", "one", "two", "two\u200b"]),
    max_size=3,
)
_MEMBERS = st.lists(st.sampled_from(["kim@hanbit.example", "a@other.example", "no address"]), max_size=3).map(tuple)
_ADDRESSES = ["p@hanbit.example", "sales@hanbit.example", "pp-list@other.example"]
_WARNINGS = st.builds(OutgoingWarning, st.booleans(), st.sampled_from(Apply), _TEXTS, _TEXTS)
_LEVELS = st.builds(
    LevelSettings, st.booleans(), st.sampled_from(["", "Board"]), st.sampled_from(Expiry), st.booleans(), st.booleans()
)


def _list_at(address: str) -> st.SearchStrategy[MailingList]:
    members = st.one_of(st.none(), _MEMBERS)
    return st.builds(MailingList, st.just(parse_address(address)), st.sampled_from(["", "Sales"]), members, _MEMBERS)


LISTS = st.lists(st.sampled_from(_ADDRESSES), unique=True, max_size=3).flatmap(
    lambda addresses: st.tuples(*map(_list_at, addresses))
)
POLICIES = st.builds(
    Policy,
    company=st.builds(
        Company,
        st.lists(_DOMAINS, min_size=1, max_size=3, unique=True).map(tuple),
        st.sampled_from(["", "Hanbit"]),
        st.lists(_TAGS, max_size=3, unique=True).map(tuple),
        st.sampled_from(["", "ko", "en"]),
    ),
    designated_ips_only=st.booleans(),
    limits=st.builds(MailLimits, st.integers(1, 2), st.integers(1, 2), st.integers(1, 2), st.integers(1, 2)),
    external_import=st.booleans(),
    time_limited_files=st.booleans(),
    backup=st.booleans(),
    block_external_content=st.sampled_from(ContentBlocking),
    warning=_WARNINGS,
    restricted=_LEVELS,
    confidential=_LEVELS,
    lists=LISTS,
)
_PARTS = (
    "company", "designated_ips_only", "limits", "external_import", "time_limited_files", "backup",
    "block_external_content", "warning", "restricted", "confidential", "lists",
)  # fmt: skip


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Policy, Policy]:
    """Two policies that share all but a few of their parts."""
    first, second = draw(POLICIES), draw(POLICIES)
    taken = draw(st.sets(st.sampled_from(_PARTS), max_size=2))
    parts = {name: getattr(second if name in taken else first, name) for name in _PARTS}
    return first, Policy(**parts)
