"""The member's config.toml and the machine's: their shape, their faults, and how a first one is written."""
