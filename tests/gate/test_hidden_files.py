"""A warning that is due for attachments only is due wherever a reader of the message would find one."""

from __future__ import annotations

from pathlib import Path

import pytest

from composer.exit_status import Exit
from tests.gate.support import OUTSIDE, POLICY, Member

FOR_FILES = POLICY + '[mail_security.outgoing_warning]\nenabled = true\napply = "attachments"\n'
HIDDEN = {
    "uuencoded in the text": OUTSIDE + b"begin 644 plan.pdf\n#86)C\n`\nend\n",
    "under an unknown disposition": b"Content-Disposition: hidden\n" + OUTSIDE,
    "in an encoding that nobody undoes": b"Content-Transfer-Encoding: x-gzip\n" + OUTSIDE,
    "as the version of PGP/MIME": b"Content-Type: application/pgp-encrypted\n" + OUTSIDE,
}


@pytest.mark.parametrize("where", HIDDEN)
def test_a_hidden_file_goes_nowhere_without_the_warning(where: str, tmp_path: Path) -> None:
    member = Member(tmp_path, policy=FOR_FILES)
    done = member.sendmail("-t", message=HIDDEN[where])
    assert (done.returncode, member.arrived) == (Exit.NO_PERMISSION, {})
    assert b"a warning is due" in done.stderr


def test_a_text_without_files_goes_without_the_warning(tmp_path: Path) -> None:
    member = Member(tmp_path, policy=FOR_FILES)
    done = member.sendmail("-t", message=OUTSIDE)
    assert (done.returncode, set(member.arrived)) == (Exit.OK, {"lee@hanbit.example", "outside"})
