"""Keeps presend from being the command of its own ``sendmail`` transport, which would be a mail loop."""

from __future__ import annotations

SENDING = "PRESEND_SENDING"
"""Variable that the command of a ``sendmail`` transport finds set; presend refuses to be that command."""
