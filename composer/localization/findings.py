"""One fault found in a source, a template or a catalog, as text and as data."""

from __future__ import annotations

from dataclasses import dataclass

from composer.localization.codes import Code
from composer.localization.meanings import meaning
from composer.safe_text import clean

LONGEST_DETAIL = 80
"""The most characters of a detail that are shown."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault."""

    code: Code
    file: str
    """The path of the file, relative to the folder that was looked at."""
    line: int = 1
    """Counted from 1, which also stands for the whole file."""
    detail: str = ""
    """The message, name or character that is at fault."""
    language: str | None = None
    """BCP 47; None where it is about no catalog."""
    id: str | None = None
    """The English message (of a plural, the singular); None where it is about no entry."""
    context: str | None = None

    @property
    def message(self) -> str:
        """What is wrong, in the UI language; the detail is foreign text and cleaned."""
        detail = clean(self.detail, longest=LONGEST_DETAIL)
        return f"{meaning(self.code)} [{detail}]" if detail else meaning(self.code)

    def as_json(self) -> dict[str, str | int | None]:
        """The finding as data for tools."""
        return {
            "severity": self.code.severity.value,
            "code": self.code.value,
            "language": self.language,
            "id": self.id,
            "context": self.context,
            "line": self.line,
            "message": self.message,
        }

    def __str__(self) -> str:
        place = clean(f"{self.file}:{self.line}")
        return f"{place}: {self.code.severity.value} {self.code.value}: {self.message}"
