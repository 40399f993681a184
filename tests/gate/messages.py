"""Whole messages as clients, scripts and attackers hand them over: what is read of them must be what is sent."""

from __future__ import annotations

from tests.gate.call.test_rendered import FORMS, NO_MESSAGES, UNREADABLE
from tests.gate.support import INSIDE, OUTSIDE
from tests.gate.test_run import AGAIN, QUESTION, STRUCTURES

LEE = b"lee@hanbit.example"
HEAD, BODY = INSIDE.split(b"\n\n", 1)


def with_to(to: bytes) -> bytes:
    """A message from Kim to somebody else."""
    return b"From: Kim <kim@hanbit.example>\nTo: " + to + b"\nSubject: Minutes\n\nDear Lee,\nhere they are.\n"


def with_field(field: bytes) -> bytes:
    """The message inside with one more field."""
    return field + b"\n" + INSIDE


HOSTILE: dict[str, bytes] = {
    "a vertical tab in a name": with_to(b'"a\x0b, bo@hanbit.example, partner@other.example, b" <eve@hanbit.example>'),
    "a line separator in a name": with_to(
        '"a\u2028, bo@hanbit.example, partner@other.example, b" <eve@hanbit.example>'.encode()
    ),
    "a next line in a name": with_to(
        '"a\u0085, bo@hanbit.example, partner@other.example, b" <eve@hanbit.example>'.encode()
    ),
    "a form feed between addresses": with_to(b"lee@hanbit.example\x0cpartner@other.example"),
    "an escape in a name": with_to(b"\x1b[31mLee <lee@hanbit.example>"),
    "CR CR LF in the header": HEAD.replace(b"Subject: Minutes", b"Subject: t\r\r\nTo: partner@other.example")
    + b"\n\nx\n",
    "a bare CR in the header": HEAD.replace(b"Minutes", b"Minutes\rBcc: partner@other.example") + b"\n\nx\n",
    "a bare LF among CRLF": INSIDE.replace(b"\n", b"\r\n").replace(
        b"Minutes\r\n", b"Minutes\nCc: partner@other.example\r\n"
    ),
    "a space before the colon of From": INSIDE.replace(b"From:", b"From :"),
    "a space before the colon of Cc": with_field(b"X: y").replace(b"Subject:", b"Cc : partner@other.example\nSubject:"),
    "NUL in To": with_to(b"lee@hanbit.example\0, partner@other.example"),
    "NUL in the text": INSIDE + b"a\0b\n",
    "octets that are no UTF-8": with_to(b"l\xfce@hanbit.example, l\xf6e@hanbit.example"),
    "a name that is no UTF-8": with_to(b"J\xfcrgen <lee@hanbit.example>"),
    "semicolons": with_to(b"lee@hanbit.example; partner@other.example"),
    "a group": with_to(b"Friends: lee@hanbit.example, partner@other.example;"),
    "a group without end": with_to(b"Friends: lee@hanbit.example, partner@other.example"),
    "a quote without end": with_to(b'"Lee <lee@hanbit.example>, partner@other.example'),
    "a comment with an address": with_to(b"lee(partner@other.example)@hanbit.example"),
    "an address in a name": with_to(b'"partner@other.example" <lee@hanbit.example>'),
    "an encoded comma": with_to(b"=?utf-8?q?Lee=2C_M=2E?= <lee@hanbit.example>"),
    "an encoded quote": with_to(b"=?utf-8?q?=22a=2C_partner=40other=2Eexample?= <lee@hanbit.example>"),
    "two To fields": with_field(b"To: partner@other.example"),
    "no recipients": INSIDE.replace(b"To: lee@hanbit.example\n", b""),
    "no From": INSIDE.replace(b"From: Kim <kim@hanbit.example>\n", b""),
    "two From fields": with_field(b"From: boss@hanbit.example"),
    "another's Sender": with_field(b"Sender: boss@evil.example"),
    "another's Resent-From": with_field(b"Resent-From: boss@hanbit.example\nResent-To: lee@hanbit.example"),
    "another's From, sent on": with_field(b"Resent-From: kim@hanbit.example\nResent-To: lee@hanbit.example").replace(
        b"From: Kim <kim@hanbit.example>", b"From: partner@other.example"
    ),
    "a next line behind an address it is sent on to": with_field(
        "Resent-To: lee@hanbit.example\u0085, partner@other.example".encode()
    ),
    "a bell in a name it is sent on to": with_field(b'Resent-Cc: "Lee\x07" <lee@hanbit.example>'),
    "a wide space before an address it is sent on to": with_field("Resent-Bcc: \u3000lee@hanbit.example".encode()),
    "a wide space before the at sign": with_to("lee\u3000@hanbit.example".encode()),
    "a wide space in angle brackets": with_to("山田\u3000太郎 <\u00a0lee@hanbit.example>".encode()),
    "a wide space at the end of a group": with_to("Friends: lee@hanbit.example\u2003;".encode()),
    "a wide space in a name": with_to("山田\u3000太郎\u3000<lee@hanbit.example>".encode()),
    "own Sender": with_field(b"Sender: Kim <kim@hanbit.example>"),
    "a list as Sender": with_field(b"Sender: sales@hanbit.example"),
    "a broken Sender": with_field(b"Sender: kim kim@hanbit.example"),
    "a wrong level": with_field(b"Presend-Level: high"),
    "a level": with_field(b"Presend-Level: restricted"),
    "a level outside": b"Presend-Level: restricted\n" + OUTSIDE,
    "individually": b"Presend-Individually: yes\n" + OUTSIDE,
    "two dates": with_field(b"Date: 1\nDate: 2"),
    "a long line": INSIDE + b"word " * 400 + b"\n",
    "a long To": with_to(b", ".join(b"u%d@hanbit.example" % number for number in range(200))),
    "a long To without spaces": with_to(b",".join(b"u%d@hanbit.example" % number for number in range(200))),
    **{
        f"the charset {charset.decode('latin-1')[:20]!r}": INSIDE.replace(
            b"\n\n", b"\nContent-Type: text/plain; charset=" + charset + b"\n\n\xff" + b"word\n" * lines, 1
        )
        for charset, lines in ((b"undefined", 1), (b"punycode", 120_000), (b"a\0b", 1), (b"*=x''y; charset*0=z", 1))
    },
    "a name without a charset": INSIDE.replace(
        b"\n\n", b"\nContent-Type: text/plain; name*=utf-8''a; name*0=b; boundary*=idna''%ff\n\n", 1
    ),
    "a hostile charset": INSIDE.replace(b"\n\n", b"\nContent-Type: text/plain; charset=idna\n\n", 1),
    "two ways to name a file": INSIDE.replace(
        b"\n\n",
        b"\nContent-Type: application/pdf\nContent-Disposition: attachment; filename*=utf-8''a; filename*0=b\n\n",
        1,
    ),
    "a boundary in two ways": with_field(b"Content-Type: multipart/mixed; boundary=a; boundary*0=b"),
}
MESSAGES: dict[str, bytes] = {
    "inside": INSIDE,
    "outside": OUTSIDE,
    "a question": QUESTION,
    **{f"again {name}": fields + INSIDE for name, (fields, arguments, _to) in AGAIN.items() if not arguments},
    **STRUCTURES,
    **FORMS,
    **NO_MESSAGES,
    **{name: data for name, (data, _said) in UNREADABLE.items() if len(data) < 300_000},
    **HOSTILE,
}
