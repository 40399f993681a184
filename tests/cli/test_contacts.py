"""``presend contacts``: what mutt and aerc read, lists included, each marked inside or outside."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.cli.command import presend
from tests.disk.test_mailbox_layout import laid_out
from tests.end_to_end.terminal import PATIENCE

POLICY = """schema = 1
[company]
domains = ["hanbit.example"]
[[lists]]
address = "sales@hanbit.example"
name = "Kimchi\\tsales"
members = ["kim@hanbit.example", "partner@other.example"]
[[lists]]
address = "team@hanbit.example"
name = "Team"
members = ["kim@hanbit.example"]
"""
CARDS = """BEGIN:VCARD
FN:Kim Min-ji
EMAIL:kim@hanbit.example
END:VCARD
BEGIN:VCARD
FN:Kim\\nAnna\t\x1b[2J
EMAIL:anna.kim@other.example
END:VCARD
BEGIN:VCARD
EMAIL:kimono@hanbit.example.evil.example
END:VCARD
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Settings, a policy and cards."""
    config = tmp_path / ".config" / "presend"
    config.mkdir(parents=True)
    (config / "policy.toml").write_text(POLICY, encoding="utf-8")
    (config / "config.toml").write_text(
        '[[identities]]\naddress = "kim@hanbit.example"\n[contacts]\nvcard_folder = "~/cards"\n', encoding="utf-8"
    )
    (tmp_path / "cards").mkdir()
    (tmp_path / "cards" / "all.vcf").write_text(CARDS, encoding="utf-8")
    return tmp_path


def test_mutt_reads_a_message_and_three_columns(home: Path) -> None:
    done = presend(home, "contacts", "kim")
    message, *rows = done.stdout.split("\n")[:-1]
    assert (done.returncode, done.stderr, message) == (0, "", "4 addresses")
    assert sorted(row.split("\t") for row in rows) == [
        ["anna.kim@other.example", "Kim Anna [2J", "outside"],
        ["kim@hanbit.example", "Kim Min-ji", "inside"],
        ["kimono@hanbit.example.evil.example", "", "outside"],
        ["sales@hanbit.example", "Kimchi sales", "outside, list of 2"],
    ]


def test_aerc_reads_the_name_alone_from_the_second_of_three_columns(home: Path) -> None:
    done = presend(home, "contacts", "--format", "aerc", "--", "kim")
    assert done.returncode == 0
    assert sorted(row.split("\t") for row in done.stdout.split("\n")[:-1]) == [
        ["anna.kim@other.example", "Kim Anna [2J", "outside"],
        ["kim@hanbit.example", "Kim Min-ji", "inside"],
        ["kimono@hanbit.example.evil.example", "", "outside"],
        ["sales@hanbit.example", "Kimchi sales", "outside, list of 2"],
    ]


@pytest.mark.parametrize("form", ["mutt", "aerc"])
def test_marks_can_be_left_out(home: Path, form: str) -> None:
    done = presend(home, "contacts", "--format", form, "--no-marks", "team")
    assert done.stdout.split("\n")[-2].split("\t") == ["team@hanbit.example", "Team", ""]


@pytest.mark.parametrize(("form", "text"), [("mutt", "No address was found.\n"), ("aerc", "")])
def test_nothing_found_is_1(home: Path, form: str, text: str) -> None:
    done = presend(home, "contacts", "--format", form, "qqqq")
    assert (done.returncode, done.stdout, done.stderr) == (1, text, "")


def test_a_list_inside_says_so_and_several_words_are_one_question(home: Path) -> None:
    assert "inside, list of 1\n" in presend(home, "contacts", "team").stdout
    assert "anna.kim@other.example" in presend(home, "contacts", "kim", "anna").stdout


def test_the_limit_counts_addresses(home: Path) -> None:
    assert presend(home, "contacts", "--limit", "2", "kim").stdout.count("@") == 2


@pytest.mark.parametrize("limit", ["0", "-1", "many"])
def test_a_limit_that_is_none_is_wrong_usage(home: Path, limit: str) -> None:
    done = presend(home, "contacts", f"--limit={limit}", "kim")
    assert (done.returncode, done.stdout) == (64, "")


def test_a_question_may_begin_with_a_hyphen(home: Path) -> None:
    assert presend(home, "contacts", "--", "-ji").stdout.count("kim@hanbit.example") == 1


def test_without_a_policy_everybody_is_outside(home: Path) -> None:
    (home / ".config" / "presend" / "policy.toml").unlink()
    done = presend(home, "contacts", "min-ji")
    assert done.stdout == "1 address\nkim@hanbit.example\tKim Min-ji\toutside\n"


def test_without_settings_the_lists_are_left(home: Path) -> None:
    (home / ".config" / "presend" / "config.toml").unlink()
    assert presend(home, "contacts", "kim").stdout.count("@") == 1


def test_broken_settings_are_78_and_mutt_gets_the_sentence_as_its_message(home: Path) -> None:
    (home / ".config" / "presend" / "config.toml").write_text("x = [\n", encoding="utf-8")
    for_mutt = presend(home, "contacts", "kim")
    assert (for_mutt.returncode, for_mutt.stderr, for_mutt.stdout.count("\n")) == (78, "", 1)
    assert "config.toml:2:1:" in for_mutt.stdout
    for_aerc = presend(home, "contacts", "--format", "aerc", "kim")
    assert (for_aerc.returncode, for_aerc.stdout) == (78, "")
    assert "config.toml:2:1:" in for_aerc.stderr


def test_marks_are_in_the_members_language(home: Path) -> None:
    assert "inside" not in presend(home, "contacts", "min-ji", language="ko").stdout


def test_what_changes_is_seen_by_the_next_question(home: Path) -> None:
    for name in ("Lee", "Park", "Choi"):
        with (home / "cards" / "all.vcf").open("a", encoding="utf-8") as cards:
            cards.write(f"BEGIN:VCARD\nFN:{name}\nEMAIL:{name.lower()}@hanbit.example\nEND:VCARD\n")
        assert f"\t{name}\tinside\n" in presend(home, "contacts", name).stdout
    policy = home / ".config" / "presend" / "policy.toml"
    policy.write_text(POLICY.replace('domains = ["hanbit', 'domains = ["xanbit'), encoding="utf-8")
    assert "\tLee\toutside\n" in presend(home, "contacts", "lee").stdout


def test_the_same_question_has_the_same_answer_from_the_file(home: Path) -> None:
    (home / "cards" / "all.vcf").touch()
    people, deadline = home / ".local" / "state" / "presend" / "people", time.monotonic() + PATIENCE
    answers = {presend(home, "contacts", "kim").stdout}
    while not people.exists():  # cards that were written a moment ago are not relied on
        assert time.monotonic() < deadline, "nothing was ever kept"
        answers.add(presend(home, "contacts", "kim").stdout)
    answers.add(presend(home, "contacts", "kim").stdout)
    assert len(answers) == 1


def test_people_come_from_the_sent_that_the_mailbox_has_and_from_one_that_is_made_later(home: Path) -> None:
    with (home / ".config" / "presend" / "config.toml").open("a", encoding="utf-8") as file:
        file.write('[mailbox]\npath = "~/Mail"\n')
    laid_out(home / "Mail", "INBOX")
    assert presend(home, "contacts", "partner.two").returncode == 1
    laid_out(home / "Mail", "Sent Items")
    letter = "From: kim@hanbit.example\nTo: partner.two@other.example\n\nx\n"
    (home / "Mail" / "Sent Items" / "cur" / "1.x:2,S").write_text(letter)
    assert "partner.two@other.example" in presend(home, "contacts", "partner.two").stdout
