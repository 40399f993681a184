"""Checks which of the mail clients on this machine send through presend."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec.structs import replace

from composer.errors import PresendError
from composer.programs import program_named
from composer.sentences.system_reasons import system_reason
from composer.setup.clients import NAMES, client
from composer.setup.clients.base import Setting, Surroundings
from composer.setup.doctor.bypass import Bypass, MachineSendmail
from composer.setup.doctor.finding import Finding, Link, Mark
from composer.setup.doctor.other_chains import aerc_bypasses, alot_bypasses, alpine_bypasses, git_bypasses
from composer.setup.doctor.rc_chain import MUTT, NEOMUTT, S_NAIL, rc_bypasses
from composer.setup.doctor.unconfigured_clients import FALLS_BACK, unconfigured_findings
from composer.setup.editing.calling import unquoted
from composer.setup.editing.configuration import State, state_of
from composer.words import _

_NOT_OURS = (State.ABSENT, State.UNUSED)


def client_findings(
    around: Surroundings, program: str, folder: Path | None = None, sendmail: MachineSendmail | None = None
) -> Iterator[Finding]:
    """One or more findings for every client that is installed; ``program`` is how presend would be called.

    ``folder`` is the current one, whose repository git reads.
    """
    for name in NAMES:
        if program_named(name, around.environ) is not None:
            yield from _findings(name, around, program, folder or around.home, sendmail if name in FALLS_BACK else None)


def _findings(
    name: str, around: Surroundings, program: str, folder: Path, sendmail: MachineSendmail | None
) -> Iterator[Finding]:
    try:
        settings = client(name).settings(around, program)
        state = _whole(settings)
        if state is State.PRESENT:
            found = [_of_bypass(name, way) for way in _bypasses(name, settings, around, program, folder)]
        else:
            found = list(_by_shared(name, settings[0], around, program, folder)) if state in _NOT_OURS else []
        if not found and state in _NOT_OURS and sendmail is not None and sendmail.is_presend:
            found = list(unconfigured_findings(name, settings[0].place, around, sendmail, folder))
    except PresendError as error:
        found = [Finding(Link.CLIENTS, Mark.NOTE, f"{name}: {error}")]
    except OSError as error:
        found = [Finding(Link.CLIENTS, Mark.UNKNOWN, f"{name}: {system_reason(error)}")]
    yield from found or [_finding(name, state, sendmail)]


def _by_shared(name: str, own: Setting, around: Surroundings, program: str, folder: Path) -> Iterator[Finding]:
    """What is to be said of a client that has presend's lines in a file for everybody; nothing where it has none."""
    shared = client(name).shared_settings(around, program) if around.machine is not None else ()
    if not shared or (name == "git" and around.environ.get("GIT_CONFIG_NOSYSTEM")):
        return
    state = state_of(shared[0])
    if state is State.OTHER:
        yield _finding(name, state, None, "--system ")
    if state is not State.PRESENT:
        return
    ways = [*_bypasses(name, (replace(own, lines=shared[0].lines),), around, program, folder)]
    yield from (_of_bypass(name, way) for way in ways)
    if not ways:
        words = _(
            "{client} sends through presend, as {file} says for everybody on this machine.",
            client=name,
            file=shared[0].place,
        )
        yield Finding(Link.CLIENTS, Mark.WELL, words)


def _bypasses(
    name: str, settings: Sequence[Setting], around: Surroundings, program: str, folder: Path
) -> Iterator[Bypass]:
    """The places in a client's settings that lead past presend although its lines are there."""
    first = settings[0]
    match name:
        case "mutt":
            return rc_bypasses(MUTT, first.place, around, first.lines)
        case "neomutt":
            return rc_bypasses(NEOMUTT, first.place, around, first.lines)
        case "s-nail":
            return rc_bypasses(S_NAIL, first.place, around, first.lines)
        case "alpine":
            return alpine_bypasses(first.place, around, first.lines)
        case "aerc":
            return aerc_bypasses(first.place.parent, unquoted(program, "aerc"))
        case "alot":
            return alot_bypasses(settings[1].place)
        case "git":
            return git_bypasses(around, program, folder)
    return iter(())


def _of_bypass(name: str, way: Bypass) -> Finding:
    if way.is_certain:
        words = _(
            "{client} has presend's lines and sends past presend all the same: {place}: {text}",
            client=name,
            place=way.place,
            text=way.text,
        )
        return Finding(Link.CLIENTS, Mark.NOTE, words)
    words = _(
        "{client} has presend's lines; whether something leads past them nobody can tell by reading. Look yourself: "
        "{place}: {text}",
        client=name,
        place=way.place,
        text=way.text,
    )
    return Finding(Link.CLIENTS, Mark.UNKNOWN, words)


def _finding(name: str, state: State, sendmail: MachineSendmail | None, scope: str = "") -> Finding:
    """``scope`` is the option of ``presend install`` for whom it is, with a blank behind it."""
    install = f"presend install {name} {scope}--write"
    match state:
        case State.PRESENT:
            return Finding(Link.CLIENTS, Mark.WELL, _("{client} sends through presend.", client=name))
        case State.OTHER:
            words = _(
                "{client} does not have presend's lines as they should be: they name another presend, are older, or a "
                "later line undoes them. {command} corrects that.",
                **_named(name, install),
            )
            return Finding(Link.CLIENTS, Mark.NOTE, words)
        case State.ABSENT:
            words = _("{client} sends past presend. {command} changes that.", **_named(name, install))
            return Finding(Link.CLIENTS, Mark.NOTE, words)
    if sendmail is not None:
        words = _(
            "{client} is installed and not set up: it would send by {sendmail}, past presend. If you use it: "
            "{command}.",
            sendmail=sendmail.path,
            **_named(name, install),
        )
        return Finding(Link.CLIENTS, Mark.NOTE, words)
    words = _("{client} is installed and not set up. If you use it: {command}.", **_named(name, install))
    return Finding(Link.CLIENTS, Mark.WELL, words)


def _named(name: str, command: str) -> dict[str, str]:
    return {"client": name, "command": command}


def _whole(settings: Sequence[Setting]) -> State:
    """The state of a client: that of its first file, which decides how it sends; other files have to agree."""
    first, *others = map(state_of, settings)
    if first is not State.PRESENT:
        return first
    return first if all(state is State.PRESENT for state in others) else State.OTHER
