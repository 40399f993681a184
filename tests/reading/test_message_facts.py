"""A finished message becomes the snapshot the policy judges."""

from __future__ import annotations

from base64 import b64encode

import pytest

from composer.reading.mime_leaves import TooDeepError
from policy.address import Group, Mailbox, Malformed
from policy.draft import FileRole
from tests.reading.reader import draft_in

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
CALENDAR = b"--b\nContent-Type: text/calendar; method=REQUEST%s\n\nBEGIN:VCALENDAR\n"
VERSION = b"--b\nContent-Type: application/pgp-encrypted\n\n%s\n"
UUENCODED = b"--b\n\nhere it is\nbegin 644 plan of 7.pdf\n#86)C\n`\nend\n"
MESSAGES = [HEAD, HEAD + b"\nbody", HEAD.replace(b"\n", b"\r\n")]


def multipart(kind: bytes, *parts: bytes) -> bytes:
    return HEAD + BOUNDARY % kind + b"".join(parts) + END


@pytest.mark.parametrize("raw", MESSAGES)
def test_header_fields_alone_are_a_message(raw: bytes) -> None:
    draft = draft_in(raw)
    assert draft.subject == "Hello"
    assert [str(entry.address) for entry in draft.to if isinstance(entry, Mailbox)] == ["lee@hanbit.example"]


def test_addresses_of_every_field_and_every_occurrence_are_read() -> None:
    draft = draft_in(
        HEAD + b"to: two@x.example\nCc: Friends: a@x.example, b@x.example;\nBCC: hidden@x.example, broken@\n\n"
    )
    assert len(draft.to) == 2
    assert isinstance(draft.cc[0], Group)
    assert isinstance(draft.bcc[1], Malformed)


def test_raw_utf8_and_encoded_words_are_decoded() -> None:
    draft = draft_in(
        "From: kim@hanbit.example\nTo: 田中 <t@x.example>\nSubject: =?utf-8?b?7JWI64WV?= 안녕\n\n".encode()
    )
    (entry,) = draft.to
    assert isinstance(entry, Mailbox)
    assert (entry.name, draft.subject) == ("田中", "안녕 안녕")


def test_a_folded_field_is_one_field() -> None:
    draft = draft_in(b"From: kim@hanbit.example\nTo: Lee\n <lee@hanbit.example>,\n\tpark@hanbit.example\n\n")
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
        (multipart(b"alternative", TEXT, CALENDAR % b""), []),
        (multipart(b"alternative", TEXT, CALENDAR % b"; name=invite.ics"), []),
        (multipart(b"mixed", TEXT, UUENCODED), [FileRole.ATTACHMENT]),
        (multipart(b"mixed", TEXT, UUENCODED, UUENCODED), [FileRole.ATTACHMENT] * 2),
    ],
)
def test_what_counts_as_a_file_and_as_what(raw: bytes, roles: list[FileRole]) -> None:
    assert [file.role for file in draft_in(raw).files] == roles


HIDDEN: dict[str, bytes] = {
    "in a calendar that is named otherwise": multipart(b"alternative", TEXT, CALENDAR % b"; name=plan.pdf"),
    "in a calendar to be attached": multipart(b"alternative", CALENDAR % b"\nContent-Disposition: attachment"),
    "in the version of PGP/MIME alone": HEAD + VERSION.removeprefix(b"--b\n") % b"Version: 1",
    "in the version of PGP/MIME elsewhere": multipart(b"mixed", VERSION % b"Version: 1", TEXT),
    "in the version of PGP/MIME twice": multipart(b"encrypted", TEXT, VERSION % b"Version: 1"),
    "in a long version of PGP/MIME": multipart(b"encrypted", VERSION % (b"x" * 1_001)),
    "in a second signature": multipart(b"signed", TEXT, SIGNATURE, SIGNATURE),
    "in a signature that is named otherwise": multipart(b"signed", TEXT, SIGNATURE.replace(b"s.asc", b"s.7z")),
    "in a large signature": multipart(b"signed", TEXT, SIGNATURE.replace(b"SIG", b"S" * 65_537)),
    "in an image that is named otherwise": multipart(
        b"related", HTML, IMAGE.replace(b"png", b'png; name="plan.pdf."') % b"one@x"
    ),
    "in an encoding that no reader undoes": multipart(b"mixed", b"--b\nContent-Transfer-Encoding: x-gzip\n\nx\n"),
    "in an encoding of its own": multipart(b"mixed", b"--b\nContent-Transfer-Encoding: x-uuencode\n\nx\n"),
    "under an unknown disposition": multipart(b"mixed", b"--b\nContent-Disposition: hidden\n\nx\n"),
    "in a text, uuencoded": HEAD + b"\nbegin 0644 plan.pdf\n#86)C\n`\nend\n",
    "in a text, uuencoded and encoded": HEAD
    + b"Content-Transfer-Encoding: base64\n\n"
    + b64encode(b"begin 644 plan.pdf\r\n#86)C\r\n`\r\nend\r\n"),
    "in a text, in yEnc": HEAD + b"\n=ybegin line=128 size=3 name=plan.pdf\nabc\n=yend size=3\n",
}


@pytest.mark.parametrize("where", HIDDEN)
def test_a_file_is_found_where_it_is_hidden(where: str) -> None:
    assert FileRole.ATTACHMENT in {file.role for file in draft_in(HIDDEN[where]).files}


@pytest.mark.parametrize("name", ["", "photo.JPEG", "at 10.15.30"])
def test_an_image_that_the_text_shows_may_be_called_as_images_are(name: str) -> None:
    image = IMAGE.replace(b"image/png", f'image/png; name="{name}"'.encode()) % b"one@x"
    assert [file.role for file in draft_in(multipart(b"related", HTML, image)).files] == [FileRole.INLINE]


def test_sizes_are_those_before_transfer_encoding() -> None:
    encoded = ATTACHED.replace(b"\n\nPDF!", b"\nContent-Transfer-Encoding: base64\n\nUERGIQ==")
    (file,) = draft_in(multipart(b"mixed", TEXT, encoded)).files
    assert (file.name, file.size) == ("a.pdf", 4)


def test_the_text_of_html_is_read_for_the_questions() -> None:
    draft = draft_in(HEAD + b"Content-Type: text/html\n\n<b>see</b> the <i>attachment</i>")
    assert "attachment" in draft.body
    assert "<" not in draft.body


def test_nesting_without_end_is_refused_not_a_crash() -> None:
    deep = HEAD + b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (level, level) for level in range(3000)
    )
    with pytest.raises(TooDeepError):
        draft_in(deep)
