"""Extracts, merges and checks the catalogs from a command line."""

from __future__ import annotations

import sys

from composer.workbench.catalogs.commands import main

sys.exit(main())
