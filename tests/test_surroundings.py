"""A run of the tests knows nothing of the machine and of the one who runs it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from composer.storage.machine import THIS_MACHINE
from tests.surroundings import LAID_DOWN


@pytest.mark.parametrize(
    "name",
    ["LANGUAGE", "LC_ALL", "LC_MESSAGES", "NO_COLOR", "EDITOR", "PAGER", "TMUX", "XDG_CONFIG_HOME", "PRESEND_POLICY"],
)
def test_what_somebody_prefers_is_not_handed_on(name: str) -> None:
    assert name not in os.environ


def test_home_holds_nobodys_settings() -> None:
    assert list(Path(os.environ["HOME"]).glob(".config/presend/*")) == []


def test_a_temporary_folder_leaves_room_for_the_name_of_a_socket(tmp_path: Path) -> None:
    assert len(os.fsencode(tmp_path / "a-socket")) < 108


def test_the_machine_has_laid_nothing_down() -> None:
    assert THIS_MACHINE.folder == LAID_DOWN
    assert not THIS_MACHINE.has_policy()
    assert not THIS_MACHINE.settings.exists()
