"""What a change of the policy means, in sentences."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from composer import words
from composer.demo.policy_source import shipped_policy
from composer.safe_text import clean
from composer.sentences.changes.consequences import consequences
from composer.sentences.changes.policy import sentences
from composer.sentences.changes.truth_table import WARNABLE, mail_words
from policy.refusal import RefusalCode
from policy.settings import Apply, DomainRule, Expiry, LevelSettings, MailLimits, Policy
from policy.truth_table.changes import difference
from policy.truth_table.matrix import languages_of, truth_table
from policy.truth_table.regions import Region
from policy.verdict import Outcome
from policy.warning import Rule
from tests.policy.policies import LANGUAGES, pairs
from tests.policy.support import POLICY

SHIPPED = shipped_policy()


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    words.use("en")
    yield
    words.use("en")


def said(before: Policy, after: Policy, *, exact: bool = False) -> list[str]:
    """The sentences for members of every language that plays a part."""
    languages = languages_of((before, after), words.available())
    return sentences(difference(before, after, languages), exact=exact)


def with_apply(apply: Apply) -> Policy:
    return replace(SHIPPED, warning=replace(SHIPPED.warning, apply=apply))


def with_texts(**texts: str) -> Policy:
    return replace(SHIPPED, warning=replace(SHIPPED.warning, pc={**SHIPPED.warning.pc, **texts}))


ALL = SHIPPED.lists[0]
RULE = "Mail to outside recipients: the rule is now: {} (before: {})."
ATTACHMENTS = "Apply conditionally: only if attachments are included"
NOT_INDIVIDUALLY = "Apply conditionally: only if send “individually” is not checked"
BOTH = "Apply conditionally: only if there is an attachment and send “individually” is not checked"
SENTENCES: list[tuple[str, Policy, list[str]]] = [
    ("nothing", SHIPPED, []),
    (
        "attachments",
        with_apply(Apply.ATTACHMENTS),
        [
            "Mail to outside recipients without attachments will no longer show the warning.",
            RULE.format(ATTACHMENTS, "Always apply"),
        ],
    ),
    (
        "individually",
        with_apply(Apply.NOT_INDIVIDUALLY),
        [
            "Mail to outside recipients sent individually will no longer show the warning.",
            RULE.format(NOT_INDIVIDUALLY, "Always apply"),
        ],
    ),
    (
        "both",
        with_apply(Apply.ATTACHMENTS_AND_NOT_INDIVIDUALLY),
        [
            "Mail to outside recipients without attachments will no longer show the warning.",
            "Mail to outside recipients with attachments sent individually will no longer show the warning.",
            RULE.format(BOTH, "Always apply"),
        ],
    ),
    (
        "off",
        replace(SHIPPED, warning=replace(SHIPPED.warning, enabled=False)),
        [
            "Mail to outside recipients will no longer show the warning.",
            RULE.format("The warning is off", "Always apply"),
        ],
    ),
    (
        "level",
        replace(SHIPPED, restricted=replace(SHIPPED.restricted, use=False)),
        ["Mail to inside recipients at the level Restricted can no longer be sent: the level is not in use."],
    ),
    (
        "new tab",
        with_texts(en="Hello", fr="Bonjour"),
        [
            "Members writing in English will now see the English tab on PC: “Hello”",
            "Members whose language is not known will now see the English tab on PC: “Hello”",
            "Members writing in English still see the Default tab on Mobile, now because the tab of the member's "
            "language is written for the other surface only; before, because the tab of the member's language is "
            "written for neither surface.",
            "Warning text for PC, French: a new text, which no member sees.",
        ],
    ),
    (
        "changed text",
        with_texts(ko="하나\n둘"),
        ["Members writing in Korean will see a changed text on PC, the Korean tab: “하나 둘”"],
    ),
    (
        "default",
        with_texts(default="Mind"),
        [
            "Members writing in English will see a changed text on PC, the Default tab: “Mind”",
            "Members whose language is not known will see a changed text on PC, the Default tab: “Mind”",
            "Members whose language cannot be read will see a changed text on PC, the Default tab: “Mind”",
        ],
    ),
    (
        "blank default",
        with_texts(default="\u3164"),
        [
            f"Members {who} will now see the built-in text on PC: “This message goes outside your organization. Check"
            " the recipients and the files before you send it.”"
            for who in ("writing in English", "whose language is not known", "whose language cannot be read")
        ],
    ),
    (
        "limits",
        replace(SHIPPED, limits=replace(SHIPPED.limits, attachment_size_limit=2_000_000, max_external_recipients=3)),
        [
            "Attachment size limit: 2 MB instead of 1 MB.",
            "External recipients of one mail, at most: 3 instead of 20.",
        ],
    ),
    (
        "switches",
        replace(SHIPPED, external_import=False, backup=False, designated_ips_only=True),
        [
            "Allow access from designated IPs only: yes instead of no.",
            "Import external email: not allowed instead of allowed.",
            "Mail backup / Save to PC: off instead of on.",
        ],
    ),
    (
        "level settings",
        replace(SHIPPED, confidential=replace(SHIPPED.confidential, name="", expires_after=Expiry.DAY)),
        [
            "Confidential: Level name: nothing instead of “Board only”.",
            "Confidential: Expires after: 1 day instead of 1 week.",
        ],
    ),
    (
        "domains",
        replace(
            SHIPPED, company=replace(SHIPPED.company, domains=(DomainRule("hanbit.example"), DomainRule("x.example")))
        ),
        ["Domains: added x.example.", "Domains: taken out hanbit-shop.example and *.hanbit.example."],
    ),
    (
        "list order",
        replace(SHIPPED, lists=SHIPPED.lists[::-1]),
        ["The mailing lists stand in another order."],
    ),
    (
        "members",
        replace(SHIPPED, lists=(replace(ALL, members=("a@x.example",), senders=()), *SHIPPED.lists[2:])),
        [
            "all@hanbit.example, members: 1 added: a@x.example.",
            "all@hanbit.example, members: 6 taken out: kim@hanbit.example, tanaka@hanbit.example, smith@hanbit.example"
            " and 3 more people.",
            "all@hanbit.example, who may send: taken out kim@hanbit.example.",
            "The mailing list sales@hanbit.example is gone: 3 members (kim@hanbit.example, lee@hanbit.example and"
            " partner@other.example).",
        ],
    ),
    (
        "member order",
        replace(SHIPPED, lists=(replace(ALL, members=tuple(reversed(ALL.members or ()))), *SHIPPED.lists[1:])),
        ["all@hanbit.example, members: the same ones in another order."],
    ),
]


@pytest.mark.parametrize(("after", "expected"), [one[1:] for one in SENTENCES], ids=[one[0] for one in SENTENCES])
def test_each_change_is_said(after: Policy, expected: list[str]) -> None:
    assert said(SHIPPED, after) == expected


def test_a_new_list_is_said_with_its_members() -> None:
    before = replace(SHIPPED, lists=SHIPPED.lists[1:])
    expected = (
        "New mailing list all@hanbit.example: 6 members (kim@hanbit.example, tanaka@hanbit.example,"
        " smith@hanbit.example and 3 more people)."
    )
    assert said(before, SHIPPED) == [expected]


def test_back_again_says_the_opposite() -> None:
    assert said(with_apply(Apply.ATTACHMENTS), SHIPPED)[0] == (
        "Mail to outside recipients without attachments will now show the warning."
    )
    off = replace(SHIPPED, restricted=LevelSettings())
    assert (
        said(off, SHIPPED)[0] == "Mail to inside recipients at the level Restricted can now be sent, without a warning."
    )


def test_exact_sentences_name_the_changed_cells_and_no_others() -> None:
    assert said(SHIPPED, with_apply(Apply.ATTACHMENTS), exact=True)[0] == (
        "Mail from the member's own address or a list without known outsiders to outside recipients without attachments"
        " at the level General will no longer show the warning."
    )
    level = said(SHIPPED, replace(SHIPPED, restricted=replace(SHIPPED.restricted, use=False)), exact=True)
    assert len(level) == 4
    assert sum("still cannot be sent" in sentence for sentence in level) == 3


@pytest.mark.parametrize("apply", Apply)
@pytest.mark.parametrize("uses", list(itertools.product((False, True), repeat=2)), ids=str)
def test_what_goes_without_saying_holds_under_every_policy(apply: Apply, uses: tuple[bool, bool]) -> None:
    levels = [LevelSettings(use) for use in uses]
    policy = replace(with_apply(apply), restricted=levels[0], confidential=levels[1])
    warned = {cell for cell, decision in truth_table(policy).items() if decision.outcome is Outcome.WARN}
    assert warned
    assert warned <= set(WARNABLE.cells())


@pytest.mark.parametrize("language", ["en", "ko", "ja"])
@given(pair=pairs())
@settings(max_examples=25)
def test_every_difference_is_said_in_every_language(language: str, pair: tuple[Policy, Policy]) -> None:
    words.use(language)
    found = difference(*pair, LANGUAGES)
    lines = sentences(found, exact=True)
    assert bool(lines) is bool(found)
    codes = [code.value for code in (*RefusalCode, *Rule, *Outcome) if "_" in code.value]
    for line in lines:
        assert line == clean(line)
        assert "{" not in line
        assert not [code for code in codes if code in line]


def test_all_cells_together_are_all_mail() -> None:
    assert mail_words(Region()) == "All mail"


def off(**switches: bool) -> Callable[[Policy], Policy]:
    return lambda policy: replace(policy, **switches)


AGAIN = "Warnings that were answered and messages that can still be called back are judged again."
CONSEQUENCES: list[tuple[Callable[[Policy], Policy], list[str]]] = [
    (off(), []),
    (
        off(external_import=False),
        ["The import settings that members have saved are deleted, their passwords included."],
    ),
    (
        off(designated_ips_only=True),
        ["Importing external mail becomes unavailable while access is allowed from designated IPs only."],
    ),
    (
        off(backup=False),
        ["Mailbox backup and saving to PC stop working for every member; copies made before stay as they are."],
    ),
    (
        off(time_limited_files=False),
        ["Drafts with files over the attachment size limit cannot be sent until the files are taken out."],
    ),
    (
        lambda policy: replace(policy, restricted=replace(policy.restricted, use=False)),
        [
            "Drafts at the level Restricted reopen as General and say so.",
            "Replies to messages of the level Restricted no longer inherit it.",
        ],
    ),
    (
        lambda policy: replace(
            policy, confidential=replace(policy.confidential, name="Board", expires_after=Expiry.DAY)
        ),
        [
            "The level Board only is called Board everywhere, also on drafts that are at it already.",
            "Messages of the level Board only that are sent already keep their moment of expiry.",
        ],
    ),
    (
        lambda policy: replace(policy, restricted=replace(policy.restricted, delete_sent_after_expiration=True)),
        ["Messages of the level Restricted are deleted from Sent as well when they expire."],
    ),
    (
        lambda policy: replace(policy, company=replace(policy.company, languages=("en",))),
        ["The warning texts in Korean and Japanese stay stored and are not shown."],
    ),
    (
        lambda policy: replace(policy, lists=policy.lists[1:]),
        ["Drafts written as one of these lists cannot be sent: all@hanbit.example."],
    ),
    (
        lambda policy: replace(policy, limits=MailLimits(1, 2, 1, 1)),
        [
            "The files of saved drafts are judged by the smaller attachment size limit.",
            "Drafts whose time-limited files are over the new limits cannot be sent as they are.",
            "Drafts to more outside recipients than the new limit cannot be sent as they are.",
        ],
    ),
]


@pytest.mark.parametrize(("change", "expected"), CONSEQUENCES)
def test_each_consequence_of_saving_is_said(change: Callable[[Policy], Policy], expected: list[str]) -> None:
    after = change(SHIPPED)
    assert consequences(SHIPPED, after) == [*expected, *([AGAIN] if expected else [])]


def test_loosening_has_no_consequence_but_that_all_is_judged_again() -> None:
    before = replace(SHIPPED, backup=False, time_limited_files=False, restricted=LevelSettings())
    assert consequences(before, SHIPPED) == [AGAIN]


def test_import_comes_back_when_the_network_opens() -> None:
    before = replace(SHIPPED, designated_ips_only=True)
    assert consequences(before, SHIPPED) == ["Importing external mail becomes available again.", AGAIN]


def test_denying_import_that_was_unavailable_deletes_the_settings_all_the_same() -> None:
    before = replace(SHIPPED, designated_ips_only=True)
    after = replace(before, external_import=False)
    assert consequences(before, after) == [
        "The import settings that members have saved are deleted, their passwords included.", AGAIN
    ]  # fmt: skip


def test_the_strict_policy_of_the_tests_differs_from_itself_in_nothing() -> None:
    assert said(POLICY, POLICY, exact=True) == []


def test_the_built_in_text_is_repeated_as_each_member_sees_it() -> None:
    """Every member's text is one sentence; those of a language that presend does not speak see this screen's."""
    blank = replace(SHIPPED, warning=replace(SHIPPED.warning, pc={}))
    found = [line for line in said(SHIPPED, blank) if "on PC" in line]
    texts = {line.partition(" will")[0]: line.partition("“")[2][:12] for line in found}
    assert texts == {
        "Members writing in Korean": "이 메일은 조직 외부로",
        "Members writing in Japanese": "このメールは組織の外に送",
        "Members writing in English": "This message",
        "Members whose language is not known": "This message",
        "Members whose language cannot be read": "This message",
    }


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("ko", "회사 이름: “Hanbit Trading”에서 “서울”로 바뀝니다."),
        ("ja", "会社名: 「Hanbit Trading」から「서울」に変わります。"),
        ("en", "Company name: “서울” instead of “Hanbit Trading”."),
    ],
)
def test_a_name_stands_in_one_pair_of_quotation_marks(language: str, sentence: str) -> None:
    words.use(language)
    assert said(SHIPPED, replace(SHIPPED, company=replace(SHIPPED.company, name="서울"))) == [sentence]
