from __future__ import annotations

import tomllib
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # it ships no types
from msgspec.structs import replace

from policy.address import Address
from policy.document import members_in, policy_id, read
from policy.errors import DocumentFaultsError, Fault, FaultCode
from policy.lists.members import LazyMembers, digest_of
from policy.settings import (
    Apply,
    Company,
    ContentBlocking,
    DomainRule,
    Expiry,
    LevelSettings,
    MailingList,
    MailLimits,
    OutgoingWarning,
    Policy,
)
from policy.toml.schema import PolicyTable, json_schema
from policy.toml.shape import fit
from policy.toml.text import decode
from tests.policy.support import CountingReader

FULL = """
schema = 1

[company]
name = "Hanbit Trading"
domains = ["Hanbit.example", "*.hanbit.example", "한빛.example"]
languages = ["ko", "zh-Hant"]
default_language = "en"

[network_security]
designated_ips_only = true

[mail.general]
attachment_size_limit = "1 MiB"
time_limited_max_files = 3
time_limited_max_size = "1.5 GB"
max_external_recipients = 7

[mail_security]
external_import = "allow"
time_limited_files = "allow"
backup = "on"
block_external_content = "optional"

[mail_security.outgoing_warning]
enabled = false
apply = "not_individually"
[mail_security.outgoing_warning.pc]
default = "Careful"
ko = "조심"
[mail_security.outgoing_warning.mobile]
xx-unknown = ""

[mail_security.levels.restricted]
use = true
name = "Red"
expires_after = "3 months"
forwarding_prohibited = true
delete_sent_after_expiration = true
[mail_security.levels.confidential]
expires_after = "1 day"

[[lists]]
address = "Sales@hanbit.example"
name = "Sales"
members = ["kim@hanbit.example", "not an address"]
senders = ["kim@hanbit.example"]
[[lists]]
address = "all@hanbit.example"
members_file = "all.txt"
[[lists]]
address = "nobody@hanbit.example"
"""
MINIMAL = 'schema = 1\ncompany.domains = ["hanbit.example"]\n'
FILES = {"all.txt": "# everybody\n\n kim@hanbit.example \na#b@hanbit.example # Mr. B\r\n"}


def no_files(name: str) -> str:
    raise FileNotFoundError(2, "No such file or directory", name)


def faults_in(text: str, read_members: Callable[[str], str] = no_files) -> tuple[Fault, ...]:
    try:
        read(text, read_members)
    except DocumentFaultsError as error:
        return error.faults
    return ()


def test_every_key_arrives_in_the_policy() -> None:
    assert read(FULL, FILES.__getitem__) == Policy(
        company=Company(
            (
                DomainRule("hanbit.example"),
                DomainRule("hanbit.example", subdomains=True),
                DomainRule("xn--xx3br43b.example"),
            ),
            "Hanbit Trading",
            ("ko", "zh-Hant"),
            "en",
        ),
        designated_ips_only=True,
        limits=MailLimits(1_048_576, 3, 1_500_000_000, 7),
        external_import=True,
        time_limited_files=True,
        backup=True,
        block_external_content=ContentBlocking.OPTIONAL,
        warning=OutgoingWarning(
            False, Apply.NOT_INDIVIDUALLY, {"default": "Careful", "ko": "조심"}, {"xx-unknown": ""}
        ),
        restricted=LevelSettings(True, "Red", Expiry.QUARTER, True, True),
        confidential=LevelSettings(expires_after=Expiry.DAY),
        lists=(
            MailingList(
                Address("Sales", "hanbit.example"),
                "Sales",
                ("kim@hanbit.example", "not an address"),
                ("kim@hanbit.example",),
            ),
            MailingList(Address("all", "hanbit.example"), "", ("kim@hanbit.example", "a#b@hanbit.example")),
            MailingList(Address("nobody", "hanbit.example")),
        ),
    )


STRICT: dict[str, tuple[Callable[[Policy], object], object]] = {
    "mail_security.outgoing_warning.enabled": (lambda policy: policy.warning.enabled, True),
    "mail_security.outgoing_warning.apply": (lambda policy: policy.warning.apply, Apply.ALWAYS),
    "mail_security.external_import": (lambda policy: policy.external_import, False),
    "mail_security.time_limited_files": (lambda policy: policy.time_limited_files, False),
    "mail_security.backup": (lambda policy: policy.backup, False),
    "mail_security.block_external_content": (lambda policy: policy.block_external_content, ContentBlocking.REQUIRED),
    "mail_security.levels.restricted": (lambda policy: policy.restricted.use, False),
    "mail_security.levels.confidential": (lambda policy: policy.confidential.use, False),
    "mail.general.attachment_size_limit": (lambda policy: policy.limits.attachment_size_limit, 25_000_000),
    "mail.general.time_limited_max_files": (lambda policy: policy.limits.time_limited_max_files, 10),
    "mail.general.time_limited_max_size": (lambda policy: policy.limits.time_limited_max_size, 2_000_000_000),
    "mail.general.max_external_recipients": (lambda policy: policy.limits.max_external_recipients, 500),
    "network_security.designated_ips_only": (lambda policy: policy.designated_ips_only, False),
}


@pytest.mark.parametrize(("value", "strict"), STRICT.values(), ids=STRICT)
def test_an_absent_key_takes_the_strict_value(value: Callable[[Policy], object], strict: object) -> None:
    assert value(read(MINIMAL, no_files)) == strict


def test_a_document_of_required_keys_alone_is_the_policy_of_defaults() -> None:
    assert read(MINIMAL, no_files) == Policy(Company((DomainRule("hanbit.example"),)))


TYPES = FaultCode.WRONG_TYPE
CHOICE = FaultCode.NOT_A_CHOICE
WARNING, LEVELS, GENERAL = "mail_security.outgoing_warning", "mail_security.levels", "mail.general"
PLANTED: list[tuple[str, str, FaultCode]] = [
    ("schema", '"1"', TYPES),
    ("schema", "true", TYPES),
    ("schema", "1.0", TYPES),
    ("schema", "2", CHOICE),
    ("company.domains", '"hanbit.example"', TYPES),
    ("company.domains", "[]", FaultCode.EMPTY),
    ("company.name", "7", TYPES),
    ("company.languages", '"ko"', TYPES),
    ("company.languages", "{}", TYPES),
    ("company.default_language", "[]", TYPES),
    ("company.domain", '["x.example"]', FaultCode.UNKNOWN_KEY),
    ("network_security", "true", TYPES),
    ("network_security.designated_ips_only", '"true"', TYPES),
    ("network_security.designated_ips_only", "1", TYPES),
    ("network_security.x", "1", FaultCode.UNKNOWN_KEY),
    ("mail", "[]", TYPES),
    ("mail.general", '""', TYPES),
    ("mail.x", "1", FaultCode.UNKNOWN_KEY),
    (f"{GENERAL}.x", "1", FaultCode.UNKNOWN_KEY),
    *(
        (f"{GENERAL}.{key}", value, code)
        for key in ("attachment_size_limit", "time_limited_max_size")
        for value, code in (
            ("25000000", FaultCode.SIZE_TYPE),
            ('"25"', FaultCode.SIZE),
            ('"a lot"', FaultCode.SIZE),
            ('"25 MB\\n"', FaultCode.SIZE),
            ('"-1 MB"', FaultCode.SIZE),
            ('"0 MB"', FaultCode.SIZE_RANGE),
            ('"99999999999 GiB"', FaultCode.SIZE_RANGE),
        )
    ),
    *(
        (f"{GENERAL}.{key}", value, code)
        for key in ("time_limited_max_files", "max_external_recipients")
        for value, code in (
            ('"7"', TYPES),
            ("true", TYPES),
            ("7.0", TYPES),
            ("0", FaultCode.OUT_OF_RANGE),
            ("-1", FaultCode.OUT_OF_RANGE),
            ("1000000001", FaultCode.OUT_OF_RANGE),
            (f"0x{'f' * 40}", FaultCode.OUT_OF_RANGE),
        )
    ),
    ("mail_security", "1", TYPES),
    ("mail_security.x", "1", FaultCode.UNKNOWN_KEY),
    *(
        (f"mail_security.{key}", value, code)
        for key in ("external_import", "time_limited_files", "backup", "block_external_content")
        for value, code in (
            ("true", CHOICE),
            ("1", CHOICE),
            ("[]", CHOICE),
            ('"Allow"', CHOICE),
            ('""', CHOICE),
            ('"On"', CHOICE),
        )
    ),
    (WARNING, "true", TYPES),
    (f"{WARNING}.enabled", '"on"', TYPES),
    (f"{WARNING}.enabled", "0", TYPES),
    (f"{WARNING}.apply", "true", CHOICE),
    (f"{WARNING}.apply", '"ALWAYS"', CHOICE),
    (f"{WARNING}.apply_", '"always"', FaultCode.UNKNOWN_KEY),
    *((f"{WARNING}.{tabs}", '"text"', TYPES) for tabs in ("pc", "mobile")),
    *((f"{WARNING}.{tabs}.ko", "1979-05-27", TYPES) for tabs in ("pc", "mobile")),
    (LEVELS, "[]", TYPES),
    (f"{LEVELS}.general", "{}", FaultCode.UNKNOWN_KEY),
    *(
        (f"{LEVELS}.{level}{rest}", value, code)
        for level in ("restricted", "confidential")
        for rest, value, code in (
            ("", "true", TYPES),
            (".use", '"yes"', TYPES),
            (".name", "false", TYPES),
            (".expires_after", "1", CHOICE),
            (".expires_after", '"2 months"', CHOICE),
            (".forwarding_prohibited", "1", TYPES),
            (".delete_sent_after_expiration", '""', TYPES),
            (".uses", "true", FaultCode.UNKNOWN_KEY),
        )
    ),
    ("lists", "{}", TYPES),
    ("list", "[]", FaultCode.UNKNOWN_KEY),
]


@pytest.mark.parametrize(("key", "value", "code"), PLANTED)
def test_a_planted_fault_is_the_one_that_is_named(key: str, value: str, code: FaultCode) -> None:
    rest = "".join(f"{line}\n" for line in MINIMAL.splitlines() if not line.startswith(f"{key} "))
    (fault,) = faults_in(f"{rest}{key} = {value}\n")
    assert (fault.code, fault.key, fault.line) == (code, key, rest.count("\n") + 1)


A_LIST = f'{MINIMAL}[[lists]]\naddress = "a@b.c"'
ELEMENTS: dict[str, tuple[str, list[tuple[FaultCode, str]]]] = {
    "a domain that is a number": ('company.domains = ["a.example", 7]', [(TYPES, "company.domains[1]")]),
    "a language that is a number": (f"{MINIMAL}company.languages = [1]", [(TYPES, "company.languages[0]")]),
    "a list that is a text": (f'{MINIMAL}lists = ["a@hanbit.example"]', [(TYPES, "lists[0]")]),
    "a list without address": (f"{MINIMAL}[[lists]]", [(FaultCode.MISSING_KEY, "lists[0].address")]),
    "an address that is none": (f'{MINIMAL}[[lists]]\naddress = "a@"', [(FaultCode.ADDRESS, "lists[0].address")]),
    "two addresses": (f'{MINIMAL}[[lists]]\naddress = "a@b, c@d"', [(FaultCode.ADDRESS, "lists[0].address")]),
    "an empty address": (f'{MINIMAL}[[lists]]\naddress = ""', [(FaultCode.ADDRESS, "lists[0].address")]),
    "an address as a number": (f"{MINIMAL}[[lists]]\naddress = 7", [(TYPES, "lists[0].address")]),
    "members as a text": (f'{A_LIST}\nmembers = "x@y"', [(TYPES, "lists[0].members")]),
    "a member as a number": (f'{A_LIST}\nmembers = ["", 1]', [(TYPES, "lists[0].members[1]")]),
    "senders as a text": (f'{A_LIST}\nsenders = "x@y"', [(TYPES, "lists[0].senders")]),
    "a file as a list": (f'{A_LIST}\nmembers_file = []', [(TYPES, "lists[0].members_file")]),
    "an unknown key": (f'{A_LIST}\nmember = []', [(FaultCode.UNKNOWN_KEY, "lists[0].member")]),
    "members twice": (
        f'{A_LIST}\nmembers = []\nmembers_file = "all.txt"',
        [(FaultCode.CONFLICT, "lists[0].members_file")],
    ),
    "the same list twice": (
        f'{MINIMAL}[[lists]]\naddress = "a@HANBIT.example"\n[[lists]]\naddress = "A@hanbit.example"',
        [(FaultCode.DUPLICATE_ADDRESS, "lists[1].address")],
    ),
    "a file that is not there": (
        f'{A_LIST}\nmembers_file = "none.txt"',
        [(FaultCode.UNREADABLE_FILE, "lists[0].members_file")],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), ELEMENTS.values(), ids=ELEMENTS)
def test_a_fault_within_an_array_is_named_with_its_place(text: str, expected: list[tuple[FaultCode, str]]) -> None:
    def read_members(name: str) -> str:
        return "" if name == "all.txt" else no_files(name)

    found = faults_in(text if text.startswith("schema") else f"schema = 1\n{text}", read_members)
    assert [(fault.code, fault.key) for fault in found] == expected


DOMAINS: dict[str, FaultCode | None] = {
    '"hanbit.example"': None,
    '"hanbit.example", "*.hanbit.example"': None,
    '"intranet"': None,
    '"localhost", "corp.local"': None,
    '"한빛.example"': None,
    '"ｈａｎｂｉｔ.example"': None,
    '""': FaultCode.DOMAIN,
    '"*."': FaultCode.DOMAIN,
    '"*"': FaultCode.DOMAIN,
    '"*.*.example"': FaultCode.DOMAIN,
    '"mail.*.example"': FaultCode.DOMAIN,
    '"@hanbit.example"': FaultCode.DOMAIN,
    '"kim@hanbit.example"': FaultCode.DOMAIN,
    '"han bit.example"': FaultCode.DOMAIN,
    '" hanbit.example"': FaultCode.DOMAIN,
    '"hanbit.example "': FaultCode.DOMAIN,
    '"hanbit.example\\n"': FaultCode.DOMAIN,
    '"hanbit.example."': FaultCode.DOMAIN,
    '"hanbit..example"': FaultCode.DOMAIN,
    '"[192.0.2.1]"': FaultCode.DOMAIN,
    '"han\\u00adbit.example"': FaultCode.DOMAIN,
    '"-hanbit.example"': FaultCode.DOMAIN,
    '"hanbit.example", "HANBIT.example"': FaultCode.DUPLICATE_DOMAIN,
    '"*.hanbit.example", "*.HANBIT.example"': FaultCode.DUPLICATE_DOMAIN,
    '"한빛.example", "xn--xx3br43b.example"': FaultCode.DUPLICATE_DOMAIN,
}


@pytest.mark.parametrize(("domains", "code"), DOMAINS.items())
def test_company_domains_are_compared_in_normal_form(domains: str, code: FaultCode | None) -> None:
    found = faults_in(f"schema = 1\ncompany.domains = [{domains}]")
    assert [fault.code for fault in found] == ([code] if code else [])


def test_all_faults_of_a_file_are_listed_at_once_in_the_order_of_lines() -> None:
    text = """company.name = 7
[mail.general]
max_external_recipients = 0
attachment_size_limit = "much"
[mail_security.outgoing_warning]
apply_ = "always"
pc.ko = [
]
[[lists]]
adress = "a@hanbit.example"
[[lists]]
address = "b@"
members = ["x", 7]
members_file = "none.txt"
"""
    assert [(fault.line, fault.key, fault.code) for fault in faults_in(text)] == [
        (1, "company.domains", FaultCode.MISSING_KEY),
        (1, "schema", FaultCode.MISSING_KEY),
        (1, "company.name", FaultCode.WRONG_TYPE),
        (3, "mail.general.max_external_recipients", FaultCode.OUT_OF_RANGE),
        (4, "mail.general.attachment_size_limit", FaultCode.SIZE),
        (6, "mail_security.outgoing_warning.apply_", FaultCode.UNKNOWN_KEY),
        (7, "mail_security.outgoing_warning.pc.ko", FaultCode.WRONG_TYPE),
        (9, "lists[0].address", FaultCode.MISSING_KEY),
        (10, "lists[0].adress", FaultCode.UNKNOWN_KEY),
        (12, "lists[1].address", FaultCode.ADDRESS),
        (13, "lists[1].members[1]", FaultCode.WRONG_TYPE),
        (14, "lists[1].members_file", FaultCode.CONFLICT),
        (14, "lists[1].members_file", FaultCode.UNREADABLE_FILE),
    ]


def test_an_unknown_key_is_answered_with_the_nearest_known_one() -> None:
    (fault,) = faults_in(f'{MINIMAL}[mail_security.outgoing_warning]\napply_ = "always"')
    assert (fault.expected, fault.line, fault.column) == ("apply", 4, 1)


def test_a_choice_is_answered_with_all_choices() -> None:
    (fault,) = faults_in(f'{MINIMAL}mail_security.external_import = "yes"')
    assert (fault.found, fault.expected) == ('"yes"', '"allow", "deny"')


LINT = {
    "a tab of a language that is not enabled": "mail_security.outgoing_warning.pc.xx = 'text'",
    "a blank Default": "mail_security.outgoing_warning.pc.default = ''",
    "a cycle": 'lists = [{address = "a@b.c", members = ["a@b.c"]}]',
    "an empty list": 'lists = [{address = "a@b.c", members = []}]',
    "a member that is no address": 'lists = [{address = "a@b.c", members = ["?"]}]',
    "import under designated addresses": "network_security.designated_ips_only = true\n"
    "mail_security.external_import = 'allow'",
    "a default language outside the languages": "company.languages = ['ko']\ncompany.default_language = 'fr'",
    "a language that is none": "company.languages = ['?', '?']",
}


@pytest.mark.parametrize("text", LINT.values(), ids=LINT)
def test_what_is_merely_unwise_loads(text: str) -> None:
    assert faults_in(MINIMAL + text) == ()


SYNTAX = {
    "no value": ("a = 1\nb =\n", 2, 4),
    "a value cut off by the end": ('a = 1\nb = "', 2, 6),
    "nothing behind the last line break": ("a = [\n1,\n", 3, 1),
    "a key twice": ("a = 1\na = 2", 2, 6),
    "a date that does not exist": ("a = 2023-02-30", 1, 5),
    "a control character": ("a = '\x1b'", 1, 6),
}


@pytest.mark.parametrize(("text", "line", "column"), SYNTAX.values(), ids=SYNTAX)
def test_what_is_not_toml_gives_one_fault_with_its_place(text: str, line: int, column: int) -> None:
    (fault,) = faults_in(text)
    assert (fault.code, fault.line, fault.column) == (FaultCode.SYNTAX, line, column)
    assert fault.found
    assert "line" not in fault.found


HARD_ON_PARSERS = {
    "a number of five thousand digits": (f"a = {'9' * 5000}", FaultCode.SYNTAX),
    "brackets without end": (f"a = {'[' * 100_000}", FaultCode.TOO_DEEP),
    "dots without end": (f"{'a.' * 900}a = 1", FaultCode.UNKNOWN_KEY),
}


@pytest.mark.parametrize(("text", "code"), HARD_ON_PARSERS.values(), ids=HARD_ON_PARSERS)
def test_what_is_hard_on_parsers_is_a_fault_and_no_error(text: str, code: FaultCode) -> None:
    assert faults_in(text)[0].code is code


def test_a_byte_order_mark_and_windows_line_ends_are_no_faults() -> None:
    assert read("\ufeff" + MINIMAL.replace("\n", "\r\n"), no_files) == read(MINIMAL, no_files)
    assert decode(b"\xef\xbb\xbfa = 1") == "a = 1"


def test_bytes_that_are_not_utf8_are_located() -> None:
    with pytest.raises(DocumentFaultsError) as caught:
        decode("a = 1\nb = '한\udcff'".encode("utf-8", "surrogateescape"))
    assert caught.value.faults == (Fault(FaultCode.NOT_UTF8, "", 2, 7, "ff"),)


def test_members_in_a_file_are_one_a_line() -> None:
    assert members_in("\ufeff# all\na@b.c\n\n  c@d.e\t# who\n#f@g.h\nx#y@z.a") == ("a@b.c", "c@d.e", "x#y@z.a")


def test_the_id_is_that_of_the_meaning() -> None:
    lists = '[[lists]]\naddress = "a@b.c"\n'
    inline = read(f'{MINIMAL}{lists}members = ["x@y.z"]', no_files)
    shuffled = f'# about\n[company]\ndomains = ["HANBIT.example"]\nname = ""\n{lists}members_file = "f" # here'
    assert policy_id(read("schema = 0x1\n" + shuffled, lambda _name: "# one\nx@y.z\n")) == policy_id(inline)
    assert policy_id(read("schema = 1\n" + shuffled, lambda _name: "x@y.q")) != policy_id(inline)


def test_the_id_of_members_read_later_is_that_of_the_same_members_and_reads_none() -> None:
    lists = '[[lists]]\naddress = "a@b.c"\n'
    reader = CountingReader(("x@y.z", "No <n@y.z>"))
    later = read(
        f'{MINIMAL}{lists}members_file = "f"', lambda _name: LazyMembers(digest_of(reader.members or ()), reader)
    )
    inline = read(f'{MINIMAL}{lists}members = ["x@y.z", "No <n@y.z>"]', no_files)
    assert policy_id(later) == policy_id(inline)
    assert later == inline
    assert reader.reads == 0


def test_a_list_that_could_not_be_read_has_another_id_than_an_empty_one() -> None:
    policy = read(f'{MINIMAL}[[lists]]\naddress = "a@b.c"\nmembers = []', no_files)
    unread = replace(policy, lists=(replace(policy.lists[0], members=None),))
    assert policy_id(unread) != policy_id(policy)


@pytest.mark.parametrize("members", ['["y@x.z"]', '["x@y.z", "x@y.z"]', '["x@y.z", "a@b.d"]', '["X@y.z"]', "[]"])
def test_other_members_have_another_id(members: str) -> None:
    lists = f'{MINIMAL}[[lists]]\naddress = "a@b.c"\nmembers = '
    assert policy_id(read(f"{lists}{members}", no_files)) != policy_id(read(f'{lists}["x@y.z"]', no_files))


@pytest.mark.parametrize(
    "change",
    [
        ("Hanbit Trading", "Hanbit"),
        ('"한빛.example"', '"other.example"'),
        ('"1 MiB"', '"1 MB"'),
        ('"Careful"', '"Careful."'),
        ("enabled = false", "enabled = true"),
        ('"not_individually"', '"always"'),
        ('"1 day"', '"1 week"'),
        ("xx-unknown", "yy-unknown"),
        ('senders = ["kim', 'senders = ["lee'),
    ],
)
def test_any_other_meaning_has_another_id(change: tuple[str, str]) -> None:
    changed = FULL.replace(*change)
    assert changed != FULL
    assert policy_id(read(changed, FILES.__getitem__)) != policy_id(read(FULL, FILES.__getitem__))


def test_the_id_is_a_sha_256_in_hex() -> None:
    identifier = policy_id(read(MINIMAL, no_files))
    assert len(identifier) == 64
    assert int(identifier, 16) >= 0


# What the schema says and what the loader does

VALIDATOR = Draft202012Validator(json_schema())
OF_STRUCTURE = {
    FaultCode.UNKNOWN_KEY,
    FaultCode.MISSING_KEY,
    FaultCode.WRONG_TYPE,
    FaultCode.NOT_A_CHOICE,
    FaultCode.OUT_OF_RANGE,
    FaultCode.EMPTY,
    FaultCode.SIZE,
    FaultCode.SIZE_TYPE,
    FaultCode.CONFLICT,
}


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(json_schema())
    assert json_schema()["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize(
    "text",
    [
        FULL,
        MINIMAL,
        *(text if text.startswith("schema") else f"schema = 1\n{text}" for text, _ in ELEMENTS.values()),
        *(MINIMAL + text for text in LINT.values()),
        *(
            "".join(f"{line}\n" for line in MINIMAL.splitlines() if not line.startswith(f"{key} ")) + f"{key} = {value}"
            for key, value, _ in PLANTED
            if not value.endswith(".0")  # JSON Schema counts 7.0 among the integers
        ),
    ],
)
def test_the_schema_refuses_what_the_loader_finds_wrong_in_structure(text: str) -> None:
    found = {fault.code for fault in faults_in(text, lambda _name: "")}
    assert VALIDATOR.is_valid(tomllib.loads(text)) is not bool(found & OF_STRUCTURE)


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(["allow", "1 day", "25 MB"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["address", "use", "x"]), inner),
    max_leaves=3,
).filter(lambda value: value is not None)


def places_in(value: Any) -> list[tuple[Any, Any]]:
    """Every container of a document with a key or index in it."""
    if not isinstance(value, dict | list):
        return []
    items = list(value.items() if isinstance(value, dict) else enumerate(value))
    return [(value, key) for key, _ in items] + [place for _, inner in items for place in places_in(inner)]


@given(st.data())
def test_schema_and_structs_agree_on_any_damaged_document(data: st.DataObject) -> None:
    document = tomllib.loads(FULL)
    for _ in range(data.draw(st.integers(1, 3))):
        container, key = data.draw(st.sampled_from(places_in(document)))
        container[key] = data.draw(JUNK)
    document["mail"] = with_good_sizes(document["mail"])
    assert VALIDATOR.is_valid(document) is not bool(fit(document, PolicyTable)[1])


def with_good_sizes(mail: Any) -> Any:
    """The structs leave the pattern of sizes to a later look."""
    if not (isinstance(mail, dict) and isinstance(mail.get("general"), dict)):
        return mail
    sizes = ("attachment_size_limit", "time_limited_max_size")
    general = {key: "1 MB" if key in sizes and isinstance(old, str) else old for key, old in mail["general"].items()}
    return {**mail, "general": general}


# Never a traceback

FRAGMENTS = st.sampled_from([
    "schema = 1", "[company]", 'domains = ["hanbit.example"]', "domains", "=", "[[lists]]", "[lists]", "{", "}", "]",
    '"""', "'", '"', "members_file = 'x'", 'address = "a@b.c"', "\n", "\r", "#", "1979-05-27", "nan", "inf", "-0.0",
    "mail.general.max_external_recipients = ", "mail_security.outgoing_warning.pc.", "\\u0000", "\x1b[31m", ",", " ",
])  # fmt: skip


def assert_located(text: str) -> None:
    lines = text.split("\n")
    for fault in faults_in(text):
        assert 1 <= fault.line <= len(lines)
        assert 1 <= fault.column <= len(lines[fault.line - 1]) + 1


@given(st.lists(FRAGMENTS | st.text(max_size=3), max_size=30).map("".join))
def test_no_text_ever_raises_anything_but_located_faults(text: str) -> None:
    assert_located(text)


@given(st.integers(0, len(FULL)), st.integers(0, 30), FRAGMENTS | st.text(max_size=3))
def test_no_damage_to_a_policy_ever_raises_anything_but_located_faults(at: int, cut: int, put: str) -> None:
    assert_located(FULL[:at] + put + FULL[at + cut :])


@given(st.binary(max_size=40))
def test_no_bytes_ever_raise_anything_but_located_faults(data: bytes) -> None:
    try:
        text = decode(data)
    except DocumentFaultsError as error:
        (fault,) = error.faults
        assert fault.line <= data.count(b"\n") + 1
    else:
        assert_located(text)
