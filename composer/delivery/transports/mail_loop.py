"""What keeps presend from being its own transport."""

from __future__ import annotations

SENDING = "PRESEND_SENDING"
"""Variable that the command of a ``sendmail`` transport finds set; presend refuses to be that command."""
