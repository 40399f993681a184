"""A large members file is read once; its index is believed only while it is whole, one's own, and of this file."""

from __future__ import annotations

import gc
import hashlib
import os
import resource
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier, Thread

import msgspec
import pytest
from msgspec.structs import replace

from composer.cli.wiring import environment
from composer.disk.durable import replace_file
from composer.disk.regular_file import CLOCK_GRAIN, Stamp, read_regular, stamp_of
from composer.errors import PolicyFaultsError
from composer.storage.machine import Machine
from composer.storage.policy.list_index import WORTH_AN_INDEX, ListIndexes
from composer.storage.policy.list_index_file import Head, IndexFile, encoded
from composer.storage.policy.source import FilePolicySource
from policy.address import parse_address
from policy.exemption import exempts
from policy.lists.expansion import UnknownReason
from policy.lists.members import LazyMembers, digest_of, parse_members
from policy.organization import RecipientClass
from policy.verdict import PolicyInForce
from tests.storage.support import names_in, start_child

LINES = "# all\nkim@hanbit.example\nLee <lee@hanbit.example>\n\npartner@other.example # since May\noops\n"
TEXTS = ("kim@hanbit.example", "Lee <lee@hanbit.example>", "partner@other.example", "oops")
POLICY = """schema = 1
company.domains = ["hanbit.example"]
[[lists]]
address = "all@hanbit.example"
members_file = "all.txt"
"""
ALL = parse_address("all@hanbit.example")
MAGIC = b"presend members\n"
LATER = 4_000_000_000_000_000_000
"""A moment, in nanoseconds, at which every file here was written long ago."""


class Office:
    """A policy with a members file, and how often that file was read."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "all.txt"
        self.file.write_text(LINES)
        self.policy = folder / "policy.toml"
        self.policy.write_text(POLICY)
        self.folder = folder / "state" / "lists"
        self.reads = 0
        self.now = LATER

    def indexes(self, worth_an_index: int = 1) -> ListIndexes:
        """As another process would have them."""
        return ListIndexes(self.folder, self._read, lambda: self.now, worth_an_index)

    @property
    def index(self) -> Path:
        """Where the index lies."""
        return self.indexes().place_of(self.file)

    def load(self) -> PolicyInForce:
        """The policy as another process loads it."""
        return FilePolicySource(self.policy, self.indexes()).current()

    def members(self) -> LazyMembers:
        """The members as another process finds them."""
        found, _stamp = self.indexes().members(self.file)
        assert isinstance(found, LazyMembers)
        return found

    def _read(self, path: Path) -> tuple[bytes, Stamp]:
        self.reads += 1
        return read_regular(path)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Loaded once, so that there is an index."""
    made = Office(tmp_path)
    made.load()
    assert made.reads == 1
    return made


def body_place(index: bytes) -> int:
    """Where the head of an index ends: behind the magic stand its length and its checksum."""
    return len(MAGIC) + 36 + int.from_bytes(index[len(MAGIC) : len(MAGIC) + 4], "big")


def damage_behind_the_head(office: Office) -> None:
    data = office.index.read_bytes()
    begin = body_place(data)
    assert begin < len(data)
    office.index.write_bytes(data[:begin] + bytes(len(data) - begin))


def is_right(members: LazyMembers, texts: tuple[str, ...] = TEXTS) -> bool:
    """Whether these are the members, in every form."""
    return members.digest == digest_of(texts) and tuple(members) == texts and members.parsed() == parse_members(texts)


def told(in_force: PolicyInForce) -> list[tuple[str, RecipientClass, UnknownReason | None]]:
    """The leaves of the list."""
    leaves = in_force.organization.members_of(ALL)
    return [(str(leaf.address), leaf.recipient_class, leaf.unknown_reason) for leaf in leaves]


# While nothing changed


def test_a_file_that_did_not_change_is_never_read_again(office: Office) -> None:
    first, second = office.load(), office.load()
    assert first.id == second.id
    assert told(second) == [
        ("kim@hanbit.example", RecipientClass.INTERNAL, None),
        ("lee@hanbit.example", RecipientClass.INTERNAL, None),
        ("partner@other.example", RecipientClass.EXTERNAL, None),
        ("all@hanbit.example", RecipientClass.UNKNOWN, UnknownReason.MEMBER_MALFORMED),
    ]
    assert is_right(office.members())
    assert office.reads == 1


def test_loading_reads_no_more_of_an_index_than_its_head(office: Office) -> None:
    """What lies behind the head is damaged, which only one who reads it can find out."""
    expected = office.load().id
    damage_behind_the_head(office)
    assert office.load().id == expected
    assert office.reads == 1


def test_a_policy_means_the_same_with_and_without_an_index(office: Office) -> None:
    eager = FilePolicySource(office.policy).current()
    indexed = office.load()
    assert indexed.id == eager.id
    assert indexed.policy == eager.policy
    assert told(indexed) == told(eager)


def test_an_index_is_private_and_nothing_lies_beside_it(office: Office) -> None:
    assert names_in(office.folder) == [office.index.name]
    assert stat.S_IMODE(office.index.stat().st_mode) == 0o600
    assert stat.S_IMODE(office.folder.stat().st_mode) == 0o700


def test_each_members_file_has_an_index_of_its_own(office: Office) -> None:
    other = office.file.with_name("other.txt")
    other.write_text("park@hanbit.example\n")
    found, _stamp = office.indexes().members(other)
    assert found == ("park@hanbit.example",)
    assert is_right(office.members())
    assert len(names_in(office.folder)) == 2


@pytest.mark.parametrize(("size", "is_indexed"), [(WORTH_AN_INDEX - 1, False), (WORTH_AN_INDEX, True)])
def test_only_a_large_file_gets_an_index(tmp_path: Path, size: int, is_indexed: bool) -> None:
    office = Office(tmp_path)
    line = "kim@hanbit.example\n"
    office.file.write_text(line + "#" * (size - len(line)))
    found, stamp = office.indexes(WORTH_AN_INDEX).members(office.file)
    assert isinstance(found, LazyMembers) == is_indexed == office.index.exists()
    assert stamp == stamp_of(office.file)


def test_a_file_written_a_moment_ago_gets_no_index_yet(tmp_path: Path) -> None:
    """It could be written again within one tick of the clock, and nothing would show."""
    office = Office(tmp_path)
    facts = office.file.stat()
    written = max(facts.st_mtime_ns, facts.st_ctime_ns)
    office.now = written + CLOCK_GRAIN - 1
    assert is_right(office.members())
    assert not office.folder.exists()
    office.now = written + CLOCK_GRAIN
    assert is_right(office.members())
    assert office.index.exists()


# Once something changed


def stamp_now(office: Office) -> Stamp:
    found = stamp_of(office.file)
    assert found is not None
    return found


def rewrite(office: Office) -> None:
    office.file.write_text("park@hanbit.example\n")


def touch(office: Office) -> None:
    os.utime(office.file, ns=(0, 0))


def replace_by_another(office: Office) -> None:
    """Same bytes, size and time of writing."""
    times = office.file.stat()
    other = office.file.with_name("other")
    other.write_bytes(office.file.read_bytes())
    os.utime(other, ns=(times.st_atime_ns, times.st_mtime_ns))
    other.replace(office.file)


def write_and_set_the_time_back(office: Office) -> None:
    """Same place, size and time of writing."""
    times = office.file.stat()
    office.file.write_text(LINES.replace("kim", "ken"))
    os.utime(office.file, ns=(times.st_atime_ns, times.st_mtime_ns))


@pytest.mark.parametrize("change", [rewrite, touch, replace_by_another, write_and_set_the_time_back])
def test_a_members_file_that_changed_is_read_again_and_indexed_anew(
    office: Office, change: Callable[[Office], None]
) -> None:
    change(office)
    expected = FilePolicySource(office.policy).current()
    loaded = office.load()
    assert (loaded.id, told(loaded)) == (expected.id, told(expected))
    assert office.reads == 2
    assert told(office.load()) == told(expected)
    assert office.reads == 2


@pytest.mark.parametrize("part", Stamp.__struct_fields__)
def test_an_index_of_another_stamp_is_not_believed(office: Office, part: str) -> None:
    stamp = stamp_now(office)
    other = replace(stamp, **{part: getattr(stamp, part) + 1})
    assert IndexFile.open(office.index, office.file, other) is None
    assert IndexFile.open(office.index, office.file, stamp) is not None


def test_an_index_of_another_file_is_not_believed(office: Office) -> None:
    stamp = stamp_now(office)
    assert IndexFile.open(office.index, office.file.with_name("other.txt"), stamp) is None


def head_with(office: Office, **changes: object) -> bytes:
    """The index with another head, checksums right."""
    data = office.index.read_bytes()
    head = msgspec.msgpack.decode(data[len(MAGIC) + 36 : body_place(data)], type=Head)
    changed = msgspec.msgpack.encode(msgspec.structs.replace(head, **changes))
    return with_head(changed, data[body_place(data) :])


def with_head(head: bytes, body: bytes) -> bytes:
    return MAGIC + len(head).to_bytes(4, "big") + hashlib.sha256(head).digest() + head + body


UNBELIEVABLE: dict[str, Callable[[Office], bytes]] = {
    "empty": lambda _office: b"",
    "something else": lambda _office: b"\0" * 5_000,
    "a later version": lambda office: head_with(office, version=3),
    "an earlier version": lambda office: head_with(office, version=0),
    "another presend": lambda office: head_with(office, program="0.0.9"),
    "a head of another shape": lambda office: with_head(msgspec.msgpack.encode({"version": 1}), b""),
    "a head that is no message pack": lambda _office: with_head(b"\xc1", b""),
    "a head of four gigabytes": lambda _office: b"presend members\n" + b"\xff" * 4 + bytes(100),
    "something behind it": lambda office: office.index.read_bytes() + b"\0",
}


@pytest.mark.parametrize("content", UNBELIEVABLE.values(), ids=UNBELIEVABLE)
def test_what_is_no_index_of_this_version_is_replaced(office: Office, content: Callable[[Office], bytes]) -> None:
    whole = office.index.read_bytes()
    assert head_with(office) == whole
    office.index.write_bytes(content(office))
    assert is_right(office.members())
    assert office.reads == 2
    assert office.index.read_bytes() == whole


def test_an_index_cut_off_anywhere_is_replaced(office: Office) -> None:
    whole = office.index.read_bytes()
    cuts = range(0, len(whole), 100)
    for reads, cut in enumerate(cuts, start=2):
        office.index.write_bytes(whole[:cut])
        assert is_right(office.members())
        assert office.reads == reads
        assert office.index.read_bytes() == whole
    assert len(cuts) > 3


def test_a_flipped_bit_anywhere_is_never_believed(office: Office) -> None:
    """In the head it is found when the policy is loaded, behind it when the members are needed."""
    whole = office.index.read_bytes()
    expected = told(office.load())
    for place in range(len(whole)):
        flipped = bytearray(whole)
        flipped[place] ^= 1 << place % 8
        office.index.write_bytes(flipped)
        assert is_right(office.members())
        assert office.index.read_bytes() == whole, place
        office.index.write_bytes(flipped)
        assert told(office.load()) == expected
    assert office.reads > len(whole)


SOUND = "kim@hanbit.example\nlee@hanbit.example\nA.B@partner.example\nmin@sub.hanbit.example\n"


def test_the_outline_of_an_index_tells_the_count_the_domains_and_who_is_among_them(office: Office) -> None:
    office.file.write_text(SOUND)
    office.members()
    outline = office.members().outline()
    assert outline is not None
    assert (outline.count, outline.has_fault) == (4, False)
    assert set(outline.domains) == {"hanbit.example", "partner.example", "sub.hanbit.example"}
    assert outline.holds("kim@hanbit.example")
    assert outline.holds("a.b@partner.example")
    assert outline.holds("min@sub.hanbit.example")
    for nobody in ("im@hanbit.example", "kim@hanbit", "kim", "A.B@partner.example", "", "park@hanbit.example"):
        assert not outline.holds(nobody)


def test_a_damaged_outline_is_never_believed(office: Office) -> None:
    office.file.write_text(SOUND)
    office.members()
    whole = office.index.read_bytes()
    for place in range(body_place(whole), len(whole)):
        office.index.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        organization = office.load().organization
        assert organization.count_of(ALL) == 4, place
        assert organization.classify(ALL) is RecipientClass.EXTERNAL, place


def test_a_damaged_index_of_a_file_that_changed_since_leaves_the_list_unknown(office: Office) -> None:
    damage_behind_the_head(office)
    loaded = office.load()
    rewrite(office)
    assert told(loaded) == [("all@hanbit.example", RecipientClass.UNKNOWN, UnknownReason.NOT_READABLE)]
    assert exempts(ALL, loaded.organization) is False


@pytest.mark.parametrize("change", [rewrite, lambda office: office.file.unlink()], ids=["rewritten", "gone"])
def test_a_policy_that_was_loaded_keeps_its_members_whatever_becomes_of_the_files(
    office: Office, change: Callable[[Office], None]
) -> None:
    """Its id names these members; whoever asks the source gets the new ones, or that they are gone."""
    source = FilePolicySource(office.policy, office.indexes())
    before = source.current()
    expected = told(FilePolicySource(office.policy).current())
    change(office)
    office.index.unlink()
    assert told(before) == expected
    if office.file.exists():
        assert told(source.current()) == [("park@hanbit.example", RecipientClass.INTERNAL, None)]
    else:
        with pytest.raises(PolicyFaultsError, match=r"all\.txt"):
            source.current()


# Somebody else's, and none at all


@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_an_index_that_others_can_write_is_not_believed(office: Office, mode: int) -> None:
    office.index.chmod(mode)
    assert is_right(office.members())
    assert office.reads == 2
    assert stat.S_IMODE(office.index.stat().st_mode) == 0o600


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_an_index_that_belongs_to_somebody_else_is_not_believed(office: Office) -> None:
    os.chown(office.index, 1, 1)
    assert is_right(office.members())
    assert office.reads == 2
    assert office.index.stat().st_uid == os.geteuid()


def a_link(index: Path) -> None:
    moved = index.with_name("elsewhere")
    index.replace(moved)
    index.symlink_to(moved)


def a_pipe(index: Path) -> None:
    index.unlink()
    os.mkfifo(index)


@pytest.mark.parametrize("put", [a_link, a_pipe])
def test_what_is_no_file_in_the_place_of_an_index_is_replaced_and_not_followed(
    office: Office, put: Callable[[Path], None]
) -> None:
    put(office.index)
    assert is_right(office.members())
    assert office.reads == 2
    assert stat.S_ISREG(office.index.lstat().st_mode)


def test_a_folder_in_the_place_of_an_index_stays_and_does_no_harm(office: Office) -> None:
    office.index.unlink()
    office.index.mkdir()
    assert is_right(office.members())
    assert names_in(office.folder) == [office.index.name]


@pytest.mark.parametrize("reads", [1, 2])
def test_without_a_place_to_write_everything_works(tmp_path: Path, reads: int) -> None:
    office = Office(tmp_path)
    (tmp_path / "state").write_text("a file where a folder is needed")
    for _ in range(reads):
        assert is_right(office.members())
    assert office.reads == reads


@contextmanager
def files_no_longer_than(octets: int) -> Iterator[None]:
    """As on a full disk, writing fails midway."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (octets, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def test_a_full_disk_leaves_no_half_an_index(tmp_path: Path) -> None:
    office = Office(tmp_path)
    with files_no_longer_than(100):
        assert is_right(office.members())
    assert names_in(office.folder) == []
    assert is_right(office.members())
    assert names_in(office.folder) == [office.index.name]


def unreadable_kinds() -> dict[str, Callable[[Path], object]]:
    return {
        "gone": lambda path: None,
        "a folder": lambda path: path.mkdir(),
        "a pipe": os.mkfifo,
        "a device": lambda path: path.symlink_to("/dev/zero"),
        "no text": lambda path: path.write_bytes(b"kim@hanbit.example\n\xff"),
    }


@pytest.mark.parametrize("make", unreadable_kinds().values(), ids=unreadable_kinds())
def test_a_members_file_that_cannot_be_read_is_a_fault_whatever_the_index_says(
    office: Office, make: Callable[[Path], object]
) -> None:
    office.file.unlink()
    make(office.file)
    with pytest.raises(PolicyFaultsError, match=r"all\.txt"):
        office.load()


def test_an_index_is_closed_when_its_policy_is_no_longer_in_use(office: Office) -> None:
    def opened() -> int:
        links = (path for path in Path("/proc/self/fd").iterdir() if path.is_symlink())
        return sum(os.path.realpath(path) == str(office.index) for path in links)

    loaded = office.load()
    assert opened() == 1
    del loaded
    gc.collect()
    assert opened() == 0


# Several at once

_LOAD = """
import sys
from pathlib import Path
from composer.disk.durable import replace_file
from composer.storage.policy.list_index import ListIndexes
from composer.storage.policy.source import FilePolicySource
from policy.address import parse_address
print("ready", flush=True)
sys.stdin.readline()
for _ in range(20):
    indexes = ListIndexes(Path(sys.argv[2]), now_ns=lambda: 4 * 10**18, worth_an_index=1)
    in_force = FilePolicySource(Path(sys.argv[1]), indexes).current()
    leaves = in_force.organization.members_of(parse_address("all@hanbit.example"))
    print(in_force.id, len(leaves), flush=True)
    indexes.place_of(Path(sys.argv[1]).with_name("all.txt")).unlink(missing_ok=True)
"""


def test_several_processes_build_and_lose_the_same_index_and_all_read_the_same(tmp_path: Path) -> None:
    office = Office(tmp_path)
    expected = FilePolicySource(office.policy).current()
    children = [start_child(_LOAD, office.policy, office.folder) for _ in range(3)]
    for child in children:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
    answers = []
    for child in children:
        assert child.stdin is not None
        child.stdin.write("\n")
        child.stdin.flush()
    for child in children:
        answers += child.communicate()[0].splitlines()
    assert answers == [f"{expected.id} 4"] * 60
    assert is_right(office.members())


def test_threads_that_ask_at_once_get_one_policy_built_once(tmp_path: Path) -> None:
    office = Office(tmp_path)
    source = FilePolicySource(office.policy, office.indexes())
    begin = Barrier(8)
    found: list[PolicyInForce] = []

    def ask() -> None:
        begin.wait()
        found.append(source.current())

    threads = [Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert all(one is found[0] for one in found)
    assert office.reads == 1


# The composer's own


def test_every_verb_keeps_its_indexes_in_the_members_state_folder(tmp_path: Path) -> None:
    """An index with other members is put there: they are the ones that are found."""
    office = Office(tmp_path)
    office.file.write_text("kim@hanbit.example\n" * 3_000)
    environ = {"HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path / "state")}
    place = ListIndexes(tmp_path / "state" / "presend" / "lists").place_of(office.file)
    place.parent.mkdir(parents=True)
    others = ("park@hanbit.example",)
    replace_file(place, encoded(office.file, stamp_now(office), digest_of(others), others, parse_members(others)))
    members = (
        environment.policy_source(office.policy, environ, Machine(tmp_path / "no machine"))
        .current()
        .policy.lists[0]
        .members
    )
    assert members == others
