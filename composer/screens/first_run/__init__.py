"""The form of the first start."""
