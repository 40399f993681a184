"""The ten rows of the table, on both surfaces."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.foreign_text import LONGEST, is_blank
from policy.language import LanguageKey, key
from policy.settings import Company, DomainRule, OutgoingWarning, Policy, Surface
from policy.wording import BUILT_IN, DEFAULT_TAB, WordingReason, choose

OWN = "own_tab"
NOT_ENABLED = "language_not_enabled"
NOT_WRITTEN = "tab_not_written"
UNSET = "member_language_unset"
UNREADABLE = "member_language_unreadable"
BLANK = "default_blank"
DEFAULT = "Default text"
BLANKS = [
    "",
    " ",
    "\n\n",
    "\t",
    "\u3164",
    "\u115f\u1160",
    "\uffa0",
    "\u2800",
    "\u034f",
    "\u200b\ufeff",
    "\x07",
    "\u00ad",
    "\u17b4\u17b5",
    "\u180b\u180c\u180d\u180e\u180f",
    "\ufe00 \ufe0f",
    "\U000e0100\U000e01ef",
    "\u200c\u200d",
    "\ufff0\U000e0fff",
]
OTHER = {Surface.PC: Surface.MOBILE, Surface.MOBILE: Surface.PC}


@dataclass(frozen=True)
class Case:
    """One situation and what the table says of it."""

    name: str
    member: str | None
    enabled: tuple[str, ...]
    tabs: dict[str, str]
    tab: str
    reasons: tuple[str, ...]
    row: int
    other_texts: dict[str, str] | None = None
    """The tabs of the other surface; None = only a Default that must never be shown here."""
    default_language: str = ""


REGIONS_AND_SCRIPTS = [
    "pt", "pt-BR", "pt-PT", "pt-AO", "zh", "zh-TW", "zh-Hans-TW", "zh-Hant", "sr", "sr-Latn", "sr-ME", "es", "es-419",
    "en-GB", "nb", "no", "nn", "uz-AF", "uz",
]  # fmt: skip
KO = {"default": DEFAULT, "ko": "한국어"}
CASES = [
    Case("enabled and written", "ko", ("ko",), KO, "ko", (OWN,), 1),
    Case("not enabled", "vi", ("ko",), KO, "default", (NOT_ENABLED,), 2),
    Case("not enabled, though a text is stored", "ko", ("en",), KO, "default", (NOT_ENABLED,), 2),
    Case("multi-language is off", "ko", (), KO, "default", (NOT_ENABLED,), 2),
    Case("tab missing", "ja", ("ko", "ja"), KO, "default", (NOT_WRITTEN,), 3),
    Case("only the other surface is written", "ko", ("ko",), {"default": DEFAULT}, "default", (NOT_WRITTEN,), 4, KO),
    Case("BCP 47 with a region", "ko-KR", ("ko",), KO, "ko", (OWN,), 5),
    Case("POSIX without a charset", "ko_KR", ("ko",), KO, "ko", (OWN,), 5),
    Case("POSIX", "ko_KR.UTF-8", ("ko",), KO, "ko", (OWN,), 5),
    Case("region of English", "en-GB", ("en",), {"en": "English"}, "en", (OWN,), 5),
    Case("the policy writes regions", "ko", ("ko-KR",), {"ko_KR": "한국어"}, "ko_KR", (OWN,), 5),
    Case("Taiwan", "zh-TW", ("zh-Hant",), {"zh-Hant": "繁體"}, "zh-Hant", (OWN,), 6),
    Case("Hong Kong", "zh-HK", ("zh-Hant",), {"zh-Hant": "繁體"}, "zh-Hant", (OWN,), 6),
    Case("China", "zh-CN", ("zh-Hans",), {"zh-Hans": "简体"}, "zh-Hans", (OWN,), 6),
    Case("Chinese alone", "zh", ("zh-Hans",), {"zh-Hans": "简体"}, "zh-Hans", (OWN,), 6),
    Case("another script", "zh-TW", ("zh-Hans",), {"default": DEFAULT, "zh": "简体"}, "default", (NOT_ENABLED,), 7),
    Case("another region", "pt-PT", ("pt-BR",), {"default": DEFAULT, "pt-BR": "Oi"}, "default", (NOT_ENABLED,), 7),
    Case("region, where the language alone is enabled", "pt-BR", ("pt",), {"pt": "Oi"}, "pt", (OWN,), 5),
    Case("POSIX region, the same", "pt_BR.UTF-8", ("pt",), {"pt": "Oi"}, "pt", (OWN,), 5),
    Case("the other region, the same", "pt-PT", ("pt",), {"pt": "Oi"}, "pt", (OWN,), 5),
    Case("region, enabled itself", "pt-BR", ("pt", "pt-BR"), {"pt": "Olá", "pt-BR": "Oi"}, "pt-BR", (OWN,), 1),
    Case("region beside another", "pt-PT", ("pt", "pt-BR"), {"pt": "Olá", "pt-BR": "Oi"}, "pt", (OWN,), 5),
    Case("a tab that is not enabled", "pt-BR", ("pt",), {"pt": "Olá", "pt-BR": "Oi"}, "pt", (OWN,), 5),
    Case("language alone, not written", "pt-BR", ("pt",), {"default": DEFAULT}, "default", (NOT_WRITTEN,), 3),
    Case(
        "enabled itself, not written", "pt-BR", ("pt", "pt-BR"), {"default": DEFAULT, "pt": "Olá"}, "default",
        (NOT_WRITTEN,), 3,
    ),
    Case("language, enabled is a region", "pt", ("pt-BR",), {"pt-BR": "Oi"}, "built_in", (NOT_ENABLED, BLANK), 10),
    Case("simplified, not traditional", "zh-CN", ("zh-TW",), {"zh-TW": "繁體"}, "built_in", (NOT_ENABLED, BLANK), 10),
    Case("Serbian in the other script", "sr-Latn", ("sr",), {"default": "D", "sr": "Ћ"}, "default", (NOT_ENABLED,), 7),
    Case("Norwegian by its new code", "nb", ("no",), {"no": "Hei"}, "no", (OWN,), 5),
    Case("Norwegian by its old code", "no_NO.UTF-8", ("nb",), {"nb": "Hei"}, "nb", (OWN,), 5),
    Case("Nynorsk is another", "nn", ("nb",), {"default": DEFAULT, "nb": "Hei"}, "default", (NOT_ENABLED,), 2),
    Case("unset, region", None, ("pt",), {"pt": "Oi"}, "pt", (OWN, UNSET), 8, default_language="pt-BR"),
    Case("unset, default language", None, ("ko",), KO, "ko", (OWN, UNSET), 8, default_language="ko"),
    Case("unset, not written", None, ("ko", "ja"), KO, "default", (NOT_WRITTEN, UNSET), 8, default_language="ja"),
    Case("unset, not enabled", None, ("ko",), KO, "default", (NOT_ENABLED, UNSET), 8, default_language="vi"),
    Case("unset, no default language", None, ("ko",), KO, "default", (NOT_ENABLED, UNSET), 8),
    Case("unset, unreadable default", None, ("ko",), KO, "default", (NOT_ENABLED, UNSET), 8, default_language="??"),
    Case("undetermined", "und", ("ko",), KO, "default", (UNREADABLE,), 9),
    Case("C, given", "C", ("ko",), KO, "default", (UNREADABLE,), 9),
    Case("garbage", "garbage!", ("ko",), KO, "default", (UNREADABLE,), 9),
    Case("not enabled, no Default", "vi", ("ko",), {"ko": "한국어"}, "built_in", (NOT_ENABLED, BLANK), 10),
    Case("not written, blank Default", "ja", ("ja",), {"default": " "}, "built_in", (NOT_WRITTEN, BLANK), 10),
    Case("unreadable, no Default", "und", ("ko",), {}, "built_in", (UNREADABLE, BLANK), 10),
    Case("unset, no Default", None, ("ko",), {}, "built_in", (NOT_ENABLED, UNSET, BLANK), 10),
    Case("own tab needs no Default", "ko", ("ko",), {"ko": "한국어"}, "ko", (OWN,), 1),
]  # fmt: skip


def policy_with(
    surface: Surface,
    tabs: dict[str, str],
    other_texts: dict[str, str],
    enabled: tuple[str, ...] = ("ko", "ja"),
    default_language: str = "",
) -> Policy:
    """A policy whose texts differ between the surfaces."""
    company = Company((DomainRule("hanbit.example"),), languages=enabled, default_language=default_language)
    texts = {surface.value: tabs, OTHER[surface].value: other_texts}
    return Policy(company, warning=OutgoingWarning(pc=texts["pc"], mobile=texts["mobile"]))


@pytest.mark.parametrize("surface", Surface)
@pytest.mark.parametrize("case", CASES, ids=lambda case: f"row {case.row}, {case.name}")
def test_every_row_of_the_table(case: Case, surface: Surface) -> None:
    other_texts = {"default": "the other surface"} if case.other_texts is None else case.other_texts
    policy = policy_with(surface, case.tabs, other_texts, case.enabled, case.default_language)
    wording = choose(policy, surface, case.member)
    assert (wording.tab, tuple(reason.value for reason in wording.reasons), wording.row) == (
        case.tab,
        case.reasons,
        case.row,
    )
    assert wording.surface is surface
    assert wording.text == ("" if case.tab == BUILT_IN else case.tabs[case.tab])


def test_every_row_is_in_the_table() -> None:
    assert {case.row for case in CASES} == set(range(1, 11))
    assert {reason for case in CASES for reason in case.reasons} == {reason.value for reason in WordingReason}


@pytest.mark.parametrize("blank", BLANKS)
def test_a_blank_tab_counts_as_not_written(blank: str) -> None:
    policy = policy_with(Surface.PC, {"default": DEFAULT, "ko": blank}, {})
    assert choose(policy, Surface.PC, "ko").reasons == (WordingReason.TAB_NOT_WRITTEN,)


@pytest.mark.parametrize("blank", BLANKS)
def test_a_blank_default_gives_the_built_in_text(blank: str) -> None:
    wording = choose(policy_with(Surface.PC, {"default": blank}, {"default": DEFAULT}), Surface.PC, "ko")
    assert (wording.tab, wording.text) == (BUILT_IN, "")


@given(
    wanted=st.sampled_from(REGIONS_AND_SCRIPTS),
    enabled=st.lists(st.sampled_from(REGIONS_AND_SCRIPTS), unique=True),
)
def test_members_get_their_own_language_in_their_own_script_and_never_another_regions(
    wanted: str, enabled: list[str]
) -> None:
    tabs = {"default": DEFAULT} | dict.fromkeys(enabled, "written")
    tab = choose(policy_with(Surface.PC, tabs, {}, tuple(enabled)), Surface.PC, wanted).tab
    own = key(wanted)
    assert own is not None
    fitting = [tag for tag in enabled if key(tag) in (own, LanguageKey(own.language, own.script))]
    assert (tab in fitting) if fitting else (tab == DEFAULT_TAB)
    assert key(tab) == own or own not in map(key, enabled)


def test_text_stays_data_and_loses_only_what_acts_on_a_terminal() -> None:
    text = "1.\r\n[b]{name}\x1b[31m \u202eevil\u202c\u2066 e\u0301\u200b\tend"
    wording = choose(policy_with(Surface.PC, {"ko": text}, {}), Surface.PC, "ko")
    assert wording.text == "1.\n[b]{name}[31m evil \u00e9 end"


def test_a_text_longer_than_anybody_reads_is_cut() -> None:
    wording = choose(policy_with(Surface.PC, {"ko": "x" * (LONGEST + 1)}, {}), Surface.PC, "ko")
    assert len(wording.text) == LONGEST


def test_a_text_whose_visible_part_is_cut_away_counts_as_blank() -> None:
    policy = policy_with(Surface.PC, {"default": DEFAULT, "ko": " " * LONGEST + "seen by nobody"}, {})
    assert choose(policy, Surface.PC, "ko").tab == DEFAULT_TAB


def test_of_two_spellings_the_members_own_is_shown() -> None:
    policy = policy_with(Surface.PC, {"ko": "first", "ko-KR": "second"}, {})
    assert choose(policy, Surface.PC, "ko-KR").text == "second"
    assert choose(policy, Surface.PC, "ko_KR.UTF-8").text == "first"


def test_the_order_of_the_tabs_in_the_file_changes_nothing() -> None:
    for tabs in ({"ko": "first", "ko-KR": "second"}, {"ko-KR": "second", "ko": "first"}):
        assert choose(policy_with(Surface.PC, tabs, {}), Surface.PC, "ko_KR.UTF-8").text == "first"


def test_of_two_spellings_a_written_one_is_shown() -> None:
    policy = policy_with(Surface.PC, {"ko": " ", "ko_KR": "second"}, {})
    assert choose(policy, Surface.PC, "ko").tab == "ko_KR"


def test_a_tab_named_default_is_never_a_language() -> None:
    policy = policy_with(Surface.PC, {"default": DEFAULT}, {}, enabled=("default",))
    assert choose(policy, Surface.PC, "default").reasons == (WordingReason.MEMBER_LANGUAGE_UNREADABLE,)


TAGS = st.one_of(
    st.none(), st.sampled_from(["ko", "ko-KR", "ja", "zh-TW", "zh-Hans", "pt-BR", "und", "C", ""]), st.text()
)
TEXTS = st.dictionaries(st.sampled_from(["default", "ko", "ko_KR", "ja", "zh-Hant", "zh-Hans", "pt-PT"]), st.text())


@given(
    member=TAGS, tabs=TEXTS, other_texts=TEXTS, surface=st.sampled_from(Surface), default_language=st.text(max_size=5)
)
def test_whatever_is_written_something_is_said_and_never_the_other_surface(
    member: str | None, tabs: dict[str, str], other_texts: dict[str, str], surface: Surface, default_language: str
) -> None:
    policy = policy_with(surface, tabs, other_texts, ("ko", "ja", "zh-Hant"), default_language)
    wording = choose(policy, surface, member)
    assert 1 <= wording.row <= 10
    assert (wording.tab == BUILT_IN) == is_blank(wording.text) == (WordingReason.DEFAULT_BLANK in wording.reasons)
    assert wording.tab in {BUILT_IN, *tabs}
    alone = choose(policy_with(surface, tabs, {}, ("ko", "ja", "zh-Hant"), default_language), surface, member)
    assert (alone.tab, alone.text, alone.reasons) == (wording.tab, wording.text, wording.reasons)
