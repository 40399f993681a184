"""The outbox on disk: a folder for each job, written beside and renamed into ``queue``, never deleted by itself.

incoming/ID   being written
queue/ID      accepted; job.json, heads.json, record.eml, journal
done/ID       sent and filed, or taken back: job.json and journal only
consents      ids of consents of jobs that left the queue
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import IO

from composer.delivery import journal
from composer.delivery.job_document import JobDocument, UnknownJobError, decode_heads, decode_job, encode
from composer.delivery.journal import Event
from composer.delivery.job_state import JobProgress, replay
from composer.errors import StorageError
from composer.storage.atomic import fsync_folder, private_folder, storage_error, write_atomically
from composer.words import _

JOB, HEADS, RECORD, JOURNAL, LOCK = "job.json", "heads.json", "record.eml", "journal", "lock"
_ID = re.compile(r"[A-Za-z0-9_-]{1,80}")
