"""``presend policy explain``: the decision of ``presend check``, with every rule and what would have changed it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from composer.cli.main import run
from tests.cli.command import presend
from tests.cli.test_check import MAIL, POLICY
from tests.golden import assert_golden_text

AT = ("--at", "2026-11-24T11:00:00+00:00")
OUTSIDE = "kim@hanbit.example, sales@hanbit.example, x@other.example"
OFF = POLICY.replace("[mail_security.outgoing_warning]\n", "[mail_security.outgoing_warning]\nenabled = false\n")
ALWAYS = POLICY.replace('apply = "attachments_and_not_individually"', 'apply = "always"')


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in {"policy": POLICY, "off": OFF, "always": ALWAYS}.items():
        (tmp_path / f"{name}.toml").write_text(text, "utf-8")
    return tmp_path


def mail(folder: Path, to: str, file: str = "PDF") -> str:
    (folder / "m.eml").write_text(MAIL.format(to=to, file=file), "utf-8")
    return "m.eml"


def explained(folder: Path, *words: str, policy: str = "policy", language: str = "en") -> dict[str, Any]:
    asked = ("policy", "explain", *words, *AT, "--json", "--policy", f"{policy}.toml")
    done = presend(folder, *asked, language=language)
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    assert isinstance(found, dict)
    return found


MESSAGES = {
    "inside": ("lee@hanbit.example", "PDF", ()),
    "outside": (OUTSIDE, "PDF", ()),
    "outside, individually": (OUTSIDE, "PDF", ("--individually",)),
    "a list nobody knows": ("empty@hanbit.example", "PDF", ()),
    "as an exempt list": ("x@other.example", "PDF", ("--from", "sales@hanbit.example")),
    "restricted": ("lee@hanbit.example", "PDF", ("--level", "restricted")),
    "restricted to outside": (OUTSIDE, "PDF", ("--level", "restricted")),
    "a level not in use": ("lee@hanbit.example", "PDF", ("--level", "confidential")),
    "a large file": ("lee@hanbit.example", "x" * 2000, ()),
    "too many": ("a@a.example, b@b.example, c@c.example", "PDF", ()),
    "not an address": ("nobody", "PDF", ()),
    "not the member's": ("lee@hanbit.example", "PDF", ("--member", "lee@hanbit.example")),
    "Korean on a mobile": (OUTSIDE, "PDF", ("--lang", "ko", "--surface", "mobile")),
}


@pytest.mark.parametrize("policy", ["policy", "off", "always"])
@pytest.mark.parametrize("message", MESSAGES)
def test_the_verdict_is_that_of_check(
    folder: Path, message: str, policy: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    to, file, options = MESSAGES[message]
    monkeypatch.setenv("HOME", str(folder))
    asked = (str(folder / mail(folder, to, file)), *options, *AT, "--json", "--policy", str(folder / f"{policy}.toml"))
    assert run(["check", *asked]) == 0
    checked = json.loads(capsys.readouterr().out)
    assert run(["policy", "explain", *asked]) == 0
    decided = json.loads(capsys.readouterr().out)["verdict"]
    if message == "a large file":  # what the policy would make a link of cannot be sent from here
        assert [one["code"] for one in checked["refusals"]] == ["time_limited_unavailable"]
        assert checked["attachments"] == decided["attachments"]
    else:
        assert decided == checked


def test_every_rule_is_there_in_the_order_in_which_it_is_asked_with_its_origin(folder: Path) -> None:
    steps = explained(folder, mail(folder, OUTSIDE))["steps"]
    assert [(step["rule"], "".join(step["origins"])) for step in steps] == [
        ("sender", "O"),
        ("recipients", "VS"),
        ("outside_limit", "V"),
        ("level", "SV"),
        ("files", "SV"),
        ("individually", "SO"),
        ("refusals", ""),
        ("questions", "V"),
        ("warning", "S"),
        ("exemption", "S"),
        ("wording", "S"),
        ("outcome", ""),
    ]
    assert all(step["inputs"] and step["result"] for step in steps)


def details(found: dict[str, Any], rule: str) -> list[str]:
    (step,) = [step for step in found["steps"] if step["rule"] == rule]
    return list(step["details"])


def test_outside_recipients_are_told_with_list_and_field(folder: Path) -> None:
    found = explained(folder, mail(folder, OUTSIDE))
    assert details(found, "recipients") == [
        "partner@other.example (outside) via sales@hanbit.example > inner@hanbit.example, in To.",
        "x@other.example (outside), in To.",
    ]


@pytest.mark.parametrize(
    ("to", "looked_at"),
    [
        ("sales@hanbit.example", "as written, each mailing list as one: To 1, Cc 0, Bcc 0"),
        (
            "Team: a@hanbit.example, b@x.example, sales@hanbit.example;, c@x.example",
            "as written, each mailing list as one: To 4, Cc 0, Bcc 0",
        ),
        (
            "undisclosed:;\nCc: a@x.example, G: b@x.example, c@x.example;",
            "as written, each mailing list as one: To 0, Cc 3, Bcc 0",
        ),
    ],
)
def test_the_recipients_that_were_written_are_counted_one_by_one(folder: Path, to: str, looked_at: str) -> None:
    (step,) = [one for one in explained(folder, mail(folder, to))["steps"] if one["rule"] == "recipients"]
    assert step["inputs"] == looked_at


def test_the_four_conditions_are_each_named_and_the_one_in_force_is_marked(folder: Path) -> None:
    assert details(explained(folder, mail(folder, OUTSIDE), "--individually"), "warning") == [
        "Always apply: would be met.",
        "Apply conditionally: only if attachments are included: would be met.",
        "Apply conditionally: only if send “individually” is not checked: would not be met.",
        "In force: Apply conditionally: only if there is an attachment and send “individually” is not checked: "
        "not met.",
    ]


def test_with_the_warning_off_no_condition_is_in_force(folder: Path) -> None:
    said = details(explained(folder, mail(folder, OUTSIDE), policy="off"), "warning")
    assert not any(sentence.startswith("In force") for sentence in said)
    assert len(said) == 4


def test_files_are_told_with_kind_and_reason(folder: Path) -> None:
    assert details(explained(folder, mail(folder, OUTSIDE, "x" * 2000)), "files") == [
        "a.pdf, 2 kB: link with a time limit, because with it the attachments exceed the limit of 1 kB."
    ]


def test_the_exemption_names_the_outsiders_in_the_sending_list(folder: Path) -> None:
    found = explained(folder, mail(folder, "x@other.example"), "--from", "sales@hanbit.example")
    assert details(found, "exemption") == [
        "partner@other.example (outside) via sales@hanbit.example > inner@hanbit.example."
    ]


def test_a_list_nobody_knows_exempts_nobody_and_it_is_said_why(folder: Path) -> None:
    found = explained(folder, mail(folder, "x@other.example"), "--from", "empty@hanbit.example")
    assert details(found, "exemption")[:2] == [
        "No member of the sending list is known to be outside.",
        "Members that are not known exempt nobody.",
    ]


def test_the_wording_tells_what_was_looked_at_on_both_surfaces(folder: Path) -> None:
    found = explained(folder, mail(folder, OUTSIDE), "--lang", "ko-KR", "--surface", "mobile")
    assert details(found, "wording") == [
        "경고문 표의 4행: 구성원 언어의 탭이 다른 쪽 화면에만 작성됨.",
        "회사 언어: 한국어 및 영어.",
        "PC의 한국어 탭이 작성되어 있습니다.",
        "모바일에는 이 언어의 탭이 작성되어 있지 않습니다.",
        "모바일의 기본 탭이 작성되어 있습니다.",
    ]


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        (POLICY, "There is no default language for members whose language is not set."),
        (
            POLICY.replace("[mail.general]", 'default_language = "ko"\n[mail.general]'),
            "For members whose language is not set, Korean is taken.",
        ),
    ],
)
def test_a_language_that_is_not_set_is_told(folder: Path, policy: str, said: str) -> None:
    (folder / "policy.toml").write_text(policy, "utf-8")
    assert details(explained(folder, mail(folder, OUTSIDE), language=""), "wording")[1] == said


def test_changes_of_the_message_and_of_the_policy_are_told_apart_by_tokens(folder: Path) -> None:
    found = explained(folder, mail(folder, "x@other.example"))
    assert [(one["changes"], one["outcome"]) for one in found["message_changes"]] == [
        ([{"change": "without_outsiders", "value": None}], "send"),
        ([{"change": "without_file", "value": "a.pdf"}], "send"),
        ([{"change": "individually", "value": True}], "send"),
        ([{"change": "level", "value": "restricted"}], "refuse"),
        ([{"change": "sender", "value": "sales@hanbit.example"}], "send"),
    ]
    assert [(one["changes"], one["outcome"]) for one in found["policy_changes"]] == [
        ([{"change": "warning_enabled", "value": False}], "send"),
        ([{"change": "company_domain", "value": "other.example"}], "send"),
    ]


@pytest.mark.parametrize("language", ["en", "ko", "ja"])
@pytest.mark.parametrize("about", ["warned", "refused"])
def test_the_text_is_in_the_language_of_the_user_and_fits_eighty_columns(
    folder: Path, language: str, about: str
) -> None:
    name = mail(folder, OUTSIDE if about == "warned" else f"{OUTSIDE}, y@y.example", "x" * 2000)
    options = ("--level", "restricted") if about == "refused" else ()
    asked = ("policy", "explain", name, *options, *AT, "--policy", "policy.toml")
    done = presend(folder, *asked, language=language)
    assert (done.returncode, done.stderr) == (0, "")
    assert_golden_text(done.stdout, f"policy-explain-{about}-{language}.txt")


def test_the_demonstration_can_be_asked_and_a_message_may_come_on_standard_input(folder: Path) -> None:
    text = MAIL.format(to="partner@other.example", file="PDF")
    done = presend(folder, "policy", "explain", "-", "--demonstration", *AT, "--json", stdin=text)
    found = json.loads(done.stdout)
    assert done.returncode == 0
    assert found["verdict"]["policy"]["source"] == "demonstration"
    assert found["verdict"]["outcome"] == "warn"


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("no-mail.txt", "--policy", "policy.toml"), 65),
        (("nowhere.eml", "--policy", "policy.toml"), 66),
        (("m.eml", "--policy", "nowhere.toml"), 66),
        (("m.eml", "--policy", "policy.toml", "--at", "noon"), 64),
        (("m.eml", "--policy", "policy.toml", "--member", "nobody"), 64),
        (("m.eml", "--policy", "policy.toml", "--demonstration"), 64),
    ],
)
def test_what_cannot_be_explained_is_one_line_and_a_status(folder: Path, words: tuple[str, ...], status: int) -> None:
    mail(folder, OUTSIDE)
    (folder / "no-mail.txt").write_text("Hello\n", "utf-8")
    done = presend(folder, "policy", "explain", *words)
    assert (done.returncode, done.stdout) == (status, "")
    assert len(done.stderr.splitlines()) == 1
