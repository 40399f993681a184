"""``presend`` as a command of its own: real arguments, real files, real exit status."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def presend(
    folder: Path, *words: str, stdin: str = "", language: str = "en", **environ: str
) -> subprocess.CompletedProcess[str]:
    """Run in ``folder``, which is home too, with a UI language and nothing else of the developer's environment."""
    around = {"PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C.UTF-8", "LANGUAGE": language, "TZ": "UTC"}
    return subprocess.run(
        [sys.executable, "-m", "composer", *words],
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        env={**around, "PYTHONPATH": str(Path(__file__).parents[2]), **environ},
        cwd=folder,
        check=False,
    )
