"""What can be attached, what has become of it since, and what typed or dropped text means."""

from __future__ import annotations

import os
import socket
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from composer.errors import AttachError
from composer.files.attaching import typed_paths
from composer.files.attaching.attach import LocalFiles
from composer.message.composition import AttachedFile
from composer.services.files import Files
from policy.draft import FileChoice, FileState
from tests.hostile.corpus import CORPUS, FILE_NAMES


@pytest.fixture
def files(tmp_path: Path) -> LocalFiles:
    return LocalFiles(tmp_path)


def made(folder: Path, *names: str, content: bytes = b"content") -> list[Path]:
    paths = [folder / name for name in names]
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return paths


# Attaching.


def test_a_file_is_attached_by_reference_with_its_facts(files: Files, tmp_path: Path) -> None:
    (path,) = made(tmp_path, "offer.pdf")
    found = path.stat()
    expected = AttachedFile(str(path), "offer.pdf", 7, found.st_dev, found.st_ino, found.st_mtime_ns)
    assert files.attach(path) == expected
    assert files.attach(Path("offer.pdf")) == expected
    assert files.attach(Path("./x/../offer.pdf").resolve().parent / path) == expected


def test_an_empty_file_is_attached_and_left_to_the_policy(files: Files, tmp_path: Path) -> None:
    made(tmp_path, "empty", content=b"")
    assert files.attach(tmp_path / "empty").size == 0


def test_a_link_is_followed_once_and_keeps_the_name_it_was_given(files: Files, tmp_path: Path) -> None:
    target, other = made(tmp_path, "offer-v3.pdf", "other.pdf", content=b"abc")
    link = tmp_path / "offer.pdf"
    link.symlink_to(target)
    attached = files.attach(link)
    assert (attached.path, attached.name) == (str(target), "offer.pdf")
    link.unlink()
    link.symlink_to(other)
    assert files.facts((attached,))[0].state is FileState.PRESENT


def a_folder(path: Path) -> None:
    path.mkdir()


def a_fifo(path: Path) -> None:
    os.mkfifo(path)


def a_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(os.path.relpath(path))


def a_link_to_a_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def a_link_to_a_fifo(path: Path) -> None:
    os.mkfifo(path.with_name("fifo"))
    path.symlink_to("fifo")


def a_link_to_itself(path: Path) -> None:
    path.symlink_to(path)


def a_link_to_nothing(path: Path) -> None:
    path.symlink_to("nothing")


def a_path_below_a_file(path: Path) -> None:
    """``x`` itself is not made; its parent is asked for below a file in the test of names."""


REFUSED: list[tuple[Callable[[Path], None], str]] = [
    (a_folder, "is a folder"),
    (a_fifo, "not an ordinary file"),
    (a_socket, "not an ordinary file"),
    (a_link_to_a_device, "not an ordinary file"),
    (a_link_to_a_fifo, "not an ordinary file"),
    (a_link_to_itself, "a link that leads nowhere"),
    (a_link_to_nothing, "There is no file"),
]


@pytest.mark.parametrize(("make", "words"), REFUSED)
def test_what_is_no_file_is_refused_in_words_without_waiting_for_it(
    files: Files, tmp_path: Path, make: Callable[[Path], None], words: str
) -> None:
    make(tmp_path / "x")
    with pytest.raises(AttachError, match=words) as caught:
        files.attach(tmp_path / "x")
    assert str(tmp_path / "x") in str(caught.value)


@pytest.mark.parametrize("name", ["gone", "file/below", "a\0b", "\ud800", "n" * 300, "gone/../../x"])
def test_a_name_without_a_file_is_said_to_have_none(files: Files, tmp_path: Path, name: str) -> None:
    made(tmp_path, "file")
    with pytest.raises(AttachError, match="There is no file"):
        files.attach(Path(name))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_refused(files: Files, tmp_path: Path) -> None:
    (path,) = made(tmp_path, "secret")
    path.chmod(0)
    with pytest.raises(AttachError, match="no permission"):
        files.attach(path)


@pytest.mark.parametrize("name", FILE_NAMES.values(), ids=FILE_NAMES.keys())
def test_a_file_of_any_name_is_attached_and_found_again(files: Files, tmp_path: Path, name: str) -> None:
    (path,) = made(tmp_path, name)
    attached = files.attach(path)
    attached.name.encode("utf-8")
    assert attached.path == str(path)
    assert files.facts((attached,))[0].state is FileState.PRESENT
    assert str(tmp_path) + "/" in attached.path


def refusals(files: Files, paths: list[Path]) -> list[str]:
    """The words with which files are refused."""
    said: list[str] = []
    for path in paths:
        try:
            files.attach(path)
        except AttachError as error:
            said.append(str(error))
    return said


@pytest.mark.parametrize("text", CORPUS.values(), ids=CORPUS.keys())
def test_hostile_text_as_a_path_gives_files_or_errors_in_harmless_words(files: Files, text: str) -> None:
    said = "".join(refusals(files, list(files.expand(text[:5_000]))[:20]))
    assert not {character for character in said if unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"}} - {"\n"}
    assert not files.looks_dropped(text) or text in {"/etc/passwd", "file:///etc/passwd"}
    assert len(files.complete(text[:5_000], 5)) <= 5


# What has become of it.


def test_facts_carry_what_was_attached_in_order(files: Files, tmp_path: Path) -> None:
    attached = tuple(files.attach(path) for path in made(tmp_path, "b", "a"))
    chosen = (replace(attached[0], choice=FileChoice.TIME_LIMITED), attached[1])
    found = files.facts(chosen)
    assert [(fact.name, fact.choice, fact.state) for fact in found] == [
        ("b", FileChoice.TIME_LIMITED, FileState.PRESENT),
        ("a", FileChoice.AUTOMATIC, FileState.PRESENT),
    ]
    assert [(fact.path, fact.device, fact.inode, fact.size, fact.mtime_ns) for fact in found] == [
        (file.path, file.device, file.inode, file.size, file.mtime_ns) for file in chosen
    ]


def removed(path: Path) -> None:
    path.unlink()


def grown(path: Path) -> None:
    path.write_bytes(b"longer than before")


def touched(path: Path) -> None:
    os.utime(path, ns=(1, 1))


def replaced_by_an_equal_copy(path: Path) -> None:
    """Another inode with the same size and time."""
    before = path.stat()
    copy = path.with_name("copy")
    copy.write_bytes(path.read_bytes())
    os.utime(copy, ns=(before.st_atime_ns, before.st_mtime_ns))
    copy.replace(path)


def replaced_by_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def replaced_by_a_link(path: Path) -> None:
    path.rename(path.with_name("moved"))
    path.symlink_to("moved")


def replaced_by_a_fifo(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


@pytest.mark.parametrize(
    ("change", "state"),
    [
        (removed, FileState.MISSING),
        (grown, FileState.CHANGED),
        (touched, FileState.CHANGED),
        (replaced_by_an_equal_copy, FileState.CHANGED),
        (replaced_by_a_folder, FileState.NOT_REGULAR),
        (replaced_by_a_link, FileState.NOT_REGULAR),
        (replaced_by_a_fifo, FileState.NOT_REGULAR),
    ],
)
def test_what_happened_to_a_file_since_is_seen(
    files: Files, tmp_path: Path, change: Callable[[Path], None], state: FileState
) -> None:
    (path,) = made(tmp_path, "offer.pdf")
    attached = files.attach(path)
    change(path)
    assert files.facts((attached,))[0].state is state


# Typed and dropped text.

NAMES = ("a.txt", "b.txt", "my report.pdf", "it's.txt", 'say "hi".txt', "back\\slash", "[x].txt", "x.txt",
         ".hidden.txt", "한글 파일.hwp", "sub/c.txt", "sub/d.txt", "50%.txt", "-dash", "~tilde")  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made(tmp_path, *NAMES)
    return tmp_path


EXPANSIONS = {
    "a.txt": ["a.txt"],
    "  a.txt  ": ["a.txt"],
    "a.txt b.txt": ["a.txt", "b.txt"],
    "a.txt\nb.txt\r\n\n": ["a.txt", "b.txt"],
    "a.txt a.txt": ["a.txt"],
    "my report.pdf": ["my report.pdf"],
    "my\\ report.pdf a.txt": ["my report.pdf", "a.txt"],
    "'my report.pdf' a.txt": ["my report.pdf", "a.txt"],
    '"my report.pdf" a.txt': ["my report.pdf", "a.txt"],
    "it's.txt": ["it's.txt"],
    "'it'\\''s.txt' a.txt": ["it's.txt", "a.txt"],
    '"say \\"hi\\".txt"': ['say "hi".txt'],
    "back\\slash": ["back\\slash"],
    "'back\\slash' a.txt": ["back\\slash", "a.txt"],
    "[x].txt": ["[x].txt"],
    "[ab].txt": ["a.txt", "b.txt"],
    "'[ab].txt' a.txt": ["[ab].txt", "a.txt"],
    "\\*.txt a.txt": ["*.txt", "a.txt"],
    "?.txt": ["a.txt", "b.txt", "x.txt"],
    "sub/*": ["sub/c.txt", "sub/d.txt"],
    "s*": ['say "hi".txt'],
    "nothing*.zip": ["nothing*.zip"],
    "nothing.zip a.txt": ["nothing.zip", "a.txt"],
    "한글*": ["한글 파일.hwp"],
    "'unfinished a.txt": ["'unfinished", "a.txt"],
    "a.txt \\": ["a.txt", "\\"],
    "-dash": ["-dash"],
    "sub/../a.txt": ["sub/../a.txt"],
    "": [],
    " \n\t": [],
}


@pytest.mark.parametrize(("text", "expected"), EXPANSIONS.items(), ids=EXPANSIONS.keys())
def test_typed_text_means_these_paths(folder: Path, text: str, expected: list[str]) -> None:
    assert LocalFiles(folder).expand(text) == [folder / name for name in expected]


def test_uris_of_this_machine_are_paths_and_others_are_not(folder: Path) -> None:
    files = LocalFiles(folder)
    report = folder / "my report.pdf"
    host = os.uname().nodename
    for uri in (report.as_uri(), f"file://localhost{report}".replace(" ", "%20"), f"file:{report}".replace(" ", "%20"),
                f"FILE://{host}{report}".replace(" ", "%20"), f"'{report.as_uri()}'"):  # fmt: skip
        assert files.expand(uri) == [report]
    assert files.expand("file://elsewhere.example/etc/passwd") == [folder / "file://elsewhere.example/etc/passwd"]
    assert files.expand((folder / "50%.txt").as_uri()) == [folder / "50%.txt"]
    assert files.expand((folder / "한글 파일.hwp").as_uri()) == [folder / "한글 파일.hwp"]
    assert files.expand("file:///caf%E9") == [Path("/caf\udce9")]


def test_a_tilde_is_the_home_also_within_quotes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(folder / "sub"))
    files = LocalFiles(folder)
    assert files.expand("~/c.txt") == [folder / "sub/c.txt"]
    assert files.expand("~/*") == [folder / "sub/c.txt", folder / "sub/d.txt"]
    assert files.expand("~nobody-of-this-name/x") == [folder / "~nobody-of-this-name/x"]
    assert files.expand("~tilde") == [folder / "~tilde"]
    assert files.expand("'~/c.txt'") == [folder / "sub/c.txt"]
    assert files.complete("~/c", 5) == ("~/c.txt",)


@given(st.lists(st.text(st.characters(exclude_characters="\r\n\0/")).filter(bool), min_size=1, max_size=4))
def test_escaped_names_are_read_back_whatever_they_hold(names: list[str]) -> None:
    line = " ".join(map(typed_paths.escape, names))
    assert [word.text for word in typed_paths.split(line)] == names


@given(st.text("ab '\"\\*?[]~/\t"))
def test_splitting_never_loses_a_letter(line: str) -> None:
    letters = "".join(word.text for word in typed_paths.split(line))
    assert [letter for letter in letters if letter in "ab~/"] == [letter for letter in line if letter in "ab~/"]


def test_dropped_files_are_known_however_the_terminal_quotes_them(folder: Path) -> None:
    files = LocalFiles(folder)
    report, other = folder / "my report.pdf", folder / "a.txt"
    escaped = typed_paths.escape(str(report))
    for text in (str(report), f"{report}\n", f"'{report}' ", f'"{report}"', f"{escaped} {other}", report.as_uri(),
                 f"{report.as_uri()}\r\n{other.as_uri()}\r\n", f"'{report}' '{other}'",
                 f"{report}\n{other}"):  # fmt: skip
        assert files.looks_dropped(text), text


def test_prose_is_no_drop_even_where_it_names_files(folder: Path) -> None:
    files = LocalFiles(folder)
    for text in ("", " ", "a.txt", f"see {folder}/a.txt", f"{folder}/a.txt is the file", str(folder), "/",
                 f"{folder}/gone", f"{folder}/*.txt", f"{folder}/a.txt\nand more", "~/a.txt", "/" * 100_000,
                 f"{folder}/a.txt " + "x" * 100_000):  # fmt: skip
        assert not files.looks_dropped(text), text


# Completion.


def test_completion_goes_on_from_what_was_typed(folder: Path) -> None:
    files = LocalFiles(folder)
    assert files.complete("su", 9) == ("sub/",)
    assert files.complete("sub/", 9) == ("sub/c.txt", "sub/d.txt")
    assert files.complete(f"{folder}/sub/c", 9) == (f"{folder}/sub/c.txt",)
    assert files.complete("my re", 9) == ("my report.pdf",)
    assert files.complete("a.txt my", 9) == ("a.txt my\\ report.pdf",)
    assert files.complete("한글", 9) == ("한글 파일.hwp",)
    assert files.complete("nothing", 9) == ()
    assert files.complete("a.txt nothing", 9) == ()


def test_hidden_names_are_completed_only_where_the_dot_was_typed(folder: Path) -> None:
    files = LocalFiles(folder)
    assert ".hidden.txt" not in files.complete("", 99)
    assert files.complete(".h", 9) == (".hidden.txt",)


def test_no_more_are_offered_than_asked_for(folder: Path) -> None:
    assert len(LocalFiles(folder).complete("", 3)) == 3


@pytest.mark.parametrize("name", FILE_NAMES.values(), ids=FILE_NAMES.keys())
def test_a_completion_is_read_back_as_the_file_and_holds_no_controls(tmp_path: Path, name: str) -> None:
    made(tmp_path, "first.txt", name)
    files = LocalFiles(tmp_path)
    for found in files.complete(f"first.txt {typed_paths.escape(name)}", 5):
        assert files.expand(found) == [tmp_path / "first.txt", tmp_path / name]
        assert found.isprintable() or "\u00a0" in found or "\u3000" in found or not found.isascii()
        assert not {"\x1b", "\x9b", "\u202e", "\n"} & set(found)
