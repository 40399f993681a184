"""Draws every screen in every language and width, as text and as a picture."""
