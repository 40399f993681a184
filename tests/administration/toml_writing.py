"""Policy documents written down in many layouts: sections, dotted keys, braces, comments, line ends, a mark."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Any

from hypothesis import strategies as st

from policy.toml.text import quoted, quoted_lines

TAGS = ("default", "ko", "ja", "zh-Hant", "pt-BR")
TEXTS = st.one_of(
    st.sampled_from(
        ["", "plain", "two\nlines", "\nfirst empty", "ends\n", 'a "quoted" one', '"""', "'''", "a\\b", "\r\n"]
    ),
    st.sampled_from(["#", "x\t\x00\x7f"]),
    st.text(st.characters(codec="utf-8"), max_size=12),
)
DOMAINS = st.sampled_from(["a.example", "b.example", "*.a.example", "c.example"])
ADDRESSES = st.sampled_from([f"{name}@a.example" for name in ("kim", "lee", "park", "sales", "all")])
BOOLEANS = st.booleans()
SIZES = st.sampled_from(["25 MB", "1 GB", "3 KiB"])
ALLOWED = st.sampled_from(["allow", "deny"])


def table(required: dict[str, Any] | None = None, **optional: Any) -> Any:
    """A table some of whose keys may be missing."""
    return st.fixed_dictionaries(required or {}, optional=optional)


TABS = st.dictionaries(st.sampled_from(TAGS), TEXTS, max_size=4)
LEVEL = table(use=BOOLEANS, name=TEXTS, forwarding_prohibited=BOOLEANS)
LIST = table(
    {"address": ADDRESSES},
    name=TEXTS,
    members=st.lists(ADDRESSES, max_size=4),
    senders=st.lists(ADDRESSES, max_size=3),
)
DOCUMENTS = table(
    {
        "schema": st.just(1),
        "company": table(
            {"domains": st.lists(DOMAINS, min_size=1, max_size=4)},
            name=TEXTS,
            languages=st.lists(st.sampled_from(TAGS[1:]), max_size=4),
        ),
    },
    network_security=table(designated_ips_only=BOOLEANS),
    mail=table(general=table(attachment_size_limit=SIZES, max_external_recipients=st.integers(1, 9_000))),
    mail_security=table(
        external_import=ALLOWED,
        backup=st.sampled_from(["on", "off"]),
        outgoing_warning=table(enabled=BOOLEANS, pc=TABS, mobile=TABS),
        levels=table(restricted=LEVEL, confidential=LEVEL),
    ),
    lists=st.lists(LIST, max_size=4),
)


@dataclass
class Writer:
    """Writes one document in a layout that chance chooses; comments are numbered."""

    chance: Random
    line_end: str = "\n"
    lines: list[str] = field(default_factory=list)
    comments: int = 0
    owner: str = "c"
    """What comments are called: those of a list carry its number."""

    def text(self, document: dict[str, Any]) -> str:
        """The whole document."""
        self._table(document, (), ())
        mark = "\ufeff" * (self.chance.random() < 0.1)
        end = self.line_end * (self.chance.random() < 0.8)
        return mark + self.line_end.join(self.lines) + end

    def _table(self, table: dict[str, Any], path: tuple[str, ...], header: tuple[str, ...]) -> None:
        """The keys of a table under a header; its tables as chance wants them, own sections last."""
        later: list[tuple[str, Any]] = []
        items = list(table.items())
        if self.chance.random() < 0.3:
            self.chance.shuffle(items)
        for key, value in items:
            name = ".".join(map(_key, (*path[len(header) :], key)))
            is_lists = key == "lists" and value and self.chance.random() < 0.8
            if is_lists or (isinstance(value, dict) and path == header and self.chance.random() < 0.6):
                later.append((key, value))
            elif isinstance(value, dict) and value and self.chance.random() < 0.6:
                self._table(value, (*path, key), header)
            else:
                self._blank()
                self.lines.append(
                    f"{self._indent()}{name}{self._space()}={self._space()}{self._value(value)}{self._trail()}"
                )
        for key, value in later:
            self._later(value, (*path, key))

    def _later(self, value: Any, path: tuple[str, ...]) -> None:
        if isinstance(value, dict):
            only_tables = value and all(isinstance(one, dict) and one for one in value.values())
            self._blank()
            if not only_tables or self.chance.random() < 0.5:
                self.lines.append(f"[{'.'.join(map(_key, path))}]{self._trail()}")
            self._table(value, path, path) if not only_tables else self._sections(value, path)
            return
        for number, one in enumerate(value):
            self.owner = f"list{number}-"
            if self.chance.random() < 0.5:
                self.lines += ["", self._comment()]
            self.lines.append(f"[[lists]]{self._trail()}")
            for key, element in one.items():
                self._blank(blank=False)
                self.lines.append(f"{key} = {self._value(element)}{self._trail()}")
            self.owner = "c"
            if self.chance.random() < 0.3:  # apart from the next header: a comment right above it is the list's own
                self.lines += [self._comment(), ""]

    def _sections(self, value: dict[str, Any], path: tuple[str, ...]) -> None:
        for key, one in value.items():
            self._later(one, (*path, key))

    def _blank(self, blank: bool = True) -> None:
        """Chance lines above a pair."""
        if self.chance.random() < 0.2:
            self.lines.append(self._comment())
        if blank and self.chance.random() < 0.2:
            self.lines.append("")

    def _value(self, value: Any, inline: bool = False) -> str:
        if isinstance(value, dict):
            pairs = ", ".join(f"{_key(key)} = {self._value(one, True)}" for key, one in value.items())
            return f"{{{self._space()}{pairs}{self._space()}}}"
        if isinstance(value, list):
            return self._array(value, inline)
        if isinstance(value, str):
            return self._string(value, inline)
        return str(value).lower()

    def _array(self, value: list[Any], inline: bool) -> str:
        elements = [self._value(one, True) for one in value]
        style = self.chance.choice(["line", "column", "wild"])
        if inline or style == "line":
            return f"[{', '.join(elements)}]"
        text = "["
        for at, element in enumerate(elements):
            lead = self.line_end + "  " if style == "column" or self.chance.random() < 0.4 else " " * bool(at)
            if self.chance.random() < 0.2:
                lead = f"{self.line_end}  {self._comment()}{self.line_end}  "
            comma = "," if at + 1 < len(elements) or self.chance.random() < 0.5 else ""
            text += lead + element + " " * (self.chance.random() < 0.2) + comma
            if self.chance.random() < 0.2:
                text += f" {self._comment()}{self.line_end}"
        return text + self.line_end * (style == "column") + "]"

    def _string(self, value: str, inline: bool) -> str:
        style = self.chance.choice(["basic", "literal", "lines", "literal lines"])
        printable = all(char >= " " and char != "\x7f" for char in value)
        if style == "literal" and printable and "'" not in value:
            return f"'{value}'"
        if inline or style in ("basic", "literal"):
            return quoted(value)
        if (
            style == "literal lines"
            and "'" not in value
            and all(c == "\n" or (c >= " " and c != "\x7f") for c in value)
        ):
            return f"'''{self.line_end}{value.replace(chr(10), self.line_end)}'''"
        return quoted_lines(value, self.line_end)

    def _comment(self) -> str:
        self.comments += 1
        return f"# {self.owner}{self.comments} ' \" [ ="

    def _trail(self) -> str:
        return f"  {self._comment()}" if self.chance.random() < 0.15 else ""

    def _indent(self) -> str:
        return "  " if self.chance.random() < 0.1 else ""

    def _space(self) -> str:
        return self.chance.choice([" ", " ", " ", "", "  "])


def _key(key: str) -> str:
    return key


@st.composite
def written_documents(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """A text and what it says."""
    document = draw(DOCUMENTS)
    writer = Writer(draw(st.randoms(use_true_random=False)), draw(st.sampled_from(["\n", "\r\n"])))
    return writer.text(document), document
