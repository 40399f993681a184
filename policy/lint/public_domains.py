"""Mail providers where anybody gets an address, and suffixes under which anybody gets a domain.

Collected by hand from what people in Korea, Japan and elsewhere write to; not complete, and need not be:
a company's own domain is never among them.
"""

from __future__ import annotations

_PROVIDERS_BY_REGION = {
    "international": (
        "gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com ymail.com rocketmail.com "
        "aol.com icloud.com me.com mac.com proton.me protonmail.com pm.me tutanota.com tuta.com zoho.com "
        "zohomail.com mail.com gmx.com gmx.net fastmail.com hey.com"
    ),
    "Korea": (
        "naver.com hanmail.net daum.net kakao.com nate.com korea.com empas.com empal.com hanafos.com hitel.net "
        "lycos.co.kr dreamwiz.com freechal.com chol.com paran.com yahoo.co.kr hotmail.co.kr"
    ),
    "Japan": (
        "yahoo.co.jp ymail.ne.jp docomo.ne.jp ezweb.ne.jp au.com softbank.ne.jp i.softbank.jp vodafone.ne.jp "
        "nifty.com biglobe.ne.jp so-net.ne.jp ocn.ne.jp excite.co.jp goo.jp goo.ne.jp hotmail.co.jp outlook.jp "
        "live.jp rakuten.jp uqmobile.jp ymobile.ne.jp plala.or.jp"
    ),
    "China and Taiwan": (
        "qq.com foxmail.com 163.com 126.com yeah.net sina.com sina.cn sohu.com 139.com 189.cn aliyun.com "
        "yahoo.com.tw hinet.net pchome.com.tw"
    ),
    "other regions": (
        "web.de gmx.de gmx.at gmx.ch t-online.de freenet.de orange.fr wanadoo.fr free.fr laposte.net sfr.fr "
        "yahoo.fr yahoo.de yahoo.co.uk hotmail.co.uk hotmail.fr btinternet.com libero.it virgilio.it mail.ru "
        "bk.ru inbox.ru list.ru yandex.ru yandex.com rambler.ru ukr.net seznam.cz wp.pl o2.pl uol.com.br "
        "bol.com.br terra.com.br rediffmail.com yahoo.co.in comcast.net att.net verizon.net"
    ),
}
_PROVIDERS = frozenset(domain for names in _PROVIDERS_BY_REGION.values() for domain in names.split())
_SECOND_LEVELS = {
    "kr": "co or ne re pe go ac hs ms es sc kg seoul busan",
    "jp": "co or ne ac ad ed go gr lg",
    "uk": "co org me ltd plc net sch ac gov",
    "cn": "com net org gov edu ac",
    "tw": "com net org gov edu idv",
    "hk": "com net org gov edu idv",
    "sg": "com net org gov edu per",
    "my": "com net org gov edu",
    "th": "co in ac go or net",
    "vn": "com net org gov edu",
    "id": "co or ac go web sch",
    "in": "co net org firm gen ind ac gov",
    "au": "com net org edu gov asn id",
    "nz": "co net org ac govt gen",
    "br": "com net org gov edu",
    "mx": "com net org gob edu",
    "tr": "com net org gov edu",
    "za": "co net org gov ac",
    "il": "co net org gov ac",
    "ru": "com net org",
    "ua": "com net org",
}
"""Second-level names under which domains are given out, by country."""
_SUFFIXES = frozenset(f"{second}.{country}" for country, names in _SECOND_LEVELS.items() for second in names.split())


def is_public_provider(domain: str) -> bool:
    """Whether anybody can have an address in the domain (A-label form, lower case)."""
    return domain in _PROVIDERS


def is_public_suffix(domain: str) -> bool:
    """Whether it is a single label, or a name that registries give domains under."""
    return "." not in domain or domain in _SUFFIXES
