"""Hostile and legal domains: what is inside, what is outside, what is no address."""

from __future__ import annotations

import pytest

from policy.address import MalformedAddressError, normal_domain, parse_address
from policy.addresses.fault import AddressFault
from policy.organization import Organization, RecipientClass
from policy.settings import Company, DomainRule, Policy

IN, OUT, UNKNOWN = RecipientClass.INTERNAL, RecipientClass.EXTERNAL, RecipientClass.UNKNOWN
ORGANIZATION = Organization(
    Policy(
        Company(
            (
                DomainRule("hanbit.example"),
                DomainRule("hanbit-shop.example"),
                DomainRule("branch.example", subdomains=True),
                DomainRule("corp.local"),
                DomainRule("intranet"),
                DomainRule("xn--fa-hia.example"),
                DomainRule("xn--xx3br43b.example"),
                DomainRule("192.0.2.1"),
                DomainRule("joined.xn--11b2ezcw70k.example"),
            )
        )
    )
)

GOLDEN: list[tuple[str, RecipientClass | AddressFault]] = [
    # the company's own, however they are written
    ("kim@hanbit.example", IN),
    ("kim@HANBIT.Example", IN),
    ("kim@hanbit-shop.example", IN),
    ("kim@ｈａｎｂｉｔ.example", IN),
    ("kim@hanbit\uff0eexample", IN),
    ("kim@hanbit\u3002example", IN),
    ("kim@hanbit\uff61example", IN),
    ("kim@ｈanbit．ＥＸＡＭＰＬＥ", IN),
    ("kim@\U0001d5c1anbit.example", IN),  # a mathematical letter, which UTS 46 maps
    ("kim@hanbit.\u212example", AddressFault.DOMAIN),  # the estimated sign
    ("kim@corp.local", IN),
    ("kim@intranet", IN),
    ("kim@faß.example", IN),
    ("kim@FAẞ.example", IN),
    ("kim@xn--fa-hia.example", IN),
    ("kim@XN--FA-HIA.EXAMPLE", IN),
    ("kim@한빛.example", IN),
    ("kim@\u1112\u1161\u11ab\u1107\u1175\u11be.example", IN),  # the same, decomposed
    ("kim@xn--xx3br43b.example", IN),
    ('"kim lee"@hanbit.example', IN),
    # sub-domains belong only where the administrator opted in
    ("kim@mail.hanbit.example", OUT),
    ("kim@a.branch.example", IN),
    ("kim@a.b.branch.example", IN),
    ("kim@A.BRANCH.example", IN),
    ("kim@branch.example", OUT),
    ("kim@evilbranch.example", OUT),
    ("kim@branch.example.evil.example", OUT),
    # looks alike
    ("kim@evil-hanbit.example", OUT),
    ("kim@hanbit.example.evil.example", OUT),
    ("kim@xhanbit.example", OUT),
    ("kim@hanbit.examples", OUT),
    ("kim@hanbit.exampl", OUT),
    ("kim@example", OUT),
    ("kim@hanbitexample", OUT),
    ("kim@hanbit-example.evil.example", OUT),
    ("kim@h\u0430nbit.example", OUT),  # Cyrillic a
    ("kim@hanb\u0456t.example", OUT),  # Cyrillic i
    ("kim@xn--hnbit-3ve.example", OUT),
    ("kim@hanb\u0131t.example", OUT),  # dotless i
    ("kim@hánbit.example", OUT),
    ("kim@ha\u0301nbit.example", OUT),
    ("kim@fass.example", OUT),
    ('"kim@hanbit.example"@evil.example', OUT),
    ("kim%hanbit.example@evil.example", OUT),
    ("hanbit.example!kim@evil.example", OUT),
    # a way of its own in the local part of an address of the company, which servers may follow
    ("kim%other.example@hanbit.example", UNKNOWN),
    ("other.example%kim@hanbit.example", UNKNOWN),
    ("kim%host@hanbit.example", UNKNOWN),
    ("%host@hanbit.example", UNKNOWN),
    ("kim%a.example%b.example@hanbit.example", UNKNOWN),
    ("kim%other.example%@hanbit.example", UNKNOWN),
    ("kim%other.example@a.branch.example", UNKNOWN),
    ("kim%other.example@ｈanbit．ＥＸＡＭＰＬＥ", UNKNOWN),
    ("other.example!kim@hanbit.example", UNKNOWN),
    ("kim!other.example@hanbit.example", UNKNOWN),
    ("host!kim@hanbit.example", UNKNOWN),
    ("a!b!kim@hanbit.example", UNKNOWN),
    ("a!kim%b@hanbit.example", UNKNOWN),
    ("!other.example@hanbit.example", UNKNOWN),
    ("other.example!@hanbit.example", UNKNOWN),
    ("other.example%@hanbit.example", UNKNOWN),
    ('"kim@other.example"@hanbit.example', UNKNOWN),
    ('"kim\\@other.example"@hanbit.example', UNKNOWN),
    ('"kim@"@hanbit.example', UNKNOWN),
    ('"@other.example:kim"@hanbit.example', UNKNOWN),
    ('"other::kim"@hanbit.example', UNKNOWN),
    ('"kim lee%other.example"@hanbit.example', UNKNOWN),
    ('"kim%other.example"@hanbit.example', UNKNOWN),
    ("kim\uff05other.example@hanbit.example", UNKNOWN),  # full-width marks, which become plain ones on the way
    ("kim\uff20other.example@hanbit.example", UNKNOWN),
    ("other.example\uff01kim@hanbit.example", UNKNOWN),
    ("50%@hanbit.example", IN),
    ("hello!@hanbit.example", IN),
    ("!hello@hanbit.example", IN),
    ("100%!@hanbit.example", IN),
    ('"kim lee!"@hanbit.example', IN),
    ("kim+a=b/c#d@hanbit.example", IN),
    # names for special use are legal
    ("kim@localhost", OUT),
    ("kim@printer.local", OUT),
    ("kim@host.test", OUT),
    ("kim@host.invalid", OUT),
    ("kim@example.com", OUT),
    ("kim@host.onion", OUT),
    ("kim@1.0.0.127.in-addr.arpa", OUT),
    # literals are never inside
    ("kim@[192.0.2.1]", OUT),
    ("kim@[IPv6:2001:db8::1]", OUT),
    ("kim@[ipv6:::1]", OUT),
    ("kim@[hanbit.example]", AddressFault.DOMAIN),
    ("kim@[192.0.2.256]", AddressFault.DOMAIN),
    ("kim@[192.0.2]", AddressFault.DOMAIN),
    ("kim@[IPv6:fe80::1%eth0]", AddressFault.DOMAIN),
    ("kim@[IPv6:zz::1]", AddressFault.DOMAIN),
    ("kim@[X-tag:hanbit.example]", AddressFault.DOMAIN),
    ("kim@[]", AddressFault.DOMAIN),
    ("kim@[192.0.2.1].hanbit.example", AddressFault.DOMAIN),
    ("kim@192.0.2.1", AddressFault.DOMAIN),
    # dots and invisible characters
    ("kim@hanbit.example.", AddressFault.DOMAIN),
    ("kim@hanbit.example\u3002", AddressFault.DOMAIN),
    ("kim@.hanbit.example", AddressFault.DOMAIN),
    ("kim@hanbit..example", AddressFault.DOMAIN),
    ("kim@hanbit\u2024example", AddressFault.INVISIBLE),
    ("kim@hanbit.example\u2025", AddressFault.INVISIBLE),
    ("kim@hanbit\u2488example", AddressFault.INVISIBLE),
    ("kim@han\u00adbit.example", AddressFault.INVISIBLE),
    ("kim@han\u200bbit.example", AddressFault.INVISIBLE),
    ("kim@han\u200dbit.example", AddressFault.INVISIBLE),
    ("kim@han\u2060bit.example", AddressFault.INVISIBLE),
    ("kim@\u202ehanbit.example", AddressFault.INVISIBLE),
    ("kim@hanbit.example\x00", AddressFault.INVISIBLE),
    ("kim@hanbit\ufe0f.example", AddressFault.INVISIBLE),
    ("kim@\u3164hanbit.example", AddressFault.INVISIBLE),
    ("kim\u3164@hanbit.example", AddressFault.INVISIBLE),
    ("kim\u200b@hanbit.example", AddressFault.INVISIBLE),
    # joiners where their scripts need them (RFC 5892, appendix A), however the domain is written
    ("kim@\u0646\u0627\u0645\u0647\u200c\u0627\u06cc.example", OUT),
    ("kim@\u0915\u094d\u200d\u0937.example", OUT),
    ("kim@joined.\u0915\u094d\u200d\u0937.example", IN),
    ("kim@joined.xn--11b2ezcw70k.example", IN),
    ("kim@joined.XN--11b2ezcw70k．example", IN),
    ("kim@joined.\u0915\u094d\u0937.example", OUT),
    ("kim@joined.\u0915\u094d\u200d\u0937.example.", AddressFault.DOMAIN),
    ("kim@joined.\u0915\u200d\u0937.example", AddressFault.INVISIBLE),
    ("kim@joined.\u0915\u094d\u200d\u200d\u0937.example", AddressFault.INVISIBLE),
    ("kim@a_b.\u0915\u094d\u200d\u0937.example", AddressFault.DOMAIN),
    ("\u0915\u094d\u200d\u0937@hanbit.example", AddressFault.INVISIBLE),
    # what was decoded from octets that are no text, and encoded words, which nobody may decode in an address
    ("k\ufffdm@hanbit.example", AddressFault.UNDECODABLE),
    ("kim@hanbit.\ufffdxample", AddressFault.UNDECODABLE),
    ('"k \ufffdm"@hanbit.example', AddressFault.UNDECODABLE),
    ("k\udcfcm@hanbit.example", AddressFault.UNDECODABLE),
    ("=?utf-8?q?l=FCe?=@hanbit.example", AddressFault.LOCAL_PART),
    ("=?utf-8?q?lee=40other.example?=@hanbit.example", AddressFault.LOCAL_PART),
    ('"=?utf-8?b?bGVl?="@hanbit.example', AddressFault.LOCAL_PART),
    ("lee=?x?=@hanbit.example", IN),
    # not host names
    ("kim@-hanbit.example", AddressFault.DOMAIN),
    ("kim@hanbit-.example", AddressFault.DOMAIN),
    ("kim@hanbit_x.example", AddressFault.DOMAIN),
    ("kim@ab--cd.example", AddressFault.DOMAIN),
    ("kim@xn--.example", AddressFault.DOMAIN),
    ("kim@xn--a.example", AddressFault.DOMAIN),
    ("kim@hanbit.example\uff0fevil.example", AddressFault.DOMAIN),
    ("kim@hanbit.example/evil", AddressFault.DOMAIN),
    ("kim@hanbit.example:25", AddressFault.DOMAIN),
    ("kim@1.אב.example", AddressFault.DOMAIN),
    ("kim@", AddressFault.DOMAIN),
    (f"kim@{'a' * 64}.example", AddressFault.TOO_LONG),
    (f"kim@{'a.' * 124}example", AddressFault.TOO_LONG),
    # not one address
    ("kim@hanbit.example@evil.example", AddressFault.SYNTAX),
    ("kim@evil.example@hanbit.example", AddressFault.SYNTAX),
    ("@relay.example:kim@hanbit.example", AddressFault.SYNTAX),
    ("@a.example,@b.example:kim@hanbit.example", AddressFault.SYNTAX),
    ("kim @hanbit.example", AddressFault.SYNTAX),
    ("kim@hanbit.example lee", AddressFault.SYNTAX),
    ('"kim@hanbit.example', AddressFault.SYNTAX),
    ("kim\uff20hanbit.example", AddressFault.NO_AT),
    ('"kim@hanbit.example"', AddressFault.NO_AT),
    ("hanbit.example", AddressFault.NO_AT),
    ("", AddressFault.EMPTY),
    ("  ", AddressFault.EMPTY),
    # the part before the @
    ("@hanbit.example", AddressFault.LOCAL_PART),
    (".kim@hanbit.example", AddressFault.LOCAL_PART),
    ("kim.@hanbit.example", AddressFault.LOCAL_PART),
    ("ki..m@hanbit.example", AddressFault.LOCAL_PART),
    ("ki(m@hanbit.example", AddressFault.LOCAL_PART),
    ("ki\u00a0m@hanbit.example", AddressFault.INVISIBLE),
    ('""@hanbit.example', AddressFault.LOCAL_PART),
    ('"a"b@hanbit.example', AddressFault.LOCAL_PART),
    (f"{'k' * 250}@hanbit.example", AddressFault.TOO_LONG),
]


def judged(text: str) -> RecipientClass | AddressFault:
    """The class of an address, or its fault."""
    try:
        return ORGANIZATION.classify(parse_address(text))
    except MalformedAddressError as error:
        return error.malformed.fault


@pytest.mark.parametrize(("text", "expected"), GOLDEN, ids=[ascii(text)[:60] for text, _ in GOLDEN])
def test_an_address_is_inside_outside_or_malformed(text: str, expected: RecipientClass | AddressFault) -> None:
    assert judged(text) is expected


IGNORABLE = [
    *(0x00AD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, *range(0x180B, 0x1810), *range(0x200B, 0x2010)),
    *(*range(0x202A, 0x202F), *range(0x2060, 0x2070), 0x3164, *range(0xFE00, 0xFE10), 0xFEFF, 0xFFA0),
    *(*range(0xFFF0, 0xFFF9), *range(0x1BCA0, 0x1BCA4), *range(0x1D173, 0x1D17B), *range(0xE0000, 0xE1000)),
]
"""Default_Ignorable_Code_Point of DerivedCoreProperties.txt."""


def test_no_ignorable_character_is_part_of_an_address() -> None:
    for code in IGNORABLE:
        for text in (
            f"ki{chr(code)}m@hanbit.example",
            f"kim@han{chr(code)}bit.example",
            f"{chr(code)}kim@hanbit.example",
        ):
            assert judged(text) is AddressFault.INVISIBLE, f"U+{code:04X}"


def test_the_table_is_long_and_names_nothing_twice() -> None:
    assert len({text for text, _ in GOLDEN}) == len(GOLDEN) >= 60


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("Hanbit.EXAMPLE", "hanbit.example"),
        ("ｈanbit．example", "hanbit.example"),
        ("faß.de", "xn--fa-hia.de"),
        ("intranet", "intranet"),
        ("xn--fa-hia.de", "xn--fa-hia.de"),
    ],
)
def test_a_domain_has_one_normal_form(text: str, domain: str) -> None:
    assert normal_domain(text) == domain


@pytest.mark.parametrize(
    "text",
    ["[192.0.2.1]", "a@b.example", "", "a b", "a.example.", "*.a.example", 'x"@a.example', "han\u00adbit.example"],
)
def test_what_is_no_domain_name_has_no_normal_form(text: str) -> None:
    with pytest.raises(MalformedAddressError) as caught:
        normal_domain(text)
    assert caught.value.malformed.text == text


def test_a_sub_domain_rule_never_makes_a_literal_inside() -> None:
    organization = Organization(Policy(Company((DomainRule("2.1]", subdomains=True),))))
    assert not organization.is_internal_domain("[192.0.2.1]")
