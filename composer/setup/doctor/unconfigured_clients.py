"""Looks at clients that have no lines of presend on a machine whose sendmail is presend."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from composer.setup.clients.base import Surroundings
from composer.setup.doctor.bypass import Bypass, MachineSendmail
from composer.setup.doctor.finding import Finding, Link, Mark
from composer.setup.doctor.other_chains import alpine_bypasses_of_sendmail, git_bypasses_of_sendmail
from composer.setup.doctor.rc_chain import MUTT, NEOMUTT, S_NAIL, rc_bypasses_of_sendmail
from composer.words import _

FALLS_BACK = frozenset({"alpine", "git", "mutt", "neomutt", "s-nail"})
"""Clients that call the machine's sendmail where nothing is set."""


def unconfigured_findings(
    name: str, file: Path, around: Surroundings, sendmail: MachineSendmail, folder: Path
) -> Iterator[Finding]:
    """What leads past the machine's sendmail, which is presend, or that nothing does; ``file`` is the member's own.

    Raises ``PresendError`` and ``OSError``.
    """
    ways = list(_bypasses(name, file, around, sendmail, folder))
    yield from (_of_bypass(name, way, sendmail) for way in ways)
    if not ways:
        words = _("{client} sends through presend: it calls {file}, which is presend.", client=name, file=sendmail.path)
        yield Finding(Link.CLIENTS, Mark.WELL, words)


def _bypasses(name: str, file: Path, around: Surroundings, sendmail: MachineSendmail, folder: Path) -> Iterator[Bypass]:
    match name:
        case "mutt":
            return rc_bypasses_of_sendmail(MUTT, file, around, sendmail)
        case "neomutt":
            return rc_bypasses_of_sendmail(NEOMUTT, file, around, sendmail)
        case "s-nail":
            return rc_bypasses_of_sendmail(S_NAIL, file, around, sendmail)
        case "alpine":
            return alpine_bypasses_of_sendmail(file, around, sendmail)
    return git_bypasses_of_sendmail(around, folder, sendmail)


def _of_bypass(name: str, way: Bypass, sendmail: MachineSendmail) -> Finding:
    if way.is_certain:
        words = _(
            "{client} does not call {file}, which is presend: {place}: {text}",
            client=name,
            file=sendmail.path,
            place=way.place,
            text=way.text,
        )
        return Finding(Link.CLIENTS, Mark.NOTE, words)
    words = _(
        "{client} calls {file}, which is presend; whether something leads past it nobody can tell by reading. Look "
        "yourself: {place}: {text}",
        client=name,
        file=sendmail.path,
        place=way.place,
        text=way.text,
    )
    return Finding(Link.CLIENTS, Mark.UNKNOWN, words)
