"""Lint: one planted case for each code, and policies in which it must find nothing."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from policy.address import parse_address
from policy.foreign_text import clean_line
from policy.lint import lint
from policy.lint.hidden import hidden_characters
from policy.lint.list_cycles import cycles
from policy.lint.public_domains import is_public_provider, is_public_suffix
from policy.lint.trap import LintCode, Severity
from policy.settings import (
    Apply,
    Company,
    DomainRule,
    LevelSettings,
    MailingList,
    MailLimits,
    OutgoingWarning,
    Policy,
)
from tests.policy.lint.support import AROUND, CLEAN, codes, policy_of, traps

TEAM = '[[lists]]\naddress = "team@hanbit.example"\n'


def domains(written: str) -> str:
    return CLEAN.replace('["hanbit.example"]', written)


def languages(written: str, default: str = "ko") -> str:
    return CLEAN.replace('["ko", "ja"]', written).replace('default_language = "ko"', f'default_language = "{default}"')


def pc(tabs: str) -> str:
    """Other tabs of the PC beside Default and Korean."""
    return CLEAN.replace('default = "Check"\nko = "확인"\n', f'default = "Check"\nko = "확인"\n{tabs}\n', 1)


def level(name: str, of: str = "restricted") -> str:
    return f'{CLEAN}[mail_security.levels.{of}]\nuse = true\nname = "{name}"\n'


def team(lines: str, more: str = "") -> str:
    return f"{CLEAN}{TEAM}{lines}\n{more}"


def chain(length: int) -> str:
    """Lists of which each holds the next; the last holds a person."""
    tables = [
        f'[[lists]]\naddress = "l{at}@hanbit.example"\nmembers = ["l{at + 1}@hanbit.example"]\n' for at in range(length)
    ]
    return "".join(
        [CLEAN, *tables, f'[[lists]]\naddress = "l{length}@hanbit.example"\nmembers = ["k@hanbit.example"]\n']
    )


DEFAULT = ("mail_security", "outgoing_warning", "pc", "default")
PC_JA = ("mail_security", "outgoing_warning", "pc", "ja")
NAME = ("mail_security", "levels", "restricted", "name")
SENDERS, MEMBERS = ("lists", 0, "senders"), ("lists", 0, "members")
LIST = "team@hanbit.example"
OFF = "[mail_security.outgoing_warning]\nenabled = false\n"

PLANTED = [
    (domains('["hanbit.example", "naver.com"]'), "public-provider", ("company", "domains", 1), ("naver.com",), {}),
    (domains('["hanbit.example", "co.kr"]'), "public-suffix", ("company", "domains", 1), ("co.kr",), {}),
    (domains('["intranet"]'), "public-suffix", ("company", "domains", 0), ("intranet",), {}),
    (
        domains('["hanbit.example", "*.hanbit.example"]'),
        "subdomains-inside", ("company", "domains", 1), ("hanbit.example",), {},
    ),
    (
        domains('["hanbit.example", "*.shop.example"]'),
        "domain-itself-outside", ("company", "domains", 1), ("shop.example",), {},
    ),
    (languages('["ko", "ja", "Korean!"]'), "language-unreadable", ("company", "languages", 2), ("Korean!",), {}),
    (languages('["ko", "ja", "ko-KR"]'), "language-twice", ("company", "languages", 2), ("ko-KR", "ko"), {}),
    (languages('["ko"]', "C"), "default-language-unreadable", ("company", "default_language"), ("C",), {}),
    (languages('["ko"]', "en"), "default-language-not-enabled", ("company", "default_language"), ("en",), {}),
    (
        CLEAN + '[mail.general]\ntime_limited_max_size = "25 MB"\n[mail_security]\ntime_limited_files = "allow"\n',
        "time-limit-unreachable", ("mail", "general", "time_limited_max_size"), (),
        {"attachment": 25_000_000, "limit": 25_000_000},
    ),
    (
        CLEAN + '[network_security]\ndesignated_ips_only = true\n[mail_security]\nexternal_import = "allow"\n',
        "import-unavailable", ("mail_security", "external_import"), (), {},
    ),
    (CLEAN + OFF, "warning-off", ("mail_security", "outgoing_warning", "enabled"), (), {}),
    (
        CLEAN + '[mail.general]\nattachment_size_limit = "999 B"\n'
        '[mail_security.outgoing_warning]\napply = "attachments"\n',
        "warning-needs-file", ("mail_security", "outgoing_warning", "apply"), (), {"limit": 999},
    ),
    (CLEAN.replace('default = "Check"', "", 1), "default-blank", DEFAULT, (), {}),
    (CLEAN.replace('"Check"', '"\\u3164 \\n"', 1), "default-blank", DEFAULT, (), {}),
    (pc('th = "Thai"'), "tab-not-enabled", (*DEFAULT[:-1], "th"), ("th",), {}),
    (pc('Default = "Check"'), "tab-unreadable", (*DEFAULT[:-1], "Default"), ("Default",), {}),
    (pc('ko-KR = "다른 글"'), "tab-twice", (*DEFAULT[:-1], "ko-KR"), ("ko-KR", "ko"), {}),
    (pc('ja = "\\u2800\\u200B"'), "tab-invisible", PC_JA, ("ja",), {}),
    (CLEAN.replace('"확인"', '"Check "', 1), "tab-equals-default", (*DEFAULT[:-1], "ko"), ("ko",), {}),
    (pc('ja = "確認"'), "surfaces-differ", ("mail_security", "outgoing_warning", "mobile", "ja"), ("ja",), {}),
    (
        CLEAN.replace('"Check"', '"1\\n2\\n3\\n4\\n5\\n6\\n7"', 1),
        "text-too-long", DEFAULT, ("default",), {"rows": 7, "limit": 6},
    ),
    (
        CLEAN.replace('"Check"', '"a\\u202Eb\\u0007c\\u200Bd\\u202E"', 1),
        "hidden-characters", DEFAULT, ("U+202E", "U+0007", "U+200B"), {},
    ),
    (level("Board\\u202E"), "hidden-characters", NAME, ("U+202E",), {}),
    (level("機密"), "level-name-collides", NAME, ("機密", "confidential", "ja"), {}),
    (level("일반"), "level-name-collides", NAME, ("일반", "general", "ko"), {}),
    (level("ＧＥＮＥＲＡＬ"), "level-name-collides", NAME, ("ＧＥＮＥＲＡＬ", "general", "en"), {}),
    (level("\\u3164"), "level-name-invisible", NAME, ("restricted",), {}),
    (
        CLEAN + '[[lists]]\naddress = "team@other.example"\nmembers = ["kim@hanbit.example"]\n',
        "list-address-outside", ("lists", 0, "address"), ("team@other.example",), {},
    ),
    (
        team('members = ["a@other.example", "kim@hanbit.example"]\nsenders = ["kim@hanbit.example"]'),
        "list-exempt", SENDERS, (LIST, "a@other.example"), {"outsiders": 1, "senders": 1},
    ),
    (team('members = ["Team@hanbit.example", "k@hanbit.example"]'), "list-cycle", MEMBERS, (LIST, LIST), {}),
    (team("members = []"), "list-empty", MEMBERS, (LIST,), {}),
    (chain(32), "list-too-deep", MEMBERS, ("l0@hanbit.example", "l32@hanbit.example"), {"limit": 32}),
    (
        team('members = ["k@hanbit.example", "nobody", "a@b@c", "x", "y"]'),
        "list-member-malformed", MEMBERS, (LIST, "nobody", "a@b@c", "x"), {"count": 4},
    ),
    (
        team('members = ["a@x.example", "b@x.example"]', "[mail.general]\nmax_external_recipients = 1\n"),
        "list-over-limit", MEMBERS, (LIST,), {"count": 2, "limit": 1},
    ),
    (
        team('members = ["k@hanbit.example"]\nsenders = ["k@hanbit.example", "lee"]'),
        "list-sender-malformed", SENDERS, (LIST, "lee"), {"count": 1},
    ),
    (
        team('members = ["k@hanbit.example"]\nsenders = ["team@hanbit.example"]'),
        "list-sender-is-list", SENDERS, (LIST, LIST), {"count": 1},
    ),
    (
        team('members = ["k@hanbit.example"]\nsenders = ["a@other.example"]'),
        "list-sender-outside", SENDERS, (LIST, "a@other.example"), {"count": 1},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code", "path", "subjects", "facts"), PLANTED, ids=[case[1] for case in PLANTED])
def test_each_planted_trap_is_found_where_it_is_with_what_its_sentence_names(
    text: str, code: str, path: tuple[str | int, ...], subjects: tuple[str, ...], facts: dict[str, int]
) -> None:
    found = [trap for trap in traps(text) if trap.code.value == code]
    assert [(trap.path, trap.subjects, trap.facts) for trap in found] == [(path, subjects, facts)]


ALSO = {"domain-itself-outside": {"subdomains-inside"}}
"""What else is true of a planted case, and is said."""


@pytest.mark.parametrize(("text", "code"), [(case[0], case[1]) for case in PLANTED], ids=[case[1] for case in PLANTED])
def test_a_planted_trap_gives_no_other_code_but_those_that_are_true_as_well(text: str, code: str) -> None:
    assert set(codes(text)) == {code} | ALSO.get(code, set())


def test_every_code_is_planted_but_those_that_a_policy_file_cannot_hold() -> None:
    planted = {case[1] for case in PLANTED}
    assert {code.value for code in LintCode} - planted == {"list-unreadable", "unused-allow"}


def test_a_list_whose_members_could_not_be_read_is_a_trap() -> None:
    policy = replace(policy_of(CLEAN), lists=(MailingList(parse_address(LIST), members=None),))
    assert [trap.code for trap in lint(policy, AROUND)] == [LintCode.LIST_UNREADABLE]


CLEAN_POLICIES = {
    "the clean policy": CLEAN,
    "no languages": languages("[]", "").replace('ko = "확인"\n', ""),
    "an enabled language that is written nowhere": languages('["ko", "ja", "en"]'),
    "another spelling of an enabled language": languages('["ko_KR.UTF-8"]', "ko"),
    "a tab of another spelling": CLEAN.replace("ko = ", "ko-KR = "),
    "an empty tab of a language not enabled": pc('th = ""'),
    "an empty tab": pc('ja = ""'),
    "six rows": CLEAN.replace('"Check"', '"1\\n2\\n3\\n4\\n5\\n6"'),
    "a tab character and Windows line breaks": CLEAN.replace('"Check"', '"a\\tb\\r\\nc"'),
    "the warning off and nothing written": languages("[]", "").partition("[mail_security")[0] + OFF,
    "a small attachment limit without that condition": CLEAN + '[mail.general]\nattachment_size_limit = "10 B"\n',
    "a small attachment limit with links": CLEAN + '[mail.general]\nattachment_size_limit = "10 B"\n[mail_security]\n'
    'time_limited_files = "allow"\n[mail_security.outgoing_warning]\napply = "attachments"\n',
    "small links that are not allowed": CLEAN + '[mail.general]\ntime_limited_max_size = "1 MB"\n',
    "import allowed from everywhere": CLEAN + '[mail_security]\nexternal_import = "allow"\n',
    "designated addresses and no import": CLEAN + "[network_security]\ndesignated_ips_only = true\n",
    "a level renamed to its own name in another language": level("社外秘"),
    "another name": level("Board only"),
    "a level without a name": level(""),
    "a domain below a public suffix": domains('["hanbit.co.kr", "mail.hanbit.example"]'),
    "a domain below a provider": domains('["hanbit.naver.com"]'),
    "outsiders in a list that nobody may send as": team('members = ["a@other.example"]'),
    "an inner list twice": team(
        'members = ["k@hanbit.example"]',
        '[[lists]]\naddress = "a@hanbit.example"\nmembers = ["team@hanbit.example", "TEAM@hanbit.example"]\n',
    ),
    "lists as deep as may be": chain(31),
    "members with names and in groups": team('members = ["Kim <k@hanbit.example>", "G: a@hanbit.example;"]'),
    "exactly as many outsiders as may be": team(
        'members = ["a@x.example"]', "[mail.general]\nmax_external_recipients = 1\n"
    ),
}


@pytest.mark.parametrize("text", CLEAN_POLICIES.values(), ids=CLEAN_POLICIES)
def test_a_sound_policy_has_no_trap(text: str) -> None:
    assert codes(text) == []


def test_a_name_that_two_levels_were_given_is_told_at_both() -> None:
    text = level("Board") + '[mail_security.levels.confidential]\nname = " board"\n'
    assert [(trap.path[2], trap.subjects) for trap in traps(text)] == [
        ("restricted", ("Board", "confidential", "")),
        ("confidential", ("board", "restricted", "")),
    ]


def test_only_colliding_level_names_are_errors() -> None:
    errors = [code for code in LintCode if code.severity is Severity.ERROR]
    assert errors == [LintCode.LEVEL_NAME_COLLIDES]


def test_texts_of_a_warning_that_is_off_are_one_trap_whatever_else_is_wrong_with_them() -> None:
    assert codes(pc('th = "Thai"') + OFF) == ["warning-off"]


def test_a_list_with_outsiders_is_no_trap_while_the_warning_is_off() -> None:
    text = team('members = ["a@other.example"]\nsenders = ["kim@hanbit.example"]', OFF)
    assert codes(text) == ["warning-off"]


def test_at_most_three_outsiders_are_named_and_all_are_counted() -> None:
    members = ", ".join(f'"p{at}@other.example"' for at in range(5))
    (trap,) = traps(team(f'members = [{members}]\nsenders = ["kim@hanbit.example"]'))
    assert trap.subjects == (LIST, "p0@other.example", "p1@other.example", "p2@other.example")
    assert trap.facts == {"outsiders": 5, "senders": 1}


def test_a_circle_of_lists_that_holds_nobody_is_a_circle_and_not_empty() -> None:
    other = '[[lists]]\naddress = "b@hanbit.example"\nmembers = ["team@hanbit.example"]\n'
    (trap,) = traps(team('members = ["B <b@hanbit.example>"]', other))
    assert (trap.code, trap.subjects) == (LintCode.LIST_CYCLE, (LIST, "b@hanbit.example", LIST))


def test_of_a_deep_chain_only_the_beginning_is_told() -> None:
    assert [trap.subjects for trap in traps(chain(40))] == [("l0@hanbit.example", "l32@hanbit.example")]


@pytest.mark.parametrize(
    ("inner", "found"),
    [
        ({}, []),
        ({"a": ("b",), "b": ()}, []),
        ({"a": ("a",)}, [("a", "a")]),
        ({"a": ("b",), "b": ("c",), "c": ("b",)}, [("b", "c", "b")]),
        ({"a": ("b", "c"), "b": ("c",), "c": ("a",)}, [("a", "c", "a"), ("b", "c", "a", "b")]),
        ({"a": ("b",), "b": ("a",), "c": ("d",), "d": ("c",)}, [("a", "b", "a"), ("c", "d", "c")]),
    ],
)
def test_each_list_of_a_circle_stands_in_a_shortest_way_back(
    inner: dict[str, tuple[str, ...]], found: list[tuple[str, ...]]
) -> None:
    assert list(cycles(inner)) == found


@given(st.dictionaries(st.integers(0, 9), st.lists(st.integers(0, 9), max_size=4), min_size=1))
def test_every_way_that_is_told_can_be_walked(drawn: dict[int, list[int]]) -> None:
    inner = {str(key): tuple(str(one) for one in ones if one in drawn) for key, ones in drawn.items()}
    for way in cycles(inner):
        assert way[0] == way[-1]
        assert all(there in inner[here] for here, there in pairwise(way))


@pytest.mark.parametrize("domain", ["naver.com", "daum.net", "hanmail.net", "yahoo.co.jp", "docomo.ne.jp", "gmail.com"])
def test_providers_people_know_are_known(domain: str) -> None:
    assert is_public_provider(domain)
    assert not is_public_suffix(domain)


@pytest.mark.parametrize("domain", ["com", "kr", "localhost", "co.kr", "co.jp", "co.uk", "com.cn"])
def test_suffixes_are_known(domain: str) -> None:
    assert is_public_suffix(domain)
    assert not is_public_provider(domain)


@pytest.mark.parametrize("domain", ["hanbit.example", "hanbit.co.kr", "co.hanbit.kr", "x.naver.com"])
def test_a_domain_of_ones_own_is_neither(domain: str) -> None:
    assert not is_public_provider(domain)
    assert not is_public_suffix(domain)


@given(st.text())
def test_what_is_not_named_as_hidden_is_shown(text: str) -> None:
    named = {int(found.removeprefix("U+"), 16) for found in hidden_characters(text)}
    kept = [character for character in text.replace("\r\n", "\n") if ord(character) not in named]
    assert named <= {ord(character) for character in text}
    assert all(clean_line(character) for character in kept)


TEXTS = st.dictionaries(st.sampled_from(["default", "ko", "ko-KR", "th", "und", "Default", ""]), st.text(), max_size=4)
WRITTEN = st.one_of(
    st.sampled_from(["l0@hanbit.example", "l1@hanbit.example", "a@x.example", "k@hanbit.example", "G: ;", ""]),
    st.text(),
)


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    """Anything the loader could hand on, and lists that could not be read."""
    lists = tuple(
        MailingList(
            parse_address(f"l{at}@hanbit.example"),
            members=draw(st.none() | st.lists(WRITTEN, max_size=4).map(tuple)),
            senders=tuple(draw(st.lists(WRITTEN, max_size=3))),
        )
        for at in range(draw(st.integers(0, 3)))
    )
    rules = draw(st.lists(st.sampled_from(["hanbit.example", "com", "naver.com", "x.hanbit.example"]), min_size=1))
    return Policy(
        Company(
            tuple(DomainRule(domain, draw(st.booleans())) for domain in rules),
            languages=tuple(draw(st.lists(st.sampled_from(["ko", "ko_KR", "zh-TW", "C", ""]) | st.text(), max_size=4))),
            default_language=draw(st.text(max_size=5)),
        ),
        designated_ips_only=draw(st.booleans()),
        limits=MailLimits(draw(st.integers(1, 2000)), 1, draw(st.integers(1, 2000)), draw(st.integers(1, 2))),
        external_import=draw(st.booleans()),
        time_limited_files=draw(st.booleans()),
        warning=OutgoingWarning(draw(st.booleans()), draw(st.sampled_from(Apply)), draw(TEXTS), draw(TEXTS)),
        restricted=LevelSettings(draw(st.booleans()), draw(st.text() | st.sampled_from(["機密", "General"]))),
        confidential=LevelSettings(draw(st.booleans()), draw(st.text())),
        lists=lists,
    )


@given(policies())
def test_whatever_loads_can_be_linted(policy: Policy) -> None:
    found = lint(policy, AROUND)
    assert all(isinstance(trap.code, LintCode) and trap.path for trap in found)
    assert found == lint(policy, AROUND)
