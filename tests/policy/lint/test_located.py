"""Where traps stand in the policy file, and the comments that accept them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.lint.located import LocatedTrap, counted
from policy.toml.lines import comments
from tests.policy.lint.support import CLEAN, located

DOMAINS = 'domains = ["hanbit.example"]'
TRAP = 'domains = ["hanbit.example", "naver.com"]'
EMPTY_LIST = '[[lists]]\naddress = "team@hanbit.example"\nmembers = []\n'
ALLOW = "# lint: allow list-empty it shows something"


def found(text: str) -> list[tuple[str, int, int, str | None]]:
    return [(one.trap.code.value, one.line, one.column, one.accepted) for one in located(text)]


def test_a_trap_stands_at_its_value() -> None:
    assert found(CLEAN.replace(DOMAINS, TRAP)) == [("public-provider", 3, 30, None)]


def test_a_trap_about_an_absent_key_stands_where_its_table_begins() -> None:
    text = CLEAN.replace('ko = "확인"\n', "", 1)
    assert found(text) == [("surfaces-differ", 6, 33, None)]
    assert text.splitlines()[5] == "[mail_security.outgoing_warning.pc]"


def test_a_trap_about_what_is_nowhere_stands_at_the_beginning() -> None:
    text = 'schema = 1\n[company]\ndomains = ["hanbit.example"]\n'
    assert found(text) == [("default-blank", 1, 1, None), ("default-blank", 1, 1, None)]


def test_traps_come_in_the_order_of_lines() -> None:
    text = CLEAN.replace(DOMAINS, TRAP).replace('ko = "확인"\n', "", 1) + EMPTY_LIST
    assert [code for code, *_rest in found(text)] == ["public-provider", "surfaces-differ", "list-empty"]


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "written",
    [
        f"{TRAP} # lint: allow public-provider we are the provider",
        f"# lint: allow public-provider we are the provider\n{TRAP}",
        f"  #lint:allow  public-provider   we are the provider\n# Another remark.\n{TRAP}",
        "domains = [\n'hanbit.example',\n# lint: allow public-provider we are the provider\n'naver.com']",
    ],
)
def test_a_comment_on_the_line_or_directly_above_accepts_with_its_reason(
    written: str, line_end: str, mark: str
) -> None:
    text = mark + CLEAN.replace(DOMAINS, written).replace("\n", line_end)
    ((code, _line, _column, reason),) = found(text)
    assert (code, reason) == ("public-provider", "we are the provider")
    assert counted(located(text)) == ()


@pytest.mark.parametrize(
    "table",
    [
        f"{ALLOW}\n{EMPTY_LIST}",
        EMPTY_LIST.replace("[[lists]]", f"[[lists]] {ALLOW}"),
        EMPTY_LIST.replace("members", f"{ALLOW}\nmembers"),
        EMPTY_LIST.replace("[]", f"[] {ALLOW}"),
    ],
)
def test_what_is_said_of_a_list_can_be_accepted_at_the_list(table: str) -> None:
    assert [(code, reason) for code, _line, _column, reason in found(CLEAN + table)] == [
        ("list-empty", "it shows something")
    ]


@pytest.mark.parametrize(
    ("written", "unused"),
    [
        (f"# lint: allow public-provider far above\n\n{TRAP}", (3, 1)),
        (f"{TRAP}\n# lint: allow public-provider below", (4, 1)),
        (f"languages = [] # lint: allow public-provider at another key\n{TRAP}", (3, 16)),
        (f"{TRAP} # lint: allow public-suffix another code", (3, 43)),
    ],
)
def test_a_comment_in_another_place_or_of_another_code_accepts_nothing_and_is_a_trap(
    written: str, unused: tuple[int, int]
) -> None:
    text = CLEAN.replace('languages = ["ko", "ja"]\n', "") if "languages = []" in written else CLEAN
    traps = located(text.replace(DOMAINS, written))
    assert {one.trap.code.value: one.accepted for one in traps}.items() >= {
        "public-provider": None, "unused-allow": None,
    }.items()  # fmt: skip
    assert [(one.line, one.column) for one in traps if one.trap.code.value == "unused-allow"] == [unused]


@pytest.mark.parametrize(
    ("remark", "subject", "unknown", "no_reason"),
    [
        ("# lint: allow no-such-code because", "no-such-code", 1, 0),
        ("# lint: allow public-provider", "public-provider", 0, 1),
        ("# lint: alow public-provider because", "alow public-provider because", 1, 1),
        ("# lint: allow unused-allow because", "unused-allow", 1, 0),
        ("# lint:", "", 1, 1),
    ],
)
def test_a_comment_that_is_no_acceptance_says_why(remark: str, subject: str, unknown: int, no_reason: int) -> None:
    traps = located(CLEAN.replace(DOMAINS, f"{remark}\n{TRAP}"))
    assert [one.trap.code.value for one in counted(traps)] == ["unused-allow", "public-provider"]
    assert traps[0].trap.subjects == (subject,)
    assert traps[0].trap.facts == {"unknown": unknown, "no_reason": no_reason}


def test_what_looks_like_a_comment_within_a_text_is_none() -> None:
    text = CLEAN.replace('"Check"', '"""Check\n# lint: allow public-provider no comment"""', 1)
    assert found(text) == []


def test_other_comments_are_left_alone() -> None:
    assert found(f"# Do not lint: this is a remark\n{CLEAN}# allow list-empty\n") == []


@given(
    st.lists(
        st.sampled_from(["a = 1", "b = '#'", 'c = """\n#x\n"""', "# y", "d = [1, # z\n2]", "[t] # w"]), unique=True
    )
)
def test_every_comment_is_found_and_nothing_else(lines: list[str]) -> None:
    expected = [line.rpartition("#")[2].split("\n")[0] for line in lines if line[0] in "#d["]
    assert [remark.text for remark in comments("\n".join(lines))] == [
        f"#{text}" if text.startswith(" ") else text for text in expected
    ]


def test_counted_leaves_out_what_is_accepted() -> None:
    (trap,) = located(CLEAN.replace(DOMAINS, TRAP))
    accepted = LocatedTrap(trap.trap, 1, 1, "on purpose")
    assert counted([trap, accepted]) == (trap,)
