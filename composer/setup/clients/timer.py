"""No mail client, but installed like one: the member's systemd timer that tries the outbox every ten minutes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from importlib.resources import files

from composer.setup.clients.base import FileClient, Setting, Surroundings
from composer.setup.editing.block_edit import BlockEdit
from composer.setup.editing.calling import unquoted

UNIT = "presend-flush"
TIMER, SERVICE = f"{UNIT}.timer", f"{UNIT}.service"
SHIPPED_CALL = "presend"
"""The program in the packaged unit, which is replaced by the whole path that systemd wants."""
PASSED_ON = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "PRESEND_POLICY")
"""Variables that say where presend finds its things; a shell's are unknown to systemd."""

_PLAIN = re.compile(r"[\w./+@,:=-]+", re.ASCII)
_FORBIDDEN = frozenset("\"'\\")


def _settings(around: Surroundings, program: str) -> tuple[Setting, ...]:
    folder = around.config / "systemd" / "user"
    service = tuple(_with_surroundings(_called(program, shipped(SERVICE)), around.environ))
    timer = shipped(TIMER)
    return (
        Setting(folder / SERVICE, service, BlockEdit(service)),
        Setting(folder / TIMER, timer, BlockEdit(timer)),
    )


def shipped(name: str) -> tuple[str, ...]:
    """The lines of a systemd unit as the package ships it."""
    return tuple(files("composer.setup").joinpath("systemd", name).read_text("utf-8").splitlines())


def _called(program: str, lines: tuple[str, ...]) -> Iterator[str]:
    begin = f"ExecStart={SHIPPED_CALL} "
    for line in lines:
        yield f"ExecStart={_callable(program)} {line.removeprefix(begin)}" if line.startswith(begin) else line


def _with_surroundings(lines: Iterator[str], environ: Mapping[str, str]) -> Iterator[str]:
    for line in lines:
        yield line
        if line == "[Service]":
            for name in PASSED_ON:
                if environ.get(name, "").startswith("/") and environ[name].isprintable():
                    yield f"Environment={unit_word(f'{name}={environ[name]}')}"


def unit_word(text: str) -> str:
    """One word of a unit's line (systemd.syntax(7)), quoted where it has to be; ``$`` means nothing in these places."""
    plain = text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return plain if _PLAIN.fullmatch(text) else f'"{plain}"'


def _callable(program: str) -> str:
    """A path that systemd takes for a program; raises ``SetupError`` for one with quotes, which it takes for none."""
    return unquoted(program, "systemd") if set(program) & _FORBIDDEN else unit_word(program)


CLIENT = FileClient("timer", _settings)
