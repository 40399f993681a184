"""Checks what a translation says: of which security level, and in which tone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from composer.localization.codes import Code
from composer.localization.entry import Entry, Fault, sentences

LEVELS = {
    "ko": {"General": "일반", "Restricted": "대외비", "Confidential": "기밀"},
    "ja": {"General": "公開", "Restricted": "社外秘", "Confidential": "機密"},
}
"""The names of the security levels."""
_NAMED = {english: re.compile(rf"\b{english}\b(?<!> General)") for english in LEVELS["ko"]}
_LEVEL_CONTEXT = "security level"
_COMMON_WORD = frozenset({("ko", "General")})
"""Names that are everyday words as well: 일반 파일 is an ordinary file."""
_RUDE = {
    "ko": re.compile(
        r"(?<![니 ])다$|(?:[아어해여워]|예|에|네|군|죠|지)요$|[가-힣]라\.$|하자$|해줘$|(?<=[가-힣])냐$"
        r"|[해돼줘봐써]\.$"
    ),
    "ja": re.compile(
        r"(?:である|だ|だった|しろ|せよ|ろよ|だよ|だね|ますよ|ですよ|してね|下さい|でござる|なさい|(?<!お願い)いたします)$|(?:[っいしきえけせねべめれげ]て|んで)。$"
    ),
}
"""Ends of sentences that are not polite (합니다체, です・ます体), or are so in another way."""
_PLAIN = {"ja": re.compile(r"(?:[うくすつぬむるぐぶ]|[いしちりっえけせてねめれげべ]た|んだ|(?<!さ)ない|たい)。$")}
_CLIPPED = re.compile(r"(?:함|됨|음|임)\.$")
"""Ends of Korean notes, which are none beside whole sentences."""
_POLITE = {"ja": re.compile(r"(?:です|ます|ました|ません|でした|ましょう|ください)。?$")}
_FACT = re.compile(r"\}: [^。:]*(?:する|しない)。$")
"""What is said of a name in front of a colon, as notes say it."""
_MARKS = re.compile(r"[、,] ?[!?a-z] ")
"""Marks that are explained one after the other."""
_LIST_END = re.compile(r"[.。!?！？\"”’」』)）\s]+$")


def check_meaning(entry: Entry) -> Iterator[Fault]:
    """A level or a tone that does not go with English."""
    for check in (_levels, _politeness):
        yield from check(entry)


def _levels(entry: Entry) -> Iterator[Fault]:
    names = LEVELS.get(entry.language.tag, {})
    if entry.context == _LEVEL_CONTEXT and entry.source in names:
        if entry.text != names[entry.source]:
            yield Code.LEVEL_NAME, f"{entry.source}: {names[entry.source]}"
        return
    for english, name in names.items():
        is_named = english in entry.source and _NAMED[english].search(entry.source) is not None
        is_common = (entry.language.tag, english) in _COMMON_WORD
        if is_named and name not in entry.text:
            yield Code.LEVEL_NAME, f"{english}: {name}"
        elif not is_named and name in entry.text and name not in entry.source and not is_common:
            yield Code.LEVEL_NAME, name
        else:
            continue
        return


def _politeness(entry: Entry) -> Iterator[Fault]:
    tag = entry.language.tag
    if tag not in _RUDE:
        return
    for sentence in sentences(entry.text):
        bare = _LIST_END.sub("", sentence)
        if _is_short_answer(bare, sentence):
            continue
        if _RUDE[tag].search(bare) or _RUDE[tag].search(sentence) or _is_plain(entry, sentence):
            yield Code.POLITENESS, bare[-20:]
            return


def _is_short_answer(bare: str, sentence: str) -> bool:
    """Yes, no, and Korean questions, which are polite in 요 too."""
    return bare in {"아니요", "예", "네"} or (sentence.endswith("?") and bare.endswith(("까요", "나요", "가요")))


def _is_plain(entry: Entry, sentence: str) -> bool:
    """Whether a plain verb ends a sentence where whole ones are due; labels and lists are written so."""
    if entry.language.tag == "ko" and _CLIPPED.search(sentence) and not _MARKS.search(entry.text):
        return any(one.endswith(("니다.", "세요.", "십시오.")) for one in sentences(entry.text))
    plain, polite = _PLAIN.get(entry.language.tag), _POLITE.get(entry.language.tag)
    if plain is None or polite is None or polite.search(sentence) or not plain.search(sentence):
        return False
    if _MARKS.search(entry.text):
        return False
    if any(polite.search(one) for one in sentences(entry.text)):
        return True
    return entry.source.rstrip().endswith((".", "}")) and not (entry.source[:1].islower() or _FACT.search(sentence))
