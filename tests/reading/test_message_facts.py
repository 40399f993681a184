"""A finished message becomes the snapshot the policy judges."""

from __future__ import annotations

import pytest

from composer.reading.message_facts import NotAMessageError, read_message
from policy.address import Group, Mailbox, Malformed
from policy.draft import FileRole

HEAD = b"From: kim@hanbit.example\nTo: lee@hanbit.example\nSubject: Hello\n"
BOUNDARY = b'MIME-Version: 1.0\nContent-Type: multipart/%s; boundary="b"\n\n'
ATTACHED = b'--b\nContent-Type: application/pdf\nContent-Disposition: attachment; filename="a.pdf"\n\nPDF!\n'
TEXT = b"--b\nContent-Type: text/plain\n\nsee attached\n"
HTML = b'--b\nContent-Type: text/html\n\n<img src="cid:one@x">\n'
IMAGE = b"--b\nContent-Type: image/png\nContent-ID: <%s>\n\nPNG\n"
END = b"--b--\n"
SIGNATURE = b"--b\nContent-Type: application/pgp-signature; name=s.asc\n\nSIG\n"
MESSAGE = b"--b\nContent-Type: message/rfc822\n\n" + HEAD + b"\ninner\n"
TEXT_FILE = b"--b\nContent-Type: text/plain\nContent-Disposition: attachment\n\nx\n"
ENCRYPTED = (
    b"--b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n",
    b"--b\nContent-Type: application/octet-stream\n\nX\n",
)
NOT_MESSAGES = [b"", b"\n\n", b"just words\n", b"\x00\xff\xfe", b": nothing\n", b"-----\n", b" To: x\n"]
MESSAGES = [HEAD, HEAD + b"\nbody", b"From kim Mon Jan 1\n" + HEAD + b"\nbody", HEAD.replace(b"\n", b"\r\n")]


def multipart(kind: bytes, *parts: bytes) -> bytes:
    return HEAD + BOUNDARY % kind + b"".join(parts) + END


@pytest.mark.parametrize("raw", NOT_MESSAGES)
def test_what_does_not_begin_with_header_fields_is_no_message(raw: bytes) -> None:
    with pytest.raises(NotAMessageError):
        read_message(raw)


@pytest.mark.parametrize("raw", MESSAGES)
def test_header_fields_alone_are_a_message(raw: bytes) -> None:
    draft = read_message(raw)
    assert draft.subject == "Hello"
    assert [str(entry.address) for entry in draft.to if isinstance(entry, Mailbox)] == ["lee@hanbit.example"]


def test_addresses_of_every_field_and_every_occurrence_are_read() -> None:
    draft = read_message(
        HEAD + b"to: two@x.example\nCc: Friends: a@x.example, b@x.example;\nBCC: hidden@x.example, broken@\n\n"
    )
    assert len(draft.to) == 2
    assert isinstance(draft.cc[0], Group)
    assert isinstance(draft.bcc[1], Malformed)


def test_raw_utf8_and_encoded_words_are_decoded() -> None:
    draft = read_message(
        "From: kim@hanbit.example\nTo: 田中 <t@x.example>\nSubject: =?utf-8?b?7JWI64WV?= 안녕\n\n".encode()
    )
    (entry,) = draft.to
    assert isinstance(entry, Mailbox)
    assert (entry.name, draft.subject) == ("田中", "안녕 안녕")


def test_a_folded_field_is_one_field() -> None:
    draft = read_message(b"From: kim@hanbit.example\nTo: Lee\n <lee@hanbit.example>,\n\tpark@hanbit.example\n\n")
    assert [str(entry.address) for entry in draft.to if isinstance(entry, Mailbox)] == [
        "lee@hanbit.example",
        "park@hanbit.example",
    ]


@pytest.mark.parametrize(
    ("raw", "roles"),
    [
        (HEAD + b"\nplain", []),
        (multipart(b"mixed", TEXT), []),
        (multipart(b"mixed", TEXT, ATTACHED), [FileRole.ATTACHMENT]),
        (multipart(b"alternative", TEXT, HTML), []),
        (multipart(b"related", HTML, IMAGE % b"one@x"), [FileRole.INLINE]),
        (multipart(b"related", HTML, IMAGE % b"other@x"), [FileRole.ATTACHMENT]),
        (multipart(b"mixed", TEXT, IMAGE % b"one@x"), [FileRole.ATTACHMENT]),
        (multipart(b"signed", TEXT, SIGNATURE), [FileRole.SIGNATURE]),
        (multipart(b"mixed", TEXT, SIGNATURE), [FileRole.ATTACHMENT]),
        (multipart(b"mixed", TEXT, MESSAGE), [FileRole.ATTACHMENT]),
        (multipart(b"mixed", TEXT, TEXT_FILE), [FileRole.ATTACHMENT]),
        (multipart(b"encrypted", *ENCRYPTED), [FileRole.ATTACHMENT]),
    ],
)
def test_what_counts_as_a_file_and_as_what(raw: bytes, roles: list[FileRole]) -> None:
    assert [file.role for file in read_message(raw).files] == roles


def test_sizes_are_those_before_transfer_encoding() -> None:
    encoded = ATTACHED.replace(b"\n\nPDF!", b"\nContent-Transfer-Encoding: base64\n\nUERGIQ==")
    (file,) = read_message(multipart(b"mixed", TEXT, encoded)).files
    assert (file.name, file.size) == ("a.pdf", 4)


def test_the_text_of_html_is_read_for_the_questions() -> None:
    draft = read_message(HEAD + b"Content-Type: text/html\n\n<b>see</b> the <i>attachment</i>")
    assert "attachment" in draft.body
    assert "<" not in draft.body


def test_nesting_without_end_is_refused_not_a_crash() -> None:
    deep = HEAD + b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (level, level) for level in range(3000)
    )
    with pytest.raises(NotAMessageError):
        read_message(deep)
