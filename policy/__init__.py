"""Decides what happens to an outgoing message, and why. Pure: no I/O, no clock, no words for people."""
