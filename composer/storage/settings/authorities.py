"""The file with certificates of authorities that settings name, looked at when they are loaded."""

from __future__ import annotations

from pathlib import Path

from composer.disk.regular_file import read_regular
from composer.sentences.system_reasons import system_reason
from policy.errors import FaultCode, Finding
from policy.toml.text import shown

_PATH = ("transport", "ca_file")


def authority_faults(written: str, file: Path) -> tuple[Finding, ...]:
    """The fault of ``transport.ca_file``, if any; ``written`` is what stands there, ``file`` the path that it means."""
    try:
        read_regular(file)
    except OSError as error:
        return (Finding(FaultCode.UNREADABLE_FILE, _PATH, shown(written), system_reason(error)),)
    except ValueError:
        return (Finding(FaultCode.NO_CERTIFICATE, _PATH, shown(written)),)
    return () if _has_certificates(file) else (Finding(FaultCode.NO_CERTIFICATE, _PATH, shown(written)),)


def _has_certificates(file: Path) -> bool:
    import ssl  # 5 ms that settings without such a file need not pay

    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cafile=str(file))
    except OSError:  # of which ssl.SSLError is one
        return False
    return True
