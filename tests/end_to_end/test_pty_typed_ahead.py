"""What arrives in one piece, as from a paste or a slow line, means what it would mean key by key."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.end_to_end.terminal import Terminal, environ_of


@pytest.mark.parametrize("size", [(80, 24), (40, 20)])
def test_fields_of_the_first_form_are_filled_in_one_piece(tmp_path: Path, size: tuple[int, int]) -> None:
    with Terminal([sys.executable, "-m", "composer"], environ_of(tmp_path), tmp_path, size) as terminal:
        terminal.until("your settings")
        terminal.send("kim@hanbit.example\tKim Ha\t\x1b[Z!")
        terminal.until("kim@hanbit.example ", "Kim Ha!")
        assert "exampleKim" not in terminal.text
