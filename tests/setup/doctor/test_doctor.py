"""Every link of the chain, well and not well, and what is said about it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from composer.delivery.transports.choose import probe
from composer.errors import StorageError, TransportError
from composer.services.member_settings import Identity, MemberSettings, Security, TransportKind, TransportSettings
from composer.services.outbox import Job, JobState, Stage
from composer.setup.clients import NAMES, client
from composer.setup.clients.base import Surroundings
from composer.setup.doctor.clients import client_findings
from composer.setup.doctor.delivery import outbox_findings, transport_findings
from composer.setup.doctor.finding import Finding, Link, Mark
from composer.setup.doctor.member import identity_findings, language_findings, settings_findings
from composer.setup.doctor.policy import policy_findings
from composer.setup.doctor.program import program_findings
from composer.setup.doctor.terminal import TerminalFacts, terminal_findings
from composer.setup.editing.configuration import carry_out, planned_addition
from composer.storage.policy.source import NoPolicyError
from composer.threads.abort import Abort
from composer.words import use
from policy.address import parse_address
from tests.delivery.smtp_servers import Inbox, running
from tests.machines import machine_in
from tests.policy.support import KIM, NOW, POLICY, in_force
from tests.setup.support import CASES, program_in, written

SETTINGS = MemberSettings((Identity(parse_address(KIM)), Identity(parse_address("kim@home.example"))), language="ko")


def marks(found: Sequence[Finding]) -> list[Mark]:
    """How each is."""
    return [one.mark for one in found]


def words(found: Sequence[Finding]) -> str:
    """All that is said."""
    return "\n".join(one.words for one in found)


def test_the_program_names_its_versions_and_its_path(tmp_path: Path) -> None:
    program = program_in(tmp_path)
    found = list(program_findings({"PATH": str(tmp_path)}, (3, 13, 1)))
    assert marks(found[:3]) == [Mark.WELL] * 3
    assert "3.13.1" in words(found)
    assert program in words(found)


def test_an_old_python_and_a_missing_path_are_named(tmp_path: Path) -> None:
    found = list(program_findings({"PATH": str(tmp_path)}, (3, 10, 9)))
    assert marks(found[:3]) == [Mark.FAULT, Mark.WELL, Mark.NOTE]
    assert "3.10.9 is too old" in words(found)


def test_a_sendmail_that_leads_to_presend_is_told_from_another(tmp_path: Path) -> None:
    (tmp_path / "sendmail").symlink_to(program_in(tmp_path))
    assert f"{tmp_path}/sendmail is presend." in words(list(program_findings({"PATH": str(tmp_path)})))
    other = tmp_path / "other"
    program_in(other, "sendmail")
    said = words(list(program_findings({"PATH": f"{other}:{tmp_path}"})))
    assert f"{other}/sendmail is not presend" in said
    assert f"update-alternatives --install {other}/sendmail mta {tmp_path}/presend 90 puts" in said
    said = words(list(program_findings({"PATH": str(other)})))
    assert f"update-alternatives --install {other}/sendmail mta /usr/local/bin/presend 90 puts" in said


@pytest.mark.parametrize(
    ("settings", "faults", "expected"),
    [
        (SETTINGS, (), [(Mark.WELL, "are read from")]),
        (None, (), [(Mark.FAULT, "There are no settings")]),
        (None, ("c.toml:1:1: a", "c.toml:2:1: b"), [(Mark.FAULT, "c.toml:1:1"), (Mark.FAULT, "c.toml:2:1")]),
    ],
)
def test_settings(settings: MemberSettings | None, faults: tuple[str, ...], expected: list[tuple[Mark, str]]) -> None:
    found = list(settings_findings(Path("/home/kim/config.toml"), settings, faults))
    assert marks(found) == [mark for mark, _text in expected]
    assert all(text in one.words for one, (_mark, text) in zip(found, expected, strict=True))


def test_each_identity_is_inside_or_outside() -> None:
    found = list(identity_findings(SETTINGS, in_force(POLICY)))
    assert marks(found) == [Mark.WELL, Mark.NOTE]
    assert KIM in found[0].words
    assert "kim@home.example" in found[1].words


@pytest.mark.parametrize(
    ("language", "environ", "encoding", "expected"),
    [
        ("ko", {}, "UTF-8", [(Mark.WELL, "Korean"), (Mark.WELL, "한국어")]),
        (None, {"LANG": "ja_JP.UTF-8"}, "utf8", [(Mark.WELL, "Japanese"), (Mark.WELL, "日本語")]),
        ("de", {}, "UTF-8", [(Mark.WELL, "German"), (Mark.WELL, "does not speak it: the screens are in English")]),
        (None, {"LANG": "C"}, "UTF-8", [(Mark.NOTE, "not known"), (Mark.WELL, "English")]),
        ("!!", {}, "UTF-8", [(Mark.NOTE, "is no language"), (Mark.WELL, "English")]),
        ("en", {}, "ascii", [(Mark.WELL, "English"), (Mark.WELL, "English"), (Mark.NOTE, "ascii")]),
    ],
)
def test_languages(
    language: str | None, environ: dict[str, str], encoding: str, expected: list[tuple[Mark, str]]
) -> None:
    settings = MemberSettings(SETTINGS.identities, language=language)
    found = list(language_findings(settings, environ, encoding))
    assert marks(found) == [mark for mark, _text in expected]
    assert all(text in one.words for one, (_mark, text) in zip(found, expected, strict=True))


def test_the_name_of_a_language_stands_in_a_japanese_sentence_without_blanks() -> None:
    settings = MemberSettings(SETTINGS.identities, language="ja")
    use("ja")
    said = [finding.words for finding in language_findings(settings, {}, "UTF-8")]
    assert said == ["自分の言語は日本語です。", "画面の言語は日本語です。"]


@pytest.mark.parametrize(("environ", "expected"), [({}, []), ({"LANG": "ko_KR.UTF-8"}, ["Korean"])])
def test_broken_settings_are_not_said_to_lack_a_language(environ: dict[str, str], expected: list[str]) -> None:
    found = list(language_findings(None, environ, "UTF-8", are_broken=True))
    assert len(found) == len(expected) + 1
    assert all(text in one.words for one, text in zip(found, expected, strict=False))
    assert "not known" not in words(found)


BARE = 'schema = 1\n[company]\nname = "H"\ndomains = ["h.example"]\nlanguages = ["en"]\ndefault_language = "en"\n'
TEXTS = "".join(
    f'[mail_security.outgoing_warning.{surface}]\ndefault = "Careful."\nen = "Careful!"\n'
    for surface in ("mobile", "pc")
)
TRAP = 'fr = "Attention."\n'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("schema = 2\n", [Mark.FAULT, Mark.FAULT]),
        ("schema = \n", [Mark.FAULT]),
        (BARE + TEXTS, [Mark.WELL]),
        (BARE + TEXTS + TRAP, [Mark.WELL, Mark.NOTE]),
    ],
)
def test_policies(tmp_path: Path, text: str, expected: list[Mark]) -> None:
    path = tmp_path / "policy.toml"
    path.write_text(text, encoding="utf-8")
    found = list(policy_findings(path, machine_in(tmp_path)))
    assert marks(found) == expected
    assert str(path) in found[0].words


def test_a_missing_policy_is_named_with_the_file_to_write(tmp_path: Path) -> None:
    found = list(policy_findings(NoPolicyError(Path("/home/kim/policy.toml")), machine_in(tmp_path)))
    assert marks(found) == [Mark.FAULT]
    assert "/home/kim/policy.toml" in found[0].words


SMTP = TransportSettings(TransportKind.SMTP, "127.0.0.1", 25, Security.PLAINTEXT)


def test_a_server_that_answers_takes_the_mail() -> None:
    with running(Inbox()) as port:
        settings = TransportSettings(TransportKind.SMTP, "127.0.0.1", port, Security.PLAINTEXT)
        found = list(transport_findings(settings, lambda *told: probe(settings, {}, *told), None))
    assert marks(found) == [Mark.WELL]
    assert str(port) in found[0].words


def test_a_server_that_is_not_there_is_a_fault() -> None:
    with running(Inbox()) as port:
        settings = TransportSettings(TransportKind.SMTP, "127.0.0.1", port, Security.PLAINTEXT)
    found = list(transport_findings(settings, lambda *told: probe(settings, {}, *told), None))
    assert marks(found) == [Mark.FAULT]
    assert "127.0.0.1" in found[0].words


def test_a_server_that_never_answers_is_given_up() -> None:
    never = threading.Event()

    def hang(*_told: object) -> None:
        never.wait()

    found = list(transport_findings(SMTP, hang, None, patience=0))
    never.set()
    assert (marks(found), "in time" in found[0].words) == ([Mark.FAULT], True)


def test_a_password_command_that_never_ends_is_named_and_ended() -> None:
    ended = threading.Event()

    def wait(abort: Abort, tell: Callable[[Stage], None]) -> None:
        tell(Stage.SECRET)
        while not abort.is_set:
            continue
        ended.set()

    found = list(transport_findings(SMTP, wait, None, patience=0.5))
    assert (marks(found), "prints your password" in found[0].words) == ([Mark.FAULT], True)
    assert ended.is_set()


def test_what_a_server_says_is_told_without_its_control_characters() -> None:
    def refuse(*_told: object) -> None:
        raise TransportError("No\x1b[2J")

    found = list(transport_findings(SMTP, refuse, None))
    assert (marks(found), found[0].words.startswith("No"), "\x1b" in found[0].words) == ([Mark.FAULT], True, False)


def test_a_command_is_looked_for(tmp_path: Path) -> None:
    program = program_in(tmp_path, "msmtp")
    for command, expected in ((program, Mark.WELL), (f"{program}x", Mark.FAULT)):
        settings = TransportSettings(TransportKind.SENDMAIL, command=(command, "-t"))
        found = list(transport_findings(settings, lambda *_told, it=settings: probe(it, {}), None))
        assert marks(found) == [expected]
        assert command in found[0].words


def test_presend_behind_itself_is_a_fault() -> None:
    settings = TransportSettings(TransportKind.SENDMAIL, command=("/usr/bin/presend", "sendmail"))
    found = list(transport_findings(settings, lambda *_told: None, "/usr/bin/presend"))
    assert (marks(found), "itself" in found[0].words) == ([Mark.FAULT], True)


def link(place: Path, program: str) -> None:
    """A symbolic link."""
    place.symlink_to(program)


def second_name(place: Path, program: str) -> None:
    """A hard link."""
    place.hardlink_to(program)


def script(place: Path, program: str) -> None:
    """A script that calls presend."""
    place.write_text(f'#!/bin/sh\n# as sendmail\nexec "{program}" sendmail "$@"\n')
    place.chmod(0o755)


def other_script(place: Path, program: str) -> None:
    """A script that only speaks of presend."""
    place.write_text(f"#!/bin/sh\n# not {program} sendmail\nexec msmtp\n")
    place.chmod(0o755)


ITSELF = [(link, True, True), (second_name, True, True), (second_name, False, False), (script, False, True)]


@pytest.mark.parametrize(("make", "is_known", "is_itself"), [*ITSELF, (link, False, True), (other_script, True, False)])
def test_presend_behind_itself_is_known_under_another_name(
    tmp_path: Path, make: Callable[[Path, str], None], is_known: bool, is_itself: bool
) -> None:
    program = program_in(tmp_path)
    make(tmp_path / "sendmail", program)
    settings = TransportSettings(TransportKind.SENDMAIL, command=(str(tmp_path / "sendmail"), "-t"))
    found = list(transport_findings(settings, lambda *_told: None, program if is_known else None))
    assert (marks(found), "is presend itself" in found[0].words) == (
        [Mark.FAULT if is_itself else Mark.WELL],
        is_itself,
    )
    environ = {"PATH": str(tmp_path) if is_known else "/nowhere"}
    assert f"{tmp_path}/sendmail is presend." in words(list(program_findings(environ))) or not (is_known and is_itself)


def test_local_delivery_is_said_to_stay_here() -> None:
    found = list(transport_findings(TransportSettings(), lambda *_told: None, None))
    assert (marks(found), "this machine only" in found[0].words) == ([Mark.WELL], True)


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ((), [(Mark.WELL, "Nothing waits")]),
        ((JobState.SENT, JobState.CANCELLED, JobState.RETURNED), [(Mark.WELL, "Nothing waits")]),
        ((JobState.SENT, JobState.SENT_NOT_FILED), [(Mark.NOTE, "1 message is sent, but not filed")]),
        ((JobState.HELD, JobState.QUEUED), [(Mark.NOTE, "2 messages wait")]),
        ((JobState.FAILED,), [(Mark.NOTE, "1 message in the outbox needs you")]),
        (
            (JobState.QUEUED, JobState.PARTIAL, JobState.UNKNOWN),
            [(Mark.NOTE, "1 message waits"), (Mark.NOTE, "2 messages in the outbox need you")],
        ),
    ],
)
def test_the_outbox(states: tuple[JobState, ...], expected: list[tuple[Mark, str]]) -> None:
    jobs = [Job(str(at), state, "Subject", NOW, ()) for at, state in enumerate(states)]
    found = list(outbox_findings(lambda: jobs))
    assert marks(found) == [mark for mark, _text in expected]
    assert all(text in one.words for one, (_mark, text) in zip(found, expected, strict=True))


def test_an_outbox_that_cannot_be_read_is_a_fault() -> None:
    def broken() -> Sequence[Job]:
        raise StorageError("The outbox cannot be read.")

    assert list(outbox_findings(broken)) == [Finding(Link.OUTBOX, Mark.FAULT, "The outbox cannot be read.")]


@pytest.mark.parametrize(
    ("facts", "environ", "expected"),
    [
        (None, {}, [(Mark.NOTE, "no terminal")]),
        (
            TerminalFacts(80, 24, False),
            {"TERM": "xterm"},
            [(Mark.WELL, "80 columns and 24 rows"), (Mark.WELL, "limited")],
        ),
        (TerminalFacts(39, 24, False), {"TERM": "dumb"}, [(Mark.NOTE, "at least 40"), (Mark.NOTE, "By its TERM")]),
        (TerminalFacts(80, 24, False), {}, [(Mark.WELL, "80 columns"), (Mark.NOTE, "By its TERM")]),
        (TerminalFacts(80, 24, False), {"TERM": "vt220"}, [(Mark.WELL, "80 columns"), (Mark.WELL, "no colours")]),
        (
            TerminalFacts(80, 19, True),
            {"TERM": "x", "COLORTERM": "truecolor"},
            [(Mark.NOTE, "at least 40"), (Mark.WELL, "all colours"), (Mark.WELL, "two cells wide")],
        ),
        (
            TerminalFacts(40, 20, False),
            {"TERM": "x", "COLORTERM": "24bit", "NO_COLOR": "1"},
            [(Mark.WELL, "40 columns"), (Mark.WELL, "NO_COLOR")],
        ),
    ],
)
def test_terminals(facts: TerminalFacts | None, environ: dict[str, str], expected: list[tuple[Mark, str]]) -> None:
    found = list(terminal_findings(facts, environ))
    assert marks(found) == [mark for mark, _text in expected]
    assert all(text in one.words for one, (_mark, text) in zip(found, expected, strict=True))


class Machine:
    """A home and a PATH with the programs a test puts there, and git, which edits its own files."""

    def __init__(self, folder: Path) -> None:
        self.home, self.programs = folder / "home", folder / "bin"
        self.home.mkdir()
        self.program = program_in(self.programs)

    def findings(self) -> dict[str, Finding]:
        """What is said of each client."""
        around = Surroundings(self.home, {"PATH": str(self.programs)})
        return {one.words.split()[0].rstrip(":"): one for one in client_findings(around, self.program)}


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_clients_that_are_not_installed_are_not_named(machine: Machine) -> None:
    assert machine.findings() == {}


@pytest.mark.parametrize("name", NAMES)
def test_a_client_goes_from_not_set_up_over_past_presend_to_presend(machine: Machine, name: str) -> None:
    program_in(machine.programs, name)
    unused = machine.findings()[name]
    assert (unused.mark, "not set up" in unused.words) == (Mark.WELL, True)
    for case in CASES:
        if case.client == name:
            written(machine.home, case)
    past = machine.findings()[name]
    assert (past.mark, f"presend install {name} --write" in past.words) == (Mark.NOTE, True)
    for program, mark in (("/old/presend", Mark.NOTE), (machine.program, Mark.WELL)):
        settings = client(name).settings(Surroundings(machine.home, {}), program)
        carry_out([planned_addition(setting) for setting in settings])
        assert machine.findings()[name].mark is mark


def test_git_without_send_email_is_not_set_up(machine: Machine) -> None:
    program_in(machine.programs, "git")
    (machine.home / ".gitconfig").write_text("[user]\n\tname = Kim\n", encoding="utf-8")
    assert "not set up" in machine.findings()["git"].words


def test_a_damaged_configuration_is_named_with_its_place(machine: Machine) -> None:
    program_in(machine.programs, "mutt")
    (machine.home / ".muttrc").write_text("# presend begin\n", encoding="utf-8")
    found = machine.findings()["mutt"]
    assert (found.mark, ".muttrc:1:" in found.words) == (Mark.NOTE, True)
