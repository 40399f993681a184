"""What is printed when presend ends by a fault of its own: where it happened, and nothing of what was written."""

from __future__ import annotations

import traceback

from composer.safe_text import clean
from composer.words import _


def crash_report(error: BaseException | None, opening: str = "") -> str:
    """An opening sentence, then files, lines and kinds of errors; messages and variables may quote mail."""
    lines = [opening or _("presend ended because of a fault of its own. What you wrote is kept as a draft.")]
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        lines.append(type(error).__qualname__)
        lines.extend(
            f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)
        )
        error = error.__cause__ or error.__context__
    return "\n".join(clean(line) for line in lines)
