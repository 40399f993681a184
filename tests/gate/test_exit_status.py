"""Every step, and everything that can go wrong there: what the client is told, and what is so afterwards, agree."""

from __future__ import annotations

import errno
import os
import resource
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from composer.exit_status import Exit
from composer.gate.call.intake import GateResult
from composer.gate.services import Process
from composer.services.outbox import JobState
from tests.delivery.support import Office, ignore
from tests.gate.support import INSIDE, Gate

LEE = "lee@hanbit.example"
BEFORE = ["accept:judged", "accept:record", "accept:queued", "settle:draft", "settle:audit", "deliver:began",
          "deliver:trying", "deliver:dot"]  # fmt: skip
"""Up to here nobody has it."""
AFTER = ["deliver:answered", "deliver:recorded", "deliver:ended", "file:begin", "file:done", "deliver:audited",
         "deliver:retired"]  # fmt: skip


UNDISTURBED = {
    ("accept:judged", "no_journal"), ("accept:record", "no_journal"), ("deliver:dot", "no_journal"),
    ("settle:draft", "broken_disk"), ("settle:draft", "a_bug"), ("settle:audit", "broken_disk"),
    ("settle:audit", "a_bug"),
}  # fmt: skip
"""There it does no harm: no journal is there yet, the message goes out all the same, the next start makes up for it."""


@dataclass
class Trouble:
    """Something that goes wrong at one step, and is over when the gate has ended."""

    root: Path
    step: str
    kind: str
    undo: list[Callable[[], object]] = field(default_factory=list)
    calls: list[Callable[[], None]] = field(default_factory=list)
    """What a request to end calls."""

    def __call__(self, name: str) -> None:
        """A step was reached."""
        if name == self.step and not self.undo:
            self.undo.append(lambda: None)
            getattr(self, self.kind)()

    def full(self) -> None:
        """No file can grow."""
        self._limit(resource.RLIMIT_FSIZE, 0)

    def no_descriptors(self) -> None:
        """No file can be opened."""
        free = os.open(os.devnull, os.O_RDONLY)
        os.close(free)
        self._limit(resource.RLIMIT_NOFILE, free)

    def no_journal(self) -> None:
        """The journal can be read, and not written."""
        for journal in self.root.glob("outbox/queue/*/journal"):
            journal.rename(journal.with_name("real"))
            journal.symlink_to("real")

    def broken_disk(self) -> None:
        """Whatever is done next fails once."""
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    def a_bug(self) -> None:
        """A fault of presend itself."""
        raise RuntimeError("Dear Lee")

    def ended(self) -> None:
        """The client asks it to end."""
        for call in self.calls[-1:]:
            call()

    def over(self) -> None:
        """Everything works again."""
        for undo in self.undo:
            undo()
        for real in self.root.glob("outbox/*/*/real"):
            real.replace(real.with_name("journal"))

    def _limit(self, what: int, value: int) -> None:
        before = resource.getrlimit(what)
        resource.setrlimit(what, (value, before[1]))
        self.undo.append(lambda: resource.setrlimit(what, before))


KINDS = ["full", "no_descriptors", "no_journal", "broken_disk", "a_bug", "ended"]


def taken(tmp_path: Path, step: str, kind: str) -> tuple[GateResult, Trouble]:
    """What the client is told when something goes wrong at a step."""
    trouble = Trouble(tmp_path, step, kind)
    gate = Gate(Office(tmp_path, checkpoint=trouble))
    gate.process = Process(on_ending=trouble.calls.append)
    try:
        return gate.take(INSIDE, LEE), trouble
    finally:
        trouble.over()
        for descriptor in gate.office.outbox._spool._owned.values():  # as at the end of the process
            os.close(descriptor)


def afterwards(tmp_path: Path) -> Office:
    """The next start, which sends what is due."""
    office = Office(tmp_path)
    office.outbox.flush(ignore)
    office.outbox.flush(ignore)
    return office


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("step", BEFORE)
def test_what_goes_wrong_before_anybody_has_it_is_told_as_not_sent_and_it_is_not(
    tmp_path: Path, step: str, kind: str
) -> None:
    result, _trouble = taken(tmp_path, step, kind)
    if (step, kind) in UNDISTURBED:
        assert (result.exit, len(afterwards(tmp_path).arrived())) == (Exit.OK, 1)
        return
    assert result.exit is (Exit.INTERNAL if kind == "a_bug" else Exit.TEMPORARY)
    assert "Dear Lee" not in result.sentence
    office = afterwards(tmp_path)
    assert office.arrived() == []
    assert office.outbox.jobs() == []
    assert office.filed() == []
    kept = [*office.kept.list(), *office.kept.unreadable()]
    is_told = any(words in result.sentence for words in ("was not written", "cannot be read"))
    assert len(kept) == 1 or (kind in ("full", "no_descriptors") and is_told)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("step", AFTER)
def test_what_goes_wrong_after_somebody_has_it_is_told_as_sent_and_nobody_gets_it_twice(
    tmp_path: Path, step: str, kind: str
) -> None:
    result, _trouble = taken(tmp_path, step, kind)
    assert result.exit is Exit.OK
    assert "Dear Lee" not in result.sentence
    states = {job.state for job in Office(tmp_path).outbox.jobs()}
    assert states <= {JobState.SENT, JobState.SENT_NOT_FILED, JobState.UNKNOWN}
    office = afterwards(tmp_path)
    assert [mailbox for mailbox, _message in office.arrived()] == [LEE]
    assert len(office.filed()) == 1
    assert (list(office.kept.list()), office.kept.unreadable()) == ([], [])
    if JobState.UNKNOWN not in {job.state for job in office.outbox.jobs()}:
        assert office.outbox.jobs() == []


@pytest.mark.parametrize("kind", ["full", "no_descriptors", "no_journal", "broken_disk", "a_bug"])
@pytest.mark.parametrize("step", ["deliver:recorded", "deliver:ended"])
def test_what_is_left_undone_after_the_sending_is_said_with_the_exit_status_of_success(
    tmp_path: Path, step: str, kind: str
) -> None:
    result, _trouble = taken(tmp_path, step, kind)
    assert result.exit is Exit.OK
    assert result.sentence.startswith("Sent")


def test_a_file_that_cannot_be_deleted_is_named_and_the_message_is_sent(tmp_path: Path) -> None:
    def in_the_way(name: str) -> None:
        if name == "deliver:retired":
            (path,) = (tmp_path / "clients" / "incoming").iterdir()
            path.unlink()
            path.mkdir()

    office = Office(tmp_path, checkpoint=in_the_way)
    result = Gate(office).take(INSIDE, LEE)
    assert result.exit is Exit.OK
    assert result.sentence.startswith("Sent. On this machine something is left undone: ")
    assert str(tmp_path / "clients" / "incoming") in result.sentence
    assert office.outbox.jobs() == []


def test_a_journal_line_that_cannot_be_made_durable_is_not_there(tmp_path: Path) -> None:
    office = Office(tmp_path)
    job = office.outbox.accept(office.submission())
    journal = tmp_path / "outbox" / "queue" / job.id / "journal"
    before = journal.read_bytes()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + 10, limits[1]))
    try:
        with pytest.raises(Exception, match="The disk is full"):
            office.outbox.retry(job.id, include_unknown=False)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert journal.read_bytes() == before
