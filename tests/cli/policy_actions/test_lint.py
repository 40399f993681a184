"""``presend policy lint``: what it prints, in which language, and with which exit status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.command import presend
from tests.golden import assert_golden_text
from tests.policy.lint.support import CLEAN

TRAPS = """schema = 1

[company]
domains = ["hanbit.example", "naver.com", "*.shop.example"]
languages = ["ko", "ja"]
default_language = "en"

[network_security]
designated_ips_only = true

[mail.general]
attachment_size_limit = "25 MB"
time_limited_max_size = "10 MB"
max_external_recipients = 1

[mail_security]
external_import = "allow"
time_limited_files = "allow"

[mail_security.outgoing_warning.pc]
ko = "확인\\u202E"
th = "Thai"

[mail_security.outgoing_warning.mobile]
default = "one\\ntwo\\nthree\\nfour\\nfive\\nsix\\nseven"
# lint: allow tab-unreadable an old name
Korean = "확인"

[mail_security.levels.restricted]
name = "기밀"  # lint: allow level-name-invisible not true

[[lists]]
address = "sales@hanbit.example"
members = ["a@other.example", "b@other.example", "projects@hanbit.example", "nobody"]
senders = ["kim@hanbit.example"]

[[lists]]
address = "projects@hanbit.example"
members = ["sales@hanbit.example"]
"""


def written(folder: Path, text: str) -> Path:
    (folder / "policy.toml").write_text(text, "utf-8")
    return folder


@pytest.mark.parametrize("language", ["en", "ko", "ja"])
def test_traps_are_said_in_the_language_of_the_user(tmp_path: Path, language: str) -> None:
    done = presend(written(tmp_path, TRAPS), "policy", "lint", "policy.toml", "--all", language=language)
    assert (done.returncode, done.stderr) == (1, "")
    assert_golden_text(done.stdout, f"policy-lint-{language}.txt")


def test_explanations_fit_eighty_columns(tmp_path: Path) -> None:
    done = presend(written(tmp_path, TRAPS), "policy", "lint", "policy.toml")
    explanations = [line for line in done.stdout.splitlines() if line.startswith("  ")]
    assert len(explanations) > 20
    assert max(map(len, explanations)) <= 80


def test_json_has_every_fact_with_stable_tokens(tmp_path: Path) -> None:
    text = CLEAN.replace('["hanbit.example"]', '[\n  "hanbit.example",\n  "naver.com",\n]')
    done = presend(written(tmp_path, text), "policy", "lint", "policy.toml", "--json")
    found = json.loads(done.stdout)
    assert done.returncode == 1
    assert found == {
        "source": "policy.toml",
        "count": 1,
        "traps": [
            {
                "code": "public-provider",
                "severity": "W",
                "line": 5,
                "column": 3,
                "key": "company.domains[1]",
                "subjects": ["naver.com"],
                "facts": {},
                "accepted": None,
                "message": "naver.com is a public mail provider.",
                "explanation": found["traps"][0]["explanation"],
            }
        ],
    }
    assert found["traps"][0]["explanation"].startswith("Anybody can get an address there.")


def test_the_demonstration_has_no_trap_that_was_not_accepted_with_a_reason(tmp_path: Path) -> None:
    done = presend(tmp_path, "policy", "lint", "--demonstration")
    assert (done.returncode, done.stdout) == (0, "demonstration: no traps. 5 accepted.\n")


def test_the_traps_that_the_demonstration_shows_are_these(tmp_path: Path) -> None:
    done = presend(tmp_path, "policy", "lint", "--demonstration", "--all", "--json")
    found = json.loads(done.stdout)
    assert (done.returncode, found["count"]) == (0, 0)
    assert [(trap["code"], trap["key"], trap["subjects"]) for trap in found["traps"]] == [
        ("subdomains-inside", "company.domains[2]", ["hanbit.example"]),
        ("surfaces-differ", "mail_security.outgoing_warning.mobile.ja", ["ja"]),
        ("list-exempt", "lists[1].senders", ["sales@hanbit.example", "partner@other.example"]),
        ("list-exempt", "lists[2].senders", ["projects@hanbit.example", "partner@other.example"]),
        ("list-empty", "lists[4].members", ["archive@hanbit.example"]),
    ]
    assert all(trap["accepted"] for trap in found["traps"])


def test_accepted_traps_are_shown_only_when_asked_for(tmp_path: Path) -> None:
    accepted = CLEAN.replace("domains = [", "# lint: allow public-provider it is ours\ndomains = ['naver.com', ")
    done = presend(written(tmp_path, accepted), "policy", "lint", "policy.toml")
    assert (done.returncode, done.stdout) == (0, "policy.toml: no traps. 1 accepted.\n")
    shown = presend(tmp_path, "policy", "lint", "policy.toml", "--all")
    assert shown.returncode == 0
    assert shown.stdout.splitlines() == [
        "policy.toml:4:12: W public-provider: naver.com is a public mail provider.",
        "  Accepted: it is ours",
        "policy.toml: no traps. 1 accepted.",
    ]


@pytest.mark.parametrize("how", ["positional", "option", "standard input", "environment", "member's own"])
def test_the_policy_is_the_one_that_was_chosen_in_any_way(tmp_path: Path, how: str) -> None:
    file = written(tmp_path, CLEAN) / "policy.toml"
    own = tmp_path / ".config/presend/policy.toml"
    if how == "member's own":
        own.parent.mkdir(parents=True)
        own.write_text(CLEAN, "utf-8")
    done = {
        "positional": lambda: presend(tmp_path, "policy", "lint", str(file)),
        "option": lambda: presend(tmp_path, "policy", "lint", "--policy", str(file)),
        "standard input": lambda: presend(tmp_path, "policy", "lint", "-", stdin=CLEAN),
        "environment": lambda: presend(tmp_path, "policy", "lint", PRESEND_POLICY=str(file)),
        "member's own": lambda: presend(tmp_path, "policy", "lint"),
    }[how]()
    source = {"standard input": "-", "member's own": str(own)}.get(how, str(file))
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{source}: no traps.\n", "")


@pytest.mark.parametrize(
    ("words", "status", "complaint"),
    [
        (("policy.toml", "--demonstration"), 64, "cannot be given together with"),
        (("nowhere.toml",), 66, "nowhere.toml: cannot be read"),
        (("faulty.toml",), 78, "faulty.toml:1:1: shema: there is no setting of this name"),
        ((), 78, "There is no policy"),
    ],
)
def test_what_cannot_be_linted_is_said_in_a_line(
    tmp_path: Path, words: tuple[str, ...], status: int, complaint: str
) -> None:
    (tmp_path / "faulty.toml").write_text('shema = 1\nschema = 1\n[company]\ndomains = ["hanbit.example"]\n', "utf-8")
    done = presend(written(tmp_path, CLEAN), "policy", "lint", *words)
    assert (done.returncode, done.stdout) == (status, "")
    assert complaint in done.stderr
    assert "Traceback" not in done.stderr


def test_nothing_of_the_policy_reaches_the_terminal_uncleaned(tmp_path: Path) -> None:
    hostile = CLEAN.replace('"ko", "ja"]', '"ko", "ja", "x\\u001B[31m\\u202E"]')
    done = presend(written(tmp_path, hostile), "policy", "lint", "policy.toml")
    assert done.returncode == 1
    assert "\x1b" not in done.stdout + done.stderr
    assert "\u202e" not in done.stdout + done.stderr
