"""The files that show one row of the table of wordings: policy, settings, a message, and two commands."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from pathlib import Path

from composer.localization.rows import SCENARIOS, Scenario
from composer.programs import presend_again
from composer.sentences import labels
from composer.sentences.joined import marked
from composer.sentences.wording import row_words, tab_words
from composer.services.member_settings import Identity, MemberSettings, TransportKind, TransportSettings
from composer.storage.settings.text import settings_toml
from composer.words import _
from policy.address import parse_address
from policy.settings import Surface
from policy.toml.text import quoted
from policy.wording import WordingRow

MEMBER, OUTSIDER = "kim@hanbit.example", "partner@other.example"
POLICY, SETTINGS, MESSAGE = "config/presend/policy.toml", "config/presend/config.toml", "message.eml"
SHOW, WRITE = "show", "write"
"""The two commands: the whole trace of the decision, and the composer as that member."""
_HEAD = """\
#!/bin/sh
# {comment}
here=$(cd "$(dirname "$0")" && pwd) || exit 1
export XDG_CONFIG_HOME="$here/config" XDG_DATA_HOME="$here/data" XDG_STATE_HOME="$here/state"
unset PRESEND_LANG PRESEND_POLICY LANGUAGE LC_MESSAGES
export LC_ALL=C.UTF-8
"""
"""The locale names no language, so that only the settings do; C.UTF-8 is on every machine that presend runs on."""


def row_files(row: WordingRow, folder: Path) -> Mapping[str, str]:
    """The text of each file by its path within ``folder``, which is absolute; sentences are in the UI language."""
    scenario = SCENARIOS[row]
    return {
        POLICY: "\n".join(_policy(row, scenario)) + "\n",
        SETTINGS: settings_toml(_settings(scenario, folder)),
        MESSAGE: _message(row),
        SHOW: _script(_("why the member sees this text"), "policy", "explain", "--policy", POLICY, MESSAGE),
        WRITE: _script(_("the composer, where Send shows the warning"), "compose", "--to", OUTSIDER),
    }


def _policy(row: WordingRow, scenario: Scenario) -> Iterator[str]:
    yield marked("#", _("Row {row} of the table of wordings: {words}.", row=row.value, words=row_words(row)))
    yield from ("schema = 1", "", "[company]", 'name = "Hanbit Trading"', 'domains = ["hanbit.example"]')
    yield f"languages = [{', '.join(map(quoted, scenario.languages))}]"
    if scenario.default_language:
        yield f"default_language = {quoted(scenario.default_language)}"
    for surface, tabs in ((Surface.PC, scenario.pc), (Surface.MOBILE, scenario.mobile)):
        yield from ("", f"[mail_security.outgoing_warning.{surface.value}]")
        for tab in tabs:
            text = _("{surface}: this is {tab}.", surface=labels.surface_label(surface), tab=tab_words(tab))
            yield f"{quoted(tab)} = {quoted(text)}"


def _settings(scenario: Scenario, folder: Path) -> MemberSettings:
    return MemberSettings(
        identities=(Identity(parse_address(MEMBER), "Kim Min-ji"),),
        language=scenario.member,
        surface=scenario.surface,
        transport=TransportSettings(kind=TransportKind.LOCAL, folder=folder / "mail"),
    )


def _message(row: WordingRow) -> str:
    return f"From: Kim Min-ji <{MEMBER}>\nTo: {OUTSIDER}\nSubject: row {row.value}\n\nrow {row.value}\n"


def _script(comment: str, *words: str) -> str:
    """A shell script that starts this presend as the member, with what else is typed behind it."""
    inside = (POLICY, MESSAGE)
    typed = " ".join(f'"$here/{word}"' if word in inside else word for word in words)
    return _HEAD.format(comment=comment) + f'exec {shlex.join(presend_again())} {typed} "$@"\n'
