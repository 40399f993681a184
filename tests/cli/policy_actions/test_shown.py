"""``presend policy matrix``, ``diff`` and ``test`` as they are called: output, files, exit statuses."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.forkserver.client import as_text, run
from tests.project import ROOT

POLICY = """schema = 1
[company]
domains = ["hanbit.example"]
languages = ["ko"]
[mail_security.outgoing_warning]
apply = "{apply}"
[mail_security.outgoing_warning.pc]
default = "Default text"
ko = "{ko}"
"""
CASES = """schema = 1

[[case]]
name = "outside"
from = "kim@hanbit.example"
to = "guest@other.example"
[case.expect]
outcome = "warn"
rule = "always"

[[case]]
name = "inside"
from = "kim@hanbit.example"
to = "lee@hanbit.example"
[case.expect]
outcome = "send"
"""


class Bench:
    """A folder with two policies and a file of cases, and the command run in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.write("a.toml", POLICY.format(apply="always", ko="하나"))
        self.write("b.toml", POLICY.format(apply="attachments", ko="둘"))
        self.write("cases.toml", CASES)

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, "utf-8")

    def run(self, *options: str, stdin: str = "", **environ: str) -> subprocess.CompletedProcess[str]:
        clean = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "LANG": "C.UTF-8", **environ}
        command = [sys.executable, "-m", "composer", "policy", *options]
        around = {**clean, "PYTHONPATH": str(ROOT)}
        return as_text(run(command, given=stdin.encode(), env=around, cwd=self.folder))


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def test_the_matrix_is_text_and_names_its_policy(bench: Bench) -> None:
    done = bench.run("matrix", "--policy", "a.toml")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Policy: a.toml\n")
    assert "  | Default text\n" in done.stdout


def test_the_matrix_of_the_policy_in_force(bench: Bench) -> None:
    done = bench.run("matrix", "--format", "json", PRESEND_POLICY=str(bench.folder / "b.toml"))
    data = json.loads(done.stdout)
    assert data["policy"]["source"] == str(bench.folder / "b.toml")
    assert {one["rule"] for one in data["decisions"]} == {"attachments", "no_outside", None}


def test_the_matrix_goes_to_a_file(bench: Bench) -> None:
    done = bench.run("matrix", "--demonstration", "--format", "html", "--lang", "ja", "--output", "page.html")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    page = (bench.folder / "page.html").read_text("utf-8")
    assert page.startswith('<!DOCTYPE html>\n<html lang="ja">')


def test_the_matrix_as_csv_keeps_its_line_ends(bench: Bench) -> None:
    done = bench.run("matrix", "--policy", "a.toml", "--format", "csv", "--output", "matrix.csv")
    assert done.returncode == 0
    written = (bench.folder / "matrix.csv").read_bytes().decode("utf-8")
    assert written.count("\r\n") == written.count("\n")
    records = list(csv.DictReader(io.StringIO(written, newline="")))
    assert sum(record["table"] == "decision" for record in records) == 2 * 36


def test_a_file_that_cannot_be_written_leaves_with_73(bench: Bench) -> None:
    done = bench.run("matrix", "--policy", "a.toml", "--output", "no-folder/matrix.txt")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (73, "", 1)
    assert "no-folder/matrix.txt" in done.stderr


@pytest.mark.parametrize(
    ("policy", "around"),
    [(["--policy", "a.toml"], {}), (["--policy", "alias.toml"], {}), ([], {"PRESEND_POLICY": "{folder}/a.toml"})],
)
def test_the_matrix_is_never_written_over_its_own_policy(
    bench: Bench, policy: list[str], around: dict[str, str]
) -> None:
    (bench.folder / "alias.toml").symlink_to("a.toml")
    before = (bench.folder / "a.toml").read_bytes()
    names = {name: value.format(folder=bench.folder) for name, value in around.items()}
    done = bench.run("matrix", *policy, "--output", "./a.toml", **names)
    assert (done.returncode, done.stdout) == (73, "")
    assert done.stderr == "presend: a.toml: cannot be written: it is the policy itself.\n"
    assert (bench.folder / "a.toml").read_bytes() == before


def test_the_matrix_is_not_written_over_the_policy_on_standard_input(bench: Bench) -> None:
    before = (bench.folder / "a.toml").read_bytes()
    command = [sys.executable, "-m", "composer", "policy", "matrix", "--policy", "-", "--output", "a.toml"]
    around = {"PATH": os.environ["PATH"], "HOME": str(bench.folder), "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT)}
    with (bench.folder / "a.toml").open("rb") as policy:
        done = subprocess.run(command, stdin=policy, env=around, cwd=bench.folder, check=False)
    assert done.returncode == 73
    assert (bench.folder / "a.toml").read_bytes() == before


def test_no_policy_at_all_leaves_with_78(bench: Bench) -> None:
    for action in (("matrix",), ("diff", "a.toml"), ("test", "cases.toml")):
        done = bench.run(*action)
        assert (done.returncode, done.stdout) == (78, ""), action
        assert "policy.toml" in done.stderr


def test_the_same_policy_has_no_difference(bench: Bench) -> None:
    done = bench.run("diff", "a.toml", "a.toml")
    assert (done.returncode, done.stdout) == (0, "The policies are the same.\n")


def test_comments_and_order_in_the_file_are_no_difference(bench: Bench) -> None:
    bench.write(
        "c.toml", "# hello\n" + (bench.folder / "a.toml").read_text("utf-8").replace("[company]", "[company] # x")
    )
    assert bench.run("diff", "a.toml", "c.toml").returncode == 0


def test_a_difference_is_said_in_words(bench: Bench) -> None:
    done = bench.run("diff", "a.toml", "b.toml")
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "Mail from the member's own address to outside recipients without attachments at the level General will no"
        " longer show the warning.",
        "Mail from the member's own address to outside recipients at the level General: the rule is now: Apply"
        " conditionally: only if attachments are included (before: Always apply).",
        "Members writing in Korean will see a changed text on PC, the Korean tab: “둘”",
    ]


def test_a_difference_is_said_in_the_language_asked_for(bench: Bench) -> None:
    lines = [bench.run("diff", "a.toml", "b.toml", "--lang", tag).stdout.splitlines() for tag in ("en", "ko", "ja")]
    assert {len(said) for said in lines} == {3}
    assert not set(lines[0]) & set(lines[1])
    assert not set(lines[1]) & set(lines[2])


def test_a_difference_as_json_gives_each_cell(bench: Bench) -> None:
    done = bench.run("diff", "a.toml", "b.toml", "--json")
    data = json.loads(done.stdout)
    assert done.returncode == 1
    assert done.stdout.isascii()
    assert (data["before"]["source"], data["after"]["source"]) == ("a.toml", "b.toml")
    assert len(data["decisions"]) == 2 * 2 * 2  # own address, General, to the outside
    outcomes = [(one["before"]["outcome"], one["after"]["outcome"]) for one in data["decisions"]]
    assert outcomes.count(("warn", "send")) == 2 * 2  # without attachments
    assert [
        (one["language"], one["surface"], one["before"]["text"], one["after"]["text"]) for one in data["wordings"]
    ] == [("ko", "pc", "하나", "둘")]
    assert (data["settings"], data["lists"], data["lists_reordered"]) == ([], [], False)


def test_settings_and_lists_of_a_difference_as_json(bench: Bench) -> None:
    lists = '[[lists]]\naddress = "all@hanbit.example"\nmembers = ["{member}@hanbit.example"]\n'
    rest = (bench.folder / "a.toml").read_text("utf-8").removeprefix("schema = 1\n")
    bench.write("c.toml", "schema = 1\n" + rest + lists.format(member="kim"))
    bench.write("e.toml", 'schema = 1\n[mail_security]\nbackup = "on"\n' + rest + lists.format(member="lee"))
    data = json.loads(bench.run("diff", "c.toml", "e.toml", "--json").stdout)
    assert data["settings"] == [{"key": "mail_security.backup", "before": False, "after": True}]
    named = {"address": "all@hanbit.example", "name": ""}
    senders = {"added": [], "removed": [], "reordered": False}
    members = {"added": ["lee@hanbit.example"], "removed": ["kim@hanbit.example"], "reordered": False}
    assert data["lists"] == [
        {"address": "all@hanbit.example", "before": named, "after": named, "members": members, "senders": senders}
    ]


def test_the_second_policy_is_the_one_in_force_where_none_is_named(bench: Bench) -> None:
    in_force = {"PRESEND_POLICY": str(bench.folder / "b.toml")}
    assert bench.run("diff", "a.toml", **in_force).returncode == 1
    assert bench.run("diff", "b.toml", **in_force).returncode == 0


def test_a_policy_with_faults_leaves_with_78(bench: Bench) -> None:
    bench.write("bad.toml", "schema = 2\n")
    for words in (("diff", "a.toml", "bad.toml"), ("matrix", "--policy", "bad.toml"),
                  ("test", "cases.toml", "--policy", "bad.toml")):  # fmt: skip
        done = bench.run(*words)
        assert (done.returncode, done.stdout) == (78, ""), words
        assert "bad.toml:1:1" in done.stderr


def test_cases_that_pass_are_counted(bench: Bench) -> None:
    done = bench.run("test", "cases.toml", "--policy", "a.toml")
    assert (done.returncode, done.stdout, done.stderr) == (0, "2 passed, 0 failed\n", "")


def test_each_case_that_fails_is_a_line_with_its_place(bench: Bench) -> None:
    done = bench.run("test", "cases.toml", "--policy", "b.toml")
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        'cases.toml:3: outside: outcome: expected "warn", got "send"; rule: expected "always", got "attachments"',
        "1 passed, 1 failed",
    ]


def test_verbose_lists_every_case(bench: Bench) -> None:
    done = bench.run("test", "cases.toml", "--policy", "a.toml", "-v")
    assert done.stdout.splitlines() == [
        "cases.toml:3: outside: passed",
        "cases.toml:11: inside: passed",
        "2 passed, 0 failed",
    ]


def test_cases_as_json(bench: Bench) -> None:
    done = bench.run("test", "-", "--policy", "b.toml", "--json", stdin=CASES)
    data = json.loads(done.stdout)
    assert done.returncode == 1
    assert (data["file"], data["passed"], data["failed"]) == ("-", 1, 1)
    assert data["cases"] == [
        {
            "name": "outside",
            "line": 3,
            "passed": False,
            "mismatches": [
                {"key": "outcome", "expected": "warn", "got": "send"},
                {"key": "rule", "expected": "always", "got": "attachments"},
            ],
        },
        {"name": "inside", "line": 11, "passed": True, "mismatches": []},
    ]


def test_what_is_not_there_is_said_in_words(bench: Bench) -> None:
    bench.write("tabs.toml", CASES.replace('outcome = "send"', 'tab = "ko"\nexempt = true\nrefusals = ["file_empty"]'))
    done = bench.run("test", "tabs.toml", "--policy", "a.toml")
    assert done.stdout.splitlines()[0] == (
        "tabs.toml:11: inside: exempt: expected true, got false; "
        'tab: expected "ko", got nothing, because no warning is shown; refusals: expected ["file_empty"], got []'
    )


def test_the_demonstration_has_cases_of_its_own(bench: Bench) -> None:
    done = bench.run("test", "--demonstration")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith(" passed, 0 failed\n")


def test_a_file_of_cases_with_faults_leaves_with_78_and_all_of_them(bench: Bench) -> None:
    bench.write("bad.toml", CASES.replace('to = "lee', 'too = "lee').replace('rule = "always"', 'rule = "never"'))
    done = bench.run("test", "bad.toml", "--policy", "a.toml")
    assert (done.returncode, done.stdout) == (78, "")
    assert [line.partition(": ")[0] for line in done.stderr.splitlines()] == ["bad.toml:9:1", "bad.toml:14:1"]


def test_no_file_of_cases_leaves_with_64_or_66(bench: Bench) -> None:
    assert bench.run("test", "--policy", "a.toml").returncode == 64
    missing = bench.run("test", "no.toml", "--policy", "a.toml")
    assert (missing.returncode, missing.stderr.count("\n")) == (66, 1)


def test_nothing_foreign_commands_the_terminal(bench: Bench) -> None:
    bench.write("a\x1b[31m.toml", POLICY.format(apply="always", ko="\\u001b]0;x\\u0007\\u202e"))
    bench.write("evil.toml", CASES.replace("inside", "\\u001b[2J\\u202e").replace('"send"', '"refuse"'))
    outputs = [
        bench.run("matrix", "--policy", "a\x1b[31m.toml"),
        bench.run("diff", "b.toml", "a\x1b[31m.toml"),
        bench.run("test", "evil.toml", "--policy", "a\x1b[31m.toml"),
        bench.run("test", "no\x1b[31m.toml", "--policy", "a.toml"),
    ]
    for done in outputs:
        assert not {"\x1b", "\x07", "\u202e"} & set(done.stdout + done.stderr)
        assert "Traceback" not in done.stderr
