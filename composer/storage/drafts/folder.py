"""The drafts of a member in a folder: written atomically, locked while open, kept for a day after deletion."""

from __future__ import annotations

import os
import re
import secrets
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, timedelta
from pathlib import Path

from composer.errors import NoSuchDraftError, StorageError
from composer.services.clock import Clock
from composer.services.drafts import SavedDraft
from composer.storage.atomic import fsync_folder, listed, private_folder, storage_error, write_atomically
from composer.storage.drafts import draft_file
from composer.storage.drafts.claims import Claims
from composer.words import _

KEPT_DELETED = timedelta(days=1)
DELETED = "deleted"
_ID = re.compile(r"[A-Za-z0-9_-]{1,80}")


class Drafts:
    """The drafts of one member; safe for several processes and threads.

    A draft that cannot be written to ``folder`` goes to ``fallback``; whichever copy is newer counts.
    """

    def __init__(self, folder: Path, clock: Clock, fallback: Path | None = None) -> None:
        self._folders = (folder,) if fallback is None else (folder, fallback)
        self._clock = clock
        self._claims = [Claims(place) for place in self._folders]
        self._busy = threading.RLock()

    def new_id(self) -> str:
        """An id that no draft has yet, and that sorts by time."""
        return f"{self._clock.now().astimezone(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(6)}"

    def save(self, draft: SavedDraft) -> Path:
        """Write durably and return the file; raises the first folder's ``StorageError`` when none takes it."""
        data = draft_file.encode(draft)
        refused: StorageError | None = None
        with self._busy:
            for number, folder in enumerate(self._folders):
                path = _path(folder, draft.id)
                try:
                    private_folder(folder)
                    write_atomically(path, data)
                except StorageError as error:
                    refused = refused or error
                else:
                    self._drop_copies(draft.id, self._folders[number + 1 :])
                    return path
        assert refused is not None
        raise refused

    def load(self, draft_id: str) -> SavedDraft:
        """The newest copy of one draft; raises ``NoSuchDraftError``, and ``StorageError`` where none can be read."""
        copies: list[SavedDraft] = []
        refused: StorageError | None = None
        for folder in self._folders:
            try:
                copies.append(draft_file.read(_path(folder, draft_id)))
            except (FileNotFoundError, NotADirectoryError):
                continue
            except StorageError as error:
                refused = error
        if copies:
            return max(copies, key=lambda draft: draft.saved_at)
        raise refused or _missing(draft_id)

    def list(self) -> Sequence[SavedDraft]:
        """The newest copy of each readable draft, newest first."""
        newest: dict[str, SavedDraft] = {}
        for _place, draft in self._scan():
            if draft is not None and (draft.id not in newest or newest[draft.id].saved_at < draft.saved_at):
                newest[draft.id] = draft
        return sorted(newest.values(), key=lambda draft: (draft.saved_at, draft.id), reverse=True)

    def unreadable(self) -> Sequence[str]:
        """The paths of files that hold no draft of a known version."""
        return [str(path) for path, draft in self._scan() if draft is None]

    def delete(self, draft_id: str) -> None:
        """Move a draft away for a day; raises ``StorageError`` where there is none or it is open elsewhere."""
        if any(claims.is_claimed_by_another(draft_id) for claims in self._claims):
            raise StorageError(_("This draft is open in another presend. Close it there first."))
        moved = self._everywhere(draft_id, _move_away(self._clock.now().timestamp()))
        if not moved:
            raise _missing(draft_id)
        self._purge()

    def restore(self, draft_id: str) -> None:
        """Undo ``delete``; raises ``StorageError`` when the draft is no longer kept."""
        if not self._everywhere(draft_id, _bring_back):
            raise _missing(draft_id)

    def claim(self, draft_id: str) -> bool:
        """Lock a draft for this process; False where another has it, True where no folder can be written."""
        _check(draft_id)
        with self._busy:
            for claims in self._claims:
                try:
                    return claims.claim(draft_id)
                except StorageError:
                    continue
        return True

    def release(self, draft_id: str) -> None:
        """Unlock a draft; of one whose composer was killed, delete the mark."""
        _check(draft_id)
        with self._busy:
            for claims in self._claims:
                with suppress(StorageError):
                    claims.release(draft_id)

    def orphans(self) -> Sequence[SavedDraft]:
        """Drafts whose composer was killed, newest first; marks without a draft are cleared on the way."""
        found: list[SavedDraft] = []
        with self._busy:
            self._purge()
            for draft_id in self._abandoned():
                try:
                    found.append(self.load(draft_id))
                except StorageError:
                    self._clear_mark_of_nothing(draft_id)
        return sorted(found, key=lambda draft: draft.saved_at, reverse=True)

    def _abandoned(self) -> set[str]:
        ids: set[str] = set()
        for claims in self._claims:
            with suppress(StorageError):
                ids.update(draft_id for draft_id in claims.abandoned() if _ID.fullmatch(draft_id))
        return ids

    def _clear_mark_of_nothing(self, draft_id: str) -> None:
        with suppress(OSError):  # a disk that says no now may have it later
            if not any(_path(folder, draft_id).exists() for folder in self._folders):
                self.release(draft_id)

    def _scan(self) -> Iterator[tuple[Path, SavedDraft | None]]:
        """Every draft file with its draft, or None where it cannot be read or names another draft."""
        for folder in self._folders:
            for path in listed(folder, "*.json"):
                try:
                    draft = draft_file.read(path)
                except FileNotFoundError:
                    continue
                except StorageError:
                    yield path, None
                else:
                    yield path, draft if draft.id == path.stem else None

    @staticmethod
    def _drop_copies(draft_id: str, folders: Sequence[Path]) -> None:
        """A copy in an earlier folder, which cannot be written just now, stays: the newer one counts anyway."""
        for folder in folders:
            with suppress(OSError):
                _path(folder, draft_id).unlink(missing_ok=True)

    def _everywhere(self, draft_id: str, act: Callable[[Path, Path], None]) -> bool:
        """Do something to each copy, given its place as a draft and as a deleted one; False where there was none."""
        done = False
        with self._busy:
            for folder in self._folders:
                live = _path(folder, draft_id)
                try:
                    act(live, live.parent / DELETED / live.name)
                except (FileNotFoundError, NotADirectoryError):
                    continue
                except OSError as error:
                    raise storage_error(live, error) from error
                fsync_folder(folder)
                fsync_folder(folder / DELETED)
                done = True
        return done

    def _purge(self) -> None:
        """Forget what was deleted more than a day ago, and what a writer that was killed left unfinished."""
        oldest = (self._clock.now() - KEPT_DELETED).timestamp()
        for folder in self._folders:
            with suppress(StorageError):
                for path in (*listed(folder / DELETED, "*.json"), *listed(folder, ".*.tmp")):
                    with suppress(OSError):
                        if path.stat().st_mtime < oldest:
                            path.unlink()


def _move_away(now: float) -> Callable[[Path, Path], None]:
    def move(live: Path, deleted: Path) -> None:
        os.utime(live, (now, now), follow_symlinks=False)
        private_folder(deleted.parent)
        live.replace(deleted)

    return move


def _bring_back(live: Path, deleted: Path) -> None:
    if live.exists():
        deleted.stat()  # FileNotFoundError where nothing was deleted
    else:
        deleted.replace(live)


def _check(draft_id: str) -> None:
    """Raise ``StorageError`` for a text that is no id, so that one typed in a shell never leads out of the folder."""
    if not _ID.fullmatch(draft_id):
        raise _missing(draft_id)


def _path(folder: Path, draft_id: str) -> Path:
    _check(draft_id)
    return folder / f"{draft_id}.json"


def _missing(draft_id: str) -> NoSuchDraftError:
    return NoSuchDraftError(_("There is no draft {id}. List the drafts to see their names.", id=draft_id))
