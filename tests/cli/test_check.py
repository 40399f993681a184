"""``presend check``: the verdict of the composer for a finished message, with the promised exit status and JSON."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.forkserver.client import run
from tests.project import ROOT

POLICY = """
schema = 1
[company]
domains = ["hanbit.example"]
languages = ["ko", "en"]
[mail.general]
attachment_size_limit = "1 kB"
max_external_recipients = 2
[mail_security]
time_limited_files = "allow"
[mail_security.outgoing_warning]
apply = "attachments_and_not_individually"
[mail_security.outgoing_warning.pc]
default = "Default text"
ko = "한국어 안내"
[mail_security.outgoing_warning.mobile]
default = "Mobile text"
[mail_security.levels.restricted]
use = true
name = "Board"
expires_after = "1 month"
forwarding_prohibited = true
[[lists]]
address = "sales@hanbit.example"
members = ["kim@hanbit.example", "inner@hanbit.example"]
senders = ["kim@hanbit.example"]
[[lists]]
address = "inner@hanbit.example"
members = ["partner@other.example"]
[[lists]]
address = "empty@hanbit.example"
members = []
"""
MAIL = """From: kim@hanbit.example
To: {to}
Subject: Hello
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b

see the file
--b
Content-Type: application/pdf
Content-Disposition: attachment; filename="a.pdf"

{file}
--b--
"""


class Bench:
    """A folder with a policy and a message, and the command run in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "policy.toml").write_text(POLICY, "utf-8")
        self.mail("lee@hanbit.example")

    def mail(self, to: str, file: str = "PDF") -> None:
        (self.folder / "m.eml").write_text(MAIL.format(to=to, file=file), "utf-8")

    def run(self, *options: str, stdin: bytes = b"", policy: str = "policy.toml", **environ: str) -> Any:
        clean = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "LANG": "C.UTF-8", "TZ": "Asia/Seoul", **environ}
        command = [sys.executable, "-m", "composer", "check", *options]
        command += ["--policy", str(self.folder / policy)] if policy else []
        return run(command, given=stdin, env={**clean, "PYTHONPATH": str(ROOT)}, cwd=self.folder)

    def verdict(self, *options: str) -> dict[str, Any]:
        done = self.run("m.eml", "--json", *options)
        assert done.returncode == 0, done.stderr
        found = json.loads(done.stdout)
        assert isinstance(found, dict)
        return found


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def test_mail_inside_is_sent_without_a_warning(bench: Bench) -> None:
    found = bench.verdict()
    assert found["outcome"] == "send"
    assert found["warning"] == {"shown": False, "rule": "no_outside", "exempt": False, "text": None}
    assert found["policy"]["source"] == str(bench.folder / "policy.toml")
    assert len(found["policy"]["id"]) == 64


def test_a_nested_outsider_is_a_leaf_with_its_lists_outermost_first(bench: Bench) -> None:
    bench.mail("sales@hanbit.example, kim@hanbit.example")
    found = bench.verdict()
    assert found["outcome"] == "warn"
    assert found["recipients"] == [
        {"address": "kim@hanbit.example", "class": "internal", "via": ["sales@hanbit.example"], "fields": ["to"]},
        {
            "address": "partner@other.example",
            "class": "external",
            "via": ["sales@hanbit.example", "inner@hanbit.example"],
            "fields": ["to"],
        },
    ]


def test_an_unknown_list_is_a_leaf(bench: Bench) -> None:
    bench.mail("empty@hanbit.example")
    (leaf,) = bench.verdict()["recipients"]
    assert (leaf["address"], leaf["class"]) == ("empty@hanbit.example", "unknown")


@pytest.mark.parametrize(
    ("options", "shown"), [((), True), (("--individually",), False), (("--from", "sales@hanbit.example"), False)]
)
def test_options_change_the_verdict_as_the_composer_would(bench: Bench, options: tuple[str, ...], shown: bool) -> None:
    bench.mail("guest@other.example")
    found = bench.verdict(*options)
    assert found["warning"]["shown"] is shown
    assert found["warning"]["rule"] == "attachments_and_not_individually"
    assert found["warning"]["exempt"] is ("--from" in options)


@pytest.mark.parametrize(
    ("options", "tab", "text", "reasons"),
    [
        (("--lang", "ko_KR.UTF-8"), "ko", "한국어 안내", ["own_tab"]),
        (("--lang", "en"), "default", "Default text", ["tab_not_written"]),
        (("--lang", "ja"), "default", "Default text", ["language_not_enabled"]),
        (("--lang", "und"), "default", "Default text", ["member_language_unreadable"]),
        (("--lang", "ko", "--surface", "mobile"), "default", "Mobile text", ["tab_not_written"]),
    ],
)
def test_the_wording_is_found_by_language_and_surface(
    bench: Bench, options: tuple[str, ...], tab: str, text: str, reasons: list[str]
) -> None:
    bench.mail("guest@other.example")
    found = bench.verdict(*options)["warning"]["text"]
    assert (found["tab"], found["text"], found["reasons"]) == (tab, text, reasons)


def test_a_level_brings_its_defaults_and_its_audit_label(bench: Bench) -> None:
    found = bench.verdict("--level", "restricted", "--at", "2026-01-31T10:00:00+09:00")
    assert found["level"] == {
        "level": "restricted",
        "label": "Board",
        "expires_at": "2026-02-28T01:00:00Z",
        "forwarding_prohibited": True,
        "audit_label": "Restricted Board",
    }


def test_every_refusal_is_reported_and_the_exit_status_stays_0(bench: Bench) -> None:
    bench.mail("kim@, a@x.example, b@x.example, c@x.example", "")
    found = bench.verdict("--level", "confidential", "--member", "lee@hanbit.example")
    assert found["outcome"] == "refuse"
    assert [refusal["code"] for refusal in found["refusals"]] == [
        "malformed_address",
        "sender_not_allowed",
        "level_disabled",
        "level_external",
        "too_many_external",
        "file_empty",
    ]
    assert all(refusal["message"] for refusal in found["refusals"])
    assert found["refusals"][0]["subjects"] == ["kim@"]


def test_a_large_file_becomes_time_limited_and_counts(bench: Bench) -> None:
    bench.mail("lee@hanbit.example", "x" * 2000)
    assert bench.verdict()["attachments"] == [{"name": "a.pdf", "size": 2000, "kind": "time_limited", "counts": True}]


def test_questions_do_not_change_the_outcome(bench: Bench) -> None:
    message = b"From: kim@hanbit.example\nTo: lee@hanbit.example\n\nsee the attachment\n"
    found = json.loads(bench.run("-", "--json", stdin=message).stdout)
    assert found["outcome"] == "send"
    assert [question["code"] for question in found["questions"]] == ["empty_subject", "forgotten_attachment"]


@pytest.mark.parametrize("raw", [b"", b"no header\n", b"\x00\x01"])
def test_what_is_no_message_leaves_with_65_and_one_line(bench: Bench, raw: bytes) -> None:
    done = bench.run("-", stdin=raw)
    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (65, b"", 1)


@pytest.mark.parametrize("text", ["schema = 2", "not toml", "schema = 1\n[company]\ndomains = ['a..b']"])
def test_a_bad_policy_leaves_with_78(bench: Bench, text: str) -> None:
    (bench.folder / "bad.toml").write_text(text)
    done = bench.run("m.eml", policy="bad.toml")
    assert done.returncode == 78
    assert b"bad.toml" in done.stderr
    assert b"Traceback" not in done.stderr


def test_no_policy_at_all_leaves_with_78_and_names_the_file_to_write(bench: Bench) -> None:
    done = bench.run("m.eml", policy="")
    assert done.returncode == 78
    assert b"policy.toml" in done.stderr


@pytest.mark.parametrize(
    "options",
    [("m.eml", "--at", "soon"), ("m.eml", "--member", "kim@"), ("m.eml", "--frob"), (), ("m.eml", "--level", "x")],
)
def test_wrong_usage_leaves_with_64_and_one_line(bench: Bench, options: tuple[str, ...]) -> None:
    done = bench.run(*options)
    assert (done.returncode, done.stderr.count(b"\n")) == (64, 1)


def test_without_json_the_verdict_is_said_in_the_members_language(bench: Bench) -> None:
    bench.mail("guest@other.example")
    english, korean = bench.run("m.eml").stdout, bench.run("m.eml", "--lang", "ko").stdout
    assert b"guest@other.example" in english
    assert b"guest@other.example" in korean
    assert english != korean
