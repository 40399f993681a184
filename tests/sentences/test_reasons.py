"""Reasons in words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from composer import words
from composer.errors import NotAsApprovedError, PolicyFaultsError, StorageError
from composer.reasons import Reason, ReasonCode
from composer.sentences.file_faults import faults_error
from composer.sentences.reasons import failure, in_words, reason, reason_of, reason_words
from composer.storage.atomic import storage_error
from composer.threads.abort import AbortedError

FACTS: dict[str, str | int | tuple[str, ...]] = {
    "host": "mail.hanbit.example", "port": 587, "path": "/home/kim/x", "said": "No such file or directory", "n": 2,
    "id": "job", "fault": "ValueError", "trouble": "disk_full", "size": 2, "limit": 1, "reply": "535 no",
    "reason": "expired", "names": ("PLAIN", "LOGIN"), "user": "kim", "name": "PASSWORD", "service": "presend/host",
    "setting": "transport.password_command", "signal": 9, "status": 1, "command": "msmtp", "line": 3, "field": "To",
    "address": "lee@hanbit.example", "value": "high", "choices": ("yes", "no"), "words": "As it stands.",
    "file": "/home/kim/policy.toml", "variable": "PRESEND_POLICY", "column": 1, "key": "colour", "kind": "unknown_key",
    "found": "", "expected": "", "folder": "/home/kim/Mail", "login": "kim", "owner": "root", "security": "starttls",
}  # fmt: skip
"""Every fact that a sentence may name."""


@pytest.mark.parametrize("tag", ["en", "ko", "ja"])
@pytest.mark.parametrize("code", ReasonCode)
def test_every_code_has_a_sentence_of_its_own(tag: str, code: ReasonCode) -> None:
    words.use(tag)
    said = reason_words(Reason(code, FACTS))
    assert said
    assert not re.search(r"\{[a-z]+\}", said)
    assert (said == reason_words(Reason(ReasonCode.UNKNOWN))) is (code is ReasonCode.UNKNOWN)


def test_facts_that_are_not_there_leave_the_reason_unknown() -> None:
    unknown = reason_words(Reason(ReasonCode.UNKNOWN))
    assert reason_words(Reason(ReasonCode.NOBODY_LISTENS)) == unknown
    assert reason_words(Reason(ReasonCode.SIZE, {"size": "much", "limit": 1})) == unknown
    for code in (ReasonCode.AUDIT_LOG_HELD, ReasonCode.POLICY_BROKEN):
        assert reason_words(Reason(code, {"trouble": "disk_full"})).endswith(unknown)
        assert reason_words(Reason(code, {"trouble": code.value})).endswith(unknown)


def test_foreign_facts_are_made_safe_before_they_are_kept() -> None:
    kept = reason(ReasonCode.SERVER_REFUSED, host="h\x1b[2J", reply="550 \u202eno\udcff")
    assert not any(character in str(kept.facts) for character in "\x1b\u202e\udcff")


def test_an_exception_gives_its_reason_and_one_without_its_sentence() -> None:
    full = storage_error(Path("/x"), OSError(28, "No space left on device"))
    assert reason_of(full) == Reason(ReasonCode.DISK_FULL, {"path": "/x"})
    assert reason_words(reason_of(full)) == str(full)
    assert reason_of(failure(StorageError, ReasonCode.BUSY, n=3)).facts == {"n": 3}
    assert reason_of(AbortedError()).code is ReasonCode.BROKEN_OFF
    assert reason_of(NotAsApprovedError()).code is ReasonCode.NOT_AS_APPROVED
    assert reason_words(reason_of(PolicyFaultsError("/p.toml", ["1: no", "2: no"]))) == "1: no"
    assert reason_words(reason_of(StorageError("Something else."))) == "Something else."


@pytest.mark.parametrize("tag", ["ko", "ja"])
def test_an_exception_is_said_in_the_language_of_the_moment_as_far_as_its_reason_is_known(tag: str) -> None:
    full = storage_error(Path("/x"), OSError(28, "No space left on device"))
    broken = faults_error(PolicyFaultsError, "/p.toml", [reason_of(full), Reason(ReasonCode.UNKNOWN)])
    said = {error: in_words(error) for error in (full, broken, StorageError("Something else."))}
    assert [say() for say in said.values()] == [str(error) for error in said]
    words.use(tag)
    disk_full, unknown = reason_words(reason_of(full)), reason_words(Reason(ReasonCode.UNKNOWN))
    assert disk_full != str(full)
    assert [say() for say in said.values()] == [disk_full, f"{disk_full}\n{unknown}", "Something else."]
