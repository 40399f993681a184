"""``presend sendmail`` as a command of its own: real input, a real server, real exit statuses."""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from composer.exit_status import Exit
from composer.message.composition import Composition
from composer.services.drafts import SavedDraft
from composer.storage.drafts.draft_file import encode
from tests.delivery.groups import wait_for_the_end
from tests.delivery.smtp_servers import Inbox, Talk, running, scripted
from tests.forkserver.client import run
from tests.gate.support import INSIDE, OUTSIDE, POLICY, Member
from tests.project import ROOT

LEE, PARTNER = "lee@hanbit.example", "partner@other.example"
SMTP = 'kind = "smtp"\nhost = "127.0.0.1"\nport = {port}\nsecurity = "plaintext"'
CONTENT = b"\r\nDear Lee,\r\nhere they are.\r\n"
HEAD = INSIDE.partition(b"\n\n")[0].replace(b"\n", b"\r\n") + b"\r\n"


def member(tmp_path: Path, port: int = 0) -> Member:
    return Member(tmp_path / "home", SMTP.format(port=port) if port else 'kind = "local"')


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"])
def test_a_message_inside_reaches_the_server_as_the_client_rendered_it(line_end: bytes, tmp_path: Path) -> None:
    inbox = Inbox()
    with running(inbox) as port:
        run = member(tmp_path, port).sendmail("-i", "--", LEE, message=INSIDE.replace(b"\n", line_end))
    assert (run.returncode, run.stdout, run.stderr) == (0, b"", b"")
    (mail,) = inbox.mails
    assert (mail.sender, mail.recipients) == ("kim@hanbit.example", [LEE])
    assert mail.content.startswith(HEAD)
    assert mail.content.endswith(CONTENT)
    added = mail.content[len(HEAD) : -len(CONTENT)]
    assert [line.partition(b":")[0] for line in added.splitlines()] == [b"Date", b"Message-ID"]


def test_8_bit_text_goes_out_as_it_is_where_the_server_takes_it(tmp_path: Path) -> None:
    inbox = Inbox()
    text = "안녕하세요\n".encode() + b"\xff\n"
    with running(inbox) as port:
        assert member(tmp_path, port).sendmail("-B8BITMIME", LEE, message=INSIDE + text).returncode == 0
    assert inbox.mails[0].content.endswith(text.replace(b"\n", b"\r\n"))
    assert "BODY=8BITMIME" in inbox.mails[0].options


def test_8_bit_text_is_not_sent_where_the_server_does_not_take_it(tmp_path: Path) -> None:
    def seven_bit(talk: Talk) -> None:
        talk.converse({"EHLO": "250 test"}, "none")

    with scripted(seven_bit) as port:
        run = member(tmp_path, port).sendmail(LEE, message=INSIDE + "안녕\n".encode())
    assert run.returncode == os.EX_UNAVAILABLE
    assert b"8BITMIME" in run.stderr


@pytest.mark.parametrize("offers", ["250 test", "250-test\n250 8BITMIME"])
def test_a_header_that_is_not_ascii_is_not_sent_where_the_server_does_not_take_it_and_the_sentence_says_so(
    offers: str, tmp_path: Path
) -> None:
    def plain(talk: Talk) -> None:
        talk.converse({"EHLO": offers}, "none")

    with scripted(plain) as port:
        run = member(tmp_path, port).sendmail(LEE, message=INSIDE.replace(b"Minutes", "회의록".encode()))
    assert run.returncode == os.EX_UNAVAILABLE
    assert b"header (SMTPUTF8)" in run.stderr


def test_a_message_outside_without_a_terminal_is_77_and_kept(tmp_path: Path) -> None:
    one = member(tmp_path)
    run = one.sendmail("-t", message=OUTSIDE)
    assert (run.returncode, run.stdout) == (os.EX_NOPERM, b"")
    (kept,) = one.kept
    assert b"~/.local/share/presend/clients/kept" in run.stderr
    assert kept.parent == one.home / ".local/share/presend/clients/kept"
    assert run.stderr.endswith(f"presend drafts finish {kept.name}\n".encode())
    assert run.stderr.count(b"\n") == 1
    assert one.arrived == {}


@pytest.mark.parametrize("closed", [(1,), (2,), (1, 2)])
@pytest.mark.parametrize(("message", "status"), [(INSIDE, 0), (OUTSIDE, os.EX_NOPERM)])
def test_closed_descriptors_change_nothing(
    closed: tuple[int, ...], message: bytes, status: int, tmp_path: Path
) -> None:
    one = member(tmp_path)
    run = one.presend("sendmail", "-t", message=message, closed=closed)
    assert run.returncode == status
    assert len(one.kept) == (status != 0)
    assert set(one.arrived) == (set() if status else {LEE})
    assert len(one.filed) == (status == 0)


def test_a_closed_standard_input_is_no_message(tmp_path: Path) -> None:
    one = member(tmp_path)
    assert one.presend("sendmail", "-t", closed=(0,)).returncode == os.EX_DATAERR
    assert one.arrived == {}


STATUSES: dict[str, tuple[tuple[str, ...], bytes, int, bytes]] = {
    "an unknown flag": (("-z",), INSIDE, os.EX_USAGE, b"-z"),
    "SMTP on standard input": (("-bs",), INSIDE, os.EX_USAGE, b"SMTP"),
    "-t and an address": (("-t", LEE), INSIDE, os.EX_USAGE, b"lee@hanbit.example"),
    "another's Sender": (("-t",), b"Sender: boss@evil.example\n" + INSIDE, os.EX_NOPERM, b"boss@evil.example"),
    "a bounce": (
        ("-f", "kim@hanbit.example", LEE),
        b"Resent-From: kim@hanbit.example\nResent-To: lee@hanbit.example\n" + INSIDE.replace(b"kim@", b"partner@"),
        os.EX_NOPERM,
        b"Forward it instead",
    ),
    "no message": (("-t",), b"", os.EX_DATAERR, b"header fields"),
    "a wrong field": (("-t",), b"Presend-Level: high\n" + INSIDE, os.EX_DATAERR, b"Presend-Level"),
    "another's From": (("-t",), INSIDE.replace(b"kim@", b"boss@"), os.EX_NOPERM, b"boss@hanbit.example"),
    "another's -f": (("-t", "-f", "boss@hanbit.example"), INSIDE, os.EX_NOPERM, b"boss@hanbit.example"),
    "a policy that is not there": (("-t", "--policy", "none.toml"), INSIDE, os.EX_CONFIG, b"none.toml"),
}


@pytest.mark.parametrize("case", STATUSES)
def test_a_failure_has_its_status_and_one_line(case: str, tmp_path: Path) -> None:
    words, message, status, said = STATUSES[case]
    one = member(tmp_path)
    run = one.sendmail(*words, message=message)
    assert (run.returncode, run.stdout) == (status, b"")
    assert said in run.stderr
    assert run.stderr.startswith(b"presend: ")
    assert run.stderr.count(b"\n") == 1
    assert len(run.stderr.decode()) <= 250
    assert one.arrived == {}


@pytest.mark.parametrize("broken", ["schema = 2\n", "not toml"])
def test_a_broken_policy_is_78(broken: str, tmp_path: Path) -> None:
    one = member(tmp_path)
    (one.home / ".config" / "presend" / "policy.toml").write_text(broken)
    assert one.sendmail(LEE).returncode == os.EX_CONFIG
    assert one.arrived == {}


UNUSABLE: dict[str, tuple[str, str | None, str, str]] = {
    "no settings": ("config.toml", None, "settings unusable", "There are no settings."),
    "settings with a fault": ("config.toml", "unknown = 1\n", "settings unusable", "config.toml:1:1: identities: "),
    "settings that are not TOML": ("config.toml", "not toml", "settings unusable", "config.toml:1:5: this is not TOML"),
    "no policy": ("policy.toml", None, "policy unusable", "There is no policy"),
    "a policy with a fault": ("policy.toml", "schema = 2\n", "policy unusable", "policy.toml:1:1: company: "),
}


@pytest.mark.parametrize("case", UNUSABLE)
def test_without_usable_settings_and_policy_it_is_78_and_the_message_is_kept_until_they_are(
    case: str, tmp_path: Path
) -> None:
    name, text, label, fault = UNUSABLE[case]
    one = member(tmp_path)
    path = one.home / ".config" / "presend" / name
    good = path.read_text()
    path.unlink() if text is None else path.write_text(text)
    run = one.sendmail("--", LEE)
    assert (run.returncode, run.stdout, run.stderr.count(b"\n")) == (os.EX_CONFIG, b"", 1)
    (kept,) = one.kept
    assert run.stderr.endswith(f"presend drafts finish {kept.name}\n".encode())
    assert fault in run.stderr.decode()
    line, why = one.presend("drafts").stdout.decode().splitlines()
    assert line.endswith(f"{label}  Minutes")
    assert fault in why
    assert one.presend("drafts", "finish", kept.name).returncode == os.EX_CONFIG
    assert (one.arrived, one.kept) == ({}, [kept])
    path.write_text(good)
    assert one.presend("drafts", "finish", kept.name).returncode == 0
    assert (set(one.arrived), one.kept) == ({LEE}, [])


def test_a_kept_message_names_the_fault_of_the_policy_in_the_language_of_its_reader(tmp_path: Path) -> None:
    one = member(tmp_path)
    policy = one.home / ".config" / "presend" / "policy.toml"
    policy.write_text(f'colour = "red"\n{POLICY}')
    told = one.sendmail("--", LEE).stderr.decode()
    policy.write_text(POLICY)
    place = f"{policy}:1:1: colour: "
    for language, words in {"en": "there is no setting", "ko": "이런 이름의 설정은", "ja": "この名前の設定は"}.items():
        environ = {"LANG": "C.UTF-8", "LANGUAGE": language, "LC_MESSAGES": f"{language}_XX.UTF-8"}
        for verb in ([], ["show", one.kept[0].name]):
            assert place + words in one.presend("drafts", *verb, message=b"", closed=(), **environ).stdout.decode()
    assert f"{place}there is no setting of this name" in told


def test_without_settings_what_is_no_message_is_78_too_and_nothing_is_kept(tmp_path: Path) -> None:
    one = member(tmp_path)
    (one.home / ".config" / "presend" / "config.toml").unlink()
    run = one.sendmail("--", LEE, message=b"")
    assert (run.returncode, run.stderr.count(b"\n"), one.kept) == (os.EX_CONFIG, 1, [])


def test_a_long_or_hostile_subject_takes_one_safe_line_of_the_list(tmp_path: Path) -> None:
    one = member(tmp_path)
    one.sendmail("-t", message=OUTSIDE.replace(b"Minutes", b"\x1b[2J" + b"S" * 20_000))
    one.sendmail("-t", message=OUTSIDE.replace(b"Minutes", "회의록".encode() * 2_000 + b"\r x: y"))
    lines = one.presend("drafts").stdout.decode().splitlines()
    assert len(lines) == 2
    assert all(len(line) < 140 and line.isprintable() and line.endswith("…") for line in lines)


def test_kept_messages_are_shown_and_deleted_without_settings(tmp_path: Path) -> None:
    one = member(tmp_path)
    one.sendmail("-t", message=OUTSIDE)
    (kept,) = one.kept
    (one.home / ".config" / "presend" / "config.toml").write_text("unknown = 1\n")
    assert PARTNER in one.presend("drafts", "show", kept.name).stdout.decode()
    assert one.presend("drafts", "delete", kept.name).returncode == 0
    assert one.kept == []


def test_what_the_message_says_cannot_write_to_the_clients_screen(tmp_path: Path) -> None:
    one = member(tmp_path)
    run = one.sendmail("-t", message=INSIDE.replace(b"kim@", b"\x1b[2Jx\xe2\x80\xae@"))
    assert run.returncode == os.EX_NOPERM
    assert b"\x1b" not in run.stderr
    assert "\u202e".encode() not in run.stderr
    assert run.stderr.count(b"\n") == 1


@pytest.mark.parametrize(("language", "said"), [("ko", "보내지"), ("ja", "送")])
def test_the_line_is_in_the_members_language(language: str, said: str, tmp_path: Path) -> None:
    one = member(tmp_path)
    configuration = one.home / ".config" / "presend" / "config.toml"
    configuration.write_text(f'language = "{language}"\n' + configuration.read_text())
    run = one.sendmail("-t", message=OUTSIDE)
    assert said in run.stderr.decode()


@pytest.mark.parametrize(
    ("reply", "status", "kept"),
    [("451 4.3.0 later", os.EX_TEMPFAIL, 1), ("554 5.7.1 never", os.EX_UNAVAILABLE, 1), ("250 ok", 0, 0)],
)
def test_what_the_server_answers_is_the_status(reply: str, status: int, kept: int, tmp_path: Path) -> None:
    inbox = Inbox(content_reply=reply)
    with running(inbox) as port:
        one = member(tmp_path, port)
        run = one.sendmail(LEE)
    assert run.returncode == status
    assert (len(one.kept), len(one.waiting), len(inbox.mails)) == (kept, 0, 1 - kept)
    assert (f"{reply}. Kept in ".encode() in run.stderr) == bool(status)
    for folder in one.kept:
        assert reply in one.presend("drafts", "show", folder.name).stdout.decode()


def test_without_a_server_it_is_75_and_nothing_leaves_later(tmp_path: Path) -> None:
    inbox = Inbox()
    with running(inbox) as port:
        pass
    one = member(tmp_path, port)
    assert one.sendmail(LEE).returncode == os.EX_TEMPFAIL
    with running(inbox) as again:
        configuration = one.home / ".config" / "presend" / "config.toml"
        configuration.write_text(configuration.read_text().replace(f"port = {port}", f"port = {again}"))
        assert one.presend("outbox", "flush").returncode == 0
    assert inbox.mails == []
    assert (len(one.waiting), len(one.kept)) == (0, 1)


def test_a_connection_lost_at_the_end_never_invites_a_second_message(tmp_path: Path) -> None:
    def hangs_up(talk: Talk) -> None:
        talk.converse({"EHLO": "250 test"}, "DATA")
        talk.say("354 go on")
        talk.hear_content()

    with scripted(hangs_up) as port:
        one = member(tmp_path, port)
        run = one.sendmail(LEE)
    assert run.returncode == 0
    assert b"Do not send it again" in run.stderr
    assert (len(one.waiting), len(one.kept), len(one.filed)) == (1, 0, 1)


def test_presend_as_its_own_transport_is_refused(tmp_path: Path) -> None:
    command = f'kind = "sendmail"\ncommand = "{shlex.quote(sys.executable)} -m composer sendmail"'
    one = Member(tmp_path / "home", command)
    run = one.sendmail(LEE)
    assert run.returncode == os.EX_UNAVAILABLE
    assert (len(one.kept), len(one.waiting)) == (1, 0)
    assert b"own transport" in run.stderr


def killed_at(one: Member, step: str, by: signal.Signals = signal.SIGKILL) -> int:
    """Run the gate in a process that sends itself a signal at a step of the outbox, and again at the next renaming."""
    program = (
        "import os, signal, sys\n"
        "from composer.delivery import build\n"
        "real = build.build_outbox\n"
        "steps = []\n"
        "def die(name):\n"
        "    steps.append(name)\n"
        f"    if name == {step!r}:\n"
        f"        os.kill(os.getpid(), {int(by)})\n"
        f"again = lambda event, _: event == 'os.rename' and {step!r} in steps and os.kill(os.getpid(), {int(by)})\n"
        "sys.addaudithook(again)\n"
        "build.build_outbox = lambda *a, **k: real(*a, **{**k, 'checkpoint': die})\n"
        "from composer.cli.sendmail import main\n"
        f"sys.exit(main([{LEE!r}]))\n"
    )
    around = {"PATH": os.environ["PATH"], "HOME": str(one.home), "LANG": "C.UTF-8", "TZ": "UTC"}
    around["PYTHONPATH"] = str(ROOT)
    return run([sys.executable, "-c", program], given=INSIDE, env=around, cwd=one.home).returncode


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
@pytest.mark.parametrize("step", ["accept:judged", "deliver:trying"])
def test_ended_by_a_signal_the_message_is_kept_and_nothing_is_queued(
    by: signal.Signals, step: str, tmp_path: Path
) -> None:
    one = member(tmp_path)
    assert killed_at(one, step, by) == os.EX_TEMPFAIL
    assert (one.arrived, len(one.waiting), len(one.kept)) == ({}, 0, 1)


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM])
def test_a_password_command_that_hangs_is_told_about_and_ends_with_presend(by: signal.Signals, tmp_path: Path) -> None:
    command = f"echo $$ > {tmp_path}/group; sleep 600 | cat"
    one = member(tmp_path)
    (one.home / ".config" / "presend" / "config.toml").write_text(
        '[[identities]]\naddress = "kim@hanbit.example"\n[transport]\nkind = "smtp"\nhost = "127.0.0.1"\nport = 9\n'
        f'security = "plaintext"\nuser = "kim"\npassword_command = "{command}"\n'
    )
    around = {"PATH": os.environ["PATH"], "HOME": str(one.home), "LANG": "C.UTF-8", "TZ": "UTC"}
    around["PYTHONPATH"] = str(ROOT)
    words = [sys.executable, "-m", "composer", "sendmail", LEE]
    with subprocess.Popen(words, stdin=-1, stderr=-1, env=around, cwd=one.home, start_new_session=True) as running:
        assert running.stdin is not None
        assert running.stderr is not None
        running.stdin.write(INSIDE)
        running.stdin.close()
        assert b"Waiting for the command that prints your password." in running.stderr.readline()
        running.send_signal(by)
        said = running.stderr.read()
    assert (running.returncode, len(one.kept), len(one.waiting)) == (os.EX_TEMPFAIL, 1, 0)
    assert (said.count(b"\n"), one.kept[0].name.encode() in said) == (1, True)
    wait_for_the_end(tmp_path / "group")


STARTING = """import builtins, os, sys
at, real = {at!r}, builtins.__import__
def imports(name, *rest, **named):
    if name == at:
        os.kill(os.getpid(), {number})
    return real(name, *rest, **named)
builtins.__import__ = imports
from composer.__main__ import main
sys.exit(main(["sendmail", {recipient!r}]))
"""


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
@pytest.mark.parametrize(
    "module",
    [
        "composer.cli.sendmail",
        "composer.cli.wiring.environment",
        "composer.gate.call.arguments",
        "composer.delivery.build",
    ],
)
def test_ended_by_a_signal_while_it_starts_it_keeps_the_message_and_says_one_line(
    module: str, by: signal.Signals, tmp_path: Path
) -> None:
    one = member(tmp_path)
    run = started(one, STARTING.format(at=module, number=int(by), recipient=LEE))
    assert (run.returncode, run.stdout, run.stderr.count(b"\n")) == (os.EX_TEMPFAIL, b"", 1)
    assert run.stderr.startswith(b"presend: presend was interrupted.")
    assert (one.arrived, len(one.waiting), len(one.kept)) == ({}, 0, 1)


def test_what_a_client_goes_on_writing_after_a_signal_is_not_waited_for(tmp_path: Path) -> None:
    one = member(tmp_path)
    program = STARTING.format(at="composer.cli.wiring.environment", number=int(signal.SIGTERM), recipient=LEE)
    around = {"PATH": os.environ["PATH"], "HOME": str(one.home), "LANG": "C.UTF-8", "TZ": "UTC"}
    around["PYTHONPATH"] = str(ROOT)
    command = [sys.executable, "-c", program]
    with subprocess.Popen(command, stdin=-1, stderr=-1, env=around, cwd=one.home) as running:
        assert running.stdin is not None
        assert running.stderr is not None
        running.stdin.write(INSIDE)
        running.stdin.flush()
        said = running.stderr.read()
    assert (running.returncode, said.count(b"\n")) == (os.EX_TEMPFAIL, 1)
    assert b"before it had the whole message" in said
    assert (one.arrived, one.kept, one.waiting) == ({}, [], [])
    assert list((one.home / ".local").rglob("*.eml")) == []


def started(one: Member, program: str) -> subprocess.CompletedProcess[bytes]:
    """A Python program in the member's home that gets a message."""
    around = {"PATH": os.environ["PATH"], "HOME": str(one.home), "LANG": "C.UTF-8", "TZ": "UTC"}
    around["PYTHONPATH"] = str(ROOT)
    command = [sys.executable, "-c", program]
    return subprocess.run(command, input=INSIDE, env=around, cwd=one.home, check=False, capture_output=True)


def run_program(one: Member, program: str) -> subprocess.CompletedProcess[bytes]:
    """The same where the start is not what the program looks at."""
    around = {"PATH": os.environ["PATH"], "HOME": str(one.home), "LANG": "C.UTF-8", "TZ": "UTC"}
    around["PYTHONPATH"] = str(ROOT)
    return run([sys.executable, "-c", program], given=INSIDE, env=around, cwd=one.home)


BREAKING = """import os, signal, sys
from composer.delivery import build
real = build.build_outbox
def breaks(name):
    if name == {step!r}:
        {do}
build.build_outbox = lambda *a, **k: real(*a, **{{**k, "checkpoint": breaks}})
from composer.cli.sendmail import main
sys.exit(main([{recipient!r}]))
"""


@pytest.mark.parametrize(("step", "kept"), [("accept:judged", 1), ("accept:record", 1), ("deliver:began", 1)])
def test_a_fault_of_presend_itself_is_70_and_one_line_that_quotes_nothing(step: str, kept: int, tmp_path: Path) -> None:
    one = member(tmp_path)
    run = run_program(one, BREAKING.format(step=step, do='raise RuntimeError("Dear Lee")', recipient=LEE))
    assert (run.returncode, run.stdout, run.stderr.count(b"\n")) == (os.EX_SOFTWARE, b"", 1)
    assert b"RuntimeError" in run.stderr
    assert b"Dear Lee" not in run.stderr
    assert (len(one.kept), len(one.arrived)) == (kept, 1 - kept)


@pytest.mark.parametrize("step", ["accept:judged", "deliver:trying"])
def test_a_second_signal_does_not_disturb_the_keeping(step: str, tmp_path: Path) -> None:
    one = member(tmp_path)
    twice = BREAKING.format(
        step=step,
        do="sys.setprofile(again); os.kill(os.getpid(), signal.SIGTERM)",
        recipient=LEE,
    )
    again = (
        "def again(frame, event, _argument):\n"
        "    if event == 'call' and frame.f_code.co_name in ('keep', 'take_back', '_say'):\n"
        "        os.kill(os.getpid(), signal.SIGTERM)\n"
    )
    run = run_program(one, twice.replace("def breaks", again + "def breaks"))
    assert (run.returncode, run.stderr.count(b"\n")) == (os.EX_TEMPFAIL, 1)
    assert (one.arrived, len(one.waiting), len(one.kept)) == ({}, 0, 1)


@pytest.mark.parametrize("by", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_ended_by_a_signal_before_it_has_read_the_message_it_reads_and_keeps_it(by: str, tmp_path: Path) -> None:
    one = member(tmp_path)
    program = (
        "import os, signal, sys, composer.safe_text\n"
        "def opens(event, about):\n"
        "    if event == 'open' and str(about[0]).endswith('config.toml'):\n"
        f"        exec('os.kill(os.getpid(), signal.{by})')\n"  # as while a dataclass is made
        "from composer.cli.sendmail import main\n"
        "sys.addaudithook(opens)\n"
        f"sys.exit(main([{LEE!r}]))\n"
    )
    around = {"PATH": os.environ["PATH"], "HOME": str(one.home), "PYTHONPATH": str(ROOT)}
    (one.home / "ended_early.py").write_text(program)
    command = [sys.executable, "-m", "ended_early"]
    run = subprocess.run(command, input=INSIDE, env=around, cwd=one.home, capture_output=True, check=False)
    assert (run.returncode, run.stdout, one.arrived, len(one.kept)) == (os.EX_TEMPFAIL, b"", {}, 1)
    assert run.stderr.startswith(b"presend: presend was interrupted. Kept in ")
    assert run.stderr.count(b"\n") == 1


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_at_the_very_end_does_not_make_what_was_sent_look_unsent(by: signal.Signals, tmp_path: Path) -> None:
    one = member(tmp_path)
    program = (
        "import os, sys\n"
        "from composer.cli.sendmail import main\n"
        "class Last:\n"
        "    def __del__(self, kill=os.kill, me=os.getpid()):\n"
        f"        kill(me, {int(by)})\n"
        "last = Last()\n"  # Python takes it away among the last things that it does
        f"sys.exit(main([{LEE!r}]))\n"
    )
    around = {"PATH": os.environ["PATH"], "HOME": str(one.home), "PYTHONPATH": str(ROOT)}
    run = subprocess.run([sys.executable, "-c", program], input=INSIDE, env=around, capture_output=True, check=False)
    assert (run.returncode, run.stderr, len(one.arrived)) == (0, b"", 1)


@pytest.mark.parametrize("step", ["accept:queued", "settle:audit", "deliver:began", "deliver:trying"])
def test_killed_before_the_server_has_it_the_message_is_kept_and_never_leaves_by_itself(
    step: str, tmp_path: Path
) -> None:
    one = member(tmp_path)
    assert killed_at(one, step) == -signal.SIGKILL
    assert len(one.waiting) == 1
    assert one.presend("drafts").stdout.endswith(b"Minutes\n")
    assert one.presend("outbox", "flush").returncode == 0
    assert (one.arrived, len(one.waiting), len(one.kept)) == ({}, 0, 1)
    assert one.presend("drafts", "finish", one.kept[0].name).returncode == 0
    assert set(one.arrived) == {LEE}
    assert one.kept == []


CHANGED: dict[str, Callable[[bytes], bytes]] = {
    "nothing is left": lambda _data: b"",
    "no header": lambda _data: b"no header",
    "other line ends": lambda data: data.replace(b"\r\n", b"\n"),
    "another line end in the header": lambda data: data.replace(b"Subject:", b"X: y\nSubject:"),
    "an end of the data in the text": lambda data: data + b".\nMAIL FROM:<eve@evil.example>\r\n",
    "a CR at the end": lambda data: data + b"\r",
}


@pytest.mark.parametrize("change", CHANGED)
def test_a_kept_file_that_is_not_as_presend_wrote_it_is_not_sent_and_says_so(change: str, tmp_path: Path) -> None:
    one = member(tmp_path)
    assert one.sendmail("-t", message=OUTSIDE).returncode == Exit.NO_PERMISSION
    file = one.kept[0] / "message.eml"
    file.write_bytes(CHANGED[change](file.read_bytes()))
    run = one.presend("drafts", "finish", one.kept[0].name)
    assert (run.returncode, one.arrived, len(one.kept)) == (Exit.DATA, {}, 1)
    assert b"The kept file was changed" in run.stderr


@pytest.mark.parametrize("action", ["show", "finish", "delete"])
def test_what_a_killed_process_left_is_there_at_once_for_every_action(action: str, tmp_path: Path) -> None:
    one = member(tmp_path)
    assert killed_at(one, "accept:queued") == -signal.SIGKILL
    (job,) = one.waiting
    assert one.presend("drafts", action, job.name).returncode == 0
    assert (set(one.arrived), len(one.kept)) == ({LEE} if action == "finish" else set(), action == "show")


@pytest.mark.parametrize("step", ["deliver:answered", "deliver:recorded", "deliver:ended", "file:done"])
def test_killed_after_the_server_may_have_it_nobody_gets_it_twice(step: str, tmp_path: Path) -> None:
    one = member(tmp_path)
    assert killed_at(one, step) == -signal.SIGKILL
    one.presend("outbox", "flush")
    one.presend("outbox", "flush")
    assert set(one.arrived) == {LEE}
    assert len(list((one.home / ".local/share/presend/local" / LEE / "new").iterdir())) == 1
    assert (len(one.kept), len(one.filed)) == (0, 1)


def test_help_is_printed_and_nothing_is_read(tmp_path: Path) -> None:
    run = member(tmp_path).presend("sendmail", "--help")
    assert run.returncode == 0
    assert b"--presend-level" in run.stdout


DRAFTS: dict[str, Callable[[str], tuple[str, ...]]] = {
    "list": lambda _id: ("drafts",),
    "show": lambda name: ("drafts", "show", name),
    "delete": lambda name: ("drafts", "delete", name),
}


def test_drafts_lists_shows_and_deletes_what_was_kept(tmp_path: Path) -> None:
    one = member(tmp_path)
    one.sendmail("-t", message=OUTSIDE)
    (kept,) = one.kept
    listed, shown, deleted, empty = (
        one.presend(*DRAFTS[action](kept.name)).stdout.decode() for action in ("list", "show", "delete", "list")
    )
    assert listed.split("  ")[0] == kept.name
    assert "nobody to ask  Minutes" in listed
    assert PARTNER in shown
    assert str(kept) in shown
    assert kept.name in deleted
    assert empty == "There are no drafts.\n"


def test_a_draft_of_the_composer_is_listed_too_and_finished_in_the_composer(tmp_path: Path) -> None:
    one = member(tmp_path)
    folder = one.home / ".local" / "share" / "presend" / "drafts"
    folder.mkdir(parents=True)
    saved = SavedDraft("mine", Composition(to=LEE, subject="Half written"), datetime(2026, 11, 24, tzinfo=UTC))
    (folder / "mine.json").write_bytes(encode(saved))
    assert one.presend("drafts").stdout.decode().endswith("draft  Half written\n")
    assert LEE in one.presend("drafts", "show", "mine").stdout.decode()
    run = one.presend("drafts", "finish", "mine")
    assert run.returncode == os.EX_NOPERM
    assert b"no terminal" in run.stderr
    assert one.presend("drafts", "delete", "mine").returncode == 0
    assert one.presend("drafts").stdout == b"There are no drafts.\n"


@pytest.mark.parametrize("action", ["show", "finish", "delete"])
@pytest.mark.parametrize("wrong", ["none", "../../etc", ""])
def test_a_draft_that_is_not_there_is_said_to_be_missing(action: str, wrong: str, tmp_path: Path) -> None:
    run = member(tmp_path).presend("drafts", action, wrong)
    assert run.returncode == os.EX_TEMPFAIL
    assert b"There is no" in run.stderr


# The audit log


def audited(one: Member) -> list[dict[str, Any]]:
    file = one.home / ".local" / "share" / "presend" / "audit.jsonl"
    return [json.loads(line) for line in file.read_text("ascii").splitlines()]


def test_a_message_that_cannot_be_noted_is_kept(tmp_path: Path) -> None:
    inbox = Inbox()
    with running(inbox) as port:
        one = member(tmp_path, port)
        log = one.home / ".local" / "share" / "presend" / "audit.jsonl"
        log.mkdir(parents=True)
        run = one.sendmail("-t")
        assert (run.returncode, len(one.kept), one.waiting) == (os.EX_TEMPFAIL, 1, [])
        assert b"Nothing is sent, because the audit log cannot be written" in run.stderr
        log.rmdir()
        assert one.presend("drafts", "finish", one.kept[0].name).returncode == os.EX_OK
    assert [mail.recipients for mail in inbox.mails] == [[LEE]]
    assert [line["event"] for line in audited(one)] == ["accepted", "delivery"]


def test_where_the_settings_say_so_it_is_sent_all_the_same(tmp_path: Path) -> None:
    inbox = Inbox()
    with running(inbox) as port:
        one = member(tmp_path, port)
        config = one.home / ".config" / "presend" / "config.toml"
        config.write_text(f'{config.read_text()}[audit]\non_failure = "send"\n')
        (one.home / ".local" / "share" / "presend" / "audit.jsonl").mkdir(parents=True)
        assert one.sendmail("-t").returncode == os.EX_OK
    assert [mail.recipients for mail in inbox.mails] == [[LEE]]


def test_a_server_without_smtputf8_is_a_refusal_in_the_log(tmp_path: Path) -> None:
    with scripted(lambda talk: talk.converse({"EHLO": "250 test"}, "none")) as port:
        one = member(tmp_path, port)
        assert one.sendmail("-t", message=INSIDE.replace(b"Subject: Minutes", "Subject: 회의".encode())).returncode == (
            os.EX_UNAVAILABLE
        )
    accepted, delivery, refused = audited(one)
    assert (accepted["event"], delivery["event"], refused["event"]) == ("accepted", "delivery", "refused")
    assert delivery["codes"] == {"smtputf8": 1}
    assert (refused["reason"], refused["refusals"], refused["rule"]) == ("server", ["smtputf8"], "no_outside")
    assert refused["recipients"] == [{"class": "internal", "domain": "hanbit.example", "count": 1}]
    assert refused["policy_id"] == accepted["policy_id"]
    assert refused["uid"] == os.getuid()


def test_a_server_that_says_no_is_named_by_its_code(tmp_path: Path) -> None:
    with scripted(lambda talk: talk.converse({"EHLO": "250 test", "MAIL": "550 5.7.1 no"}, "none")) as port:
        one = member(tmp_path, port)
        assert one.sendmail("-t").returncode == os.EX_UNAVAILABLE
    refused = audited(one)[-1]
    assert (refused["event"], refused["refusals"], refused["codes"]) == ("refused", ["550"], {"550": 1})


def test_a_server_that_cannot_be_reached_is_no_undoing(tmp_path: Path) -> None:
    with scripted(lambda talk: talk.converse({"EHLO": "250 test", "MAIL": "451 later"}, "none")) as port:
        one = member(tmp_path, port)
        assert one.sendmail("-t").returncode == os.EX_TEMPFAIL
    last = audited(one)[-1]
    assert (last["event"], last["codes"]) == ("not_delivered", {"451": 1})
