"""Why something went as it did, as a code and facts: what is kept on disk, and is worded when somebody reads it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from msgspec import Struct, field


class ReasonCode(Enum):
    """The reasons that are kept; the values are stable tokens, and ``sentences.reasons`` has a sentence for each.

    Below a code stand the names of its facts.
    """

    UNKNOWN = "unknown"
    """A token that this version does not know."""
    OTHER = "other"
    """``words``: a sentence as it was written down, in the language of that moment."""

    # of a job
    BROKEN_OFF = "broken_off"
    EXPIRED = "expired"
    NOT_AS_APPROVED = "not_as_approved"
    RECORD_CHANGED = "record_changed"
    WENT_ON = "went_on"
    STOPPED = "stopped"
    """``n`` attempts."""
    TRIED_FOR_DAYS = "tried_for_days"
    """``n`` days."""
    ARRIVED = "arrived"
    """The member said so."""
    CORRECTED = "corrected"
    OTHER_VERSION = "other_version"
    """``id`` of the job."""
    BUSY = "busy"
    """``n`` seconds."""
    NO_FILE_SERVICE = "no_file_service"
    AUDIT_LOG_HELD = "audit_log_held"
    """``trouble``: the code of the reason why the log cannot be written; and its facts."""

    HEADER_MISMATCH = "header_mismatch"
    """The recipients in the header would be others."""

    # of policy and settings
    NO_POLICY = "no_policy"
    """``file``: the one to write."""
    POLICY_OVERRIDDEN = "policy_overridden"
    """``file``: the machine's; ``variable``, present where it names another."""
    POLICY_BROKEN = "policy_broken"
    """``trouble``: the code of what is wrong with it first; and its facts. Of presend 0.1.0 ``fault``, a sentence."""
    POLICY_UNUSABLE = "policy_unusable"
    """``path``; what is wrong with it is not known."""
    SETTINGS_UNUSABLE = "settings_unusable"
    """``path``; what is wrong with it is not known."""
    FILE_FAULT = "file_fault"
    """``file``, ``line`` and ``column`` from 1, ``key`` or an empty text, ``kind``: the value of a
    ``policy.errors.FaultCode``; ``found`` and ``expected`` as it says, ``found`` raw: its sentence may have to name a
    character in it that nobody sees."""
    FILE_NOT_READ = "file_not_read"
    """``file``, ``said`` by the system."""
    SETTINGS_CHANGED = "settings_changed"
    """``file``: the machine's, since the start."""
    NO_SETTINGS = "no_settings"
    """``file``: the one to write."""
    DEMONSTRATION_FOLDER = "demonstration_folder"
    """``file`` that names a ``folder``."""
    ANOTHERS_HOME = "anothers_home"
    """``login`` of whose ``path`` it is, where root works."""
    NOT_OWNED = "not_owned"
    """``file``, ``login`` of whose it is, ``owner``: the login of whose it must be."""
    OTHERS_CAN_WRITE = "others_can_write"
    """``file``, ``owner``: the login of who alone may."""
    EVERYBODY_CAN_WRITE = "everybody_can_write"
    """``file``: a folder such as /tmp, which must stay as it is."""

    # of a connection to a mail server
    CONNECTION_LOST = "connection_lost"
    ANSWER_LOST = "answer_lost"
    SIZE = "size"
    """``size`` and ``limit`` in octets."""
    NO_8BITMIME = "8bitmime"
    NO_SMTPUTF8 = "smtputf8"
    """``header``, present where it is the header that needs it."""
    SERVER_REFUSED = "server_refused"
    """``host``, ``reply``"""
    MALFORMED_REPLY = "malformed_reply"
    """``host``"""
    HUNG_UP = "hung_up"
    """``host``"""
    BAD_CERTIFICATE = "bad_certificate"
    """``host``, ``reason`` as OpenSSL says it."""
    UNKNOWN_AUTHORITY = "unknown_authority"
    """``host``, ``reason`` as OpenSSL says it."""
    NO_AUTHORITIES = "no_authorities"
    """``file``: the one that settings name, in which no certificate can be read."""
    TLS_FROM_THE_START = "tls_from_the_start"
    """``host``, ``port``, ``security``: the setting, which is another."""
    NO_TLS_AT_THE_START = "no_tls_at_the_start"
    """``host``, ``port``"""
    NO_TLS = "no_tls"
    """``host``, ``reason`` as OpenSSL says it."""
    NO_STARTTLS = "no_starttls"
    """``host``"""
    NOT_LOOPBACK = "not_loopback"
    """``host``"""
    HOST_NOT_FOUND = "host_not_found"
    """``host``"""
    NO_ANSWER = "no_answer"
    """``host``, ``port``"""
    NOBODY_LISTENS = "nobody_listens"
    """``host``, ``port``"""
    UNREACHABLE = "unreachable"
    """``host``, ``said`` by the system."""
    NO_SERVER_SET = "no_server_set"

    # of logging in
    NO_LOGIN_MECHANISM = "no_login_mechanism"
    """``names``"""
    LOGIN_REFUSED = "login_refused"
    """``user``, ``reply``"""
    NO_PASSWORD = "no_password"
    """``user``"""
    VARIABLE_NOT_SET = "variable_not_set"
    """``name``"""
    NO_KEYRING = "no_keyring"
    KEYRING_FAILED = "keyring_failed"
    """``reason`` as the keyring says it."""
    NOT_IN_KEYRING = "not_in_keyring"
    """``user``, ``service``"""
    SECRET_NO_COMMAND = "secret_no_command"
    """This and the following: ``setting``."""
    SECRET_NOT_STARTED = "secret_not_started"
    """``said`` by the system."""
    SECRET_KILLED = "secret_killed"
    """``signal``"""
    SECRET_STATUS = "secret_status"
    """``status``"""
    SECRET_TIMEOUT = "secret_timeout"
    """``n`` seconds."""
    SECRET_TOO_LONG = "secret_too_long"
    SECRET_NOT_UTF8 = "secret_not_utf8"
    SECRET_EMPTY = "secret_empty"

    # of a command that sends
    NO_COMMAND_SET = "no_command_set"
    COMMAND_NOT_FOUND = "command_not_found"
    """``command``"""
    COMMAND_NOT_STARTED = "command_not_started"
    """``command``, ``said`` by the system."""
    COMMAND_KILLED = "command_killed"
    """``signal``"""
    COMMAND_STATUS = "command_status"
    """``status``"""
    COMMAND_TIMEOUT = "command_timeout"
    """``n`` seconds."""

    # of a disk
    DISK_FULL = "disk_full"
    """This and the following: ``path``."""
    DISK_READ_ONLY = "disk_read_only"
    NO_PERMISSION = "no_permission"
    FOLDER_IN_THE_WAY = "folder_in_the_way"
    FILE_IN_THE_WAY = "file_in_the_way"
    NOT_WRITTEN = "not_written"
    """``said`` by the system."""
    NOT_READ = "not_read"
    """``said`` by the system."""
    NOT_LOCKED = "not_locked"
    """``said`` by the system."""

    LOG_TAKES_NOTHING = "log_takes_nothing"
    """The machine's log: ``said`` by the system, or ``n`` seconds that were too few."""

    # of a draft
    DRAFT_NOT_READ = "draft_not_read"
    """``path``"""
    DRAFT_OF_OTHER_VERSION = "draft_of_other_version"
    """``path``"""

    # of saving a policy
    POLICY_BEING_SAVED = "policy_being_saved"
    """``file``"""
    POLICY_READ_ONLY = "policy_read_only"
    """``path``"""
    POLICY_CHANGED_UNDERNEATH = "policy_changed_underneath"
    """``file``"""
    POLICY_BROKEN_UNDERNEATH = "policy_broken_underneath"
    """``file``"""
    EARLIER_POLICY_NOT_READ = "earlier_policy_not_read"
    """``path``, ``said`` by the system."""
    EARLIER_POLICY_DAMAGED = "earlier_policy_damaged"
    EARLIER_POLICY_GONE = "earlier_policy_gone"

    # of another client's message on its way through the gate
    INTERRUPTED = "interrupted"
    FAULT = "fault"
    """``fault``: the kind of exception."""
    CHANGED_ON_DISK = "changed_on_disk"
    POLICY_KEPT_CHANGING = "policy_kept_changing"
    NOBODY_FOR_WARNING = "nobody_for_warning"
    NOBODY_FOR_QUESTION = "nobody_for_question"
    NOT_FAITHFUL = "not_faithful"
    """``field``, ``address``"""

    # of a message that cannot be sent as it is written
    KEPT_FILE_CHANGED = "kept_file_changed"
    NUL_CHARACTER = "nul_character"
    """``line``"""
    NO_FIELD = "no_field"
    """``line``"""
    LONG_HEADER = "long_header"
    """``limit`` in octets."""
    MANY_FIELDS = "many_fields"
    """``limit``"""
    MANY_SEPARATORS = "many_separators"
    """``limit``"""
    MANY_MARKS = "many_marks"
    """``limit``"""
    MANY_PARTS = "many_parts"
    """``limit``"""
    LONG_PART_HEADER = "long_part_header"
    """``limit`` in octets."""
    DEEP_PARTS = "deep_parts"
    SIGNED_LONG_LINE = "signed_long_line"
    """``limit``"""
    LONG_LINE = "long_line"
    """``limit``"""
    LONG_FIELD = "long_field"
    """``field``, ``limit``"""

    # of a field or option of presend's own
    GENERAL_HAS_NO_LIMITS = "general_has_no_limits"
    FIELD_TWICE = "field_twice"
    """``field``"""
    FIELD_CONTRADICTS = "field_contradicts"
    """``field``"""
    NO_SUCH_FIELD = "no_such_field"
    """``field``, ``choices``"""
    NO_SUCH_VALUE = "no_such_value"
    """``field``, ``value``, ``choices``"""

    @classmethod
    def _missing_(cls, _value: object) -> ReasonCode:
        return cls.UNKNOWN


class Reason(Struct, frozen=True):
    """A reason as it is kept: its code and its facts."""

    code: ReasonCode
    facts: Mapping[str, str | int | tuple[str, ...]] = field(default_factory=dict)
    """The facts for the sentence, by name; texts are cleaned, unless the code says otherwise."""
