"""A message of another client is sent as it was judged, whatever becomes of its file while the member is asked."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace

from composer.drafting.judging import Assessment
from composer.exit_status import Exit
from composer.gate.asking.answers import Answer, Send
from composer.gate.call.arguments import SendmailCall
from composer.gate.call.rendered import open_rendered
from composer.gate.call.submission import GateMessage, with_facts
from composer.message.rendered import RenderedMessage
from policy.questions import QuestionCode
from tests.delivery.support import Office
from tests.gate.support import INSIDE, OUTSIDE, Gate, agrees


def written_into(path: Path) -> None:
    """The same file, another content."""
    with path.open("r+b") as file:
        file.seek(-10, 2)
        file.write(b"other text")


def put_in_its_place(path: Path) -> None:
    """Another file."""
    other = path.with_name("other")
    other.write_bytes(path.read_bytes().replace(b"Dear Lee", b"Dear Eve"))
    other.replace(path)


def longer(path: Path) -> None:
    """More than there was."""
    with path.open("ab") as file:
        file.write(b"and more\r\n")


def cut_short(path: Path) -> None:
    """Less than there was."""
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size - 10)


def written_and_written_back(path: Path) -> None:
    """Another text in it, and in the end the same octets again."""
    octets, before = path.read_bytes(), path.stat().st_mtime_ns
    while path.stat().st_mtime_ns == before:  # clocks of files are coarse
        with path.open("r+b") as file:
            file.write(octets.replace(b"Dear Lee", b"Dear Eve"))
            file.seek(0)
            file.write(octets)


def another_recipient(path: Path) -> None:
    """In the header, which was read already."""
    path.write_bytes(path.read_bytes().replace(b"lee@hanbit.example", b"eve@hanbit.example"))


@pytest.mark.parametrize(
    "change", [written_into, put_in_its_place, longer, cut_short, written_and_written_back, another_recipient]
)
def test_a_message_that_is_changed_while_the_warning_is_open_is_not_sent_and_is_kept(
    change: Callable[[Path], None], tmp_path: Path
) -> None:
    office = Office(tmp_path)

    def answers(message: GateMessage, assessment: Assessment, questions: tuple[QuestionCode, ...]) -> Answer:
        change(message.rendered.path)
        return agrees(message, assessment, questions)

    gate = Gate(office, answers)
    result = gate.take(OUTSIDE)
    assert (result.exit, gate.asked.warnings) == (Exit.TEMPORARY, 1)
    assert "changed on disk" in result.sentence
    assert (office.arrived(), office.outbox.jobs()) == ([], [])
    (kept,) = office.kept.list()
    assert kept.id == result.kept_id
    assert gate.kept.message(kept.id).exists()


def test_what_was_swapped_and_swapped_back_leaves_as_it_was_judged(tmp_path: Path) -> None:
    office = Office(tmp_path)

    def answers(message: GateMessage, assessment: Assessment, questions: tuple[QuestionCode, ...]) -> Answer:
        path = message.rendered.path
        first = path.rename(path.with_name("first"))
        path.write_bytes(first.read_bytes().replace(b"Dear Lee", b"Dear Eve"))
        assert b"Dear Lee" in content_of(message.rendered)
        first.replace(path)
        return agrees(message, assessment, questions)

    gate = Gate(office, answers)
    assert gate.take(OUTSIDE).exit is Exit.OK
    assert {message.get_content() for _mailbox, message in office.arrived()} == {"Dear Lee,\r\nhere they are.\r\n"}


def test_each_reading_is_of_the_file_that_was_opened_first(tmp_path: Path) -> None:
    """A swap between two readings, with the first file back in its place at the end, is of no use."""
    path = tmp_path / "message.eml"
    path.write_bytes(OUTSIDE.replace(b"\n", b"\r\n"))
    with closing(open_rendered(path, tmp_path)) as rendered:
        digest, first = rendered.digest(), path.rename(tmp_path / "first")
        path.write_bytes(first.read_bytes().replace(b"Dear Lee", b"Dear Eve"))
        assert with_facts(rendered, SendmailCall(from_header=True)).read.body.startswith("Dear Lee")
        assert (rendered.digest(), rendered.is_untouched) == (digest, False)
        first.replace(path)
        assert rendered.is_untouched
        path.unlink()
        assert not rendered.is_untouched


def content_of(rendered: RenderedMessage) -> bytes:
    """What would be copied into the queue."""
    out = io.BytesIO()
    rendered.copy_content(out)
    return out.getvalue()


def test_what_was_changed_is_judged_anew_when_it_is_finished(tmp_path: Path) -> None:
    office = Office(tmp_path)

    def once(message: GateMessage, assessment: Assessment, questions: tuple[QuestionCode, ...]) -> Answer:
        if gate.asked.warnings == 1:
            longer(message.rendered.path)
        return agrees(message, assessment, questions)

    gate = Gate(office, once)
    kept_id = gate.take(OUTSIDE).kept_id
    assert kept_id is not None
    assert gate.finish(kept_id).exit is Exit.OK
    assert gate.asked.warnings == 2
    assert office.arrived()
    assert all("and more" in message.get_content() for _mailbox, message in office.arrived())


def test_an_answer_that_was_given_to_another_message_does_not_count(tmp_path: Path) -> None:
    office = Office(tmp_path)

    def answers_another(message: GateMessage, assessment: Assessment, questions: tuple[QuestionCode, ...]) -> Answer:
        answer = agrees(message, assessment, questions)
        assert isinstance(answer, Send)
        assert answer.consent is not None
        return replace(answer, consent=replace(answer.consent, hash="0" * 64))

    gate = Gate(office, answers_another)
    assert gate.take(OUTSIDE).exit is Exit.NO_PERMISSION
    assert office.arrived() == []


@pytest.mark.parametrize(
    "heads", [b"", b"{", b'{"heads": []}', b'{"heads": ["no field\\r\\n"]}', b'{"heads": ["\\ud800: x\\r\\n"]}']
)
@pytest.mark.parametrize("is_other_policy", [True, False], ids=["judged again", "not judged again"])
def test_heads_that_were_damaged_in_the_outbox_are_told_in_words_and_nothing_is_sent(
    tmp_path: Path, heads: bytes, *, is_other_policy: bool
) -> None:
    def at(step: str) -> None:
        if step == "settle:audit":
            (path,) = tmp_path.glob("outbox/queue/*/heads.json")
            path.write_bytes(heads)
            if is_other_policy:
                office.policy.policy = replace(office.policy.policy, backup=not office.policy.policy.backup)

    office = Office(tmp_path, checkpoint=at)
    gate = Gate(office)
    result = gate.take(INSIDE, "lee@hanbit.example")
    assert result.exit is Exit.UNAVAILABLE
    assert "no longer the message that was approved" in result.sentence
    assert [message.id for message in office.kept.list()] == [result.kept_id]
    assert (office.arrived(), office.outbox.jobs()) == ([], [])
