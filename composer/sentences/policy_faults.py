"""Faults of the policy or of the member's settings in words: what is wrong, and what would be right."""

from __future__ import annotations

from collections.abc import Callable

from composer.safe_text import clean
from composer.sentences.address_faults import reason_words
from composer.sentences.joined import located
from composer.sentences.system_reasons import system_words
from composer.words import _, alternatives
from policy.address import Malformed
from policy.addresses.fault import AddressFault
from policy.errors import Fault, FaultCode, Kind


def fault_line(source: str, fault: Fault) -> str:
    """``FILE:LINE:COLUMN: key: what is wrong; what would be right``, without ``key`` where it is about none."""
    place = f"{source}:{fault.line}:{fault.column}"
    return clean(located(f"{place}: {fault.key}" if fault.key else place, sentence(fault)))


def sentence(fault: Fault) -> str:
    """What is wrong with one place, and what would be right there; the place itself is not named."""
    if fault.code in _SENTENCES:
        return _SENTENCES[fault.code](fault)
    if fault.code is FaultCode.WRONG_TYPE:
        return _wrong_type(fault.found, Kind(fault.expected))
    return _missing(Kind(fault.expected))


def _syntax(fault: Fault) -> str:
    return _("this is not TOML ({reason}); correct this place first.", reason=fault.found)


def _not_utf8(fault: Fault) -> str:
    return _("the byte {found} is not UTF-8 text; save the file as UTF-8.", found=fault.found)


def _unquoted(fault: Fault) -> str:
    return _(
        "{found} is not TOML; write true and false in small letters, and any other text in quotes.", found=fault.found
    )


def _too_deep(_fault: Fault) -> str:
    return _("brackets stand within brackets too many times; no setting needs that.")


def _unknown_key(fault: Fault) -> str:
    if fault.expected:
        return _("there is no setting of this name; did you mean {expected}?", expected=fault.expected)
    return _("there is no setting of this name; take it out.")


def _missing(kind: Kind) -> str:
    match kind:
        case Kind.INTEGER:
            return _("this setting is missing; write it with a whole number.")
        case Kind.TEXT:
            return _("this setting is missing; write it with a text in quotes.")
        case Kind.BOOLEAN:
            return _("this setting is missing; write it with true or false.")
        case Kind.LIST:
            return _("this setting is missing; write it with a list in square brackets.")
        case Kind.TABLE:
            return _("this section is missing; add it.")


def _wrong_type(found: str, kind: Kind) -> str:
    match kind:
        case Kind.INTEGER:
            return _("{found} is not a whole number; write digits without quotes.", found=found)
        case Kind.TEXT:
            return _("{found} is not a text; write it in quotes.", found=found)
        case Kind.BOOLEAN:
            return _("{found} is neither true nor false; write one of the two, without quotes.", found=found)
        case Kind.LIST:
            return _("{found} is not a list; write it in square brackets.", found=found)
        case Kind.TABLE:
            return _("{found} is not a section; write its settings as a section of this name.", found=found)


def _not_a_choice(fault: Fault) -> str:
    choices = alternatives(fault.expected.split(", "))
    return _("{found} is not a choice here; write {choices}.", found=fault.found, choices=choices)


def _out_of_range(fault: Fault) -> str:
    lowest, _dots, highest = fault.expected.partition("..")
    return _(
        "{found} is out of range; write a number from {lowest} to {highest}.",
        found=fault.found, lowest=lowest, highest=highest,
    )  # fmt: skip


def _empty(_fault: Fault) -> str:
    return _("there is nothing in it; write at least one.")


def _size(fault: Fault) -> str:
    return _(
        "{found} is not a size; write a number and one of B, kB, MB, GB, TB, KiB, MiB, GiB, TiB, as in 25 MB.",
        found=fault.found,
    )


def _size_type(fault: Fault) -> str:
    return _('{found} is not a size; write it in quotes and with its unit, as in "25 MB".', found=fault.found)


def _size_range(fault: Fault) -> str:
    return _("{found} is less than a byte or too large; write a size such as 25 MB.", found=fault.found)


def _moment(fault: Fault) -> str:
    return _("{found} is not a date and time; write it as in 2026-11-24T12:00:00+09:00.", found=fault.found)


def _domain(fault: Fault) -> str:
    return _("{found} is not a domain; write it as in hanbit.example or *.hanbit.example.", found=fault.found)


def _address(fault: Fault) -> str:
    written = fault.found.strip('"')
    reason = reason_words(Malformed(written, AddressFault(fault.expected), 0, len(written)))
    return _("{found} is not a mail address: {reason}; correct it.", found=fault.found, reason=reason)


def _duplicate(fault: Fault) -> str:
    return _("{found} stands at {first} already; take one of them out.", found=fault.found, first=fault.expected)


def _conflict(fault: Fault) -> str:
    return _("{found} and {other} are both given; keep one of them.", found=fault.found, other=fault.expected)


def _unreadable_file(fault: Fault) -> str:
    reason = system_words(fault.expected) if fault.expected else _("it is not UTF-8 text")
    return _(
        "the file {found} cannot be read: {reason}; check the name and the file.", found=fault.found, reason=reason
    )


def _no_certificate(fault: Fault) -> str:
    return _(
        "the file {found} holds no certificate that can be read; it has to be PEM, with lines BEGIN CERTIFICATE and "
        "END CERTIFICATE.",
        found=fault.found,
    )


def _needed_here(fault: Fault) -> str:
    return _("this setting is missing or empty, and {setting} needs it; write it.", setting=fault.expected)


def _not_loopback(fault: Fault) -> str:
    return _('{found} would send to another machine without encryption; write "starttls" or "tls".', found=fault.found)


def _host(fault: Fault) -> str:
    return _(
        '{found} is not the name of a server; write only its name, such as "smtp.hanbit.example".', found=fault.found
    )


def _nul(fault: Fault) -> str:
    return _("{found} holds a NUL character; take it out.", found=fault.found)


def _command(fault: Fault) -> str:
    return _("{found} is not a command line; close its quotes and name a program.", found=fault.found)


def _reads_recipients(fault: Fault) -> str:
    return _(
        "{found} would send to everybody in To and Cc, not to those who were approved; take {word} out.",
        found=fault.found,
        word=fault.expected,
    )


_SENTENCES: dict[FaultCode, Callable[[Fault], str]] = {
    FaultCode.NOT_UTF8: _not_utf8,
    FaultCode.SYNTAX: _syntax,
    FaultCode.UNQUOTED: _unquoted,
    FaultCode.TOO_DEEP: _too_deep,
    FaultCode.UNKNOWN_KEY: _unknown_key,
    FaultCode.NOT_A_CHOICE: _not_a_choice,
    FaultCode.OUT_OF_RANGE: _out_of_range,
    FaultCode.EMPTY: _empty,
    FaultCode.SIZE: _size,
    FaultCode.SIZE_TYPE: _size_type,
    FaultCode.SIZE_RANGE: _size_range,
    FaultCode.MOMENT: _moment,
    FaultCode.DOMAIN: _domain,
    FaultCode.DUPLICATE_DOMAIN: _duplicate,
    FaultCode.ADDRESS: _address,
    FaultCode.DUPLICATE_ADDRESS: _duplicate,
    FaultCode.CONFLICT: _conflict,
    FaultCode.UNREADABLE_FILE: _unreadable_file,
    FaultCode.NO_CERTIFICATE: _no_certificate,
    FaultCode.NEEDED_HERE: _needed_here,
    FaultCode.NOT_LOOPBACK: _not_loopback,
    FaultCode.HOST: _host,
    FaultCode.NUL: _nul,
    FaultCode.COMMAND: _command,
    FaultCode.READS_RECIPIENTS: _reads_recipients,
}
