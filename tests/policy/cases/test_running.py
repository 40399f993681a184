"""Cases of an administrator: every fault located, every expectation compared, in the tokens of the file."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from policy.cases.running import CaseResult, Mismatch, read_cases, run_case
from policy.cases.schema import ExpectTable
from policy.errors import DocumentFaultsError, FaultCode
from policy.settings import LevelSettings, OutgoingWarning
from tests.policy.support import POLICY, in_force

HEAD = 'schema = 1\n[[case]]\nname = "x"\nfrom = "kim@hanbit.example"\n'
OUT = 'to = "guest@other.example"\n'


def run(text: str) -> CaseResult:
    """The one case of a text against the policy of the tests."""
    (case,) = read_cases(text)
    return run_case(case, in_force())


def case(fields: str, expect: str) -> str:
    return f"{HEAD}{fields}\n[case.expect]\n{expect}\n"


EXPECTATIONS: list[tuple[str, str, str, object]] = [
    (OUT, 'outcome = "warn"', 'outcome = "send"', "warn"),
    (OUT, 'rule = "always"', 'rule = "disabled"', "always"),
    (OUT, "exempt = false", "exempt = true", False),
    (OUT + 'language = "en"', 'tab = "en"', 'tab = "ko"', "en"),
    (OUT + 'language = "en"', "row = 1", "row = 2", 1),
    (OUT, 'reasons = ["member_language_unset", "language_not_enabled"]', "reasons = []",
     ("language_not_enabled", "member_language_unset")),
    (OUT + 'language = "en"', 'text = """\nEnglish text\n"""', 'text = "English"', "English text"),
    (OUT + 'level = "restricted"', 'refusals = ["level_external"]', "refusals = []", ("level_external",)),
    (OUT + 'subject = ""', 'questions = ["empty_subject"]', "questions = []", ("empty_subject",)),
    (OUT, 'outside = ["Guest <GUEST@other.example>"]', 'outside = ["a@b.example"]', ("guest@other.example",)),
    ('files = [{ size = "50 B" }, { size = "51 B" }, { size = "1 B", inline = true }]',
     'kinds = ["normal", "refused", "inline"]', 'kinds = ["normal", "normal", "inline"]',
     ("normal", "refused", "inline")),
    ('level = "restricted"\nat = "2026-01-31T12:00:00+09:00"', 'expires_at = "2026-02-28T03:00:00Z"',
     'expires_at = "none"', "2026-02-28T03:00:00+00:00"),
    (OUT, 'expires_at = "none"', 'expires_at = "2026-02-28T03:00:00Z"', "none"),
    ('level = "restricted"', "forwarding_prohibited = true", "forwarding_prohibited = false", True),
    ('level = "restricted"', 'audit_label = "Restricted"', 'audit_label = "General"', "Restricted"),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "right", "wrong", "got"), EXPECTATIONS, ids=[one[1][:20] for one in EXPECTATIONS])
def test_each_expectation_is_compared_with_what_comes_out(fields: str, right: str, wrong: str, got: object) -> None:
    assert run(case(fields, right)).passed
    (mismatch,) = run(case(fields, wrong)).mismatches
    assert mismatch.key == wrong.split(" = ")[0]
    assert mismatch.got == got


def test_every_expectation_is_among_those_compared() -> None:
    assert {one[1].split(" = ")[0] for one in EXPECTATIONS} == set(ExpectTable.__struct_fields__)


def test_without_a_dialog_there_is_no_text_to_expect() -> None:
    result = run(case('to = "lee@hanbit.example"', 'tab = "default"\nrow = 1\nreasons = []\ntext = "x"'))
    assert [mismatch.got for mismatch in result.mismatches] == [None] * 4


def test_all_that_differs_is_reported_at_once() -> None:
    result = run(case(OUT, 'outcome = "send"\nrule = "always"\nrefusals = ["no_recipient"]'))
    assert result.mismatches == (
        Mismatch("outcome", "send", "warn"),
        Mismatch("refusals", ("no_recipient",), ()),
    )


@pytest.mark.parametrize(
    ("fields", "refusals"),
    [
        ('member = "lee@hanbit.example"', '["sender_not_allowed"]'),
        ('member = "Kim@Hanbit.Example"', "[]"),
        ("", "[]"),
        ('cc = "lee@hanbit.example, @"', '["malformed_address"]'),
        ('bcc = "a@o.example, b@o.example, c@o.example, d@o.example"', '["too_many_external"]'),
        ('level = "confidential"', '["level_disabled"]'),
        ('files = [{ size = "0 B" }]', '["file_empty"]'),
    ],
)
def test_the_fields_of_a_case_are_those_of_the_message(fields: str, refusals: str) -> None:
    assert run(case(f'to = "lee@hanbit.example"\n{fields}', f"refusals = {refusals}")).passed


@pytest.mark.parametrize(("service", "refusals"), [("true", "[]"), ("false", '["time_limited_unavailable"]')])
def test_a_file_service_is_there_unless_the_case_says_otherwise(service: str, refusals: str) -> None:
    (one,) = read_cases(case(f'{OUT}files = [{{ size = "1 kB" }}]\nfile_service = {service}', f"refusals = {refusals}"))
    assert run_case(one, in_force(replace(POLICY, time_limited_files=True))).passed


def test_a_member_may_change_what_the_level_sets() -> None:
    fields = 'level = "restricted"\nexpires_after = "1 day"\nforwarding_prohibited = false\nat = "2026-03-01"'
    assert run(case(fields, 'expires_at = "2026-03-02"\nforwarding_prohibited = false')).passed


def test_the_surface_is_pc_unless_the_case_says_otherwise() -> None:
    policy = replace(POLICY, warning=OutgoingWarning(pc={"default": "PC"}, mobile={"default": "Mobile"}))
    for surface, text in (("", "PC"), ('surface = "mobile"', "Mobile")):
        (one,) = read_cases(case(OUT + surface, f'text = "{text}"'))
        assert run_case(one, in_force(policy)).passed


def test_a_case_knows_its_line() -> None:
    text = "\ufeff" + case(OUT, 'outcome = "warn"') + '\n# a comment\n[[case]]\nname = "y"\nfrom = ""\nexpect.row = 1\n'
    assert [(one.name, one.line) for one in read_cases(text)] == [("x", 2), ("y", 11)]


def test_the_outcome_is_that_of_the_policy_it_is_judged_by() -> None:
    (one,) = read_cases(case(OUT, 'outcome = "warn"'))
    off = replace(POLICY, warning=OutgoingWarning(enabled=False), restricted=LevelSettings())
    assert run_case(one, in_force()).passed
    assert not run_case(one, in_force(off)).passed


FAULTS: list[tuple[str, list[tuple[FaultCode, str, int]]]] = [
    ("", [(FaultCode.MISSING_KEY, "case", 1), (FaultCode.MISSING_KEY, "schema", 1)]),
    ("schema = 1\ncase = []", [(FaultCode.EMPTY, "case", 2)]),
    ("schema = 2\n[[case]]", [
        (FaultCode.NOT_A_CHOICE, "schema", 1), (FaultCode.MISSING_KEY, "case[0].expect", 2),
        (FaultCode.MISSING_KEY, "case[0].from", 2), (FaultCode.MISSING_KEY, "case[0].name", 2),
    ]),
    (case("tos = 1", "row = 1"), [(FaultCode.UNKNOWN_KEY, "case[0].tos", 5)]),
    (case(OUT, "rows = 1"),
     [(FaultCode.EMPTY, "case[0].expect", 7), (FaultCode.UNKNOWN_KEY, "case[0].expect.rows", 8)]),
    (case(OUT, ""), [(FaultCode.EMPTY, "case[0].expect", 7)]),
    (case(OUT, "row = 11"), [(FaultCode.OUT_OF_RANGE, "case[0].expect.row", 8)]),
    (case(OUT, 'outcome = "warned"'), [(FaultCode.NOT_A_CHOICE, "case[0].expect.outcome", 8)]),
    (case(OUT, 'reasons = ["x"]'), [(FaultCode.NOT_A_CHOICE, "case[0].expect.reasons[0]", 8)]),
    (case(OUT, 'exempt = "true"'), [(FaultCode.WRONG_TYPE, "case[0].expect.exempt", 8)]),
    (case(OUT, 'expires_at = "soon"'), [(FaultCode.MOMENT, "case[0].expect.expires_at", 8)]),
    (case('at = "soon"', "row = 1"), [(FaultCode.MOMENT, "case[0].at", 5)]),
    (case('at = "9999-12-31T00:00:00Z"', "row = 1"), [(FaultCode.MOMENT, "case[0].at", 5)]),
    (case('at = "0001-01-01T00:00:00+09:00"', "row = 1"), [(FaultCode.MOMENT, "case[0].at", 5)]),
    (case('member = "kim@"', "row = 1"), [(FaultCode.ADDRESS, "case[0].member", 5)]),
    (case('files = [{ size = "1 XB" }]', "row = 1"), [(FaultCode.SIZE, "case[0].files[0].size", 5)]),
    (case('files = [{ size = "9999999999999999999 GB" }]', "row = 1"),
     [(FaultCode.SIZE_RANGE, "case[0].files[0].size", 5)]),
    (case("to = []", "row = 1"), [(FaultCode.WRONG_TYPE, "case[0].to", 5)]),
    (case('level = "secret"\nsurface = "tv"', "row = 1"),
     [(FaultCode.NOT_A_CHOICE, "case[0].level", 5), (FaultCode.NOT_A_CHOICE, "case[0].surface", 6)]),
    ("schema 1", [(FaultCode.SYNTAX, "", 1)]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), FAULTS, ids=[str(one[1])[:60] for one in FAULTS])
def test_every_fault_of_a_file_of_cases_is_located(text: str, expected: list[tuple[FaultCode, str, int]]) -> None:
    with pytest.raises(DocumentFaultsError) as raised:
        read_cases(text)
    assert [(fault.code, fault.key, fault.line) for fault in raised.value.faults] == expected
