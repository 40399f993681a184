"""alot's hooks: the file that alot itself reads, whatever its settings and the environment say."""

from __future__ import annotations

from pathlib import Path

import pytest

from composer.setup.clients import client
from composer.setup.clients.base import Surroundings

USUAL = ".config/alot/hooks.py"


@pytest.mark.parametrize(
    ("config", "place"),
    [
        ("", USUAL),
        ("theme = x\nhooksfile = ~/dots/alot.py\n[accounts]\n", "dots/alot.py"),
        ("  hooksfile='~/my dots/alot.py'  # mine\n", "my dots/alot.py"),
        ('hooksfile = "~/dots/alot.py"', "dots/alot.py"),
        ("#hooksfile = ~/dots/alot.py\n", USUAL),
        ("hooksfile =\n", USUAL),
        ("[accounts]\n  [[work]]\n    hooksfile = ~/dots/alot.py\n", USUAL),
    ],
)
def test_the_hooks_are_where_the_settings_say(tmp_path: Path, config: str, place: str) -> None:
    (tmp_path / ".config" / "alot").mkdir(parents=True)
    (tmp_path / ".config" / "alot" / "config").write_text(config, encoding="utf-8")
    assert hooks_of(tmp_path) == tmp_path / place


def test_an_absolute_path_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / ".config" / "alot").mkdir(parents=True)
    (tmp_path / ".config" / "alot" / "config").write_text("hooksfile = /srv/alot.py\n", encoding="utf-8")
    assert hooks_of(tmp_path) == Path("/srv/alot.py")


def test_xdg_config_home_moves_the_settings_of_alot_and_not_its_hooks(tmp_path: Path) -> None:
    (tmp_path / "xdg" / "alot").mkdir(parents=True)
    settings, hooks = client("alot").settings(
        Surroundings(tmp_path, {"XDG_CONFIG_HOME": str(tmp_path / "xdg")}), "/bin/presend"
    )
    assert (settings.place, hooks.place) == (tmp_path / "xdg" / "alot" / "config", tmp_path / USUAL)


def test_without_settings_that_can_be_read_the_hooks_are_where_they_usually_are(tmp_path: Path) -> None:
    (tmp_path / ".config" / "alot" / "config").mkdir(parents=True)
    assert hooks_of(tmp_path) == tmp_path / USUAL


def hooks_of(home: Path) -> Path:
    """Where presend would write the hook."""
    return client("alot").settings(Surroundings(home, {}), "/bin/presend")[1].place
