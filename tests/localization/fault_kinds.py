"""Kinds of faults that are planted in one translation after the other, wherever a kind applies."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from composer.language.cells import cells
from composer.localization.codes import Code
from composer.localization.entry import Entry

Planting = Callable[[Entry], Iterator[str]]
"""The translations of an entry with a fault of one kind, one for each place where it can be planted."""
_NAME = re.compile(r"\{[a-z][a-z0-9_]*\}")


class Kind(NamedTuple):
    """One kind of fault."""

    name: str
    planting: Planting
    codes: frozenset[Code]
    """Any of them names the fault."""


def replaced(
    text: str, pattern: str, replacement: str | Callable[[re.Match[str]], str], flags: int = 0
) -> Iterator[str]:
    """The text with one match of a pattern replaced, for each match; names in braces stay as they are."""
    names = [match.span() for match in _NAME.finditer(text)]
    for match in re.finditer(pattern, text, flags):
        if any(start <= match.start() < end for start, end in names):
            continue
        new = replacement(match) if callable(replacement) else match.expand(replacement)
        if new != match[0]:
            yield text[: match.start()] + new + text[match.end() :]


def each(rules: dict[str, Sequence[tuple[str, str]]]) -> Planting:
    """A kind that has rules for each language; a place is changed by the first rule that fits it."""

    def plant(entry: Entry) -> Iterator[str]:
        known = rules.get(entry.language.tag, ())
        if known:
            either = "|".join(f"(?:{_uncounted(pattern)})" for pattern, _ in known)
            yield from replaced(entry.text, either, lambda found: _by_first(found[0], found, known))

    return plant


def _uncounted(pattern: str) -> str:
    return re.sub(r"(?<!\\)\((?!\?)", "(?:", pattern)


def _by_first(text: str, found: re.Match[str], rules: Sequence[tuple[str, str]]) -> str:
    for pattern, replacement in rules:
        match = re.compile(pattern).match(found.string, found.start())
        if match and match.end() == found.end():
            return match.expand(replacement)
    return text


def anywhere(pattern: str, replacement: str | Callable[[re.Match[str]], str]) -> Planting:
    """A kind that is the same in all languages."""
    return lambda entry: replaced(entry.text, pattern, replacement)


def both(pattern: str, replacement: str | Callable[[re.Match[str]], str]) -> Planting:
    """A kind for what stands in English and in the translation."""

    def plant(entry: Entry) -> Iterator[str]:
        def put(found: re.Match[str]) -> str:
            if found[0] not in entry.source:
                return found[0]
            return replacement(found) if callable(replacement) else found.expand(replacement)

        return replaced(entry.text, pattern, put, re.ASCII)

    return plant


LOST = {
    "ko": (
        (r"지 않(?=았)", ""), (r"지 않습니다", "ㅂ니다"), (r"지 않", ""), (r"지 못했", "했"), (r"지 못하", "하"),
        (r"지 마세요", "세요"), (r"지 말고", "고"), (r"못했", "했"), (r"못하", "하"),
        (r"(?:이\(가\)|이|가)? ?아닙니다", "입니다"), (r"(?:이\(가\)|이|가)? ?아닌(?=[ 데])", "인"),
        (r"(?:이\(가\)|이|가) 아니(?=[고라며면어]|므로)", "이"), (r"(?<=[가-힣 ])없", "있"), (r"^없", "있"),
        (r"(?<![가-힣])안 (?=[가-힣])", ""), (r"불가", "가능"), (r"금지", "허용"), (r"미설정", "설정"), (r"미작성", "작성"),
        (r"모르", "알"), (r"무제한", "제한"),
    ),
    "ja": (
        (r"ませんでした", "ました"), (r"ではありません", "です"), (r"ません", "ます"), (r"ないでください", "てください"),
        (r"ではない", "である"), (r"(?<=[きれべせえしけめてげねじ])ない(?![とでか])", "る"), (r"(?<=[かさたなまらわば])ない(?![とでか])", "る"),
        (r"(?<!少)なかった", "た"), (r"できず", "でき"), (r"せず", "し"), (r"されず", "され"), (r"(?<=[はがも] )?なし", "あり"),
        (r"不可", "可"), (r"拒否", "許可"), (r"禁止", "許可"), (r"未(?=[設保読送入記])", "既"), (r"無効", "有効"), (r"無期限", "有期限"),
    ),
}  # fmt: skip
"""A negation is taken out of a translation."""


def _korean_denial(entry: Entry) -> Iterator[str]:
    text = entry.text
    yield from replaced(text, "있(?=[습는으을음고어다])", "없")
    yield from replaced(text, "(?<=[^ 아])입니다", "이 아닙니다")
    yield from replaced(text, "했(?=습니다|으|고|음)", "하지 않았")
    yield from replaced(text, "되었(?=습니다)|됐(?=습니다)", "되지 않았")
    yield from replaced(text, "하(?=세요)", "하지 마")
    yield from replaced(text, "(?<![지하입])세요", "지 마세요")
    yield from replaced(text, "함(?=$|[.,;])", "하지 않음")
    yield from replaced(text, "됨(?=$|[.,;])", "되지 않음")
    yield from replaced(text, "(?<=[가-힣])는(?= [가-힣])", lambda found: found[0])
    yield from replaced(text, "[가-힣](?=니다)", _denied_stem)
    yield from replaced(text, "(?<=[냈썼꿨웠렸졌췄])습니다", "지 않았습니다")


def _denied_stem(found: re.Match[str]) -> str:
    offset = ord(found[0]) - ord("가")
    if offset % 28 != 17 or found[0] in "습입닙":
        return found[0]
    return chr(ord(found[0]) - 17) + "지 않습"


_JAPANESE_DENIED = (
    (r"(?<!し)(?<!り)ました", "ませんでした"), (r"しました", "しませんでした"), (r"ありました", "ありませんでした"), (r"ます(?!。?が)", "ません"),
    (r"(?<!の)(?<!ん)(?<!い)です(?=。|$)", "ではありません"), (r"してください", "しないでください"),
    (r"できる", "できない"), (r"される", "されない"), (r"している", "していない"), (r"する(?=。|$|場合|と|か|[一-龯])", "しない"),
    (r"あり(?=$|、)", "なし"),
)  # fmt: skip
_japanese_denial = each({"ja": _JAPANESE_DENIED})


def _denial(entry: Entry) -> Iterator[str]:
    yield from _korean_denial(entry) if entry.language.tag == "ko" else _japanese_denial(entry)


def _swap(entry: Entry) -> Iterator[str]:
    places = list(_NAME.finditer(entry.text))
    for one, other in combinations(places, 2):
        if one[0] != other[0] and entry.text.count(one[0]) == entry.text.count(other[0]) == 1:
            between = entry.text[one.end() : other.start()]
            yield entry.text[: one.start()] + other[0] + between + one[0] + entry.text[other.end() :]


def _other_digit(found: re.Match[str]) -> str:
    return str((int(found[0][0]) + 3) % 9 + 1) + found[0][1:]


def _exchanged(found: re.Match[str]) -> str:
    """The last two letters that differ, exchanged: a slip while typing."""
    word = found[0]
    at = next(
        (at for at in range(len(word) - 1, 0, -1) if word[at] != word[at - 1] and word[at - 1 : at + 1].isalnum()), 0
    )
    return word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :] if at else word


def _widened(entry: Entry) -> Iterator[str]:
    if entry.most_cells is not None:
        yield entry.text + "가" * (max(entry.most_cells - cells(entry.text), 0) // 2 + 1)


def _shortened(entry: Entry) -> Iterator[str]:
    """Without the last sentence."""
    parts = re.split(r"(?<=[.。?])\s*(?=\S)", entry.text)
    if len(parts) > 1 and "e.g." not in entry.text:
        yield entry.text[: entry.text.rindex(parts[-1])].rstrip()


def _repeated_sentence(entry: Entry) -> Iterator[str]:
    parts = re.split(r"(?<=[.。?])\s*(?=\S)", entry.text)
    if len(parts) > 1:
        yield entry.text + (" " if entry.language.tag == "ko" else "") + parts[-1]


def _untranslated(entry: Entry) -> Iterator[str]:
    if re.search("[A-Za-z][a-z]{3}", entry.bare_source) and entry.text not in entry.sources:
        yield entry.source


def _decomposed(entry: Entry) -> Iterator[str]:
    apart = unicodedata.normalize("NFD", entry.text)
    if apart != entry.text:
        yield apart


def _prefixed(text: str) -> Planting:
    def plant(entry: Entry) -> Iterator[str]:
        yield text + entry.text

    return plant


def _lost_name(entry: Entry) -> Iterator[str]:
    for match in _NAME.finditer(entry.text):
        if entry.text.count(match[0]) == 1:
            yield entry.text[: match.start()] + entry.text[match.end() :]


_LOOKS = {"ko": (("(?<![가-힣])(?:메일|주소|서버|파일)", "郵便"), ("[가-힣]{2}(?=니다)", "ハ니다")),
          "ja": (("送信", "发信"), ("設定", "设定"), ("ロ", "口"), ("カ", "力"), ("ニ", "二"), ("ー", "一"), ("メ", "메"))}  # fmt: skip
_LEVELS = {
    "ko": (("대외비", "기밀"), ("기밀", "대외비")),
    "ja": (("社外秘", "機密"), ("機密", "社外秘"), ("(?<=「)公開", "機密")),
}
_BEFORE = "[" + "".join(chr(at + final) for at in range(ord("가"), ord("힣") + 1, 28) for final in (4, 8)) + "는던]"
_JOSA = "(?=(?:이|은|을|도|의|만|과|는|에|에는|인|이며|까지|로|으로|이던|입니다)?(?:[ .,;:?]|$))"
_SPACED = {"ko": (
    (rf"(?<={_BEFORE}) (?=(?:수|때|것|뿐|만큼|채|적|줄|대로|동안|경우|뒤|후){_JOSA})", ""),
    (rf"(?<=기) (?=(?:전|후){_JOSA})", ""), (rf"(?<=[가-힣]{{2}}) (?=중{_JOSA})", ""), (r"(?<=두|세|몇) (?=번|통)|(?<=여러) (?=번|개)", ""),
)}  # fmt: skip
_APART = {"ko": ((r"(?<=[가-힣]{2})(?=(?:을|를|에서|에게|으로|까지|부터)(?:[ .,]))", " "),)}
_PARTICLE = {"ko": (
    (r"(?<=[가-힣])을(?= )", "를"), (r"(?<=[가-힣])를(?= )", "을"), (r"(?<=[가-힣])은(?= )", "는"),
    (r"(?<=[가-힣])이(?= )", "가"), (r"(?<=[가-힣])가(?= )", "이"), (r"(?<=[가-힣])으로(?=[ .])", "로"),
    (r"(?<=[가-힣])와(?= )", "과"), (r"(?<=[가-힣])과(?= )", "와"),
)}  # fmt: skip
_VALUE_PARTICLE = {"ko": (
    (r"을\(를\)", "를"), (r"이\(가\)", "가"), (r"은\(는\)", "은"), (r"\(으\)로", "로"), (r"과\(와\)", "와"),
)}  # fmt: skip
_TONE = {
    "ko": ((r"합니다(?=\.)", "해요"), (r"합니다(?=\.)", "한다"), (r"습니다(?=\.)", "다"), (r"하세요(?=\.)", "하라"), (r"하세요(?=\.)", "해")),
    "ja": ((r"します(?=。)", "する"), (r"してください(?=。)", "しろ"), (r"です(?=。)", "だ"), (r"ました(?=。)", "た"), (r"ません(?=。)", "ない")),
}  # fmt: skip
_SIDES = {
    "ko": (("외부", "내부"), ("내부", "외부"), ("최대", "최소"), (r"(?<= )전에", "후에"), (r"(?<= )(?:후|뒤)에", "전에"), ("켜", "끄"),
           ("(?<![가-힣])꺼", "켜"), ("허용", "거부"), ("거부", "허용"), ("추가", "삭제"), ("삭제", "추가"), ("첫", "마지막"),
           ("마지막", "처음"), ("보낸 사람", "받는 사람"), ("받는 사람", "보낸 사람"), ("수신자", "발신자"), ("발신자", "수신자"),
           ("(?<!더 )이상", "이하"), ("이하", "이상"), ("열(?=어|었|립)", "닫"), ("닫", "열"), ("성공", "실패"), ("실패", "성공"), ("모두", "일부"),
           ("항상", "가끔"), ("더 큰|더 크", "더 작은"), ("읽을 수", "쓸 수")),
    "ja": (("社外(?!秘)|外部", "社内"), ("社内|内部", "社外"), ("最大", "最小"), ("前に", "後に"), ("後に", "前に"), ("有効(?!期)", "無効"),
           ("無効", "有効"), ("許可", "拒否"), ("拒否", "許可"), ("追加", "削除"), ("削除", "追加"), ("最初", "最後"), ("最後", "最初"),
           ("送信者", "受信者"), ("受信者|宛先", "送信者"), ("以上", "以下"), ("以下", "以上"), ("開(?=[いきけく])", "閉"), ("閉じ", "開き"),
           ("成功", "失敗"), ("失敗", "成功"), ("すべて", "一部"), ("常に", "時々")),
}  # fmt: skip
_UNITS = {
    "ko": ((r"(?<=[\d}])초", "분"), (r"(?<=[\d}])분", "시간"), (r"(?<=[\d}])시간", "일"), (r"(?<=[\d}])일(?!곱)", "주"), (r"(?<=[\d}])개월", "년"),
           (r"(?<=\})명", "개"), (r"(?<=\})개(?!월)", "명"), (r"(?<=\})통", "명")),
    "ja": (("(?<=[\\d}] )秒", "分"), ("(?<=[\\d}] )分", "時間"), ("(?<=[\\d}] )時間", "日"), ("(?<=[\\d}] )日", "週"), ("(?<=[\\d}] )ヶ月", "年"),
           ("(?<=\\} )名", "件"), ("(?<=\\} )人", "個"), ("(?<=\\} )件", "名"), ("(?<=\\} )通", "名")),
}  # fmt: skip
_STOPS = {"ko": ((r"\.(?=$| )", "。"), (", ", "、"), (r"\?$", "？")), "ja": (("。", "."), ("、", ", "), ("「", "“"))}
_LETTER = {
    "ja": (("(?<=[ァ-ヴ])ー(?=[^ァ-ヴー]|$)", ""), ("(?<=[ァ-ヴー]{3})ッ(?=[ァ-ヴ])", ""), ("バ", "パ"), ("ド", "ト"))
}
_SAME = {
    "ko": (("[가-힣]{2,}(?= )", r"\g<0> \g<0>"),),
    "ja": (("[一-龯]{2,}", r"\g<0>\g<0>"), ("(?<=[一-龯])(?:を|が|に)", r"\g<0>\g<0>")),
}
_QUOTES = (r"[“”「」]", "")

_C = Code
KINDS: tuple[Kind, ...] = tuple(
    Kind(name, planting, frozenset(codes))
    for name, planting, codes in (
        ("lost negation", each(LOST), {_C.LOST_NEGATION, _C.OPPOSITE}),
        ("added negation", _denial, {_C.ADDED_NEGATION}),
        ("swapped placeholders", _swap, {_C.SWAPPED_PLACEHOLDERS}),
        ("lost placeholder", _lost_name, {_C.PLACEHOLDER_NAMES}),
        ("renamed placeholder", anywhere(r"\{([a-z]+)\}", r"{\1x}"), {_C.PLACEHOLDER_NAMES}),
        ("changed number", both(r"(?<![\w{.])\d+(?![\w}])", _other_digit), {_C.CHANGED_NUMBER, _C.LATIN_WORD, _C.CHANGED_CONFIG_KEY}),
        ("changed unit", each(_UNITS), {_C.CHANGED_NUMBER}),
        ("changed address", both(r"[\w.*-]+@[\w.-]+\w|\w[\w-]*\.(?:toml|eml|example|json|po|txt)\b|https?://\S+\w|~?/\w[\w/.-]+\w", _exchanged), {_C.CHANGED_ADDRESS, _C.CHANGED_CONFIG_KEY, _C.LATIN_WORD, _C.CHANGED_OPTION}),
        ("lost option", both(r"(?<![\w-])--[a-z][a-z-]*", ""), {_C.CHANGED_OPTION}),
        ("misspelled option", both(r"(?<![\w-])--[a-z][a-z-]*", _exchanged), {_C.CHANGED_OPTION}),
        ("changed key name", both(r"(?:Ctrl|Alt|Shift)\+[A-Z]\b|\bF\d\b", lambda found: found[0][:-1] + ("X" if found[0][-1] != "X" else "Y") if "+" in found[0] else "F" + str(int(found[0][1]) % 9 + 1)), {_C.CHANGED_KEY}),
        ("changed config key", both(r"\b[a-z]+(?:[_.][a-z]+)+\b", _exchanged), {_C.CHANGED_CONFIG_KEY, _C.CHANGED_ADDRESS}),
        ("changed command", both(r"\bpresend [a-z]+", _exchanged), {_C.CHANGED_COMMAND, _C.LATIN_WORD, _C.CHANGED_OPTION}),
        ("misspelled Latin word", both(r"\b[A-Za-z]{4,}\b", _exchanged), {_C.LATIN_WORD, _C.CHANGED_COMMAND, _C.CHANGED_CONFIG_KEY, _C.CHANGED_ADDRESS, _C.CHANGED_OPTION, _C.CHANGED_KEY, _C.GLOSSARY_TERM}),
        ("label wider than its cells", _widened, {_C.TOO_WIDE}),
        ("wrong script", each(_LOOKS), {_C.WRONG_SCRIPT}),
        ("lost line break", anywhere(r"\n", " "), {_C.LINE_BREAKS}),
        ("added line break", anywhere(r"(?<=\w) (?=\w)", "\n"), {_C.LINE_BREAKS}),
        ("doubled word", each(_SAME), {_C.DOUBLED_WORD}),
        ("doubled space", anywhere(r"(?<=\S) (?=\S)", "  "), {_C.DOUBLED_SPACE}),
        ("lost quotation mark", anywhere(*_QUOTES), {_C.QUOTATION_MARKS}),
        ("lost bracket", anywhere(r"(?<!으)(?<![을이은과])[()](?!를|가|는|와|로|으|이)", ""), {_C.BRACKETS, _C.SPACING, _C.STRAY_PARTICLE, _C.FIXED_PARTICLE}),
        ("particle in one form behind a value", each(_VALUE_PARTICLE), {_C.FIXED_PARTICLE}),
        ("wrong particle behind a word", each(_PARTICLE), {_C.FIXED_PARTICLE}),
        ("mixed politeness", each(_TONE), {_C.POLITENESS}),
        ("mark of another language", each(_STOPS), {_C.PUNCTUATION_STYLE, _C.SPACING, _C.END_PUNCTUATION}),
        ("wrong level name", each(_LEVELS), {_C.LEVEL_NAME, _C.GLOSSARY_TERM, _C.GLOSSARY_NEVER}),
        ("word run together with a dependent noun", each(_SPACED), {_C.SPACING}),
        ("particle apart from its word", each(_APART), {_C.SPACING}),
        ("opposite word", each(_SIDES), {_C.OPPOSITE, _C.GLOSSARY_TERM, _C.GLOSSARY_NEVER, _C.LOST_NEGATION, _C.ADDED_NEGATION}),
        ("lost end", anywhere(r"[.。?:]$", ""), {_C.END_PUNCTUATION}),
        ("other end", anywhere(r"[.。]$", "?"), {_C.END_PUNCTUATION}),
        ("lost last sentence", _shortened, frozenset(_C)),
        ("repeated sentence", _repeated_sentence, {_C.DOUBLED_WORD}),
        ("untranslated", _untranslated, {_C.UNCHANGED}),
        ("katakana misspelled", each(_LETTER), {_C.SPELLING, _C.GLOSSARY_TERM, _C.GLOSSARY_STYLE, _C.GLOSSARY_NEVER, _C.WRONG_SCRIPT}),
        ("parts of letters", _decomposed, {_C.NOT_NFC}),
        ("zero-width space", anywhere(r"(?<=\w)(?=\w)", "\u200b"), {_C.ZERO_WIDTH}),
        ("bidi override", _prefixed("\u202e"), {_C.BIDI}),
        ("emoji", _prefixed("\u26a0\ufe0f "), {_C.EMOJI}),
        ("markup", _prefixed("[b]"), {_C.MARKUP}),
        ("escape character", _prefixed("\x1b[1m"), {_C.CONTROL}),
        ("space at the edge", _prefixed(" "), {_C.EDGE_SPACE}),
    )
)  # fmt: skip
