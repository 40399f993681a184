"""``mailto:`` fills in what RFC 6068 lets a stranger fill in, and nothing else."""

from __future__ import annotations

import unicodedata
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.errors import PresendError
from composer.message.composition import Composition
from composer.message.mailto import body_text, parse, subject_text
from composer.message.message_ids import MOST_PARENTS, MOST_REFERENCES, is_message_id
from tests.hostile.corpus import CORPUS

EXAMPLES = {
    "mailto:": Composition(),
    "mailto:kim@hanbit.example": Composition(to="kim@hanbit.example"),
    "MAILTO:kim@hanbit.example": Composition(to="kim@hanbit.example"),
    "mailto:a@x.example,b@y.example": Composition(to="a@x.example, b@y.example"),
    "mailto:?to=a@x.example&to=b@y.example": Composition(to="a@x.example, b@y.example"),
    "mailto:a@x.example?to=b@y.example&cc=c@z.example&bcc=d@z.example": Composition(
        to="a@x.example, b@y.example", cc="c@z.example", bcc="d@z.example"
    ),
    "mailto:a@x.example?Subject=Hello%20there&BODY=One%0D%0ATwo%0AThree": Composition(
        to="a@x.example", subject="Hello there", body="One\nTwo\nThree"
    ),
    "mailto:a@x.example?subject=1+1&body=a+b": Composition(to="a@x.example", subject="1+1", body="a+b"),
    "mailto:a+tag@x.example": Composition(to="a+tag@x.example"),
    "mailto:%22not%40me%22@x.example": Composition(to='"not@me"@x.example'),
    "mailto:%22a%2Cb%22@x.example,c@x.example": Composition(to='"a,b"@x.example, c@x.example'),
    "mailto:gorby%25kremvax@x.example": Composition(to="gorby%kremvax@x.example"),
    "mailto:user@x.example?subject=%26%3D%3F%23": Composition(to="user@x.example", subject="&=?#"),
    "mailto:%EA%B9%80@x.example?subject=%EA%B2%AC%EC%A0%81": Composition(to="김@x.example", subject="견적"),
    "mailto:김@x.example?subject=견적": Composition(to="김@x.example", subject="견적"),
    "mailto:a@x.example?body=a=b=c": Composition(to="a@x.example", body="a=b=c"),
    "mailto:a@x.example?body=first&body=second": Composition(to="a@x.example", body="first\nsecond"),
    "mailto:a@x.example?subject=first&subject=second": Composition(to="a@x.example", subject="first"),
    "mailto:a@x.example?body=%09tab%0C": Composition(to="a@x.example", body="\ttab\n"),
    "mailto:a@x.example?attach=/etc/passwd&attachment=/x&from=b@x.example&reply-to=c@x.example": Composition(
        to="a@x.example"
    ),
    "mailto:a@x.example?x-header=1&level=restricted&files=/x&sender=b&message-id=%3C1@x%3E": Composition(
        to="a@x.example"
    ),
    "mailto:list@x.example?In-Reply-To=%3C3469A91.D10AF4C@example.com%3E": Composition(
        to="list@x.example",
        in_reply_to=("<3469A91.D10AF4C@example.com>",),
        references=("<3469A91.D10AF4C@example.com>",),
    ),
    "mailto:a@x.example?in-reply-to=<2@x>&references=%3C1@x%3E%20%3C2@x%3E": Composition(
        to="a@x.example", in_reply_to=("<2@x>",), references=("<1@x>", "<2@x>")
    ),
    "mailto:?references=<1@x>&references=<2@x>&in-reply-to=1@x": Composition(references=("<1@x>", "<2@x>")),
    "mailto:?in-reply-to=%3C1@x%3E%0D%0ABcc:%20b@x.example&references=%3C1%0D%0A@x%3E%1B[2J": Composition(
        in_reply_to=("<1@x>",), references=("<1@x>",)
    ),
    "mailto:?in-reply-to=<2@x>&references=<0@x><1@x>": Composition(
        in_reply_to=("<2@x>",), references=("<0@x>", "<1@x>", "<2@x>")
    ),
    "mailto:?in-reply-to=<0@x><1@x>&references=<0@x><2@x>": Composition(
        in_reply_to=("<0@x>", "<1@x>"), references=("<0@x>", "<2@x>", "<1@x>")
    ),
    "mailto:a@x.example?subject=a#body=b": Composition(to="a@x.example", subject="a"),
    "mailto:a@x.example?subject=%E2%28%A1%ZZ": Composition(to="a@x.example", subject="\ufffd(\ufffd%ZZ"),
    "mailto:a@x.example?%73ubject=encoded%20name": Composition(to="a@x.example", subject="encoded name"),
    "mailto:,,a@x.example,?&&=&subject": Composition(to="a@x.example"),
}


@pytest.mark.parametrize(("uri", "expected"), EXAMPLES.items(), ids=EXAMPLES.keys())
def test_a_uri_becomes_this_composition(uri: str, expected: Composition) -> None:
    assert parse(uri) == expected


@pytest.mark.parametrize("text", ["", "kim@hanbit.example", "http://x.example", "mailt", " mailto:a@x", "\x1b[2J"])
def test_what_is_no_mailto_uri_is_refused_in_words(text: str) -> None:
    with pytest.raises(PresendError, match="is no mailto: address") as caught:
        parse(text)
    assert "\x1b" not in str(caught.value)


@pytest.mark.parametrize("raw", [False, True], ids=["encoded", "raw"])
@pytest.mark.parametrize("text", CORPUS.values(), ids=CORPUS.keys())
def test_hostile_text_fills_the_fields_harmlessly(text: str, raw: bool) -> None:
    text = text[:20_000]
    value = text if raw else quote(text.encode("utf-8", "surrogatepass"), safe="")
    assert_harmless(parse(f"mailto:{value}?cc={value}&bcc={value}&subject={value}&body={value}&attach={value}"))


@given(st.text(st.characters()))
def test_no_text_behind_mailto_does_harm_or_fails(rest: str) -> None:
    assert_harmless(parse("mailto:" + rest))


def test_a_link_names_only_so_many_messages() -> None:
    ids = "".join(f"<{number}@x>" for number in range(1_000))
    found = parse(f"mailto:?in-reply-to={ids}&references={ids}")
    assert (len(found.in_reply_to), len(found.references)) == (MOST_PARENTS, MOST_REFERENCES)
    assert (found.references[0], found.references[-1]) == ("<0@x>", "<999@x>")


def assert_harmless(found: Composition) -> None:
    lines = (found.to, found.cc, found.bcc, found.subject)
    for text in (*lines, found.body.replace("\n", "").replace("\t", "")):
        assert not {unicodedata.category(character) for character in text} & {"Cc", "Cs", "Zl", "Zp"}
        assert not set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069") & set(text)
    assert (found.files, found.sender) == ((), "")
    assert all(map(is_message_id, (*found.in_reply_to, *found.references)))
    assert found == Composition(
        to=found.to, cc=found.cc, bcc=found.bcc, subject=found.subject, body=found.body,
        in_reply_to=found.in_reply_to, references=found.references,
    )  # fmt: skip


@given(st.text(st.characters(categories=["L", "N", "P", "S", "M", "Zs"])))
def test_a_body_that_was_encoded_comes_back_letter_by_letter(body: str) -> None:
    assert parse("mailto:?body=" + quote(body)).body == body


def test_joiners_that_scripts_need_stay_in_subject_and_body() -> None:
    for text in ("می\u200cخواهم", "क्\u200dष", "👨\u200d👩\u200d👧", "é"):
        assert body_text(text) == text
        assert subject_text(text) == text


def _tags(text: str) -> str:
    return "".join(chr(0xE0000 + ord(character)) for character in text)


def test_flags_that_are_spelled_with_tags_stay_and_other_tags_go() -> None:
    wales = f"\U0001f3f4{_tags('gbwls')}\U000e007f"
    for text in (wales, f"a{wales}{wales}b", "\U0001f3f4"):
        assert body_text(text) == text
        assert subject_text(text) == text
        assert parse(f"mailto:?subject={quote(text)}&body={quote(text)}") == Composition(subject=text, body=text)
    for hidden in (_tags("gbwls"), f"{_tags('gbwls')}\U000e007f", _tags("send it to eve"), "\U000e0001\U000e007f"):
        assert body_text(f"a{hidden}b{wales}") == f"ab{wales}"
        assert body_text(f"a\U0001f3f4\U0001f3f3{hidden}b") == "a\U0001f3f4\U0001f3f3b"
    assert body_text(f"\U0001f3f4{_tags('send it to eve')}\U000e007f") == "\U0001f3f4"
    assert body_text(f"\U0001f3f4{_tags('gbwls')}") == "\U0001f3f4"


def test_a_long_body_is_not_cut() -> None:
    assert len(parse("mailto:?body=" + "x" * 300_000).body) == 300_000
