"""What a text file says of its charset is proven by its octets, which go out as they are."""

from __future__ import annotations

import codecs
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.delivery.wire.mime_file import write_file
from composer.delivery.wire.text_charset import charset_of
from composer.files.attaching.attach import LocalFiles
from tests.delivery.support import parsed

ASCII, UTF_8, UTF_16 = "us-ascii", "utf-8", "utf-16"
KOREAN, JAPANESE = "안녕하세요\n", "こんにちは\n"
TEXTS = {
    "plain": (b"plain\r\ntext\n\x0c\t~", ASCII),
    "colours": (b"\x1b[31mred\x1b[0m\n", ASCII),
    "UTF-8": (KOREAN.encode(), UTF_8),
    "UTF-8 with a mark": (codecs.BOM_UTF8 + KOREAN.encode(), UTF_8),
    "UTF-8 with a mark and nothing else": (codecs.BOM_UTF8 + b"plain", UTF_8),
    "emoji": ("👨\u200d👩".encode(), UTF_8),
    "UTF-8 and colours": (b"\x1b[1m" + KOREAN.encode(), UTF_8),
    "UTF-16": (KOREAN.encode("utf-16"), UTF_16),
    "UTF-16, big end first": (codecs.BOM_UTF16_BE + KOREAN.encode("utf-16-be"), UTF_16),
    "UTF-16 beyond the first plane": ("𠮷👩".encode("utf-16"), UTF_16),
    "UTF-16 without a mark": (KOREAN.encode("utf-16-le"), None),
    "UTF-16, half a letter": (KOREAN.encode("utf-16")[:-1], None),
    "UTF-16, a lone surrogate": (codecs.BOM_UTF16_LE + b"\x00\xd8a\x00", None),
    "UTF-32": (KOREAN.encode("utf-32"), None),
    "EUC-KR": (KOREAN.encode("euc-kr"), None),
    "Shift_JIS": (JAPANESE.encode("shift-jis"), None),
    "ISO-2022-JP": (JAPANESE.encode("iso-2022-jp"), None),
    "ISO-2022-KR": (KOREAN.encode("iso-2022-kr"), None),
    "Latin-1": ("Grüße".encode("latin-1"), None),
    "UTF-8, half a letter": (KOREAN.encode()[:-2], None),
    "UTF-8, too long": (b"\xc0\xaf", None),
    "UTF-8, a surrogate": (b"\xed\xa0\x80", None),
    "a NUL": (b"plain\0text", None),
    "a NUL in UTF-8": (KOREAN.encode() + b"\0", None),
}


@pytest.mark.parametrize("size", [2, 3, 7, 10_000])
@pytest.mark.parametrize(("octets", "charset"), TEXTS.values(), ids=TEXTS)
def test_octets_prove_a_charset_or_none_wherever_they_are_cut(octets: bytes, charset: str | None, size: int) -> None:
    assert charset_of(octets[at : at + size] for at in range(0, len(octets), size)) == charset


@given(st.binary())
def test_what_is_said_can_be_read(octets: bytes) -> None:
    found = charset_of([octets])
    if found is not None:
        octets.decode(found)


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_every_text_in_utf_8_is_known(text: str) -> None:
    assert charset_of([text.encode()]) is not None or text.isascii()


def sent(path: Path, octets: bytes) -> bytes:
    """The file as a part of a message."""
    path.write_bytes(octets)
    files = LocalFiles(path.parent)
    (facts,) = files.facts((files.attach(path),))
    out = io.BytesIO()
    write_file(facts, out)
    return out.getvalue()


@pytest.mark.parametrize("name", ["a.txt", "가.csv", "a.html", "a.py"])
@pytest.mark.parametrize(("octets", "charset"), TEXTS.values(), ids=TEXTS)
def test_a_text_goes_with_its_charset_or_as_octets_and_never_changed(
    tmp_path: Path, name: str, octets: bytes, charset: str | None
) -> None:
    part = parsed(sent(tmp_path / name, octets))
    is_text = part.get_content_maintype() == "text"
    assert (is_text, part.get_param("charset")) == (charset is not None, charset)
    assert is_text or part.get_content_type() == "application/octet-stream"
    assert part.get_payload(decode=True) == octets


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a.pdf", "application/pdf"), ("a", "application/octet-stream"), ("a.txt.gz", "application/octet-stream"),
     ("a.json", "application/json"), ("a.png", "image/png")],
)  # fmt: skip
def test_what_is_no_text_has_no_charset(tmp_path: Path, name: str, kind: str) -> None:
    part = parsed(sent(tmp_path / name, KOREAN.encode()))
    assert (part.get_content_type(), part.get_param("charset")) == (kind, None)
