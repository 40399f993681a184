"""The administrator's page and the review of a save call a value by the same word."""

from __future__ import annotations

import pytest

from composer import words
from composer.administration.setting import ENABLED, YES_NO, Option, Setting
from composer.administration.settings import SETTINGS
from composer.sentences.changes.setting_names import value_words

SWITCHES = [setting for setting in SETTINGS if setting.options in (YES_NO, ENABLED)]


@pytest.mark.parametrize("tag", words.available())
@pytest.mark.parametrize("option", [0, 1], ids=["true", "false"])
@pytest.mark.parametrize("setting", SWITCHES, ids=lambda setting: ".".join(setting.path))
def test_a_switch_is_told_in_the_words_of_its_row(setting: Setting, option: int, tag: str) -> None:
    words.use(tag)
    shown: Option = setting.options[option]
    assert value_words(setting.path, shown.value).casefold() == shown.label().casefold()
