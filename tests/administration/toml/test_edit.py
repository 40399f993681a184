"""How an edit is written: where the schema has it, in the layout and style of what stands around it."""

from __future__ import annotations

from typing import Any

import pytest

from composer.administration.toml.document_values import Edits
from composer.administration.toml.policy_text import EditError, edited
from composer.demo.policy_source import shipped_text
from policy.errors import DocumentFaultsError

COMPANY = 'schema = 1\n\n[company] # us\n# all of them\ndomains = ["a.example"]\n'
NAME = ("company", "name")
LANGUAGES = ("company", "languages")
WARNING = ("mail_security", "outgoing_warning")


@pytest.mark.parametrize(
    ("before", "edits", "after"),
    [
        # A new key stands in its table where the schema has it, in the table's own way of writing.
        (COMPANY, {NAME: "A"}, COMPANY + 'name = "A"\n'),
        (COMPANY[:-1], {NAME: "A"}, COMPANY + 'name = "A"\n'),
        (COMPANY + "languages = []\n", {NAME: "A"}, COMPANY + 'name = "A"\nlanguages = []\n'),
        (COMPANY + '\n[mail.general]\n', {NAME: "A"}, COMPANY + 'name = "A"\n\n[mail.general]\n'),
        ("company.domains = []\n", {NAME: "A"}, 'company.domains = []\ncompany.name = "A"\n'),
        ("company = {domains = []}\n", {NAME: "A"}, 'company = {domains = [], name = "A"}\n'),
        ("company = {}\n", {NAME: "A\nB"}, 'company = { name = "A\\nB" }\n'),
        ("company = {name = 'A', languages = []}\n", {("company", "domains"): ["d"]},
         "company = {domains = [\"d\"], name = 'A', languages = []}\n"),
        ("\t[company]\n\t\tlanguages = []\n", {NAME: "A"}, '\t[company]\n\tname = "A"\n\t\tlanguages = []\n'),
        # A new table stands where the schema has it, apart by blank lines, before the next one's comment.
        (COMPANY, {(*WARNING, "enabled"): False}, COMPANY + "\n[mail_security.outgoing_warning]\nenabled = false\n"),
        (COMPANY + "\n# lists\n[[lists]]\n", {("mail_security", "backup"): "on"},
         COMPANY + '\n[mail_security]\nbackup = "on"\n\n# lists\n[[lists]]\n'),
        ("[mail_security.levels.restricted]\nuse = true\n", {("mail_security", "backup"): "on"},
         '[mail_security]\nbackup = "on"\n\n[mail_security.levels.restricted]\nuse = true\n'),
        ("mail_security.backup = 'on'\n", {(*WARNING, "pc", "ko"): "x"},
         "mail_security.backup = 'on'\nmail_security.outgoing_warning.pc.ko = \"x\"\n"),
        ("", {("schema",): 1}, "schema = 1\n"),
        # A value keeps its quotation marks and the comment behind it.
        ("[company]\nname = 'A'  # x\n", {NAME: "B"}, "[company]\nname = 'B'  # x\n"),
        ("[company]\nname = 'A'\n", {NAME: "it's"}, "[company]\nname = \"it's\"\n"),
        ('[company]\nname = """\nA\nB"""\n', {NAME: "C"}, '[company]\nname = """\nC"""\n'),
        ("[company]\nname = '''A'''\n", {NAME: "B\\"}, "[company]\nname = '''B\\'''\n"),
        ('[company]\nname = "A"\n', {NAME: "B\n"}, '[company]\nname = """\nB\n"""\n'),
        ("[a]\nn = 1_000\nb=true#x\n", {("a", "n"): 2000, ("a", "b"): False}, "[a]\nn = 2000\nb=false#x\n"),
        # A key that goes leaves its comments.
        ('[company]\n# its name\nname = "A"  # short\n', {NAME: None}, "[company]\n# its name\n# short\n"),
        ('[company]\nname = """\n#no\n"""\ndomains = []\n', {NAME: None}, "[company]\ndomains = []\n"),
        ("[company]\nlanguages = [ # a\n  'ko', # b\n]\n", {LANGUAGES: None}, "[company]\n# a\n# b\n"),
        ("company = {name = 'A', languages = []}\n", {NAME: None}, "company = {languages = []}\n"),
        ("company = {name = 'A', languages = []}\n", {LANGUAGES: None}, "company = {name = 'A'}\n"),
        ("company = {name = 'A'}\n", {NAME: None}, "company = {}\n"),
    ],
)  # fmt: skip
def test_an_edit_is_written_as_an_administrator_would_write_it(before: str, edits: Any, after: str) -> None:
    assert edited(before, edits) == after


ABC = ['"a"', '"b"', '"c"']


@pytest.mark.parametrize(
    ("before", "wanted", "after"),
    [
        ('["a", "b", "c"]', "ac", '["a", "c"]'),
        ('["a", "b", "c"]', "bc", '["b", "c"]'),
        ('["a", "b", "c"]', "abc", '["a", "b", "c"]'),
        ('["a", "b", "c"]', "xbc", '["x", "b", "c"]'),
        ('["a", "b", "c"]', "xabc", '["x", "a", "b", "c"]'),
        ('["a", "b", "c"]', "abxc", '["a", "b", "x", "c"]'),
        ('["a", "b", "c"]', "abcx", '["a", "b", "c", "x"]'),
        ('["a", "b", "c"]', "", "[]"),
        ('[ "a" ,"b" ]', "b", '[ "b" ]'),
        ("[]", "ab", '["a", "b"]'),
        ("[ # none\n]", "a", '["a" # none\n]'),
        ("['a', 'b']", "ax", "['a', \"x\"]"),
        ('[\n  "a",\n  "b"\n]', "axb", '[\n  "a",\n  "x",\n  "b"\n]'),
        ('[\n  "a",\n  "b"\n]', "abx", '[\n  "a",\n  "b",\n  "x"\n]'),
        ('[\n  "a",\n  "b",\n]', "abx", '[\n  "a",\n  "b",\n  "x",\n]'),
        ('[\n  "a",\n  "b",\n]', "xab", '[\n  "x",\n  "a",\n  "b",\n]'),
        ('[\n  "a",\n  "b",\n]', "a", '[\n  "a",\n]'),
        ('[\n  "a",\n  "b"\n]', "a", '[\n  "a"\n]'),
        ('[\n  # first\n  "a", # one\n  "b", # two\n]', "b", '[\n  # first\n  # one\n  "b", # two\n]'),
        ('[\n  "a", # one\n  "b" # two\n]', "a", '[\n  "a" # one\n  # two\n]'),
        ('[\n  "a", # one\n  "b" # two\n]', "abx", '[\n  "a", # one\n  "b", # two\n  "x"\n]'),
        ('[\n  "a", "b",\n  "c",\n]', "abxc", '[\n  "a", "b", "x",\n  "c",\n]'),
    ],
)
def test_elements_of_an_array_come_and_go_within_its_layout(before: str, wanted: str, after: str) -> None:
    assert edited(f"k = {before} # end\n", {("k",): list(wanted)}) == f"k = {after} # end\n"


def test_many_new_elements_take_a_line_each() -> None:
    addresses = [f"member{number}@hanbit.example" for number in range(4)]
    lines = "".join(f'  "{address}",\n' for address in addresses)
    assert edited("k = []\n", {("k",): addresses}) == f"k = [\n{lines}]\n"


LISTS = """schema = 1

# The lists.

# One.
[[lists]] # 1
address = "one@a.example"

# Two.
[[lists]]
# in two
address = "two@a.example"
members = [] # nobody

# Three.
[[lists]]
address = "three@a.example"
# the end
"""
ONE = '# One.\n[[lists]] # 1\naddress = "one@a.example"\n'
TWO = '# Two.\n[[lists]]\n# in two\naddress = "two@a.example"\nmembers = [] # nobody\n'
THREE = '# Three.\n[[lists]]\naddress = "three@a.example"\n# the end\n'
HEAD = "schema = 1\n\n# The lists.\n\n"


@pytest.mark.parametrize(
    ("gone", "left"),
    [
        ((0,), HEAD + TWO + "\n" + THREE),
        ((1,), HEAD + ONE + "\n" + THREE),
        ((2,), HEAD + ONE + "\n" + TWO + "\n# the end\n"),
        ((0, 1), HEAD + THREE),
        ((0, 1, 2), HEAD + "# the end\n"),
    ],
)
def test_a_list_goes_with_its_own_comments_and_leaves_those_of_its_neighbours(gone: tuple[int, ...], left: str) -> None:
    assert HEAD + ONE + "\n" + TWO + "\n" + THREE == LISTS
    assert edited(LISTS, {("lists", at): None for at in gone}) == left


def test_lists_are_changed_taken_out_and_added_at_once_by_their_first_places() -> None:
    result = edited(LISTS, {
        ("lists", 0): None, ("lists", 2, "name"): "Third", ("lists", 4): {"address": "five@a.example"},
        ("lists", 3): {"address": "four@a.example", "senders": ["one@a.example"]},
    })  # fmt: skip
    assert result == HEAD + TWO + "\n" + (
        '# Three.\n[[lists]]\naddress = "three@a.example"\nname = "Third"\n# the end\n'
        '\n[[lists]]\naddress = "four@a.example"\nsenders = ["one@a.example"]\n'
        '\n[[lists]]\naddress = "five@a.example"\n'
    )


def test_lists_in_braces_stay_in_braces() -> None:
    text = 'lists = [{address = "a@x.example"}, {address = "b@x.example", senders = []}]\n'
    edits: Edits = {("lists", 0): None, ("lists", 1, "name"): "B", ("lists", 2): {"address": "c@x.example"}}
    assert edited(text, edits) == (
        'lists = [{address = "b@x.example", name = "B", senders = []}, { address = "c@x.example" }]\n'
    )


@pytest.mark.parametrize(
    "edits",
    [
        {("company",): "not a table"},
        {("company", "name"): "half a pair \ud800"},
        {("company", "domains"): {"not": "a list"}},
    ],
)
def test_what_cannot_be_written_is_refused(edits: Any) -> None:
    with pytest.raises(EditError, match="would touch other things in the policy file"):
        edited(COMPANY + "\n" + ONE, edits)


def test_a_place_within_what_is_no_table_is_an_error_of_the_program() -> None:
    with pytest.raises(KeyError):
        edited(COMPANY, {("schema", "deeper"): 1})


def test_a_text_that_is_no_toml_is_refused() -> None:
    with pytest.raises(DocumentFaultsError):
        edited("schema = ", {("schema",): 1})


def test_the_demonstration_is_edited_in_its_own_style() -> None:
    text = shipped_text()
    result = edited(text, {(*WARNING, "mobile", "ja"): "社外へ送信します。\n確認してください。"})
    assert result == text.replace(
        '받는 사람과 파일을 확인하세요."\n',
        '받는 사람과 파일을 확인하세요."\nja = """\n社外へ送信します。\n確認してください。"""\n',
    )
    assert edited(result, {(*WARNING, "mobile", "ja"): None}) == text
