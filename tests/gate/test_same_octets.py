"""``presend check`` and ``presend sendmail -t`` say the same of the same octets, and what was judged is what leaves."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from composer.cli.main import whole_parser
from composer.cli.wiring.judged_message import read_message
from composer.drafting.judging import Assessment
from composer.exit_status import Exit
from composer.gate.asking.answers import Answer
from composer.gate.call.submission import GateMessage
from composer.sentences.refusals import refusal_words
from policy.document import read
from policy.questions import QuestionCode
from policy.verdict import Verdict
from tests.delivery.support import Office, SettablePolicy
from tests.gate.messages import MESSAGES
from tests.gate.support import POLICY, Gate, agrees
from tests.gate.test_run import Post

PARSED = read(POLICY, str)
BEGINNING = 78
"""Characters of a sentence that a client's line always has."""
CHECK = whole_parser().parse_args(["check", "message.eml"])


class Said(NamedTuple):
    """What becomes of a message."""

    is_unreadable: bool = False
    refusal: str = ""
    """The beginning of the first refusal's sentence."""
    recipients: tuple[str, ...] = ()
    is_warned: bool = False
    questions: tuple[QuestionCode, ...] = ()


def said_of(verdict: Verdict) -> Said:
    if verdict.refusals:
        return Said(refusal=refusal_words(verdict.refusals[0])[:BEGINNING])
    written = {str(one.via[0] if one.via else one.address) for one in verdict.recipients}
    return Said(False, "", tuple(sorted(written)), verdict.warning.shown, verdict.questions)


def by_check(message: bytes, gate: Gate) -> Said:
    place = gate.office.root / "message.eml"
    place.write_bytes(message)
    CHECK.message = str(place)
    try:
        judged, _notes = read_message(CHECK, gate.services.settings, gate.services.policy.current(), as_member=True)
    except SystemExit as left:
        return Said(is_unreadable=left.code == Exit.DATA)
    return said_of(judged.verdict())


def by_gate(message: bytes, gate: Gate, post: Post) -> Said:
    asked: list[Said] = []

    def reply(seen: GateMessage, assessment: Assessment, questions: tuple[QuestionCode, ...]) -> Answer:
        asked.append(said_of(assessment.verdict))
        return agrees(seen, assessment, questions)

    gate.asked.reply = reply
    result = gate.take(message)
    if result.exit is Exit.DATA:
        assert post.taken == []
        return Said(is_unreadable=True)
    if result.exit is Exit.NO_PERMISSION:
        assert (post.taken, len(gate.kept.list())) == ([], 1)
        sentence = result.sentence.removeprefix("Not sent. ").partition(" Kept in ")[0]
        return Said(refusal=sentence[:BEGINNING])
    assert result.exit is Exit.OK, result.sentence
    reached = tuple(sorted(address for taken in post.taken for address in taken))
    return Said(False, "", reached, bool(asked) and asked[0].is_warned, asked[0].questions if asked else ())


def compared(message: bytes) -> tuple[Said, Said]:
    """What check says, and what the gate does."""
    root = Path(tempfile.mkdtemp())
    try:
        post = Post()
        gate = Gate(Office(root, policy=SettablePolicy(PARSED), transport=post))
        return by_check(message, gate), by_gate(message, gate, post)
    finally:
        shutil.rmtree(root)


@pytest.mark.parametrize("name", MESSAGES)
def test_check_says_of_a_message_what_the_gate_does_with_it(name: str) -> None:
    checked, done = compared(MESSAGES[name])
    assert checked == done


ODD = [
    b"\r", b"\n", b"\r\n", b"\r\r\n", b"\0", b"\x0b", b"\x0c", b"\x1b", b"\x7f", b"\xc2\x85", b"\xe2\x80\xa8", b"\xff",
    b'"', b"\\", b",", b";", b":", b"<", b">", b"(", b")", b"@", b" ", b"\t", b"=?utf-8?q?=2C?=", b" :", b"--b\n",
    b"\nBcc: partner@other.example\n", b"\nSender: boss@evil.example\n", b"\r\n\r\n", b"\n\n", b"a" * 1_000,
]  # fmt: skip
MUTATIONS = st.lists(st.tuples(st.floats(0, 1), st.sampled_from(ODD), st.integers(0, 3)), min_size=1, max_size=4)


@given(st.sampled_from(sorted(MESSAGES)), MUTATIONS)
@settings(deadline=None, max_examples=150)
def test_check_says_of_a_mutated_message_what_the_gate_does_with_it(
    name: str, mutations: list[tuple[float, bytes, int]]
) -> None:
    message = MESSAGES[name]
    for place, odd, gone in mutations:
        at = int(place * min(len(message), 400))
        message = message[:at] + odd + message[at + gone :]
    checked, done = compared(message)
    assert checked == done


EXPECTED = {
    "a vertical tab in a name": 'To, character 1: "a: quotes, brackets or the order',
    "a line separator in a name": 'To, character 1: "a: quotes, brackets or the order',
    "a next line in a name": 'To, character 1: "a: quotes, brackets or the order',
    "a form feed between addresses": "character 19 is inv",
    "a name that is no UTF-8": "character 2 could not be read as",
    "another's Sender": "boss@evil.example: you may not send from this",
    "another's Resent-From": "Forward it instead",
    "another's From, sent on": "Forward it instead",
    "a next line behind an address it is sent on to": "Resent-To, character 1: lee@hanbit.example : character 19 is",
    "a bell in a name it is sent on to": 'Resent-Cc, character 1: "Lee" <lee@hanbit.example>: ',
    "a wide space before an address it is sent on to": "lee@hanbit.example: character 1",
    "a wide space before the at sign": "@hanbit.example: character 4 is invisible",
    "a wide space in angle brackets": "character 8 is",
    "a wide space at the end of a group": "character 28 is",
    "a broken Sender": "Sender, character 1: kim kim@hanbit.example: there is a space in the address",
    "a boundary in two ways": "",
}


@pytest.mark.parametrize("name", EXPECTED)
def test_what_would_come_to_other_people_or_from_others_is_refused(name: str) -> None:
    _checked, done = compared(MESSAGES[name])
    assert EXPECTED[name] in done.refusal


@pytest.mark.parametrize("name", ["own Sender", "a list as Sender", "a hostile charset", "a wide space in a name"])
def test_what_is_the_members_own_goes(name: str) -> None:
    _checked, done = compared(MESSAGES[name])
    assert (done.refusal, done.recipients) == ("", ("lee@hanbit.example",))


def test_a_line_end_of_any_kind_ends_a_field_for_everybody() -> None:
    for name in ("a bare CR in the header", "a bare LF among CRLF", "CR CR LF in the header"):
        _checked, done = compared(MESSAGES[name])
        assert (done.is_warned, "partner@other.example" in done.recipients) == (True, True), name
