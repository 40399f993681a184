"""Every client's files: written once, written again, taken back to the byte, and left alone where they are damaged."""

from __future__ import annotations

import stat
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.setup.clients import NAMES, client
from composer.setup.clients.base import Setting, Surroundings
from composer.setup.editing.block_edit import BlockEdit
from composer.setup.editing.configuration import (
    Outcome,
    State,
    backup_of,
    carry_out,
    planned_addition,
    planned_removal,
    state_of,
)
from composer.setup.editing.edit import BEGIN, END, Edit, SetupError
from composer.setup.editing.key_edit import KeyEdit
from tests.setup.support import CASES, Case, setting_of, written

each_file = pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.client}:{case.place}")
marked = pytest.mark.parametrize(
    "case", [case for case in CASES if case.client != "git"], ids=lambda case: f"{case.client}:{case.place}"
)


def test_the_table_has_every_file_of_every_client(tmp_path: Path) -> None:
    found = [
        (name, str(setting.place.relative_to(tmp_path)))
        for name in NAMES
        for setting in client(name).settings(Surroundings(tmp_path, {}), "/usr/bin/presend")
    ]
    assert found == [(case.client, case.place) for case in CASES]


@each_file
def test_lines_are_written_once_and_the_file_says_so(tmp_path: Path, case: Case) -> None:
    place, setting = written(tmp_path, case), setting_of(tmp_path, case)
    assert state_of(setting) is State.ABSENT
    carry_out([planned_addition(setting)])
    once = place.read_bytes()
    assert b"/usr/bin/presend" in once or case.place.endswith("hooks.py")
    assert backup_of(place).read_bytes() == case.text.encode()
    assert state_of(setting) is State.PRESENT
    again = planned_addition(setting)
    carry_out([again])
    assert (again.outcome, place.read_bytes()) == (Outcome.UNCHANGED, once)


@each_file
def test_the_null_device_in_place_of_a_file_is_none_that_the_client_reads_and_is_never_written(
    tmp_path: Path, case: Case
) -> None:
    place, setting = written(tmp_path, case), setting_of(tmp_path, case)
    place.unlink()
    place.symlink_to("/dev/null")
    assert state_of(setting) is State.UNUSED
    for planned in (planned_addition, planned_removal):
        with pytest.raises(SetupError, match="/dev/null|" + place.name):
            planned(setting)


@each_file
@pytest.mark.parametrize("ending", ["", "\n", "\n\n"])
def test_removing_them_gives_the_same_bytes_and_leaves_no_backup(tmp_path: Path, case: Case, ending: str) -> None:
    text = case.text.rstrip("\n") + ending
    place, setting = written(tmp_path, case, text), setting_of(tmp_path, case)
    carry_out([planned_addition(setting)])
    assert place.read_bytes() != text.encode()
    carry_out([planned_removal(setting_of(tmp_path, case, "presend"))])
    assert place.read_bytes() == text.encode()
    assert list(place.parent.iterdir()) == [place]


@each_file
def test_what_a_member_adds_meanwhile_stays(tmp_path: Path, case: Case) -> None:
    text = case.text.rstrip("\n") + "\n"
    place, setting = written(tmp_path, case, text), setting_of(tmp_path, case)
    carry_out([planned_addition(setting)])
    place.write_bytes(place.read_bytes() + b"# later\n")
    carry_out([planned_removal(setting)])
    after = place.read_text(encoding="utf-8")
    assert after.endswith("# later\n")
    assert "/usr/bin/presend" not in after
    assert "# presend" not in after
    assert backup_of(place).read_bytes() == text.encode()


@each_file
def test_another_path_takes_the_place_of_the_first(tmp_path: Path, case: Case) -> None:
    place = written(tmp_path, case)
    carry_out([planned_addition(setting_of(tmp_path, case, "/old/presend"))])
    if not case.place.endswith("hooks.py"):
        assert state_of(setting_of(tmp_path, case, "/new/presend")) is State.OTHER
    carry_out([planned_addition(setting_of(tmp_path, case, "/new/presend"))])
    assert b"/old/presend" not in place.read_bytes()
    assert backup_of(place).read_bytes() == case.text.encode()
    carry_out([planned_removal(setting_of(tmp_path, case))])
    assert place.read_bytes() == case.text.encode()


@each_file
def test_a_missing_file_is_made_where_it_can_be_and_goes_again(tmp_path: Path, case: Case) -> None:
    setting = setting_of(tmp_path, case)
    if not case.may_be_new:
        with pytest.raises(SetupError, match="There is no"):
            planned_addition(setting)
        assert not setting.place.exists()
    else:
        carry_out([planned_addition(setting)])
        assert state_of(setting) is State.PRESENT
        assert stat.S_IMODE(setting.place.stat().st_mode) == 0o600
    carry_out([planned_removal(setting)])
    assert not setting.place.exists()


@each_file
def test_an_empty_file_is_empty_again(tmp_path: Path, case: Case) -> None:
    place, setting = written(tmp_path, case, ""), setting_of(tmp_path, case)
    carry_out([planned_addition(setting)])
    carry_out([planned_removal(setting)])
    assert place.read_bytes() == b""


@each_file
def test_a_read_only_file_is_refused_and_left(tmp_path: Path, case: Case) -> None:
    place, setting = written(tmp_path, case), setting_of(tmp_path, case)
    place.chmod(0o444)
    with pytest.raises(SetupError, match="read-only"):
        carry_out([planned_addition(setting)])
    assert place.read_bytes() == case.text.encode()
    assert not backup_of(place).exists()


@each_file
def test_a_link_into_a_folder_of_dot_files_is_followed_and_keeps_its_mode(tmp_path: Path, case: Case) -> None:
    place, setting = written(tmp_path, case), setting_of(tmp_path, case)
    real = tmp_path / "dotfiles" / "real"
    real.parent.mkdir()
    place.rename(real)
    real.chmod(0o640)
    place.symlink_to(real)
    carry_out([planned_addition(setting)])
    assert place.is_symlink()
    assert state_of(setting) is State.PRESENT
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert stat.S_IMODE(backup_of(real).stat().st_mode) == 0o640
    carry_out([planned_removal(setting)])
    assert place.is_symlink()
    assert real.read_bytes() == case.text.encode()


@each_file
def test_a_folder_in_the_files_place_is_a_sentence(tmp_path: Path, case: Case) -> None:
    setting = setting_of(tmp_path, case)
    setting.place.mkdir(parents=True)
    with pytest.raises(SetupError, match="cannot be read"):
        planned_addition(setting)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (f"a\n{BEGIN}\n", 2, "no end mark"),
        (f"a\nb\n{END}\n", 3, "without its begin mark"),
        (f"{BEGIN}\n{BEGIN}\n{END}\n", 2, "second begin mark"),
        (f"{BEGIN}\nsomebody's own line\n{END}\n", 2, "did not write"),
    ],
)
@marked
def test_damaged_marks_are_refused_with_their_place(
    tmp_path: Path, case: Case, text: str, line: int, words: str
) -> None:
    place, setting = written(tmp_path, case, text), setting_of(tmp_path, case)
    for plan in (planned_addition, planned_removal):
        with pytest.raises(SetupError) as refused:
            plan(setting)
        assert f"{place}:{line}:" in str(refused.value)
        assert words in str(refused.value)
    assert place.read_bytes() == text.encode()


def test_a_second_block_of_lines_is_refused(tmp_path: Path) -> None:
    case = CASES[1]
    place = written(tmp_path, case, f"{BEGIN}\n{END}\n{BEGIN}\n{END}\n")
    with pytest.raises(SetupError, match=f"{place}:3:"):
        planned_addition(setting_of(tmp_path, case))


def by_hand(case: Case, setting: Setting) -> str:
    """The file of a member who does what is printed: at the end, or in every section in place of what is there."""
    lines = "\n".join(("", *setting.lines, ""))
    if case.client in ("aerc", "alot") and not case.place.endswith("hooks.py"):
        line = setting.lines[-1]
        kept = [one for one in case.text.splitlines() if not one.strip().casefold().startswith(line.split()[0])]
        ends = ("]", "]]") if case.client == "alot" else ("]",)
        heads = {"aerc.conf": "[compose]"}.get(Path(case.place).name, "[")
        return "".join(
            f"{one}\n{line}\n"
            if one.strip().startswith(heads) and one.endswith(ends) and one != "[accounts]"
            else f"{one}\n"
            for one in kept
        )
    return case.text + lines


@pytest.mark.parametrize(
    "case",
    [case for case in CASES if not case.place.endswith("hooks.py")],
    ids=lambda case: f"{case.client}:{case.place}",
)
def test_lines_that_were_copied_by_hand_count_until_another_undoes_them(tmp_path: Path, case: Case) -> None:
    setting = setting_of(tmp_path, case)
    place = written(tmp_path, case, by_hand(case, setting))
    assert state_of(setting) is State.PRESENT
    assert planned_addition(setting).outcome is Outcome.UNCHANGED
    place.write_text(place.read_text("utf-8").replace("presend", "presenx"), "utf-8")
    assert state_of(setting) is not State.PRESENT


def test_a_hook_that_was_copied_by_hand_counts(tmp_path: Path) -> None:
    case = next(case for case in CASES if case.place.endswith("hooks.py"))
    setting = setting_of(tmp_path, case)
    written(tmp_path, case, by_hand(case, setting))
    assert state_of(setting) is State.PRESENT
    assert planned_addition(setting).outcome is Outcome.UNCHANGED


@pytest.mark.parametrize("name", ["mutt", "neomutt", "s-nail"])
def test_a_line_below_those_copied_by_hand_undoes_them(tmp_path: Path, name: str) -> None:
    case = next(case for case in CASES if case.client == name)
    setting = setting_of(tmp_path, case)
    written(tmp_path, case, f"{by_hand(case, setting)}set sendmail=msmtp mta=msmtp\n")
    assert state_of(setting) is State.ABSENT


LATER = {
    "mutt": (
        "set sendmail=msmtp",
        "set record=x sendmail='msmtp -t'",
        "unset use_envelope_from",
        "set nosendmail_wait",
    ),
    "neomutt": ("  set smtp_url = smtp://h", "set query_command=khard", "reset sendmail", "set nosendmail_wait"),
    "s-nail": ("set mta=/usr/bin/msmtp", "unset sendwait", "set mta-arguments=-t"),
}
UNRELATED = ("# set sendmail=msmtp mta=x", "set sendmail_header=1 mta-aliases=x", "macro index S 'set sendmail=x'", "")


@pytest.mark.parametrize(("name", "line"), [(name, line) for name, lines in LATER.items() for line in lines])
def test_a_later_line_that_undoes_ours_is_noticed_and_ours_goes_below_it(tmp_path: Path, name: str, line: str) -> None:
    case = next(case for case in CASES if case.client == name)
    place, setting = written(tmp_path, case), setting_of(tmp_path, case)
    carry_out([planned_addition(setting)])
    place.write_text(f"{place.read_text('utf-8')}\n{line}\n", "utf-8")
    assert state_of(setting) is State.OTHER
    carry_out([planned_addition(setting)])
    assert state_of(setting) is State.PRESENT
    assert place.read_text("utf-8").endswith(f"\n{line}\n{BEGIN}\n" + "\n".join((*setting.lines, END, "")))
    carry_out([planned_removal(setting)])
    assert place.read_text("utf-8").endswith(f"\n{line}\n")
    assert BEGIN not in place.read_text("utf-8")


@pytest.mark.parametrize("name", LATER)
@pytest.mark.parametrize("line", UNRELATED)
def test_a_later_line_that_sets_something_else_moves_nothing(tmp_path: Path, name: str, line: str) -> None:
    case = next(case for case in CASES if case.client == name)
    place, setting = written(tmp_path, case), setting_of(tmp_path, case)
    carry_out([planned_addition(setting)])
    place.write_text(f"{place.read_text('utf-8')}\n{line}\n", "utf-8")
    assert state_of(setting) is State.PRESENT


def test_a_setting_that_sends_past_presend_is_refused_with_its_line(tmp_path: Path) -> None:
    case = next(case for case in CASES if case.client == "s-nail")
    lines = "\n".join(setting_of(tmp_path, case).lines)
    place = written(tmp_path, case, f"set from=kim@hanbit.example\nset smtp=mail.example smtp-auth=none\n{lines}\n")
    with pytest.raises(SetupError, match=f"{place}:2: smtp sends past presend") as refused:
        planned_addition(setting_of(tmp_path, case))
    assert "Nothing was changed" in str(refused.value)
    assert planned_removal(setting_of(tmp_path, case)).outcome is Outcome.UNCHANGED


def test_a_configuration_that_git_cannot_read_is_refused_with_its_line(tmp_path: Path) -> None:
    case = CASES[-1]
    place = written(tmp_path, case, "[user]\nname = Kim\n[broken\n")
    with pytest.raises(SetupError, match=f"{place}:3:"):
        planned_addition(setting_of(tmp_path, case))


def test_a_hook_of_the_members_own_is_not_hidden(tmp_path: Path) -> None:
    case = CASES[7]
    place = written(tmp_path, case, "import os\nasync def pre_envelope_send(ui=None):\n    pass\n")
    with pytest.raises(SetupError, match=f"{place}:2:.*already"):
        planned_addition(setting_of(tmp_path, case))


def test_several_earlier_values_of_git_come_back_in_their_order(tmp_path: Path) -> None:
    case = CASES[-1]
    text = "[sendemail]\n\tsendmailCmd = one\n\tsendmailCmd = two\n\tenvelopeSender = k@h.example\n"
    place, setting = written(tmp_path, case, text), setting_of(tmp_path, case)
    carry_out([planned_addition(setting)])
    backup_of(place).unlink()
    carry_out([planned_removal(setting)])
    read = ("git", "config", "--file", str(place), "--get-all")
    values = subprocess.run([*read, "sendemail.sendmailCmd"], capture_output=True, text=True, check=True).stdout
    assert values == "one\ntwo\n"
    assert "presend" not in place.read_text(encoding="utf-8")


_texts = st.text(alphabet=st.sampled_from("ab=[]#;\n\r \t\x85é"), max_size=80)
_edits = st.sampled_from(
    [
        BlockEdit(("set a=b", "set c")),
        BlockEdit(("a=b",), frozenset({"a"})),
        KeyEdit("a", "v", lambda section: section == (), "="),
        KeyEdit("b", "v", lambda section: len(section) == 1),
        KeyEdit("a", "v", lambda section: section == ("b",), missing_section="[b]"),
    ]
)


@given(_texts, _edits)
def test_whatever_a_file_holds_it_comes_back(text: str, edit: Edit) -> None:
    added = edit.added(text)
    assert edit.added(added) == added
    assert edit.removed(added) == text
    assert edit.removed(text) == text
