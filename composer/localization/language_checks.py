"""Checks how a translation is written: its script, its marks, and what slips in while typing."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from composer.localization.codes import Code
from composer.localization.entry import Entry, Fault, sentences

_SCRIPTS = {
    "ko": frozenset({"LATIN", "HANGUL"}),
    "ja": frozenset({"LATIN", "CJK", "IDEOGRAPHIC", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA"}),
}
"""The scripts of a language, as the names of their letters begin."""
_OLD_FORMS = frozenset(
    "會國學體對變關應當點發傳實寫讀聲醫號圖經縣區團圓鐵廣從數樂歸歷殘氣滿澤獨獻產畫盡眞禮萬稱稅竊總聽脫臺舊蟲觸證譯讓豐賣轉"
    "輕辭遞遲邊鄕釋錢鑛隨險隱靜顯驅驗默齊齒龜來兩勞參單嚴圍壓壞寶屬帶廢彈徑惡戰擔據擴收敍斷晝條榮權殼沒濟燒爭狀畢癡"
)
"""Characters that Japanese writes otherwise today, and Chinese with traditional characters still writes."""
_JAPANESE = "shift_jis"
"""An encoding that has the characters of JIS X 0208, which Japanese texts for everybody stay within, and no others."""
_LOOK_ALIKE = re.compile(
    r"[ァ-ヴー]+[一二力夕工口卜八―‐—-][ァ-ヴー]+|[ァ-ヴー]+[―‐—-](?![A-Za-z0-9])|(?<![一-龯々])[口卜](?!コミ)[ァ-ヴー]+"
    r"|(?<![ァ-ヴー・])ヘ(?![ァ-ヴー])"
)
"""A kanji or a dash in the place of katakana (口 for ロ, a dash for ー), and the katakana ヘ as a particle."""
_LONE_JAMO = re.compile(r"[ㄱ-ㆎ\u1100-\u11ff]")
_ENDS = {".": ".。｡．", "?": "?？", ":": ":：", "!": "!！", "…": "…", ";": ";；", ",": ",、，"}
_SLIPPED_END = re.compile(r"(?:[.。]{2}|\s[.。?？!！])$")
"""A stop that was typed twice, or behind a space."""
_OPENING = {
    "(": ")",
    "[": "]",
    "「": "」",
    "『": "』",
    "“": "”",
    "‘": "’",
    "（": "）",
    "【": "】",
    "《": "》",
    "〈": "〉",
}
_PAIRED = re.compile(f"[{re.escape(''.join([*_OPENING, *_OPENING.values()]))}]")
_APOSTROPHE = re.compile(r"(?<=[A-Za-z])’|(?<=\})’(?=s)")
_TWO_SPACES = re.compile(r"\S[ \u00a0]{2,}\S")
_LONG_WORD = re.compile(r"[A-Za-z][a-z]{3}")
"""What is no name such as Cc or TLS, which stay as they are."""
_QUOTES = re.compile(r"[“”„\"]")
_ANY_QUOTES = re.compile(r"[“”„\"‘「」『』]|(?<=[^A-Za-z])’|’(?=$)")
_KOREAN_STYLE = re.compile(r"[\u3000-\u3011・‘\uff01-\uff5e\uff61-\uff65]")
_JAPANESE_STYLE = re.compile(
    r"[ぁ-んァ-ヶー一-龯々」』)][.,](?=\s|$|[ぁ-んァ-ヶー一-龯々])|[\u3000“‘\uff61-\uff65\uff01-\uff5e]"
    r"|(?<![.*])[.,](?=\s|$)|[ぁ-ん」』][.,](?=[^\s.])|[ァ-ヶー一-龯々][.](?=[A-Z0-9{*-])"
)
_ODD_SPACE = re.compile(r"[\u00a0\u2000-\u200a\u202f\u205f]")
_ALLOWED_STYLE = {"ja": "（）"}
_DOUBLED = re.compile(r"(?<!\S)(\S*[^\W\d_]\S*) \1(?!\S)|([^\W\d_]{2,})\2", re.IGNORECASE)
_DOUBLED_PARTICLE = re.compile(r"をを|がが|にに|はは|へへ|(?<!も)のの|(?<!ま)でで")
_DOUBLED_MARK = re.compile(r"([,、;；:：])\s*\1")
_DOUBLED_PLACEHOLDER = re.compile(r"(\{[^{}]*\})\s*\1|(?<!\S)(\{[^{}]*\}\S*) \2(?!\S)")
_SHORT_SENTENCE = 3
"""What is no longer may well be said twice."""
_REDUPLICATED = frozenset({
    "いろ", "たび", "とき", "また", "それ", "しば", "ます", "だん", "まだ", "わざ", "なか", "そろ", "もと", "はら",
    "하나", "각각", "가끔", "조금", "때때", "차근", "하나하나",
})  # fmt: skip
"""What stands twice in words that are spelled so."""
_MISMATCHED = re.compile(r"([가-힣])(를|와)(?![가-힣])")
_OPEN, _RIEUL = (
    "".join(chr(syllable) for syllable in range(ord("가"), ord("힣") + 1) if (syllable - ord("가")) % 28 == final)
    for final in (0, 8)
)
"""The syllables without a final consonant, and those that end in ㄹ."""
_MISFIT = re.compile(
    rf"[{_OPEN}{_RIEUL}]으로(?![가-힣])|(?<![가-힣])(?!(?:가|마|노|개|고|내)을)[가-힣]*[{_OPEN}]을(?![가-힣(])"
    rf"|[가-힣]*[{_OPEN}](?<![효초치교사투여부외내아제고다모])과(?![가-힣(])"
)
"""A particle that follows a consonant, behind a vowel; 효과, 초과, 마을 and others end so themselves."""
_ENDS_IN_RO = re.compile(r"(?:경|통|진|선|항|회|종|행|활|신|관|별|함부|실제|억지|절대|진짜|참)로$")
_RO = re.compile(rf"[가-힣]*(?![{_OPEN}{_RIEUL}])[가-힣]로(?![가-힣])")
"""로 behind a final consonant other than ㄹ."""
_WRONG_ENDING = re.compile(
    r"(?<![가-힣])(?:(?:파일|메일|도메인|프로그램|목록|정책|설정|화면|계정|명령|초안|등급|구성원|메일함|제목|본문|이름|조직)(?:가|는|를|와)"
    r"|(?:주소|폴더|서버|리스트|메시지|관리자|수신자|발신자|카탈로그|헤더|코드|언어|오류|경고|회사)(?:이|은|을|과))(?![가-힣(])"
)
"""Common nouns with the particle for words that end in the other way."""


def check_language(entry: Entry) -> Iterator[Fault]:
    """Everything that can be told without understanding."""
    for check in (_scripts, _marks, _spaces, _doubled, _particles):
        yield from check(entry)
    long_word = _LONG_WORD.search(entry.bare_text)
    if entry.text in entry.sources and long_word and not (entry.context or "").startswith("key name"):
        yield Code.UNCHANGED, entry.text


def _scripts(entry: Entry) -> Iterator[Fault]:
    text = unicodedata.normalize("NFC", entry.text)  # what is not, is told elsewhere
    letters = (letter for letter in dict.fromkeys(text) if letter > "\x7f" and letter not in entry.source)
    wrong = [letter for letter in letters if _is_wrong(letter, entry.language.tag)]
    if entry.language.tag == "ja" and not wrong:
        wrong = _LOOK_ALIKE.findall(text)[:1]
    if wrong:
        yield Code.WRONG_SCRIPT, " ".join(wrong)


@lru_cache(maxsize=4096)
def _is_wrong(letter: str, tag: str) -> bool:
    """Whether a character is a letter that this language does not use."""
    scripts = _SCRIPTS.get(tag)
    if scripts is None or not unicodedata.category(letter).startswith("L"):
        return False
    script = unicodedata.name(letter, "NONE").split()[0]
    if script not in scripts or (tag == "ko" and _LONE_JAMO.match(letter)):
        return True
    return tag == "ja" and script == "CJK" and (letter in _OLD_FORMS or not _is_encodable(letter))


def _is_encodable(letter: str) -> bool:
    try:
        letter.encode(_JAPANESE)
    except UnicodeEncodeError:
        return False
    return True


def _marks(entry: Entry) -> Iterator[Fault]:
    source, text = entry.source, entry.text
    if _end(text) != _end(source) or (_SLIPPED_END.search(text) and not _SLIPPED_END.search(source)):
        yield Code.END_PUNCTUATION, text
    if text.count("\n") != source.count("\n"):
        yield Code.LINE_BREAKS, f"{text.count(chr(10))} ≠ {source.count(chr(10))}"
    quotes = len(_ANY_QUOTES.findall(text))
    if quotes < len(_QUOTES.findall(source)) or text.count('"') > source.count('"'):
        yield Code.QUOTATION_MARKS, text
    if (unpaired := _unpaired(text)) and not _unpaired(source):
        yield (Code.QUOTATION_MARKS if unpaired in "“”‘’「」『』" else Code.BRACKETS), unpaired
    elif _round(source) > _round(text):
        yield Code.BRACKETS, "()"
    yield from _style(entry)


def _style(entry: Entry) -> Iterator[Fault]:
    pattern = {"ko": _KOREAN_STYLE, "ja": _JAPANESE_STYLE}.get(entry.language.tag)
    allowed = _ALLOWED_STYLE.get(entry.language.tag, "")
    if (odd := _ODD_SPACE.search(entry.text)) and not _ODD_SPACE.search(entry.source):
        yield Code.PUNCTUATION_STYLE, f"U+{ord(odd[0]):04X}"
    if pattern and (found := [mark for mark in pattern.findall(entry.text) if mark not in allowed]):
        yield Code.PUNCTUATION_STYLE, " ".join(dict.fromkeys(found))


def _round(text: str) -> int:
    return text.count("(") + text.count("（")


def _unpaired(text: str) -> str:
    """The first bracket or quotation mark that nothing closes or opens; apostrophes are none."""
    open_ones: list[str] = []
    marks: list[str] = _PAIRED.findall(_APOSTROPHE.sub("", text) if "’" in text else text)
    for mark in marks:
        if mark in _OPENING:
            open_ones.append(_OPENING[mark])
        elif mark in _OPENING.values() and (not open_ones or open_ones.pop() != mark):
            return mark
    return open_ones[-1] if open_ones else ""


def _end(text: str) -> str:
    last = text.rstrip()[-1:]
    return next((kind for kind, characters in _ENDS.items() if last in characters), "") if last else ""


def _spaces(entry: Entry) -> Iterator[Fault]:
    if _edges(entry.text) != _edges(entry.source):
        yield Code.EDGE_SPACE, entry.text
    if _TWO_SPACES.search(entry.text) and not _TWO_SPACES.search(entry.source):
        yield Code.DOUBLED_SPACE, entry.text


def _edges(text: str) -> tuple[int, int]:
    return len(text) - len(text.lstrip()), len(text) - len(text.rstrip())


def _doubled(entry: Entry) -> Iterator[Fault]:
    doubled = [found[0] for found in _DOUBLED.finditer(entry.bare_text) if not _may_double(found, entry)]
    if entry.language.tag == "ja":
        doubled += _DOUBLED_PARTICLE.findall(entry.bare_text)
    if (twice := _DOUBLED_PLACEHOLDER.search(entry.text)) and not _DOUBLED_PLACEHOLDER.search(entry.source):
        doubled.append(twice[0])
    if (mark := _DOUBLED_MARK.search(entry.text)) and not _DOUBLED_MARK.search(entry.source):
        doubled.append(mark[0])
    if again := _said_twice(entry):
        doubled.append(again)
    if doubled:
        yield Code.DOUBLED_WORD, doubled[0]


def _said_twice(entry: Entry) -> str:
    """A sentence that stands twice in the translation, and whose English does not."""
    times = Counter(sentences(entry.text))
    again = next((sentence for sentence, count in times.items() if count > 1 and len(sentence) > _SHORT_SENTENCE), "")
    return again if len(set(sentences(entry.source))) == len(sentences(entry.source)) else ""


def _may_double(found: re.Match[str], entry: Entry) -> bool:
    part = found[1] or found[2]
    is_part_of_name = found[1] is None and part.isascii()
    return part in _REDUPLICATED or is_part_of_name or bool(_DOUBLED.search(entry.bare_source))


def _particles(entry: Entry) -> Iterator[Fault]:
    """Korean particles behind a word that ends in the other way; those behind a value are told elsewhere."""
    if entry.language.tag != "ko":
        return
    if found_noun := _WRONG_ENDING.search(entry.text):
        yield Code.FIXED_PARTICLE, found_noun[0]
        return
    if (misfit := _MISFIT.search(entry.text)) or (misfit := _wrong_ro(entry.text)):
        yield Code.FIXED_PARTICLE, misfit[0]
        return
    for found in _MISMATCHED.finditer(entry.text):
        if (ord(found[1]) - ord("가")) % 28:
            yield Code.FIXED_PARTICLE, found[0]
            return


def _wrong_ro(text: str) -> re.Match[str] | None:
    """로 where 으로 is due; words such as 경로 end in it without being followed by a particle."""
    return next((found for found in _RO.finditer(text) if not _ENDS_IN_RO.search(found[0])), None)
