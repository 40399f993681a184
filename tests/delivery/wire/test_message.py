"""Bodies and files as MIME: what is read back is what was written, in lines every server takes."""

from __future__ import annotations

import io
import os
import re
from email import message_from_bytes
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from composer.delivery.wire.content import write_content
from composer.delivery.wire.message import heads
from composer.delivery.wire.mime_file import CHUNK, file_head, write_file
from composer.delivery.wire.mime_text import text_part
from composer.delivery.wire.verify import MismatchError, verify
from composer.errors import FileChangedError
from composer.files.attaching.attach import LocalFiles
from composer.safe_text import clean
from policy.address import parse_field
from policy.draft import Draft, FileFacts
from policy.levels import JudgedLevel
from policy.settings import Level
from tests.delivery.support import parsed
from tests.hostile.corpus import ONE_LINERS
from tests.policy.support import NOW, mail, verdict_of

BODIES = st.one_of(
    st.text(), st.text(st.sampled_from("a .\n\r\t가=\x0c")), st.binary().map(lambda octets: octets.decode("latin-1"))
)
BREAKS = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")


def read_back(body: str) -> str:
    """The text as a mail reader gets it."""
    part = text_part(body)
    data = message_from_bytes(part.head + b"\r\n" + part.content).get_payload(decode=True)
    assert isinstance(data, bytes)
    return data.decode("utf-8").replace("\r\n", "\n")


def rendered(draft: Draft) -> bytes:
    """The record with its content."""
    out = io.BytesIO()
    out.write(heads(draft, verdict_of(draft).level, "id", NOW).record)
    write_content(draft.body, draft.files, out)
    return out.getvalue()


def facts(path: Path) -> FileFacts:
    """The file as it is judged."""
    files = LocalFiles(path.parent)
    (found,) = files.facts((files.attach(path),))
    return found


@given(BODIES)
def test_a_body_is_read_back_as_it_was_written(body: str) -> None:
    lines = BREAKS.split(body.encode("utf-8", "replace").decode("utf-8"))
    expected = "\n".join(lines)
    assert read_back(body) == (expected if expected.endswith("\n") or not expected else expected + "\n")


@given(BODIES)
def test_a_body_is_seven_bit_text_in_lines_of_at_most_998_octets(body: str) -> None:
    content = text_part(body).content
    assert content.isascii()
    assert b"\x00" not in content
    assert content.endswith(b"\r\n") or not content
    for line in content.split(b"\r\n"):
        assert len(line) <= 998
        assert not re.search(rb"[\r\n]", line)


@pytest.mark.parametrize("body", ["x" * 999, "가" * 5_000, "x" * 998, ".\n..\n. \n", "a \nb\t\n", "From here\n"])
def test_long_lines_dots_and_trailing_blanks_survive(body: str) -> None:
    assert read_back(body).removesuffix("\n") == body.removesuffix("\n")


@pytest.mark.parametrize("name", ONE_LINERS.values(), ids=ONE_LINERS)
def test_a_hostile_file_name_brings_no_field_and_no_path(name: str) -> None:
    message = parsed(file_head(name) + b"\r\n")
    assert [field.lower() for field in message] == [
        "content-type", "content-transfer-encoding", "content-disposition",
    ]  # fmt: skip
    found = message.get_filename()
    assert found
    assert "/" not in found
    assert found not in {".", ".."}
    assert found == clean(found)
    assert max(map(len, file_head(name).split(b"\r\n"))) <= 78


@pytest.mark.parametrize(
    "name", ["a.pdf", "견적서.pdf", 'a"b\\c.txt', "x" * 200 + ".txt", "日本語" * 40 + ".doc", "a;b=c.txt", "%41"]
)
def test_a_file_name_comes_back(name: str) -> None:
    assert parsed(file_head(name) + b"\r\n").get_filename() == name


@pytest.mark.parametrize("octets", [1, 56, 57, 58, CHUNK - 1, CHUNK, CHUNK + 1])
def test_a_file_is_copied_whole(tmp_path: Path, octets: int) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(os.urandom(octets))
    draft = mail(files=(facts(path),))
    (part,) = parsed(rendered(draft)).iter_attachments()
    assert part.get_content() == path.read_bytes()


@pytest.mark.parametrize("change", ["grown", "replaced", "gone", "link", "fifo", "folder", "touched"])
def test_a_file_that_is_not_what_was_judged_is_not_copied(tmp_path: Path, change: str) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(b"judged")
    judged = facts(path)
    match change:
        case "grown":
            path.write_bytes(b"judged and more")
        case "replaced":
            (tmp_path / "b").write_bytes(b"judged")
            (tmp_path / "b").replace(path)
        case "touched":
            os.utime(path, ns=(1, 1))
        case _:
            path.rename(tmp_path / "moved")
    if change == "link":
        path.symlink_to(tmp_path / "moved")
    elif change == "fifo":
        os.mkfifo(path)
    elif change == "folder":
        path.mkdir()
    out = io.BytesIO()
    with pytest.raises(FileChangedError):
        write_file(judged, out)
    assert out.getvalue() == b""


def test_a_name_of_a_message_is_no_message_part() -> None:
    assert parsed(file_head("mail.eml") + b"\r\n").get_content_type() == "application/octet-stream"


def level_lines(level: JudgedLevel) -> list[str]:
    """The level's fields of a message."""
    draft = mail()
    return [line for line in heads(draft, level, "p" * 64, NOW).record.decode().split("\r\n")
            if line.lower().startswith(("presend-", "sensitivity", "expires"))]  # fmt: skip


def test_an_administrators_level_name_is_encoded_and_brings_no_field() -> None:
    level = replace(verdict_of(mail()).level, level=Level.CONFIDENTIAL, name="대외비\r\nBcc: x@other.example")
    lines = level_lines(level)
    assert [line.partition(":")[0] for line in lines] == [
        "Sensitivity", "Presend-Level", "Presend-Level-Name", "Presend-Forward", "Presend-Policy",
    ]  # fmt: skip
    assert lines[1] == "Presend-Level: confidential"


def test_rendered_heads_are_what_was_approved() -> None:
    draft = mail("lee@hanbit.example, Team: a@x.example, b@x.example;", bcc=parse_field("c@x.example"))
    verify(draft, heads(draft, verdict_of(draft).level, "id", NOW))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"lee@hanbit.example", b"eve@hanbit.example"),
        (b"lee@hanbit.example", b"lee@hanbit.example, eve@other.example"),
        (b"\r\nDate:", b"\r\nBcc: eve@other.example\r\nDate:"),
        (b"\r\nDate:", b"\r\nTo: eve@other.example\r\nDate:"),
        (b"\r\nDate:", b"\r\nReply-To: eve@other.example\r\nDate:"),
        (b"\r\nDate:", b"\r\n\r\nDate:"),
        (b"\r\nDate:", b"\nDate:"),
        (b"kim@", b"eve@"),
    ],
)
def test_heads_that_say_anything_else_are_never_sent(old: bytes, new: bytes) -> None:
    draft = mail()
    honest = heads(draft, verdict_of(draft).level, "id", NOW)
    (wire,) = honest.copies
    assert old in wire.head
    forged = replace(honest, copies=(replace(wire, head=wire.head.replace(old, new)),))
    with pytest.raises(MismatchError):
        verify(draft, forged)


def test_an_envelope_with_somebody_else_is_never_sent() -> None:
    draft = mail()
    honest = heads(draft, verdict_of(draft).level, "id", NOW)
    (wire,) = honest.copies
    for envelope in ((), (*wire.copy.envelope, *wire.copy.envelope)):
        forged = replace(honest, copies=(replace(wire, copy=replace(wire.copy, envelope=envelope)),))
        with pytest.raises(MismatchError):
            verify(draft, forged)


PARENT, ROOT = "<2@list.example>", "<1@list.example>"


def fields(head: bytes, name: str) -> str | None:
    """The value of a field, unfolded; None without it."""
    value = message_from_bytes(head + b"\r\n").get(name)
    return None if value is None else " ".join(str(value).split())


@pytest.mark.parametrize("individually", [False, True])
@pytest.mark.parametrize("references", [(), (ROOT, PARENT)])
@pytest.mark.parametrize("parents", [(), (PARENT,)])
def test_what_a_message_answers_stands_in_every_copy_and_the_record_names_individual_copies(
    parents: tuple[str, ...], references: tuple[str, ...], individually: bool
) -> None:
    draft = replace(
        mail("a@x.example, b@x.example", individually=individually), in_reply_to=parents, references=references
    )
    made = heads(draft, verdict_of(draft).level, "id", NOW)
    verify(draft, made)
    for copy in made.copies:
        assert fields(copy.head, "In-Reply-To") == (PARENT if parents else None)
        assert fields(copy.head, "References") == (" ".join(references) or None)
    copies = [copy.message_id for copy in made.copies] if individually else []
    assert fields(made.record, "In-Reply-To") == (PARENT if parents else None)
    assert fields(made.record, "References") == (" ".join([*references, *copies]) or None)
    assert made.record_id not in copies


def test_a_record_of_many_copies_names_all_of_them() -> None:
    draft = mail(", ".join(f"r{number}@x.example" for number in range(500)), individually=True)
    made = heads(draft, verdict_of(draft).level, "id", NOW)
    verify(draft, made)
    assert (fields(made.record, "References") or "").split() == [copy.message_id for copy in made.copies]
    assert max(map(len, made.record.split(b"\r\n"))) <= 998


@pytest.mark.parametrize("bad", ["1@x", "<1@x>\r\nBcc: eve@other.example", "", "<a b@x>"])
def test_what_is_no_message_id_is_never_written(bad: str) -> None:
    for draft in (replace(mail(), in_reply_to=(bad,)), replace(mail(), references=(ROOT, bad))):
        with pytest.raises(ValueError, match="not a message id"):
            heads(draft, verdict_of(draft).level, "id", NOW)


@pytest.mark.parametrize("name", ["in_reply_to", "references"])
def test_a_thread_that_was_not_approved_is_never_sent(name: str) -> None:
    draft = mail()
    forged = heads(replace(draft, **{name: (ROOT,)}), verdict_of(draft).level, "id", NOW)
    with pytest.raises(MismatchError):
        verify(draft, forged)


def test_an_individual_copy_that_shows_two_is_never_sent() -> None:
    draft = mail("a@x.example, b@x.example", individually=True)
    honest = heads(draft, verdict_of(draft).level, "id", NOW)
    first, second = honest.copies
    leaking = replace(first.copy, to=(*first.copy.to, *second.copy.to))
    head = first.head.replace(b"a@x.example", b"a@x.example, b@x.example")
    with pytest.raises(MismatchError):
        verify(draft, replace(honest, copies=(replace(first, copy=leaking, head=head), second)))
