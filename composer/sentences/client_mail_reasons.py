"""Why a message of another client is not sent, a sentence for each reason that is not the policy's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.reasons import ReasonCode
from composer.words import _, alternatives, listing, number, size

if TYPE_CHECKING:
    from composer.sentences.reason_table import Facts, Sentences


def _kept_file_changed(_facts: Facts) -> str:
    return _(
        "The kept file was changed: a line in it does not end in CR LF, or no empty line follows the header. Send the "
        "message from your mail client again."
    )


def _nul_character(facts: Facts) -> str:
    return _(
        "Line {line} of the message holds a NUL character, which mail cannot carry. Take it out, or attach the "
        "text as a file.",
        line=facts["line"],
    )


def _long_header(facts: Facts) -> str:
    return _(
        "The header is longer than {limit}, the most that presend reads. Write to fewer people at once, or to "
        "a mailing list.",
        limit=size(facts["limit"]),
    )


def _many_fields(facts: Facts) -> str:
    return _(
        "The header has more than {limit} fields, the most that presend reads. Take out what nobody needs.",
        limit=number(facts["limit"]),
    )


def _many_separators(facts: Facts) -> str:
    return _(
        "The address fields have more than {limit} commas, colons and semicolons, the most that presend reads. "
        "Write to fewer people at once, or to a mailing list.",
        limit=number(facts["limit"]),
    )


def _many_marks(facts: Facts) -> str:
    return _(
        "The address fields have more than {limit} brackets, quotation marks, backslashes and separators, the most "
        "that presend reads. Write the addresses plainly.",
        limit=number(facts["limit"]),
    )


def _many_parts(facts: Facts) -> str:
    return _(
        "The message has more than {limit} parts, the most that presend reads. Send several messages, or one archive.",
        limit=number(facts["limit"]),
    )


def _signed_long_line(facts: Facts) -> str:
    return _(
        "A line over {limit} characters stands where a signature or an encryption lets nothing change. Break the lines "
        "before you sign.",
        limit=facts["limit"],
    )


def _long_line(facts: Facts) -> str:
    return _(
        "A line over {limit} characters, which servers do not take, cannot be encoded where it stands. Break it.",
        limit=facts["limit"],
    )


def _long_field(facts: Facts) -> str:
    return _(
        "The field {field} has over {limit} characters without a space, and servers take no longer lines. Shorten it.",
        field=facts["field"],
        limit=facts["limit"],
    )


SENTENCES: Sentences = {
    ReasonCode.INTERRUPTED: lambda _facts: _("presend was interrupted."),
    ReasonCode.FAULT: lambda facts: _("presend failed by a fault of its own ({fault}).", fault=facts["fault"]),
    ReasonCode.CHANGED_ON_DISK: lambda _facts: _(
        "Not sent: the message was changed on disk after it was read. Look at it before you send it."
    ),
    ReasonCode.POLICY_KEPT_CHANGING: lambda _facts: _("Not sent: the policy kept changing while you answered."),
    ReasonCode.NOBODY_FOR_WARNING: lambda _facts: _(
        "Not sent: a warning is due, and there is no terminal to show it on."
    ),
    ReasonCode.NOBODY_FOR_QUESTION: lambda _facts: _(
        "Not sent: there is a question about this message, and no terminal to ask it on."
    ),
    ReasonCode.NOT_FAITHFUL: lambda facts: _(
        "{field}: {address} would be somebody else when it is written again. Write the address plainly.",
        field=facts["field"],
        address=facts["address"],
    ),
    ReasonCode.KEPT_FILE_CHANGED: _kept_file_changed,
    ReasonCode.NUL_CHARACTER: _nul_character,
    ReasonCode.NO_FIELD: lambda facts: _(
        "Line {line} of the header is no field. A field is a name, a colon and a value.", line=facts["line"]
    ),
    ReasonCode.LONG_HEADER: _long_header,
    ReasonCode.MANY_FIELDS: _many_fields,
    ReasonCode.MANY_SEPARATORS: _many_separators,
    ReasonCode.MANY_MARKS: _many_marks,
    ReasonCode.MANY_PARTS: _many_parts,
    ReasonCode.LONG_PART_HEADER: lambda facts: _(
        "The header of a part of the message is longer than {limit}, the most that presend reads.",
        limit=size(facts["limit"]),
    ),
    ReasonCode.DEEP_PARTS: lambda _facts: _("The parts of the message lie too deep within each other to be read."),
    ReasonCode.SIGNED_LONG_LINE: _signed_long_line,
    ReasonCode.LONG_LINE: _long_line,
    ReasonCode.LONG_FIELD: _long_field,
    ReasonCode.GENERAL_HAS_NO_LIMITS: lambda _facts: _(
        "A General message neither expires nor prohibits forwarding. Ask for a level with Presend-Level too."
    ),
    ReasonCode.FIELD_TWICE: lambda facts: _(
        "The header has {field} twice, and a message has one. Take one of them out.", field=facts["field"]
    ),
    ReasonCode.FIELD_CONTRADICTS: lambda facts: _(
        "{field} stands there twice and says different things.", field=facts["field"]
    ),
    ReasonCode.NO_SUCH_FIELD: lambda facts: _(
        "{field}: presend has no such field. There are {choices}.",
        field=facts["field"],
        choices=listing(facts["choices"]),
    ),
    ReasonCode.NO_SUCH_VALUE: lambda facts: _(
        "{field}: {value} cannot be. It is {choices}.",
        field=facts["field"],
        value=facts["value"],
        choices=alternatives(facts["choices"]),
    ),
}
