"""Lines that servers do not take: folded or encoded where that changes nothing that people read, else refused."""

from __future__ import annotations

import shutil
import tempfile
from base64 import b64decode
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from quopri import decodestring

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from composer.exit_status import Exit
from composer.gate.call.arguments import SendmailCall
from composer.gate.call.rendered import open_rendered, spool
from composer.gate.keeping.kept import KeptReason
from composer.gate.recoding.content import Encoding, encoded
from composer.gate.recoding.folding import NotFoldableError, folded_fields
from composer.gate.recoding.line_lengths import LONGEST_LINE, LineLengths
from composer.gate.unreadable import UnreadableError
from composer.message.rendered import RenderedMessage
from policy.address import parse_field
from tests.delivery.support import Office
from tests.gate.support import INSIDE, Gate

HEAD, BODY = INSIDE.split(b"\n\n", 1)
LONG = b"word " * 400
LEE = "lee@hanbit.example"


def opened(message: bytes, folder: Path) -> RenderedMessage:
    (folder / "input").write_bytes(message)
    with (folder / "input").open("rb") as file:
        rendered = open_rendered(spool(file.fileno(), folder), folder)
    rendered.close()
    return replace(rendered, held=None)


def written(message: bytes) -> bytes:
    """What the gate makes of a message."""
    folder = Path(tempfile.mkdtemp())
    try:
        return opened(message, folder).path.read_bytes()
    finally:
        shutil.rmtree(folder)


def contents(raw: bytes) -> list[tuple[str, str | None, bytes]]:
    """Kind, name and decoded content of each part, by the standard library."""
    return [(part.get_content_type(), part.get_filename(), decoded(part)) for part in leaves(message_from_bytes(raw))]


def leaves(message: Message) -> Iterator[Message]:
    return (part for part in message.walk() if not part.is_multipart())


def decoded(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload.replace(b"\r\n", b"\n").rstrip(b"\n")


def short(raw: bytes) -> bool:
    return max(map(len, raw.split(b"\r\n"))) <= LONGEST_LINE


# Lengths


@given(st.lists(st.integers(0, 1_200), max_size=8), st.integers(1, 700))
@example([998, 998], 1)
@example([999], 999)
def test_a_line_is_long_from_999_octets_on_wherever_the_pieces_meet(lengths: list[int], piece: int) -> None:
    data = b"".join(b"x" * length + b"\r\n" for length in lengths)
    seen = LineLengths()
    for place in range(0, len(data), piece):
        seen.add(data[place : place + piece])
    assert seen.has_long is any(length > LONGEST_LINE for length in lengths)


# Header


ADDRESSES = st.lists(
    st.sampled_from(
        [b"lee@hanbit.example", b'"a, b" <c@d.example>', b"K (a, b) <k@x.example>", b"u" * 60 + b"@y.example"]
    ),
    min_size=1,
    max_size=60,
)


@given(ADDRESSES, st.sampled_from([b",", b", ", b",\t", b",  "]))
def test_a_long_address_field_is_folded_and_says_the_same(addresses: list[bytes], comma: bytes) -> None:
    field = b"To: " + comma.join(addresses) + b"\r\n"
    folded = folded_fields(b"Subject: x\r\n" + field)
    assert short(folded)
    value = folded.partition(b"To:")[2].replace(b"\r\n", b"")
    assert parse_field(value.decode()) == parse_field(b", ".join(addresses).decode())


WORDS = st.lists(st.integers(1, 998).map(lambda length: b"w" * length), min_size=1, max_size=6)


@given(WORDS, st.sampled_from([b" ", b"\t", b"   "]))
def test_other_fields_are_folded_at_blanks_and_unfold_to_what_they_were(words: list[bytes], blank: bytes) -> None:
    field = b"X:" + blank + blank.join(words) + b"\r\n"
    try:
        folded = folded_fields(field)
    except NotFoldableError:
        assert max(map(len, words)) + len(blank) > LONGEST_LINE
        return
    assert short(folded)
    assert folded.replace(b"\r\n", b"") == field.replace(b"\r\n", b"")
    assert all(line.strip() for line in folded.split(b"\r\n")[:-1])


@pytest.mark.parametrize(
    "field", [b"X-Pad: " + b"x" * 263_000, b"Subject: " + b"S" * 999, b"To: " + b"a" * 990 + b"@b.example"]
)
def test_a_field_with_a_piece_that_is_too_long_is_refused_by_its_name(field: bytes) -> None:
    with pytest.raises(UnreadableError, match=field.partition(b":")[0].decode()):
        written(field + b"\n" + INSIDE)


# Content


PARTS: dict[str, bytes] = {
    "text": b"Content-Type: text/plain; charset=utf-8\n\n" + LONG + b"end  \n.\nFrom here\n",
    "Korean": b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n" + "안녕 ".encode() * 400,
    "html": b"Content-Type: text/html\nContent-Transfer-Encoding: 7bit\n\n<p>" + b"<b>x</b>=20" * 300,
    "octets": b"Content-Type: application/x; name=a.bin\n\n" + bytes(range(128, 256)) * 20,
    "base64": b"Content-Type: image/png; name=i.png\nContent-Transfer-Encoding: base64\n\n" + b"QUJD" * 999 + b"QUI=",
    "quoted-printable": b"Content-Type: text/plain\nContent-Transfer-Encoding: quoted-printable\n\n"
    + b"=C3=A4b=3D" * 300
    + b"=\nthe end",
    "no header": b"\n" + LONG,
    "an attached message": b"Content-Type: message/rfc822\n\nSubject: "
    + LONG
    + b"\nTo: "
    + b"a@b.example, " * 150
    + b"z@z.example\n\n"
    + LONG,
    "a long field of a part": b"Content-Type: text/plain\nX-Pad: " + LONG + b"\n\nhi",
    "a long boundary field": b"Content-Type: multipart/mixed;"
    + b" x=y;" * 300
    + b" boundary=c\n\n--c\n\n"
    + LONG
    + b"\n--c--",
}


def multipart(*parts: bytes, kind: bytes = b"mixed") -> bytes:
    inside = b"".join(b"--b\n" + part + b"\n" for part in parts)
    return (
        HEAD
        + b"\nMIME-Version: 1.0\nContent-Type: multipart/%s; boundary=b\n\nbefore\n" % kind
        + inside
        + b"--b--\nafter\n"
    )


@pytest.mark.parametrize("name", PARTS)
def test_a_part_alone_and_among_others_says_the_same_in_short_lines(name: str) -> None:
    part = PARTS[name]
    for message in (multipart(b"\nshort", part, b"\nlast"), HEAD + b"\n" + part + b"\n"):
        made = written(message)
        assert short(made)
        assert contents(made) == contents(message)


@given(st.lists(st.sampled_from(sorted(PARTS)), min_size=1, max_size=5))
@settings(deadline=None, max_examples=40)
def test_parts_in_any_order_say_the_same_in_short_lines(names: list[str]) -> None:
    message = multipart(*(PARTS[name] for name in names))
    made = written(message)
    assert short(made)
    assert contents(made) == contents(message)
    assert written(made) == made


TEXTS = st.lists(
    st.sampled_from([b"word ", b"x" * 300, b"=", b"\xec\x95\x88", b"\t", b".", b"\r\n", b"From "]), max_size=900
)


@given(TEXTS.map(b"".join), st.integers(1, 5_000))
@settings(deadline=None)
def test_quoted_printable_and_base64_give_the_octets_back(data: bytes, piece: int) -> None:
    pieces = [data[place : place + piece] for place in range(0, len(data), piece)]
    quoted = b"".join(encoded(pieces, Encoding.QUOTED))
    based = b"".join(encoded(pieces, Encoding.BASE64))
    assert decodestring(quoted) == data
    assert b64decode(based) == data
    assert max(map(len, (quoted + b"\r\n" + based).split(b"\r\n"))) <= 77


SEALED: dict[str, bytes] = {
    "a signed part": multipart(PARTS["text"], b"Content-Type: application/pgp-signature\n\nx", kind=b"signed"),
    "a part below a signed one": multipart(
        b"Content-Type: multipart/mixed; boundary=c\n\n--c\n" + PARTS["text"] + b"\n--c--",
        b"Content-Type: application/pkcs7-signature\n\nx",
        kind=b"signed",
    ),
    "a field of a signed part": multipart(PARTS["a long field of a part"], b"\nx", kind=b"signed"),
    "an encrypted part": multipart(
        b"Content-Type: application/pgp-encrypted\n\nVersion: 1", b"Content-Type: application/octet-stream\n\n" + LONG,
        kind=b"encrypted",
    ),
    "S/MIME": HEAD + b"\nContent-Type: application/pkcs7-mime\nContent-Transfer-Encoding: base64\n\n" + b"QUJD" * 300,
    "a signature of a server": b"DKIM-Signature: v=1\n" + HEAD + b"\n\n" + LONG,
    "a header that a server signed": b"DKIM-Signature: v=1\n" + HEAD + b"\nX: " + LONG + b"\n\nshort\n",
    "a signed text": HEAD + b"\n\n-----BEGIN PGP SIGNED MESSAGE-----\n\n" + LONG + b"\n-----BEGIN PGP SIGNATURE-----\n",
    "an attached message with a signature": multipart(
        b"Content-Type: message/rfc822\n\nDKIM-Signature: v=1\nSubject: x\n\n" + LONG
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SEALED)
def test_nothing_that_is_signed_or_encrypted_is_changed(name: str, tmp_path: Path) -> None:
    gate = Gate(Office(tmp_path))
    result = gate.take(SEALED[name], LEE)
    assert (result.exit, gate.office.arrived()) == (Exit.DATA, [])
    assert "A line over 998 characters" in result.sentence
    (kept,) = gate.kept.list()
    assert (kept.id, kept.reason) == (result.kept_id, KeptReason.UNREADABLE)
    assert gate.kept.message(kept.id).read_bytes().rstrip() == SEALED[name].replace(b"\n", b"\r\n").rstrip()
    assert list(gate.kept.incoming.iterdir()) == []


@pytest.mark.parametrize(
    "message", [multipart(b"\nx").replace(b"before", LONG), multipart(b"\nx").replace(b"after", LONG),
                multipart(b"Content-Type: text/plain\nContent-Transfer-Encoding: x-uuencode\n\n" + LONG)]
)  # fmt: skip
def test_what_has_no_other_form_is_refused(message: bytes) -> None:
    with pytest.raises(UnreadableError, match="cannot be encoded where it stands"):
        written(message)


def test_a_signed_part_with_short_lines_lets_the_header_of_the_message_and_its_neighbours_be_mended() -> None:
    signed = (
        b"Content-Type: multipart/signed; boundary=c\n\n--c\n\nsigned \n--c\nContent-Type: application/pgp-signature"
    )
    signed += b"\n\nx\n--c--"
    made = written(b"X: " + LONG + b"\n" + multipart(signed, PARTS["text"]))
    assert short(made)
    assert signed.replace(b"\n", b"\r\n") in made


# Through the gate


def test_a_long_line_is_sent_encoded_and_the_client_told(tmp_path: Path) -> None:
    gate = Gate(Office(tmp_path))
    result = gate.take(HEAD + b"\n\n" + LONG + b"\n", LEE)
    assert result.exit is Exit.OK
    assert "998" in result.sentence
    ((_mailbox, found),) = gate.office.arrived()
    assert (found["Content-Transfer-Encoding"], found["MIME-Version"]) == ("quoted-printable", "1.0")
    assert found.get_content().strip() == LONG.decode().strip()
    assert list(gate.kept.incoming.iterdir()) == []


def test_what_was_refused_for_a_line_is_refused_again_until_it_is_deleted(tmp_path: Path) -> None:
    gate = Gate(Office(tmp_path))
    kept_id = str(gate.take(SEALED["S/MIME"], LEE).kept_id)
    again = gate.finish(kept_id)
    assert (again.exit, again.kept_id) == (Exit.DATA, kept_id)
    assert [kept.id for kept in gate.kept.list()] == [kept_id]
    assert list(gate.kept.incoming.iterdir()) == []


def test_a_kept_message_with_long_lines_is_finished(tmp_path: Path) -> None:
    gate = Gate(Office(tmp_path))
    (tmp_path / "old.eml").write_bytes((HEAD + b"\n\n" + LONG + b"\n").replace(b"\n", b"\r\n"))
    kept = gate.kept.keep(tmp_path / "old.eml", KeptReason.NOT_DELIVERED, SendmailCall((LEE,)))
    assert gate.finish(kept.name).exit is Exit.OK
    assert (len(gate.office.arrived()), gate.kept.list(), list(gate.kept.incoming.iterdir())) == (1, [], [])
