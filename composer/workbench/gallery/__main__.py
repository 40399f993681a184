"""Writes the gallery of screens from a command line."""

from __future__ import annotations

import sys

from composer.workbench.gallery.commands import main

sys.exit(main())
