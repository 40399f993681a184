"""Messages that were not sent, on disk."""

from __future__ import annotations

import json
import os
from datetime import timedelta
from pathlib import Path

import pytest

from composer.clock import FixedClock
from composer.errors import StorageError
from composer.gate.call.arguments import SendmailCall
from composer.gate.keeping.kept import ABANDONED_AFTER, KeptFacts, KeptMessages, KeptReason
from composer.message.composition import Composition
from composer.reasons import Reason, ReasonCode
from composer.services.outbox import RecipientResult, RecipientState
from policy.questions import QuestionCode
from policy.refusal import Refusal, RefusalCode
from policy.settings import Expiry, Level
from tests.policy.support import NOW

CALL = SendmailCall(
    ("lee@hanbit.example",), sender="kim@hanbit.example", level="restricted", policy=Path("policy.toml")
)
COMPOSITION = Composition("kim@hanbit.example", "lee@hanbit.example", bcc="b@hanbit.example", level=Level.RESTRICTED,
                          expires_after=Expiry.WEEK, individually=True)  # fmt: skip

FACTS = KeptFacts(
    (
        Reason(ReasonCode.DISK_FULL, {"path": "/x"}),
        Reason(ReasonCode.NO_LOGIN_MECHANISM, {"names": ("PLAIN", "LOGIN")}),
    ),
    refusals=(Refusal(RefusalCode.ATTACHMENT_LIMIT, ("caf\udce9.txt",), {"limit": 1, "total": 2}),),
    questions=(QuestionCode.EMPTY_SUBJECT,),
    results=(RecipientResult("lee@hanbit.example", RecipientState.PERMANENT, "550 no"),),
)


@pytest.fixture
def kept(tmp_path: Path) -> KeptMessages:
    found = KeptMessages(tmp_path / "clients", FixedClock(NOW))
    found.incoming.mkdir(parents=True)
    return found


def spooled(kept: KeptMessages, data: bytes = b"Subject: x\r\n\r\n") -> Path:
    path = kept.incoming / f"{os.urandom(4).hex()}.eml"
    path.touch(0o600)
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("reason", KeptReason)
def test_what_is_kept_is_read_back_whole(reason: KeptReason, kept: KeptMessages) -> None:
    message = spooled(kept)
    folder = kept.keep(message, reason, CALL, facts=FACTS, subject="x\udcff", composition=COMPOSITION)
    found = kept.load(folder.name)
    assert (found.reason, found.call, found.facts, found.composition) == (reason, CALL, FACTS, COMPOSITION)
    assert (found.subject, found.kept_at) == ("x\udcff", NOW)
    assert not message.exists()
    assert kept.message(found.id).read_bytes() == b"Subject: x\r\n\r\n"
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    assert [one.id for one in kept.list()] == [found.id]


def test_a_message_of_another_folder_is_copied_and_with_the_same_id_replaced(
    kept: KeptMessages, tmp_path: Path
) -> None:
    record = tmp_path / "record.eml"
    for text in (b"A: 1\r\n\r\n", b"A: 2\r\n\r\n"):
        record.write_bytes(text)
        kept.keep(record, KeptReason.NOT_DELIVERED, CALL, kept_id="job")
        assert record.read_bytes() == kept.message("job").read_bytes() == text
    assert len(kept.list()) == 1


@pytest.mark.parametrize("spoil", ["{}", "", "[1]", '{"version": 99}', '{"version": 1, "id": "other"}'])
def test_what_cannot_be_understood_is_named_and_left_alone(spoil: str, kept: KeptMessages) -> None:
    folder = kept.keep(spooled(kept), KeptReason.REFUSED, CALL)
    (folder / "kept.json").write_text(spoil)
    assert kept.list() == []
    assert kept.unreadable() == [str(folder)]
    with pytest.raises(StorageError, match="left as it is"):
        kept.load(folder.name)
    assert kept.message(folder.name).exists()


def test_a_file_that_names_another_message_is_not_believed(kept: KeptMessages) -> None:
    folder = kept.keep(spooled(kept), KeptReason.REFUSED, CALL)
    document = json.loads((folder / "kept.json").read_text())
    (folder / "kept.json").write_text(json.dumps(document | {"id": "another"}))
    with pytest.raises(StorageError):
        kept.load(folder.name)


@pytest.mark.parametrize("wrong", ["", "none", "..", "../kept", "a/b", "x" * 100])
def test_an_id_never_leads_out_of_the_folder(wrong: str, kept: KeptMessages) -> None:
    assert not kept.holds(wrong)
    for action in (kept.load, kept.delete):
        with pytest.raises(StorageError, match="There is no kept message"):
            action(wrong)
    kept.release(wrong)


def test_a_deleted_message_is_gone(kept: KeptMessages) -> None:
    folder = kept.keep(spooled(kept), KeptReason.WENT_BACK, CALL)
    kept.delete(folder.name)
    assert (kept.list(), folder.exists()) == ([], False)


@pytest.mark.parametrize(("age", "stays"), [(ABANDONED_AFTER, True), (ABANDONED_AFTER + timedelta(seconds=1), False)])
def test_what_killed_processes_left_is_swept_away_after_a_week(age: timedelta, stays: bool, kept: KeptMessages) -> None:
    message = spooled(kept)
    moment = (NOW - age).timestamp()
    os.utime(message, (moment, moment))
    kept.sweep()
    assert message.exists() is stays
