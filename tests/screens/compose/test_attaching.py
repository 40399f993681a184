"""The files of a message: attached from what is pasted, switched between the two ways, removed."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from composer.files.attaching.attach import LocalFiles
from composer.message.composition import AttachedFile, Composition
from composer.screens.compose.attaching import Attaching
from composer.screens.compose.pasted import DroppedScreen, Dropping
from policy.draft import FileChoice
from policy.settings import MailLimits
from tests.screens.dialog_support import Assessor, attached, message, policy
from tests.screens.quiet_screen import Said, quiet_form, quiet_screen

SMALL, BIG = 1_000, 20_000


class Desk:
    """A composer at a real folder."""

    def __init__(self, folder: Path, *files: AttachedFile, answer: object = None) -> None:
        self.screen, self.form = quiet_screen(answer), quiet_form(Composition(files=files))
        self.said, self.told = Said(), Said()
        self.attaching = Attaching(self.screen, self.form, LocalFiles(folder), self.said, self.told)

    @property
    def names(self) -> list[str]:
        """Of the files, in order."""
        return [file.name for file in self.form.files]


@pytest.mark.parametrize(
    ("place", "left", "text_has_focus"), [(0, ["b.txt"], False), (1, ["a.txt"], False), (None, [], True)]
)
def test_a_removed_file_goes_and_after_the_last_one_writes_on(
    tmp_path: Path, place: int | None, left: list[str], text_has_focus: bool
) -> None:
    files = [attached("a.txt"), attached("b.txt")] if place is not None else [attached("a.txt")]
    desk = Desk(tmp_path, *files)
    desk.attaching.remove(place or 0)
    assert (desk.names, desk.form.body.has_focus) == (left, text_has_focus)
    assert desk.said.words == [""]


@pytest.mark.parametrize(
    ("size", "may_be_linked", "choice", "switched"),
    [
        (SMALL, True, FileChoice.AUTOMATIC, FileChoice.TIME_LIMITED),
        (SMALL, True, FileChoice.TIME_LIMITED, FileChoice.NORMAL),
        (SMALL, False, FileChoice.AUTOMATIC, None),
        (BIG, True, FileChoice.AUTOMATIC, None),
        (BIG, False, FileChoice.AUTOMATIC, None),
    ],
)
def test_a_file_is_switched_where_the_policy_leaves_another_way(
    tmp_path: Path, size: int, may_be_linked: bool, choice: FileChoice, switched: FileChoice | None
) -> None:
    limits = replace(MailLimits(), attachment_size_limit=SMALL * 10)
    assess = Assessor(replace(policy(), time_limited_files=may_be_linked, limits=limits))
    file = replace(attached("offer.pdf", size), choice=choice)
    desk = Desk(tmp_path, file)
    desk.attaching.switch(0, assess(message(files=(file,))))
    assert desk.form.files[0].choice is (switched or choice)
    assert desk.said.words == ([] if switched else ["The policy leaves no other way to send this file."])


def test_what_is_not_judged_yet_is_not_switched(tmp_path: Path) -> None:
    desk = Desk(tmp_path, attached("a.txt"))
    desk.attaching.switch(0, None)
    desk.attaching.switch(1, Assessor()(message(files=(attached("a.txt"),))))
    assert desk.form.files == (attached("a.txt"),)


@pytest.mark.parametrize(
    ("pasted", "answer", "is_taken", "names"),
    [
        ("{folder}/a.txt", Dropping.ATTACH, True, ["a.txt"]),
        ("{folder}/a.txt", Dropping.INSERT, False, []),
        ("Hello all", None, False, []),
    ],
)
async def test_a_path_in_the_text_is_attached_only_where_the_member_says_so(
    tmp_path: Path, pasted: str, answer: Dropping | None, is_taken: bool, names: list[str]
) -> None:
    (tmp_path / "a.txt").touch()
    desk = Desk(tmp_path, answer=answer)
    assert await desk.attaching.ask_about_dropped(pasted.format(folder=tmp_path)) is is_taken
    assert desk.names == names
    assert [type(screen) for screen in desk.screen.opened] == ([DroppedScreen] if answer else [])


@pytest.mark.parametrize(("pasted", "names"), [("{folder}/a.txt", ["a.txt"]), ("Hello all", [])])
def test_where_no_text_is_written_files_are_attached_unasked(tmp_path: Path, pasted: str, names: list[str]) -> None:
    (tmp_path / "a.txt").touch()
    desk = Desk(tmp_path)
    assert desk.attaching.attach_dropped(pasted.format(folder=tmp_path)) is bool(names)
    assert (desk.names, desk.screen.opened) == (names, [])


def test_what_cannot_be_attached_is_named_and_the_rest_is_attached(tmp_path: Path) -> None:
    (tmp_path / "a.txt").touch()
    desk = Desk(tmp_path)
    desk.attaching.attach(f"{tmp_path}/a.txt {tmp_path}/gone.txt")
    assert desk.names == ["a.txt"]
    assert "gone.txt" in desk.told.words[0]
