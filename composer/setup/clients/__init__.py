"""The mail clients that presend can send for, one module for each."""

from __future__ import annotations

import importlib

from composer.setup.clients.base import Client

NAMES = ("neomutt", "mutt", "aerc", "alpine", "s-nail", "alot", "git")
"""The names of the clients, which are those of their programs."""


def client(name: str) -> Client:
    """The client of one of ``NAMES``; only its own module is imported."""
    module = importlib.import_module(f"composer.setup.clients.{name.replace('-', '_')}")
    found: Client = module.CLIENT
    return found
