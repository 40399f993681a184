"""Asks the member about a message of another client, on its terminal or beside it."""
