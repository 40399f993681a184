"""Which words deny, and how often: in English, and in the languages of the catalogs.

Tables, most special first: of the rows that fit at a place the first one counts. What translators write otherwise than
by denying, or deny where English has another word, is a row here.
"""

from __future__ import annotations

from typing import NamedTuple


class English(NamedTuple):
    """What stands in an English sentence, and how often its translation denies for it."""

    words: str
    """A regular expression without groups that capture, for small letters; names in braces are left out before."""
    least: int = 1
    most: int = 1
    ko: str = ""
    """How Korean says it without denying; where this stands in the translation, it does not deny for the word."""
    ja: str = ""
    """The same for Japanese."""

    def otherwise(self, tag: str) -> str:
        """How a language says it without denying."""
        return {"ko": self.ko, "ja": self.ja}.get(tag, "")


def _one(words: str, ko: str = "", ja: str = "") -> English:
    return English(words, 1, 1, ko, ja)


ENGLISH = (
    English(r"\bnot only\b|\bno sooner\b|\bnone, 1 day|^no\.$|\bden(?:y|ies) something", 0, 0),
    English(r"\bundo\b|\bunder|\bunion|\bunit", 0, 0),
    English(r"\bno cc, |\bnobody else's|\band no link\b|\bnor\b(?! prohibits)", 0, 0),
    _one(r"\band none between\b", "붙여"),
    _one(r"\bnothing but\b|\bbut not all\b", "[에게]만", "だけ|のみ"),
    _one(r"\bnothing in it\b", "비어", "空で"),
    _one(r"\bnot exempt\b", "경고 대상", "警告の対象$"),
    _one(r"\bwithout (?:it|one)\b|\bfor this address, or for all\b", "생략", "省略"),
    _one(r"\bwithout which no\b", "필요한", "必要な"),
    _one(r"\bwith or without\b|\bwithout (?=\{|what|all files|the file)", "전환|제외", "切り替|除"),
    _one(r"\bnot (?:now|due before)\b", "나중|이후", "後で|以降"),
    _one(r"\bnot (?:complete yet|finished)\b", "입력 중|작성 중", "入力中|書きかけ"),
    _one(r"\bnot (?:those of|running)\b|\bno longer (?:what|the)\b", "다릅|달라|다름|종료", "異な|変わり|終了"),
    _one(r"\bdoes not count\b|\bno longer counts\b", "무효", "無効"),
    _one(r"\bnothing is lost\b", "그대로|돌아", "残り|戻り"),
    _one(r"\bunless presend", "있으면", "あれば"),
    _one(r"\bor neither\b", "비우"),
    English(r"\bneither expires\b", 1, 2),
    _one(r"\bcan ?not\b|n['’]t\b|\b(?:not|no|never|neither|nothing|nobody|none|nowhere|without)\b"),
    English(r"\binstead of\b|\brather than\b", 0, 1),
    English(r"\bmust stay, or keeps\b", 2, 2),
    English(r"\bis wrong for\b", 1, 2),
    _one(r"\bhardly\b|\bunless\b|\bunexpected|\bleft undone\b|\bexec format error|\bis made for a domain\b"),
    _one(r"\bun(?:usable|sendable|translated|reachable|available|readable|able)\b|\binvisible\b"),
    _one(r"\bprohibit\w*|\brefus\w*|\bden(?:y|ied|ies|ying)\b|\bban\b|\bforbid\w*|\breject\w*"),
    _one(r"\bfail(?:ed|s|ure|ures)?\b"),
    _one(r"\bpast (?:presend|the policy)\b|\bout of sight\b|\brules? out\b|\bobsolete\b|\bsilent\b|\bstands? alone\b"),
    _one(r"\bstill open\b|\bstop working\b|\btoo deep\b"),
    _one(r"\bmissing\b|\blacks?\b", "빠|누락|하나가 필요|부족", "欠け|抜け|次のいずれか"),
    _one(r"\bgone\b", "사라", "消え|失"),
    _one(r"\blost\b", "끊|잃|사라|빠|유실", "切れ|失|抜け|消え"),
    _one(r"\boutside ascii\b", "밖|이외", "以外"),
    _one(r"\bempty\b|\bblank\b", "비어|비우|비워|빈|공백", "空"),
    _one(r"\bbroken\b", "깨|망가|손상|줄이|중단", "壊|化け|改行|中断|破損"),
    _one(r"\btoo late\b", "늦", "遅"),
    _one(r"\bforg[eo]t\w*", "잊|빠뜨|누락", "し忘れ|付忘れ"),
    _one(r"\bmalformed\b", "잘못", "不正|誤"),
    _one(r"\bas they were\b", "그대로|되돌", "まま|戻"),
    _one(r"\bkeep their\b", "그대로", "まま"),
    _one(r"\bwrong", "잘못|틀|다른|반대|어긋|오류", "誤|間違|違[うい]|逆|別の|不正"),
    _one(r"\btoo large to attach\b", "큰|너무"),
    _one(r"\bwhoever it goes\b|\bfew shows\b", "모자", "誰|過不足"),
)  # fmt: skip
"""The denials of English, and what is no denial there and may be one elsewhere."""


class Denying(NamedTuple):
    """What denies in a language."""

    harmless: str
    """What looks like it and is none: 必ず, 수밖에 없다."""
    denies: str
    """Each place denies once."""


DENYING = {
    "ko": Denying(
        r"끊임없|틀림없|[밖]에 (?:[가-힣]+ )?[없않못]|없애|잘못|아니면|(?:아닌|없는|않[은는])지 (?=확인)",
        r"않|없|못|아니|아닌|아닙|아님|아닐|(?<![가-힣])안 (?=[가-힣])|지 마[세십시라]|말고|지 말[고아]|말 것"
        r"|모르|모릅|금지|불가|무제한|비공개|미설정|미작성|거부|거절|실패",
    ),
    "ja": Denying(
        r"必ず|(?<![一-龯])まず|みなし|いずれ|少な[いくか]|危ない|つない|(?:なければ|なくては|ないと)(?:なら|いけ|なり)(?:ない|ません)|にすぎ(?:ない|ません|ず)|間違いな[いく]"
        r"|かもしれ(?:ない|ません)|しか(?:[^。、]{0,12})(?:ない|ません)|だけでなく|ないか(?=確認)|未満"
        r"|不具合|不足|無効|無視|無料|無関係|非常|不達",
        r"ない|なければ|なく|なし|なか(?=っ)|ません|ず(?=[に、。 一-龯]|$)|無|不|未|非|拒否|却下|禁止|いいえ|失敗",
    ),
}
"""What denies in the languages of the catalogs."""
