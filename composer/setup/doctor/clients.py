"""Which of the mail clients on this machine send through presend."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence

from composer.errors import PresendError
from composer.setup.clients import NAMES, client
from composer.setup.clients.base import Setting, Surroundings
from composer.setup.editing.configuration import State, state_of
from composer.setup.doctor.finding import Finding, Link, Mark
from composer.words import _


def client_findings(around: Surroundings, program: str) -> Iterator[Finding]:
    """A line for every client that is installed; ``program`` is how presend would be called."""
    for name in NAMES:
        if shutil.which(name, path=around.environ.get("PATH")) is not None:
            yield _finding(name, around, program)


def _finding(name: str, around: Surroundings, program: str) -> Finding:
    install = f"presend install {name} --write"
    try:
        state = _whole(client(name).settings(around, program))
    except PresendError as error:
        return Finding(Link.CLIENTS, Mark.NOTE, f"{name}: {error}")
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
    words = _("{client} is installed and not set up. If you use it: {command}.", **_named(name, install))
    return Finding(Link.CLIENTS, Mark.WELL, words)


def _named(name: str, command: str) -> dict[str, str]:
    return {"client": name, "command": command}


def _whole(settings: Sequence[Setting]) -> State:
    """The first file tells whether and how the client sends; the others have to agree."""
    first, *others = map(state_of, settings)
    if first is not State.PRESENT:
        return first
    return first if all(state is State.PRESENT for state in others) else State.OTHER
