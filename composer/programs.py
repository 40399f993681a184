"""Other programs, and presend itself once more, without the folder one stands in having a say in what is started."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping

_NAME_A_FILE = ("PRESEND_POLICY", "PRESEND_CATALOG")


def presend_again(*words: str) -> tuple[str, ...]:
    """The command line that starts this installation of presend with a verb, from any folder.

    ``-m`` alone would put the current folder first on the path, and an empty entry of PYTHONPATH puts it there too; the
    program that opens a dialog may have an environment of its own, so that it is no use to correct ours.
    """
    return (sys.executable, "-E", "-P", "-m", "composer", *words)


def program_named(name: str, environ: Mapping[str, str] = os.environ) -> str | None:
    """The whole path of a program on the PATH, its empty and relative entries left out; None where there is none.

    A name with a slash is the path of a program already, as for a shell.
    """
    entries = environ.get("PATH", os.defpath).split(os.pathsep)
    whole = os.pathsep.join(entry for entry in entries if os.path.isabs(entry))  # noqa: PTH117  # text, as it stands
    return shutil.which(name, path=whole or os.devnull)


def from_any_folder(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment for a presend that starts in another folder: a file that it names is still the same one."""
    named = {name: os.path.abspath(environ[name]) for name in _NAME_A_FILE if environ.get(name)}  # noqa: PTH100  # links stay
    return {**environ, **named}
