"""Which members see which tab: a table, and that nobody is forgotten or counted twice."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.language import key
from policy.settings import Company, DomainRule, OutgoingWarning, Policy, Surface
from policy.truth_table.audience import Audience, LanguageState, Members, as_shown, audience, tabs, with_texts
from policy.wording import BUILT_IN, DEFAULT_TAB, choose

PC = Surface.PC
OTHER = {Surface.PC: Surface.MOBILE, Surface.MOBILE: Surface.PC}
ANY_OTHER, UNREADABLE = "any other", "unreadable"


def made(
    enabled: tuple[str, ...],
    texts: dict[str, str],
    default_language: str = "",
    other_texts: dict[str, str] | None = None,
    surface: Surface = PC,
) -> Policy:
    bare = Policy(Company((DomainRule("hanbit.example"),), languages=enabled, default_language=default_language))
    return with_texts(with_texts(bare, surface, texts), OTHER[surface], other_texts or {})


def name(members: Members) -> str:
    match members.speaking:
        case LanguageState.ONE_LANGUAGE:
            return members.language
        case LanguageState.NOT_ENABLED:
            return ANY_OTHER
        case LanguageState.NOT_SET:
            return f"not set, {members.language or 'none'}"
        case LanguageState.UNREADABLE:
            return UNREADABLE


def seeing(of: Audience) -> dict[str, tuple[str, int]]:
    return {name(one.members): (one.wording.tab, one.wording.row) for one in of.seeing}


def missing(of: Audience) -> dict[str, tuple[str, int]]:
    return {name(one.members): (one.wording.tab, one.wording.row) for one in of.missing}


@dataclass(frozen=True)
class Case:
    """One tab of one policy and who sees it, with tab and row."""

    name: str
    enabled: tuple[str, ...]
    texts: dict[str, str]
    tab: str
    seeing: dict[str, tuple[str, int]]
    missing: dict[str, tuple[str, int]]
    can_be_seen: bool = True
    default_language: str = ""
    other_texts: dict[str, str] | None = None


D, B = DEFAULT_TAB, BUILT_IN
BOTH = {"default": "all", "ko": "한국어"}
REST = {ANY_OTHER: (D, 2), "not set, none": (D, 8), UNREADABLE: (D, 9)}
REST_BUILT_IN = {ANY_OTHER: (B, 10), "not set, none": (B, 10), UNREADABLE: (B, 10)}
CASES = [
    Case("written", ("ko",), BOTH, "ko", {"ko": ("ko", 1)}, {}),
    Case("Default beside it", ("ko",), BOTH, D, REST, {}),
    Case("not written", ("ko", "ja"), BOTH, "ja", {}, {"ja": (D, 3)}),
    Case("blank", ("ko", "ja"), {**BOTH, "ja": " \u200b\n"}, "ja", {}, {"ja": (D, 3)}),
    Case("Default for an unwritten one", ("ko", "ja"), BOTH, D, {"ja": (D, 3), **REST}, {}),
    Case("written elsewhere", ("ja",), {"default": "all"}, "ja", {}, {"ja": (D, 4)}, other_texts={"ja": "こちら"}),
    Case(
        "Default for one written elsewhere", ("ja",), {"default": "all"}, D, {"ja": (D, 4), **REST}, {},
        other_texts={"ja": "こちら"},
    ),
    Case("stored, not enabled", ("en",), BOTH, "ko", {}, {"ko": (D, 2)}, can_be_seen=False),
    Case("Default with one stored", ("en",), BOTH, D, {"en": (D, 3), "ko": (D, 2), **REST}, {}),
    Case("multi-language off", (), BOTH, "ko", {}, {"ko": (D, 2)}, can_be_seen=False),
    Case("no language", ("ko",), {**BOTH, "rubbish!": "x"}, "rubbish!", {}, {}, can_be_seen=False),
    Case("another spelling", ("ko",), {"ko-KR": "한국어"}, "ko-KR", {"ko": ("ko-KR", 5)}, {}),
    Case(
        "two spellings, the enabled one", ("ko",), {**BOTH, "ko-KR": "k"}, "ko",
        {"ko": ("ko", 1)}, {"ko-KR": ("ko-KR", 1)},
    ),
    Case(
        "two spellings, the other", ("ko",), {**BOTH, "ko-KR": "k"}, "ko-KR",
        {"ko-KR": ("ko-KR", 1)}, {"ko": ("ko", 1)},
    ),
    Case("a blank spelling", ("ko",), {"ko": "", "ko-KR": "k"}, "ko", {}, {"ko": ("ko-KR", 5)}),
    Case("a script", ("zh-Hant",), {"zh-Hant": "繁"}, "zh-Hant", {"zh-Hant": ("zh-Hant", 1)}, {}),
    Case("a relative", ("zh-Hans",), {"zh-Hant": "繁"}, "zh-Hant", {}, {"zh-Hant": (B, 10)}, can_be_seen=False),
    Case(
        "not set stands for it", ("ko",), BOTH, "ko", {"ko": ("ko", 1), "not set, ko": ("ko", 8)}, {},
        default_language="ko",
    ),
    Case(
        "not set stands for an unwritten one", ("ko", "ja"), BOTH, D,
        {"ja": (D, 3), ANY_OTHER: (D, 2), "not set, ja": (D, 8), UNREADABLE: (D, 9)}, {}, default_language="ja",
    ),
    Case("blank Default", ("ko",), {"ko": "한국어"}, D, REST_BUILT_IN, {}),
    Case("unwritten over a blank Default", ("ko", "ja"), {"ko": "한국어"}, "ja", {}, {"ja": (B, 10)}),
    Case("nothing at all", (), {}, D, REST_BUILT_IN, {}),
]  # fmt: skip


@pytest.mark.parametrize("surface", list(Surface))
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each_tab_is_seen_by_the_members_of_the_table(case: Case, surface: Surface) -> None:
    policy = made(case.enabled, case.texts, case.default_language, case.other_texts, surface)
    found = audience(policy, surface, case.tab)
    assert (seeing(found), missing(found)) == (case.seeing, case.missing)
    assert found.can_be_seen == case.can_be_seen
    assert found.is_blank_default == (case.tab == D and not case.texts.get(D))


def test_any_other_language_is_none_that_the_policy_names() -> None:
    policy = made(("qaa", "qab"), {"qac": "x", "default": "all"}, other_texts={"qad": "y"})
    rows = {name(one.members): one.wording.row for one in audience(policy, PC, D).seeing}
    assert rows[ANY_OTHER] == 2
    assert rows["qac"] == 2
    assert rows["qad"] == 2
    assert rows["qaa"] == 3


@pytest.mark.parametrize("enabled", [True, False])
def test_a_warning_that_is_off_is_told(enabled: bool) -> None:
    policy = Policy(Company((DomainRule("hanbit.example"),)), warning=OutgoingWarning(enabled, pc=BOTH))
    assert [audience(policy, PC, tab).is_warning_on for tab in (D, "ko")] == [enabled, enabled]


@pytest.mark.parametrize(
    ("languages", "written", "expected"),
    [
        ([], [], [D]),
        (["ko", "ja"], [], [D, "ko", "ja"]),
        (["ko", "ja"], ["ja", "default"], [D, "ko", "ja"]),
        (["ko"], ["fr", "ko"], [D, "ko", "fr"]),
        (["ko"], ["ko-KR"], [D, "ko-KR"]),
        (["ko"], ["ko-KR", "ko"], [D, "ko", "ko-KR"]),
        (["rubbish!", "ko"], ["garbage?"], [D, "rubbish!", "ko", "garbage?"]),
        (["ko", "ko"], ["ko"], [D, "ko"]),
    ],
)
def test_default_comes_first_then_the_enabled_languages_then_what_else_is_written(
    languages: list[str], written: list[str], expected: list[str]
) -> None:
    assert tabs(languages, written) == tuple(expected)


@pytest.mark.parametrize(
    ("texts", "tab", "shown"),
    [
        (BOTH, "ko", ("ko", "한국어")),
        (BOTH, D, (D, "all")),
        (BOTH, "ja", (D, "all")),
        ({**BOTH, "ja": "\u3164"}, "ja", (D, "all")),
        ({"ko": "한국어"}, "ja", (BUILT_IN, "")),
        ({"ko": "한국어", "default": " "}, D, (BUILT_IN, "")),
        ({"rubbish!": "one\r\ntwo\x1b[2J"}, "rubbish!", ("rubbish!", "one\ntwo[2J")),
    ],
)
def test_what_a_tab_would_say_does_not_depend_on_whether_anybody_sees_it(
    texts: dict[str, str], tab: str, shown: tuple[str, str]
) -> None:
    wording = as_shown(made((), texts), PC, tab)
    assert (wording.tab, wording.text) == shown


TAGS = st.sampled_from(["ko", "ko-KR", "ja", "en", "zh-TW", "zh-Hans", "pt", "pt-BR", "qaa", "rubbish!", "und"])
TEXTS = st.dictionaries(st.one_of(st.just(D), TAGS), st.sampled_from(["", " ", "text", "x\ny"]), max_size=5)
POLICIES = st.builds(
    made, st.lists(TAGS, max_size=4).map(tuple), TEXTS, st.one_of(st.just(""), TAGS), TEXTS, st.just(PC)
)


@given(POLICIES)
def test_every_kind_of_member_sees_exactly_one_tab(policy: Policy) -> None:
    names = tabs(policy.company.languages, list(policy.warning.pc))
    everybody = [one.members for tab in names for one in audience(policy, PC, tab).seeing]
    assert len(everybody) == len(set(everybody))
    spoken = {key(one.language) for one in everybody if one.speaking is LanguageState.ONE_LANGUAGE}
    named = {key(tag) for tag in (*policy.company.languages, *policy.warning.pc) if tag != D}
    assert named - {None} <= spoken
    assert {one.speaking for one in everybody} >= {
        LanguageState.NOT_ENABLED,
        LanguageState.NOT_SET,
        LanguageState.UNREADABLE,
    }


@given(POLICIES, st.sampled_from(["ko", "ko-KR", "ja", "zh-TW", "pt", "pt-BR", "vi", "und", None]))
def test_a_member_of_any_language_is_told_of_in_the_tab_that_is_shown(policy: Policy, language: str | None) -> None:
    shown = choose(policy, PC, language)
    tab = D if shown.tab == BUILT_IN else shown.tab
    found = audience(policy, PC, tab)
    assert (shown.tab, shown.reasons) in {(one.wording.tab, one.wording.reasons) for one in found.seeing}


@given(POLICIES)
def test_a_tab_with_members_can_be_seen_and_one_that_cannot_has_none(policy: Policy) -> None:
    for tab in tabs(policy.company.languages, list(policy.warning.pc)):
        found = audience(policy, PC, tab)
        assert found.can_be_seen or not found.seeing
