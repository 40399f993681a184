"""Looks at clients that have no lines of presend on a machine whose sendmail is presend."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from composer.setup.clients.base import Surroundings
from composer.setup.doctor.finding import Finding, Link, Mark
from composer.setup.doctor.other_chains import alpine_ways_past_sendmail, git_ways_past_sendmail
from composer.setup.doctor.rc_chain import MUTT, NEOMUTT, S_NAIL, rc_ways_past_sendmail
from composer.setup.doctor.way import MachineSendmail, Way
from composer.words import _

FALLS_BACK = frozenset({"alpine", "git", "mutt", "neomutt", "s-nail"})
"""Clients that call the machine's sendmail where nothing is set."""


def default_findings(
    name: str, file: Path, around: Surroundings, sendmail: MachineSendmail, folder: Path
) -> Iterator[Finding]:
    """What leads past the machine's sendmail, which is presend, or that nothing does; ``file`` is the member's own.

    Raises ``PresendError`` and ``OSError``.
    """
    ways = list(_ways(name, file, around, sendmail, folder))
    yield from (_of_way(name, way, sendmail) for way in ways)
    if not ways:
        words = _("{client} sends through presend: it calls {file}, which is presend.", client=name, file=sendmail.path)
        yield Finding(Link.CLIENTS, Mark.WELL, words)


def _ways(name: str, file: Path, around: Surroundings, sendmail: MachineSendmail, folder: Path) -> Iterator[Way]:
    match name:
        case "mutt":
            return rc_ways_past_sendmail(MUTT, file, around, sendmail)
        case "neomutt":
            return rc_ways_past_sendmail(NEOMUTT, file, around, sendmail)
        case "s-nail":
            return rc_ways_past_sendmail(S_NAIL, file, around, sendmail)
        case "alpine":
            return alpine_ways_past_sendmail(file, around, sendmail)
    return git_ways_past_sendmail(around, folder, sendmail)


def _of_way(name: str, way: Way, sendmail: MachineSendmail) -> Finding:
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
