"""The four forms of the table: what they hold, how they look in each language, and that nothing foreign acts."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from html.parser import HTMLParser

import pytest
from msgspec.structs import replace

from composer import words
from composer.demo.policy_source import SOURCE, shipped_policy
from composer.language.cells import cells
from composer.printing.policy_table.as_csv import COLUMNS, NOT_SET, csv_text
from composer.printing.policy_table.as_html import page
from composer.printing.policy_table.as_json import json_text
from composer.printing.policy_table.as_text import WIDTH, plain_text
from composer.printing.policy_table.table import Table, table_of
from composer.safe_text import clean
from policy.address import parse_address
from policy.lists.members import LazyMembers
from policy.organization import Organization
from policy.settings import MailingList, OutgoingWarning, Policy, Surface
from policy.verdict import Outcome, PolicyInForce
from policy.what_if.origins import Origin
from policy.wording import choose
from tests.golden import assert_golden_text

LANGUAGES = ("en", "ko", "ja")
TRUTH = {True: "true", False: "false", None: ""}
FORMS: dict[str, Callable[[Table], str]] = {"txt": plain_text, "csv": csv_text, "json": json_text, "html": page}
EVIL = '=HYPERLINK("http://x.example")\x1b[31m\u202e</td><script>alert(1)</script>&amp;'


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    words.use("en")
    yield
    words.use("en")


def table(policy: Policy, source: str = SOURCE) -> Table:
    """The table of a policy; its id is made up, so that the pictures do not depend on what no table shows."""
    return table_of(PolicyInForce(policy, Organization(policy), source, "0123456789abcdef" * 4))


def evil() -> Table:
    """A policy of which every foreign text tries to act."""
    shipped = shipped_policy()
    texts = {"default": EVIL, "ko": f"ok\r\n{EVIL}", "=1+1": "x"}
    company = replace(shipped.company, name=EVIL)
    level = replace(shipped.restricted, name=EVIL)
    changed = replace(shipped, company=company, restricted=level, warning=OutgoingWarning(pc=texts, mobile=texts))
    return table(changed, f"policy{EVIL}.toml")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", FORMS)
def test_the_demonstrations_table_looks_as_it_was_reviewed(form: str, language: str) -> None:
    words.use(language)
    written = FORMS[form](table(shipped_policy()))
    is_same_in_every_language = form in ("csv", "json")
    assert_golden_text(written, f"matrix.{form}" if is_same_in_every_language else f"matrix-{language}.{form}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_text_fits_80_cells_and_holds_no_control_character(language: str) -> None:
    words.use(language)
    for line in [*plain_text(table(shipped_policy())).splitlines(), *plain_text(evil()).splitlines()]:
        assert cells(line) <= WIDTH, line
        assert line == clean(line).rstrip(), line


def test_json_holds_every_cell_of_both_tables() -> None:
    shown = table(shipped_policy())
    data = json.loads(json_text(shown))
    assert (data["format"], data["policy"]) == (2, {"source": SOURCE, "id": shown.in_force.id})
    decisions = [(cell, decision) for cell, decision in shown.decisions.items() if cell.sender in shown.senders]
    for found, (cell, decision) in zip(data["decisions"], decisions, strict=True):
        assert (found["sender"], found["recipient"], found["level"]) == (
            cell.sender.value,
            cell.recipient.value,
            cell.level.value,
        )
        assert (found["attachment"], found["individually"]) == (cell.attachment, cell.individually)
        is_refused = decision.outcome is Outcome.REFUSE
        assert (found["outcome"], found["rule"]) == (
            decision.outcome.value,
            None if is_refused else decision.rule.value,
        )
        assert (found["exempt"], found["refusals"]) == (
            decision.exempt and not is_refused,
            [code.value for code in decision.refusals],
        )
    for found, (place, wording) in zip(data["wordings"], shown.wordings.items(), strict=True):
        assert (found["language"], found["surface"]) == (place.language, place.surface.value)
        assert (found["tab"], found["row"], found["text"]) == (wording.tab, wording.row, wording.text)


def test_json_holds_level_names_limits_domains_and_lists() -> None:
    policy = shipped_policy()
    renamed = replace(policy, restricted=replace(policy.restricted, name="Team only"), lists=policy.lists[:2])
    data = json.loads(json_text(table(renamed)))
    assert data["levels"] == {"general": None, "restricted": "Team only", "confidential": "Board only"}
    assert data["limits"] == {
        "attachment_size_limit": 1_000_000,
        "time_limited_max_files": 2,
        "time_limited_max_size": 5_000_000,
        "max_external_recipients": 20,
    }
    assert data["domains"] == ["hanbit.example", "hanbit-shop.example", "*.hanbit.example"]
    senders = [f"{name}@hanbit.example" for name in ("kim", "tanaka", "smith", "nguyen")]
    assert data["lists"] == [
        {"address": "all@hanbit.example", "name": "Everybody", "members": 6, "senders": senders[:1]},
        {"address": "sales@hanbit.example", "name": "Sales and partners", "members": 3, "senders": senders},
    ]


def test_members_that_cannot_be_read_any_more_are_not_counted() -> None:
    gone = MailingList(parse_address("all@hanbit.example"), "", LazyMembers("0" * 64, Gone()), ())
    shown = table(replace(shipped_policy(), lists=(gone,)))
    assert json.loads(json_text(shown))["lists"][0]["members"] is None
    (record,) = [one for one in csv.DictReader(io.StringIO(csv_text(shown), newline="")) if one["table"] == "list"]
    assert (record["address"], record["members"]) == ("all@hanbit.example", "")


class Gone:
    """Members in a file that is no longer there."""

    def outline(self) -> None:
        return None

    def texts(self) -> None:
        return None

    def parsed(self) -> None:
        return None


def test_json_is_ascii_whatever_the_policy_says() -> None:
    written = json_text(evil())
    assert written.isascii()
    assert "\x1b" not in written
    assert {one["text"] for one in json.loads(written)["wordings"]} >= {clean(EVIL)}


def test_csv_says_the_same_as_json() -> None:
    shown = table(shipped_policy())
    written = csv_text(shown)
    data = json.loads(json_text(shown))
    records = list(csv.DictReader(io.StringIO(written, newline="")))
    assert written.count("\r\n") >= len(records) + 1
    assert tuple(records[0]) == COLUMNS
    decisions = [record for record in records if record["table"] == "decision"]
    for record, found in zip(decisions, data["decisions"], strict=True):
        assert record["level_name"] == (data["levels"][found["level"]] or "")
        for key, value in found.items():
            assert record[key] == (" ".join(value) if isinstance(value, list) else TRUTH.get(value, value))
    wordings = [record for record in records if record["table"] == "wording"]
    for record, found in zip(wordings, data["wordings"], strict=True):
        assert record["language"] == (NOT_SET if found["language"] is None else found["language"])
        assert (record["tab"], record["row"], record["text"]) == (found["tab"], str(found["row"]), found["text"])
    limits = {record["key"]: int(record["value"]) for record in records if record["table"] == "limit"}
    assert limits == data["limits"]
    assert [record["value"] for record in records if record["table"] == "domain"] == data["domains"]
    lists = [record for record in records if record["table"] == "list"]
    for record, found in zip(lists, data["lists"], strict=True):
        assert (record["address"], record["name"], record["members"], record["senders"]) == (
            found["address"],
            found["name"],
            str(found["members"]),
            " ".join(found["senders"]),
        )


def test_no_name_of_a_list_level_or_domain_is_a_formula_either() -> None:
    policy = shipped_policy()
    entry = MailingList(parse_address("-all@hanbit.example"), "=1+1", (), ("@x", "=2"))
    changed = replace(policy, lists=(entry,), restricted=replace(policy.restricted, name="+1"))
    records = list(csv.DictReader(io.StringIO(csv_text(table(changed)), newline="")))
    (found,) = [record for record in records if record["table"] == "list"]
    assert (found["address"], found["name"], found["senders"]) == ("'-all@hanbit.example", "'=1+1", "'@x =2")
    assert {one["level_name"] for one in records if one["level"] == "restricted"} == {"'+1"}


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", " =1", "＝1", "＠x", "\r\n=1"])
def test_no_foreign_text_is_a_formula_in_a_spreadsheet(text: str) -> None:
    policy = replace(shipped_policy(), warning=OutgoingWarning(pc={"default": text}))
    records = csv.DictReader(io.StringIO(csv_text(table(policy)), newline=""))
    found = {record["text"] for record in records if record["surface"] == "pc" and record["tab"] == "default"}
    assert found == {"'" + choose(policy, Surface.PC, "vi").text}


class Page(HTMLParser):
    """What is in a page, and whether its elements are closed in order."""

    VOID = frozenset({"meta"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text += data


def read(document: str) -> Page:
    """The page as a browser would take it apart."""
    found = Page()
    found.feed(document)
    found.close()
    assert found.open == []
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_whole_and_says_its_language(language: str) -> None:
    words.use(language)
    document = page(table(shipped_policy()))
    found = read(document)
    assert document.startswith("<!DOCTYPE html>\n")
    assert found.tags[0] == ("html", {"lang": language})
    tables = [tag for tag, _attributes in found.tags if tag == "table"]
    assert len(tables) == 1 + 3 + 2
    cells_with_outcome = [given for tag, given in found.tags if tag == "td" and given.get("class") in OUTCOMES]
    assert len(cells_with_outcome) == 180 + len(table(shipped_policy()).regions())
    for origin in Origin:
        assert f"[{origin.value}]" in found.text


OUTCOMES = ("send", "warn", "refuse")


def test_the_page_needs_nothing_but_itself() -> None:
    found = read(page(evil()))
    assert not {tag for tag, _given in found.tags} & {"script", "link", "img", "iframe", "base", "object", "form"}
    targets = [given["href"] for _tag, given in found.tags if "href" in given]
    ids = {f"#{given['id']}" for _tag, given in found.tags if "id" in given}
    assert targets
    assert set(targets) <= ids
    assert not any(name.startswith("on") or name in ("src", "style") for _tag, given in found.tags for name in given)
    style = page(evil()).partition("<style>")[2].partition("</style>")[0]
    assert "url(" not in style
    assert "@import" not in style
    for wanted in ("prefers-color-scheme: dark", "@media print"):
        assert wanted in style


def test_foreign_text_stays_text_in_the_page() -> None:
    document = page(evil())
    assert "<script" not in document
    assert "\x1b" not in document
    assert "\u202e" not in document
    assert clean(EVIL) in read(document).text


def test_the_page_can_be_read_without_colour() -> None:
    found = read(page(table(shipped_policy()))).text
    for mark, label in (("=", "Sent without a warning"), ("!", "The warning is shown"), ("X", "Cannot be sent")):
        assert f"{mark} {label}" in found


def test_every_decision_of_a_grid_links_to_its_row() -> None:
    shown = table(shipped_policy())
    found = read(page(shown))
    ids = [given["id"] for tag, given in found.tags if tag == "th" and "id" in given]
    assert ids == [f"d{number}" for number in range(1, len(shown.regions()) + 1)]


BUILT_IN = {"ko": "이 메일은 조직 외부로", "ja": "このメールは組織の外に", "en": "This message goes outside"}
"""How the built-in text begins in each language."""


@pytest.mark.parametrize("screen", LANGUAGES)
def test_the_built_in_text_is_in_the_members_language_on_every_screen(screen: str) -> None:
    policy = shipped_policy()
    blank = table(replace(policy, warning=replace(policy.warning, pc={}, mobile={})))
    words.use(screen)
    data = json.loads(json_text(blank))["wordings"]
    begins = {one["language"]: one["text"][: len(BUILT_IN[screen])] for one in data if one["language"] in (None, "und")}
    assert begins == {None: BUILT_IN[screen], "und": BUILT_IN[screen]}
    for tag, text in BUILT_IN.items():
        assert [one["text"].startswith(text) for one in data if one["language"] == tag] == [True, True]
        assert f"  | {text}" in plain_text(blank)
        assert f'lang="{tag}">{text}' in page(blank)
