"""What the system says went wrong is said in the member's language, wherever it is shown."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from composer import words
from composer.audit.log import AuditLog
from composer.disk.regular_file import NOT_REGULAR, read_regular
from composer.errors import StorageError
from composer.sentences.system_reasons import system_reason

USUAL = (
    *(errno.ENOENT, errno.EACCES, errno.EPERM, errno.EISDIR, errno.ENOTDIR, errno.ELOOP, errno.ENAMETOOLONG),
    *(errno.ENOEXEC, errno.EIO, errno.ENXIO, errno.EMFILE, errno.ENOLCK, errno.ECONNREFUSED, errno.EHOSTUNREACH),
)


@pytest.mark.parametrize("language", ["ko", "ja"])
@pytest.mark.parametrize("said", [*map(os.strerror, USUAL), NOT_REGULAR])
def test_the_usual_reasons_are_said_in_each_language(language: str, said: str) -> None:
    words.use(language)
    told = system_reason(OSError(1, said))
    assert told != said
    assert not told.isascii()


def test_english_keeps_the_words_of_the_system() -> None:
    assert [system_reason(OSError(number, os.strerror(number))) for number in USUAL] == [*map(os.strerror, USUAL)]


def test_what_is_rare_stays_as_the_system_says_it() -> None:
    words.use("ko")
    assert system_reason(OSError(errno.EXDEV, os.strerror(errno.EXDEV))) == os.strerror(errno.EXDEV)
    assert system_reason(UnicodeError("x")) == "UnicodeError"


def test_a_pipe_in_the_place_of_a_file_is_named_in_the_language_of_the_member(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "audit.jsonl")
    words.use("ko")
    said = AuditLog(tmp_path / "audit.jsonl").problem()
    assert NOT_REGULAR not in said
    with pytest.raises(OSError, match=NOT_REGULAR) as error:
        read_regular(tmp_path / "audit.jsonl")
    assert system_reason(error.value) in said
    with pytest.raises(StorageError) as told:
        AuditLog(tmp_path / "audit.jsonl").demand()
    assert str(told.value).endswith(said)
