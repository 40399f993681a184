"""The exit status of a verb that an error has stopped."""

from __future__ import annotations

from composer.errors import (
    ConfigurationError,
    FaultsError,
    InputDataError,
    NoInputError,
    NoRightsError,
    NoTerminalError,
    PresendError,
    UsageError,
)
from composer.exit_status import Exit

_OF_ERRORS = (
    (UsageError, Exit.USAGE),
    (InputDataError, Exit.DATA),
    (NoInputError, Exit.NO_INPUT),
    (NoTerminalError, Exit.NO_PERMISSION),
    (NoRightsError, Exit.NO_PERMISSION),
    (ConfigurationError, Exit.CONFIGURATION),
    (FaultsError, Exit.CONFIGURATION),
)


def status_of(error: PresendError) -> Exit:
    """The status with which a verb ends that an error has stopped; whatever is not in the table may work later."""
    return next((status for kind, status in _OF_ERRORS if isinstance(error, kind)), Exit.TEMPORARY)
