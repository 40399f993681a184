"""Signed and encrypted messages through the gate, looked at by the programs that signed them."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

import pytest
from msgspec.structs import replace

from composer.exit_status import Exit
from tests.clients.client import require
from tests.delivery.support import Office
from tests.gate.support import Gate
from tests.policy.support import POLICY

HEAD = (
    b"From: kim@hanbit.example\r\nTo: lee@hanbit.example, park@hanbit.example\r\n"
    b"Bcc: boss@hanbit.example\r\nSubject: Signed\r\nMIME-Version: 1.0\r\n"
)
PART = (
    "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    "Dear Lee, 안녕하세요  \r\n.\r\n..two dots\r\nFrom here on\r\n-- \r\nKim\t\r\n\r\n"
).encode()
MIXED = b'Content-Type: multipart/signed; boundary="edge"; protocol="application/pgp-signature"; micalg=pgp-sha256\r\n'
OPTIONS = {
    "as it is": b"",
    "with a level": b"Presend-Level: restricted\r\n",
    "individually": b"Presend-Individually: yes\r\n",
    "both": b"Presend-Level: restricted\r\nPresend-Individually: yes\r\n",
}
by_option = pytest.mark.parametrize("option", OPTIONS)


class Program(Protocol):
    """A program and its keys."""

    def __call__(self, *words: str, given: bytes = b"") -> bytes:
        """Run it; what it says on standard output. Fails where it ends with an error."""
        ...


@pytest.fixture(scope="module")
def gpg(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """GnuPG with a key of the member."""
    require("gpg", "gpgconf")
    home = tmp_path_factory.mktemp("keys")
    run = program(("gpg", "--batch"), home, {"GNUPGHOME": str(home)})
    run("--passphrase", "", "--quick-gen-key", "kim@hanbit.example", "ed25519", "sign", "never")
    yield run
    program(("gpgconf",), home, {"GNUPGHOME": str(home)})("--kill", "all")


@pytest.fixture(scope="module")
def identity(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a key and a certificate of the member."""
    require("openssl")
    folder, subject = tmp_path_factory.mktemp("identity"), "/CN=Kim/emailAddress=kim@hanbit.example"
    program(("openssl",), folder, {})(
        "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "key", "-out", "certificate", "-subj", subject
    )
    return folder


@pytest.fixture
def openssl(identity: Path, tmp_path: Path) -> Program:
    """OpenSSL in a folder with the key and the certificate."""
    shutil.copytree(identity, tmp_path, dirs_exist_ok=True)
    return program(("openssl",), tmp_path, {})


def program(command: Sequence[str], folder: Path, environ: dict[str, str]) -> Program:
    def run(*words: str, given: bytes = b"") -> bytes:
        ended = subprocess.run(
            [*command, *words], input=given, capture_output=True, check=False, cwd=folder, env={**os.environ, **environ}
        )
        assert ended.returncode == 0, ended.stderr
        return ended.stdout

    return run


def passed(message: bytes, tmp_path: Path) -> list[bytes]:
    """What each recipient gets, and what is filed in Sent."""
    office = Office(tmp_path / "office")
    office.policy.policy = replace(POLICY, limits=replace(POLICY.limits, attachment_size_limit=100_000))
    result = Gate(office).take(message.replace(b"\r\n", b"\n"))
    assert result.exit is Exit.OK, result.sentence
    received = [mail.data for mail in office.post.received()]
    assert len(received) == 3
    return [in_crlf(data) for data in (*received, *office.filed())]


def in_crlf(data: bytes) -> bytes:
    """Mailboxes here have LF."""
    return data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


@by_option
def test_a_pgp_mime_signature_is_good_afterwards(option: str, gpg: Program, tmp_path: Path) -> None:
    signature = in_crlf(gpg("--armor", "--detach-sign", given=PART))
    message = (
        OPTIONS[option] + HEAD + MIXED + b"\r\n--edge\r\n" + PART + b"\r\n--edge\r\n"
        b"Content-Type: application/pgp-signature; name=signature.asc\r\n\r\n" + signature + b"\r\n--edge--\r\n"
    )
    for data in passed(message, tmp_path):
        _before, signed, last = data.split(b"--edge\r\n")
        (tmp_path / "signed").write_bytes(signed.removesuffix(b"\r\n"))
        (tmp_path / "signature").write_bytes(last.partition(b"\r\n\r\n")[2].partition(b"\r\n--edge--")[0])
        gpg("--verify", str(tmp_path / "signature"), str(tmp_path / "signed"))


@by_option
def test_a_signature_within_the_text_is_good_afterwards(option: str, gpg: Program, tmp_path: Path) -> None:
    text = gpg("--clearsign", given="Dear Lee, 안녕하세요\n- a dash\n.\nFrom here on\n".encode())
    head = HEAD + b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    for data in passed(OPTIONS[option] + head + in_crlf(text), tmp_path):
        gpg("--verify", given=data.partition(b"\r\n\r\n")[2])


@by_option
def test_an_s_mime_signature_is_good_afterwards(option: str, openssl: Program, tmp_path: Path) -> None:
    signed = in_crlf(openssl("cms", "-sign", "-signer", "certificate", "-inkey", "key", given=PART))
    for data in passed(OPTIONS[option] + HEAD.replace(b"MIME-Version: 1.0\r\n", b"") + signed, tmp_path):
        assert openssl("cms", "-verify", "-CAfile", "certificate", given=data) == PART


@by_option
def test_what_s_mime_encrypted_is_decrypted_afterwards(option: str, openssl: Program, tmp_path: Path) -> None:
    hidden = in_crlf(openssl("cms", "-encrypt", "-aes256", "certificate", given=PART))
    for data in passed(OPTIONS[option] + HEAD.replace(b"MIME-Version: 1.0\r\n", b"") + hidden, tmp_path):
        assert openssl("cms", "-decrypt", "-recip", "certificate", "-inkey", "key", given=data) == PART
