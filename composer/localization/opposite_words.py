"""What must never be taken for each other: the two sides of each pair, in English and in each language."""

from __future__ import annotations

import re
from typing import NamedTuple


class Side(NamedTuple):
    """One side of a pair."""

    means: re.Pattern[str]
    """The English that means it."""
    may_mean: re.Pattern[str]
    """The English that can mean it too, beside which the other side is no surprise."""
    may_say: re.Pattern[str]
    """What may stand for it in the translation."""
    says: re.Pattern[str]
    """What says it without a doubt."""


def _side(english: str, may_say: str, says: str, more: str = "") -> Side:
    wider = f"{english}|{more}" if more else english
    return Side(
        re.compile(english, re.IGNORECASE), re.compile(wider, re.IGNORECASE), re.compile(may_say), re.compile(says)
    )


_OUTSIDE, _INSIDE = r"outside|outsider|external", r"\binside|\binternal|\binsider"
_ALLOWED, _REFUSED = r"\ballow", r"refus|den(?:y|ie)|forbid|reject"
_MOST, _LEAST = (
    r"\bat most|\bmost\b|largest|maximum|highest|\bup to\b|longest",
    r"\bat least|\bleast\b|smallest|minimum|lowest",
)
_BEFORE, _EARLIER = r"\bbefore\b|\bprevious", r"\bearlier|\buntil\b|\bago\b|\bsince\b|already|\bfirst\b"
_AFTER, _LATER = r"\bafter|\bbehind\b", r"\bbelow\b|\blater|\bthen\b|\bnext\b|\bonce\b|\bwhen\b|follow|\bsince\b"
_ON = r"\b(?:is|are|was|were|turn(?:ed|s)?|switch(?:ed|es)?) on\b|^(?:on|with .* on)$|\benabl"
_OFF = r"\boff\b|\bdisable"
_ADDED, _DELETED = (
    r"\badd(?:s|ed|ing)?\b|\bappend|\binsert",
    r"\bdelet|\bremov|\berase|\btak(?:e|en)\b[^.;]{0,20}\b(?:out|away)\b",
)
_ADDED_TOO, _DELETED_TOO = (
    r"\bmade up|\bput\b|\bbring|\bextra|\bmore\b|\bnew\b|\bfurther",
    r"\btak|\bthrow|\bwithout|\bclean|\bleft out",
)
_ALL, _SOME = (
    r"\ball\b|\bevery|\beach\b|\bboth\b|\bwhole\b",
    r"\bsome|\bpart\b|\bparts\b|\bfew\b|\bpieces?\b|\bonly\b|\bnot (?:all|reach every)",
)
_SENDER, _RECIPIENT = r"\bsenders?\b|(?-i:\bFrom\b)", r"\brecipients?\b|(?-i:\bTo\b(?= ?[:,{]|$| and | or ))"
_SENDER_TOO, _RECIPIENT_TOO = (
    r"\bfrom\b|\bwho (?:sends|wrote)|\byour\b|\blogin\b",
    r"\bto\b|\bwhom|\bthey\b|\bthose\b|\breach|\breceiv|\bget\b|\bgot\b|\beverybody|\bnobody|\bcc\b",
)
_FIRST, _LAST = r"\bfirst\b|\bbegin", r"\blast\b|\blatest\b"
_FIRST_TOO, _LAST_TOO = r"\bstart|\bnew\b|\bonce\b|\bearlier", r"\bend|\bat length|\bfinal"
_OPENED, _CLOSED = r"\bopen", r"\bclos"
_OPENED_TOO, _CLOSED_TOO = r"\bshow|\blist|\bwindow|\bstart|\bedit|\bcolumn", r"\bshut|\bleav|\bback\b|\bend"
_ATLEAST, _ATMOST = (
    r"\bat least\b|\bor (?:more|newer|later)\b|\bmore than\b",
    r"\bat most\b|\bor (?:less|fewer|older)\b",
)
_MORE_TOO, _LESS_TOO = (
    r"\bover\b|\babove\b|\bany ?more\b|\bno longer\b|\b(?:large|long)|\bmore\b|\btold\b",
    r"\bup to\b|\bbelow\b|\bbeneath\b|\bunder|\bless\b|\blimit|\bwithin\b|\bfollow|\bthese\b",
)
_ALWAYS, _SOMETIMES = r"\balways\b", r"\bsometimes\b|\bat times\b|\bnow and then\b"
_SUCCEEDED, _FAILED = r"\bsucce|\bpassed\b", r"\bfail"
_READ, _WRITTEN = r"\bread(?:able|s|ing)?\b", r"\bwrit|\bsav"
_LARGER, _SMALLER = (
    r"\blarger\b|\btoo (?:large|long|wide|many)\b",
    r"\bsmaller\b|\bshorter\b|\btoo (?:small|short|few)\b",
)
PAIRS: dict[str, tuple[tuple[Side, Side], ...]] = {
    "ko": (
        (_side(_OUTSIDE, "외부|밖|바깥", "외부"), _side(_INSIDE, "내부|사내|안", "내부|사내")),
        (_side(_ALLOWED, "허용", "허용(?!하지)"), _side(_REFUSED, "거부|거절|않|없", "거부")),
        (_side(_MOST, "최대", "최대"), _side(_LEAST, "최소", "최소")),
        (
            _side(_BEFORE, "전|앞|이미|먼저|까지", r"(?<![가-힣])(?:이전|전)(?=에|까지|의|\s|$)", _EARLIER),
            _side(_AFTER, "후|뒤|지나|나서|다음|나중", r"(?<![가-힣])(?:이후|후|뒤)(?=에|의|\s|$)", _LATER),
        ),
        (_side(_ON, "켜|켭|켰|켤|켠|사용|허용", "켜|켰"), _side(_OFF, "끄|꺼|끕|껐|끌|끈|끔|해제", "끄|꺼|껐")),
        (
            _side(_ADDED, "추가|더|넣|붙", "추가", _ADDED_TOO),
            _side(_DELETED, "삭제|제거|지우|지웠|빼|뺐|버리", "삭제|제거", _DELETED_TOO),
        ),
        (_side(_ALL, "모두|모든|전체|각|매|누구나|마다|함께|양쪽", "모두|모든"), _side(_SOME, "일부|중 하나", "일부")),
        (
            _side(_SENDER, "발신|보낸|보내는", "발신자|보낸 사람|보내는 사람", _SENDER_TOO),
            _side(_RECIPIENT, "수신|받는|받을|사람", "수신자|받는 사람", _RECIPIENT_TOO),
        ),
        (
            _side(_FIRST, "첫|처음|시작|먼저|앞", "첫|처음", _FIRST_TOO),
            _side(_LAST, "마지막|최근|끝|지난", "마지막", _LAST_TOO),
        ),
        (
            _side(_OPENED, "열|엽|연|여|표시|이어", "열[어었리린립기고지히]", _OPENED_TOO),
            _side(_CLOSED, "닫|짝|끊", "닫", _CLOSED_TOO),
        ),
        (
            _side(_ATLEAST, "이상|넘|최소|초과|더", "(?<!더 )이상", _MORE_TOO),
            _side(_ATMOST, "이하|최대|까지|이내", "이하|미만", _LESS_TOO),
        ),
        (_side(_ALWAYS, "항상|언제나|늘", "항상|언제나"), _side(_SOMETIMES, "가끔|때때로", "가끔|때때로")),
        (_side(_SUCCEEDED, "성공|통과", "성공"), _side(_FAILED, "실패|못", "실패")),
        (_side(_READ, "읽|읽기|판독", "읽을 수"), _side(_WRITTEN, "쓰|쓸|쓴|썼|적|작성|저장|씁", "쓸 수")),
        (
            _side(_LARGER, "크|큰|길|긴|긺|많|넓|넘|큽", "(?:더|너무) (?:크|큰|길|긴)"),
            _side(_SMALLER, "작|짧|적|줄", "(?:더|너무) (?:작|짧|적)"),
        ),
    ),
    "ja": (
        (_side(_OUTSIDE, "外", "社外|外部"), _side(_INSIDE, "内|中", "社内|内部")),
        (_side(_ALLOWED, "許可", "許可"), _side(_REFUSED, "拒否|ない|ません", "拒否")),
        (_side(_MOST, "最大", "最大"), _side(_LEAST, "最小|最低", "最小|最低")),
        (
            _side(_BEFORE, "前|先|すでに|まで|うち|以降", "前(?=に|の|は)", _EARLIER),
            _side(_AFTER, "後|過ぎ|たら|から|次|続|以降|ると", "後(?=に|の|は|、)", _LATER),
        ),
        (_side(_ON, "有効|使用|オン", "有効(?!期)"), _side(_OFF, "無効|オフ", "無効")),
        (
            _side(_ADDED, "追加|加|入れ|付け|挿入", "追加", _ADDED_TOO),
            _side(_DELETED, "削除|除|外|消|取り", "削除", _DELETED_TOO),
        ),
        (_side(_ALL, "すべて|全|各|毎|ごと|誰|どの|両|まとめ", "すべて|全員"), _side(_SOME, "一部|つか|片方", "一部")),
        (
            _side(_SENDER, "送信者|差出人|送信元", "送信者|差出人", _SENDER_TOO),
            _side(_RECIPIENT, "宛先|受信者|受け取|の人|件|人", "宛先|受信者", _RECIPIENT_TOO),
        ),
        (
            _side(_FIRST, "最初|初め|先頭|始|書き出し|まず|第", "最初|初め", _FIRST_TOO),
            _side(_LAST, "最後|直近|末尾|前回", "最後", _LAST_TOO),
        ),
        (_side(_OPENED, "開|続|表示", "開[いきけく]", _OPENED_TOO), _side(_CLOSED, "閉|対|切", "閉", _CLOSED_TOO)),
        (
            _side(_ATLEAST, "以上|超|最低|より|以降", "以上", _MORE_TOO),
            _side(_ATMOST, "以下|最大|まで|以内", "以下(?!の)|未満", _LESS_TOO),
        ),
        (_side(_ALWAYS, "常に|必ず|いつも", "常に|いつも"), _side(_SOMETIMES, "時々|ときどき", "時々|ときどき")),
        (_side(_SUCCEEDED, "成功|合格", "成功"), _side(_FAILED, "失敗|不合格|でき", "失敗")),
        (_side(_READ, "読", "読み取れ|読み込め"), _side(_WRITTEN, "書|保存|入力", "書き込め")),
        (
            _side(_LARGER, "大き|長|多|広|超", "(?:より|もっと)?(?:大きく|大きな|大きす|長す)"),
            _side(_SMALLER, "小さ|短|少", "小さ|短[いくす]"),
        ),
    ),
}
"""What must never be taken for each other."""
