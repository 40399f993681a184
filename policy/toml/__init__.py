"""The policy file's shape, its reading, and where in it a value stands."""
