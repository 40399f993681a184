"""``presend`` as a command of its own: real arguments, real files, real exit status."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from tests.forkserver.client import as_text, run
from tests.machines import without_policy
from tests.project import ROOT


def presend(
    folder: Path, *words: str, stdin: str = "", language: str = "en", **environ: str
) -> subprocess.CompletedProcess[str]:
    """Run in ``folder``, which is home too, with a UI language and nothing else of the developer's environment.

    There is no terminal, wherever the tests were started.
    """
    locale = "en_US.UTF-8" if language else "C.UTF-8"  # under C, LANGUAGE says nothing
    around = {"PATH": os.environ["PATH"], "HOME": str(folder), "LANG": locale, "LANGUAGE": language, "TZ": "UTC"}
    around |= {"PYTHONPATH": str(ROOT), **environ}
    return as_text(run([*without_policy(folder), *words], given=stdin.encode(), env=around, cwd=folder))
