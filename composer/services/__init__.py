"""What screens and verbs are handed: Protocols of whatever touches the world, and the values that pass through."""
