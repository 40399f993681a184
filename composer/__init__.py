"""Everything of presend that touches a person, a disk or a network; decisions are asked of ``policy``."""

__version__ = "0.1.0"
