"""A message through the gate: what is asked, what is sent, what is kept, and what the client is told."""

from __future__ import annotations

import resource
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from msgspec.structs import replace

from composer.delivery.transports.base import (
    MailObject,
    Outcome,
    Outcomes,
    PermanentError,
    SendObserver,
    Tell,
    tell_nobody,
)
from composer.drafting.judging import Assessment
from composer.drafting.repairs import MoveOutsidersToBcc, RemoveDomain, Repair, TurnOnIndividually
from composer.drafting.repairs import apply as repaired
from composer.errors import StorageError, TransportError
from composer.exit_status import Exit
from composer.gate.asking.answers import Answer, Send
from composer.gate.call.submission import GateMessage
from composer.gate.keeping.kept import KeptReason
from composer.message.composition import Composition
from composer.services.outbox import RecipientState
from composer.threads.abort import Abort
from policy.questions import QuestionCode
from policy.settings import OutgoingWarning, Surface
from tests.delivery.support import Office, addresses, parsed
from tests.gate.support import INSIDE, OUTSIDE, Gate, agrees, goes_back, is_away
from tests.policy.support import POLICY

LEE, PARTNER = "lee@hanbit.example", "partner@other.example"
QUESTION = INSIDE.replace(b"Subject: Minutes\n", b"")


@dataclass
class Post:
    """A server that answers each recipient as it was told, the rest with yes."""

    states: dict[str, RecipientState] = field(default_factory=dict)
    unreachable: TransportError | None = None
    taken: list[tuple[str, ...]] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)
    is_open = True

    @contextmanager
    def connect(self, _abort: Abort, _tell: Tell = tell_nobody) -> Iterator[Post]:
        """Open a session, or not."""
        if self.unreachable is not None:
            raise self.unreachable
        yield self

    def send(self, mail: MailObject, observer: SendObserver) -> Outcomes:
        """Take a message."""
        outcomes = {
            text: Outcome(self.states.get(text, RecipientState.ACCEPTED), "as told") for text in mail.recipients
        }
        reached = {RecipientState.ACCEPTED, RecipientState.UNKNOWN}
        taken = tuple(text for text, found in outcomes.items() if found.state in reached)
        if taken:
            observer.before_handover(taken)
        self.taken.append(taken)
        self.senders.append(mail.sender)
        return outcomes


def gate(tmp_path: Path, reply: Callable[..., Answer] = is_away, post: Post | None = None, **rest: bool) -> Gate:
    return Gate(Office(tmp_path, transport=post), reply, **rest)


def test_another_client_has_asked_about_an_empty_text_itself(tmp_path: Path) -> None:
    one = gate(tmp_path)
    assert one.take(INSIDE.partition(b"\n\n")[0] + b"\n\n", LEE).exit == Exit.OK
    assert one.asked.questions == []


def test_a_message_inside_goes_without_a_question(tmp_path: Path) -> None:
    one = gate(tmp_path)
    result = one.take(INSIDE, LEE)
    assert (result.exit, result.sentence, result.kept_id) == (Exit.OK, "", None)
    assert one.asked.questions == []
    ((mailbox, message),) = one.office.arrived()
    assert (mailbox, message["Subject"]) == (LEE, "Minutes")
    assert list(one.kept.incoming.iterdir()) == []
    assert one.office.outbox.jobs() == []
    assert len(one.office.filed()) == 1


def test_the_audit_log_says_that_it_came_through_the_gate(tmp_path: Path) -> None:
    one = gate(tmp_path)
    one.take(INSIDE, LEE)
    one.take(OUTSIDE)
    Gate(one.office, goes_back).take(OUTSIDE)
    events = [(line["event"], line.get("through")) for line in one.office.audit() if line["event"] != "delivery"]
    assert events == [("accepted", "gate"), ("refused", "gate"), ("went_back", "gate")]


def test_a_message_outside_goes_when_the_member_agrees(tmp_path: Path) -> None:
    one = gate(tmp_path, agrees)
    assert one.take(OUTSIDE, LEE, PARTNER).exit is Exit.OK
    assert one.asked.warnings == 1
    assert {mailbox for mailbox, _message in one.office.arrived()} == {LEE, "outside"}
    assert one.kept.list() == []


NOT_SENT = {
    "nobody to ask": (is_away, OUTSIDE, Exit.NO_PERMISSION, KeptReason.NOBODY_TO_ASK, "no terminal"),
    "nobody to answer a question": (is_away, QUESTION, Exit.NO_PERMISSION, KeptReason.NOBODY_TO_ASK, "question"),
    "went back": (goes_back, OUTSIDE, Exit.NO_PERMISSION, KeptReason.WENT_BACK, "went back"),
    "not the member's From": (
        agrees, INSIDE.replace(b"kim@", b"boss@"), Exit.NO_PERMISSION, KeptReason.REFUSED, "boss@hanbit.example"
    ),
    "two senders": (
        agrees,
        INSIDE.replace(b"<kim@hanbit.example>", b"<kim@hanbit.example>, boss@hanbit.example"),
        Exit.NO_PERMISSION, KeptReason.REFUSED, "one sender",
    ),
    "a malformed recipient": (agrees, INSIDE.replace(b"lee@", b"lee lee@"), Exit.NO_PERMISSION, KeptReason.REFUSED,
                              "lee lee@"),
    "a level outside": (agrees, b"Presend-Level: restricted\n" + OUTSIDE, Exit.NO_PERMISSION, KeptReason.REFUSED,
                        "only General"),
    "a level not in use": (agrees, b"Presend-Level: confidential\n" + INSIDE, Exit.NO_PERMISSION, KeptReason.REFUSED,
                           "not in use"),
    "a wrong field": (agrees, b"Presend-Level: high\n" + INSIDE, Exit.DATA, KeptReason.BAD_FIELD, "Presend-Level"),
    "a field twice": (agrees, b"Presend-Individually: yes\nPresend-Individually: no\n" + INSIDE, Exit.DATA,
                      KeptReason.BAD_FIELD, "Presend-Individually"),
}  # fmt: skip


@pytest.mark.parametrize("case", NOT_SENT)
def test_what_is_not_sent_is_kept_and_the_client_told_why(case: str, tmp_path: Path) -> None:
    reply, message, status, reason, said = NOT_SENT[case]
    one = gate(tmp_path, reply)
    result = one.take(message)
    assert result.exit is status
    assert said in result.sentence
    assert result.sentence.endswith(f"presend drafts finish {result.kept_id}")
    (kept,) = one.kept.list()
    assert (kept.id, kept.reason) == (result.kept_id, reason)
    assert one.kept.message(kept.id).read_bytes() == message.replace(b"\n", b"\r\n")
    assert one.office.arrived() == []
    assert one.office.outbox.jobs() == []
    assert list(one.kept.incoming.iterdir()) == []


@pytest.mark.parametrize("message", [b"", b"hello\n", b"\nbody\n"])
def test_what_is_no_message_is_65_and_not_kept(message: bytes, tmp_path: Path) -> None:
    one = gate(tmp_path)
    assert one.take(message, LEE).exit is Exit.DATA
    assert one.kept.list() == []


@pytest.mark.parametrize(
    "line", [b"Presend-Level : restricted\n", b"Presend-Level restricted\n", b"\xef\xbb\xbfX: y\n"]
)
def test_a_line_of_the_header_that_is_no_field_is_counted_out(line: bytes, tmp_path: Path) -> None:
    one = gate(tmp_path)
    first, rest = INSIDE.split(b"\n", 1)
    result = one.take(b"\n".join([first, line + rest]), LEE)
    assert (result.exit, one.office.arrived()) == (Exit.DATA, [])
    assert result.sentence.startswith("Line 2 of the header is no field.")


def test_no_recipient_is_refused(tmp_path: Path) -> None:
    one = gate(tmp_path)
    assert one.take(INSIDE.replace(b"To: lee@hanbit.example\n", b"")).exit is Exit.NO_PERMISSION
    assert one.take(INSIDE, from_header=False).exit is Exit.NO_PERMISSION
    assert one.office.arrived() == []


@pytest.mark.parametrize(
    ("sender", "status"),
    [
        ("kim@hanbit.example", Exit.OK),
        ("partners@hanbit.example", Exit.OK),
        ("boss@hanbit.example", Exit.NO_PERMISSION),
        ("kim@other.example", Exit.NO_PERMISSION),
        ("kim", Exit.NO_PERMISSION),
        ("", Exit.NO_PERMISSION),
        ("<>", Exit.NO_PERMISSION),
    ],
)
def test_the_envelope_sender_must_be_the_members(sender: str, status: Exit, tmp_path: Path) -> None:
    post = Post()
    one = gate(tmp_path, post=post)
    assert one.take(INSIDE, LEE, sender=sender).exit is status
    assert post.senders == ([sender] if status is Exit.OK else [])


def test_a_message_without_from_gets_that_of_the_call_or_of_the_member(tmp_path: Path) -> None:
    one = gate(tmp_path)
    message = INSIDE.replace(b"From: Kim <kim@hanbit.example>\n", b"")
    one.take(message, LEE)
    one.take(message, LEE, sender="kim@hanbit.example", full_name="Min-ji Kim")
    one.take(message, LEE, full_name="Dr. Kim")
    one.take(message, LEE, full_name="Kim\nBcc: spy@other.example")
    assert sorted(str(found["From"]) for _mailbox, found in one.office.arrived()) == [
        '"Dr. Kim" <kim@hanbit.example>',
        '"Kim Bcc: spy@other.example" <kim@hanbit.example>',
        "Kim <kim@hanbit.example>",
        "Min-ji Kim <kim@hanbit.example>",
    ]


def test_recipients_of_the_envelope_alone_get_it_and_are_not_named(tmp_path: Path) -> None:
    one = gate(tmp_path, agrees)
    one.take(OUTSIDE, LEE, "boss@hanbit.example")
    assert one.asked.warnings == 0
    found = dict(one.office.arrived())
    assert set(found) == {LEE, "boss@hanbit.example"}
    assert addresses(found[LEE], "To") == [LEE, PARTNER]
    assert b"boss@" not in bytes(found[LEE])
    (filed,) = one.office.filed()
    assert parsed(filed)["Bcc"] == "boss@hanbit.example"


def test_what_an_earlier_version_kept_with_t_and_arguments_goes_without_those(tmp_path: Path) -> None:
    one = gate(tmp_path)
    message = OUTSIDE.replace(b"Subject", b"Bcc: boss@hanbit.example\nSubject")
    assert one.take(message, PARTNER, from_header=True).exit is Exit.OK
    found = dict(one.office.arrived())
    assert set(found) == {LEE, "boss@hanbit.example"}
    assert "Bcc" not in found[LEE]


RESENT = b"Resent-From: kim@hanbit.example\nResent-To: Choi <choi@hanbit.example>, boss@hanbit.example\n"
OLDER = b"Received: by there\nResent-From: kim@hanbit.example\nResent-To: park@hanbit.example\n"
AGAIN: dict[str, tuple[bytes, tuple[str, ...], tuple[str, ...]]] = {
    "to whom Resent-To names": (RESENT, (), ("boss@hanbit.example", "choi@hanbit.example")),
    "Resent-Cc and Resent-Bcc too": (
        b"resent-cc: choi@hanbit.example\nRESENT-BCC: boss@hanbit.example\n", (),
        ("boss@hanbit.example", "choi@hanbit.example"),
    ),
    "only the latest time": (RESENT + OLDER, (), ("boss@hanbit.example", "choi@hanbit.example")),
    "but for the arguments": (RESENT, ("boss@hanbit.example",), ("choi@hanbit.example",)),
    "to nobody": (b"Resent-From: kim@hanbit.example\n", (), ()),
}  # fmt: skip


@pytest.mark.parametrize("case", AGAIN)
def test_with_t_a_message_that_is_sent_again_goes_not_once_more_to_its_recipients(case: str, tmp_path: Path) -> None:
    fields, arguments, expected = AGAIN[case]
    one = gate(tmp_path)
    result = one.take(fields + INSIDE, *arguments, from_header=True)
    assert result.exit is (Exit.OK if expected else Exit.NO_PERMISSION)
    found = dict(one.office.arrived())
    assert tuple(sorted(found)) == expected
    assert {message["To"] for message in found.values()} == ({LEE} if expected else set())
    assert all("Resent-Bcc" not in message for message in found.values())


def test_without_t_a_message_that_is_sent_again_goes_to_the_envelope(tmp_path: Path) -> None:
    one = gate(tmp_path)
    assert one.take(RESENT + INSIDE, "park@hanbit.example").exit is Exit.OK
    assert [mailbox for mailbox, _message in one.office.arrived()] == ["park@hanbit.example"]


@pytest.mark.parametrize("name", ["Date", "Message-ID"])
def test_a_field_that_a_message_has_once_and_has_twice_is_65(name: str, tmp_path: Path) -> None:
    one = gate(tmp_path)
    message = f"{name}: 1\n{name}: 2\n".encode() + INSIDE
    result = one.take(message, LEE)
    assert (result.exit, one.office.arrived()) == (Exit.DATA, [])
    assert name in result.sentence
    assert one.kept.list()[0].reason is KeptReason.BAD_FIELD


@pytest.mark.parametrize("arguments", [
    ("Lee Minho <lee@hanbit.example>", "boss@hanbit.example (the boss)"),
    ('"Lee, M." <lee@hanbit.example>, boss@hanbit.example',),
    ("Team: lee@hanbit.example, boss@hanbit.example;",),
    (LEE, "boss@hanbit.example", "LEE@hanbit.example", LEE),
    ("=?utf-8?b?7J20?= <lee@hanbit.example>", "", " boss@hanbit.example "),
])  # fmt: skip
def test_recipients_of_the_envelope_may_be_written_as_in_a_header(arguments: tuple[str, ...], tmp_path: Path) -> None:
    one = gate(tmp_path)
    assert one.take(INSIDE, *arguments).exit is Exit.OK
    assert [mailbox for mailbox, _message in one.office.arrived()] == ["boss@hanbit.example", LEE]


def test_a_level_loads_its_own_expiry_and_forwarding(tmp_path: Path) -> None:
    one = gate(tmp_path)
    assert one.take(b"Presend-Level: restricted\nPresend-Expires: 1 week\n" + INSIDE).exit is Exit.OK
    ((_mailbox, found),) = one.office.arrived()
    assert found["Presend-Level"] == "restricted"
    assert found["Presend-Forward"] == "prohibited"
    assert found["Expires"] == "Tue, 01 Dec 2026 11:00:00 +0000"
    assert found.get_all("Presend-Expires") is None


@pytest.mark.parametrize("by", ["field", "option", "preference"])
def test_individually_makes_a_copy_for_each(by: str, tmp_path: Path) -> None:
    one = gate(tmp_path, individually=by == "preference")
    message = (b"Presend-Individually: yes\n" if by == "field" else b"") + INSIDE
    extra = {"individually": "yes"} if by == "option" else {}
    assert one.take(message, LEE, "park@hanbit.example", **extra).exit is Exit.OK
    assert sorted((mailbox, addresses(found, "To")) for mailbox, found in one.office.arrived()) == [
        (LEE, [LEE]), ("park@hanbit.example", ["park@hanbit.example"])
    ]  # fmt: skip


def repairs_with(repair: Callable[[Assessment], Repair]) -> Callable[..., Answer]:
    """A member who makes one repair and then sends."""

    def reply(message: GateMessage, assessment: Assessment, questions: tuple[QuestionCode, ...]) -> Answer:
        after = message.assess(repaired(repair(assessment), assessment.composition, assessment.verdict), Surface.PC)
        return agrees(message, after, questions)

    return reply


def test_a_domain_that_was_removed_is_neither_reached_nor_shown(tmp_path: Path) -> None:
    one = gate(tmp_path, repairs_with(lambda _now: RemoveDomain("other.example")))
    assert one.take(OUTSIDE.replace(b"Subject", b"Cc: Choi <choi@hanbit.example>\nSubject")).exit is Exit.OK
    found = dict(one.office.arrived())
    assert set(found) == {LEE, "choi@hanbit.example"}
    assert found[LEE]["To"] == LEE
    assert b"Cc: Choi <choi@hanbit.example>\r\n" in bytes(found[LEE]).replace(b"\n", b"\r\n")


def test_outsiders_that_were_moved_to_bcc_are_reached_and_not_shown(tmp_path: Path) -> None:
    one = gate(tmp_path, repairs_with(lambda _now: MoveOutsidersToBcc()))
    assert one.take(OUTSIDE).exit is Exit.OK
    found = dict(one.office.arrived())
    assert set(found) == {LEE, "outside"}
    assert b"partner" not in bytes(found[LEE])


def test_individually_turned_on_in_the_dialog_is_done(tmp_path: Path) -> None:
    one = gate(tmp_path, repairs_with(lambda _now: TurnOnIndividually()))
    assert one.take(OUTSIDE).exit is Exit.OK
    assert [addresses(found, "To") for _mailbox, found in one.office.arrived()] == [[LEE], [PARTNER]]


def test_a_header_address_that_the_envelope_leaves_out_stays_when_another_is_removed(tmp_path: Path) -> None:
    one = gate(tmp_path, repairs_with(lambda _now: RemoveDomain("other.example")))
    message = OUTSIDE.replace(PARTNER.encode(), b"partner@other.example, absent@hanbit.example")
    assert one.take(message, LEE, PARTNER).exit is Exit.OK
    found = dict(one.office.arrived())
    assert addresses(found[LEE], "To") == [LEE, "absent@hanbit.example"]
    assert set(found) == {LEE}


def test_an_answer_without_the_consent_that_is_due_is_asked_for_again(tmp_path: Path) -> None:
    def forgets(_message: GateMessage, assessment: Assessment, questions: tuple[QuestionCode, ...]) -> Answer:
        return Send(assessment, frozenset(questions))

    one = gate(tmp_path, forgets)
    result = one.take(OUTSIDE)
    assert result.exit is Exit.NO_PERMISSION
    assert len(one.asked.questions) > 1
    assert one.office.arrived() == []


def test_a_policy_that_changes_while_the_member_answers_is_asked_about_again(tmp_path: Path) -> None:
    one = gate(tmp_path)

    def changes(message: GateMessage, assessment: Assessment, questions: tuple[QuestionCode, ...]) -> Answer:
        answer = agrees(message, assessment, questions)
        warning = OutgoingWarning(pc={"default": f"Text {len(one.asked.questions)}"})
        one.office.policy.policy = replace(POLICY, warning=warning) if len(one.asked.questions) == 1 else POLICY
        return answer if len(one.asked.questions) < 3 else agrees(message, assessment, questions)

    one.asked.reply = changes
    assert one.take(OUTSIDE).exit is Exit.OK
    assert len(one.asked.questions) == 3


def test_a_broken_policy_is_78_and_the_message_is_kept(tmp_path: Path) -> None:
    one = gate(tmp_path)
    one.office.policy.faults = ("policy.toml:3: broken",)
    result = one.take(INSIDE)
    assert (result.exit, one.kept.list()[0].reason) == (Exit.CONFIGURATION, KeptReason.BROKEN_POLICY)
    assert "policy.toml:3: broken" in result.sentence


A, T = RecipientState.ACCEPTED, RecipientState.TEMPORARY
P, U = RecipientState.PERMANENT, RecipientState.UNKNOWN
ANSWERS = {
    "all": ((A, A), Exit.OK, "", 0),
    "some, the rest later": ((A, T), Exit.OK, "retry", 1),
    "some, the rest never": ((A, P), Exit.OK, "retry", 1),
    "nobody, later": ((T, T), Exit.TEMPORARY, "as told", 0),
    "nobody, one of them later": ((P, T), Exit.TEMPORARY, "as told", 0),
    "nobody, ever": ((P, P), Exit.UNAVAILABLE, "as told", 0),
    "nobody knows": ((U, U), Exit.OK, "nobody can tell", 1),
    "nobody knows of one": ((U, A), Exit.OK, "nobody can tell", 1),
    "nobody knows of one, the other never": ((U, P), Exit.OK, "retry", 1),
}


@pytest.mark.parametrize("case", ANSWERS)
def test_the_client_is_told_what_keeps_everybody_from_getting_it_twice(case: str, tmp_path: Path) -> None:
    (first, second), status, said, waiting = ANSWERS[case]
    post = Post({LEE: first, "park@hanbit.example": second})
    one = gate(tmp_path, post=post)
    result = one.take(INSIDE, LEE, "park@hanbit.example")
    assert result.exit is status
    assert said in result.sentence
    assert len(one.office.outbox.jobs()) == waiting
    assert len(one.kept.list()) == (status is not Exit.OK)
    assert len(one.office.filed()) == (status is Exit.OK)


@pytest.mark.parametrize(
    ("error", "status"),
    [(TransportError("No answer."), Exit.TEMPORARY), (PermanentError("No server is set."), Exit.UNAVAILABLE)],
)
def test_without_a_server_nothing_is_queued_and_nothing_leaves_later(
    error: TransportError, status: Exit, tmp_path: Path
) -> None:
    post = Post(unreachable=error)
    one = gate(tmp_path, post=post)
    result = one.take(INSIDE, LEE)
    assert (result.exit, one.office.outbox.jobs()) == (status, [])
    assert str(error) in result.sentence
    assert one.kept.list()[0].reason is KeptReason.NOT_DELIVERED
    post.unreachable = None
    assert one.office.outbox.flush(lambda _step: None) == []
    assert post.taken == []


@dataclass
class Step:
    """Does something once at one step of the outbox."""

    name: str
    do: Callable[[], None] = lambda: None

    def __call__(self, name: str) -> None:
        """A step was reached."""
        if name == self.name:
            self.name = ""
            self.do()


def interrupt() -> None:
    raise KeyboardInterrupt


def test_a_policy_that_changes_between_accepting_and_sending_takes_the_message_back(tmp_path: Path) -> None:
    step = Step("accept:queued")
    office = Office(tmp_path, checkpoint=step)

    def changes() -> None:
        office.policy.policy = replace(POLICY, company=replace(POLICY.company, domains=()))

    step.do = changes
    result = Gate(office).take(INSIDE, LEE)
    assert result.exit is Exit.NO_PERMISSION
    (kept,) = office.kept.list()
    assert (kept.id, kept.reason) == (result.kept_id, KeptReason.POLICY_CHANGED)
    assert (office.arrived(), office.outbox.jobs(), office.drafts.list()) == ([], [], [])


def test_a_list_that_may_not_be_named_as_sender_any_more_takes_the_message_back(tmp_path: Path) -> None:
    step = Step("accept:queued")
    office = Office(tmp_path, checkpoint=step)

    def changes() -> None:
        office.policy.policy = replace(POLICY, lists=tuple(replace(one, senders=()) for one in POLICY.lists))

    step.do = changes
    result = Gate(office).take(b"Sender: team@hanbit.example\n" + INSIDE, LEE)
    assert result.exit is Exit.NO_PERMISSION
    (kept,) = office.kept.list()
    assert (kept.id, kept.reason) == (result.kept_id, KeptReason.POLICY_CHANGED)
    assert office.arrived() == []


@pytest.mark.parametrize("step", ["accept:judged", "accept:record"])
def test_interrupted_before_it_is_accepted_the_message_is_kept(step: str, tmp_path: Path) -> None:
    office = Office(tmp_path, checkpoint=Step(step, interrupt))
    result = Gate(office).take(INSIDE, LEE)
    assert (result.exit, office.outbox.jobs(), office.arrived()) == (Exit.TEMPORARY, [], [])
    assert [kept.reason for kept in office.kept.list()] == [KeptReason.INTERRUPTED]


@pytest.mark.parametrize("step", ["deliver:began", "deliver:trying"])
def test_interrupted_before_the_server_has_it_the_message_is_kept_once(step: str, tmp_path: Path) -> None:
    office = Office(tmp_path, checkpoint=Step(step, interrupt))
    result = Gate(office).take(INSIDE, LEE)
    assert (result.exit, office.outbox.jobs(), office.arrived()) == (Exit.TEMPORARY, [], [])
    assert [kept.id for kept in office.kept.list()] == [result.kept_id]


@pytest.mark.parametrize("step", ["deliver:answered", "deliver:recorded", "deliver:ended"])
def test_interrupted_after_the_server_may_have_it_the_client_is_not_told_to_try_again(
    step: str, tmp_path: Path
) -> None:
    office = Office(tmp_path, checkpoint=Step(step, interrupt))
    result = Gate(office).take(INSIDE, LEE)
    assert (result.exit, office.kept.list()) == (Exit.OK, [])
    assert len(office.arrived()) == 1


def test_a_kept_message_is_finished_once_and_is_gone_then(tmp_path: Path) -> None:
    office = Office(tmp_path)
    kept_id = Gate(office).take(OUTSIDE.replace(b"Subject", b"Presend-Individually: yes\nSubject")).kept_id
    assert kept_id is not None
    later = Gate(office, agrees)
    assert later.finish(kept_id).exit is Exit.OK
    assert later.kept.list() == []
    assert [addresses(found, "To") for _mailbox, found in office.arrived()] == [[LEE], [PARTNER]]


def test_the_repairs_of_a_member_who_went_back_are_kept_with_the_message(tmp_path: Path) -> None:
    office = Office(tmp_path)

    def removes(message: GateMessage, assessment: Assessment, questions: tuple[QuestionCode, ...]) -> Answer:
        composition = repaired(RemoveDomain("other.example"), assessment.composition, assessment.verdict)
        return goes_back(message, message.assess(composition, Surface.PC), questions)

    kept_id = Gate(office, removes).take(OUTSIDE).kept_id
    assert kept_id is not None
    assert Gate(office).finish(kept_id).exit is Exit.OK
    assert [mailbox for mailbox, _found in office.arrived()] == [LEE]


def test_what_was_not_delivered_keeps_its_options_and_recipients_and_is_finished_later(tmp_path: Path) -> None:
    post = Post(unreachable=TransportError("No answer."))
    office = Office(tmp_path, transport=post)
    message = b"Presend-Level: restricted\nPresend-Forward: allowed\n" + INSIDE
    first = Gate(office).take(message, LEE, "boss@hanbit.example", sender="partners@hanbit.example")
    assert first.kept_id is not None
    (kept,) = office.kept.list()
    assert kept.composition is not None
    assert kept.composition.bcc == "boss@hanbit.example"
    again = Gate(office).finish(first.kept_id)
    assert (again.exit, again.kept_id) == (Exit.TEMPORARY, first.kept_id)
    assert len(office.kept.list()) == 1
    post.unreachable = None
    assert Gate(office).finish(first.kept_id).exit is Exit.OK
    assert (post.taken, post.senders) == ([(LEE, "boss@hanbit.example")], ["partners@hanbit.example"])
    assert office.kept.list() == []
    (filed,) = office.filed()
    assert parsed(filed).get_all("Presend-Level") == ["restricted"]
    assert parsed(filed).get_all("Presend-Forward") == ["allowed"]
    assert parsed(filed).get_all("Sensitivity") == ["Company-Confidential"]


def test_a_kept_message_that_is_being_finished_is_neither_finished_nor_deleted_by_another_process(
    tmp_path: Path,
) -> None:
    office = Office(tmp_path)
    kept_id = Gate(office).take(OUTSIDE).kept_id
    assert kept_id is not None
    refused: list[str] = []

    def meanwhile(message: GateMessage, assessment: Assessment, questions: tuple[QuestionCode, ...]) -> Answer:
        for act in (lambda: Gate(office, agrees).finish(kept_id), lambda: office.kept.delete(kept_id)):
            with pytest.raises(StorageError) as error:
                act()
            refused.append(str(error.value))
        return agrees(message, assessment, questions)

    assert Gate(office, meanwhile).finish(kept_id).exit is Exit.OK
    assert [kept_id in sentence for sentence in refused] == [True, True]
    assert {mailbox for mailbox, _message in office.arrived()} == {LEE, "outside"}
    assert office.kept.list() == []


def test_while_the_member_is_asked_the_message_is_kept_and_nobody_else_can_finish_it(tmp_path: Path) -> None:
    office = Office(tmp_path)
    seen: list[tuple[KeptReason, bytes]] = []

    def looks(message: GateMessage, assessment: Assessment, questions: tuple[QuestionCode, ...]) -> Answer:
        (kept,) = office.kept.list()
        with pytest.raises(StorageError):
            Gate(office, agrees).finish(kept.id)
        seen.append((kept.reason, office.kept.message(kept.id).read_bytes()))
        return agrees(message, assessment, questions)

    assert Gate(office, looks).take(OUTSIDE).exit is Exit.OK
    assert seen == [(KeptReason.INTERRUPTED, OUTSIDE.replace(b"\n", b"\r\n"))]
    assert {mailbox for mailbox, _message in office.arrived()} == {LEE, "outside"}
    assert (office.kept.list(), list(office.kept.incoming.iterdir())) == ([], [])


def test_the_answer_of_a_member_counts_also_where_nothing_can_be_kept(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.kept.incoming.mkdir(parents=True)
    office.kept.folder.write_bytes(b"a file stands here")
    assert Gate(office, agrees).take(OUTSIDE).exit is Exit.OK
    assert {mailbox for mailbox, _message in office.arrived()} == {LEE, "outside"}
    office.kept.folder.unlink()


@contextmanager
def full_disk() -> Iterator[Callable[[], None]]:
    """What it yields makes every later write fail until the end."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        yield lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_disk_that_is_full_when_the_member_goes_back_leaves_the_message_as_it_was_kept_before(tmp_path: Path) -> None:
    one = gate(tmp_path)
    with full_disk() as fill:

        def fills(message: GateMessage, assessment: Assessment, questions: tuple[QuestionCode, ...]) -> Answer:
            fill()
            return goes_back(message, assessment, questions)

        one.asked.reply = fills
        result = one.take(OUTSIDE)
    assert result.exit is Exit.NO_PERMISSION
    assert result.sentence.endswith(f"presend drafts finish {result.kept_id}")
    assert [kept.id for kept in one.kept.list()] == [result.kept_id]
    assert Gate(one.office, agrees).finish(str(result.kept_id)).exit is Exit.OK


def test_a_kept_message_that_vanishes_while_the_member_answers_is_not_sent_and_leaves_nothing(tmp_path: Path) -> None:
    office = Office(tmp_path)
    kept_id = Gate(office).take(OUTSIDE).kept_id
    assert kept_id is not None

    def vanishes(message: GateMessage, assessment: Assessment, questions: tuple[QuestionCode, ...]) -> Answer:
        shutil.rmtree(office.kept.folder / kept_id)
        return agrees(message, assessment, questions)

    result = Gate(office, vanishes).finish(kept_id)
    assert (result.exit, result.kept_id) == (Exit.TEMPORARY, None)
    assert (office.arrived(), list(office.kept.folder.iterdir())) == ([], [])


def test_a_kept_message_with_a_wrong_field_stays_refused(tmp_path: Path) -> None:
    office = Office(tmp_path)
    kept_id = Gate(office).take(b"Presend-Level: high\n" + INSIDE).kept_id
    assert kept_id is not None
    assert Gate(office, agrees).finish(kept_id).exit is Exit.DATA
    assert [kept.id for kept in office.kept.list()] == [kept_id]


SIGNED = (
    b"From: kim@hanbit.example\nTo: lee@hanbit.example\nSubject: Signed\nMIME-Version: 1.0\n"
    b'Content-Type: multipart/%s; boundary="b"; protocol="%s"\n\nnot read\n--b\n%s\n--b\n%s\n--b--\n\n'
)
TEXT = (
    b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n-- \n \xec\x95\x88  \nFrom here\n.\n"
)
STRUCTURES = {
    "PGP/MIME signed": SIGNED % (b"signed", b"application/pgp-signature", TEXT,
                                 b"Content-Type: application/pgp-signature\n\n-----BEGIN PGP SIGNATURE-----\n"),
    "S/MIME signed": SIGNED % (b"signed", b"application/pkcs7-signature", TEXT,
                               b"Content-Type: application/pkcs7-signature; name=smime.p7s\n\nMIIB\n"),
    "PGP/MIME encrypted": SIGNED % (b"encrypted", b"application/pgp-encrypted",
                                    b"Content-Type: application/pgp-encrypted\n\nVersion: 1\n",
                                    b"Content-Type: application/octet-stream; name=e.asc\n\n-----BEGIN PGP\n"),
}  # fmt: skip


@pytest.mark.parametrize("structure", STRUCTURES)
@pytest.mark.parametrize("options", [b"", b"Presend-Level: restricted\nPresend-Individually: yes\n"])
def test_signed_and_encrypted_content_arrives_octet_for_octet(structure: str, options: bytes, tmp_path: Path) -> None:
    one = gate(tmp_path)
    message = STRUCTURES[structure]
    assert one.take(options + message, LEE, "park@hanbit.example").exit is Exit.OK
    content = message.replace(b"\n", b"\r\n").partition(b"\r\n\r\n")[2]
    received = [mail.data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n") for mail in one.office.post.received()]
    assert len(received) == 2
    for data in received:
        head, _line, rest = data.partition(b"\r\n\r\n")
        assert rest == content
        assert message.splitlines()[4] in head


def test_the_composition_has_no_files_because_they_lie_inside(tmp_path: Path) -> None:
    seen: list[tuple[Composition, int]] = []

    def looks(message: GateMessage, assessment: Assessment, questions: tuple[QuestionCode, ...]) -> Answer:
        seen.append((assessment.composition, len(assessment.draft.files)))
        return agrees(message, assessment, questions)

    attached = SIGNED % (b"mixed", b"x", b"Content-Type: text/plain\n\nhi\n",
                         b"Content-Type: application/pdf; name=a.pdf\n\nPDF\n")  # fmt: skip
    one = gate(tmp_path, looks)
    assert one.take(attached.replace(LEE.encode(), PARTNER.encode())).exit is Exit.OK
    assert [(composition.files, count) for composition, count in seen] == [((), 1)]
