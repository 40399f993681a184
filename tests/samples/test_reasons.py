"""What stands on a disk as codes and facts is said in the language of whoever reads it; the samples never change."""

from __future__ import annotations

import io
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from composer import words
from composer.cli.drafts import DraftActions
from composer.cli.outbox_actions import report_lines
from composer.clock import FixedClock
from composer.delivery.queue import journal
from tests.delivery.support import Office

SAMPLES = Path(__file__).parent
CODES, SENTENCES = SAMPLES / "version-1-reasons", SAMPLES / "version-1"
LANGUAGES = ("en", "ko", "ja")
NOW = datetime(2026, 12, 8, 10, 0, tzinfo=UTC)


def office(tmp_path: Path, samples: Path) -> Office:
    for name in ("outbox", "clients"):
        shutil.copytree(samples / name, tmp_path / name)
    return Office(tmp_path, clock=FixedClock(NOW))


def said_of_job(here: Office, subject: str) -> str:
    (found,) = [one for one in here.outbox.jobs() if one.subject == subject]
    return "\n".join(report_lines(found, here.clock))


def said_of_kept(here: Office, subject: str) -> str:
    (found,) = [one for one in here.kept.list() if one.subject == subject]
    out = io.StringIO()
    DraftActions(here.kept, here.drafts, out).show(found.id)
    return out.getvalue()


JOBS = {
    "Nobody listens": (
        "No mail server answers at mail.hanbit.example, port 587. Check both in config.toml.",
        "mail.hanbit.example의 포트 587에서 응답하는 메일 서버가 없습니다. config.toml의 두 값을 확인하세요.",
        "mail.hanbit.example のポート 587 で応答するメールサーバーがありません。",
    ),
    "Login refused": (
        "The server did not accept the login of kim: 535 5.7.8 no. Check user and password",
        "서버가 kim의 로그인을 받아들이지 않았습니다: 535 5.7.8 no.",
        "サーバーが kim のログインを受け付けませんでした: 535 5.7.8 no。",
    ),
    "Too large": (
        "lee@hanbit.example: refused. The message has 12 MB; the server takes at most 10 MB.",
        "lee@hanbit.example: 거부됨. 메일의 크기는 12 MB이며, 서버는 최대 10 MB까지 받습니다.",
        "lee@hanbit.example: 拒否。メールのサイズは 12 MB ですが、サーバーが受け付けるのは 10 MB までです。",
    ),
    "By a command": (
        "to be tried again. The command ended with status 75. msmtp: no route",
        "다시 시도 예정. 명령이 종료 상태 75로 끝났습니다. msmtp: no route",
        "再試行予定。コマンドは終了ステータス 75 で終了しました。msmtp: no route",
    ),
    "Answer lost": (
        "The connection was lost after the last octet and before the server's answer.",
        "마지막 옥텟을 보낸 뒤 서버가 응답하기 전에 연결이 끊어졌습니다.",
        "最後のオクテットを送った後、サーバーの応答より前に接続が切れました。",
    ),
    "Arrived": (
        "/home/kim/mailbox/.Sent/tmp was not written: a file stands where a folder is needed.\n\n"
        "lee@hanbit.example: sent. It arrived, as you said.",
        "/home/kim/mailbox/.Sent/tmp를 쓰지 못했습니다. 폴더가 있어야 할 자리에 파일이 있습니다.\n\n"
        "lee@hanbit.example: 보냄. 도착했다고 직접 확인하셨습니다.",
        "/home/kim/mailbox/.Sent/tmp を書き込めませんでした。フォルダーがあるべき場所にファイルがあります。\n\n"
        "lee@hanbit.example: 送信済み。届いたとご自身で確認しました。",
    ),
    "Expired": (
        "The message expired before it could be sent.",
        "메일이 보내지기 전에 만료되었습니다.",
        "メールは送信される前に有効期限が切れました。",
    ),
}
KEPT = {
    "Kept, refused": (
        "Not sent. There is no recipient. Fill in To, Cc or Bcc.",
        "보내지 않았습니다. 수신자가 없습니다.",
        "送信していません。宛先がありません。",
    ),
    "Kept, went back": (
        "Not sent: you went back.",
        "돌아가기를 선택했습니다.",
        "送信していません。「戻る」が選択されました。",
    ),
    "Kept, bad field": (
        "Presend-Level: high cannot be. It is general or restricted.",
        "Presend-Level: high: 쓸 수 없는 값입니다. 쓸 수 있는 값: general 또는 restricted.",
        "Presend-Level: high は使えません。使えるのは generalまたはrestricted です。",
    ),
    "Kept, not delivered": (
        "Not sent. lee@hanbit.example: refused. 550 5.1.1 no such user; park@hanbit.example: The connection",
        "보내지 않았습니다. lee@hanbit.example: 거부됨. 550 5.1.1 no such user; park@hanbit.example: 서버와의 연결이",
        "送信していません。lee@hanbit.example: 拒否。550 5.1.1 no such user; park@hanbit.example: サーバーとの接続が",
    ),
    "Kept, policy changed": (
        "Not sent: the policy changed meanwhile. Under the new policy a warning is due.",
        "그사이 정책이 바뀌었습니다. 새 정책에서는 경고를 표시해야 합니다.",
        "その間にポリシーが変わりました。新しいポリシーでは警告が必要です。",
    ),
    "Kept, broken policy": (
        "/etc/presend/policy.toml:3:1: company.domian: there is no setting of this name; did you mean domains?",
        "/etc/presend/policy.toml:3:1: company.domian: 이런 이름의 설정은 없습니다. domains를 쓰려고 했나요?",
        "/etc/presend/policy.toml:3:1: company.domian: この名前の設定はありません。domains のことですか?",
    ),
    "Kept, broken settings": (
        "/home/kim/.config/presend/config.toml:7:8: transport.port: 0 is out of range; write a number from 1 to 65535.",
        "/home/kim/.config/presend/config.toml:7:8: transport.port: 0은 범위를 벗어났습니다. 1부터 65535까지의",
        "/home/kim/.config/presend/config.toml:7:8: transport.port: 0 は範囲外です。1 から 65535 までの数を",
    ),
    "Kept, policy unusable": (
        "The policy /etc/presend/policy.toml could not be used.",
        "정책 /etc/presend/policy.toml을 사용할 수 없었습니다.",
        "ポリシー /etc/presend/policy.toml を使用できませんでした。",
    ),
}


@pytest.mark.parametrize("subject", JOBS)
def test_a_job_says_why_in_the_language_of_its_reader(tmp_path: Path, subject: str) -> None:
    here = office(tmp_path, CODES)
    for tag, sentence in zip(LANGUAGES, JOBS[subject], strict=True):
        words.use(tag)
        assert sentence in said_of_job(here, subject)


@pytest.mark.parametrize("subject", KEPT)
def test_a_kept_message_says_why_in_the_language_of_its_reader(tmp_path: Path, subject: str) -> None:
    here = office(tmp_path, CODES)
    for tag, sentence in zip(LANGUAGES, KEPT[subject], strict=True):
        words.use(tag)
        assert sentence in said_of_kept(here, subject)


@pytest.mark.parametrize("tag", LANGUAGES)
def test_what_was_written_as_a_sentence_says_it_as_it_stands(tmp_path: Path, tag: str) -> None:
    here = office(tmp_path, SENTENCES)
    words.use(tag)
    assert "The server mail.hanbit.example did not answer." in said_of_job(here, "Queued")
    assert "The message expired before it could be sent." in said_of_job(here, "Expired")
    assert "Not sent. lee@hanbit.example: refused. 550 5.1.1 no such user" in said_of_kept(here, "Kept, not delivered")


def test_every_sample_has_its_line_in_a_table(tmp_path: Path) -> None:
    here = office(tmp_path, CODES)
    assert {one.subject for one in here.outbox.jobs()} == JOBS.keys()
    assert {one.subject for one in here.kept.list()} == KEPT.keys()
    assert here.kept.unreadable() == []


def test_no_line_of_a_journal_holds_a_sentence_of_presends_own() -> None:
    for path in CODES.glob("outbox/*/*/journal"):
        lines = path.read_text("ascii").splitlines()
        assert len(journal.read(path)) == len(lines)
        assert all('"message":""' in line for line in lines if '"message"' in line)


def test_a_reason_of_another_version_costs_no_line_of_the_journal(tmp_path: Path) -> None:
    here = office(tmp_path, CODES)
    for path in here.root.glob("outbox/queue/*/journal"):
        path.write_text(path.read_text("ascii").replace('"size"', '"a_reason_to_come"', 1), "ascii")
    assert "refused. Another version of presend noted the reason" in said_of_job(here, "Too large")
