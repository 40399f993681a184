"""The command line opens the composer with what it says, or says what is wrong with it."""

from __future__ import annotations

import argparse
import io
from pathlib import Path

import pytest

from composer.cli.wiring.opening import add_compose_arguments, opening, standard_input
from composer.errors import AttachError, PresendError, StorageError
from composer.files.attaching.attach import LocalFiles
from composer.message.composition import Composition
from composer.services.drafts import SavedDraft
from composer.storage.drafts.folder import Drafts
from tests.storage.support import SetClock, a_draft


class Shell:
    """Runs a command line in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.drafts = Drafts(folder / "drafts", SetClock())

    def open(self, *words: str, stdin: io.TextIOBase | None = None) -> Composition | SavedDraft:
        """What ``presend compose`` with these words opens with."""
        parser = argparse.ArgumentParser()
        add_compose_arguments(parser)
        source = stdin or io.StringIO("from standard input\n")
        assert isinstance(source, io.StringIO | io.TextIOWrapper)
        return opening(parser.parse_args(words), LocalFiles(self.folder), self.drafts, source)


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


def test_nothing_opens_an_empty_composer_and_leaves_standard_input_alone(shell: Shell) -> None:
    stdin = io.StringIO("not read")
    assert shell.open(stdin=stdin) == Composition()
    assert stdin.read() == "not read"


def test_options_fill_the_fields(shell: Shell) -> None:
    assert shell.open(
        "--to", "a@x.example", "--to", "Kim <b@x.example>", "--cc", "c@x.example", "--bcc", "d@x.example",
        "--subject", "Offer", "--body", "Line one\nline two",
    ) == Composition(
        to="a@x.example, Kim <b@x.example>", cc="c@x.example", bcc="d@x.example",
        subject="Offer", body="Line one\nline two",
    )  # fmt: skip


def test_several_uris_and_options_are_joined_and_the_option_names_the_subject(shell: Shell) -> None:
    found = shell.open(
        "mailto:a@x.example?subject=theirs&body=one", "mailto:b@x.example?body=two", "--to", "c@x.example",
        "--subject", "mine",
    )  # fmt: skip
    assert found == Composition(to="a@x.example, b@x.example, c@x.example", subject="mine", body="one\ntwo")


def test_of_several_uris_the_first_that_stands_in_a_thread_names_it_whole(shell: Shell) -> None:
    found = shell.open(
        "mailto:a@x.example", "mailto:?references=<1@x>", "mailto:b@x.example?in-reply-to=<3@x>&references=<2@x>"
    )
    assert found == Composition(to="a@x.example, b@x.example", references=("<1@x>",))


def test_a_dash_reads_the_body_from_standard_input(shell: Shell) -> None:
    assert shell.open("--body", "-") == Composition(body="from standard input\n")


def test_colours_of_a_program_do_not_reach_the_body(shell: Shell) -> None:
    found = shell.open("--body", "-", stdin=io.StringIO("\x1b[32m+\tadded\x1b[0m\r\nline\n"))
    assert found == Composition(body="[32m+\tadded[0m\nline\n")


def test_standard_input_that_is_no_text_is_refused_in_words(shell: Shell) -> None:
    with pytest.raises(PresendError, match="Standard input is not readable as text"):
        shell.open("--body", "-", stdin=io.TextIOWrapper(io.BytesIO(b"\xff\xfe\x00"), "utf-8"))


def test_files_are_attached_in_order_and_named_as_they_are(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(shell.folder))
    for name in ("b*.txt", "a b.txt"):
        (shell.folder / name).write_bytes(b"x")
    found = shell.open("--attach", "b*.txt", "--attach", "~/a b.txt")
    assert isinstance(found, Composition)
    assert [file.name for file in found.files] == ["b*.txt", "a b.txt"]


def test_a_file_that_is_not_there_is_an_error_that_names_it(shell: Shell) -> None:
    with pytest.raises(AttachError, match=r"There is no file gone\.txt"):
        shell.open("--attach", "gone.txt")


def test_a_file_that_is_named_twice_is_attached_once(shell: Shell) -> None:
    (shell.folder / "a.txt").write_text("x")
    (shell.folder / "link.txt").symlink_to("a.txt")
    found = shell.open("--attach", "a.txt", "--attach", "./a.txt", "--attach", "link.txt")
    assert isinstance(found, Composition)
    assert len(found.files) == 1


def test_a_uri_never_attaches(shell: Shell) -> None:
    (shell.folder / "secret").write_bytes(b"x")
    found = shell.open(f"mailto:a@x.example?attach={shell.folder}/secret&attachment=secret")
    assert found == Composition(to="a@x.example")


def test_a_bare_address_is_answered_with_how_to_write_it(shell: Shell) -> None:
    with pytest.raises(PresendError, match=r"Write mailto:kim@x\.example or --to kim@x\.example"):
        shell.open("kim@x.example")


def test_an_option_cannot_begin_a_header_field(shell: Shell) -> None:
    found = shell.open("--subject", "a\r\nBcc: v@x.example", "--to", "a@x.example\nBcc: v@x.example")
    assert found == Composition(to="a@x.example Bcc: v@x.example", subject="a Bcc: v@x.example")


def test_a_draft_is_opened_by_its_id(shell: Shell) -> None:
    shell.drafts.save(a_draft())
    assert shell.open("--draft", "one") == a_draft()


@pytest.mark.parametrize("draft_id", ["none", "../one", ""])
def test_an_unknown_draft_is_an_error_in_words(shell: Shell, draft_id: str) -> None:
    with pytest.raises(StorageError, match="There is no draft"):
        shell.open("--draft", draft_id)


@pytest.mark.parametrize("words", [["mailto:a@x.example"], ["--to", "a"], ["--attach", "x"], ["--body", "-"]])
def test_a_draft_is_not_mixed_with_other_content(shell: Shell, words: list[str]) -> None:
    shell.drafts.save(a_draft())
    with pytest.raises(PresendError, match="--draft alone"):
        shell.open("--draft", "one", *words)


@pytest.mark.parametrize("text", ["line\nline two\n", "-", ""])
def test_standard_input_is_held_until_the_form_of_the_first_start_is_done(shell: Shell, text: str) -> None:
    parser = argparse.ArgumentParser()
    add_compose_arguments(parser)
    arguments, pipe = parser.parse_args(["--body", "-"]), io.StringIO(text)
    held = standard_input(arguments, pipe)
    assert pipe.read() == ""
    assert opening(arguments, LocalFiles(shell.folder), shell.drafts, held) == Composition(body=text)


def test_standard_input_that_nobody_asked_for_is_left_alone() -> None:
    parser = argparse.ArgumentParser()
    add_compose_arguments(parser)
    pipe = io.StringIO("not read")
    assert standard_input(parser.parse_args([]), pipe) is pipe
