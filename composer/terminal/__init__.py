"""The terminal as a device: writing to it, reading its input and answers, and sharing it with other programs."""
